//! The computers at the city's addresses: which ports they take calls at, and what is in order on them.
//!
//! Many firms share one computer, as they do with their hosts; whoever looks after it does so for all of them.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::PoisonError;

use web::stage::Part;

use super::Stage;
use crate::demo::draw::Draw;
use crate::demo::zones::providers::{NEW_ADDRESS, REGISTRY_ADDRESS};

/// The ports of websites, mail and names.
const WEB: [u16; 2] = [80, 443];
const MAIL: u16 = 25;
const NAMES: u16 = 53;
/// Computers of a host's network, by their place in it: name servers, mail servers, and from here on websites.
const FIRST_MAIL: u8 = 2;
const FIRST_WEBSITE: u8 = 4;
/// How many computers a host has.
const OF_ONE_HOST: u8 = 32;
/// The second mail server of one host does not encrypt.
const WITHOUT_ENCRYPTION: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 5 * OF_ONE_HOST + 3);

/// Computers in a hundred on which a part is not in order.
const NOT_IN_ORDER: [(Part, f64); 4] = [
    (Part::MailEncryption, 12.0),
    (Part::OwnMailOnly, 5.0),
    (Part::NewEncryptionOnly, 20.0),
    (Part::DoorsShut, 35.0),
];

/// A door that should not stand open to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// A file server (FTP).
    Files,
    /// Telnet.
    Telnet,
    /// Shared folders (SMB).
    Folders,
    /// A printer.
    Printer,
    /// A database (MySQL).
    Database,
    /// Remote desktop.
    Desktop,
    /// Screen sharing (VNC).
    Screen,
    /// A store of passing data (Redis).
    Cache,
    /// The log-in page of a router.
    Router,
}

impl Door {
    /// Every door.
    pub const ALL: [Self; 9] = [
        Self::Files,
        Self::Telnet,
        Self::Folders,
        Self::Printer,
        Self::Database,
        Self::Desktop,
        Self::Screen,
        Self::Cache,
        Self::Router,
    ];

    /// Its port.
    pub fn port(self) -> u16 {
        match self {
            Self::Files => 21,
            Self::Telnet => 23,
            Self::Folders => 445,
            Self::Printer => 631,
            Self::Database => 3306,
            Self::Desktop => 3389,
            Self::Screen => 5900,
            Self::Cache => 6379,
            Self::Router => 8080,
        }
    }
}

/// What a computer is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Names,
    Mail,
    /// The host's own pages.
    Pages,
    /// Sites and mail of firms.
    Firms,
    Registry,
}

fn purpose(address: IpAddr) -> Option<Purpose> {
    let IpAddr::V4(v4) = address else {
        return (address == IpAddr::V6(NEW_ADDRESS)).then_some(Purpose::Firms);
    };
    if v4 == REGISTRY_ADDRESS {
        return Some(Purpose::Registry);
    }
    match v4.octets() {
        [203, 0, 113, place] => Some(match place % OF_ONE_HOST {
            0..FIRST_MAIL => Purpose::Names,
            FIRST_MAIL..FIRST_WEBSITE => Purpose::Mail,
            FIRST_WEBSITE => Purpose::Pages,
            _ => Purpose::Firms,
        }),
        [192, 0, 2, 25 | 65..=67 | 210 | 220] | [198, 51, 100, _] => Some(Purpose::Mail),
        [192, 0, 2, 26 | 200] => Some(Purpose::Pages),
        _ => None,
    }
}

/// Does the computer at this address carry sites and mail of firms?
pub(super) fn is_of_firms(address: IpAddr) -> bool {
    purpose(address) == Some(Purpose::Firms)
}

impl Stage {
    /// Does the computer at this address take calls at this port?
    pub fn takes(&self, address: IpAddr, port: u16) -> bool {
        match purpose(address) {
            None => false,
            Some(Purpose::Names) => port == NAMES,
            Some(Purpose::Mail) => port == MAIL,
            Some(Purpose::Pages) => WEB.contains(&port),
            Some(Purpose::Registry) => port == 443,
            Some(Purpose::Firms) => {
                WEB.contains(&port) || port == MAIL || self.open_door(address, port).is_some()
            }
        }
    }

    /// The door that stands open at this port of a computer, if one does.
    pub fn open_door(&self, address: IpAddr, port: u16) -> Option<Door> {
        let doors = if self.is_in_order(address, Part::DoorsShut) { Vec::new() } else { self.doors(address) };
        doors.into_iter().find(|door| door.port() == port)
    }

    /// Is this part of a computer in order?
    pub fn is_in_order(&self, address: IpAddr, part: Part) -> bool {
        let changed = self.computers.read().unwrap_or_else(PoisonError::into_inner);
        match changed.get(&address) {
            Some(good) => good.contains(&part),
            None => self.drawn(address).contains(&part),
        }
    }

    /// Puts a computer in this order.
    pub(super) fn put_in_order(&self, address: IpAddr, good: BTreeSet<Part>) {
        self.computers.write().unwrap_or_else(PoisonError::into_inner).insert(address, good);
    }

    /// Puts a computer back.
    pub(super) fn put_back_computer(&self, address: IpAddr) {
        self.computers.write().unwrap_or_else(PoisonError::into_inner).remove(&address);
    }

    fn drawn(&self, address: IpAddr) -> BTreeSet<Part> {
        let mut good: BTreeSet<Part> = NOT_IN_ORDER.into_iter().map(|(part, _)| part).collect();
        if address == IpAddr::V4(WITHOUT_ENCRYPTION) {
            good.remove(&Part::MailEncryption);
        }
        if !is_of_firms(address) {
            return good;
        }
        let mut draw = self.draw("computer", address);
        for (part, percent) in NOT_IN_ORDER {
            if draw.percent(percent) {
                good.remove(&part);
            }
        }
        good
    }

    fn doors(&self, address: IpAddr) -> Vec<Door> {
        if !is_of_firms(address) {
            return Vec::new();
        }
        let mut draw = self.draw("doors", address);
        let many = draw.between(1, 2);
        (0..many).map(|_| draw.one(&Door::ALL)).collect()
    }

    fn draw(&self, subject: &str, address: IpAddr) -> Draw {
        let number = match address {
            IpAddr::V4(v4) => u64::from(u32::from(v4)),
            IpAddr::V6(v6) => u128::from(v6) as u64 | 1 << 63,
        };
        Draw::of(self.names.seed(), subject, number)
    }
}
