//! Do the reports about forged mail arrive anywhere (RFC 9990)?

use terms::DomainName;

use super::record::Dmarc;
use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, RecordName};

/// The most report addresses of one rule that are looked at.
pub const MOST_REPORT_ADDRESSES: usize = 5;

/// Looks at each address: is it one, and does its owner want the reports?
pub(super) fn look(case: &mut Case<'_>, report: &mut Report, at: &RecordName, rule: &Dmarc) {
    if rule.reports.is_empty() {
        report.found("dmarc-no-reports", "no rua tag");
    }
    if rule.reports.len() > MOST_REPORT_ADDRESSES {
        report.gap(["dmarc-reports-not-authorised", "dmarc-reports-bad-address"], Gap::TooMuch);
    }
    let home = registered(at);
    for uri in rule.reports.iter().take(MOST_REPORT_ADDRESSES) {
        let Some(domain) = mail_domain(uri) else {
            report.found("dmarc-reports-bad-address", inert(uri));
            continue;
        };
        if Some(domain.registrable()) == home {
            continue;
        }
        match is_wanted(case, at, &domain) {
            Ok(true) => {}
            Ok(false) => report.found("dmarc-reports-not-authorised", inert(uri)),
            Err(gap) => report.gap(["dmarc-reports-not-authorised"], gap),
        }
    }
}

fn registered(name: &RecordName) -> Option<DomainName> {
    DomainName::parse_bare(name.as_str()).ok().map(|name| name.registrable())
}

/// The domain of a `mailto:` address; a size limit behind `!` is passed over (RFC 9990).
fn mail_domain(uri: &str) -> Option<DomainName> {
    let scheme = uri.get(..7)?;
    let address = uri.get(7..)?;
    let address = address.split_once('!').map_or(address, |(address, _)| address);
    let (mailbox, domain) = address.rsplit_once('@')?;
    if !scheme.eq_ignore_ascii_case("mailto:") || mailbox.is_empty() {
        return None;
    }
    DomainName::parse_bare(domain).ok()
}

/// Another firm has to agree to receive the reports (RFC 9990, "verifying external destinations").
/// The agreement is taken with and without a semicolon, as receivers do.
fn is_wanted(case: &mut Case<'_>, at: &RecordName, domain: &DomainName) -> Result<bool, Gap> {
    let name = format!("{}._report._dmarc.{}", at.as_str(), domain.as_ascii());
    // A name that is too long for DNS can hold no agreement.
    let Ok(name) = RecordName::parse(&name) else { return Ok(false) };
    let seen = case.ask(&name, Kind::Txt)?;
    Ok(seen.texts().any(|text| super::parse_dmarc(text).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_its_mailto() {
        assert_eq!(mail_domain("mailto:a@b.example!10m").unwrap().as_ascii(), "b.example");
        assert_eq!(mail_domain("MAILTO:a@b.example").unwrap().as_ascii(), "b.example");
        for uri in ["a@b.example", "mailto:b.example", "https://b.example/", "mailto:@b.example", "é", ""] {
            assert_eq!(mail_domain(uri), None, "{uri}");
        }
    }
}
