//! Politeness: one look at an address at a time, with pauses, and not too often, for everybody together.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::hosts::Refusal;

/// The most addresses whose count is remembered. A city of a million firms has fewer hosts.
pub const MOST_ADDRESSES: usize = 200_000;
/// How long places are not swept again after a sweep that made no room.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How often, and how many at a time, for each address (of IPv6: each network of 64 bits) and across everybody who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The pause between two connections to one address.
    pub between: Duration,
    /// How long an approach waits for its turn at an address before it gives up for now.
    pub patience: Duration,
    /// The most connections to one address within an hour.
    pub most_an_hour: u32,
    /// The most connections to one address within a day.
    pub most_a_day: u32,
    /// The most approaches at a time, all addresses together.
    pub most_at_once: usize,
}

impl Default for Pace {
    /// One connection a second, 600 an hour, 2,400 a day: at three connections a firm, 800 firms on one shared
    /// host in a day.
    fn default() -> Self {
        Self {
            between: Duration::from_secs(1),
            patience: Duration::from_secs(30),
            most_an_hour: 600,
            most_a_day: 2_400,
            most_at_once: 256,
        }
    }
}

/// All addresses that were dialled of late.
pub(super) struct Places {
    pace: Pace,
    at_once: Arc<Semaphore>,
    known: Mutex<Known>,
}

struct Known {
    places: HashMap<IpAddr, Arc<Place>>,
    swept: Option<Instant>,
}

/// One address.
struct Place {
    door: Arc<Semaphore>,
    count: Mutex<Count>,
}

/// How often an address was dialled, in windows that begin with their first dial.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    last: Option<Instant>,
    hour: Option<(Instant, u32)>,
    day: Option<(Instant, u32)>,
    rests_until: Option<Instant>,
}

/// A turn at an address: as long as it is held, nobody else looks there.
pub(crate) struct Turn {
    place: Arc<Place>,
    pace: Pace,
    _door: OwnedSemaphorePermit,
    _one_of_all: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            at_once: Arc::new(Semaphore::new(pace.most_at_once)),
            known: Mutex::new(Known { places: HashMap::new(), swept: None }),
        }
    }

    /// Waits for a turn at an address. Whoever came first is first.
    ///
    /// # Errors
    /// [`Refusal::Often`] where the wait is longer than patience, or the address has been looked at enough.
    pub(super) async fn turn(&self, address: IpAddr) -> Result<Turn, Refusal> {
        let until = Instant::now() + self.pace.patience;
        let place = self.place(address).ok_or(Refusal::Often)?;
        place.has_room(&self.pace, Instant::now())?;
        // First the address, then one of all: those who wait for a slow host keep nobody else waiting.
        let door = timeout_at(until, place.door.clone().acquire_owned()).await;
        let Ok(Ok(door)) = door else { return Err(Refusal::Often) };
        let one_of_all = timeout_at(until, self.at_once.clone().acquire_owned()).await;
        let Ok(Ok(one_of_all)) = one_of_all else { return Err(Refusal::Often) };
        Ok(Turn { place, pace: self.pace, _door: door, _one_of_all: one_of_all })
    }

    fn place(&self, address: IpAddr) -> Option<Arc<Place>> {
        let address = household(address);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known.places.get(&address) {
            return Some(place.clone());
        }
        if known.places.len() >= MOST_ADDRESSES {
            known.sweep(Instant::now());
        }
        if known.places.len() >= MOST_ADDRESSES {
            return None;
        }
        let place = Arc::new(Place { door: Arc::new(Semaphore::new(1)), count: Mutex::default() });
        known.places.insert(address, place.clone());
        Some(place)
    }
}

/// The first address of those that one machine has to itself. Of IPv6 a machine gets a whole network of 64 bits
/// (RFC 6177), so that each of its addresses alone says nothing of how often it is looked at.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(whole) => IpAddr::from((u128::from(whole) >> 64 << 64).to_be_bytes()),
    }
}

impl Known {
    /// Forgets addresses whose day is over. Where that makes no room, the newcomer is refused rather than
    /// somebody's count forgotten.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|swept| now < swept + BETWEEN_SWEEPS) {
            return;
        }
        self.swept = Some(now);
        self.places.retain(|_, place| {
            let count = *place.count();
            let day = count.day.is_some_and(|(began, _)| now < began + DAY);
            let rests = count.rests_until.is_some_and(|until| now < until);
            day || rests || Arc::strong_count(place) > 1
        });
    }
}

impl Place {
    fn count(&self) -> std::sync::MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_room(&self, pace: &Pace, now: Instant) -> Result<(), Refusal> {
        let count = *self.count();
        let full = |window: Option<(Instant, u32)>, length, most| {
            window.is_some_and(|(began, dials)| now < began + length && dials >= most)
        };
        let rests = count.rests_until.is_some_and(|until| now < until);
        if rests || full(count.hour, HOUR, pace.most_an_hour) || full(count.day, DAY, pace.most_a_day) {
            return Err(Refusal::Often);
        }
        Ok(())
    }
}

impl Turn {
    /// Waits out the pause since the last connection, and counts this one.
    ///
    /// # Errors
    /// [`Refusal::Often`] when the address has been looked at enough.
    pub(super) async fn pause(&self) -> Result<(), Refusal> {
        let now = Instant::now();
        self.place.has_room(&self.pace, now)?;
        // The moment is taken before the wait, so that two connections of one look cannot take the same.
        let moment = {
            let mut count = self.place.count();
            let moment = count.last.map_or(now, |last| now.max(last + self.pace.between));
            count.last = Some(moment);
            count.hour = Some(one_more(count.hour, HOUR, now));
            count.day = Some(one_more(count.day, DAY, now));
            moment
        };
        sleep_until(moment).await;
        Ok(())
    }

    /// Lets the address rest, as its host asked (`Retry-After`).
    pub(crate) fn rest(&self, time: Duration) {
        self.place.count().rests_until = Some(Instant::now() + time.min(DAY));
    }
}

fn one_more(window: Option<(Instant, u32)>, length: Duration, now: Instant) -> (Instant, u32) {
    match window {
        Some((began, dials)) if now < began + length => (began, dials.saturating_add(1)),
        _ => (now, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::from((0x0b00_0000 + number).to_be_bytes())
    }

    #[tokio::test(start_paused = true)]
    async fn two_connections_to_one_address_are_a_second_apart() {
        let places = Places::new(Pace::default());
        let began = Instant::now();
        let turn = places.turn(address(1)).await.unwrap();
        for _ in 0..5 {
            turn.pause().await.unwrap();
        }
        assert_eq!(began.elapsed().as_secs(), 4);
        drop(turn);
        places.turn(address(1)).await.unwrap().pause().await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 5, "the next look waits as well");
        places.turn(address(2)).await.unwrap().pause().await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 5, "another address does not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn one_look_at_a_time_and_patience_ends() {
        let places = Places::new(Pace::default());
        let held = places.turn(address(1)).await.unwrap();
        let began = Instant::now();
        assert_eq!(places.turn(address(1)).await.err(), Some(Refusal::Often));
        assert_eq!(began.elapsed(), Pace::default().patience);
        drop(held);
        assert!(places.turn(address(1)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_budgets_of_an_hour_and_a_day_hold_across_everybody() {
        let pace = Pace { between: Duration::ZERO, most_an_hour: 3, most_a_day: 4, ..Pace::default() };
        let places = Places::new(pace);
        let dial = async || places.turn(address(1)).await?.pause().await;
        for _ in 0..3 {
            dial().await.unwrap();
        }
        assert_eq!(dial().await, Err(Refusal::Often), "the fourth within the hour");
        tokio::time::advance(HOUR).await;
        dial().await.unwrap();
        assert_eq!(dial().await, Err(Refusal::Often), "the fifth within the day");
        tokio::time::advance(DAY).await;
        dial().await.unwrap();
        assert!(places.turn(address(2)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_addresses_of_one_ipv6_network_share_a_budget() {
        let places = Places::new(Pace { between: Duration::ZERO, most_an_hour: 2, ..Pace::default() });
        let dial = async |text: &str| places.turn(text.parse().unwrap()).await?.pause().await;
        dial("2a00:0:0:1::1").await.unwrap();
        dial("2a00:0:0:1:ffff::2").await.unwrap();
        assert_eq!(dial("2a00:0:0:1::3").await, Err(Refusal::Often));
        dial("2a00:0:0:2::1").await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_rest_gets_it() {
        let places = Places::new(Pace::default());
        places.turn(address(1)).await.unwrap().rest(Duration::from_secs(120));
        assert_eq!(places.turn(address(1)).await.err(), Some(Refusal::Often));
        tokio::time::advance(Duration::from_secs(120)).await;
        assert!(places.turn(address(1)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_looks_are_held_at_once() {
        let places = Places::new(Pace { most_at_once: 2, ..Pace::default() });
        let one = places.turn(address(1)).await.unwrap();
        let _two = places.turn(address(2)).await.unwrap();
        assert_eq!(places.turn(address(3)).await.err(), Some(Refusal::Often));
        drop(one);
        assert!(places.turn(address(3)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn when_no_more_addresses_fit_newcomers_are_refused_until_a_day_is_over() {
        let places = Places::new(Pace::default());
        let most = u32::try_from(MOST_ADDRESSES).unwrap();
        for number in 0..most {
            places.turn(address(number)).await.unwrap().pause().await.unwrap();
        }
        assert_eq!(places.turn(address(most)).await.err(), Some(Refusal::Often));
        assert!(places.turn(address(0)).await.is_ok(), "one that is known is still served");
        tokio::time::advance(DAY).await;
        assert!(places.turn(address(most)).await.is_ok());
    }
}
