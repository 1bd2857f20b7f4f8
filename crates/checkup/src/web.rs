//! What public records alone tell about the website: entries that lead nowhere, or inside.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::answer::Record;
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, RecordName};

/// The checks of this file.
const CHECKS: [&str; 2] = ["web-dangling-name", "web-private-address"];

/// Looks at the addresses of the name, of the registered name above it, and of its `www`.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) {
    let mut names = vec![case.domain.clone()];
    if !case.is_apex() {
        names.push(case.apex.clone());
    }
    names.extend(case.apex.with_label("www"));
    for name in names {
        for kind in [Kind::A, Kind::Aaaa] {
            if let Err(gap) = look_at_name(case, report, &name, kind) {
                report.gap(CHECKS, gap);
            }
        }
    }
}

fn look_at_name(case: &mut Case<'_>, report: &mut Report, name: &RecordName, kind: Kind) -> Result<(), Gap> {
    let seen = case.ask(name, kind)?;
    if let Some(last) = seen.aliases.last()
        && !seen.exists
        && !last.is_within(&case.apex)
    {
        report.found("web-dangling-name", format_args!("{name} points at {last}, which does not exist"));
    }
    let inside = seen.records.iter().find(|record| match record {
        Record::A(address) => is_of_an_office(*address),
        Record::Aaaa(address) => is_of_an_office_v6(*address),
        _ => false,
    });
    if let Some(record) = inside {
        report.found("web-private-address", format_args!("{name} points at {record}"));
    }
    Ok(())
}

/// Addresses of networks behind a router: RFC 1918, RFC 3927, RFC 6598. The machine's own address
/// (127.0.0.0/8) is not among them: it shows nothing of anybody's inside, and test cities live there.
fn is_of_an_office(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private() || address.is_link_local() || (first == 100 && second & 0xc0 == 64)
}

/// The same in IPv6: RFC 4193 and link-local.
fn is_of_an_office_v6(address: Ipv6Addr) -> bool {
    let first = address.segments()[0];
    let inner = address.to_ipv4_mapped().is_some_and(is_of_an_office);
    first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 || inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_address_is_told_from_a_public_one() {
        for inside in ["10.0.0.1", "172.31.255.1", "192.168.0.10", "169.254.1.1", "100.127.0.1"] {
            assert!(is_of_an_office(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["192.0.2.1", "172.32.0.1", "100.128.0.1", "127.0.0.1", "11.0.0.1"] {
            assert!(!is_of_an_office(outside.parse().unwrap()), "{outside}");
        }
        for inside in ["fd00::1", "fe80::1", "::ffff:10.0.0.1"] {
            assert!(is_of_an_office_v6(inside.parse().unwrap()), "{inside}");
        }
        assert!(!is_of_an_office_v6("2001:db8::1".parse().unwrap()));
    }
}
