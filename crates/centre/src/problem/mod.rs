//! What goes wrong, as somebody in trouble would say it: the problems of Help now.
//!
//! They stand in `problems.toml` in plain English, each with what the desk needs to know of it: the
//! incident type (RSIT), a crime that it may be, the playbook, whom to ring, how urgent it is. Other
//! languages say a problem's words in their message files; English has no second copy. What touches
//! a child is only signposted: it has no playbook, and nothing of it is ever taken.

mod incident;
mod read;
mod search;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::named_values::named_values;
use crate::routes_today::Trouble;

pub use incident::{IncidentType, UnknownIncidentType};
pub use read::{FILE, LONGEST_LEAD, LONGEST_TITLE, LONGEST_WORD, MOST_PROBLEMS, MOST_WORDS, RESERVED};
pub use search::LONGEST_QUERY;

pub(crate) use read::read;

named_values! {
    /// How fast somebody of the centre must answer: the classes of the service levels.
    Urgency, "urgency" {
        /// It goes on, and can still be stopped.
        Live = "live",
        /// Money has just gone and may still be stopped.
        Money = "money",
        /// It is over, and harm can still grow.
        Urgent = "urgent",
        /// It can wait for a working day.
        Standard = "standard",
        /// Somebody is hated, threatened or followed: safety first.
        Safety = "safety",
        /// It touches a child: the way is shown, nothing is taken.
        Child = "child",
    }
}

named_values! {
    /// A duty or a right with a clock, which the person is told of.
    Duty, "duty" {
        /// Tell the data protection authority (UK GDPR, article 33).
        TellRegulator = "tell_regulator",
        /// Tell the people whose details it was, if they may come to serious harm (article 34).
        TellPeople = "tell_people",
        /// Claim money back from the bank.
        ClaimFromBank = "claim_from_bank",
        /// Tell the insurer, where there is one.
        TellInsurer = "tell_insurer",
    }
}

/// Whom it happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// A firm, charity or other organisation.
    pub business: bool,
    /// A person for themselves.
    pub person: bool,
}

/// A heading under which problems stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name in addresses: `money`.
    pub id: String,
    /// What people read.
    pub title: String,
}

/// A crime of the national list that a problem may be; a suggestion for whoever decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crime {
    /// Its code, for example `52C`.
    pub code: String,
    /// What it is called.
    pub name: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its name in addresses, a word that can be said on the phone: `false-bill`.
    pub id: String,
    /// The group in which it stands.
    pub group: String,
    /// What people read in the list, in their own words.
    pub title: String,
    /// One sentence that steadies.
    pub lead: String,
    /// What the desk calls it.
    pub incident: IncidentType,
    /// The crime that it may be: the code of a [`Crime`].
    pub crime: Option<String>,
    /// What to do: the name of a playbook. None for what is only signposted.
    pub playbook: Option<String>,
    /// Whom to turn to.
    pub trouble: Trouble,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Whom it happens to.
    pub who: Who,
    /// Whether nothing about it may show on the screen of somebody who is watched: page titles stay neutral.
    pub is_delicate: bool,
    /// Duties and rights with a clock.
    pub duties: Vec<Duty>,
    /// Other words by which people look for it.
    pub words: Vec<String>,
}

impl Problem {
    /// Whether the way is shown and nothing is taken.
    pub fn is_signpost_only(&self) -> bool {
        self.trouble.is_signpost_only()
    }
}

/// All problems, in the order in which they are shown.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// The headings.
    pub groups: Vec<Group>,
    /// The crimes that are suggested.
    pub crimes: Vec<Crime>,
    list: Vec<Problem>,
}

impl Problems {
    /// Every problem.
    pub fn all(&self) -> &[Problem] {
        &self.list
    }

    /// The problem with this name.
    pub fn get(&self, id: &str) -> Option<&Problem> {
        self.list.iter().find(|problem| problem.id == id)
    }

    /// The problems under one heading.
    pub fn of_group<'p>(&'p self, group: &'p str) -> impl Iterator<Item = &'p Problem> {
        self.list.iter().filter(move |problem| problem.group == group)
    }

    /// The problems that somebody's own words fit, the best first; of equals in the order of the list.
    pub fn search(&self, words: &str) -> Vec<&Problem> {
        search::find(&self.list, words)
    }
}

/// The Monday of a day's week, by which problems that are not on the list are counted.
pub fn week_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests;
