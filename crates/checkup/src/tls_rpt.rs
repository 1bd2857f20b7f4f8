//! Where others tell of trouble with encrypted mail to the name (TLS-RPT, RFC 8460).

use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::mx::Mail;
use crate::question::Kind;
use crate::tags;

const CHECK: &str = "tls-rpt-missing";

/// Looks for an address for such reports, for a name that takes mail. A record that does not count is told
/// as missing, with what is wrong: the firm hears nothing either way.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    match mail {
        Ok(mail) if mail.is_taken() => {}
        Ok(_) => return,
        Err(gap) => return report.gap([CHECK], *gap),
    }
    let place = case.domain.with_label("_tls").and_then(|name| name.with_label("_smtp"));
    let Some(place) = place else { return };
    let seen = match case.ask(&place, Kind::Txt) {
        Ok(seen) => seen,
        Err(gap) => return report.gap([CHECK], gap),
    };
    let records: Vec<&str> = seen.texts().filter(|text| text.starts_with("v=TLSRPTv1;")).collect();
    match records.as_slice() {
        [record] if tags::value(record, "rua").is_some_and(goes_somewhere) => {}
        [record] => report.found(CHECK, format_args!("no address to send to: {}", inert(record))),
        [] if seen.cut => report.gap([CHECK], Gap::TooMuch),
        [] => match seen.texts().find(|text| text.to_ascii_lowercase().contains("tlsrpt")) {
            Some(text) => report.found(CHECK, format_args!("a slip: {}", inert(text))),
            None => report.found(CHECK, format_args!("no address at {place}")),
        },
        several => report.found(CHECK, format_args!("{} records at {place}, so none counts", several.len())),
    }
}

/// Is any of the addresses one that reports can be sent to (RFC 8460, 3)?
fn goes_somewhere(addresses: &str) -> bool {
    addresses.split(',').map(str::trim).any(|address| {
        let after = |scheme: &str| {
            let front = address.get(..scheme.len()).unwrap_or_default();
            front.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
        };
        after("mailto:").is_some_and(|mailbox| mailbox.contains('@'))
            || after("https://").is_some_and(|host| !host.is_empty())
    })
}
