//! The check-up engine.
//!
//! Question answered: *what do the public records of this name say, and what is the one next thing
//! to mend?* In: a [`terms::DomainName`] and the [`Answers`] that DNS gave so far.
//! Out: the [`Question`]s still to ask ([`next`]), and at the end a [`Judgement`] ([`judge`]).
//! Never: a socket, a clock, chance, a database, a page; bad input is a finding, not an error.
//! Start reading at [`next`] and [`judge`] in `conversation.rs`, then `catalogue/`, where every
//! check has its words; each kind of evidence has a file of its own (`spf/`, `dmarc/`, `mx.rs`).

mod answer;
mod caa;
mod case;
pub mod catalogue;
mod changes;
mod conversation;
mod dmarc;
mod dns;
mod dnssec;
mod judgement;
mod mx;
mod parked;
pub mod providers;
mod question;
mod spf;
mod standing;
mod web;

pub use answer::{Answer, Answers, LONGEST_CHAIN, LONGEST_TEXT, MOST_RECORDS, Outcome, Record};
pub use changes::{Changes, compare};
pub use conversation::{MOST_QUESTIONS, judge, next};
pub use dmarc::{Dmarc, DmarcPolicy, DmarcRegistry, MOST_REPORT_ADDRESSES, parse_dmarc};
pub use judgement::{Fact, Judgement, NextThing, NotChecked, PasteLine, Setting, SpfCounts, Standing};
pub use mx::MOST_MAIL_SERVERS;
pub use question::{Kind, LONGEST_LABEL, LONGEST_NAME, Question, RecordName, RecordNameError};
pub use spf::{
    LOOKUPS_ALLOWED, MOST_LOOKUPS_COUNTED, Spf, SpfMechanism, SpfQualifier, SpfSlip, SpfTarget, VOID_ALLOWED,
    parse_spf,
};
