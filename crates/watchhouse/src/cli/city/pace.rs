//! Not more names in a second than were wished for.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Spreads beginnings evenly.
pub(super) struct Pace {
    between: Option<Duration>,
    next: Instant,
}

impl Pace {
    /// So many in a second; none for no limit.
    pub(super) fn of(rate: Option<u32>) -> Self {
        Self { between: rate.map(|rate| Duration::from_secs(1) / rate.max(1)), next: Instant::now() }
    }

    /// Waits for the next turn.
    pub(super) async fn turn(&mut self) {
        let Some(between) = self.between else { return };
        sleep_until(self.next).await;
        // What was not used is not saved up: a pause of the machine is not followed by a flood.
        self.next = self.next.max(Instant::now() - between) + between;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ten_at_a_hundred_a_second_take_a_tenth_of_a_second() {
        let began = Instant::now();
        let mut pace = Pace::of(Some(100));
        for _ in 0..11 {
            pace.turn().await;
        }
        assert!(began.elapsed() >= Duration::from_millis(95), "{:?}", began.elapsed());
        let began = Instant::now();
        let mut free = Pace::of(None);
        for _ in 0..10_000 {
            free.turn().await;
        }
        assert!(began.elapsed() < Duration::from_millis(95));
    }
}
