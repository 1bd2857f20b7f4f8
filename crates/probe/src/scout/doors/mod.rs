//! Which doors of an address stand open: a short fixed list of ports, each greeted once, without a log-in.

mod greetings;
mod words;

use std::net::IpAddr;
use std::time::Duration;

use checkup::{OpenDoor, PageSeen, Reached, Service, Sight, read_page};
use futures_util::stream::{FuturesUnordered, StreamExt};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};

use self::greetings::{Door, LIST};
use super::greeting::greeting;
use super::http::{Ask, LONGEST_BODY, Talk};
use super::secure::Secure;
use super::{Scout, not_dialled, refused};
use crate::gate::{Line, NotDialled, Visit};

/// The ports of the list.
pub const DOORS: [u16; LIST.len()] = ports();
/// How long a door may take to open, and how long it may take to greet.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long after the first words more are waited for.
const MORE: Duration = Duration::from_millis(300);
/// The most of a greeting that is read, in bytes.
const LONGEST_WORDS: usize = 2_048;
/// What titles of log-in pages of routers, firewalls, cameras and backup boxes hold, in lower case.
const PANELS: [&str; 40] = [
    "router",
    "fritz!box",
    "pfsense",
    "opnsense",
    "fortigate",
    "fortinet",
    "sonicwall",
    "draytek",
    "vigor",
    "mikrotik",
    "routeros",
    "unifi",
    "edgeos",
    "edgerouter",
    "synology",
    "diskstation",
    "qnap",
    "idrac",
    "integrated lights-out",
    "supermicro",
    "hikvision",
    "dahua",
    "ip camera",
    "network camera",
    "webcam",
    "dvr",
    "nvr",
    "zyxel",
    "zywall",
    "tp-link",
    "netgear",
    "watchguard",
    "sophos",
    "proxmox",
    "vmware esxi",
    "webmin",
    "phpmyadmin",
    "veeam",
    "truenas",
    "globalprotect",
];

const fn ports() -> [u16; LIST.len()] {
    let mut ports = [0; LIST.len()];
    let mut number = 0;
    while number < LIST.len() {
        ports[number] = LIST[number].port;
        number += 1;
    }
    ports
}

/// What came of one door.
enum Seen {
    Open(OpenDoor),
    Closed,
    Silent(u16),
    /// Not tried: the gate would not.
    Not(Reached),
}

impl Scout {
    /// Greets each door of the list. The gate spaces the dials; doors that keep us waiting do so side by side.
    pub(super) async fn open_doors(
        &self,
        visit: &Visit,
        address: IpAddr,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let mut doors: FuturesUnordered<_> =
            LIST.iter().map(|door| self.try_door(visit, address, door)).collect();
        let (mut open, mut silent) = (Vec::new(), Vec::new());
        while let Some(seen) = doors.next().await {
            match seen {
                Seen::Open(door) => open.push(door),
                Seen::Silent(port) => silent.push(port),
                Seen::Closed => {}
                Seen::Not(reached) => return Err(reached),
            }
            open.sort_by_key(|door: &OpenDoor| door.port);
            silent.sort_unstable();
            *sight = Sight::OpenDoors { open: open.clone(), silent: silent.clone() };
        }
        Ok(Reached::Whole)
    }

    async fn try_door(&self, visit: &Visit, address: IpAddr, door: &Door) -> Seen {
        if let Err(refusal) = visit.wait().await {
            return Seen::Not(refused(refusal));
        }
        let until = Instant::now() + PATIENCE;
        let dialled = timeout_at(until, visit.dial_at_once(door.port)).await;
        let line = match dialled {
            Ok(Ok(line)) => line,
            Ok(Err(NotDialled::Io(error))) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                return Seen::Closed;
            }
            Ok(Err(error @ NotDialled::Refusal(_))) => return Seen::Not(not_dialled(error)),
            Ok(Err(NotDialled::Io(_))) | Err(_) => return Seen::Silent(door.port),
        };
        match door.says {
            greetings::Says::Page { secure } => self.try_panel(line, address, door.port, secure).await,
            greetings::Says::Words(words) => {
                let heard = hear(line, words, until + PATIENCE).await;
                let service = (door.is)(&heard);
                Seen::Open(OpenDoor { port: door.port, service, greeting: greeting(&heard) })
            }
        }
    }

    /// A web page behind a door: is it the log-in page of a machine? An ordinary website is no open door.
    async fn try_panel(&self, line: Line, address: IpAddr, port: u16, secure: bool) -> Seen {
        let page = timeout(PATIENCE, async {
            if !secure {
                return self.front_of(Talk::begin(line).await?, address).await;
            }
            match self.secure_on(line, ServerName::from(address)).await? {
                Some(Secure::Line(line, _)) => self.front_of(Talk::begin(*line).await?, address).await,
                Some(Secure::OnlyOld | Secure::NotTls) | None => Err(Reached::Malformed),
            }
        })
        .await;
        let page = page.unwrap_or(Err(Reached::TimedOut)).unwrap_or_default();
        let title = page.title.unwrap_or_default();
        let lower = title.to_lowercase();
        let panel = PANELS.iter().any(|panel| words::holds(&lower, panel));
        match (panel, port) {
            (false, 443) => Seen::Closed,
            _ => Seen::Open(OpenDoor {
                port,
                service: panel.then_some(Service::AdminPanel),
                greeting: super::greeting::plain(&title),
            }),
        }
    }

    async fn front_of(&self, mut talk: Talk, address: IpAddr) -> Result<PageSeen, Reached> {
        let host = match address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let agent = self.0.introduction.agent();
        let ask = Ask { host: &host, path: "/", agent: &agent, accept: "text/html", most: LONGEST_BODY / 4 };
        let reply = talk.get(&ask).await?;
        Ok(read_page(reply.status, &reply.fields, &reply.body))
    }
}

/// Says the words, if any, and hears what comes until a short silence.
async fn hear(mut line: Line, words: &[u8], until: Instant) -> Vec<u8> {
    let mut heard = Vec::new();
    if !words.is_empty() && line.write_all(words).await.is_err() {
        return heard;
    }
    let mut part = [0; 1024];
    let mut wait = until;
    while heard.len() < LONGEST_WORDS {
        match timeout_at(wait, line.read(&mut part)).await {
            Ok(Ok(read)) if read > 0 => heard.extend_from_slice(part.get(..read).unwrap_or_default()),
            _ => break,
        }
        wait = until.min(Instant::now() + MORE);
    }
    heard.truncate(LONGEST_WORDS);
    heard
}

/// A greeting, at each door.
#[cfg(feature = "fuzzing")]
pub(super) fn read_for_fuzzing(bytes: &[u8]) {
    for door in &LIST {
        (door.is)(bytes);
    }
    greeting(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::PORTS;

    #[test]
    fn every_door_of_the_list_is_one_that_the_gate_dials() {
        assert!(DOORS.is_sorted());
        assert!(DOORS.iter().all(|port| PORTS.contains(port)));
    }
}
