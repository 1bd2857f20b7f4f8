//! Every check, once: what the owner reads, why it matters, and how to mend it.
//!
//! The order of [`ORDER`] is the order of work: what stops everything else comes first, then what
//! undoes other measures, then what opens a common way in, then the rest; little effort goes
//! before much. The one next thing is the first finding in this order.

mod cure;
mod doors;
mod lines;
mod lookalike;
mod mail_in;
mod mail_rule;
mod mail_seal;
mod mail_senders;
mod mail_server;
mod mail_way;
mod name;
mod registration;
mod site_page;
mod site_way;
mod website;

pub use cure::of_seal;
pub use lines::text_to_paste;

use std::collections::HashMap;
use std::sync::LazyLock;

use terms::{Promise, Severity};

use crate::judgement::{NextThing, PasteLine, Setting};
use crate::level::Level;

/// One check.
#[derive(Debug)]
pub struct Entry {
    /// The id, for example `spf-missing`. It never changes its meaning.
    pub id: &'static str,
    /// What the owner reads.
    pub title: &'static str,
    /// Why it matters to a small firm.
    pub why: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The promise that it stands against.
    pub promise: Promise,
    /// The standard that it is measured by.
    pub reference: &'static str,
    /// How close a look has to go to make this check.
    pub level: Level,
    /// How to mend it.
    pub remedy: Remedy,
}

impl Entry {
    /// Can one look be sure of what it found here? What stands in a public record or at the registry stands there;
    /// what was met on a visit, or at name servers that failed, may have been a bad moment.
    pub fn is_certain(&self) -> bool {
        let is_of_registry = [registration::EXPIRING.id, registration::NOT_LOCKED.id].contains(&self.id);
        let is_of_records = self.level == Level::Records && self.id != name::DNS_BROKEN.id;
        self.is_of_a_look() && (is_of_registry || is_of_records)
    }

    /// Does a look at the firm's own name make this check? Those of names that look like it rest on other looks.
    pub fn is_of_a_look(&self) -> bool {
        !crate::lookalike::CHECKS.contains(&self.id)
    }
}

/// How to mend what a check found.
#[derive(Debug)]
pub struct Remedy {
    /// Who can do it.
    pub who: Who,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// What to do, step by step.
    pub steps: &'static [&'static str],
    /// The line to paste, built from what was seen; none where one line cannot mend it.
    pub paste: fn(&Setting) -> Option<PasteLine>,
    /// How to see that it worked.
    pub see_it_worked: &'static str,
}

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever has the log-in at the company that the name is rented from.
    NameHost,
    /// The company that takes the firm's mail.
    MailProvider,
    /// The person who looks after the website.
    WebPerson,
    /// The person who looks after the firm's computers and its network.
    ComputerPerson,
    /// The owner.
    You,
}

impl Who {
    /// The words for the owner; the company is named where it was recognised.
    pub fn words(self, setting: &Setting) -> String {
        match (self, &setting.name_host, &setting.mail_provider) {
            (Self::NameHost, Some(host), _) => format!("You, or whoever has your {host} log-in"),
            (Self::NameHost, None, _) => "You, or whoever looks after your web name".to_owned(),
            (Self::MailProvider, _, Some(mail)) => format!("The help desk of {mail}, with you"),
            (Self::MailProvider, _, None) => "The firm that runs your mail, with you".to_owned(),
            (Self::WebPerson, ..) => "The person who looks after your website".to_owned(),
            (Self::ComputerPerson, ..) => "The person who looks after your computers".to_owned(),
            (Self::You, ..) => "You".to_owned(),
        }
    }
}

/// All checks in the order of work.
pub const ORDER: [&Entry; 85] = [
    &name::DNS_NOT_FOUND,
    &name::DNS_BROKEN,
    &name::DNSSEC_BOGUS,
    &doors::RDP,
    &doors::SMB,
    &doors::DATABASE,
    &doors::TELNET,
    &doors::VNC,
    &doors::WINRM,
    &site_page::EXPOSED_FILES,
    &site_way::CERT_EXPIRED,
    &site_way::CERT_NAME,
    &site_way::CERT_UNTRUSTED,
    &site_page::SOFTWARE_EXPLOITED,
    &mail_server::OPEN_RELAY,
    &registration::EXPIRING,
    &lookalike::SITE,
    &mail_senders::ALLOWS_EVERYONE,
    &mail_senders::MULTIPLE,
    &mail_senders::SYNTAX,
    &mail_senders::TOO_MANY_LOOKUPS,
    &mail_senders::TOO_MANY_VOID,
    &mail_senders::INCLUDE_BROKEN,
    &mail_senders::LOOP,
    &mail_senders::TYPO,
    &website::DANGLING_NAME,
    &mail_rule::MULTIPLE,
    &mail_rule::INVALID,
    &mail_rule::WRONG_PLACE,
    &mail_rule::BROKEN_NAME,
    &mail_rule::MISSING,
    &mail_senders::MISSING,
    &lookalike::MAIL,
    &mail_in::MX_BROKEN,
    &site_way::REDIRECT_LOOP,
    &site_way::CERT_EXPIRING,
    &site_way::NO_HTTPS,
    &site_way::NO_MODERN_TLS,
    &mail_server::NO_ENCRYPTION,
    &doors::PRINTER,
    &doors::NFS,
    &doors::IOT,
    &doors::ADMIN_PANEL,
    &site_page::SOFTWARE_VULNERABLE,
    &site_page::SOFTWARE_OLD,
    &mail_way::MTA_STS_BROKEN,
    &mail_way::DANE_BROKEN,
    &registration::CAA_BLOCKS_OWN,
    &registration::ZONE_TRANSFER,
    &mail_seal::WEAK,
    &mail_rule::NOT_ENFORCED,
    &mail_rule::SUBDOMAINS_OPEN,
    &mail_seal::MISSING,
    &mail_senders::NO_END,
    &mail_senders::NEUTRAL,
    &mail_rule::PARTIAL,
    &mail_rule::REPORTS_NOT_AUTHORISED,
    &mail_rule::REPORTS_BAD_ADDRESS,
    &mail_rule::NO_REPORTS,
    &mail_seal::BROKEN,
    &mail_in::PARKED_NOT_CLOSED,
    &site_way::NO_REDIRECT,
    &site_way::HSTS_MISSING,
    &name::DNS_SINGLE_SERVER,
    &site_page::COOKIE_FLAGS,
    &site_page::MIXED_CONTENT,
    &site_way::OLD_TLS,
    &mail_server::CERT_BAD,
    &doors::FTP,
    &doors::SSH_PASSWORD,
    &registration::NOT_LOCKED,
    &website::PRIVATE_ADDRESS,
    &mail_senders::PTR,
    &mail_in::MX_CNAME,
    &lookalike::REGISTERED,
    &doors::SSH,
    &name::CAA_MISSING,
    &site_way::LIVES_ELSEWHERE,
    &site_page::SECURITY_TXT,
    &site_page::DEFAULT_PAGE,
    &site_page::HEADERS,
    &name::DNSSEC_MISSING,
    &mail_way::MTA_STS_MISSING,
    &mail_way::TLS_RPT_MISSING,
    &mail_way::BIMI_BROKEN,
];

/// All checks in the order of work.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    ORDER.into_iter()
}

/// The numbers of all checks in the order of work, by their ids.
static NUMBERS: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| all().enumerate().map(|(number, entry)| (entry.id, number)).collect());

/// The number of a check in the order of work.
pub(crate) fn number(id: &str) -> Option<usize> {
    NUMBERS.get(id).copied()
}

/// The place of a finding in the order of work. One that matters more here than its check in general goes
/// before the first check that matters less.
pub(crate) fn place(entry: &Entry, severity: Severity) -> usize {
    let own = number(entry.id).unwrap_or(ORDER.len());
    if severity >= entry.severity {
        return own;
    }
    own.min(all().position(|known| known.severity > severity).unwrap_or(ORDER.len()))
}

/// The check of this id.
pub fn entry(id: &str) -> Option<&'static Entry> {
    ORDER.get(number(id)?).copied()
}

/// What to do about a finding, for this firm. A name without mail has one remedy for both things that
/// it lacks: the three lines that close it.
pub(crate) fn remedy(id: &str, setting: &Setting) -> Option<NextThing> {
    let entry = entry(id)?;
    let closes = setting.parked && matches!(id, "spf-missing" | "dmarc-missing");
    let with = if closes { &mail_in::PARKED_NOT_CLOSED } else { entry };
    Some(NextThing {
        check: entry.id.to_owned(),
        cure: with.id.to_owned(),
        title: entry.title.to_owned(),
        why: with.why.to_owned(),
        who: with.remedy.who.words(setting),
        minutes: with.remedy.minutes,
        steps: cure::steps(with, setting),
        paste: (with.remedy.paste)(setting),
        see_it_worked: with.remedy.see_it_worked.to_owned(),
    })
}
