//! The package for a police partner.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{EvidenceId, Money, PlainLine};

use super::for_money::{Named, line, lines};
use super::grading::{Grading, in_words};
use super::paper::{Block, Paper};
use super::say;
use super::source::{SeenItem, Source, Step};
use crate::account::{CameBy, Paid, Place, Strand, Told};
use crate::case::Wish;
use crate::playbook::{Answer, Question};

/// A file of the evidence list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoliceItem {
    /// Which.
    pub id: EvidenceId,
    /// What it is.
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the original.
    pub sha256: String,
    /// How its sender called it.
    pub name: String,
    /// The day on which the centre got it.
    pub kept: Date,
    /// Whether the original is in the package.
    pub is_enclosed: bool,
}

impl PoliceItem {
    fn of(item: &SeenItem, enclosed: &[EvidenceId]) -> Self {
        Self {
            id: item.id,
            kind: item.kind.clone(),
            bytes: item.bytes,
            sha256: item.sha256.clone(),
            name: item.name.clone(),
            kept: item.kept,
            is_enclosed: enclosed.contains(&item.id),
        }
    }
}

/// What the police get: summary, timeline, linked reports, evidence with its hashes, what the victim wants, grading and
/// contact. Consent or ground stands on the cover, as with every pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForPolice {
    /// Who may see it, what may be done, how good it is: three fields.
    pub grading: Grading,
    who: Named,
    safe_contact: Option<PlainLine>,
    problem: String,
    received: Date,
    borough: Option<String>,
    answers: Vec<(Question, Answer)>,
    happened: String,
    noticed: Option<Date>,
    began: Option<PlainLine>,
    came_by: Option<CameBy>,
    traces: Vec<PlainLine>,
    hit: Option<PlainLine>,
    paid: Vec<Paid>,
    asked_for: Option<Money>,
    told: Vec<Told>,
    places: Vec<Place>,
    strands: Vec<Strand>,
    safe_now: Option<Answer>,
    wishes: Vec<Wish>,
    wish: Option<PlainLine>,
    written_by: Option<PlainLine>,
    /// The list of evidence.
    pub items: Vec<PoliceItem>,
    timeline: Vec<Step>,
    linked: Vec<String>,
}

impl ForPolice {
    pub(super) fn of(source: &Source, grading: &Grading, enclosed: &[EvidenceId]) -> Self {
        let account = &source.account;
        Self {
            grading: grading.clone(),
            who: Named::of(source),
            safe_contact: source.person.safe_contact.clone(),
            problem: source.problem.clone(),
            received: source.received,
            borough: source.borough.clone(),
            answers: say::answers(account),
            happened: account.happened.clone(),
            noticed: account.noticed,
            began: account.began.clone(),
            came_by: account.came_by,
            traces: account.traces.clone(),
            hit: account.hit.clone(),
            paid: account.paid.clone(),
            asked_for: account.asked_for,
            told: account.told.clone(),
            places: account.places.clone(),
            strands: account.strands.clone(),
            safe_now: account.safe_now,
            wishes: source.wishes.clone(),
            wish: account.wish.clone(),
            written_by: account.written_by.clone(),
            items: source.items.iter().map(|item| PoliceItem::of(item, enclosed)).collect(),
            timeline: source.timeline.clone(),
            linked: source.linked.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        Paper::new("Package for the police")
            .part("Marking: three fields, each for itself", vec![self.marking()])
            .part("Summary", self.summary())
            .part("What the victim wants", self.wanted())
            .part("Contact", self.contact())
            .part("In their words", Block::story(&self.happened))
            .part(
                "Money",
                [
                    vec![Block::facts([(
                        "Asked for and not paid",
                        self.asked_for.map(|asked| asked.to_string()),
                    )])],
                    Block::points(self.paid.iter().map(say::paid)),
                ]
                .concat(),
            )
            .part("What whoever did it used, as typed", lines(&self.traces))
            .part("Where it stands online", Block::points(self.places.iter().map(say::place)))
            .part(
                "What the victim says it is aimed at",
                Block::points(self.strands.iter().map(|s| say::strand(*s).to_owned())),
            )
            .part("Who has been told", Block::points(self.told.iter().map(say::told)))
            .part("Evidence", self.evidence())
            .part("Linked reports", Block::points(self.linked.iter().cloned()))
            .part(
                "Timeline of the centre",
                Block::points(
                    self.timeline.iter().map(|step| format!("{}: {}", say::day(step.on), step.what)),
                ),
            )
    }

    fn wanted(&self) -> Vec<Block> {
        if self.wishes.is_empty() && self.wish.is_none() {
            return vec![Block::Words("They have not said. Ask through the centre.".to_owned())];
        }
        let own = Block::Words(line(&self.wish).unwrap_or_default());
        let mut wanted = Block::points(self.wishes.iter().map(|wish| say::wish(*wish).to_owned()));
        wanted.push(own);
        wanted
    }

    fn contact(&self) -> Vec<Block> {
        if self.who == Named::default() && self.safe_contact.is_none() && self.written_by.is_none() {
            return vec![Block::Words("Nobody is named. Ask through the centre.".to_owned())];
        }
        let safe = self.safe_contact.as_ref().map(|safe| format!("Reach them like this: {safe}"));
        vec![
            Block::Strong(safe.unwrap_or_default()),
            self.who.facts(),
            Block::facts([("Written down for them by", line(&self.written_by))]),
        ]
    }

    fn marking(&self) -> Block {
        let grading = &self.grading;
        Block::facts([
            ("Who may see it (TLP 2.0)", Some(grading.tlp.mark())),
            ("What may be done with it (PAP)", Some(grading.pap.mark())),
            ("How good it is (3x5x2)", Some(format!("{}: {}", grading.quality(), in_words(grading)))),
            ("Conditions", line(&grading.conditions)),
        ])
    }

    fn summary(&self) -> Vec<Block> {
        let answers = self.answers.iter();
        vec![
            Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("Reported to the centre on", Some(say::day(self.received))),
                ("Where", self.borough.clone()),
                ("It began", line(&self.began)),
                ("Found out on", self.noticed.map(say::day)),
                ("How they came", self.came_by.map(|by| say::came_by(by).to_owned())),
                ("What is hit", line(&self.hit)),
                ("Do they feel safe now?", self.safe_now.map(|safe| say::answer(safe).to_owned())),
            ]),
            Block::Facts(
                answers
                    .map(|(question, given)| {
                        (say::question(*question).to_owned(), say::answer(*given).to_owned())
                    })
                    .collect(),
            ),
        ]
    }

    fn evidence(&self) -> Vec<Block> {
        let line = |(number, item): (usize, &PoliceItem)| {
            let enclosed = if item.is_enclosed { "enclosed" } else { "kept by the centre, ask for it" };
            format!(
                "{}. {} ({}, {}), received {}, {enclosed}. SHA-256 {}",
                number + 1,
                item.name,
                item.kind,
                terms::size_in_words(item.bytes),
                say::day(item.kept),
                item.sha256
            )
        };
        Block::points(self.items.iter().enumerate().map(line))
    }
}
