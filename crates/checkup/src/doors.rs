//! What stands open to the internet at the firm's own addresses. Only with the firm's yes.

use std::net::IpAddr;

use terms::{Promise, Severity};

use crate::answer::{Record, inert};
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::dns;
use crate::hosting;
use crate::level::Level;
use crate::mx::Mail;
use crate::observation::{OpenDoor, Service, Sight};
use crate::question::{Kind, RecordName};
use crate::software::exploited;

/// The most addresses of one firm whose doors are tried.
pub const MOST_OWN_ADDRESSES: usize = 3;

/// Ports that every look tries; the web's own is among them, which is open or says that it is shut on most
/// computers.
const ALWAYS_TRIED: [u16; 5] = [21, 23, 443, 445, 3389];

/// The checks of this file.
const CHECKS: [&str; 13] = [
    "open-rdp",
    "open-smb",
    "open-database",
    "open-vnc",
    "open-telnet",
    "open-winrm",
    "open-admin-panel",
    "open-ftp",
    "open-ssh",
    "open-ssh-password",
    "open-printer",
    "open-nfs",
    "open-iot",
];

/// Whose computer an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The firm's own, or rented as a whole.
    Own,
    /// A firm's that hosts many sites, which is called so.
    Host(&'static str),
    /// Perhaps that of the firm which answers for the name.
    PerhapsHost,
}

/// Tries the doors of the website's address and of the firm's own mail servers, each address once.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    if case.level < Level::Consented {
        return;
    }
    let found = match addresses(case, report, mail) {
        Ok(found) => found,
        Err(gap) => return report.gap(CHECKS, gap),
    };
    let of =
        |wanted: Whose| found.iter().filter(move |(_, whose)| *whose == wanted).map(|(address, _)| *address);
    let own: Vec<IpAddr> = of(Whose::Own).collect();
    let host =
        found.iter().find_map(|(_, whose)| if let Whose::Host(name) = whose { Some(*name) } else { None });
    if of(Whose::PerhapsHost).next().is_some() {
        report.gap(CHECKS, Gap::PerhapsOfTheHost);
    }
    match (own.is_empty(), host) {
        (true, Some(_)) => report.gap(CHECKS, Gap::OfTheHost),
        (true, None) => report.gap(CHECKS, Gap::NothingOfYours),
        (false, Some(host)) => {
            report.remark(
                Promise::NothingDangerousOpen,
                format!(
                    "We looked, and found nothing to mend. Your site is at {host}, who look after that part."
                ),
            );
        }
        (false, None) => {}
    }
    if own.len() > MOST_OWN_ADDRESSES {
        report.gap(CHECKS, Gap::TooMuch);
    }
    for address in own.into_iter().take(MOST_OWN_ADDRESSES) {
        if let Err(gap) = try_doors(case, report, address) {
            report.gap(CHECKS, gap);
        }
    }
}

/// The addresses of the site and of the firm's own mail servers, in order, and whose computer each is.
fn addresses(
    case: &mut Case<'_>,
    report: &mut Report,
    mail: &Result<Mail, Gap>,
) -> Result<Vec<(IpAddr, Whose)>, Gap> {
    let mut names = vec![case.domain.clone()];
    names.extend(if case.is_apex() { case.domain.with_label("www") } else { None });
    match mail {
        Ok(mail) => names.extend(mail.hosts().iter().filter(|host| host.is_within(&case.apex)).cloned()),
        Err(gap) => report.gap(CHECKS, *gap),
    }
    let mut found: Vec<(IpAddr, Whose)> = Vec::new();
    // All are asked for in the same round; the first gap is told afterwards.
    let asked: Vec<_> = names.into_iter().map(|name| of_name(case, &name)).collect();
    for seen in asked {
        let Some((address, whose)) = seen? else { continue };
        match found.iter_mut().find(|(known, _)| *known == address) {
            Some((_, known)) => *known = whose,
            None => found.push((address, whose)),
        }
    }
    Ok(found)
}

/// The address of a name, and whose computer it is.
fn of_name(case: &mut Case<'_>, name: &RecordName) -> Result<Option<(IpAddr, Whose)>, Gap> {
    let Some(address) = case.address_of(name)? else { return Ok(None) };
    let kind = if address.is_ipv4() { Kind::A } else { Kind::Aaaa };
    let aliases = case.ask(name, kind)?.aliases;
    if let Some(host) = hosting::of(&aliases, address) {
        return Ok(Some((address, Whose::Host(host))));
    }
    let is_hosts = match case.ask(&RecordName::reverse_of(address), Kind::Ptr) {
        Ok(seen) => {
            let names = seen.records.iter().filter_map(|record| match record {
                Record::Ptr(name) => Some(name),
                _ => None,
            });
            hosting::is_named_by_the_host(names, address, &dns::servers(case), case.name)
        }
        Err(Gap::NotAsked) => return Err(Gap::NotAsked),
        // Many a computer has no name of its own, and then nothing speaks against the firm.
        Err(_) => false,
    };
    Ok(Some((address, if is_hosts { Whose::PerhapsHost } else { Whose::Own })))
}

fn try_doors(case: &mut Case<'_>, report: &mut Report, address: IpAddr) -> Result<(), Gap> {
    let Sight::OpenDoors { open, silent } = case.approach(Approach::OpenDoors { address })? else {
        return Err(Gap::HalfSeen);
    };
    for door in open {
        judge(report, address, door);
    }
    // A shut door may keep silent. Where every one does, we may be shut out as a whole.
    if open.is_empty() && ALWAYS_TRIED.iter().all(|port| silent.contains(port)) {
        return Err(Gap::HalfSeen);
    }
    Ok(())
}

fn judge(report: &mut Report, address: IpAddr, door: &OpenDoor) {
    let Some(service) = door.service else {
        // Something is open and does not say what it is: that is not good, and not certain.
        return report.gap(usual_at(door.port), Gap::HalfSeen);
    };
    let Some(check) = check_of(service) else { return };
    let greeting = inert(&door.greeting);
    let seen = match greeting.is_empty() {
        true => format!("{address} port {}", door.port),
        false => format!("{address} port {}: {greeting}", door.port),
    };
    match exploited::maker(&door.greeting).filter(|_| check == "open-admin-panel") {
        Some(maker) => {
            let holes = maker.holes.join(", ");
            let seen = format!("{seen} (seems to be {}; crooks use {holes})", maker.name);
            report.found_as(check, Severity::Urgent, seen);
        }
        None => report.found(check, seen),
    }
}

fn check_of(service: Service) -> Option<&'static str> {
    Some(match service {
        Service::RemoteDesktop => "open-rdp",
        Service::SharedFolders => "open-smb",
        Service::Database => "open-database",
        Service::ScreenSharing => "open-vnc",
        Service::Telnet => "open-telnet",
        Service::RemoteManagement => "open-winrm",
        Service::Printer => "open-printer",
        Service::SharedDisks => "open-nfs",
        Service::FileServer => "open-ftp",
        Service::Shell => "open-ssh",
        Service::ShellByPassword => "open-ssh-password",
        Service::AdminPanel => "open-admin-panel",
        Service::Device => "open-iot",
        Service::ShellByKey => return None,
    })
}

/// What usually stands behind a port.
fn usual_at(port: u16) -> [&'static str; 1] {
    [match port {
        21 => "open-ftp",
        22 => "open-ssh",
        23 => "open-telnet",
        139 | 445 => "open-smb",
        515 | 631 | 9100 => "open-printer",
        1433 | 3306 | 5432 | 6379 | 9200 | 27017 => "open-database",
        111 | 2049 => "open-nfs",
        3389 => "open-rdp",
        5900 => "open-vnc",
        5985 | 5986 => "open-winrm",
        554 | 1883 => "open-iot",
        _ => "open-admin-panel",
    }]
}
