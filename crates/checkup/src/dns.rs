//! Does the name answer at all, and from more than one server?

use crate::answer::{Outcome, Record};
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, Question, RecordName};
use crate::seal::{self, BrokenSeal};

/// The checks of this file.
const CHECKS: [&str; 4] = ["dns-not-found", "dns-broken", "dnssec-bogus", "dns-single-server"];

/// Is there anything to look at?
pub(crate) enum Ground {
    /// The name is missing or silent: nothing else can be said about it.
    Silent,
    /// Its seal is broken, so that it is silent for whoever checks seals; with why, if we could tell.
    Sealed(Option<BrokenSeal>),
    /// Go on.
    Firm,
}

/// Looks at the registered name's servers, then at the name itself.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Ground {
    let apex = case.apex.clone();
    let Some(answer) = case.answer(Question::new(apex.clone(), Kind::Ns)) else {
        report.gap(CHECKS, Gap::NotAsked);
        return Ground::Firm;
    };
    match answer.outcome {
        Outcome::NoSuchName if answer.aliases.is_empty() => {
            report.found("dns-not-found", format_args!("{apex} does not exist"));
            Ground::Silent
        }
        outcome if outcome.tells() => {
            single_server(&answer.records, report);
            below_the_apex(case, report)
        }
        Outcome::ServerFailed => why_it_failed(case, report, &apex),
        outcome => {
            report.gap(CHECKS, Gap::Outcome(outcome));
            Ground::Firm
        }
    }
}

/// The name servers of the registered name, as far as they are known.
pub(crate) fn servers(case: &Case<'_>) -> Vec<String> {
    let answer = case.answer_at_hand(&Question::new(case.apex.clone(), Kind::Ns));
    let mut names: Vec<String> = answer
        .into_iter()
        .flat_map(|answer| &answer.records)
        .filter_map(|record| match record {
            Record::Ns(name) => Some(name.to_string()),
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn single_server(records: &[Record], report: &mut Report) {
    let mut servers = records.iter().filter_map(|record| match record {
        Record::Ns(name) => Some(name),
        _ => None,
    });
    if let Some(first) = servers.next()
        && servers.all(|other| other == first)
    {
        report.found("dns-single-server", first.to_string());
    }
}

/// A name below the registered one has to exist too.
fn below_the_apex(case: &mut Case<'_>, report: &mut Report) -> Ground {
    if case.is_apex() {
        return Ground::Firm;
    }
    let question = Question::new(case.domain.clone(), Kind::A);
    match case.answer(question) {
        Some(answer) if answer.outcome == Outcome::NoSuchName && answer.aliases.is_empty() => {
            report.found("dns-not-found", format_args!("{} does not exist", case.domain));
            Ground::Silent
        }
        Some(answer) if answer.outcome.tells() => Ground::Firm,
        Some(answer) => {
            report.gap(["dns-not-found"], Gap::Outcome(answer.outcome));
            Ground::Firm
        }
        None => {
            report.gap(["dns-not-found"], Gap::NotAsked);
            Ground::Firm
        }
    }
}

/// The resolver failed. If it answers once seals are ignored, a broken seal is the reason;
/// otherwise the name's own servers are.
fn why_it_failed(case: &mut Case<'_>, report: &mut Report, apex: &RecordName) -> Ground {
    report.gap(["dns-not-found", "dns-single-server"], Gap::Outcome(Outcome::ServerFailed));
    if something_else_answers(case, apex) {
        report.gap(CHECKS, Gap::Outcome(Outcome::ServerFailed));
        return Ground::Firm;
    }
    match case.answer(Question::ignoring_seals(apex.clone(), Kind::Ns)).map(|answer| answer.outcome) {
        None => report.gap(CHECKS, Gap::NotAsked),
        Some(outcome) if outcome.tells() => return Ground::Sealed(seal::broken(case).unwrap_or(None)),
        Some(Outcome::ServerFailed) => {
            report.found("dns-broken", format_args!("the servers of {apex} fail"));
        }
        Some(outcome) => report.gap(CHECKS, Gap::Outcome(outcome)),
    }
    Ground::Silent
}

fn something_else_answers(case: &Case<'_>, apex: &RecordName) -> bool {
    [Kind::A, Kind::Mx, Kind::Txt]
        .into_iter()
        .filter_map(|kind| case.answer_at_hand(&Question::new(apex.clone(), kind)))
        .any(|answer| answer.outcome.tells())
}
