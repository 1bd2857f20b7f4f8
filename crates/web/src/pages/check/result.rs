//! What came of a look, as the owner reads it: promises, one next thing, the rest in calm order.

use askama::Template;
use centre::clock_words::moment_in_full;
use checkup::{Judgement, NextThing as Remedy};
use jiff::tz::TimeZone;
use terms::Severity;

use super::in_words;
use crate::face::components::{Cell, Details, Table};
use crate::face::content::Content;
use crate::face::house::{NextThing, PasteLine, PromiseTile, PromiseTiles};
use crate::face::words::{FluentValue, Words};

/// The result of a look, ready for a template.
pub(crate) struct ResultView {
    /// The name in the spelling that people read.
    pub(crate) name: String,
    /// When we looked.
    pub(crate) when: String,
    /// The four promises.
    pub(crate) promises: PromiseTiles,
    /// The one next thing; none when nothing was found.
    pub(crate) next: Option<NextThing>,
    /// The other findings by weight.
    pub(crate) others: Vec<Weight>,
    /// What could not be looked at, by reason.
    pub(crate) gaps: Vec<Gap>,
    /// Every record, for the person who knows.
    pub(crate) technical: Details,
}

/// Findings that matter as much as each other.
pub(crate) struct Weight {
    /// How much they matter.
    pub(crate) title: String,
    /// The findings, each behind a fold.
    pub(crate) findings: Vec<Details>,
}

/// What could not be looked at for one reason.
pub(crate) struct Gap {
    /// Why.
    pub(crate) reason: String,
    /// What.
    pub(crate) titles: Vec<String>,
}

#[derive(Template)]
#[template(path = "check/_finding.html")]
struct FindingView {
    words: Words,
    why: String,
    seen: String,
    who: String,
    how_long: String,
    doing: Content,
    proof: String,
    standard: &'static str,
}

#[derive(Template)]
#[template(path = "check/_doing.html")]
struct Doing<'a> {
    words: Words,
    steps: &'a [String],
    paste: Option<Paste>,
}

struct Paste {
    place: Content,
    kind: PasteLine,
    name: PasteLine,
    value: PasteLine,
}

#[derive(Template)]
#[template(path = "check/_technical.html")]
struct Technical {
    seen: Vec<(String, String)>,
    words: Words,
    table: Table,
}

impl ResultView {
    /// Makes a judgement readable.
    pub(crate) fn of(judgement: &Judgement, words: Words, zone: &TimeZone) -> Self {
        let tiles = judgement.promises.iter().map(|standing| PromiseTile {
            promise: standing.promise,
            state: standing.state,
            sentence: in_words::reason(words, standing).into(),
            href: String::new(),
            heading_level: 2,
            words,
        });
        let first = judgement.next.as_ref().map(|next| next.check.as_str());
        Self {
            name: judgement.domain.to_unicode(),
            when: moment_in_full(judgement.judged_at, zone),
            promises: PromiseTiles { tiles: tiles.collect() },
            next: judgement.next.clone().map(|next| next_thing(&in_words::remedy(words, next), words)),
            others: others(judgement, first, words),
            gaps: gaps(judgement, words),
            technical: technical(judgement, words, zone),
        }
    }

    /// Whether everything that we looked at was as it should be.
    pub(crate) fn found_nothing(&self) -> bool {
        self.next.is_none() && self.others.is_empty()
    }
}

/// The one next thing from a remedy.
pub(crate) fn next_thing(remedy: &Remedy, words: Words) -> NextThing {
    NextThing {
        title: remedy.title.as_str().into(),
        why: remedy.why.as_str().into(),
        who: remedy.who.as_str().into(),
        how_long: minutes(remedy.minutes, words).into(),
        content: doing(remedy, words),
        proof: remedy.see_it_worked.as_str().into(),
        words,
        ..NextThing::default()
    }
}

/// A time that something takes: rounded by whoever wrote the catalogue, so said as it is.
pub(crate) fn minutes(minutes: u16, words: Words) -> String {
    words.say_with("check-minutes", &[("minutes", FluentValue::from(minutes))])
}

/// Steps and the line to paste.
pub(crate) fn doing(remedy: &Remedy, words: Words) -> Content {
    let paste = remedy.paste.as_ref().map(|paste| {
        let line = |id: &str, line: &str| PasteLine {
            label: words.say(id).into_owned(),
            line: line.to_owned(),
            words,
        };
        let place = [("place", FluentValue::from(paste.where_.as_str()))];
        Paste {
            place: words.say_with("check-paste-where", &place).into(),
            kind: line("check-paste-kind", &paste.kind),
            name: line("check-paste-name", &paste.name),
            value: line("check-paste-value", &paste.value),
        }
    });
    Content::of(&Doing { words, steps: &remedy.steps, paste })
}

fn others(judgement: &Judgement, first: Option<&str>, words: Words) -> Vec<Weight> {
    let weights = [
        (Severity::Urgent, "check-urgent"),
        (Severity::Important, "check-important"),
        (Severity::WorthDoing, "check-worth-doing"),
        (Severity::Note, "check-note"),
    ];
    let of_weight = |severity| -> Vec<Details> {
        let found = judgement.findings.iter();
        let found = found.filter(|f| f.severity == severity && Some(f.check.as_str()) != first);
        let remedy = |check: &str| Some(in_words::remedy(words, judgement.remedy_for(check)?));
        found.filter_map(|f| Some(finding(remedy(&f.check)?, &f.seen, words))).collect()
    };
    weights
        .into_iter()
        .map(|(severity, id)| Weight { title: words.say(id).into_owned(), findings: of_weight(severity) })
        .filter(|weight| !weight.findings.is_empty())
        .collect()
}

fn finding(remedy: Remedy, seen: &str, words: Words) -> Details {
    let view = FindingView {
        words,
        seen: seen.to_owned(),
        how_long: minutes(remedy.minutes, words),
        doing: doing(&remedy, words),
        standard: checkup::catalogue::entry(&remedy.check).map_or("", |entry| entry.reference),
        why: remedy.why,
        who: remedy.who,
        proof: remedy.see_it_worked,
    };
    Details { summary: remedy.title.into(), content: Content::of(&view), ..Details::default() }
}

fn gaps(judgement: &Judgement, words: Words) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for unseen in &judgement.not_checked {
        let Some(title) = in_words::title(words, &unseen.check) else { continue };
        match gaps.iter_mut().find(|gap| gap.reason == unseen.reason) {
            Some(gap) => gap.titles.push(title),
            None => gaps.push(Gap { reason: unseen.reason.clone(), titles: vec![title] }),
        }
    }
    gaps
}

fn technical(judgement: &Judgement, words: Words, zone: &TimeZone) -> Details {
    let head = ["check-fact-question", "check-fact-answer", "check-fact-server", "check-fact-time"];
    let rows = judgement.facts.iter().map(|fact| {
        let answer = match fact.records.join(" · ") {
            records if records.is_empty() => fact.outcome.words().to_owned(),
            records if fact.outcome.is_plain() => records,
            records => format!("{records} · {}", fact.outcome.words()),
        };
        let took = format!("{}, {} ms", moment_in_full(fact.asked_at, zone), fact.milliseconds);
        vec![
            Cell::from(fact.question.as_str()),
            Cell { classes: "govuk-!-text-break-word".into(), ..Cell::from(answer) },
            Cell::from(fact.server.as_str()),
            Cell::from(took),
        ]
    });
    let table = Table {
        caption: words.say("check-facts").into_owned(),
        caption_classes: "govuk-table__caption--s".into(),
        head: head.map(|id| Cell::from(words.say(id))).to_vec(),
        rows: rows.collect(),
        first_cell_is_header: true,
        classes: "govuk-table--small-text-until-tablet".into(),
        ..Table::default()
    };
    let seen = judgement.findings.iter().map(|f| (f.check.clone(), f.seen.clone())).collect();
    Details {
        summary: words.say("check-technical").into(),
        content: Content::of(&Technical { seen, words, table }),
        ..Details::default()
    }
}
