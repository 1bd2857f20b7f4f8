//! The seal of a name (DNSSEC, RFC 4033 to 4035): is there one, and where it is broken, why?

mod proof;
mod wire;

pub use proof::{MOST_PROOFS, SealFault};
pub(crate) use wire::{hex, unhex};

use crate::answer::Outcome;
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, Question};
use proof::Verdict;

/// A broken seal: why, and what shows it.
pub(crate) struct BrokenSeal {
    pub(crate) fault: SealFault,
    pub(crate) seen: String,
}

/// Looks for the parent's half of the seal and, where there is one and the resolver does not vouch for it,
/// checks the seal. Whoever does check sees nothing of a name with a broken one.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Option<BrokenSeal> {
    let apex = case.apex.clone();
    match case.ask(&apex, Kind::Ds) {
        Ok(seen) if seen.records.is_empty() => {
            report.found("dnssec-missing", format_args!("no DS record for {apex}"));
            return None;
        }
        Ok(_) => {}
        Err(gap) => {
            report.gap(["dnssec-missing"], gap);
            return None;
        }
    }
    let servers = case.answer_at_hand(&Question::new(apex, Kind::Ns));
    if servers.is_some_and(|answer| answer.sealed) {
        return None;
    }
    match broken(case) {
        Ok(broken) => broken,
        Err(gap) => {
            report.gap(["dnssec-bogus"], gap);
            None
        }
    }
}

/// Is the seal broken, and if so, why? None where it holds.
///
/// The questions are asked with seals ignored: a resolver that checks would only say that it failed.
pub(crate) fn broken(case: &mut Case<'_>) -> Result<Option<BrokenSeal>, Gap> {
    let apex = case.apex.clone();
    let halves = case.answer(Question::new(apex.clone(), Kind::Ds));
    let keys = case.answer(Question::ignoring_seals(apex.clone(), Kind::Dnskey));
    let start = case.answer(Question::ignoring_seals(apex.clone(), Kind::Soa));
    let (Some(halves), Some(keys), Some(start)) = (halves, keys, start) else { return Err(Gap::NotAsked) };
    let now = case.now.ok_or(Gap::NotAsked)?;
    for answer in [halves, keys, start] {
        if !answer.outcome.tells() {
            return Err(Gap::Outcome(answer.outcome));
        }
        if answer.cut {
            return Err(Gap::TooMuch);
        }
    }
    if halves.outcome != Outcome::Records || start.outcome != Outcome::Records {
        return Err(Gap::Outcome(Outcome::Malformed));
    }
    match proof::judge(&apex, &halves.records, keys, start, now) {
        Verdict::Holds => Ok(None),
        Verdict::Broken(fault, seen) => Ok(Some(BrokenSeal { fault, seen: format!("{apex}: {seen}") })),
        Verdict::UnknownMethod => Err(Gap::UnknownMethod),
        Verdict::TooMuch => Err(Gap::TooMuch),
    }
}
