//! A message is proved from records that are held: nothing is asked because of it, and what was missing comes with a night's batch.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;
mod records_kit;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use centre::ledger::Actor;
use centre::published::LEAST_OTHERS;
use jiff::SignedDuration;
use message::Came;
use program::{Open, Scratch, ask, get, open};
use records_kit::{Names, key_record, signed};
use store::{Keys, Place, RECORD_ASKED_AGAIN, RECORD_HELD_FOR, Store};
use terms::Timestamp;
use terms::edge::Clock;
use tokio::sync::watch;
use triage::{Authentication, Checked};
use watchhouse::asking::Ask;
use watchhouse::edge::{SystemChance, SystemClock};
use watchhouse::examine::lists;
use watchhouse::examining::Examiner;
use watchhouse::held_records::HeldRecords;
use watchhouse::looking::{Looker, Promises};
use watchhouse::work::{FetchRecords, Workshop, keep_doing};
use web::ports::{Examine as _, Examinee};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(180);
const KEY: &str = "one._domainkey.royalmail.com";

/// A clock that stands still until it is moved.
struct StillClock(Mutex<Timestamp>);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A centre's examiner and its nights, with one name server in the world.
struct Centre {
    store: Store,
    clock: Arc<StillClock>,
    examiner: Examiner,
    look: Arc<Looker>,
    names: Names,
    _scratch: Scratch,
}

impl Centre {
    async fn stands(names: Names) -> Self {
        let scratch = Scratch::new();
        let chance = Arc::new(SystemChance);
        let keys = Keys::open(&scratch.0, &SystemChance).unwrap();
        let store = Store::open(Place::Folder(scratch.0.clone()), keys, chance.clone()).await.unwrap();
        let clock = Arc::new(StillClock(Mutex::new("2026-11-21T22:00:00Z".parse().unwrap())));
        let program = env!("CARGO_BIN_EXE_watchhouse").into();
        let examiner = Examiner::by(program, &["examine"], PATIENCE).holding(HeldRecords::of(store.clone()));
        let promises = Promises { store: store.clone(), wishes: Default::default() };
        let ask = Ask::Resolvers(vec![names.address]);
        let look = Looker::open(ask, None, promises, clock.clone(), chance).await.unwrap();
        Self { store, clock, examiner, look: Arc::new(look), names, _scratch: scratch }
    }

    async fn examined(&self, bytes: &[u8]) -> Authentication {
        let message =
            Examinee { bytes: bytes.to_vec(), came: Came::Saved, own: vec![], now: self.clock.now() };
        self.examiner.examine(message).await.unwrap().authentication
    }

    async fn wanted(&self) -> Vec<(String, String)> {
        let wanted = self.store.wanted_records(99).await.unwrap();
        wanted.into_iter().map(|(name, day)| (name.name, day)).collect()
    }

    /// Lets one night's batch go; what the work said.
    async fn night_passes(&self) -> String {
        let (stop, stopping) = watch::channel(false);
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let workshop = Workshop { store, clock, holder: "node-1".to_owned(), stopping };
        let before = self.store.progress().await.unwrap().first().map_or(0, |progress| progress.runs);
        let fetch = FetchRecords {
            lists: lists(),
            ask: self.look.clone(),
            chance: Arc::new(SystemChance),
            per_second: 1_000_000,
        };
        let work = tokio::spawn(keep_doing(workshop, Arc::new(fetch)));
        let done = done_after(&self.store, before).await;
        stop.send_replace(true);
        work.await.unwrap();
        done
    }

    fn later(&self, by: SignedDuration) {
        *self.clock.0.lock().unwrap() += by;
    }
}

/// Waits until the work ran once more; what it said.
async fn done_after(store: &Store, runs: u64) -> String {
    let began = Instant::now();
    loop {
        let all = store.progress().await.unwrap();
        let records = all.into_iter().find(|progress| progress.name == "records");
        if let Some(done) = records.filter(|progress| progress.runs > runs && progress.holder.is_none()) {
            assert_eq!(done.error, None);
            return done.result.unwrap_or_default();
        }
        assert!(began.elapsed() < PATIENCE, "the work runs");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn sent_by_royal_mail() -> Checked {
    Checked::SentBy { domain: "royalmail.com".to_owned() }
}

#[tokio::test]
async fn a_message_is_not_checked_at_first_and_proved_after_a_night_that_nobody_can_read_it_from() {
    let centre = Centre::stands(Names::start(&[(KEY, &key_record())])).await;
    let mail = signed("royalmail.com", "one");
    let said = centre.examined(&mail).await;
    assert_eq!(
        (said.checked, said.sentence.as_str()),
        (Checked::NotChecked, "We could not check who really sent it.")
    );
    assert_eq!(centre.wanted().await, [(KEY.to_owned(), "2026-11-21".to_owned())]);

    // Names of no list are neither asked for nor kept, whatever a message says.
    for (domain, selector) in [
        ("pay-desk.example", "one"),
        ("royalmail.com.pay-desk.example", "one"),
        ("royalmail-fee.com", "google"),
    ] {
        assert_eq!(centre.examined(&signed(domain, selector)).await.checked, Checked::NotChecked);
    }
    assert_eq!(centre.wanted().await.len(), 1);
    assert_eq!(centre.names.asked(), [""; 0], "no packet leaves because of a message");

    let told = centre.night_passes().await;
    assert!(told.ends_with("1 were wanted."), "{told}");
    let asked = centre.names.asked();
    assert_eq!(asked.iter().filter(|name| *name == KEY).count(), 1);
    let others: HashSet<&String> = asked.iter().filter(|name| *name != KEY).collect();
    assert!(others.len() >= LEAST_OTHERS, "{}", others.len());
    assert!(!asked.iter().any(|name| name.contains("pay-desk") || name.contains("royalmail-fee")));
    let keys = others.iter().filter(|name| name.contains("._domainkey.")).count();
    assert!(keys >= LEAST_OTHERS, "it is not the only key among them: {keys}");
    assert!(centre.wanted().await.is_empty());

    centre.names.forget_what_was_asked();
    let said = centre.examined(&mail).await;
    assert_eq!(
        (said.checked, said.sentence.as_str()),
        (sent_by_royal_mail(), "We checked: it was really sent by royalmail[.]com.")
    );
    let changed = String::from_utf8(mail.clone()).unwrap().replace("today", "never");
    assert_eq!(centre.examined(changed.as_bytes()).await.checked, Checked::NotChecked);
    assert_eq!(centre.names.asked(), [""; 0], "what is held is not asked for either");

    // A server that fails takes nothing back, until the answer is too old.
    centre.names.fall_ill();
    centre.later(RECORD_ASKED_AGAIN + SignedDuration::from_hours(1));
    let told = centre.night_passes().await;
    assert!(told.contains("and 0 told; 0 were wanted."), "{told}");
    assert!(centre.names.asked().iter().any(|name| name == KEY), "a held key is kept fresh");
    assert_eq!(centre.examined(&mail).await.checked, sent_by_royal_mail());
    centre.later(RECORD_HELD_FOR);
    assert_eq!(centre.examined(&mail).await.checked, Checked::NotChecked);
}

#[tokio::test]
async fn when_all_looking_is_stopped_nothing_is_asked() {
    let centre = Centre::stands(Names::start(&[])).await;
    let why = terms::PlainLine::parse("a test").unwrap();
    centre.store.stop_looking(&why, &Actor::CommandLine, centre.clock.now()).await.unwrap();
    assert_eq!(centre.night_passes().await, "All looking is stopped: nothing was asked.");
    assert_eq!(centre.names.asked(), [""; 0]);
}

/// Sends a mail to the program's own door; the page with the answer.
fn answer(house: &Open, mail: &[u8]) -> String {
    let head = "POST /api/v1/messages HTTP/1.1\r\nContent-Type: message/rfc822";
    let kept = ask(house.address, head, std::str::from_utf8(mail).unwrap()).unwrap();
    let token =
        kept.split("\"token\":\"").nth(1).unwrap_or_else(|| panic!("{kept}")).split('"').next().unwrap();
    let began = Instant::now();
    loop {
        let page = get(house.address, &format!("/real/{token}"));
        if page.contains("really sent") {
            return page;
        }
        assert!(began.elapsed() < PATIENCE, "{page}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_again_the_next_day_reads_that_it_was_really_sent() {
    let names = Names::start(&[(KEY, &key_record())]);
    let scratch = Scratch::new();
    let resolver = format!("resolver.address={}", names.address);
    let house = open(&scratch.path("data"), &["--set", &resolver, "--set", "recheck.per-second=1000"]);
    let keys = Keys::open(&scratch.path("data"), &SystemChance).unwrap();
    let place = Place::Folder(scratch.path("data"));
    let store = Store::open(place, keys, Arc::new(SystemChance)).await.unwrap();
    done_after(&store, 0).await;
    names.forget_what_was_asked();

    let mail = signed("royalmail.com", "one");
    let page = answer(&house, &mail);
    assert!(page.contains("We could not check who really sent it."), "{page}");
    assert_eq!(store.wanted_records(9).await.unwrap().len(), 1);
    assert_eq!(names.asked(), [""; 0], "no packet leaves because of a message");

    let now = SystemClock.now();
    store.hasten_work("records", &Actor::CommandLine, now).await.unwrap();
    done_after(&store, 1).await;
    assert!(names.asked().len() > LEAST_OTHERS, "{}", names.asked().len());
    let again = format!("X-Again: yes\r\n{}", String::from_utf8(mail).unwrap());
    let page = answer(&house, again.as_bytes());
    assert!(page.contains("We checked: it was really sent by royalmail[.]com."), "{page}");
    store.close().await;
    let (code, log) = house.stop();
    assert_eq!(code, 0, "{log}");
    assert!(!log.contains("royalmail"), "no log names what was asked: {log}");
}
