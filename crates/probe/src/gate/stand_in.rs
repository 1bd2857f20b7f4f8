//! Listeners on this machine that stand in for hosts at documentation addresses.
//!
//! The demonstration and the tests name hosts by addresses that belong to nobody (RFC 5737, 3849, 9637). The
//! engine, the records and the pages see these addresses; only the gate knows which listener answers.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

/// The addresses that belong to nobody: RFC 5737, RFC 3849, RFC 9637.
const DOCUMENTATION: [&str; 5] =
    ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"];

/// Does this address belong to nobody, by the standards for documentation?
pub(super) fn is_documentation(address: IpAddr) -> bool {
    let holds = |block: &str| block.parse::<IpNet>().is_ok_and(|block| block.contains(&address));
    DOCUMENTATION.into_iter().any(holds)
}

/// One listener for one port of a block of documentation addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    network: IpNet,
    port: u16,
    listener: SocketAddr,
}

/// Why something cannot stand in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandInError {
    /// The block holds addresses that may belong to somebody.
    #[error("{0} is not a block of documentation addresses, for example 192.0.2.0/24")]
    NotDocumentation(IpNet),
    /// The listener is not on this machine.
    #[error("{0} is not an address of this machine, for example 127.0.0.1:8080")]
    NotThisMachine(SocketAddr),
}

impl StandIn {
    /// `listener` answers for `port` at every address of `network`.
    ///
    /// # Errors
    /// [`StandInError`] when the block is not for documentation, or the listener not on this machine.
    pub fn new(network: IpNet, port: u16, listener: SocketAddr) -> Result<Self, StandInError> {
        let within = |block: &str| block.parse::<IpNet>().is_ok_and(|block| block.contains(&network));
        if !DOCUMENTATION.into_iter().any(within) {
            return Err(StandInError::NotDocumentation(network));
        }
        if !listener.ip().is_loopback() {
            return Err(StandInError::NotThisMachine(listener));
        }
        Ok(Self { network, port, listener })
    }

    /// `listener` answers for `port` at one address.
    ///
    /// # Errors
    /// As [`StandIn::new`].
    pub fn at(address: IpAddr, port: u16, listener: SocketAddr) -> Result<Self, StandInError> {
        Self::new(IpNet::from(address), port, listener)
    }

    /// Does it stand at this address, whatever the port?
    pub(super) fn covers(&self, address: IpAddr) -> bool {
        self.network.contains(&address)
    }

    /// The listener, if it stands at this address and port.
    pub(super) fn listener(&self, address: IpAddr, port: u16) -> Option<SocketAddr> {
        (self.port == port && self.covers(address)).then_some(self.listener)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documentation_addresses_have_stand_ins_and_only_on_this_machine() {
        let here = "127.0.0.1:8080".parse().unwrap();
        let new = |network: &str, listener| StandIn::new(network.parse().unwrap(), 80, listener);
        for network in ["192.0.2.0/24", "198.51.100.7/32", "203.0.113.0/25", "2001:db8::/32", "3fff::1/128"] {
            assert!(new(network, here).is_ok(), "{network}");
        }
        for network in ["192.0.2.0/23", "0.0.0.0/0", "11.0.0.1/32", "::/0", "2001:db8::/31"] {
            let network = network.parse().unwrap();
            assert_eq!(StandIn::new(network, 80, here), Err(StandInError::NotDocumentation(network)));
        }
        let away = "192.168.0.1:80".parse().unwrap();
        assert_eq!(new("192.0.2.0/24", away), Err(StandInError::NotThisMachine(away)));
    }
}
