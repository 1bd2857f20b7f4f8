//! What is known of each server: how fast it answers, how it wants to be spoken to, and how often.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

/// The most questions a second to one server address, when nobody chose another number. A city of 100,000
/// names on one company's two servers takes two hours and a half at this pace.
pub const DEFAULT_A_SECOND: u32 = 100;
/// How many questions may go to a rested server at once, in fractions of a second of its pace: one half.
const BURST: u32 = 2;
/// The most servers that are remembered.
const MOST_SERVERS: usize = 100_000;
/// The most questions in flight to one server. More would overrun the buffer of its socket.
const MOST_AT_ONE: usize = 128;
/// How many silences in a row are taken as lost packets.
const FREE_SILENCES: u32 = 3;
/// How many refusals in a row are taken as the fault of one name: a name that its host does not know
/// any more is refused about as often in one look.
const FREE_REFUSALS: u32 = 24;
/// The first pause after that; each further refusal doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause between two questions to a server that refuses.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long a silent server is passed over, at first and at most.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(60);
/// How long a server's odd manners are remembered.
const MANNERS_KEPT: Duration = Duration::from_secs(900);
/// How long the first answer of an unknown server is waited for.
const FIRST_WAIT: Duration = Duration::from_millis(800);
/// The bounds of a wait for one that is known.
const WAITS: (Duration, Duration) = (Duration::from_millis(300), Duration::from_millis(1_500));

/// How a server can be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manners {
    /// EDNS and cookies.
    Full,
    /// EDNS without cookies.
    NoCookie,
    /// As in 1987.
    Plain,
}

#[derive(Debug)]
struct Known {
    /// When the next question may go, were there no burst.
    next: Instant,
    refusals: u32,
    silences: u32,
    rests_until: Instant,
    answers_in: Option<Duration>,
    manners: Manners,
    folds: bool,
    odd_since: Instant,
    cookie: Option<Box<[u8]>>,
}

/// One server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) places: Semaphore,
    known: Mutex<Known>,
    a_second: Option<NonZeroU32>,
}

impl Server {
    fn new(address: SocketAddr, a_second: Option<NonZeroU32>) -> Self {
        let now = Instant::now();
        let known = Known {
            next: now,
            refusals: 0,
            silences: 0,
            rests_until: now,
            answers_in: None,
            manners: Manners::Full,
            folds: false,
            odd_since: now,
            cookie: None,
        };
        Self { address, places: Semaphore::new(MOST_AT_ONE), known: Mutex::new(known), a_second }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time between two questions.
    fn pause(&self, known: &Known) -> Duration {
        let polite = self.a_second.map_or(Duration::ZERO, |number| Duration::from_secs(1) / number.get());
        match known.refusals.checked_sub(FREE_REFUSALS) {
            None | Some(0) => polite,
            Some(more) => polite.max((FIRST_PAUSE * (1 << more.min(10))).min(LONGEST_PAUSE)),
        }
    }

    /// Takes a turn: how long to wait until the question may go. `chance` spreads waits that would end
    /// together.
    pub(super) fn take_turn(&self, chance: u8) -> Duration {
        let now = Instant::now();
        let mut known = self.known();
        let pause = self.pause(&known);
        if pause.is_zero() {
            return Duration::ZERO;
        }
        let refused = known.refusals > FREE_REFUSALS;
        let burst = if refused { Duration::ZERO } else { Duration::from_secs(1) / BURST };
        let begin = known.next.max(now);
        known.next = begin + pause;
        let wait = begin.saturating_duration_since(now).saturating_sub(burst);
        if wait.is_zero() { wait } else { wait + pause * u32::from(chance) / u32::from(u8::MAX) }
    }

    /// How promising it is to ask this server now: the smaller the better. None while it rests.
    pub(super) fn rank(&self, chance: u8) -> Option<Duration> {
        let now = Instant::now();
        let known = self.known();
        if known.silences > FREE_SILENCES && now < known.rests_until {
            return None;
        }
        let queue = known.next.saturating_duration_since(now);
        // One that nobody knows yet gets a fair chance; some chance for all spreads the load.
        let answers = known.answers_in.unwrap_or(Duration::from_millis(20));
        Some(queue + answers.mul_f32(0.5 + f32::from(chance) / 255.0))
    }

    /// How long to wait for its answer.
    pub(super) fn patience(&self) -> Duration {
        self.known().answers_in.map_or(FIRST_WAIT, |time| (time * 4).clamp(WAITS.0, WAITS.1))
    }

    /// It answered after this time.
    pub(super) fn answered(&self, after: Duration) {
        let mut known = self.known();
        known.silences = 0;
        known.answers_in = Some(known.answers_in.map_or(after, |before| (before * 7 + after) / 8));
    }

    /// It answered in earnest.
    pub(super) fn served(&self) {
        let mut known = self.known();
        if known.refusals > FREE_REFUSALS {
            // The long pauses were for nobody: the next question need not wait for their end.
            known.next = Instant::now();
        }
        known.refusals = 0;
    }

    /// It refused, or said that it failed.
    pub(super) fn refused(&self) {
        let mut known = self.known();
        known.refusals = known.refusals.saturating_add(1);
    }

    /// Nothing came. After a few times in a row the server is passed over for a while.
    pub(super) fn silent(&self, chance: u8) {
        let mut known = self.known();
        known.silences = known.silences.saturating_add(1);
        if let Some(more) = known.silences.checked_sub(FREE_SILENCES + 1) {
            let rest = (FIRST_REST * (1 << more.min(10))).min(LONGEST_REST);
            known.rests_until = Instant::now() + rest + rest * u32::from(chance) / 1_024;
        }
        known.answers_in = Some(known.answers_in.map_or(FIRST_WAIT, |time| (time * 2).min(WAITS.1)));
    }

    /// How it can be spoken to, and whether it repeats letters as they were sent.
    pub(super) fn manners(&self) -> (Manners, bool) {
        let mut known = self.known();
        if known.odd_since.elapsed() > MANNERS_KEPT {
            (known.manners, known.folds) = (Manners::Full, false);
        }
        (known.manners, known.folds)
    }

    /// It did not understand: speak one step more simply. Returns how.
    pub(super) fn simplify(&self, from: Manners) -> Manners {
        let mut known = self.known();
        let to = if from == Manners::Full { Manners::NoCookie } else { Manners::Plain };
        known.manners = known.manners.max(to);
        known.odd_since = Instant::now();
        known.manners
    }

    /// It does not repeat the letters' case.
    pub(super) fn folds_case(&self) {
        let mut known = self.known();
        known.folds = true;
        known.odd_since = Instant::now();
    }

    /// The server's half of the cookie, as it was shown last.
    pub(super) fn cookie(&self) -> Option<Box<[u8]>> {
        self.known().cookie.clone()
    }

    pub(super) fn keep_cookie(&self, cookie: Option<Box<[u8]>>) {
        self.known().cookie = cookie;
    }
}

/// All servers that we have met.
pub(super) struct Servers {
    met: Mutex<HashMap<SocketAddr, Arc<Server>>>,
    a_second: Option<NonZeroU32>,
}

impl Servers {
    pub(super) fn new(a_second: Option<NonZeroU32>) -> Self {
        Self { met: Mutex::default(), a_second }
    }

    /// The server at an address.
    pub(super) fn at(&self, address: SocketAddr) -> Arc<Server> {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = met.get(&address) {
            return server.clone();
        }
        if met.len() >= MOST_SERVERS {
            // Whoever is being asked stays, so that no cap is forgotten while it counts.
            let now = Instant::now();
            met.retain(|_, server| Arc::strong_count(server) > 1 || server.known().next > now);
        }
        let server = Arc::new(Server::new(address, self.a_second));
        met.insert(address, server.clone());
        server
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(a_second: u32) -> Server {
        Server::new("192.0.2.1:53".parse().unwrap(), NonZeroU32::new(a_second))
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_goes_at_once_and_the_rest_in_turn() {
        let server = server(100);
        let waits: Vec<Duration> = (0..150).map(|_| server.take_turn(0)).collect();
        assert!(waits[..=50].iter().all(Duration::is_zero));
        assert_eq!(waits[51], Duration::from_millis(10));
        assert_eq!(waits[149], Duration::from_millis(990));
        assert_eq!(super::tests::server(0).take_turn(255), Duration::ZERO, "no cap, no wait");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_refuses_is_asked_ever_more_seldom_until_it_serves() {
        let server = server(0);
        for _ in 0..FREE_REFUSALS {
            server.refused();
        }
        assert_eq!((server.take_turn(0), server.take_turn(0)), (Duration::ZERO, Duration::ZERO));
        let mut before = Duration::ZERO;
        for _ in 0..12 {
            server.refused();
            let pause = server.pause(&server.known());
            assert!(pause >= before && pause <= LONGEST_PAUSE);
            before = pause;
        }
        assert_eq!(before, LONGEST_PAUSE);
        server.served();
        assert!(server.pause(&server.known()).is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_server_is_passed_over_for_a_while() {
        let server = server(0);
        for _ in 0..FREE_SILENCES {
            server.silent(0);
        }
        assert!(server.rank(0).is_some(), "a few lost packets are chance");
        server.silent(0);
        assert!(server.rank(0).is_none());
        tokio::time::advance(FIRST_REST).await;
        assert!(server.rank(0).is_some());
        for _ in 0..20 {
            server.silent(0);
        }
        tokio::time::advance(LONGEST_REST).await;
        assert!(server.rank(0).is_some(), "but never for good");
        server.answered(Duration::from_millis(5));
        server.silent(0);
        assert!(server.rank(0).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn odd_manners_are_forgotten_after_a_while() {
        let server = server(0);
        assert_eq!(server.simplify(Manners::Full), Manners::NoCookie);
        assert_eq!(server.simplify(Manners::NoCookie), Manners::Plain);
        server.folds_case();
        assert_eq!(server.manners(), (Manners::Plain, true));
        tokio::time::advance(MANNERS_KEPT + Duration::from_millis(1)).await;
        assert_eq!(server.manners(), (Manners::Full, false));
    }

    #[tokio::test(start_paused = true)]
    async fn the_memory_for_servers_has_a_limit() {
        let servers = Servers::new(None);
        for number in 0..=u32::try_from(MOST_SERVERS).unwrap() {
            servers.at(SocketAddr::new(std::net::Ipv4Addr::from(number).into(), 53));
        }
        assert!(servers.met.lock().unwrap().len() <= MOST_SERVERS);
    }
}
