//! What stands open at a member's domains, by who can see to it.

use centre::calendar::Calendar;
use centre::errand::{Helper, due_by};
use centre::plan::ActionKey;
use checkup::catalogue::{Who, entry};
use checkup::{Judgement, NextThing as Remedy};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::{Action, NewErrandPoint};
use terms::{AssetId, DomainName, Severity, Timestamp};

use crate::face::words::Words;
use crate::pages::check::in_words;

/// What the letter tells of a point: kept with the errand, so that it says the same whenever it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PointTold {
    /// Where.
    pub(crate) domain: DomainName,
    /// What to do, with the line for the company that was recognised.
    pub(crate) remedy: Remedy,
    /// How much it matters there.
    pub(crate) severity: Severity,
    /// What we saw. Text of strangers, cut by the engine.
    pub(crate) seen: String,
    /// When.
    pub(crate) looked_at: Timestamp,
    /// By when it is asked for.
    pub(crate) due: Date,
}

/// A finding that somebody can be asked to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenPoint {
    /// The domain where it is.
    pub(crate) asset: AssetId,
    /// The catalogue's id of the check.
    pub(crate) check: String,
    /// Who can mend it.
    pub(crate) helper: Helper,
    /// What the letter would tell.
    pub(crate) told: PointTold,
}

impl OpenPoint {
    /// Its name in forms.
    pub(crate) fn key(&self) -> String {
        format!("{}.{}", self.asset, self.check)
    }

    /// The action of the plan that it answers.
    pub(crate) fn action(&self) -> String {
        ActionKey::Mend(self.check.clone()).to_string()
    }

    /// What the owner reads about it.
    pub(crate) fn title(&self, words: Words) -> String {
        in_words::title(words, &self.check).unwrap_or_else(|| self.check.clone())
    }

    /// The point as an errand keeps it.
    pub(crate) fn to_keep(&self) -> Option<NewErrandPoint> {
        let letter = serde_json::to_string(&self.told).ok()?;
        Some(NewErrandPoint { action: self.action(), asset: self.asset, letter })
    }
}

/// Who can mend what this check finds; none where the firm itself has to, or the catalogue does not know the check.
pub(crate) fn helper_of(check: &str) -> Option<Helper> {
    Some(match entry(check)?.remedy.who {
        Who::NameHost => Helper::NameHost,
        Who::MailProvider => Helper::MailProvider,
        Who::WebPerson => Helper::WebPerson,
        Who::ComputerPerson => Helper::ComputerPerson,
        Who::You => return None,
    })
}

/// Everything that stands open, the most pressing first. Notes are nobody's errand, and what is said to be done
/// waits for a look.
pub(crate) fn open_points(
    looks: &[(AssetId, Judgement)],
    known: &[Action],
    (calendar, zone): (&Calendar, &TimeZone),
    now: Timestamp,
) -> Vec<OpenPoint> {
    let today = zone.to_datetime(now).date();
    let is_said = |key: &str| known.iter().any(|action| action.action == key && action.said_at.is_some());
    let mut points: Vec<OpenPoint> = Vec::new();
    for (asset, look) in looks {
        for finding in look.findings.iter().filter(|finding| finding.severity != Severity::Note) {
            let (Some(helper), Some(remedy)) = (helper_of(&finding.check), look.remedy_for(&finding.check))
            else {
                continue;
            };
            let told = PointTold {
                domain: look.domain.clone(),
                remedy,
                severity: finding.severity,
                seen: finding.seen.clone(),
                looked_at: look.judged_at,
                due: due_by(finding.severity, today, calendar),
            };
            let point = OpenPoint { asset: *asset, check: finding.check.clone(), helper, told };
            if !is_said(&point.action()) {
                points.push(point);
            }
        }
    }
    points.sort_by_key(|point| point.told.severity);
    points
}
