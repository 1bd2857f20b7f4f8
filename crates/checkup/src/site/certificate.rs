//! Certificates and the version of TLS, as a browser meets them.

use jiff::Timestamp;
use terms::Severity;

use crate::answer::inert;
use crate::case::{Gap, Report};
use crate::observation::{CertificateSeen, Observation, Sight, TlsSeen, TlsVersion, Trust};
use crate::question::RecordName;

/// The checks of this file.
pub(super) const CHECKS: [&str; 5] =
    ["web-cert-expired", "web-cert-name", "web-cert-untrusted", "web-cert-expiring", "web-no-modern-tls"];

/// A certificate is running out when less than this share of its lifetime is left. Lifetimes shrink, so a
/// number of days would be wrong for some.
const SHARE_LEFT: i64 = 6;

/// Looks at one host. A warning on a host that visitors pass is urgent; on the other name of the site it matters
/// less.
pub(super) fn look(
    report: &mut Report,
    host: &RecordName,
    seen: &Result<&Observation, Gap>,
    is_on_the_way: bool,
) {
    let observation = match seen {
        Ok(observation) => observation,
        Err(gap) => return report.gap(CHECKS, *gap),
    };
    match &observation.sight {
        Sight::SecurePage { tls: Some(tls), .. } => judge(report, host, tls, observation.at, is_on_the_way),
        // Without encryption there is no certificate to judge; that is another check's matter.
        _ if super::has_no_encryption(observation) => {}
        _ => report.gap(CHECKS, Gap::Reached(observation.reached)),
    }
}

fn judge(report: &mut Report, host: &RecordName, tls: &TlsSeen, at: Timestamp, is_on_the_way: bool) {
    match tls.version {
        Some(TlsVersion::Tls12 | TlsVersion::Tls13) => {}
        Some(old) => {
            report.found("web-no-modern-tls", format_args!("{host} offers {} at best", old.words()));
            report.found("web-old-tls", format_args!("{host} takes {}", old.words()));
        }
        None => report.found("web-no-modern-tls", format_args!("{host} knows neither TLS 1.2 nor TLS 1.3")),
    }
    let Some(certificate) = tls.chain.first() else {
        report.gap(CHECKS, Gap::HalfSeen);
        return;
    };
    let severity = if is_on_the_way { Severity::Urgent } else { Severity::Important };
    let mut warn = |check, seen| report.found_as(check, severity, seen);
    if let Some(seen) = out_of_date(certificate, at) {
        warn("web-cert-expired", format!("{host}: {seen}"));
    }
    if !tls.fits_name {
        warn("web-cert-name", format!("{host}: made out to {}", made_out_to(certificate)));
    }
    if let Some(seen) = no_trust(&tls.trusted, certificate) {
        warn("web-cert-untrusted", format!("{host}: {seen}"));
    }
    if is_running_out(certificate, at) {
        report.found("web-cert-expiring", format_args!("{host}: runs out on {}", day(certificate.not_after)));
    }
}

/// Before or after its time, in words.
pub(crate) fn out_of_date(certificate: &CertificateSeen, at: Timestamp) -> Option<String> {
    if certificate.not_after <= at {
        Some(format!("ran out on {}", day(certificate.not_after)))
    } else if certificate.not_before > at {
        Some(format!("starts on {} only", day(certificate.not_before)))
    } else {
        None
    }
}

/// Why browsers do not trust it, in words.
pub(crate) fn no_trust(trust: &Trust, certificate: &CertificateSeen) -> Option<String> {
    match trust {
        Trust::Yes => None,
        Trust::SelfSigned => Some("vouches for itself".to_owned()),
        Trust::UnknownIssuer => Some(format!("made by {}, which is not known", inert(&certificate.issuer))),
        Trust::No(fault) => Some(inert(fault)),
    }
}

/// The names of a certificate, the first few of them.
pub(crate) fn made_out_to(certificate: &CertificateSeen) -> String {
    let names: Vec<String> = certificate.names.iter().take(3).map(|name| inert(name)).collect();
    match (names.is_empty(), certificate.names.len() > 3) {
        (true, _) => "nobody".to_owned(),
        (false, true) => format!("{} and others", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

fn is_running_out(certificate: &CertificateSeen, at: Timestamp) -> bool {
    let whole = certificate.not_after.as_second().saturating_sub(certificate.not_before.as_second());
    let left = certificate.not_after.as_second().saturating_sub(at.as_second());
    left > 0 && left.saturating_mul(SHARE_LEFT) < whole
}

/// A day in words.
pub(crate) fn day(moment: Timestamp) -> String {
    moment.strftime("%-d %B %Y").to_string()
}

/// A month in words.
pub(crate) fn month(moment: Timestamp) -> String {
    moment.strftime("%B %Y").to_string()
}
