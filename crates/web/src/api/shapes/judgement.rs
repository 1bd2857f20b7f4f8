//! What a look at a domain comes to.

use checkup::Judgement;
use serde::Serialize;
use utoipa::ToSchema;

use super::moment;
use super::promise::{PromiseShape, promise_name, state_name};

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
