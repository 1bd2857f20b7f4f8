//! A good snapshot every night, and a warning when the newest one is too old. What should be:
//! a snapshot that was restored and verified, younger than a night.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use store::newest_good_backup;
use terms::Timestamp;

use super::{Ended, Reconciler, Run, Turn};

/// The hour of the night at which the snapshot is taken, on the clock of the city.
const HOUR: i8 = 2;
/// A snapshot younger than this is new enough: hastening twice makes one.
const NEW_ENOUGH: SignedDuration = SignedDuration::from_mins(1);

/// Takes the nightly snapshot.
pub struct BackUp {
    /// Where snapshots go.
    pub folder: PathBuf,
    /// How many are kept.
    pub keep: usize,
    /// The clock on the wall of the city.
    pub time_zone: TimeZone,
}

impl Reconciler for BackUp {
    fn name(&self) -> &'static str {
        "backup"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        let today = now.to_zoned(self.time_zone.clone()).date();
        let nights = [Ok(today), today.tomorrow()].into_iter().flatten();
        // In one night of the year the hour may not exist; the clock's next hour is taken then.
        let mut starts = nights.filter_map(|day| day.at(HOUR, 0, 0, 0).to_zoned(self.time_zone.clone()).ok());
        let next = starts.find(|start| start.timestamp() > now);
        next.map_or(now + SignedDuration::from_hours(24), |start| start.timestamp())
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            std::fs::create_dir_all(&self.folder).map_err(|error| {
                Ended::Stumbled(format!("the folder {} cannot be made: {error}", self.folder.display()))
            })?;
            let newest = newest_good_backup(&self.folder)?;
            if let Some((_, at)) = newest
                && turn.now().duration_since(at) < NEW_ENOUGH
            {
                return Ok("The newest snapshot is new enough.".to_owned());
            }
            turn.step().await?;
            let backup = turn.store().back_up(&self.folder, self.keep, turn.now()).await?;
            tracing::info!(
                bytes = backup.bytes,
                sequence = backup.sequence,
                "a snapshot was taken and verified"
            );
            Ok(format!("{} rows were copied, restored and compared.", backup.rows))
        })
    }
}

/// How the newest good snapshot stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupAge {
    /// Its age; `None` when there is none.
    pub age: Option<SignedDuration>,
    /// Whether it is older than it may be, or not there though it should be.
    pub too_old: bool,
}

impl BackupAge {
    /// In words, for pages.
    pub fn words(&self) -> String {
        match self.age {
            None => "There is no good backup yet.".to_owned(),
            Some(age) if self.too_old => format!("The newest good backup is {} hours old.", age.as_hours()),
            Some(age) => format!("The newest good backup is {} hours old, as it should be.", age.as_hours()),
        }
    }
}

/// How old the newest good snapshot in `folder` is. None at all is too old once the program has
/// run for `max_age` itself.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn backup_age(
    folder: &Path,
    max_age: Duration,
    started: Timestamp,
    now: Timestamp,
) -> Result<BackupAge, store::StoreError> {
    let newest = if folder.is_dir() { newest_good_backup(folder)? } else { None };
    let age = newest.map(|(_, at)| now.duration_since(at));
    let counted = age.unwrap_or_else(|| now.duration_since(started));
    let limit = SignedDuration::try_from(max_age).unwrap_or(SignedDuration::MAX);
    Ok(BackupAge { age, too_old: counted > limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(from: &str) -> String {
        let time_zone = TimeZone::get("Europe/London").expect("London has a clock");
        let back_up = BackUp { folder: PathBuf::new(), keep: 1, time_zone };
        back_up.next(from.parse().expect("a time")).to_string()
    }

    #[test]
    fn the_snapshot_is_taken_at_two_in_the_morning_of_the_city() {
        assert_eq!(next("2026-01-10T01:00:00Z"), "2026-01-10T02:00:00Z");
        assert_eq!(next("2026-07-10T00:30:00Z"), "2026-07-10T01:00:00Z", "in summer London is an hour ahead");
        assert_eq!(next("2026-01-10T12:00:00Z"), "2026-01-11T02:00:00Z");
    }

    #[test]
    fn a_backup_is_too_old_when_it_is_older_than_the_limit_or_never_came() {
        let start: Timestamp = "2026-01-10T00:00:00Z".parse().expect("a time");
        let limit = Duration::from_secs(36 * 3_600);
        let nowhere = Path::new("/nowhere/at/all");
        let after = |hours| start + SignedDuration::from_hours(hours);
        assert!(!backup_age(nowhere, limit, start, after(36)).expect("no folder yet").too_old);
        assert!(backup_age(nowhere, limit, start, after(37)).expect("no folder yet").too_old);
        let old = BackupAge { age: Some(SignedDuration::from_hours(40)), too_old: true };
        assert_eq!(old.words(), "The newest good backup is 40 hours old.");
    }
}
