//! Packs where money or a claim is concerned: Report Fraud, the bank, the insurer. All three are sent by the person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{Money, PlainLine};

use super::paper::{Block, Paper};
use super::say;
use super::source::{SeenItem, Source};
use crate::account::{CameBy, Paid, Told};
use crate::playbook::{Answer, Question};
use crate::reclaim::{Claim, Claimant, Facts, Happened, LONGEST_STORY, Payment, Story, Way};

/// Of those who were told a bank learns of itself and of where the crime was reported, and of nobody else.
const TOLD_BANK: &str = "bank";
const TOLD_CRIME: &str = "report-fraud";

fn is_for_a_bank(told: &Told) -> bool {
    [TOLD_BANK, TOLD_CRIME].contains(&told.body.as_str())
}

/// What stands where the name of somebody unnamed is to be written.
const UNSIGNED: &str = "(your name)";

/// Who somebody is, for a body that needs to know them by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Their name.
    pub name: Option<PlainLine>,
    /// Their firm.
    pub organisation: Option<PlainLine>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
}

impl Named {
    pub(super) fn of(source: &Source) -> Self {
        let person = &source.person;
        Self {
            name: person.name.clone(),
            organisation: person.organisation.clone(),
            phone: person.phone.clone(),
            email: person.email.clone(),
        }
    }

    pub(super) fn facts(&self) -> Block {
        Block::facts([
            ("Name", line(&self.name)),
            ("Firm", line(&self.organisation)),
            ("Telephone", self.phone.clone()),
            ("E-mail", self.email.clone()),
        ])
    }
}

pub(super) fn line(line: &Option<PlainLine>) -> Option<String> {
    line.as_ref().map(ToString::to_string)
}

pub(super) fn lines(lines: &[PlainLine]) -> Vec<Block> {
    Block::points(lines.iter().map(ToString::to_string))
}

/// A file as its list tells of it, without its sum and the name that its sender gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedItem {
    /// What it is.
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl ListedItem {
    fn of(item: &SeenItem) -> Self {
        Self { kind: item.kind.clone(), bytes: item.bytes }
    }
}

/// The answer sheet for Report Fraud, which the person reads while they fill in its form or ring. Never sent by us.
///
/// The order follows what the service asks of whoever reports: who you are, what happened and when, how they came to you,
/// money, what they used, whom you told, what you have to show (Report Fraud, <https://www.reportfraud.police.uk>, public
/// since January 2026; the order is to be read at its source before each release).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForReportFraud {
    who: Named,
    problem: String,
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
    items: Vec<ListedItem>,
}

impl ForReportFraud {
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
            paid: account.paid.clone(),
            asked_for: account.asked_for,
            told: account.told.clone(),
            items: source.items.iter().map(ListedItem::of).collect(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        let answer = |asked| {
            let given = self.answers.iter().find(|(question, _)| *question == asked);
            given.map(|(_, given)| say::answer(*given).to_owned())
        };
        let mut how = vec![Block::facts([
            ("How did they reach you?", self.came_by.map(|by| say::came_by(by).to_owned())),
            ("Is it still happening?", answer(Question::Now)),
            ("Is it somebody you know?", answer(Question::Known)),
            ("What was hit?", line(&self.hit)),
        ])];
        how.extend(Block::story(&self.happened));
        let mut money =
            vec![Block::facts([("Asked for and not paid", self.asked_for.map(|m| m.to_string()))])];
        money.extend(Block::points(self.paid.iter().map(say::paid)));
        let shown =
            self.items.iter().map(|item| format!("{}, {}", item.kind, terms::size_in_words(item.bytes)));
        let mut shown: Vec<Block> = Block::points(shown);
        if !shown.is_empty() {
            let keep = "Say that you have these and keep them as they are. The centre has sealed copies.";
            shown.push(Block::Words(keep.to_owned()));
        }
        Paper::new("Answers for Report Fraud")
            .part("Before you begin", vec![Block::Strong(
                "You report, not we. Read from this sheet while you fill in the form or ring. At the end you get a reference: note it and tell us.".to_owned(),
            )])
            .part("1. Who you are", vec![self.who.facts()])
            .part("2. What it is, and when", vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("When it began", line(&self.began)),
                ("When you found out", self.noticed.map(say::day)),
            ])])
            .part("3. What happened", how)
            .part("4. Money", money)
            .part("5. What they used: addresses, numbers, names, accounts", lines(&self.traces))
            .part("6. Whom you have told", Block::points(self.told.iter().map(say::told)))
            .part("7. What you have to show", shown)
    }
}

/// What the bank gets: the statement of facts of [`crate::reclaim`], which the person signs and sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForBank {
    who: Named,
    happened: String,
    noticed: Option<Date>,
    came_by: Option<CameBy>,
    paid: Vec<Paid>,
    told: Vec<Told>,
    /// The day on which the statement was written.
    on: Date,
}

impl ForBank {
    pub(super) fn of(source: &Source, on: Date) -> Self {
        let account = &source.account;
        Self {
            who: Named::of(source),
            happened: account.happened.clone(),
            noticed: account.noticed,
            came_by: account.came_by,
            paid: account.paid.clone(),
            told: account.told.iter().filter(|told| is_for_a_bank(told)).cloned().collect(),
            on,
        }
    }

    pub(super) fn paper(&self) -> Paper {
        let statement = self.facts().map(|facts| facts.statement(self.on));
        let mut paper = Paper::new(statement.as_ref().map_or("Statement of facts", |paper| paper.title));
        for section in statement.map(|paper| paper.sections).unwrap_or_default() {
            let title = if section.title.is_empty() { "Signed" } else { section.title };
            paper = paper.part(title, section.lines.into_iter().map(Block::Words).collect());
        }
        let without_day = self.paid.iter().filter(|paid| paid.day.is_none()).map(say::paid);
        paper.part("Payments of which I do not know the day", Block::points(without_day))
    }

    /// None when there is no name to sign with.
    fn facts(&self) -> Option<Facts> {
        let reference_of = |body: &str| {
            let told = self.told.iter().find(|told| told.body.as_str() == body);
            told.and_then(|told| told.reference.clone())
        };
        let contact = self.who.phone.as_ref().or(self.who.email.as_ref());
        let unsigned = PlainLine::parse(UNSIGNED).ok();
        Some(Facts {
            name: self.who.name.clone().or(unsigned)?,
            firm: self.who.organisation.clone(),
            bank: None,
            account: None,
            contact: contact.and_then(|contact| PlainLine::parse(contact).ok()),
            claim: self.claim(),
            came_by: self.came_by.and_then(|by| PlainLine::parse(say::came_by(by)).ok()),
            story: story(&self.happened),
            found: self.noticed,
            told_bank: reference_of(TOLD_BANK),
            crime_reference: reference_of(TOLD_CRIME),
        })
    }

    /// Who they count as and how it came about is for the person to say; nothing is guessed here.
    fn claim(&self) -> Claim {
        let way = self.paid.iter().find_map(|paid| paid.way).unwrap_or(Way::NotSure);
        let payments = self.paid.iter().filter_map(|paid| {
            Some(Payment {
                day: paid.day?,
                time: paid.time,
                amount: paid.amount,
                to: paid.to.clone(),
                account: paid.account.clone(),
            })
        });
        Claim {
            claimant: Claimant::NotSure,
            happened: Happened::NotSure,
            way,
            payments: payments.collect(),
            needs_care: false,
        }
    }
}

fn story(text: &str) -> Story {
    let end = " (The rest is with my own papers.)";
    let fits: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = Story::parse(&fits);
    let cut = || {
        let short: String = fits.chars().take(LONGEST_STORY - end.len()).collect();
        Story::parse(&format!("{short}{end}"))
    };
    whole.or_else(|_| cut()).unwrap_or_default()
}

/// What an insurer gets: notice of an event from which a claim may follow. Sent by whoever is insured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForInsurer {
    who: Named,
    problem: String,
    happened: String,
    noticed: Option<Date>,
    hit: Option<PlainLine>,
    paid: Vec<Paid>,
    asked_for: Option<Money>,
    details_seen: Option<Answer>,
    details_of: Option<u32>,
    told: Vec<Told>,
}

impl ForInsurer {
    pub(super) fn of(source: &Source) -> Self {
        let account = &source.account;
        Self {
            who: Named::of(source),
            problem: source.problem.clone(),
            happened: account.happened.clone(),
            noticed: account.noticed,
            hit: account.hit.clone(),
            paid: account.paid.clone(),
            asked_for: account.asked_for,
            details_seen: account.details_seen,
            details_of: account.details_of,
            told: account.told.clone(),
        }
    }

    pub(super) fn paper(&self) -> Paper {
        let mut loss = vec![Block::facts([
            ("Asked for and not paid", self.asked_for.map(|asked| asked.to_string())),
            ("What was hit", line(&self.hit)),
        ])];
        loss.extend(Block::points(self.paid.iter().map(say::paid)));
        Paper::new("Notice of an event")
            .part("Policy", vec![
                Block::Strong("Look into your policy first: many insurers have a line to ring at once, and name the helpers that they pay for.".to_owned()),
                Block::Facts(vec![("Number of the policy".to_owned(), "(write it here)".to_owned())]),
            ])
            .part("Who is insured", vec![self.who.facts()])
            .part("What happened", [vec![Block::facts([
                ("What it is", Some(self.problem.clone())),
                ("Found out on", self.noticed.map(say::day)),
            ])], Block::story(&self.happened)].concat())
            .part("Loss, as far as it is known", loss)
            .part("Details of other people", vec![Block::facts([
                ("May have been seen", self.details_seen.map(|seen| say::answer(seen).to_owned())),
                ("Of about so many people", self.details_of.map(|count| count.to_string())),
            ])])
            .part("Who has been told", Block::points(self.told.iter().map(say::told)))
    }
}
