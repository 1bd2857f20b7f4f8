//! Limits that slow and never silence (the generic cell rate algorithm).
//!
//! Kept in memory, not in a table: a table would make every request a synced write, which is itself a way to
//! bring a centre down. The price: a restart forgets, and each node counts for itself. Both only make the limit milder.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::SignedDuration;
use terms::Timestamp;

use crate::Store;

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

pub(crate) type Buckets = Mutex<HashMap<[u8; 16], Timestamp>>;

impl Store {
    /// How long a request with this key must wait. The key may be an address of the net or of a person: only a
    /// keyed hash of it is held, in memory.
    pub fn slow_down(&self, key: &str, rule: Rule, now: Timestamp) -> Delay {
        unimplemented!()
    }
}
