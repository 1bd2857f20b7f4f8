//! The seal on a mail server: does its certificate fit what DNS says of it (DANE, RFC 7672)?

use ring::digest;

use crate::answer::Record;
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::level::Level;
use crate::mx::{MOST_MAIL_SERVERS, Mail};
use crate::observation::{CertificateSeen, Reached, Sight, StartTls, TlsSeen};
use crate::question::{Kind, Question, RecordName};
use crate::seal::{hex, unhex};

const CHECK: &str = "dane-broken";

/// Looks at each mail server whose name is sealed and which has certificate records. Where the resolver does
/// not vouch for the seal, senders pass such records over, and so do we (RFC 7672, 2.2).
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    if case.level < Level::Visitor {
        return report.gap([CHECK], Gap::TooClose);
    }
    let mail = match mail {
        Ok(mail) => mail,
        Err(gap) => return report.gap([CHECK], *gap),
    };
    if mail.hosts().len() > MOST_MAIL_SERVERS {
        report.gap([CHECK], Gap::TooMuch);
    }
    if !is_sealed(case, &case.domain.clone(), Kind::Mx) {
        return;
    }
    for host in mail.hosts().iter().take(MOST_MAIL_SERVERS) {
        match fault(case, host) {
            Ok(None) => {}
            Ok(Some(seen)) => report.found(CHECK, seen),
            Err(gap) => report.gap([CHECK], gap),
        }
    }
}

fn is_sealed(case: &Case<'_>, name: &RecordName, kind: Kind) -> bool {
    case.answer_at_hand(&Question::new(name.clone(), kind)).is_some_and(|answer| answer.sealed)
}

fn fault(case: &mut Case<'_>, host: &RecordName) -> Result<Option<String>, Gap> {
    let Some(address) = case.address_of(host)? else { return Ok(None) };
    let kind = if address.is_ipv4() { Kind::A } else { Kind::Aaaa };
    let place = host.with_label("_tcp").and_then(|name| name.with_label("_25"));
    let Some(place) = place.filter(|_| is_sealed(case, host, kind)) else { return Ok(None) };
    let seen = case.ask(&place, Kind::Tlsa)?;
    if !is_sealed(case, &place, Kind::Tlsa) || seen.records.is_empty() {
        return Ok(None);
    }
    if seen.cut {
        return Err(Gap::TooMuch);
    }
    let (host, records) = (host.clone(), seen.records);
    let sight = case.approach(Approach::MailServer { host: host.clone(), address })?;
    let Sight::MailServer { starttls, .. } = sight else { return Err(Gap::Reached(Reached::Malformed)) };
    match starttls {
        StartTls::NotOffered | StartTls::Refused => {
            Ok(Some(format!("{host} does not encrypt, although its seal says so")))
        }
        StartTls::Failed => Err(Gap::Reached(Reached::Malformed)),
        StartTls::Done(tls) => {
            let usable: Vec<&Record> = records.iter().filter(|record| is_usable(record)).collect();
            // Without a record that can be used, encryption alone is asked for (RFC 7672, 2.2).
            let fits = usable.is_empty() || usable.iter().any(|record| fits(record, tls));
            Ok((!fits).then(|| format!("the certificate of {host} fits none of its {} seals", usable.len())))
        }
    }
}

/// Usages 0 and 1 are not for mail (RFC 7672, 3.1.3).
fn is_usable(record: &Record) -> bool {
    matches!(record, Record::Tlsa { usage: 2 | 3, selector: 0 | 1, matching: 0..=2, .. })
}

fn fits(record: &Record, tls: &TlsSeen) -> bool {
    let Record::Tlsa { usage, selector, matching, data } = record else { return false };
    let is_it = |certificate: &CertificateSeen| is_of(certificate, *selector, *matching, data);
    match usage {
        // The server's own certificate; neither its name nor its dates count (RFC 7672, 3.1.1).
        3 => tls.chain.first().is_some_and(is_it),
        // A company above it, and then the name has to fit (RFC 7672, 3.1.2 and 3.2.3).
        2 => tls.fits_name && tls.chain.iter().skip(1).any(is_it),
        _ => false,
    }
}

fn is_of(certificate: &CertificateSeen, selector: u8, matching: u8, data: &str) -> bool {
    let whole = selector == 0;
    let sha256 = if whole { &certificate.sha256 } else { &certificate.key_sha256 };
    let sha512 = if whole { &certificate.sha512 } else { &certificate.key_sha512 };
    match matching {
        // The thing itself: its digest has to be the one that was seen.
        0 => unhex(data).is_some_and(|bytes| {
            hex(digest::digest(&digest::SHA256, &bytes).as_ref()).eq_ignore_ascii_case(sha256)
        }),
        1 => data.eq_ignore_ascii_case(sha256),
        2 => data.eq_ignore_ascii_case(sha512),
        _ => false,
    }
}
