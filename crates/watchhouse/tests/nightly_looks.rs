//! The nightly work looks as close as consent allows and its turn wants, and leaves alone whoever asked for it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use centre::consent::{Capacity, StayAway, Way};
use centre::ledger::Actor;
use checkup::{Answer, Answers, Approach, Level, Observation, Outcome, Question, Record};
use jiff::SignedDuration;
use program::Scratch;
use store::{
    Asset, Keys, NewAuthority, NewContact, NewLetter, NewMember, NewWish, Place, SizeBand, Store, Tier,
    WishWay,
};
use terms::edge::Clock;
use terms::{DomainName, EmailAddress, PlainLine, Timestamp};
use tokio::sync::watch;
use watchhouse::edge::SystemChance;
use watchhouse::work::{Recheck, Workshop, keep_doing};
use web::ports::{AskForProof, Later, Look, LookAtDomain};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);

/// A clock that stands still until it is moved.
struct StillClock(Mutex<Timestamp>);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Remembers how close each look went; its DNS has one text at one name.
struct World {
    clock: Arc<StillClock>,
    looked: Mutex<Vec<Level>>,
    text: Mutex<Option<(String, String)>>,
}

impl LookAtDomain for World {
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look> {
        Box::pin(async move {
            self.looked.lock().unwrap().push(level);
            let answers = Answers::new();
            let judgement = checkup::judge(domain, &answers, level, self.clock.now());
            Look { answers, judgement }
        })
    }
}

impl AskForProof for World {
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer> {
        Box::pin(async move {
            let text = self.text.lock().unwrap().clone();
            let here = text.filter(|(name, _)| name == question.name.as_str());
            Answer {
                question: question.clone(),
                outcome: if here.is_some() { Outcome::Records } else { Outcome::NoSuchName },
                records: here.into_iter().map(|(_, text)| Record::Txt(text)).collect(),
                aliases: vec![],
                signatures: vec![],
                cut: false,
                sealed: false,
                recursive: true,
                asked_at: self.clock.now(),
                server: "192.0.2.53:53".to_owned(),
                milliseconds: 1,
            }
        })
    }

    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        panic!("the nightly work dials nobody by itself: {approach}")
    }

    fn reads_files(&self) -> bool {
        false
    }
}

struct Night {
    store: Store,
    clock: Arc<StillClock>,
    world: Arc<World>,
    asset: Asset,
    _scratch: Scratch,
}

impl Night {
    async fn falls() -> Self {
        let scratch = Scratch::new();
        let keys = Keys::open(&scratch.0, &SystemChance).unwrap();
        let store =
            Store::open(Place::Folder(scratch.0.clone()), keys, Arc::new(SystemChance)).await.unwrap();
        let clock = Arc::new(StillClock(Mutex::new("2026-11-21T22:00:00Z".parse().unwrap())));
        let email = EmailAddress::parse("anna@home.example").unwrap();
        let new = NewMember {
            once: "once".to_owned(),
            name: PlainLine::parse("Anna's Bakery").unwrap(),
            postcode: "E1 6AN".parse().unwrap(),
            borough: "E09000030".to_owned(),
            sector: "I".to_owned(),
            size: SizeBand::Micro,
            tier: Tier::Core,
            domain: "bakery.example".parse().ok(),
            undertakings: "2026-11".to_owned(),
            source: "test".to_owned(),
            contact: NewContact {
                name: PlainLine::parse("Anna").unwrap(),
                email: email.clone(),
                phone: None,
            },
        };
        let letter = |_: &store::Joined| NewLetter {
            recipient: email.clone(),
            confirmed: false,
            organisation: None,
            subject: "s".to_owned(),
            text: "t".to_owned(),
            cause: "test".to_owned(),
        };
        let joined = store.join(&new, &Actor::Visitor, clock.now(), letter).await.unwrap();
        store.confirm(&joined.link.unwrap(), &Actor::Visitor, clock.now()).await.unwrap();
        let asset = store.assets_of(joined.organisation).await.unwrap().remove(0);
        let world =
            Arc::new(World { clock: clock.clone(), looked: Mutex::default(), text: Mutex::default() });
        Self { store, clock, world, asset, _scratch: scratch }
    }

    /// Lets the work run once at this moment; what it said.
    async fn passes(&self) -> String {
        let (stop, stopping) = watch::channel(false);
        let workshop = Workshop {
            store: self.store.clone(),
            clock: self.clock.clone(),
            holder: "node-1".to_owned(),
            stopping,
        };
        // Its place in the night follows from its id; a wish makes it due at this moment.
        self.store.wish_check(self.asset.id, &Actor::CommandLine, self.clock.now()).await.unwrap();
        let before = self.store.progress().await.unwrap().first().map_or(0, |progress| progress.runs);
        let recheck = Recheck {
            look: self.world.clone(),
            proofs: self.world.clone(),
            chance: Arc::new(SystemChance),
            per_second: 1_000,
            visits_per_second: 1_000,
        };
        let work = tokio::spawn(keep_doing(workshop, Arc::new(recheck)));
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let progress = self.store.progress().await.unwrap().into_iter().next();
                if let Some(done) =
                    progress.filter(|progress| progress.runs > before && progress.holder.is_none())
                {
                    return done;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let done = waited.await.expect("the work runs");
        stop.send_replace(true);
        work.await.unwrap();
        assert_eq!(done.error, None);
        done.result.unwrap_or_default()
    }

    fn days_pass(&self, days: i64) {
        *self.clock.0.lock().unwrap() += SignedDuration::from_hours(24 * days);
    }

    fn looked(&self) -> Vec<Level> {
        self.world.looked.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn records_each_night_and_a_visit_each_week() {
    let night = Night::falls().await;
    assert_eq!(night.passes().await, "1 domains were looked at; 0 had changed.");
    for _ in 0..7 {
        night.days_pass(1);
        night.passes().await;
    }
    use Level::{Records, Visitor};
    assert_eq!(night.looked(), [Visitor, Records, Records, Records, Records, Records, Records, Visitor]);
}

#[tokio::test]
async fn whoever_asked_for_it_is_left_alone_at_night_too() {
    let night = Night::falls().await;
    let wish = NewWish {
        place: StayAway::Name(night.asset.domain.clone()),
        way: WishWay::Staff,
        asked_by: PlainLine::parse("Anna, by telephone").unwrap(),
        reason: None,
    };
    night.store.keep_away(&wish, &Actor::CommandLine, night.clock.now()).await.unwrap();
    assert_eq!(night.passes().await, "0 domains were looked at; 0 had changed. 1 were left alone.");
    night.days_pass(30);
    assert_eq!(night.passes().await, "0 domains were looked at; 0 had changed. 1 were left alone.");
    assert_eq!(night.looked(), []);
}

#[tokio::test]
async fn with_a_yes_the_weekly_look_is_a_closer_one_while_the_line_is_there() {
    let night = Night::falls().await;
    let (store, by, asset) = (&night.store, Actor::CommandLine, &night.asset);
    let line = store.proof_token(asset, Way::Records).line();
    *night.world.text.lock().unwrap() = Some(("_watchhouse-check.bakery.example".to_owned(), line));
    store.ask_proof(asset.id, Way::Records, &by, night.clock.now()).await.unwrap();
    store.mark_proof(asset.id, Way::Records, true, &by, night.clock.now()).await.unwrap();
    let yes = NewAuthority {
        signer: PlainLine::parse("Anna Baker").unwrap(),
        capacity: Capacity::Owner,
        words: "2026-11",
        days: 90,
    };
    store.sign_authority(asset.id, &yes, &by, night.clock.now()).await.unwrap();
    night.passes().await;
    night.days_pass(7);
    night.passes().await;
    // A week later the line is gone: the old proof is looked for, not found, and counts no more.
    night.days_pass(7);
    *night.world.text.lock().unwrap() = None;
    night.passes().await;
    use Level::{Consented, Visitor};
    assert_eq!(night.looked(), [Consented, Consented, Visitor]);
    assert_eq!(store.asset(asset.id).await.unwrap().unwrap().proved_at, None);
}
