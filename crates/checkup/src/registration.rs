//! What the registry says about the name (RDAP, RFC 9083): until when it is rented, and is it locked?

use jiff::SignedDuration;
use terms::Severity;

use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::observation::{Reached, RegistrationSeen, Sight};

/// The checks of this file.
const CHECKS: [&str; 2] = ["domain-expiring", "domain-not-locked"];
/// A name that runs out in fewer days is urgent.
pub const DAYS_URGENT: i64 = 14;
/// A name that runs out in fewer days is important.
pub const DAYS_IMPORTANT: i64 = 45;

/// Asks the registry. A name below the registered one runs out with it.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) {
    let domain = case.name.registrable();
    let seen = match case.approach(Approach::Registration { domain }) {
        Ok(Sight::Registration(seen)) if seen.found => seen,
        Ok(Sight::Registration(_)) => return report.gap(CHECKS, Gap::NotPublished),
        Ok(_) => return report.gap(CHECKS, Gap::Reached(Reached::Malformed)),
        Err(gap) => return report.gap(CHECKS, gap),
    };
    expiring(case, report, seen);
    lock(case, report, seen);
}

fn expiring(case: &Case<'_>, report: &mut Report, seen: &RegistrationSeen) {
    let Some(now) = case.now else { return report.gap(["domain-expiring"], Gap::NotAsked) };
    let Some(expires) = seen.expires else { return report.gap(["domain-expiring"], Gap::NotPublished) };
    let within = |days: i64| expires.duration_since(now) < SignedDuration::from_hours(days * 24);
    let severity = match () {
        () if within(DAYS_URGENT) => Severity::Urgent,
        () if within(DAYS_IMPORTANT) => Severity::Important,
        () => return,
    };
    let day = expires.strftime("%-d %B %Y");
    let verb = if expires < now { "ran out" } else { "runs out" };
    report.found_as("domain-expiring", severity, format_args!("{} {verb} on {day}", case.apex));
}

/// Locks are a thing of registries that keep status words for them. Most countries' registries have none, so
/// that its absence tells nothing there.
fn lock(case: &Case<'_>, report: &mut Report, seen: &RegistrationSeen) {
    let is_of_a_country = case.apex.labels().last().is_some_and(|top| top.len() == 2);
    let is_locked = seen.status.iter().any(|word| word.contains("transfer prohibited"));
    if is_locked || is_of_a_country {
        return;
    }
    if seen.status.is_empty() {
        return report.gap(["domain-not-locked"], Gap::NotPublished);
    }
    report.found("domain-not-locked", format_args!("{} has no lock against a move", case.apex));
}
