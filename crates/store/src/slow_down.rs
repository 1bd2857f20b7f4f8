//! Limits that slow and never silence (the generic cell rate algorithm).
//!
//! Kept in memory, not in a table: a table would make every request a synced write, which is itself a way to
//! bring a centre down. The price: a restart forgets, and each node counts for itself. Both only make the limit milder.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use terms::Timestamp;

use crate::Store;
use crate::moment::later;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// So much time for each.
    pub every: SignedDuration,
    /// So many at once are fine.
    pub burst: u32,
    /// Nobody waits longer than this, however many come.
    pub longest_wait: SignedDuration,
}

/// How long to wait before going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay(pub SignedDuration);

impl Delay {
    /// Whether there is nothing to wait for.
    pub fn is_none(self) -> bool {
        self.0 <= SignedDuration::ZERO
    }
}

/// Keys held at one time; when there are more, those whose wait is over are forgotten first, and then all.
const MOST_KEYS: usize = 100_000;

/// For each key the moment at which it is empty again.
pub(crate) type Buckets = Mutex<HashMap<[u8; 16], Timestamp>>;

impl Store {
    /// Whether there is a turn for this key now. Where there is none, how long until there is; asking does not make it
    /// longer, so that whoever goes on trying has as many turns as whoever waits.
    pub fn turn(&self, key: &str, rule: Rule, now: Timestamp) -> Delay {
        let mut buckets = self.0.slow_down.lock().unwrap_or_else(PoisonError::into_inner);
        let short = self.short(key);
        if !buckets.contains_key(&short) {
            make_room(&mut buckets, now);
        }
        let (delay, empty_at) = next_turn(buckets.get(&short).copied(), rule, now);
        if delay.is_none() {
            buckets.insert(short, empty_at);
        }
        delay
    }

    fn short(&self, key: &str) -> [u8; 16] {
        let hash = self.0.keys.hash("slow down", key);
        let mut short = [0; 16];
        short.copy_from_slice(&hash[..16]);
        short
    }

    /// How long a request with this key must wait. The key may be an address of the net or of a person: only a
    /// keyed hash of it is held, in memory.
    pub fn slow_down(&self, key: &str, rule: Rule, now: Timestamp) -> Delay {
        let short = self.short(key);
        let mut buckets = self.0.slow_down.lock().unwrap_or_else(PoisonError::into_inner);
        if !buckets.contains_key(&short) {
            make_room(&mut buckets, now);
        }
        let (delay, empty_at) = next_turn(buckets.get(&short).copied(), rule, now);
        buckets.insert(short, empty_at);
        delay
    }
}

/// Makes room for one more key when there are [`MOST_KEYS`].
fn make_room(buckets: &mut HashMap<[u8; 16], Timestamp>, now: Timestamp) {
    if buckets.len() >= MOST_KEYS {
        buckets.retain(|_, empty_at| *empty_at > now);
    }
    if buckets.len() >= MOST_KEYS {
        // Forgetting makes the limit milder for a moment; growing without end would stop the centre.
        buckets.clear();
    }
}

/// The wait of one more request, and when the bucket is empty again. A bucket never fills beyond the
/// longest wait, so that whoever floods it does not lock out whoever comes after.
fn next_turn(empty_at: Option<Timestamp>, rule: Rule, now: Timestamp) -> (Delay, Timestamp) {
    let burst = rule.every.saturating_mul(i32::try_from(rule.burst).unwrap_or(i32::MAX));
    let fullest = later(now, burst.saturating_add(rule.longest_wait));
    let empty_at = later(empty_at.unwrap_or(now).max(now), rule.every).min(fullest);
    let wait = empty_at.duration_since(now).saturating_sub(burst);
    (Delay(wait.clamp(SignedDuration::ZERO, rule.longest_wait)), empty_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(delay: Delay) -> i64 {
        delay.0.as_secs()
    }

    #[test]
    fn a_burst_is_fine_then_each_waits_and_none_waits_for_ever() {
        let rule = Rule {
            every: SignedDuration::from_secs(2),
            burst: 3,
            longest_wait: SignedDuration::from_secs(5),
        };
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let mut empty_at = None;
        let mut waits = Vec::new();
        for _ in 0..8 {
            let (delay, next) = next_turn(empty_at, rule, now);
            empty_at = Some(next);
            waits.push(seconds(delay));
        }
        assert_eq!(waits, [0, 0, 0, 2, 4, 5, 5, 5]);
        let later_on = later(now, SignedDuration::from_secs(11));
        assert!(next_turn(empty_at, rule, later_on).0.is_none());
    }

    #[test]
    fn a_flood_of_keys_is_forgotten_before_it_fills_the_memory() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let waiting = later(now, SignedDuration::from_secs(5));
        let key = |n: usize| (n as u128).to_be_bytes();
        let mut buckets: HashMap<_, _> = (0..MOST_KEYS - 1).map(|n| (key(n), waiting)).collect();
        make_room(&mut buckets, now);
        assert_eq!(buckets.len(), MOST_KEYS - 1, "one more fits");
        buckets.insert(key(MOST_KEYS), now);
        make_room(&mut buckets, now);
        assert_eq!(buckets.len(), MOST_KEYS - 1, "the one whose wait is over went");
        buckets.insert(key(MOST_KEYS), waiting);
        make_room(&mut buckets, now);
        assert!(buckets.is_empty());
    }

    #[test]
    fn a_clock_that_jumps_back_locks_nobody_out() {
        let rule = Rule {
            every: SignedDuration::from_secs(2),
            burst: 1,
            longest_wait: SignedDuration::from_secs(5),
        };
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let (_, empty_at) = next_turn(None, rule, now);
        let earlier = Timestamp::from_second(1_700_000_000).unwrap();
        assert!(seconds(next_turn(Some(empty_at), rule, earlier).0) <= 5);
    }
}
