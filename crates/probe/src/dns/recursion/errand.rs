//! What one question may cost, all the questions that it leads to included.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::dns::asker::QUESTION_DEADLINE;
use crate::dns::name::Name;

/// The most packets that one question may cause, the search for name servers included. A tidy name needs
/// one to ten; a zone that leads us astray (NXNSAttack, CVE-2020-8616) cannot make us send more than this.
pub const MOST_PACKETS: u32 = 64;
/// What a stream costs, in packets.
pub(super) const STREAM_COST: u32 = 8;
/// The most signatures that are checked for one question (CVE-2023-50387). A deep name in sealed zones needs
/// about twenty.
pub(super) const MOST_CHECKS: u32 = 96;
/// How deep the search for a name server's address may lead to the search for another's.
pub(super) const MOST_DEPTH: usize = 4;
/// The longest that one question may take, with the time that politeness made it wait.
pub(super) const LONGEST_ERRAND: Duration = Duration::from_secs(90);

/// The purse of one question. The time that it waits for its turn at a server is not counted.
#[derive(Debug)]
pub(super) struct Errand {
    packets: AtomicU32,
    checks: AtomicU32,
    deadline: Mutex<Instant>,
    searches: Mutex<Vec<Name>>,
    last: Instant,
}

impl Errand {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            packets: AtomicU32::new(MOST_PACKETS),
            checks: AtomicU32::new(MOST_CHECKS),
            deadline: Mutex::new(now + QUESTION_DEADLINE),
            searches: Mutex::default(),
            last: now + LONGEST_ERRAND,
        }
    }

    /// Pays for packets. False when the purse is empty.
    pub(super) fn pay(&self, packets: u32) -> bool {
        take(&self.packets, packets)
    }

    /// Pays for the check of a signature.
    pub(super) fn pay_check(&self) -> bool {
        take(&self.checks, 1)
    }

    /// When the question ends, whatever came.
    pub(super) fn deadline(&self) -> Instant {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.deadline()
    }

    /// Puts the deadline off by a wait that was none of the name's fault.
    pub(super) fn put_off(&self, waited: Duration) {
        let mut deadline = self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        *deadline = (*deadline + waited).min(self.last);
    }

    /// Waits for what somebody else is learning already: whoever learns it has a deadline, and may have to wait for
    /// a turn.
    pub(super) async fn shared<T>(&self, found: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let found = found.await;
        self.put_off(began.elapsed());
        found
    }

    /// Begins the search for the address of this server, until what is handed back is dropped. None where it
    /// would be one search too deep, or leads to a search that is going on already.
    pub(super) fn search(&self, server: &Name) -> Option<Search<'_>> {
        let mut searches = self.searches.lock().unwrap_or_else(PoisonError::into_inner);
        if searches.len() >= MOST_DEPTH || searches.contains(server) {
            return None;
        }
        searches.push(server.clone());
        Some(Search(self))
    }

    /// Is it the search for the address of a name server?
    pub(super) fn is_deep(&self) -> bool {
        !self.searches.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// A search for the address of a server.
pub(super) struct Search<'a>(&'a Errand);

impl Drop for Search<'_> {
    fn drop(&mut self) {
        // Searches of one question end in the order in which they nest.
        self.0.searches.lock().unwrap_or_else(PoisonError::into_inner).pop();
    }
}

fn take(purse: &AtomicU32, amount: u32) -> bool {
    let taken = purse.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(amount));
    taken.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_purse_holds_what_it_says_and_not_one_more() {
        let errand = Errand::new();
        assert!((0..MOST_PACKETS).all(|_| errand.pay(1)));
        assert!(!errand.pay(1));
        assert!((0..MOST_CHECKS).all(|_| errand.pay_check()));
        assert!(!errand.pay_check());
        let server = |number: usize| Name::read(&[1, b'a' + number as u8, 0]).unwrap();
        let searches: Vec<_> = (0..MOST_DEPTH).map(|number| errand.search(&server(number))).collect();
        assert!(searches.iter().all(Option::is_some) && errand.search(&server(MOST_DEPTH)).is_none());
        drop(searches);
        assert!(!errand.is_deep());
        let _search = errand.search(&server(0)).unwrap();
        assert!(errand.search(&server(0)).is_none(), "a search that leads to itself");
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_for_a_turn_is_not_counted_but_has_an_end() {
        let errand = Errand::new();
        tokio::time::advance(QUESTION_DEADLINE).await;
        assert!(errand.is_over());
        errand.put_off(QUESTION_DEADLINE);
        assert!(!errand.is_over());
        errand.put_off(LONGEST_ERRAND * 2);
        tokio::time::advance(LONGEST_ERRAND - QUESTION_DEADLINE).await;
        assert!(errand.is_over());
    }
}
