//! What only the edge of the program has, and every room is given: the time and chance.
//!
//! Tests and the demonstration pass a fixed clock and a seeded chance, so that the same
//! story always has the same end.

use jiff::Timestamp;

/// Tells the time. The program's edge reads the machine's clock; tests hold it still.
pub trait Clock: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes. The program's edge asks the operating system; tests and the
/// demonstration draw from a seed.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// Random bytes of a fixed length, for ids, tokens and keys.
pub fn random<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut bytes = [0; N];
    chance.fill(&mut bytes);
    bytes
}
