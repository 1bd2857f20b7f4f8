//! A house for tests: a real store in a scratch folder, London, a clock that stands still until
//! it is moved, chance from a seed, and people who walk in and out with browsers.
//!
//! ```ignore
//! let house = House::open().await;
//! let mut browser = house.sign_in_as(Role::Manager).await;
//! let page = browser.get("/staff").await;
//! let page = browser.submit(&page, "Add", &[("name", "Ada Example")]).await;
//! assert!(page.text().contains("Ada Example"));
//! ```
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on, and none uses all of the kit"
)]

mod browser;
mod engine;
mod looks;
mod packs;
mod page;
mod people;
mod reports;
mod world;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use axum::Router;
use centre::first_hour::Guide;
use centre::region::Region;
use jiff::{SignedDuration, Timestamp};
use store::{Keys, Letter, Place, Store};
use web::{App, Facts};

pub use browser::Browser;
pub use engine::{BREAKS, MadeUpEngine};
pub use looks::{a_beginner, over, pastes_the_rule};
pub use page::{Form, SeenPage};
pub use people::Firm;
pub use world::{FixtureLook, ListedProvider, SeededChance, StillClock};

/// The address under which the house of the tests stands.
pub const ORIGIN: &str = "http://localhost:8080";
/// The moment at which every story begins: a Saturday in November.
pub const BEGINNING: &str = "2026-11-21T10:00:00Z";

/// A centre with everything in it.
pub struct House {
    /// What the handlers reach.
    pub app: Arc<App>,
    /// The clock, to move it.
    pub clock: Arc<StillClock>,
    /// What domains answer.
    pub look: Arc<FixtureLook>,
    /// What the sign-on provider answers.
    pub provider: Arc<ListedProvider>,
    router: Router,
    folder: PathBuf,
    browsers: AtomicU32,
    pub(crate) names: AtomicU32,
}

impl House {
    /// Opens a house on SQLite in a scratch folder.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// Opens a demonstration.
    pub async fn open_demonstration() -> Self {
        Self::open_with(|facts| facts.demonstration = true).await
    }

    /// Opens a house whose facts are changed first.
    pub async fn open_with(change: impl FnOnce(&mut Facts)) -> Self {
        let folder = scratch_folder();
        Self::build(Place::Folder(folder.clone()), folder, change).await
    }

    /// Opens a house on another database; keys lie in a scratch folder.
    pub async fn open_on(place: Place) -> Self {
        Self::build(place, scratch_folder(), |_| {}).await
    }

    async fn build(place: Place, folder: PathBuf, change: impl FnOnce(&mut Facts)) -> Self {
        let chance = Arc::new(SeededChance::new(7));
        let clock = Arc::new(StillClock::at(BEGINNING.parse().unwrap()));
        let look = Arc::new(FixtureLook::new(clock.clone()));
        let provider = Arc::new(ListedProvider::default());
        let keys = Keys::open(&folder, &*chance).unwrap();
        let store = Store::open(place, keys, chance.clone()).await.unwrap();
        store.keep_days_by(london().time_zone.clone());
        let mut facts = facts();
        change(&mut facts);
        store.end_letters_with(web::letter_closing(&facts.origin));
        let app = Arc::new(App {
            store,
            region: london(),
            guide: web::GuideShelf::new(guide()),
            board: Default::default(),
            desk: web::casework::Rules::of(&london()).unwrap(),
            facts,
            clock: clock.clone(),
            chance,
            look: look.clone(),
            proofs: look.clone(),
            lookalikes: look.clone(),
            searches: Default::default(),
            inert: Arc::new(world::InThisProcess),
            examine: Arc::new(engine::MadeUpEngine),
            provider: provider.clone(),
            looks: web::pages::check::looks::Looks::default(),
            counter: Default::default(),
            stage: None,
            readiness: Arc::new(world::AllIsWell),
        });
        let router = web::routes::site(app.clone()).open();
        Self {
            app,
            clock,
            look,
            provider,
            router,
            folder,
            browsers: AtomicU32::new(1),
            names: AtomicU32::new(1),
        }
    }

    /// The moment it is in the house.
    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// Lets time pass.
    pub fn wait(&self, by: SignedDuration) {
        self.clock.wait(by);
    }

    /// A browser of somebody who is not signed in, with a network address of its own.
    pub fn visitor(&self) -> Browser {
        let number = self.browsers.fetch_add(1, Ordering::Relaxed);
        Browser::new(self.router.clone(), self.app.facts.origin.clone(), number)
    }

    /// A browser in the same house that walks through other doors than the site's own.
    pub fn browser_of(&self, router: Router) -> Browser {
        let number = self.browsers.fetch_add(1, Ordering::Relaxed);
        Browser::new(router, self.app.facts.origin.clone(), number)
    }

    /// Breaks the database on purpose: from now on this statement has been run on it.
    pub async fn sabotage(&self, statement: &'static str) {
        let url = format!("sqlite://{}", self.folder.join("watchhouse.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query(statement).execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// The data folder, to look at what lies on the disk.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// The newest letters, the newest first.
    pub async fn letters(&self) -> Vec<Letter> {
        self.app.store.letters(None, None, None, 100).await.unwrap()
    }

    /// The newest letter to this address.
    pub async fn letter_to(&self, address: &str) -> Letter {
        let letters = self.app.store.letters(Some(address), None, None, 1).await.unwrap();
        letters.into_iter().next().unwrap_or_else(|| panic!("no letter to {address}"))
    }

    /// The sequence of the newest entry of the ledger: a request that changed nothing leaves it as it was.
    pub async fn newest_entry(&self) -> u64 {
        self.app.store.ledger_lines(None, 1).await.unwrap().first().map_or(0, |line| line.sequence)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Facts as the settings would give them.
pub fn facts() -> Facts {
    Facts {
        centre_name: "London Watchhouse".to_owned(),
        origin: ORIGIN.to_owned(),
        demonstration: false,
        staff_idle: SignedDuration::from_mins(30),
        member_idle: SignedDuration::from_hours(24),
        session_at_most: SignedDuration::from_hours(24 * 7),
        sign_on: None,
        behind_proxy: false,
        introduction: web::Introduction {
            agent: format!("Watchhouse (+{ORIGIN}/looking)"),
            addresses: vec!["192.0.2.200".to_owned()],
        },
        version: "0.0.0-test",
    }
}

/// London as it is shipped; read once for all tests of a program.
pub fn london() -> Arc<Region> {
    static LONDON: std::sync::OnceLock<Arc<Region>> = std::sync::OnceLock::new();
    Arc::clone(LONDON.get_or_init(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regions/london");
        let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name() != "README.md")
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, std::fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        Arc::new(Region::read(&files).unwrap())
    }))
}

/// Help now as it is shipped; read once for all tests of a program.
pub fn guide() -> Arc<Guide> {
    static GUIDE: std::sync::OnceLock<Arc<Guide>> = std::sync::OnceLock::new();
    Arc::clone(GUIDE.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let text = |name: String| (name.clone(), std::fs::read_to_string(root.join(name)).unwrap());
        let mut files = vec![text("problems.toml".to_owned()), text("reclaim.toml".to_owned())];
        for entry in std::fs::read_dir(root.join("playbooks")).unwrap() {
            files.push(text(format!("playbooks/{}", entry.unwrap().file_name().into_string().unwrap())));
        }
        Arc::new(Guide::read(&files).unwrap())
    }))
}

fn scratch_folder() -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("watchhouse-web-{}-{count}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
