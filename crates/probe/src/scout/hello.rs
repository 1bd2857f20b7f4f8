//! Hand-made hellos for versions that no library of today speaks (SSL 3 to TLS 1.1; RFC 6101, 2246, 4346).
//!
//! Only the first message of the answer is read: which version it names, or that the hello was refused. No key is
//! agreed on and nothing secret is ever said.

use checkup::{Reached, RecordName, Sight, TlsVersion};
use rustls::pki_types::ServerName;
use terms::edge::random;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Duration, timeout};

use super::{Scout, broken, not_dialled};
use crate::gate::{Line, Visit};

/// How long one hello waits for its answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A record that holds a message of the handshake, and one that holds an alert (RFC 5246, 6.2.1).
const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
/// The message in which the host names the version.
const SERVER_HELLO: u8 = 2;
/// Ways of encryption that old hosts know, newest first; the last two are broken and only ever offered here.
const SUITES: [u16; 14] = [
    0xc02f, 0xc030, 0xc013, 0xc014, 0xc009, 0xc00a, 0x009c, 0x002f, 0x0035, 0x0033, 0x0039, 0x000a, 0x0005,
    0x0004,
];

/// The best version that a host agrees to when it is offered TLS 1.2 with all that old hosts know.
pub(super) enum Best {
    /// TLS 1.2.
    Today,
    /// An older one.
    Old,
    /// None, or that could not be told.
    Nothing,
}

/// What came in answer to a hello.
enum Heard {
    /// A hello with this version.
    Version([u8; 2]),
    /// An alert, or the line was closed.
    No,
    /// Something else, or nothing.
    Untold,
}

impl Scout {
    /// Three hellos: TLS 1.1, TLS 1.0, SSL 3.
    pub(super) async fn old_tls(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        let old = [(TlsVersion::Tls11, [3, 2]), (TlsVersion::Tls10, [3, 1]), (TlsVersion::Ssl3, [3, 0])];
        for (version, number) in old {
            // An answer in another version than the one that was asked for is a no to this one.
            match self.greet(visit, 443, number, Some(host.as_str())).await? {
                Heard::Version(named) if named == number => accepted.push(version),
                Heard::Version(_) | Heard::No => refused.push(version),
                Heard::Untold => {}
            }
            *sight = Sight::OldTls { accepted: accepted.clone(), refused: refused.clone() };
        }
        Ok(Reached::Whole)
    }

    /// The best version of a host with which a handshake of today came to no agreement.
    pub(super) async fn best_version(
        &self,
        visit: &Visit,
        port: u16,
        name: &ServerName<'_>,
    ) -> Result<Best, Reached> {
        let host = match name {
            ServerName::DnsName(name) => Some(name.as_ref()),
            _ => None,
        };
        Ok(match self.greet(visit, port, [3, 3], host).await? {
            Heard::Version([3, 3]) => Best::Today,
            Heard::Version(_) => Best::Old,
            Heard::No | Heard::Untold => Best::Nothing,
        })
    }

    async fn greet(
        &self,
        visit: &Visit,
        port: u16,
        version: [u8; 2],
        host: Option<&str>,
    ) -> Result<Heard, Reached> {
        let mut line = visit.dial(port).await.map_err(not_dialled)?;
        let hello = hello(version, host, random(&*self.0.chance));
        line.write_all(&hello).await.map_err(|error| broken(&error))?;
        Ok(timeout(PATIENCE, hear(&mut line)).await.unwrap_or(Heard::Untold))
    }
}

async fn hear(line: &mut Line) -> Heard {
    // Head of the record, kind and length of the message, version.
    let mut first = [0; 11];
    for filled in 0..first.len() {
        let Some(place) = first.get_mut(filled..=filled) else { return Heard::Untold };
        match line.read(place).await {
            Ok(1) => {}
            // Closed before a word: hosts that will not speak a version often just hang up.
            _ => return if filled == 0 { Heard::No } else { Heard::Untold },
        }
        if filled == 0 && first[0] == ALERT {
            return Heard::No;
        }
        if filled == 0 && first[0] != HANDSHAKE {
            return Heard::Untold;
        }
    }
    if first[1] == 3 && first[5] == SERVER_HELLO {
        Heard::Version([first[9], first[10]])
    } else {
        Heard::Untold
    }
}

/// The bytes of a hello. SSL 3 knows no extensions.
fn hello(version: [u8; 2], host: Option<&str>, chance: [u8; 32]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend(chance);
    body.push(0); // no session
    let suites: Vec<u8> = SUITES.iter().flat_map(|suite| suite.to_be_bytes()).collect();
    body.extend(sized(&suites));
    body.extend([1, 0]); // no compression
    if version != [3, 0] {
        body.extend(sized(&extensions(version, host)));
    }
    let mut message = vec![1, 0];
    message.extend(sized(&body));
    // The record names TLS 1.0 at most: some hosts stumble over more in a first record (RFC 5246, E.1).
    let mut record = vec![HANDSHAKE, 3, version[1].min(1)];
    record.extend(sized(&message));
    record
}

fn extensions(version: [u8; 2], host: Option<&str>) -> Vec<u8> {
    let mut all = Vec::new();
    let mut add = |kind: u16, content: &[u8]| {
        all.extend(kind.to_be_bytes());
        all.extend(sized(content));
    };
    if let Some(host) = host {
        let mut name = vec![0];
        name.extend(sized(host.as_bytes()));
        add(0, &sized(&name));
    }
    add(10, &sized(&[0, 29, 0, 23, 0, 24, 0, 25])); // curves
    add(11, &[1, 0]); // points as they are
    if version == [3, 3] {
        add(13, &sized(&[4, 1, 5, 1, 6, 1, 4, 3, 5, 3, 2, 1, 2, 3])); // signatures
    }
    all
}

/// Bytes with their length in two bytes before them. All that is written here is short.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let mut sized = length.to_be_bytes().to_vec();
    sized.extend_from_slice(bytes);
    sized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lengths_in_a_hello_fit_its_bytes() {
        for (version, host) in [([3, 0], None), ([3, 1], Some("a.example")), ([3, 3], Some("b.example"))] {
            let hello = hello(version, host, [7; 32]);
            assert_eq!(usize::from(u16::from_be_bytes([hello[3], hello[4]])), hello.len() - 5);
            assert_eq!(usize::from(u16::from_be_bytes([hello[7], hello[8]])), hello.len() - 9);
            assert_eq!(hello[9..11], version);
            assert_eq!(hello.windows(9).any(|part| part == b"a.example"), host == Some("a.example"));
        }
    }
}
