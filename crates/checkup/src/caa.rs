//! Who may issue certificates for the name (RFC 8659), and may the company that does?

use crate::answer::{Record, inert};
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::issuers;
use crate::level::Level;
use crate::observation::{CertificateSeen, Sight, Trust};
use crate::question::{Kind, RecordName};

/// Looks at the rule and, when the look goes so close, at the certificate that the site shows. Hands back the
/// company that made it, by its name in rules, where we know it.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Option<&'static str> {
    let domain = case.domain.clone();
    match rule_for(case, &domain) {
        // Records that only say whom to tell (`iodef`) limit nobody, and `issuewild` leaves ordinary
        // certificates free.
        Ok(rule) if issuers_of(rule, "issue").is_some() => {}
        Ok(_) => report.found("caa-missing", format_args!("no CAA record limits {}", case.apex)),
        Err(gap) => report.gap(["caa-missing"], gap),
    }
    let certificate = match certificate(case) {
        Ok(certificate) => certificate?,
        Err(gap) => {
            report.gap(["caa-blocks-own"], gap);
            return None;
        }
    };
    match forbidden(case, &certificate) {
        Ok(None) => {}
        Ok(Some(seen)) => report.found("caa-blocks-own", seen),
        Err(gap) => report.gap(["caa-blocks-own"], gap),
    }
    issuers::names_of(&certificate.1.issuer).and_then(|names| names.first().copied())
}

/// The records that count for a name: those of the first name that has any, on the way up to the registered
/// one (RFC 8659, 3).
fn rule_for<'a>(case: &mut Case<'a>, name: &RecordName) -> Result<&'a [Record], Gap> {
    let apex = case.apex.clone();
    let mut name = Some(name.clone());
    while let Some(here) = name {
        let seen = case.ask(&here, Kind::Caa)?;
        if seen.cut {
            return Err(Gap::TooMuch);
        }
        if !seen.records.is_empty() {
            return Ok(seen.records);
        }
        name = if here == apex { None } else { here.parent() };
    }
    Ok(&[])
}

/// The companies that records with this tag allow; none where there is no such record. What stands behind a
/// semicolon is for the company to read.
fn issuers_of<'a>(rule: &'a [Record], wanted: &str) -> Option<Vec<&'a str>> {
    let issuers = rule.iter().filter_map(|record| match record {
        Record::Caa { tag, value, .. } if tag.eq_ignore_ascii_case(wanted) => {
            Some(value.split(';').next().unwrap_or_default().trim())
        }
        _ => None,
    });
    let issuers: Vec<&str> = issuers.collect();
    (!issuers.is_empty()).then_some(issuers)
}

/// The company whose certificate the site shows, if the rule forbids it to make the next one.
fn forbidden(
    case: &mut Case<'_>,
    (host, certificate): &(RecordName, &CertificateSeen),
) -> Result<Option<String>, Gap> {
    let rule = rule_for(case, host)?;
    let by_wildcard = !certificate.names.iter().any(|name| name.eq_ignore_ascii_case(host.as_str()));
    let wild = if by_wildcard { issuers_of(rule, "issuewild") } else { None };
    let Some(allowed) = wild.or_else(|| issuers_of(rule, "issue")) else { return Ok(None) };
    let names = issuers::names_of(&certificate.issuer).ok_or(Gap::UnknownIssuer)?;
    let may = allowed.iter().any(|issuer| names.iter().any(|name| issuer.eq_ignore_ascii_case(name)));
    Ok((!may).then(|| format!("the certificate of {host} is from {}", inert(&certificate.issuer))))
}

/// The certificate of the site at the name, or at its `www` where the name itself has no address. A certificate
/// that browsers refuse is another check's matter.
fn certificate<'a>(case: &mut Case<'a>) -> Result<Option<(RecordName, &'a CertificateSeen)>, Gap> {
    if case.level < Level::Visitor {
        return Err(Gap::TooClose);
    }
    let hosts = [Some(case.domain.clone()), case.domain.with_label("www")];
    for host in hosts.into_iter().flatten() {
        let Some(address) = case.address_of(&host)? else { continue };
        let sight = case.approach(Approach::SecurePage { host: host.clone(), address })?;
        let Sight::SecurePage { tls: Some(tls), .. } = sight else { return Ok(None) };
        let own = tls.chain.first().filter(|_| tls.trusted == Trust::Yes);
        return Ok(own.map(|certificate| (host, certificate)));
    }
    Ok(None)
}
