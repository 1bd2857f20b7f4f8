//! The open centre: what is started in which order, and how it is closed.
//!
//! Opening: city, data folder, address, records, the demonstration's city and name server, work,
//! pages. An address that is taken is so told before anything is written. Closing: no new requests,
//! those that are there finish, work stops at its next step, the ledger's head is signed, the
//! records are closed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use centre::ledger::Actor;
use centre::region::Region;
use jiff::SignedDuration;
use probe::mail::MailServer;
use store::Store;
use terms::edge::{Chance, Clock, random};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::{App, Facts, SignOn};

use crate::demo::city;
use crate::demo::name_server::NameServer;
use crate::demo::zones::Names;
use crate::edge::SeededChance;
use crate::figures;
use crate::looking::Looker;
use crate::opening::{hold, of_store, open, open_drawing_from};
use crate::ready::Readings;
use crate::settings::{Resolver, Settings};
use crate::trouble::Trouble;
use crate::work::{
    self, BackUp, Expire, ExpireUnconfirmed, Outbox, Post, Recheck, Reconciler, SignHeads, Workshop,
};

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
    name_server: Option<NameServer>,
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
        let listener = listen(settings.listen).await?;
        let address = listener.local_addr().map_err(|error| taken("web.listen", settings.listen, error))?;
        let mut tasks = JoinSet::new();
        show_figures(&settings, &mut tasks).await?;
        let held = hold(&settings.data_folder)?;
        let name_server = match demonstration {
            Some(city) => {
                make_city(&settings, &region, city, clock.as_ref(), chance.as_ref()).await?;
                Some(start_names(Arc::new(Names::new(city.seed)), city.names).await?)
            }
            None => None,
        };
        let store = open(&settings, Arc::clone(&chance)).await?;
        name_letters(&store, &settings, clock.as_ref()).await?;
        let resolvers = resolvers(&settings, name_server.as_ref());
        let look = Arc::new(Looker::open(&resolvers, Arc::clone(&clock), Arc::clone(&chance)).await?);
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
        for reconciler in reconcilers(&settings, demonstration.is_some(), &region, look.clone(), &chance) {
            stop_from_the_start(&store, &settings, reconciler.name(), clock.as_ref()).await?;
            work.spawn(work::keep_doing(workshop.clone(), reconciler));
        }
        let app = Arc::new(App {
            store: store.clone(),
            region,
            facts: facts(&settings, address, demonstration.is_some()),
            clock: Arc::clone(&clock),
            chance,
            look: look.clone(),
            proofs: look,
            provider: Arc::new(crate::sign_on::Carrier::to(settings.single_sign_on_issuer.as_deref())),
            looks: Default::default(),
            readiness: readings,
        });
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
            name_server,
            _held: held,
        })
    }

    /// Where the pages are.
    pub fn address(&self) -> SocketAddr {
        self.address
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
        if let (Some(city), Some(server)) = (&self.demonstration, &self.name_server) {
            lines.push("This is a demonstration: everybody and everything in it is invented.".to_owned());
            lines.push(format!(
                "Its city follows from seed {}; its names are at {} (DNS).",
                city.seed,
                server.address()
            ));
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

/// Hears when the machine (SIGTERM) or a person (SIGINT) asks the program to stop. Made before
/// anything is opened, so that a word that comes early is kept.
pub struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    pub fn listen() -> Result<Self, Trouble> {
        let hear = |kind| {
            signal(kind).map_err(|error| {
                Trouble::new(
                    "the program cannot hear when it is to stop",
                    "Free some memory and start again.",
                )
                .because(error)
            })
        };
        Ok(Self { terminate: hear(SignalKind::terminate())?, interrupt: hear(SignalKind::interrupt())? })
    }

    /// Ends when the word comes.
    pub async fn come(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

async fn listen(at: SocketAddr) -> Result<TcpListener, Trouble> {
    TcpListener::bind(at).await.map_err(|error| taken("web.listen", at, error))
}

fn taken(setting: &str, at: SocketAddr, error: std::io::Error) -> Trouble {
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, PermissionDenied};
    let flag = if setting == "web.listen" { "--listen" } else { "--metrics" };
    match error.kind() {
        AddrInUse => Trouble::new(
            format!("another program has the address {at} already"),
            format!("Stop that program, or name another address with {flag} or the setting {setting}."),
        ),
        AddrNotAvailable => Trouble::new(
            format!("{at} is no address of this machine"),
            format!(
                "Name one with {flag} or the setting {setting}; 127.0.0.1 is this machine, 0.0.0.0 all its addresses."
            ),
        ),
        PermissionDenied => Trouble::new(
            format!("this user may not use the port of {at}"),
            format!(
                "Name a port above 1023 with {flag} or the setting {setting}, and put a proxy before it."
            ),
        ),
        _ => Trouble::new(format!("{at} cannot be used"), format!("Name another address with {flag}."))
            .because(error),
    }
}

async fn show_figures(settings: &Settings, tasks: &mut JoinSet<()>) -> Result<(), Trouble> {
    let Some(at) = settings.metrics_listen else { return Ok(()) };
    let listener = figures::bind(at).await.map_err(|error| taken("metrics.listen", at, error))?;
    let gathered = figures::gather().map_err(|error| {
        Trouble::new("figures cannot be gathered", "Take metrics.listen away and start again.").because(error)
    })?;
    if let Ok(address) = listener.local_addr() {
        tracing::info!(listen = %address, "figures are shown");
    }
    tasks.spawn(figures::keep_up(gathered.clone()));
    tasks.spawn(figures::show(listener, gathered));
    Ok(())
}

/// Makes the city where there is none yet. Its ids follow from the seed too; they are drawn from the
/// machine again before anybody can come in.
async fn make_city(
    settings: &Settings,
    region: &Region,
    city: Demonstration,
    clock: &dyn Clock,
    chance: &dyn Chance,
) -> Result<(), Trouble> {
    let store = open_drawing_from(settings, chance, Arc::new(SeededChance::new(city.seed))).await?;
    if store.accounts().await.map_err(of_store)?.is_empty() {
        let began = std::time::Instant::now();
        let made =
            city::make(&store, region, city.seed, city.members, clock.now()).await.map_err(of_store)?;
        let milliseconds = began.elapsed().as_millis();
        tracing::info!(
            members = made.members,
            seed = city.seed,
            milliseconds,
            "the demonstration's city is made"
        );
    }
    store.close().await;
    Ok(())
}

async fn start_names(names: Arc<Names>, at: SocketAddr) -> Result<NameServer, Trouble> {
    NameServer::start(names, at).await.map_err(|error| {
        Trouble::new(
            format!("the demonstration's name server cannot answer at {at}"),
            "Name another address with --names, or leave it out.",
        )
        .because(error)
    })
}

fn resolvers(settings: &Settings, name_server: Option<&NameServer>) -> Vec<SocketAddr> {
    match (name_server, settings.resolver) {
        (Some(server), _) => vec![server.address()],
        (None, Resolver::At(address)) => vec![address],
        (None, Resolver::System) => {
            // A machine without the file has a resolver of its own, as resolv.conf(5) says.
            probe::system_resolvers(&std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default())
        }
    }
}

fn reconcilers(
    settings: &Settings,
    demonstration: bool,
    region: &Region,
    look: Arc<Looker>,
    chance: &Arc<dyn Chance>,
) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(Outbox { post: post(settings, demonstration) }),
        Arc::new(BackUp {
            folder: settings.backups(),
            keep: settings.backup_keep,
            time_zone: region.time_zone.clone(),
        }),
        Arc::new(Recheck {
            look: look.clone(),
            proofs: look,
            chance: Arc::clone(chance),
            per_second: settings.recheck_per_second,
        }),
        Arc::new(ExpireUnconfirmed),
        Arc::new(Expire { session_idle: signed(settings.session_longest) }),
        Arc::new(SignHeads),
    ]
}

fn post(settings: &Settings, demonstration: bool) -> Post {
    match (demonstration, settings.mail()) {
        (true, _) => Post::Demonstration,
        (false, None) => Post::NotSet,
        (false, Some(mail)) => Post::Server(Box::new(MailServer {
            name: mail.server,
            port: mail.port,
            sign_in: mail.sign_in.map(|(name, password)| (name, password.reveal().to_owned())),
            from: mail.from,
            from_name: settings.centre_name.clone(),
        })),
    }
}

/// Letters bear the name of the host that sends them: of the sender's address, or of the pages.
async fn name_letters(store: &Store, settings: &Settings, clock: &dyn Clock) -> Result<(), Trouble> {
    const HOST: &str = "mail.host";
    let of_pages = || {
        let host = settings.public_address.as_deref()?.split("://").nth(1)?;
        Some(host.split(':').next().unwrap_or(host).to_owned())
    };
    let of_sender = settings.mail_from.as_ref().map(|from| from.domain().as_ascii().to_owned());
    let Some(host) = of_sender.or_else(of_pages) else { return Ok(()) };
    let host = serde_json::Value::from(host);
    if store.setting(HOST).await.map_err(of_store)?.as_ref() != Some(&host) {
        store.set_setting(HOST, &host, &Actor::CommandLine, clock.now()).await.map_err(of_store)?;
    }
    Ok(())
}

/// A stop switch in the settings stops the work as a person would; it is let go on its page.
async fn stop_from_the_start(
    store: &Store,
    settings: &Settings,
    name: &'static str,
    clock: &dyn Clock,
) -> Result<(), Trouble> {
    if !settings.stopped_work.contains(&name) {
        return Ok(());
    }
    store.know_reconciler(name, clock.now()).await.map_err(of_store)?;
    let stopped =
        store.progress().await.map_err(of_store)?.iter().any(|work| work.name == name && work.stopped);
    if !stopped {
        store.stop_work(name, &Actor::CommandLine, clock.now()).await.map_err(of_store)?;
    }
    Ok(())
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
