//! An account of events: what somebody tells once, so that nobody asks it again.
//!
//! The account is what was said and nothing else. Who said it is kept apart, under a key of its own; what the desk makes
//! of it is the case. It is written down as JSON and never changed: a correction is a message in the case.
//!
//! Almost everything may be missing. Somebody who can only say "help" has given an account.

mod first;
mod limits;

#[cfg(test)]
mod tests;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use terms::{Money, PlainLine};

use crate::case::{Wish, Word};
use crate::named_values::named_values;
use crate::playbook::{Answer, Answers, Question};
use crate::reclaim::Way;

pub use first::{First, first};
pub use limits::{AccountFault, LONGEST_HAPPENED, MOST_PAYMENTS, MOST_PLACES, MOST_TOLD, MOST_TRACES};

named_values! {
    /// How whoever did it came to the person.
    CameBy, "way of coming" {
        /// By e-mail.
        Email = "email",
        /// By text message.
        Text = "text",
        /// By telephone.
        Call = "call",
        /// By a chat program or social network.
        Social = "social",
        /// By a website or advert.
        Website = "website",
        /// By letter.
        Letter = "letter",
        /// In person.
        InPerson = "in_person",
        /// From inside: somebody who works there, or did.
        Inside = "inside",
        /// Some other way.
        Other = "other",
        /// They cannot say.
        NotSure = "not_sure",
    }
}

named_values! {
    /// What the hate is aimed at, where the person says it. The strands are those that the police record.
    Strand, "strand" {
        /// Race or ethnic group.
        Race = "race",
        /// Religion or belief.
        Religion = "religion",
        /// Sexual orientation.
        Orientation = "orientation",
        /// Disability.
        Disability = "disability",
        /// Being transgender.
        Transgender = "transgender",
        /// Something else.
        Other = "other",
    }
}

/// Money that went, or that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paid {
    /// How much.
    pub amount: Money,
    /// How it went.
    pub way: Option<Way>,
    /// The day.
    pub day: Option<Date>,
    /// The time on the clock.
    pub time: Option<Time>,
    /// The name to which it went.
    pub to: Option<PlainLine>,
    /// Sort code and account, wallet or card reader, as the person wrote it.
    pub account: Option<PlainLine>,
}

/// Somebody who was told already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Who: the id of a body in the region pack, `bank`, `insurer`, `platform`, or `other`.
    pub body: Word,
    /// Their reference, or what they answered.
    pub reference: Option<PlainLine>,
}

/// Something online: a post, a page, an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// On which platform.
    pub platform: Option<PlainLine>,
    /// Its address as typed. Never followed.
    pub address: PlainLine,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Account {
    /// The questions that were answered with yes.
    pub yes: Vec<Question>,
    /// The questions that were answered with no.
    pub no: Vec<Question>,
    /// What happened, in their own words.
    pub happened: String,
    /// The day on which they found out.
    pub noticed: Option<Date>,
    /// When it began, in their words.
    pub began: Option<PlainLine>,
    /// How whoever did it came to them.
    pub came_by: Option<CameBy>,
    /// Addresses, numbers, names and accounts that whoever did it used, one a line, as typed. Never followed.
    pub traces: Vec<PlainLine>,
    /// What is hit: a computer, an account, a website.
    pub hit: Option<PlainLine>,
    /// Money that went.
    pub paid: Vec<Paid>,
    /// Money that is asked for and was not paid.
    pub asked_for: Option<Money>,
    /// Whether somebody may have seen details of other people.
    pub details_seen: Option<Answer>,
    /// About how many people's.
    pub details_of: Option<u32>,
    /// Who was told already.
    pub told: Vec<Told>,
    /// Where it can be seen online.
    pub places: Vec<Place>,
    /// What the hate is aimed at.
    pub strands: Vec<Strand>,
    /// Whether the person feels safe now.
    pub safe_now: Option<Answer>,
    /// What the person wants.
    pub wishes: Vec<Wish>,
    /// The same in their own words.
    pub wish: Option<PlainLine>,
    /// Who wrote it down for them: a colleague, a community partner. Empty when they wrote themselves.
    pub written_by: Option<PlainLine>,
}

impl Account {
    /// The answers to the four questions of Help now.
    pub fn answers(&self) -> Answers {
        let given = |all: Answers, list: &[Question], answer| {
            list.iter().fold(all, |all, question| all.with(*question, answer))
        };
        given(given(Answers::default(), &self.no, Answer::No), &self.yes, Answer::Yes)
    }

    /// The same account with these answers.
    #[must_use]
    pub fn answering(self, answers: Answers) -> Self {
        let of = |answer| {
            Question::ALL.iter().copied().filter(|question| answers.to(*question) == answer).collect()
        };
        Self { yes: of(Answer::Yes), no: of(Answer::No), ..self }
    }

    /// What was paid in all.
    pub fn lost(&self) -> Money {
        self.paid.iter().fold(Money::ZERO, |sum, paid| sum.plus(paid.amount))
    }

    /// Reads an account as it is written down (JSON).
    ///
    /// # Errors
    /// [`AccountFault::Unreadable`] when it is none, or one of the limits was passed.
    pub fn read(json: &str) -> Result<Self, AccountFault> {
        let account: Self = serde_json::from_str(json).map_err(|_| AccountFault::Unreadable)?;
        account.check()?;
        Ok(account)
    }

    /// Writes it down (JSON).
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}
