//! The open centre: what is started in which order, and how it is closed.
//!
//! Opening: city, data folder, address, records, the demonstration's city and name server, work,
//! pages. An address that is taken is so told before anything is written. Closing: no new requests,
//! those that are there finish, work stops at its next step, the ledger's head is signed, the
//! records are closed.

mod addresses;
mod invented;
mod letters;
mod staffing;
mod told;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use probe::gate::Pace;
use probe::{Gate, Roots, Scout};
use store::Store;
use terms::edge::{Chance, Clock, random};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::casework::Rules;
use web::stage::StageSet;
use web::telling::Writer;
use web::{App, Facts, SignOn};

use self::addresses::{asked, listen, show_figures, taken};
use self::invented::{Set, make_city, make_reports};
use self::letters::{LettersIn, letters_in};
use self::staffing::{name_letters, of_the_desk, reconcilers, stop_from_the_start};
pub use self::told::Told;
use crate::held_records::HeldRecords;
use crate::looking::{Looker, Promises};
use crate::opening::{hold, of_store, open};
use crate::ready::Readings;
use crate::settings::Settings;
use crate::trouble::Trouble;
use crate::work::{self, Workshop};

/// How long requests and work may take to end when the centre closes.
const CLOSING: Duration = Duration::from_secs(10);

/// What makes this centre a demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Demonstration {
    /// How many members the city has.
    pub members: u64,
    /// What the city follows from.
    pub seed: u64,
    /// Where its name server answers.
    pub names: SocketAddr,
}

/// An open centre.
pub struct House {
    store: Store,
    clock: Arc<dyn Clock>,
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    tasks: JoinSet<()>,
    work: JoinSet<()>,
    stop: watch::Sender<bool>,
    demonstration: Option<Demonstration>,
    set: Option<Set>,
    letters: Option<(SocketAddr, String)>,
    _held: std::fs::File,
}

impl House {
    /// Opens a centre; nothing is served yet.
    ///
    /// # Errors
    /// When something that it needs is missing or taken; each says what to do.
    pub async fn open(
        settings: Settings,
        demonstration: Option<Demonstration>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, Trouble> {
        let region = Arc::new(crate::region::read(settings.region_folder.as_deref())?);
        let guide = Arc::new(crate::guidance::read()?);
        let listener = listen(settings.listen).await?;
        let address = listener.local_addr().map_err(|error| taken("web.listen", settings.listen, error))?;
        let desk = Rules::of(&region).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            Trouble::new(
                format!("the desk's clocks have faults: {}", faults.join("; ")),
                "Mend them and start again.",
            )
        })?;
        let mut tasks = JoinSet::new();
        show_figures(&settings, &mut tasks).await?;
        let held = hold(&settings.data_folder)?;
        let set = match demonstration {
            Some(city) => {
                make_city(&settings, &region, city, clock.as_ref(), chance.as_ref()).await?;
                Some(Set::start(city, &clock).await?)
            }
            None => None,
        };
        let store = open(&settings, Arc::clone(&chance)).await?;
        name_letters(&store, &settings, clock.as_ref()).await?;
        let gate = set.as_ref().map_or_else(|| Gate::internet(Pace::default()), Set::gate);
        let promises = Promises { store: store.clone(), wishes: gate.wishes().clone() };
        let ask = asked(&settings, set.as_ref().map(|set| &set.names)).minding(gate.wishes());
        let scout = match &set {
            Some(set) => set.scout(&settings, address.port(), &clock, &chance),
            None => settings.scouting(address.port()).map(|introduction| {
                Scout::open(gate, Roots::mozilla(), introduction, Arc::clone(&clock), Arc::clone(&chance))
            }),
        };
        let look = Looker::open(ask, scout, promises, Arc::clone(&clock), Arc::clone(&chance)).await?;
        let look = Arc::new(look);
        let readings = Arc::new(Readings {
            store: store.clone(),
            clock: Arc::clone(&clock),
            backups: settings.backups(),
            backup_max_age: settings.backup_max_age,
            started: clock.now(),
        });
        tasks.spawn(Arc::clone(&readings).watch_backups());
        let (stop, stopping) = watch::channel(false);
        let workshop = Workshop {
            store: store.clone(),
            clock: Arc::clone(&clock),
            holder: format!("{:016x}", u64::from_le_bytes(random(chance.as_ref()))),
            stopping,
        };
        let mut work = JoinSet::new();
        let facts = facts(&settings, address, demonstration.is_some());
        store.end_letters_with(web::letter_closing(&facts.origin));
        let writer = Writer { origin: facts.origin.clone(), centre: facts.centre_name.clone() };
        let bodies = match demonstration {
            Some(city) => crate::demo::bodies::bodies(city.seed),
            None => crate::region::public_bodies(&region),
        };
        let all = reconcilers(
            &settings,
            demonstration.is_some(),
            (&region, &desk),
            look.clone(),
            &chance,
            writer,
            bodies,
        );
        for reconciler in all {
            stop_from_the_start(&store, &settings, reconciler.name(), clock.as_ref()).await?;
            work.spawn(work::keep_doing(workshop.clone(), reconciler));
        }
        store.keep_days_by(region.time_zone.clone());
        let app = Arc::new(App {
            store: store.clone(),
            region,
            guide: web::GuideShelf::new(guide),
            board: Default::default(),
            desk,
            facts,
            clock: Arc::clone(&clock),
            chance,
            look: look.clone(),
            proofs: look.clone(),
            lookalikes: look,
            searches: Default::default(),
            inert: Arc::new(crate::painting::Painter::default()),
            examine: Arc::new(crate::examining::Examiner::default().holding(HeldRecords::of(store.clone()))),
            provider: Arc::new(crate::sign_on::Carrier::to(
                settings.single_sign_on_issuer.as_deref(),
                &settings.single_sign_on_hosts,
            )),
            looks: Default::default(),
            counter: Default::default(),
            stage: set.as_ref().map(|set| Arc::clone(&set.stage) as Arc<dyn StageSet>),
            readiness: readings,
        });
        web::board::refresh(&app).await.map_err(|problem| {
            Trouble::new(format!("the board cannot be read: {}", problem.title), "Look at the database.")
        })?;
        tasks.spawn(keep_board(Arc::clone(&app)));
        let LettersIn { work: take_letters, open_at: letters } =
            letters_in(&settings, demonstration.is_some(), &app, &mut tasks).await?;
        let take_letters: Arc<dyn work::Reconciler> = Arc::new(take_letters);
        for reconciler in of_the_desk(&app).into_iter().chain([take_letters]) {
            stop_from_the_start(&store, &settings, reconciler.name(), clock.as_ref()).await?;
            work.spawn(work::keep_doing(workshop.clone(), reconciler));
        }
        if let Some(city) = demonstration {
            tasks.spawn(make_reports(settings.clone(), city.seed, Arc::clone(&app)));
        }
        tracing::info!(listen = %address, version = env!("CARGO_PKG_VERSION"), "the centre is open");
        Ok(Self {
            store,
            clock,
            listener,
            address,
            app,
            tasks,
            work,
            stop,
            demonstration,
            set,
            letters,
            _held: held,
        })
    }

    /// Receives so many invented reports of one wave, in a demonstration.
    ///
    /// # Errors
    /// When the records fail.
    pub async fn receive_wave(&self, many: u32) -> Result<(), Trouble> {
        if self.demonstration.is_none() {
            return Ok(());
        }
        crate::demo::wave::receive_wave(&self.app, many).await
    }

    /// Where the pages are.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where letters that somebody doubts are taken in, and to which address; none where the centre has no listener.
    pub fn letters(&self) -> Option<&(SocketAddr, String)> {
        self.letters.as_ref()
    }

    /// The address that people type: pages believe only forms that were sent from there.
    pub fn origin(&self) -> &str {
        &self.app.facts.origin
    }

    /// What whoever started the centre should know now.
    ///
    /// # Errors
    /// When the records do not answer.
    pub async fn welcome(&self) -> Result<Vec<String>, Trouble> {
        let mut lines = Vec::new();
        if let (Some(city), Some(set)) = (&self.demonstration, &self.set) {
            lines.push("This is a demonstration: everybody and everything in it is invented.".to_owned());
            lines.push(format!(
                "Its city follows from seed {}; its names are at {} (DNS).",
                city.seed,
                set.names.address()
            ));
            if let Some((at, to)) = &self.letters {
                lines.push(format!("Letters to {to} are taken at {at} (SMTP)."));
            }
        } else if !self.store.has_a_manager().await.map_err(of_store)? {
            lines.push(
                "Nobody can sign in yet. Open the address above to set the centre up, or type:".to_owned(),
            );
            lines.push("  watchhouse user add you@your.domain --role manager".to_owned());
        }
        Ok(lines)
    }

    /// Serves until `told` comes, then closes in order.
    ///
    /// # Errors
    /// When the ledger's head could not be signed at the end.
    pub async fn serve_until(
        mut self,
        told: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Trouble> {
        let router = web::routes::site(self.app).open();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let mut stopping = self.stop.subscribe();
        let server = axum::serve(self.listener, service).with_graceful_shutdown(async move {
            let _gone = stopping.wait_for(|stop| *stop).await;
        });
        let mut server = tokio::spawn(server.into_future());
        tokio::select! {
            () = told => {}
            // The server ends by itself only when its socket fails; closing in order comes next.
            _ = &mut server => tracing::error!("the pages' socket failed"),
        }
        tracing::info!("the centre closes");
        self.stop.send_replace(true);
        let ended = tokio::time::timeout(CLOSING, async {
            if !server.is_finished() {
                let _ended = (&mut server).await;
            }
            while self.work.join_next().await.is_some() {}
        });
        if ended.await.is_err() {
            tracing::warn!("some requests or work did not end in time and are cut off");
            server.abort();
            self.work.shutdown().await;
        }
        self.tasks.shutdown().await;
        let signed = self.store.checkpoint(self.clock.now()).await;
        self.store.close().await;
        let signed = signed.map_err(of_store)?;
        tracing::info!(sequence = signed.head.sequence, "the centre is closed");
        Ok(())
    }
}

/// How often each node reads what the desk decided on another.
const BOARD_AGE: Duration = Duration::from_secs(20);

/// Keeps what pages read from memory up to date: playbooks, surge mode, advice, how long answers take.
async fn keep_board(app: Arc<App>) {
    loop {
        tokio::time::sleep(BOARD_AGE).await;
        if let Err(problem) = web::board::refresh(&app).await {
            tracing::warn!(reason = problem.title, "the board could not be brought up to date");
        }
    }
}

fn facts(settings: &Settings, address: SocketAddr, demonstration: bool) -> Facts {
    Facts {
        centre_name: settings.centre_name.clone(),
        origin: settings.origin(address.port()),
        demonstration,
        staff_idle: signed(settings.session_staff_idle),
        member_idle: signed(settings.session_member_idle),
        session_at_most: signed(settings.session_longest),
        sign_on: settings.single_sign_on().map(|sign_on| SignOn {
            name: settings.single_sign_on_name.clone(),
            issuer: sign_on.issuer,
            client_id: sign_on.client,
            client_secret: sign_on.secret.reveal().to_owned(),
            always_two_factors: sign_on.always_two_factors,
        }),
        behind_proxy: settings.behind_proxy,
        introduction: settings.introduction(address.port()),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// A length from the settings, which are far below the largest.
fn signed(length: Duration) -> SignedDuration {
    SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX)
}
