//! Reports that stand open: somebody has shown the words, and need not say them for each click. In memory, for half an hour
//! after the last look; the browser holds a random secret that has nothing to do with the words.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use terms::{ReportId, Timestamp};

/// A report that nobody looked at for so long is shut.
pub const IDLE_MINUTES: i64 = 30;
/// The most reports that stand open at one time; the one that was not looked at longest is shut for a new one.
pub const MOST_OPEN: usize = 10_000;

/// A report that stands open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenReport {
    /// Which.
    pub report: ReportId,
}

/// Reports that stand open, by the hash of a secret.
#[derive(Debug, Default)]
pub struct OpenReports(Mutex<HashMap<[u8; 32], (OpenReport, Timestamp)>>);

fn hash(secret: &str) -> [u8; 32] {
    Sha256::new_with_prefix(b"watchhouse open report 1\0").chain_update(secret).finalize().into()
}

fn is_over(seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(seen) >= SignedDuration::from_mins(IDLE_MINUTES)
}

impl OpenReports {
    /// Opens a report for whoever has this secret.
    pub fn open(&self, secret: &str, report: OpenReport, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_OPEN {
            all.retain(|_, (_, seen)| !is_over(*seen, now));
        }
        if all.len() >= MOST_OPEN
            && let Some(oldest) = all.iter().min_by_key(|(_, (_, seen))| *seen).map(|(key, _)| *key)
        {
            all.remove(&oldest);
        }
        all.insert(hash(secret), (report, now));
    }

    /// The report that this secret opens; it stands open for another while.
    pub fn of(&self, secret: &str, now: Timestamp) -> Option<OpenReport> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = hash(secret);
        let (report, seen) = all.get_mut(&key)?;
        if is_over(*seen, now) {
            all.remove(&key);
            return None;
        }
        *seen = now;
        Some(*report)
    }

    /// Shuts it.
    pub fn shut(&self, secret: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(secret));
    }

    /// Shuts a report wherever it stands open.
    pub fn shut_all_of(&self, report: ReportId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (open, _)| open.report != report);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(number: u128) -> OpenReport {
        OpenReport { report: ReportId(format!("{number:032x}").parse().unwrap()) }
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + 60 * minutes).unwrap()
    }

    #[test]
    fn it_stands_open_while_it_is_looked_at_and_half_an_hour_longer() {
        let open = OpenReports::default();
        open.open("secret", report(1), at(0));
        assert_eq!(open.of("other", at(1)), None);
        assert_eq!(open.of("secret", at(IDLE_MINUTES - 1)), Some(report(1)));
        assert_eq!(open.of("secret", at(2 * IDLE_MINUTES - 2)), Some(report(1)));
        assert_eq!(open.of("secret", at(3 * IDLE_MINUTES - 2)), None);
        assert_eq!(open.of("secret", at(3 * IDLE_MINUTES - 2)), None, "and stays shut");
        open.open("secret", report(1), at(0));
        open.shut("secret");
        assert_eq!(open.of("secret", at(1)), None);
        open.open("one", report(1), at(0));
        open.open("two", report(1), at(0));
        open.shut_all_of(report(1).report);
        assert_eq!((open.of("one", at(1)), open.of("two", at(1))), (None, None));
    }

    #[test]
    fn so_many_stand_open_and_one_more_shuts_the_oldest() {
        let open = OpenReports::default();
        for number in 0..MOST_OPEN {
            open.open(&number.to_string(), report(number as u128), at(if number == 7 { 0 } else { 1 }));
        }
        assert!(open.of("8", at(2)).is_some());
        open.open("one more", report(99), at(2));
        assert_eq!(open.of("7", at(2)), None);
        assert!(open.of("one more", at(2)).is_some() && open.of("0", at(2)).is_some());
    }
}
