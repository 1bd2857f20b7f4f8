//! The check-up engine.
//!
//! Question answered: *how does this name look from outside, and what is the one next thing to mend?*
//! In: a [`terms::DomainName`], how close the look may go ([`Level`]), and the [`Answers`] so far: what DNS
//! said and what approaches to hosts saw. Out: what is still [`Wanted`] ([`next`]), and at the end a
//! [`Judgement`] ([`judge`]).
//! Never: a socket, a clock, chance, a database, a page; bad input is a finding, not an error.
//! Start reading at [`next`] and [`judge`] in `conversation.rs`, then `catalogue/`, where every
//! check has its words; each kind of evidence has a file of its own (`spf/`, `dmarc/`, `mx.rs`).

mod answer;
mod answers;
mod approach;
mod bimi;
mod caa;
mod case;
pub mod catalogue;
mod changes;
mod conversation;
mod counting;
mod dane;
mod dkim;
mod dmarc;
mod dns;
mod doors;
mod facts;
mod hosting;
mod issuers;
mod judgement;
mod level;
pub mod lookalike;
mod mail_server;
mod mta_sts;
mod mx;
mod observation;
mod page;
mod parked;
pub mod providers;
mod question;
mod record_text;
mod registration;
mod seal;
mod site;
mod software;
mod spf;
mod standing;
mod tags;
mod tls_rpt;
mod web;
mod zone_transfer;

pub use answer::{Answer, LONGEST_CHAIN, LONGEST_TEXT, MOST_RECORDS, Outcome, Record, Signature, inert};
pub use answers::Answers;
pub use approach::Approach;
pub use changes::{Changes, compare};
pub use conversation::{MOST_APPROACHES, MOST_QUESTIONS, Wanted, judge, next};
pub use counting::SEEN_ONCE;
pub use dkim::{DkimKey, parse_dkim};
pub use dmarc::{Dmarc, DmarcPolicy, DmarcRegistry, MOST_REPORT_ADDRESSES, parse_dmarc};
pub use doors::MOST_OWN_ADDRESSES;
pub use judgement::{
    Ending, Fact, Judgement, NextThing, NotChecked, PasteLine, Setting, SpfCounts, Standing,
};
pub use level::Level;
pub use mail_server::MOST_GREETED;
pub use mta_sts::{LONGEST_MAX_AGE, MOST_PATTERNS, MailPolicy, MailPolicyMode, parse_mail_policy};
pub use mx::MOST_MAIL_SERVERS;
pub use observation::{
    CertificateSeen, CookieSeen, Observation, OpenDoor, PageSeen, Reached, RegistrationSeen, Service, Sight,
    StartTls, TlsSeen, TlsVersion, Trust,
};
pub use page::{
    LONGEST_COOKIE_NAME, LONGEST_FIELD, LONGEST_PAGE, MOST_COOKIES, MOST_FIELDS, MOST_GENERATORS,
    MOST_INSECURE_PARTS, MOST_MARKS, MOST_WORDS, read_page,
};
pub use question::{Kind, LONGEST_LABEL, LONGEST_NAME, Question, RecordName, RecordNameError};
pub use record_text::{RecordSlip, TYPED_KINDS, read_record};
pub use registration::{DAYS_IMPORTANT, DAYS_URGENT};
pub use seal::{MOST_PROOFS, SealFault};
pub use site::{MOST_SECURITY_LINES, MOST_VISITS, MOST_VISITS_WITH_CONSENT, path_on_same_host};
pub use spf::{
    LOOKUPS_ALLOWED, MOST_LOOKUPS_COUNTED, Sending, Spf, SpfLengths, SpfMechanism, SpfQualifier, SpfResult,
    SpfSlip, SpfTarget, SpfTurn, VOID_ALLOWED, check_host, parse_spf,
};
pub use zone_transfer::MOST_NAME_SERVERS;
