//! A scout for measuring: no pauses, a clock that stands still, chance that is always the same.

use std::sync::Arc;
use std::time::Duration;

use probe::gate::Pace;
use probe::{Gate, Introduction, Roots, Scout};
use terms::edge::{Chance, Clock};
use terms::{DomainName, EmailAddress, Timestamp};

struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}
impl Chance for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// No pauses.
pub fn quick() -> Pace {
    Pace { between: Duration::ZERO, ..Pace::default() }
}

/// A scout behind a gate.
pub fn scout(gate: Gate) -> Scout {
    let introduction = Introduction {
        agent: "Watchhouse (+https://centre.example/)".into(),
        host: DomainName::parse("centre.example").unwrap(),
        mailbox: EmailAddress::parse("a@centre.example").unwrap(),
    };
    Scout::open(gate, Roots::mozilla(), introduction, Arc::new(Still), Arc::new(Still))
}
