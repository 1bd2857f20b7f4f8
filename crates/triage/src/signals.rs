//! The catalogue: every signal once, with its weight, its question, and when it keeps quiet.
//!
//! One file a family. A weight is in hundredths of what makes a message suspicious. Texts that must and must not set off
//! each signal stand in `tests/catalogue/`, and a test goes through all of them.

mod ask;
mod authentication;
mod enclosures;
mod form;
mod identity;
mod links;
mod money;
mod pressure;
mod pretence;
mod sender;
mod story;
mod texts;

use crate::facts::Facts;

pub(crate) use texts::{rung_number, short_number};

/// A group of signals that rest on the same kind of evidence. Two families agreeing is more than two signals of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Who it says it is from.
    Identity,
    /// Who really sent it.
    Authentication,
    /// Where its links lead.
    Links,
    /// What it asks for.
    Ask,
    /// How it rushes or frightens.
    Pressure,
    /// The story that it tells.
    Story,
    /// Where money would go.
    Money,
    /// What came with it.
    Enclosures,
    /// How it is made.
    Form,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 9] = [
        Self::Identity,
        Self::Authentication,
        Self::Links,
        Self::Ask,
        Self::Pressure,
        Self::Story,
        Self::Money,
        Self::Enclosures,
        Self::Form,
    ];

    /// The most that all signals of the family together can weigh.
    #[must_use]
    pub const fn cap(self) -> i32 {
        match self {
            Self::Identity | Self::Links => 180,
            Self::Ask | Self::Story => 150,
            Self::Authentication | Self::Enclosures | Self::Money => 120,
            Self::Pressure => 70,
            Self::Form => 80,
        }
    }
}

/// One entry of the catalogue, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its id, such as `identity.claims-brand`.
    pub id: &'static str,
    /// Its family.
    pub family: Family,
    /// Its weight in hundredths of what makes a message suspicious.
    pub weight: i32,
    /// Whether it makes a scam alone.
    pub decisive: bool,
    /// When it keeps quiet.
    pub unless: &'static str,
}

/// All entries of the catalogue.
#[must_use]
pub fn catalogue() -> Vec<Entry> {
    all()
        .map(|signal| Entry {
            id: signal.id,
            family: signal.family,
            weight: signal.weight,
            decisive: signal.decisive,
            unless: signal.unless,
        })
        .collect()
}

/// One signal.
pub(crate) struct Signal {
    pub(crate) id: &'static str,
    pub(crate) family: Family,
    pub(crate) weight: i32,
    pub(crate) decisive: bool,
    pub(crate) unless: &'static str,
    pub(crate) look: Look,
}

/// How a signal is found.
pub(crate) enum Look {
    /// By a question, whose answer is the sentence.
    Ask(fn(&Facts<'_>) -> Option<String>),
    /// By so many different phrases of a group; `{}` in the sentence is the first of them. A phrase more counts a fifth more.
    Phrases { group: &'static str, least: usize, say: &'static str },
}

/// A signal that was found.
#[derive(Debug, Clone)]
pub(crate) struct Fired {
    pub(crate) id: &'static str,
    pub(crate) family: Family,
    pub(crate) weight: i32,
    pub(crate) decisive: bool,
    pub(crate) sentence: String,
}

pub(crate) fn all() -> impl Iterator<Item = &'static Signal> {
    [
        identity::SIGNALS,
        sender::SIGNALS,
        authentication::SIGNALS,
        pretence::SIGNALS,
        links::SIGNALS,
        ask::SIGNALS,
        pressure::SIGNALS,
        story::SIGNALS,
        money::SIGNALS,
        enclosures::SIGNALS,
        form::SIGNALS,
        texts::SIGNALS,
    ]
    .into_iter()
    .flatten()
}

/// Of so many words, one more phrase of a group is chance.
const LONG: usize = 350;

/// All signals that a message sets off.
pub(crate) fn fired(facts: &Facts<'_>) -> Vec<Fired> {
    all().filter_map(|signal| signal.fire(facts)).collect()
}

impl Signal {
    const fn asks(
        id: &'static str,
        family: Family,
        weight: i32,
        unless: &'static str,
        look: fn(&Facts<'_>) -> Option<String>,
    ) -> Self {
        Self { id, family, weight, decisive: false, unless, look: Look::Ask(look) }
    }

    const fn decides(
        id: &'static str,
        family: Family,
        weight: i32,
        unless: &'static str,
        look: fn(&Facts<'_>) -> Option<String>,
    ) -> Self {
        Self { decisive: true, ..Self::asks(id, family, weight, unless, look) }
    }

    /// A signal of phrases, whose group has its id.
    const fn says(
        id: &'static str,
        family: Family,
        weight: i32,
        least: usize,
        say: &'static str,
        unless: &'static str,
    ) -> Self {
        Self { id, family, weight, decisive: false, unless, look: Look::Phrases { group: id, least, say } }
    }

    /// Whether it must lead somewhere to be one: a story, a call to ring. A stranger's chat leads nowhere at first, by design.
    fn leads(&self) -> bool {
        (self.family == Family::Story && self.id != "story.wrong-number") || self.id == "ask.ring"
    }

    fn fire(&self, facts: &Facts<'_>) -> Option<Fired> {
        let (sentence, weight) = match self.look {
            Look::Ask(ask) => (ask(facts)?, self.weight),
            Look::Phrases { group, least, say } => {
                let count = facts.count(group);
                // A long letter says everything once.
                let least = least + facts.body_words / LONG;
                if count < least || facts.is_talk() || (self.leads() && facts.is_chat()) {
                    return None;
                }
                let more = (count - least).min(5) as i32;
                let weight = self.weight + self.weight * more / 5;
                // A text message has few words, so each says more.
                let weight = if facts.bare { weight * 3 / 2 } else { weight };
                (say.replace("{}", &plain(facts.quote(group)?)), weight)
            }
        };
        Some(Fired { id: self.id, family: self.family, weight, decisive: self.decisive, sentence })
    }
}

/// Words of a message as they may stand in a sentence: on one line, short, nothing to press.
pub(crate) fn plain(words: &str) -> String {
    let line: String = words
        .chars()
        .filter(|sign| !crate::text::is_invisible(*sign))
        .map(|sign| if sign.is_whitespace() || sign.is_control() { ' ' } else { sign })
        .take(80)
        .collect();
    let line = line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    crate::told::defanged(&line)
}
