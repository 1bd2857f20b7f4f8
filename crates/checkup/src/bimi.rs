//! The logo that mail programs show (BIMI, draft-brand-indicators-for-message-identification).

use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::dmarc::Rule;
use crate::question::Kind;
use crate::tags;

const CHECK: &str = "bimi-broken";

/// Looks at the record for the logo, if there is one. No logo is no fault.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, rule: &Result<Rule, Gap>) {
    let place = case.domain.with_label("_bimi").and_then(|name| name.with_label("default"));
    let Some(place) = place else { return };
    let seen = match case.ask(&place, Kind::Txt) {
        Ok(seen) => seen,
        Err(gap) => return report.gap([CHECK], gap),
    };
    let records: Vec<&str> = seen.texts().filter(|text| is_meant(text)).collect();
    let record = match records.as_slice() {
        [] => return,
        [record] => record,
        several => return report.found(CHECK, format_args!("{} records at {place}", several.len())),
    };
    match (slip(record), rule) {
        (Some(Slip::Declined), _) => {}
        (Some(Slip::Wrong(why)), _) => report.found(CHECK, format_args!("{why}: {}", inert(record))),
        (None, Err(gap)) => report.gap([CHECK], *gap),
        (None, Ok(rule)) if !rule.is_whole => {
            report.found(CHECK, "logos are shown only where forged mail is refused".to_owned());
        }
        (None, Ok(_)) => {}
    }
}

fn is_meant(text: &str) -> bool {
    text.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("v=bimi"))
}

enum Slip {
    /// Both addresses are empty: the firm wants no logo shown.
    Declined,
    Wrong(&'static str),
}

fn slip(record: &str) -> Option<Slip> {
    if tags::of(record).next() != Some(("v", "BIMI1")) {
        return Some(Slip::Wrong("it does not start with v=BIMI1"));
    }
    let proof = tags::value(record, "a").unwrap_or_default();
    match tags::value(record, "l") {
        None => Some(Slip::Wrong("it has no address of a picture")),
        Some("") if proof.is_empty() => Some(Slip::Declined),
        Some(picture) if !picture.is_empty() && !is_https(picture) => {
            Some(Slip::Wrong("the address of the picture does not start with https"))
        }
        Some(_) if !proof.is_empty() && !is_https(proof) => {
            Some(Slip::Wrong("the address of the proof does not start with https"))
        }
        Some(_) => None,
    }
}

fn is_https(address: &str) -> bool {
    address.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) && address.len() > 8
}
