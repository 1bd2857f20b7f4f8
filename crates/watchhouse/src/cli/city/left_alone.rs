//! Whom a run over a list leaves alone: what the centre promised, where its records are on this machine.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use centre::consent::names_above;
use probe::gate::Wishes;
use store::Store;
use terms::DomainName;
use terms::edge::Chance;

use crate::looking::Promises;
use crate::opening::{is_there, of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// A run takes hours, and who asks meanwhile is heard after this.
const READ_AGAIN: Duration = Duration::from_secs(30);

/// Who wants to be left alone. Nobody, where this machine keeps no centre's records.
pub(super) struct LeftAlone {
    promises: Option<Promises>,
    wishes: Wishes,
    names: HashSet<DomainName>,
    read_at: Instant,
}

impl LeftAlone {
    /// Reads what was promised.
    pub(super) async fn open(settings: &Settings, chance: Arc<dyn Chance>) -> Result<Self, Trouble> {
        let wishes = Wishes::default();
        let promises = if is_there(settings) {
            let store = open_existing(settings, chance).await?;
            Some(Promises { store, wishes: wishes.clone() })
        } else {
            None
        };
        let mut alone = Self { promises, wishes, names: HashSet::new(), read_at: Instant::now() };
        alone.read().await?;
        Ok(alone)
    }

    /// What name servers on the way are to hear of it.
    pub(super) fn wishes(&self) -> &Wishes {
        &self.wishes
    }

    /// Whether the owner of this name, or of a name above it, asked us to stay away.
    pub(super) fn has(&self, name: &DomainName) -> bool {
        !self.names.is_empty() && names_above(name).iter().any(|name| self.names.contains(name))
    }

    /// Reads it again when it is time.
    pub(super) async fn keep_up(&mut self) -> Result<(), Trouble> {
        if self.read_at.elapsed() < READ_AGAIN {
            return Ok(());
        }
        self.read().await
    }

    async fn read(&mut self) -> Result<(), Trouble> {
        self.read_at = Instant::now();
        let Some(promises) = &self.promises else { return Ok(()) };
        if is_stopped(&promises.store).await? || !promises.keep().await {
            return Err(Trouble::new(
                "all looking is stopped",
                "Start the run again when the desk has let looking go on: it goes on where it was.",
            ));
        }
        self.names = promises.store.names_to_avoid().await.map_err(of_store)?.into_iter().collect();
        Ok(())
    }

    /// Closes the records.
    pub(super) async fn close(self) {
        if let Some(promises) = self.promises {
            promises.store.close().await;
        }
    }
}

async fn is_stopped(store: &Store) -> Result<bool, Trouble> {
    Ok(store.looking_stopped().await.map_err(of_store)?.is_some())
}
