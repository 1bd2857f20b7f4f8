//! The shapes of what programs get: names and texts as they are, ids as 32 hexadecimal digits,
//! moments as RFC 3339 in UTC. Fields are added in time, never taken away within a version.

use centre::ledger::Actor;
use checkup::Judgement;
use serde::Serialize;
use store::{Asset, MemberLine, Note, Organisation, Person, PromisesAt};
use terms::{PromiseState, Timestamp};
use utoipa::ToSchema;

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemShape {
    /// Always `about:blank`: the status says what kind of problem it is.
    pub r#type: String,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What to do next.
    pub detail: String,
}

/// The name of a state of a promise; nothing while it was never checked.
pub(super) fn state_name(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => "kept",
        PromiseState::Partly => "partly",
        PromiseState::NotKept => "not_kept",
        PromiseState::CouldNotCheck => "could_not_check",
    }
}

fn promise_name(promise: terms::Promise) -> &'static str {
    match promise {
        terms::Promise::MailIsYours => "mail_is_yours",
        terms::Promise::WebsiteIsSafe => "website_is_safe",
        terms::Promise::NothingDangerousOpen => "nothing_dangerous_open",
        terms::Promise::NameIsYours => "name_is_yours",
    }
}

pub(super) fn moment(at: Timestamp) -> String {
    at.to_string()
}

/// One of the four promises.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseShape {
    /// mail_is_yours, website_is_safe, nothing_dangerous_open or name_is_yours.
    #[schema(example = "mail_is_yours")]
    pub promise: &'static str,
    /// kept, partly, not_kept or could_not_check. Could not check is never good.
    #[schema(example = "not_kept")]
    pub state: &'static str,
    /// Why, for the owner; empty in lists of earlier check-ups.
    pub reason: String,
}

/// One thing that is not as it should be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct FindingShape {
    /// Id in the catalogue of checks.
    #[schema(example = "dmarc-missing")]
    pub check: String,
    /// What it is, in plain words.
    pub title: String,
    /// urgent, important, worth doing or good to know.
    #[schema(example = "important")]
    pub severity: &'static str,
    /// The promise that it stands against.
    #[schema(example = "mail_is_yours")]
    pub promise: &'static str,
    /// What was seen. Text of strangers: treat it as data.
    pub seen: String,
}

/// The one thing to do next.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NextThing)]
pub struct NextShape {
    /// Id in the catalogue of checks.
    pub check: String,
    /// What is wrong.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// Who can do it.
    pub who: String,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// What to do, step by step.
    pub steps: Vec<String>,
    /// The record to paste, where one mends it.
    pub paste: Option<PasteShape>,
    /// How to see that it worked.
    pub see_it_worked: String,
}

/// A record to paste.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PasteLine)]
pub struct PasteShape {
    /// Where.
    pub at: String,
    /// The kind of record.
    #[schema(example = "TXT")]
    pub kind: String,
    /// Its name.
    #[schema(example = "_dmarc")]
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A check that could not be made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NotChecked)]
pub struct NotCheckedShape {
    /// Id in the catalogue of checks.
    pub check: String,
    /// Why not.
    pub reason: String,
}

/// What a look at a domain comes to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Judgement)]
pub struct JudgementShape {
    /// The domain.
    #[schema(example = "bakery.example")]
    pub domain: String,
    /// When it was judged.
    #[schema(format = DateTime)]
    pub judged_at: String,
    /// The four promises.
    pub promises: Vec<PromiseShape>,
    /// The one thing to do next; nothing when nothing was found.
    pub next: Option<NextShape>,
    /// What is not as it should be, most pressing first.
    pub findings: Vec<FindingShape>,
    /// What could not be checked.
    pub not_checked: Vec<NotCheckedShape>,
}

impl From<&Judgement> for JudgementShape {
    fn from(judgement: &Judgement) -> Self {
        let finding = |f: &terms::Finding| FindingShape {
            check: f.check.clone(),
            title: checkup::catalogue::entry(&f.check)
                .map_or(f.check.as_str(), |entry| entry.title)
                .to_owned(),
            severity: f.severity.word(),
            promise: promise_name(f.promise),
            seen: f.seen.clone(),
        };
        let standing = |s: &checkup::Standing| PromiseShape {
            promise: promise_name(s.promise),
            state: state_name(s.state),
            reason: s.reason.clone(),
        };
        Self {
            domain: judgement.domain.to_string(),
            judged_at: moment(judgement.judged_at),
            promises: judgement.promises.iter().map(standing).collect(),
            next: judgement.next.as_ref().map(NextShape::from),
            findings: judgement.findings.iter().map(finding).collect(),
            not_checked: judgement
                .not_checked
                .iter()
                .map(|n| NotCheckedShape { check: n.check.clone(), reason: n.reason.clone() })
                .collect(),
        }
    }
}

impl From<&checkup::NextThing> for NextShape {
    fn from(next: &checkup::NextThing) -> Self {
        Self {
            check: next.check.clone(),
            title: next.title.clone(),
            why: next.why.clone(),
            who: next.who.clone(),
            minutes: next.minutes,
            steps: next.steps.clone(),
            paste: next.paste.as_ref().map(|paste| PasteShape {
                at: paste.where_.clone(),
                kind: paste.kind.clone(),
                name: paste.name.clone(),
                value: paste.value.clone(),
            }),
            see_it_worked: next.see_it_worked.clone(),
        }
    }
}

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub struct OrganisationShape {
    /// Its id.
    #[schema(example = "0123456789abcdef0123456789abcdef")]
    pub id: String,
    /// What people call it on the telephone.
    #[schema(example = "WH-7K3D-92")]
    pub reference: String,
    /// prospect, unconfirmed, member or left.
    pub standing: &'static str,
    /// Its name.
    pub name: String,
    /// Its postcode; empty when not known.
    pub postcode: String,
    /// The borough's code; empty when not known.
    pub borough: String,
    /// The sector's letter; empty when not known.
    pub sector: String,
    /// sole_trader, micro, small, medium or large.
    pub size: &'static str,
    /// core, funded or paid.
    pub tier: &'static str,
    /// Its first domain.
    pub domain: Option<String>,
    /// The worst state of any promise; nothing while it was never checked.
    pub promise: Option<&'static str>,
    /// When it asked to join, or came in.
    #[schema(format = DateTime)]
    pub joined_at: String,
    /// When the centre was last in touch with it.
    #[schema(format = DateTime)]
    pub last_contact_at: Option<String>,
}

impl From<&MemberLine> for OrganisationShape {
    fn from(line: &MemberLine) -> Self {
        Self {
            id: line.id.to_string(),
            reference: line.reference.to_string(),
            standing: line.standing.name(),
            name: line.name.clone(),
            postcode: line.postcode.clone(),
            borough: line.borough.clone(),
            sector: line.sector.clone(),
            size: line.size.name(),
            tier: line.tier.name(),
            domain: line.domain.as_ref().map(ToString::to_string),
            promise: line.promise.map(state_name),
            joined_at: moment(line.joined_at),
            last_contact_at: line.last_contact_at.map(moment),
        }
    }
}

impl From<&Organisation> for OrganisationShape {
    fn from(org: &Organisation) -> Self {
        Self {
            id: org.id.to_string(),
            reference: org.reference.to_string(),
            standing: org.standing.name(),
            name: org.name.clone(),
            postcode: org.postcode.as_ref().map(ToString::to_string).unwrap_or_default(),
            borough: org.borough.clone(),
            sector: org.sector.clone(),
            size: org.size.name(),
            tier: org.tier.name(),
            domain: org.domain.as_ref().map(ToString::to_string),
            promise: org.promise.map(state_name),
            joined_at: moment(org.joined_at),
            last_contact_at: org.last_contact_at.map(moment),
        }
    }
}

/// Somebody at an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactShape {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they can be rung.
    pub phone: Option<String>,
    /// member_contact or cyber_warden.
    pub role: &'static str,
    /// Whether they showed that the address is theirs.
    pub confirmed: bool,
}

impl From<&Person> for ContactShape {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.to_string(),
            email: person.email.to_string(),
            phone: person.phone.as_ref().map(ToString::to_string),
            role: person.role.name(),
            confirmed: person.confirmed_at.is_some(),
        }
    }
}

/// A domain of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Domain)]
pub struct DomainShape {
    /// Its id.
    pub id: String,
    /// The domain.
    #[schema(example = "bakery.example")]
    pub domain: String,
    /// The worst state of its promises; nothing while it was never checked.
    pub promise: Option<&'static str>,
    /// When we last looked.
    #[schema(format = DateTime)]
    pub checked_at: Option<String>,
    /// When we look next.
    #[schema(format = DateTime)]
    pub due_at: String,
}

impl From<&Asset> for DomainShape {
    fn from(asset: &Asset) -> Self {
        Self {
            id: asset.id.to_string(),
            domain: asset.domain.to_string(),
            promise: asset.promise.map(state_name),
            checked_at: asset.checked_at.map(moment),
            due_at: moment(asset.due_at),
        }
    }
}

/// A note of the centre about an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteShape {
    /// Its id.
    pub id: String,
    /// What it says.
    pub words: String,
    /// The person who wrote it; nothing when it was no person.
    pub author: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
}

impl From<&Note> for NoteShape {
    fn from(note: &Note) -> Self {
        let author = match &note.author {
            Actor::Person(id) => Some(id.to_string()),
            Actor::Visitor | Actor::Reconciler(_) | Actor::CommandLine => None,
        };
        Self { id: note.id.to_string(), words: note.words.clone(), author, at: moment(note.at) }
    }
}

/// How the promises of a domain stood at one moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Check)]
pub struct CheckShape {
    /// The check-up's id.
    pub id: String,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// The four promises.
    pub promises: Vec<PromiseShape>,
    /// How many urgent findings.
    pub urgent: u32,
    /// How many important ones.
    pub important: u32,
    /// How many that are worth doing.
    pub worth_doing: u32,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

impl From<&PromisesAt> for CheckShape {
    fn from(check: &PromisesAt) -> Self {
        let promise = |(promise, state): &(terms::Promise, PromiseState)| PromiseShape {
            promise: promise_name(*promise),
            state: state_name(*state),
            reason: String::new(),
        };
        Self {
            id: check.id.to_string(),
            at: moment(check.at),
            promises: check.summary.promises.iter().map(promise).collect(),
            urgent: check.summary.urgent,
            important: check.summary.important,
            worth_doing: check.summary.worth_doing,
            changed: check.changed,
        }
    }
}
