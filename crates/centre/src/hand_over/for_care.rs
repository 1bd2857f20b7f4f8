//! Packs for those who support people, and for platforms on which something stands that hurts them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::PlainLine;

use super::for_money::line;
use super::paper::{Block, Paper};
use super::say;
use super::source::Source;
use crate::account::{Place, Strand, Told};
use crate::case::Wish;
use crate::playbook::Answer;

/// How a platform's rules are meant in plain words: what it is asked to look at, and when it was asked and answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeDown {
    /// Which of the platform's own rules it breaks, in plain words, as the officer sees it.
    pub rule: Option<PlainLine>,
    /// When it was asked first, where it was asked before.
    pub asked: Option<Date>,
    /// When it answered, where it did.
    pub answered: Option<Date>,
}

/// What a platform gets: what stands where, and which of its rules that breaks. Nothing of whoever complains: what a
/// platform knows, whoever is complained of may come to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForPlatform {
    problem: String,
    noticed: Option<Date>,
    places: Vec<Place>,
    told: Vec<Told>,
    take_down: TakeDown,
}

impl ForPlatform {
    pub(super) fn of(source: &Source, take_down: &TakeDown) -> Self {
        let account = &source.account;
        Self {
            problem: source.problem.clone(),
            noticed: account.noticed,
            places: account.places.clone(),
            told: account.told.iter().filter(|told| told.body.as_str() == "platform").cloned().collect(),
            take_down: take_down.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        Paper::new("Something that breaks your rules")
            .part("What it is", vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("Seen on", self.noticed.map(say::day)),
                ("Which of your rules it breaks", line(&self.take_down.rule)),
            ])])
            .part("Where it stands", Block::points(self.places.iter().map(say::place)))
            .part("What you were asked before", [
                vec![Block::facts([
                    ("Asked on", self.take_down.asked.map(say::day)),
                    ("Answered on", self.take_down.answered.map(say::day)),
                ])],
                Block::points(self.told.iter().filter_map(|told| line(&told.reference))),
            ].concat())
            .part("What we ask", vec![Block::Words(
                "Please look at it by your own rules, keep what the police may ask for, and tell us what you decide and when.".to_owned(),
            )])
    }
}

/// What support for victims and advocates get: who somebody is, how to reach them safely, what happened in their words so
/// that nobody asks it again, and what they want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForSupport {
    name: Option<PlainLine>,
    phone: Option<String>,
    email: Option<String>,
    safe_contact: Option<PlainLine>,
    problem: String,
    borough: Option<String>,
    happened: String,
    strands: Vec<Strand>,
    safe_now: Option<Answer>,
    wishes: Vec<Wish>,
    wish: Option<PlainLine>,
    written_by: Option<PlainLine>,
}

impl ForSupport {
    pub(super) fn of(source: &Source) -> Self {
        let (account, person) = (&source.account, &source.person);
        Self {
            name: person.name.clone(),
            phone: person.phone.clone(),
            email: person.email.clone(),
            safe_contact: person.safe_contact.clone(),
            problem: source.problem.clone(),
            borough: source.borough.clone(),
            happened: account.happened.clone(),
            strands: account.strands.clone(),
            safe_now: account.safe_now,
            wishes: source.wishes.clone(),
            wish: account.wish.clone(),
            written_by: account.written_by.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        Paper::new("Somebody who may want your support")
            .part("Reach them like this, and no other way", vec![
                Block::Strong(line(&self.safe_contact).unwrap_or_else(|| {
                    "They said nothing about a safe way. Ask before you leave a message, and say nothing of the matter to whoever else answers.".to_owned()
                })),
                Block::facts([
                    ("Name", line(&self.name)),
                    ("Telephone", self.phone.clone()),
                    ("E-mail", self.email.clone()),
                    ("Where", self.borough.clone()),
                    ("Written down for them by", line(&self.written_by)),
                ]),
            ])
            .part("What they want", [
                Block::points(self.wishes.iter().map(|wish| say::wish(*wish).to_owned())),
                vec![Block::Words(line(&self.wish).unwrap_or_default())],
            ].concat())
            .part("What happened, in their words. Do not ask it again", [vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("Do they feel safe now?", self.safe_now.map(|safe| say::answer(safe).to_owned())),
            ])], Block::story(&self.happened)].concat())
            .part("What they say it is aimed at", Block::points(self.strands.iter().map(|s| say::strand(*s).to_owned())))
    }
}
