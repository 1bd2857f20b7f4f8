//! The demonstration's city, its names and its hosts.

use std::net::SocketAddr;
use std::sync::Arc;

use centre::region::Region;
use checkup::RecordName;
use probe::{Gate, Introduction, Scout};
use terms::edge::{Chance, Clock};
use terms::{DomainName, EmailAddress};
use web::App;

use super::Demonstration;

use crate::demo::hosts::Hosts;
use crate::demo::name_server::NameServer;
use crate::demo::stage::Stage;
use crate::demo::zones::Names;
use crate::demo::zones::providers::REGISTRY;
use crate::demo::{city, people, reports};
use crate::edge::SeededChance;
use crate::opening::{of_store, open_drawing_from};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Makes the city where there is none yet. Its ids follow from the seed too; they are drawn from the
/// machine again before anybody can come in.
pub(super) async fn make_city(
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

/// The setting that says that the city has its reports.
const HAS_REPORTS: &str = "demonstration.reports";

/// Makes the city's reports while the pages are open already: each is received and worked on as a real one is, with its own
/// transactions, which takes longer than anybody should wait for the first page.
pub(super) async fn make_reports(settings: Settings, seed: u64, app: Arc<App>) {
    let began = std::time::Instant::now();
    match reports_of(&settings, seed, &app).await {
        Ok(0) => {}
        Ok(reports) => {
            let milliseconds = began.elapsed().as_millis();
            tracing::info!(reports, milliseconds, "the demonstration's reports are made");
        }
        Err(reason) => tracing::warn!(reason, "the demonstration's reports could not be made"),
    }
}

/// Their ids follow from the seed, so they are drawn through a store of their own.
async fn reports_of(settings: &Settings, seed: u64, app: &App) -> Result<u64, String> {
    let in_words = |error: store::StoreError| error.to_string();
    if app.store.setting(HAS_REPORTS).await.map_err(in_words)?.is_some() {
        return Ok(0);
    }
    let drawn = Arc::new(SeededChance::new(seed ^ 0x5eed));
    let store = open_drawing_from(settings, app.chance.as_ref(), drawn).await;
    let store = store.map_err(|trouble| trouble.to_string())?;
    store.keep_days_by(app.region.time_zone.clone());
    let town = reports::Town { guide: &app.guide.guide(), region: &app.region, rules: &app.desk, seed };
    let made = reports::add(&store, &town, app.now()).await;
    store.close().await;
    let made = made?;
    let (by, count) = (centre::ledger::Actor::CommandLine, serde_json::Value::from(made));
    app.store.set_setting(HAS_REPORTS, &count, &by, app.now()).await.map_err(in_words)?;
    Ok(made)
}

/// What stands in for the internet in a demonstration.
pub(super) struct Set {
    /// The names and hosts as they are, and as visitors change them.
    pub(super) stage: Arc<Stage>,
    /// Answers for the names.
    pub(super) names: NameServer,
    /// Answer for the hosts.
    pub(super) hosts: Hosts,
}

impl Set {
    /// Puts names and hosts on this machine's own loopback.
    pub(super) async fn start(city: Demonstration, clock: &Arc<dyn Clock>) -> Result<Self, Trouble> {
        let stage = Arc::new(Stage::new(Arc::new(Names::new(city.seed)), clock.now()));
        let names = start_names(Arc::clone(stage.names()), city.names).await?;
        let hosts = Hosts::start(Arc::clone(&stage), Arc::clone(clock)).await?;
        Ok(Self { stage, names, hosts })
    }

    /// The gate that leads to the invented hosts and nowhere else.
    pub(super) fn gate(&self) -> Gate {
        self.hosts.gate()
    }

    /// Visits the invented hosts through that gate.
    pub(super) fn scout(
        &self,
        settings: &Settings,
        port: u16,
        clock: &Arc<dyn Clock>,
        chance: &Arc<dyn Chance>,
    ) -> Option<Scout> {
        let introduction = settings.scouting(port).or_else(|| introduction(settings, port))?;
        let (gate, roots) = (self.gate(), self.hosts.roots());
        let scout = Scout::open(gate, roots, introduction, Arc::clone(clock), Arc::clone(chance));
        let registry = RecordName::parse(&format!("rdap.{REGISTRY}")).ok()?;
        Some(scout.with_registry(registry))
    }
}

/// A demonstration may visit without a name on the internet: it visits nobody but its own hosts.
fn introduction(settings: &Settings, port: u16) -> Option<Introduction> {
    Some(Introduction {
        agent: settings.introduction(port).agent,
        host: DomainName::parse(&format!("looking.{}", people::CENTRE_DOMAIN)).ok()?,
        mailbox: EmailAddress::parse(&format!("postmaster@{}", people::CENTRE_DOMAIN)).ok()?,
    })
}

/// Starts the name server of the invented domains.
async fn start_names(names: Arc<Names>, at: SocketAddr) -> Result<NameServer, Trouble> {
    NameServer::start(names, at).await.map_err(|error| {
        Trouble::new(
            format!("the demonstration's name server cannot answer at {at}"),
            "Name another address with --names, or leave it out.",
        )
        .because(error)
    })
}
