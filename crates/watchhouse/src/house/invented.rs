//! The demonstration's city, its names and its hosts.

use std::net::SocketAddr;
use std::sync::Arc;

use centre::first_hour::Guide;
use centre::region::Region;
use checkup::RecordName;
use probe::{Gate, Introduction, Scout};
use terms::edge::{Chance, Clock};
use terms::{DomainName, EmailAddress};
use web::casework::Rules;

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
    (region, guide, desk): (&Region, &Guide, &Rules),
    city: Demonstration,
    clock: &dyn Clock,
    chance: &dyn Chance,
) -> Result<(), Trouble> {
    let store = open_drawing_from(settings, chance, Arc::new(SeededChance::new(city.seed))).await?;
    if store.accounts().await.map_err(of_store)?.is_empty() {
        let began = std::time::Instant::now();
        let made =
            city::make(&store, region, city.seed, city.members, clock.now()).await.map_err(of_store)?;
        store.keep_days_by(region.time_zone.clone());
        let town = reports::Town { guide, region, rules: desk, seed: city.seed };
        let reports = reports::add(&store, &town, clock.now()).await.map_err(|reason| {
            Trouble::new(
                format!("the demonstration's reports cannot be made: {reason}"),
                "Start it again in an empty folder.",
            )
        })?;
        let milliseconds = began.elapsed().as_millis();
        tracing::info!(
            members = made.members,
            reports,
            seed = city.seed,
            milliseconds,
            "the demonstration's city is made"
        );
    }
    store.close().await;
    Ok(())
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
