//! Whom we stay away from: what the operator lists, and who asked us to; and the switch that stops all looking.
//!
//! The lists only ever grow while the program runs. Whoever asked to be left alone is left alone for ever, and the
//! next packet knows it.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use checkup::RecordName;
use ipnet::IpNet;

use super::hosts::Refusal;

/// The most names and networks together that can be stayed away from. Names and networks are found without going
/// through the list, so that only memory bounds it.
pub const MOST_OPT_OUTS: usize = 200_000;

/// Somebody to stay away from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptOut {
    /// A name, and every name below it.
    Name(RecordName),
    /// A network, or one address.
    Network(IpNet),
}

/// There is no room for one more: looking has to stop until there is, so that nobody's wish is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the list of those who asked us to stay away is full at {MOST_OPT_OUTS}")]
pub struct TooManyOptOuts;

/// What others wish of us. Cheap to clone; clones share the lists and the switch, so that hosts and name servers
/// can be kept from by one word.
#[derive(Debug, Clone, Default)]
pub struct Wishes(Arc<Wished>);

#[derive(Debug, Default)]
struct Wished {
    stopped: AtomicBool,
    stay_away: RwLock<StayAway>,
}

impl Wishes {
    /// Stays away from a name or network, from the next packet on and for as long as the program runs.
    ///
    /// # Errors
    /// [`TooManyOptOuts`] when the list is full.
    pub fn stay_away(&self, opt_out: OptOut) -> Result<(), TooManyOptOuts> {
        self.0.stay_away.write().unwrap_or_else(PoisonError::into_inner).add(opt_out)
    }

    /// Stops all looking, from the next packet on.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
    }

    /// Lets looking go on.
    pub fn go_on(&self) {
        self.0.stopped.store(false, Ordering::SeqCst);
    }

    /// May we look anywhere, and there?
    pub(super) fn check_address(&self, address: IpAddr) -> Result<(), Refusal> {
        if self.0.stopped.load(Ordering::SeqCst) {
            return Err(Refusal::Stopped);
        }
        if self.0.stay_away.read().unwrap_or_else(PoisonError::into_inner).holds_address(address) {
            return Err(Refusal::KeptAway);
        }
        Ok(())
    }

    /// May we look at this name? Names below one that asked us to stay away are left alone too.
    pub(super) fn check_name(&self, name: &RecordName) -> Result<(), Refusal> {
        if self.0.stay_away.read().unwrap_or_else(PoisonError::into_inner).holds_name(name) {
            return Err(Refusal::KeptAway);
        }
        Ok(())
    }
}

/// The list.
#[derive(Debug, Default)]
struct StayAway {
    names: BTreeSet<String>,
    networks: BTreeSet<IpNet>,
}

impl StayAway {
    fn add(&mut self, opt_out: OptOut) -> Result<(), TooManyOptOuts> {
        if self.names.len() + self.networks.len() >= MOST_OPT_OUTS {
            return Err(TooManyOptOuts);
        }
        match opt_out {
            OptOut::Name(name) => self.names.insert(name.as_str().to_owned()),
            OptOut::Network(network) => self.networks.insert(network.trunc()),
        };
        Ok(())
    }

    /// Is this name, or one above it, on the list?
    fn holds_name(&self, name: &RecordName) -> bool {
        let mut rest = name.as_str();
        loop {
            if self.names.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, above)) => rest = above,
                None => return false,
            }
        }
    }

    /// Is this address, or a network around it, on the list? One question for each length of a network.
    fn holds_address(&self, address: IpAddr) -> bool {
        if self.networks.is_empty() {
            return false;
        }
        let longest = IpNet::from(address).max_prefix_len();
        let around = (0..=longest).filter_map(|length| IpNet::new(address, length).ok());
        around.into_iter().any(|network| self.networks.contains(&network.trunc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_takes_as_many_as_it_says_and_then_refuses_aloud() {
        let mut list = StayAway::default();
        let network = |number: usize| {
            let bytes = u32::try_from(number).unwrap().to_be_bytes();
            OptOut::Network(IpNet::from(IpAddr::from(bytes)))
        };
        for number in 0..MOST_OPT_OUTS {
            list.add(network(number)).unwrap();
        }
        assert_eq!(list.add(network(MOST_OPT_OUTS)), Err(TooManyOptOuts));
        assert!(list.holds_address(IpAddr::from([0, 0, 0, 7])));
    }
}
