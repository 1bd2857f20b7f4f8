//! How the program itself is doing, for `/readyz`, pages and figures.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use store::Store;
use terms::Timestamp;
use terms::edge::Clock;
use web::ports::{Later, Readiness, TellReadiness};

use crate::work::{BackupAge, backup_age};

/// How often the age of the newest good backup is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Tells how the program is doing.
pub struct Readings {
    /// The records.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where snapshots go.
    pub backups: PathBuf,
    /// How old the newest may be.
    pub backup_max_age: Duration,
    /// When the program started.
    pub started: Timestamp,
}

impl Readings {
    /// How the newest good backup stands now.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn backup(&self) -> Result<BackupAge, store::StoreError> {
        backup_age(&self.backups, self.backup_max_age, self.started, self.clock.now())
    }

    /// Keeps the figure of the backup's age and warns when it is too old, for ever.
    pub async fn watch_backups(self: Arc<Self>) {
        let mut beat = tokio::time::interval(LOOK);
        let mut warned = false;
        loop {
            beat.tick().await;
            let standing = self.backup();
            let too_old = standing.as_ref().map_or(true, |backup| backup.too_old);
            metrics::gauge!("backup_too_old").set(if too_old { 1.0 } else { 0.0 });
            if let Ok(BackupAge { age: Some(age), .. }) = standing {
                metrics::gauge!("backup_age_seconds").set(age.as_secs_f64());
            }
            if too_old && !warned {
                let hours = standing.ok().and_then(|backup| backup.age).map(|age| age.as_hours());
                tracing::error!(age_hours = hours, "the newest good backup is too old, or there is none");
            }
            warned = too_old;
        }
    }

    async fn store_reading(&self) -> Readiness {
        let answer = self.store.is_ready().await;
        let says = match &answer {
            Ok(()) => "The records answer.".to_owned(),
            Err(error) => error.to_string(),
        };
        Readiness { what: "store".to_owned(), works: answer.is_ok(), says }
    }

    /// A backup that is too old, or work that stumbled, must be told and must not take the centre
    /// from the people who need it: only the store decides whether it is of use.
    async fn other_readings(&self) -> Vec<Readiness> {
        let told = |what: String, says: String| Readiness { what, works: true, says };
        let backup = self.backup().map_or_else(|error| error.to_string(), |backup| backup.words());
        let mut readings = vec![told("newest backup".to_owned(), backup)];
        for work in self.store.progress().await.unwrap_or_default() {
            let says = match (work.stopped, work.error, work.result) {
                (true, ..) => "Somebody stopped it.".to_owned(),
                (false, Some(error), _) => format!("It stumbled the last time: {error}"),
                (false, None, Some(result)) => result,
                (false, None, None) => "It has not run yet.".to_owned(),
            };
            readings.push(told(work.name, says));
        }
        readings
    }
}

impl TellReadiness for Readings {
    fn readiness(&self) -> Later<'_, Vec<Readiness>> {
        Box::pin(async move {
            let mut readings = vec![self.store_reading().await];
            if readings.iter().all(|reading| reading.works) {
                readings.extend(self.other_readings().await);
            }
            readings
        })
    }
}
