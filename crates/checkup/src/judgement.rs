//! What a look comes to, ready to be kept, shown and compared.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use terms::{DomainName, Finding, Promise, PromiseState};

use crate::answer::Outcome;
use crate::level::Level;
use crate::observation::Reached;
use crate::seal::SealFault;

/// The whole result of one look at one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The name that was looked at.
    pub domain: DomainName,
    /// How close the look went.
    #[serde(default)]
    pub level: Level,
    /// When it was judged. The records may be older; each fact tells its own time.
    pub judged_at: Timestamp,
    /// What is not as it should be, in the order of the catalogue: most pressing first.
    pub findings: Vec<Finding>,
    /// The four promises, in the order of [`Promise::ALL`].
    pub promises: Vec<Standing>,
    /// The one thing to do next; none when nothing was found.
    pub next: Option<NextThing>,
    /// The checks that could not be made, with the reason in plain words.
    pub not_checked: Vec<NotChecked>,
    /// What was seen of the firm's set-up; remedies are built from it.
    pub setting: Setting,
    /// Every record and every host seen, for the person who knows.
    pub facts: Vec<Fact>,
}

impl Judgement {
    /// How one promise stands.
    pub fn standing(&self, promise: Promise) -> PromiseState {
        self.promises
            .iter()
            .find(|standing| standing.promise == promise)
            .map_or(PromiseState::CouldNotCheck, |standing| standing.state)
    }

    /// Was this check found to fail?
    pub fn found(&self, check: &str) -> bool {
        self.findings.iter().any(|finding| finding.check == check)
    }

    /// What to do about one finding of this look: the same shape as [`Judgement::next`]. None for
    /// an id that the catalogue does not know.
    pub fn remedy_for(&self, check: &str) -> Option<NextThing> {
        crate::catalogue::remedy(check, &self.setting)
    }
}

/// How one promise stands, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which promise.
    pub promise: Promise,
    /// How it stands.
    pub state: PromiseState,
    /// One or two sentences for the owner.
    pub reason: String,
}

/// A check that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotChecked {
    /// Catalogue id.
    pub check: String,
    /// Why not, for the owner.
    pub reason: String,
}

/// One thing to do, told so that the owner can do it or hand it to the person who can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextThing {
    /// Catalogue id of the check.
    pub check: String,
    /// Catalogue id of the check whose reason and steps these are: the same, but for a name without mail, which
    /// one remedy closes whatever it lacks. Empty in looks that were kept before there was this field.
    #[serde(default)]
    pub cure: String,
    /// What is wrong.
    pub title: String,
    /// Why it matters to a small firm.
    pub why: String,
    /// Who can do it.
    pub who: String,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// What to do, step by step.
    pub steps: Vec<String>,
    /// The line to paste, where one line mends it.
    pub paste: Option<PasteLine>,
    /// How to see that it worked.
    pub see_it_worked: String,
}

/// A line to paste into the settings of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasteLine {
    /// Where, in the words of the recognised provider.
    pub where_: String,
    /// The kind of record, such as `TXT`.
    pub kind: String,
    /// What to type in the field "name" or "host": `@` or the part in front of the name.
    pub name: String,
    /// What to type in the field "value".
    pub value: String,
}

/// What was seen of a firm's set-up, as far as remedies need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The name that was looked at.
    pub domain: DomainName,
    /// The company that answers for the name, if we know it: where lines are pasted.
    pub name_host: Option<String>,
    /// The company that takes the firm's mail, if we know it.
    pub mail_provider: Option<String>,
    /// The name servers, as seen.
    pub name_servers: Vec<String>,
    /// The mail servers, as seen, best first.
    pub mail_servers: Vec<String>,
    /// The firm takes no mail under this name and names nobody who may send for it.
    pub parked: bool,
    /// The firm's list of senders, if there is exactly one.
    pub spf: Option<String>,
    /// How much reading that list costs, if it could be walked.
    pub spf_counts: Option<SpfCounts>,
    /// The rule for forged mail that counts, if there is one.
    pub dmarc: Option<String>,
    /// The reports that this rule asks for can arrive, as far as records tell.
    #[serde(default)]
    pub reports_arrive: bool,
    /// The company whose certificate the site shows, by its name in CAA records, if we know it and the look
    /// went there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates_by: Option<String>,
    /// Why the name's seal is broken, if it is and we could tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal_fault: Option<SealFault>,
}

impl Setting {
    /// Nothing seen yet.
    pub(crate) fn of(domain: &DomainName) -> Self {
        Self {
            domain: domain.clone(),
            name_host: None,
            mail_provider: None,
            name_servers: Vec::new(),
            mail_servers: Vec::new(),
            parked: false,
            spf: None,
            spf_counts: None,
            dmarc: None,
            reports_arrive: false,
            certificates_by: None,
            seal_fault: None,
        }
    }
}

/// What reading a list of senders costs a receiver (RFC 7208, 4.6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpfCounts {
    /// Terms that need a look-up, over the whole tree.
    pub lookups: u32,
    /// Look-ups that found nothing; time-outs are not among them.
    pub void: u32,
    /// Was the whole tree read? Past the allowance we stop asking, and the counts are the least
    /// that is certain.
    pub whole: bool,
}

/// How the getting of a fact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Ending {
    /// A question to DNS.
    Dns(Outcome),
    /// An approach to a host.
    Host {
        /// How it ended.
        host: Reached,
    },
}

impl Ending {
    /// Does what came say all there is to say?
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Dns(Outcome::Records) | Self::Host { host: Reached::Whole })
    }

    /// The ending in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dns(outcome) => outcome.words(),
            Self::Host { host } => host.words(),
        }
    }
}

/// One answer of DNS or one observation of a host, shortened for the technical fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The question: name and kind; or what was approached.
    pub question: String,
    /// How it ended.
    pub outcome: Ending,
    /// The records, aliases first, as DNS people write them; or what a host showed, a line each. Inert text.
    pub records: Vec<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Who answered, or should have.
    pub server: String,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
}
