//! Chance by the handful: one draw from the system serves the ids and waits of many questions.

use std::sync::{Arc, Mutex, PoisonError};

use terms::edge::Chance;

/// How much is drawn at once.
const HANDFUL: usize = 1_024;
/// What is larger than this is a secret, and is drawn by itself.
const LARGEST: usize = 8;

/// Hands out small draws from a larger one. No byte is handed out twice, nor kept once it is.
pub(super) struct Handful {
    chance: Arc<dyn Chance>,
    left: Mutex<Left>,
}

struct Left {
    bytes: [u8; HANDFUL],
    used: usize,
}

impl Handful {
    /// A hand that is still empty.
    pub(super) fn of(chance: Arc<dyn Chance>) -> Arc<dyn Chance> {
        Arc::new(Self { chance, left: Mutex::new(Left { bytes: [0; HANDFUL], used: HANDFUL }) })
    }
}

impl Chance for Handful {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() > LARGEST {
            return self.chance.fill(bytes);
        }
        // A thread that panicked here left bytes that were handed out or not; none is handed out again.
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.used + bytes.len() > HANDFUL {
            self.chance.fill(&mut left.bytes);
            left.used = 0;
        }
        let from = left.used;
        left.used += bytes.len();
        let Left { bytes: handful, used } = &mut *left;
        if let Some(drawn) = handful.get_mut(from..*used) {
            bytes.copy_from_slice(drawn);
            drawn.fill(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

    use terms::edge::random;

    use super::*;

    /// Counts upwards, and how often it was asked.
    #[derive(Default)]
    struct Counting {
        next: AtomicU8,
        draws: AtomicUsize,
    }

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            self.draws.fetch_add(1, Ordering::Relaxed);
            bytes.fill_with(|| self.next.fetch_add(1, Ordering::Relaxed));
        }
    }

    #[test]
    fn small_draws_share_one_and_no_byte_comes_twice() {
        let counting = Arc::new(Counting::default());
        let hand = Handful::of(counting.clone());
        for round in 0..HANDFUL / 2 {
            let first = u8::try_from(round * 2 % 256).unwrap();
            assert_eq!(random::<2>(&*hand), [first, first.wrapping_add(1)]);
        }
        assert_eq!(counting.draws.load(Ordering::Relaxed), 1);
        assert_eq!(random::<LARGEST>(&*hand), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(counting.draws.load(Ordering::Relaxed), 2);
        random::<{ LARGEST + 1 }>(&*hand);
        assert_eq!(counting.draws.load(Ordering::Relaxed), 3, "a secret is drawn by itself");
    }
}
