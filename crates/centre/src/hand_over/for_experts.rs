//! Packs for whoever is answerable for data, and for whoever mends computers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::PlainLine;

use super::for_money::{Named, line, lines};
use super::paper::{Block, Paper};
use super::say;
use super::source::Source;
use crate::account::{CameBy, Told};
use crate::playbook::{Answer, Question};

/// What a notification of a personal data breach says, as far as it is known: UK GDPR, article 33(3), letters (a) to (d),
/// and when they became aware, from which the 72 hours of article 33(1) run. Sent by whoever is answerable for the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForDataAuthority {
    who: Named,
    problem: String,
    happened: String,
    noticed: Option<Date>,
    began: Option<PlainLine>,
    hit: Option<PlainLine>,
    details_seen: Option<Answer>,
    details_of: Option<u32>,
    told: Vec<Told>,
}

impl ForDataAuthority {
    pub(super) fn of(source: &Source) -> Self {
        let account = &source.account;
        Self {
            who: Named::of(source),
            problem: source.problem.clone(),
            happened: account.happened.clone(),
            noticed: account.noticed,
            began: account.began.clone(),
            hit: account.hit.clone(),
            details_seen: account.details_seen,
            details_of: account.details_of,
            told: account.told.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        let open = |what: &str| Block::Words(format!("(To be added: {what})"));
        Paper::new("Notification of a personal data breach")
            .part("Before you send it", vec![Block::Strong(
                "You decide whether people may be harmed, and you notify. What you do not know yet you may add later; say so.".to_owned(),
            )])
            .part("When you became aware", vec![
                Block::facts([("Found out on", self.noticed.map(say::day)), ("It began", line(&self.began))]),
                Block::Words("The notification is due within 72 hours of that. If it is later, say why.".to_owned()),
            ])
            .part("(a) What happened to which details", [vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("What was hit", line(&self.hit)),
                ("May details have been seen?", self.details_seen.map(|seen| say::answer(seen).to_owned())),
                ("About so many people", self.details_of.map(|count| count.to_string())),
            ])], Block::story(&self.happened), vec![open("which kinds of people and of details, and about how many records")]].concat())
            .part("(b) Whom to ask", vec![self.who.facts()])
            .part("(c) What it may lead to for these people", vec![open("what could happen to them")])
            .part("(d) What was done, and what will be", [
                Block::points(self.told.iter().map(|told| format!("Told {}", say::told(told)))),
                vec![open("what you did to stop it and to keep harm from people")],
            ].concat())
    }
}

/// The brief for whoever mends computers: what is broken, and how whoever did it came in. Nothing of money or of anybody's
/// wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForItProvider {
    who: Named,
    problem: String,
    answers: Vec<(Question, Answer)>,
    happened: String,
    noticed: Option<Date>,
    began: Option<PlainLine>,
    came_by: Option<CameBy>,
    traces: Vec<PlainLine>,
    hit: Option<PlainLine>,
}

impl ForItProvider {
    pub(super) fn of(source: &Source) -> Self {
        let account = &source.account;
        Self {
            who: Named::of(source),
            problem: source.problem.clone(),
            answers: say::answers(account),
            happened: account.happened.clone(),
            noticed: account.noticed,
            began: account.began.clone(),
            came_by: account.came_by,
            traces: account.traces.clone(),
            hit: account.hit.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        let now = self.answers.iter().find(|(question, _)| *question == Question::Now);
        Paper::new("Brief for IT help")
            .part("Do not lose evidence", vec![Block::Strong(
                "Cut what is hit off from the network and leave it switched on. Copy before you clean. Keep logs.".to_owned(),
            )])
            .part("Who needs help", vec![self.who.facts()])
            .part("What is hit", [vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("What is hit", line(&self.hit)),
                ("Is it still happening?", now.map(|(_, given)| say::answer(*given).to_owned())),
                ("It began", line(&self.began)),
                ("Found out on", self.noticed.map(say::day)),
                ("How they came", self.came_by.map(|by| say::came_by(by).to_owned())),
            ])], Block::story(&self.happened)].concat())
            .part("What they used. Do not open any of it", lines(&self.traces))
            .part("What else they answered", Block::points(self.answers.iter().map(|(question, given)| {
                format!("{} {}", say::question(*question), say::answer(*given))
            })))
    }
}
