//! What can be asked of a host: each approach is one short, bounded conversation with one address.
//!
//! The engine names host and address, and so decides who is approached; the address comes from an
//! answer that stands among the [`crate::Answers`]. Whoever carries the approach out dials that address
//! and no other, and may refuse to.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use terms::DomainName;

use crate::level::Level;
use crate::question::RecordName;

/// One approach to one host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "approach", rename_all = "snake_case")]
pub enum Approach {
    /// One plain request for `/` on port 80. Redirects are told, not followed.
    Page {
        /// The name in the request.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
    /// One TLS connection to port 443 with two requests on it: `/` and `/.well-known/security.txt`; and a
    /// third, where `/` redirects to another path of the same host. A certificate without trust is looked at,
    /// not refused.
    SecurePage {
        /// The name in the hello and in the requests.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
    /// The policy file of MTA-STS at `https://mta-sts.<domain>/.well-known/mta-sts.txt` (RFC 8461, 3.3).
    MailPolicy {
        /// The mail domain, without `mta-sts.` in front.
        domain: RecordName,
        /// The address of `mta-sts.<domain>`.
        address: IpAddr,
    },
    /// The greeting of a mail server on port 25, its offers, and STARTTLS. No letter is begun.
    MailServer {
        /// The server's name, as in the MX record.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
    /// Is the whole list of the zone handed to anybody (AXFR, RFC 5936)? The first message is enough.
    ZoneTransfer {
        /// The zone that is asked for.
        zone: RecordName,
        /// The name server that is asked.
        server: RecordName,
        /// Its address.
        address: IpAddr,
    },
    /// What the registry says about the name (RDAP, RFC 9083). The registry is approached, not the firm.
    Registration {
        /// The registered name.
        domain: DomainName,
    },
    /// Three hand-made hellos on port 443, of TLS 1.1, TLS 1.0 and SSL 3: which are answered?
    OldTls {
        /// The name in the hello.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
    /// Files that must not be there for everybody: one TLS connection, a short fixed list.
    ExposedFiles {
        /// The name in the requests.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
    /// A short fixed list of ports: which are open, and how do they greet?
    OpenDoors {
        /// The address that is dialled.
        address: IpAddr,
    },
    /// Would the mail server pass on a stranger's letter to a stranger? It is asked up to RCPT, then reset.
    MailRelay {
        /// The server's name, as in the MX record.
        host: RecordName,
        /// The address that is dialled.
        address: IpAddr,
    },
}

impl Approach {
    /// How close this approach goes.
    pub fn level(&self) -> Level {
        match self {
            Self::Registration { .. } => Level::Records,
            Self::Page { .. }
            | Self::SecurePage { .. }
            | Self::MailPolicy { .. }
            | Self::MailServer { .. }
            | Self::ZoneTransfer { .. } => Level::Visitor,
            Self::OldTls { .. }
            | Self::ExposedFiles { .. }
            | Self::OpenDoors { .. }
            | Self::MailRelay { .. } => Level::Consented,
        }
    }

    /// The address that is dialled; none where a registry is asked.
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Registration { .. } => None,
            Self::Page { address, .. }
            | Self::SecurePage { address, .. }
            | Self::MailPolicy { address, .. }
            | Self::MailServer { address, .. }
            | Self::ZoneTransfer { address, .. }
            | Self::OldTls { address, .. }
            | Self::ExposedFiles { address, .. }
            | Self::OpenDoors { address }
            | Self::MailRelay { address, .. } => Some(*address),
        }
    }
}

impl fmt::Display for Approach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page { host, address } => write!(f, "http://{host}/ at {address}"),
            Self::SecurePage { host, address } => write!(f, "https://{host}/ at {address}"),
            Self::MailPolicy { domain, address } => write!(f, "mail policy of {domain} at {address}"),
            Self::MailServer { host, address } => write!(f, "mail server {host} at {address}"),
            Self::ZoneTransfer { zone, server, address } => {
                write!(f, "whole list of {zone} from {server} at {address}")
            }
            Self::Registration { domain } => write!(f, "registration of {}", domain.as_ascii()),
            Self::OldTls { host, address } => write!(f, "old encryption at https://{host}/ at {address}"),
            Self::ExposedFiles { host, address } => write!(f, "open files at https://{host}/ at {address}"),
            Self::OpenDoors { address } => write!(f, "open doors of {address}"),
            Self::MailRelay { host, address } => write!(f, "relay by {host} at {address}"),
        }
    }
}
