//! The demonstration's city and its names.

use std::net::SocketAddr;
use std::sync::Arc;

use centre::region::Region;
use terms::edge::{Chance, Clock};

use super::Demonstration;
use crate::demo::city;
use crate::demo::name_server::NameServer;
use crate::demo::zones::Names;
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

/// Starts the name server of the invented domains.
pub(super) async fn start_names(names: Arc<Names>, at: SocketAddr) -> Result<NameServer, Trouble> {
    NameServer::start(names, at).await.map_err(|error| {
        Trouble::new(
            format!("the demonstration's name server cannot answer at {at}"),
            "Name another address with --names, or leave it out.",
        )
        .because(error)
    })
}
