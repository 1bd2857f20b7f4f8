//! Where mail to the name goes (RFC 5321, section 5).

use crate::answer::Record;
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, RecordName};

/// The most mail servers of one name that are looked at, best first.
pub const MOST_MAIL_SERVERS: usize = 12;

/// The checks of this file.
const CHECKS: [&str; 2] = ["mx-broken", "mx-cname"];

/// Where mail to a name goes.
pub(crate) struct Mail {
    /// The servers, best first, without the "no mail here" sign.
    hosts: Vec<RecordName>,
    /// The name says that it takes no mail (RFC 7505).
    pub(crate) refuses: bool,
}

impl Mail {
    /// Does the name take mail? Without a mail server it is meant not to, although mail may still
    /// be tried at its web address (RFC 5321, 5.1).
    pub(crate) fn is_taken(&self) -> bool {
        !self.hosts.is_empty()
    }

    /// The servers, best first.
    pub(crate) fn hosts(&self) -> &[RecordName] {
        &self.hosts
    }

    /// The servers' names, best first.
    pub(crate) fn names(&self) -> Vec<String> {
        self.hosts.iter().map(RecordName::to_string).collect()
    }
}

/// Looks at the mail servers and at whether each can be found.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Result<Mail, Gap> {
    let domain = case.domain.clone();
    let seen = case.ask(&domain, Kind::Mx).inspect_err(|gap| report.gap(CHECKS, *gap))?;
    let mut servers: Vec<(u16, RecordName)> = seen
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Mx { preference, host } => Some((*preference, host.clone())),
            _ => None,
        })
        .collect();
    servers.sort();
    servers.dedup();
    let refuses = servers.iter().any(|(_, host)| host.is_root());
    let hosts: Vec<RecordName> =
        servers.into_iter().map(|(_, host)| host).filter(|host| !host.is_root()).collect();
    if refuses && !hosts.is_empty() {
        report.found(
            "mx-broken",
            format_args!("{domain} says \"no mail here\" and names mail servers as well"),
        );
    }
    if hosts.len() > MOST_MAIL_SERVERS || seen.cut {
        report.gap(CHECKS, Gap::TooMuch);
    }
    for host in hosts.iter().take(MOST_MAIL_SERVERS) {
        if let Err(gap) = look_at_server(case, report, host) {
            report.gap(CHECKS, gap);
        }
    }
    Ok(Mail { hosts, refuses })
}

fn look_at_server(case: &mut Case<'_>, report: &mut Report, host: &RecordName) -> Result<(), Gap> {
    if looks_like_an_address(host) {
        report.found("mx-broken", format_args!("{host} is a number, not the name of a server"));
        return Ok(());
    }
    let by_v4 = case.ask(host, Kind::A);
    if let Err(Gap::Circle) = by_v4 {
        report.found("mx-broken", format_args!("{host} leads round in a circle"));
        return Ok(());
    }
    let by_v4 = by_v4?;
    if let Some(alias) = by_v4.aliases.first() {
        report.found("mx-cname", format_args!("{host} is only another name for {alias}"));
    }
    let has_none =
        by_v4.records.is_empty() && (!by_v4.exists || case.ask(host, Kind::Aaaa)?.records.is_empty());
    if has_none {
        report.found("mx-broken", format_args!("{host} has no address"));
    }
    Ok(())
}

/// The name of a server never ends in a number (RFC 1123, 2.1): this is an address that was typed
/// into the wrong field.
fn looks_like_an_address(host: &RecordName) -> bool {
    host.labels().last().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()))
}
