//! Things learned that are kept for a while, and learned once where many want them at the same time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// How long a search for a name server's address waits for somebody else who learns the same thing. Two
/// searches that wait for each other come free after this.
const SHARED_WAIT: Duration = Duration::from_millis(500);

/// A bounded set of things by key, each with the moment until which it is kept.
pub(super) struct Shelf<K, V> {
    places: Mutex<HashMap<K, Place<V>>>,
    most: usize,
}

enum Place<V> {
    Known(V, Instant),
    Underway(watch::Receiver<()>),
}

/// What a look at the shelf came to.
pub(super) enum Found<'a, K: Eq + Hash + Clone, V> {
    /// It is there.
    Known(V),
    /// It is not there, and whoever asks is the one to learn it.
    Ours(Learning<'a, K, V>),
    /// Somebody else is about to learn it and takes too long.
    Busy,
}

impl<K: Eq + Hash + Clone, V: Clone> Shelf<K, V> {
    /// A shelf for so many things.
    pub(super) fn of(most: usize) -> Self {
        Self { places: Mutex::default(), most }
    }

    /// What is kept under a key.
    pub(super) fn get(&self, key: &K) -> Option<V> {
        match self.lock().get(key) {
            Some(Place::Known(value, until)) if Instant::now() < *until => Some(value.clone()),
            _ => None,
        }
    }

    /// Keeps a thing for a while. When the shelf is full, what is stale goes first, then half of the rest.
    pub(super) fn put(&self, key: K, value: V, time: Duration) {
        let mut places = self.lock();
        if places.len() >= self.most && !places.contains_key(&key) {
            make_room(&mut places, self.most);
        }
        places.insert(key, Place::Known(value, Instant::now() + time));
    }

    /// What is kept under a key, or the task to learn it. Waits for whoever is learning it already; with
    /// `briefly`, not for long.
    pub(super) async fn find(&self, key: &K, briefly: bool) -> Found<'_, K, V> {
        loop {
            let mut underway = {
                let mut places = self.lock();
                match places.get(key) {
                    Some(Place::Known(value, until)) if Instant::now() < *until => {
                        return Found::Known(value.clone());
                    }
                    Some(Place::Underway(receiver)) => receiver.clone(),
                    _ => {
                        if places.len() >= self.most {
                            make_room(&mut places, self.most);
                        }
                        let (sender, receiver) = watch::channel(());
                        places.insert(key.clone(), Place::Underway(receiver));
                        return Found::Ours(Learning {
                            shelf: self,
                            key: key.clone(),
                            _sender: sender,
                            done: false,
                        });
                    }
                }
            };
            // Nothing is ever sent: the channel closes when the other has learned it, or has given up.
            if briefly {
                if timeout(SHARED_WAIT, underway.changed()).await.is_err() {
                    return Found::Busy;
                }
            } else {
                underway.changed().await.ok();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Place<V>>> {
        // Nothing in here panics half-way.
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room<K: Eq + Hash, V>(places: &mut HashMap<K, Place<V>>, most: usize) {
    let now = Instant::now();
    places.retain(|_, place| !matches!(place, Place::Known(_, until) if *until <= now));
    if places.len() >= most {
        let mut kept = 0;
        places.retain(|_, place| {
            kept += 1;
            kept % 2 == 0 || matches!(place, Place::Underway(_))
        });
    }
}

/// The task to learn something. Dropped without an end, the next who asks gets it.
pub(super) struct Learning<'a, K: Eq + Hash + Clone, V> {
    shelf: &'a Shelf<K, V>,
    key: K,
    _sender: watch::Sender<()>,
    done: bool,
}

impl<K: Eq + Hash + Clone, V> Learning<'_, K, V> {
    /// It was learned, and is kept for a while.
    pub(super) fn learned(mut self, value: V, time: Duration) {
        self.done = true;
        let mut places = self.shelf.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.insert(self.key.clone(), Place::Known(value, Instant::now() + time));
    }
}

impl<K: Eq + Hash + Clone, V> Drop for Learning<'_, K, V> {
    fn drop(&mut self) {
        if !self.done {
            let mut places = self.shelf.places.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(places.get(&self.key), Some(Place::Underway(_))) {
                places.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_thing_is_kept_for_its_time() {
        let shelf = Shelf::of(10);
        shelf.put("a", 1, Duration::from_secs(5));
        tokio::time::advance(Duration::from_millis(4_999)).await;
        assert_eq!(shelf.get(&"a"), Some(1));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(shelf.get(&"a"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_shelf_stays_within_its_limit() {
        let shelf = Shelf::of(100);
        for i in 0..100 {
            shelf.put(i, i, Duration::from_secs(60));
        }
        assert_eq!(shelf.lock().len(), 100);
        shelf.put(100, 100, Duration::from_secs(60));
        assert_eq!(shelf.get(&100), Some(100));
        assert!(shelf.lock().len() <= 100);
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_want_it_wait_for_the_one_who_learns_it() {
        let shelf: Arc<Shelf<&str, i32>> = Arc::new(Shelf::of(10));
        let Found::Ours(learning) = shelf.find(&"a", false).await else { panic!("nobody else asked") };
        let waiting = tokio::spawn({
            let shelf = shelf.clone();
            async move { matches!(shelf.find(&"a", false).await, Found::Known(7)) }
        });
        assert!(matches!(shelf.find(&"a", true).await, Found::Busy), "a search does not wait for ever");
        learning.learned(7, Duration::from_secs(1));
        assert!(waiting.await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_is_given_up_goes_to_the_next() {
        let shelf: Shelf<&str, i32> = Shelf::of(10);
        let Found::Ours(learning) = shelf.find(&"a", false).await else { panic!("nobody else asked") };
        drop(learning);
        assert!(matches!(shelf.find(&"a", false).await, Found::Ours(_)));
    }
}
