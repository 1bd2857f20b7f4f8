//! A lane: so many at one time, so many who wait, and nobody longer than a while. Whoever cannot be served in that time is
//! told at once when to come back; nobody is refused for good.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How wide a lane is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width {
    /// So many are served at one time.
    pub at_one_time: usize,
    /// So many may wait; the next is told at once to come back.
    pub most_waiting: usize,
    /// Nobody waits longer.
    pub longest_wait: Duration,
    /// When to come back.
    pub come_back_after: Duration,
}

/// A lane.
#[derive(Debug)]
pub struct Lane {
    width: Width,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// A turn: the place is free again when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _place: OwnedSemaphorePermit,
}

/// Counts somebody who waits, also when they go away while waiting.
struct Waits<'a>(&'a AtomicUsize);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Lane {
    /// A lane of this width.
    pub fn new(width: Width) -> Self {
        Self { width, places: Arc::new(Semaphore::new(width.at_one_time)), waiting: AtomicUsize::new(0) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// When to come back: at once where too many wait already, and else after the longest wait.
    pub async fn turn(&self) -> Result<Turn, Duration> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(Turn { _place: place });
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waits = Waits(&self.waiting);
        if before >= self.width.most_waiting {
            return Err(self.width.come_back_after);
        }
        let place = Arc::clone(&self.places).acquire_owned();
        match tokio::time::timeout(self.width.longest_wait, place).await {
            Ok(Ok(place)) => Ok(Turn { _place: place }),
            _ => Err(self.width.come_back_after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Width = Width {
        at_one_time: 2,
        most_waiting: 3,
        longest_wait: Duration::from_millis(80),
        come_back_after: Duration::from_secs(7),
    };

    #[tokio::test]
    async fn the_place_at_the_limit_waits_and_the_one_past_it_is_told_at_once() {
        let lane = Arc::new(Lane::new(NARROW));
        let (first, second) = (lane.turn().await.unwrap(), lane.turn().await.unwrap());
        let wait = || {
            let lane = Arc::clone(&lane);
            tokio::spawn(async move { lane.turn().await.is_ok() })
        };
        let waiting = [wait(), wait(), wait()];
        while lane.waiting.load(Ordering::Relaxed) < 3 {
            tokio::task::yield_now().await;
        }
        let began = std::time::Instant::now();
        assert_eq!(lane.turn().await.map(|_| ()), Err(NARROW.come_back_after));
        assert!(began.elapsed() < Duration::from_millis(50), "{:?}", began.elapsed());
        drop((first, second));
        for one in waiting {
            assert!(one.await.unwrap(), "whoever waited was served");
        }
        assert_eq!(lane.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_the_longest_wait_and_nobody_is_counted_twice() {
        let lane = Lane::new(NARROW);
        let held = (lane.turn().await.unwrap(), lane.turn().await.unwrap());
        assert!(lane.turn().await.is_err());
        assert_eq!(lane.waiting.load(Ordering::Relaxed), 0);
        drop(held);
        assert!(lane.turn().await.is_ok());
    }
}
