//! The machine's clock and chance: the only places where the program asks for either.
//!
//! Everything else is given them as arguments ([`terms::edge`]), so that tests and the
//! demonstration can hold them still.

use std::sync::Mutex;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use terms::Timestamp;
use terms::edge::{Chance, Clock};

/// The clock of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the program's edge: the clock is read here and handed on"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Random bytes of this machine's operating system.
#[derive(Debug, Clone, Copy)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[allow(
        clippy::disallowed_methods,
        clippy::panic,
        reason = "this is the program's edge; a machine that gives no random bytes must not make keys from fewer"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}

/// Bytes that follow from a seed: the same demonstration every time. Never for a real centre.
#[derive(Debug)]
pub struct SeededChance(Mutex<ChaCha20Rng>);

impl SeededChance {
    /// Bytes that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        // A thread that panicked while it held the lock left the generator whole: bytes were drawn or not.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::edge::random;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_the_machine_never_does() {
        assert_eq!(random::<16>(&SeededChance::new(7)), random::<16>(&SeededChance::new(7)));
        assert_ne!(random::<16>(&SeededChance::new(7)), random::<16>(&SeededChance::new(8)));
        assert_ne!(random::<16>(&SystemChance), random::<16>(&SystemChance));
    }
}
