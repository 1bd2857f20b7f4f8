//! Who may issue certificates for the name (RFC 8659)?

use crate::answer::Record;
use crate::case::{Case, Gap, Report};
use crate::question::Kind;

/// The first name with CAA records on the way up to the registered one counts (RFC 8659, 3).
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) {
    match issuers_are_limited(case) {
        Ok(true) => {}
        Ok(false) => report.found("caa-missing", format!("no CAA record limits {}", case.apex)),
        Err(gap) => report.gap(["caa-missing"], gap),
    }
}

fn issuers_are_limited(case: &mut Case<'_>) -> Result<bool, Gap> {
    let apex = case.apex.clone();
    let mut name = Some(case.domain.clone());
    while let Some(here) = name {
        let seen = case.ask(&here, Kind::Caa)?;
        if !seen.records.is_empty() {
            // Records that only say whom to tell (`iodef`) limit nobody, and `issuewild` leaves
            // ordinary certificates free.
            return Ok(seen.records.iter().any(
                |record| matches!(record, Record::Caa { tag, .. } if tag.eq_ignore_ascii_case("issue")),
            ));
        }
        name = if here == apex { None } else { here.parent() };
    }
    Ok(false)
}
