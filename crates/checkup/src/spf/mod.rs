//! The list of who may send mail for the name (SPF, RFC 7208).

mod host;
mod macros;
mod record;
mod walk;

pub use host::{Sending, SpfResult, SpfTurn, check_host};
pub use record::{
    Lengths as SpfLengths, Mechanism as SpfMechanism, Qualifier as SpfQualifier, Spf, SpfSlip,
    Target as SpfTarget, parse_spf,
};
pub use walk::{LOOKUPS_ALLOWED, MOST_LOOKUPS_COUNTED, VOID_ALLOWED};

use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::judgement::SpfCounts;
use crate::question::{Kind, RecordName};
pub(crate) use record::is_spf;
use record::{Qualifier, is_nearly_spf};
use walk::{Fault, Walk};

/// The checks of this folder.
pub(crate) const CHECKS: [&str; 12] = [
    "spf-missing",
    "spf-allows-everyone",
    "spf-multiple",
    "spf-syntax",
    "spf-typo",
    "spf-too-many-lookups",
    "spf-too-many-void",
    "spf-include-broken",
    "spf-loop",
    "spf-no-end",
    "spf-neutral",
    "spf-ptr",
];

/// Names at which a list often stands by mistake.
const WRONG_PLACES: [&str; 2] = ["spf", "_spf"];

/// What was learned about the list.
pub(crate) struct Senders {
    /// The list, if there is exactly one.
    pub(crate) record: Option<String>,
    /// What reading it costs, if it could be walked.
    pub(crate) counts: Option<SpfCounts>,
    /// The list is there, counts, and is empty: nobody may send.
    pub(crate) nobody_may_send: bool,
    /// The list names at least one sender, or tries to.
    pub(crate) names_somebody: bool,
}

/// Is this text a list that names at least one sender, or tries to? Other lists are not read for it.
pub(crate) fn names_a_sender(text: &str) -> bool {
    let Ok(list) = parse_spf(text) else { return is_spf(text) };
    let passes = |(qualifier, mechanism): &(Qualifier, SpfMechanism)| match mechanism {
        SpfMechanism::All => matches!(qualifier, Qualifier::Pass | Qualifier::Neutral),
        _ => *qualifier == Qualifier::Pass,
    };
    is_spf(text) && (list.redirect.is_some() || list.terms.iter().any(passes))
}

/// Looks at the list and at all lists that it refers to.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Result<Senders, Gap> {
    let domain = case.domain.clone();
    let seen = case.ask(&domain, Kind::Txt).inspect_err(|gap| report.gap(CHECKS, *gap))?;
    let lists: Vec<&str> = seen.texts().filter(|text| is_spf(text)).collect();
    match lists.as_slice() {
        [] if seen.cut => {
            report.gap(CHECKS, Gap::TooMuch);
            Err(Gap::TooMuch)
        }
        [] => {
            let near = seen.texts().find(|text| is_nearly_spf(text));
            Ok(look_for_a_slip(case, report, near))
        }
        [list] => Ok(look_at_list(case, report, list)),
        several => {
            report.found("spf-multiple", format_args!("{} lists at {domain}", several.len()));
            Ok(Senders { record: None, counts: None, nobody_may_send: false, names_somebody: true })
        }
    }
}

/// There is no list that counts. Did somebody mean to have one?
fn look_for_a_slip(case: &mut Case<'_>, report: &mut Report, near: Option<&str>) -> Senders {
    let slip = match near {
        Some(text) => Ok(Some((text.to_owned(), inert(text)))),
        None => list_in_a_wrong_place(case),
    };
    let mut senders = Senders { record: None, counts: None, nobody_may_send: false, names_somebody: false };
    match slip {
        Ok(Some((text, seen))) => {
            report.found("spf-typo", seen);
            senders.names_somebody = !text.to_ascii_lowercase().contains("v=spf1 -all");
        }
        Ok(None) => missing(case, report),
        Err(Gap::NotAsked) => report.gap(CHECKS, Gap::NotAsked),
        Err(gap) => {
            // Whether or not it stands elsewhere, where it belongs there is none.
            report.gap(["spf-typo"], gap);
            missing(case, report);
        }
    }
    senders
}

/// Only a registered name has to have a list of its own; names below it are covered by DMARC.
fn missing(case: &Case<'_>, report: &mut Report) {
    if case.is_apex() {
        report.found("spf-missing", format_args!("no list of senders at {}", case.domain));
    }
}

/// A list of the retired type 99 (RFC 7208, 3.1), or one name too low.
fn list_in_a_wrong_place(case: &mut Case<'_>) -> Result<Option<(String, String)>, Gap> {
    let domain = case.domain.clone();
    let retired = case.ask(&domain, Kind::Spf);
    let below: Vec<_> = WRONG_PLACES
        .iter()
        .filter_map(|label| domain.with_label(label))
        .map(|place| (case.ask(&place, Kind::Txt), place))
        .collect();
    let elsewhere = domain.with_label("_dmarc").map(|name| case.ask(&name, Kind::Txt));
    if let Some(text) = retired?.texts().find(|text| is_spf(text)) {
        return Ok(Some((text.to_owned(), format!("of the retired type 99: {}", inert(text)))));
    }
    // A wildcard answers for every name: what also stands at `_dmarc` was not put here by hand.
    let wildcard: Vec<&str> =
        elsewhere.and_then(Result::ok).map(|seen| seen.texts().collect()).unwrap_or_default();
    for (seen, place) in below {
        if let Some(text) = seen?.texts().find(|text| is_spf(text) && !wildcard.contains(text)) {
            return Ok(Some((text.to_owned(), format!("at {place}: {}", inert(text)))));
        }
    }
    Ok(None)
}

fn look_at_list(case: &mut Case<'_>, report: &mut Report, list: &str) -> Senders {
    let domain = case.domain.clone();
    let walk = Walk::through(case, &domain, list);
    let counts = walk.counts();
    let mut senders = Senders {
        record: Some(list.to_owned()),
        counts: Some(counts),
        nobody_may_send: false,
        names_somebody: walk.names_somebody,
    };
    if let Some((check, seen)) = fault_of(&walk, counts) {
        report.found(check, seen);
    } else if let Some(gap) = walk.gap {
        report.gap(CHECKS, gap);
    } else {
        senders.nobody_may_send = !walk.names_somebody && walk.end == Some(Qualifier::Fail);
        match walk.end {
            Some(Qualifier::Pass) => report.found("spf-allows-everyone", inert(list)),
            Some(Qualifier::Neutral) => report.found("spf-neutral", inert(list)),
            None => report.found("spf-no-end", inert(list)),
            Some(Qualifier::SoftFail | Qualifier::Fail) => {}
        }
        if walk.uses_ptr {
            report.found("spf-ptr", inert(list));
        }
    }
    senders
}

/// The fault that makes the whole list void, if there is one. A list past the allowance of
/// look-ups is at fault even where a part of it could not be read.
fn fault_of(walk: &Walk, counts: SpfCounts) -> Option<(&'static str, String)> {
    let at_least = if counts.whole { "" } else { "at least " };
    match &walk.fault {
        Some(Fault::Slip(term)) => Some(("spf-syntax", inert(term))),
        Some(Fault::Missing(name)) => Some(("spf-include-broken", format!("{name} has no list"))),
        Some(Fault::Faulty(name)) => {
            Some(("spf-include-broken", format!("the list of {name} has a fault of its own")))
        }
        Some(Fault::Loop(name)) => Some(("spf-loop", format!("{name} refers back to itself"))),
        Some(Fault::MailServers(name)) => {
            Some(("spf-too-many-lookups", format!("{name} has more than ten mail servers")))
        }
        None if counts.lookups > LOOKUPS_ALLOWED => {
            Some(("spf-too-many-lookups", format!("{at_least}{} look-ups of 10", counts.lookups)))
        }
        None if counts.void > VOID_ALLOWED => {
            Some(("spf-too-many-void", format!("{} look-ups that find nothing, of 2", counts.void)))
        }
        None => None,
    }
}

/// A name in a list, read as DNS reads it.
fn target(text: &str) -> Option<RecordName> {
    RecordName::parse(text).ok().filter(|name| !name.is_root())
}
