//! Where the stories happen: a store on each database, chance from a seed, and a clock that the story moves.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use centre::ledger::{Actor, Verdict};
use sha2::{Digest, Sha256};
use store::{Joined, Keys, NewContact, NewLetter, NewMember, Place, Secret, SizeBand, Store, Tier};
use terms::edge::Chance;
use terms::{EmailAddress, OrganisationId, PersonId, PlainLine, Postcode, Timestamp};

use crate::postgres;

/// Chance that gives the same bytes each time.
pub struct SeededChance(AtomicU64);

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest(count.to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// One store in a place of its own.
pub struct World {
    pub store: Store,
    pub folder: PathBuf,
    pub place: Place,
    pub name: &'static str,
}

/// A moment of the story: so many seconds after it began.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

pub fn chance(seed: u64) -> Arc<dyn Chance> {
    Arc::new(SeededChance(AtomicU64::new(seed << 32)))
}

pub fn scratch(name: &str) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("watchhouse-story-{name}-{}-{count}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl World {
    pub async fn new(name: &'static str, place: Place, folder: PathBuf) -> Self {
        let keys = Keys::open(&folder, &*chance(7)).unwrap();
        let store = Store::open(place.clone(), keys, chance(1)).await.unwrap();
        Self { store, folder, place, name }
    }

    pub async fn sqlite() -> Self {
        let folder = scratch("sqlite");
        Self::new("SQLite", Place::Folder(folder.clone()), folder).await
    }

    pub async fn postgres() -> Self {
        let folder = scratch("postgres");
        Self::new("PostgreSQL", Place::Postgres(postgres::new_database().await), folder).await
    }

    /// The ledger must be whole after every story, and the words must find what is there and nothing else.
    pub async fn end(self) {
        for (rows, what) in [
            (STALE_WORDS, "words stand where the organisation does"),
            (STALE_BEGINNINGS, "every beginning is that of a word"),
            (MISSING_BEGINNINGS, "every word is found by how it begins"),
        ] {
            assert_eq!(self.count(rows).await, 0, "{}: {what}", self.name);
        }
        let verdict = self.store.verify_ledger().await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { .. }), "{}: {verdict:?}", self.name);
        self.store.close().await;
        let _ = std::fs::remove_dir_all(&self.folder);
    }

    /// Asks to join; returns what it made and the letter's text.
    pub async fn join(&self, name: &str, once: &str, seconds: i64) -> Joined {
        let new = new_member(name, once);
        self.store
            .join(&new, &Actor::Visitor, at(seconds), |joined| {
                let link = joined.link.as_ref().map_or("", Secret::reveal);
                letter(&new.contact.email.to_string(), &format!("Follow /join/{link}"))
            })
            .await
            .unwrap()
    }

    /// A member that has confirmed.
    pub async fn member(&self, name: &str, seconds: i64) -> (OrganisationId, PersonId) {
        let joined = self.join(name, name, seconds).await;
        let link = joined.link.unwrap();
        self.store.confirm(&link, &Actor::Visitor, at(seconds + 60)).await.unwrap();
        (joined.organisation, joined.person)
    }

    /// A count straight from a table, to see what the store itself would not show.
    pub async fn count(&self, table: &'static str) -> i64 {
        let text = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        match &self.place {
            Place::Folder(folder) => {
                let url = format!("sqlite://{}?mode=ro", folder.join("watchhouse.db").display());
                let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
                sqlx::query_scalar(text).fetch_one(&pool).await.unwrap()
            }
            Place::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url).await.unwrap();
                sqlx::query_scalar(text).fetch_one(&pool).await.unwrap()
            }
        }
    }
}

impl World {
    /// The same world, for a task of its own.
    pub fn same(&self) -> Self {
        Self {
            store: self.store.clone(),
            folder: self.folder.clone(),
            place: self.place.clone(),
            name: self.name,
        }
    }

    /// Changes a table behind the store's back.
    pub async fn set(&self, statement: &'static str) {
        match &self.place {
            Place::Folder(folder) => {
                let url = format!("sqlite://{}", folder.join("watchhouse.db").display());
                let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
                sqlx::query(statement).execute(&pool).await.unwrap();
                pool.close().await;
            }
            Place::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url).await.unwrap();
                sqlx::query(statement).execute(&pool).await.unwrap();
                pool.close().await;
            }
        }
    }
}

macro_rules! derived {
    () => {
        "select distinct substr(w.word, 1, n.letters) as beginning, w.standing, w.name_sort, w.organisation
         from organisation_words w cross join (select 1 as letters union all select 2 union all select 3
         union all select 4 union all select 5 union all select 6) n"
    };
}
macro_rules! kept {
    () => {
        "select beginning, standing, name_sort, organisation from organisation_beginnings"
    };
}
const STALE_WORDS: &str = "organisation_words w left join organisations o on o.id = w.organisation
     where o.id is null or o.standing <> w.standing or o.name_sort <> w.name_sort";
const STALE_BEGINNINGS: &str = concat!("(", kept!(), " except ", derived!(), ") x");
const MISSING_BEGINNINGS: &str = concat!("(", derived!(), " except ", kept!(), ") x");

/// Tells one story on SQLite, then the same on PostgreSQL.
pub async fn on_both<F: Future<Output = ()>>(story: impl Fn(World) -> F) {
    story(World::sqlite().await).await;
    story(World::postgres().await).await;
}

pub fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn letter(to: &str, text: &str) -> NewLetter {
    NewLetter {
        recipient: email(to),
        confirmed: false,
        organisation: None,
        subject: "From your centre".into(),
        text: text.into(),
        cause: "story".into(),
    }
}

pub fn new_member(name: &str, once: &str) -> NewMember {
    let mailbox: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    NewMember {
        once: once.into(),
        name: line(name),
        postcode: Postcode::parse("SE1 9GF").unwrap(),
        borough: "E09000028".into(),
        sector: "56".into(),
        size: SizeBand::Micro,
        tier: Tier::Core,
        domain: terms::DomainName::parse(&format!("{mailbox}.example.com")).ok(),
        undertakings: "1".into(),
        source: "website".into(),
        contact: NewContact {
            name: line("Anna Baker"),
            email: email(&format!("anna@{mailbox}.example.com")),
            phone: None,
        },
    }
}
