//! The gate to hosts: which address, which port, how often.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use checkup::RecordName;

use super::exchange::{Exchange, Switchboard};
use super::pace::{Pace, Places};
use super::special::special;
use super::stand_in::{StandIn, StandInError};
use super::wishes::Wishes;

/// The ports that are dialled, and no others: mail, DNS, the web, and the short list of doors that must not
/// stand open to everybody.
pub const PORTS: [u16; 23] = [
    21, 22, 23, 25, 53, 80, 111, 443, 445, 554, 631, 1433, 3306, 3389, 5432, 5900, 5985, 6379, 8080, 8443,
    9100, 9200, 27017,
];

/// Why the gate does not dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// All looking is stopped.
    #[error("all looking is stopped")]
    Stopped,
    /// The address has a purpose of its own: it is none of the public internet's.
    #[error("the address is none of the public internet's: {0}")]
    Special(&'static str),
    /// The program looks at a world on this machine only, and the address is not of that world.
    #[error("the address is not of the world on this machine")]
    OtherWorld,
    /// Its owner, or the operator, wants us to stay away.
    #[error("we were asked to stay away")]
    KeptAway,
    /// The port is not on the list.
    #[error("port {0} is not one that we dial")]
    Port(u16),
    /// We have looked there often enough for now.
    #[error("we have looked there often enough for now")]
    Often,
}

/// The gate to hosts. Cheap to clone; clones share the wishes and the pace.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    wishes: Wishes,
    world: World,
    places: Places,
}

/// Which hosts there are.
enum World {
    Internet,
    StandIns(Vec<StandIn>),
    Exchange(Switchboard),
    Loopback,
}

impl Gate {
    /// The gate to the public internet.
    pub fn internet(pace: Pace) -> Self {
        Self::made(pace, World::Internet)
    }

    /// The gate of a world on this machine: the public internet is closed, and documentation addresses
    /// are answered by their stand-ins.
    pub fn to_stand_ins(pace: Pace, stand_ins: Vec<StandIn>) -> Self {
        Self::made(pace, World::StandIns(stand_ins))
    }

    /// The gate of a world on this machine with one listener for all its hosts, which have documentation addresses. No
    /// other address than the listener's is ever dialled.
    ///
    /// # Errors
    /// [`StandInError`] when the listener is not on this machine.
    pub fn to_exchange(
        pace: Pace,
        listener: SocketAddr,
        exchange: Arc<dyn Exchange>,
    ) -> Result<Self, StandInError> {
        Ok(Self::made(pace, World::Exchange(Switchboard::new(listener, exchange)?)))
    }

    /// The gate of a world whose servers have addresses of 127.0.0.0/8 themselves, as synthetic zones have. Never for the
    /// internet: records of strangers name these addresses too.
    pub fn to_loopback(pace: Pace) -> Self {
        Self::made(pace, World::Loopback)
    }

    fn made(pace: Pace, world: World) -> Self {
        let places = Places::new(pace);
        Self(Arc::new(Inner { wishes: Wishes::default(), world, places }))
    }

    /// May this address be dialled at all? The one rule for hosts, name servers and registries.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub fn check(&self, address: IpAddr) -> Result<(), Refusal> {
        self.0.wishes.check_address(address)?;
        match &self.0.world {
            World::Internet => special(address).map_or(Ok(()), |purpose| Err(Refusal::Special(purpose))),
            World::StandIns(list) if list.iter().any(|stand_in| stand_in.covers(address)) => Ok(()),
            World::Exchange(board) if board.covers(address) => Ok(()),
            World::Loopback if address.is_loopback() => Ok(()),
            World::StandIns(_) | World::Exchange(_) | World::Loopback => Err(Refusal::OtherWorld),
        }
    }

    /// May we look at this name? Names below one that asked us to stay away are left alone too.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub fn check_name(&self, name: &RecordName) -> Result<(), Refusal> {
        self.0.wishes.check_name(name)
    }

    /// Where a packet for this address and port goes: the address itself, or its stand-in; none where the
    /// address is a stand-in's and nobody listens at the port.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub(crate) fn way(&self, address: IpAddr, port: u16) -> Result<Option<SocketAddr>, Refusal> {
        self.check(address)?;
        if !PORTS.contains(&port) {
            return Err(Refusal::Port(port));
        }
        Ok(match &self.0.world {
            World::StandIns(list) => list.iter().find_map(|stand_in| stand_in.listener(address, port)),
            World::Exchange(board) => board.listener(address, port),
            World::Internet | World::Loopback => Some(SocketAddr::new(address, port)),
        })
    }

    /// The exchange of a world that has one.
    pub(super) fn switchboard(&self) -> Option<&Switchboard> {
        match &self.0.world {
            World::Exchange(board) => Some(board),
            World::Internet | World::StandIns(_) | World::Loopback => None,
        }
    }

    /// Whom it stays away from, and the switch that stops it.
    pub fn wishes(&self) -> &Wishes {
        &self.0.wishes
    }

    pub(super) fn places(&self) -> &Places {
        &self.0.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::OptOut;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_ordinary_address_passes_and_a_special_one_does_not() {
        let gate = Gate::internet(Pace::default());
        assert_eq!(gate.check(address("11.22.33.44")), Ok(()));
        assert_eq!(gate.check(address("2a00::1")), Ok(()));
        assert_eq!(gate.check(address("127.0.0.1")), Err(Refusal::Special("Loopback")));
        assert_eq!(gate.check(address("192.0.2.1")), Err(Refusal::Special("Documentation (TEST-NET-1)")));
    }

    #[test]
    fn only_listed_ports_are_dialled() {
        let gate = Gate::internet(Pace::default());
        assert!(PORTS.is_sorted());
        for port in 0..=u16::MAX {
            let way = gate.way(address("11.22.33.44"), port);
            if PORTS.contains(&port) {
                assert_eq!(way, Ok(Some(SocketAddr::new(address("11.22.33.44"), port))));
            } else {
                assert_eq!(way, Err(Refusal::Port(port)));
            }
        }
    }

    #[test]
    fn a_world_on_this_machine_has_no_way_to_the_internet() {
        let listener = "127.0.0.1:8080".parse().unwrap();
        let stand_in = StandIn::new("192.0.2.0/28".parse().unwrap(), 80, listener).unwrap();
        let gate = Gate::to_stand_ins(Pace::default(), vec![stand_in]);
        assert_eq!(gate.way(address("192.0.2.1"), 80), Ok(Some(listener)));
        assert_eq!(gate.way(address("192.0.2.1"), 443), Ok(None), "nobody listens there");
        for other in ["192.0.2.16", "11.22.33.44", "127.0.0.1", "10.0.0.1", "2a00::1", "::ffff:192.0.2.1"] {
            assert!(gate.way(address(other), 80).is_err(), "{other}");
        }
        assert_eq!(
            Gate::to_stand_ins(Pace::default(), vec![]).check(address("11.22.33.44")),
            Err(Refusal::OtherWorld)
        );
        let gate = Gate::to_loopback(Pace::default());
        assert!(gate.check(address("127.0.0.53")).is_ok());
        assert!(gate.check(address("11.22.33.44")).is_err());
    }

    #[test]
    fn whoever_asked_is_left_alone_from_the_next_dial_on() {
        let gate = Gate::internet(Pace::default());
        let name = |text| RecordName::parse(text).unwrap();
        gate.wishes().stay_away(OptOut::Name(name("bakery.example"))).unwrap();
        gate.wishes().stay_away(OptOut::Network("11.22.33.99/24".parse().unwrap())).unwrap();
        gate.wishes().stay_away(OptOut::Network("2a00::1/128".parse().unwrap())).unwrap();
        for kept in ["bakery.example", "www.bakery.example", "a.b.bakery.example"] {
            assert_eq!(gate.check_name(&name(kept)), Err(Refusal::KeptAway), "{kept}");
        }
        for free in ["example", "mybakery.example", "bakery.example.net"] {
            assert_eq!(gate.check_name(&name(free)), Ok(()), "{free}");
        }
        assert_eq!(gate.check(address("11.22.33.1")), Err(Refusal::KeptAway));
        assert_eq!(gate.check(address("11.22.34.1")), Ok(()));
        assert_eq!(gate.check(address("2a00::1")), Err(Refusal::KeptAway));
        assert_eq!(gate.check(address("2a00::2")), Ok(()));
    }

    #[test]
    fn the_stop_switch_stops_everything_and_can_be_released() {
        let gate = Gate::internet(Pace::default());
        gate.clone().wishes().stop();
        assert_eq!(gate.check(address("11.22.33.44")), Err(Refusal::Stopped));
        gate.wishes().go_on();
        assert_eq!(gate.check(address("11.22.33.44")), Ok(()));
    }
}
