//! Chance that follows from the seed, a subject and a number, so that any one firm can be
//! made again without the ones before it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of draws for one subject of one firm.
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The draws for `subject` of number `index` in the city of `seed`. Subjects do not disturb
    /// each other: a draw more in one leaves every other as it was.
    pub fn of(seed: u64, subject: &str, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&index.to_le_bytes());
        for (place, byte) in key[16..].iter_mut().zip(subject.bytes()) {
            *place = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * limit as u128;
        (wide >> 64) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high + 1 - low)
    }

    /// True in `percent` of a hundred draws.
    pub fn percent(&mut self, percent: f64) -> bool {
        (self.below(1_000_000) as f64) < percent * 10_000.0
    }

    /// One of the choices, all alike.
    pub fn one<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// One of the choices by its weight.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(1_000_000_000) as f64 / 1e9 * total;
        for (choice, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return *choice;
            }
        }
        choices[choices.len() - 1].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_and_numbers_have_streams_of_their_own() {
        let first = |seed, subject, index| Draw::of(seed, subject, index).below(1_000_000);
        assert_eq!(first(1, "mail", 5), first(1, "mail", 5));
        assert_ne!(first(1, "mail", 5), first(2, "mail", 5));
        assert_ne!(first(1, "mail", 5), first(1, "web", 5));
        assert_ne!(first(1, "mail", 5), first(1, "mail", 6));
    }

    #[test]
    fn weights_come_out_as_shares() {
        let mut draw = Draw::of(1, "weights", 0);
        let rare = (0..10_000).filter(|_| draw.weighted(&[("often", 97.0), ("rare", 3.0)]) == "rare").count();
        assert!((230..370).contains(&rare), "3 % of 10,000 is about 300, not {rare}");
    }
}
