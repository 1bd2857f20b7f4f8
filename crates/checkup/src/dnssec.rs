//! Is the name sealed? The parent says so, with a DS record (RFC 4035).

use crate::case::{Case, Report};
use crate::question::Kind;

/// Looks for the parent's half of the seal. A broken seal shows itself earlier, in `dns.rs`.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) {
    let apex = case.apex.clone();
    match case.ask(&apex, Kind::Ds) {
        Ok(seen) if seen.records.is_empty() => {
            report.found("dnssec-missing", format!("no DS record for {apex}"));
        }
        Ok(_) => {}
        Err(gap) => report.gap(["dnssec-missing"], gap),
    }
}
