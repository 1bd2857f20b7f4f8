//! How names like a member's change: one is noted, makes room, is counted into findings, and is forgotten.

use centre::watching::{Alike, Watched, after_lookalikes};
use terms::{AssetId, DomainName};

use crate::change::Change;
use crate::db::within;
use crate::lookalikes::{KeptLookalike, MOST_LOOKALIKES};
use crate::moment::Moment;
use crate::{NewLookalike, StoreError, WatchedFinding};

/// The most names that a finding tells; of the rest it says how many there are.
const MOST_NAMED: usize = 3;

/// Who closed a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mended {
    /// We saw it, and tell.
    IsTold,
    /// The member did, and knows.
    ByTheMember,
}

impl Change {
    pub(crate) async fn known_lookalike(
        &mut self,
        asset: AssetId,
        name: &DomainName,
    ) -> Result<KeptLookalike, StoreError> {
        let found: Option<KeptLookalike> = within!(self.tx, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 and name = $2")
                .bind(asset.0)
                .bind(name.as_ascii())
                .fetch_optional(c)
                .await?
        });
        found.ok_or(StoreError::NoSuch("name like a member's"))
    }

    /// The names of a domain with their weight, and whether there is something to say of them.
    pub(crate) async fn lookalikes_of(
        &mut self,
        asset: AssetId,
    ) -> Result<Vec<(String, u8, bool)>, StoreError> {
        let all: Vec<KeptLookalike> = within!(self.tx, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 order by weight, name")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        });
        let is_of_note = |kept: &KeptLookalike| kept.word.is_some() || !kept.check.is_empty();
        Ok(all.iter().map(|kept| (kept.name.as_ascii().to_owned(), kept.weight, is_of_note(kept))).collect())
    }

    pub(crate) async fn see_again(&mut self, asset: AssetId, name: &DomainName) -> Result<bool, StoreError> {
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "update lookalikes set last_seen_at = $1, due_at = case when verdict = 'not_there' and due_at is not null
                     then $1 else due_at end
                 where asset = $2 and name = $3",
            )
            .bind(now)
            .bind(asset.0)
            .bind(name.as_ascii())
            .execute(c)
            .await?
            .rows_affected()
        });
        Ok(rows > 0)
    }

    /// Makes room for a name of this weight, if there is none. False where everything there weighs more or is of note.
    pub(crate) async fn make_room(
        &mut self,
        asset: AssetId,
        have: &mut Vec<(String, u8, bool)>,
        weight: u8,
    ) -> Result<bool, StoreError> {
        if have.len() < MOST_LOOKALIKES {
            return Ok(true);
        }
        let lighter = |(_, other, of_note): &(String, u8, bool)| !of_note && *other < weight;
        let lightest = have.iter().enumerate().filter(|(_, one)| lighter(one)).min_by_key(|(_, one)| one.1);
        let Some(at) = lightest.map(|(at, _)| at) else { return Ok(false) };
        let (name, ..) = have.swap_remove(at);
        within!(self.tx, |c| {
            sqlx::query("delete from lookalikes where asset = $1 and name = $2")
                .bind(asset.0)
                .bind(name)
                .execute(c)
                .await?;
        });
        Ok(true)
    }

    pub(crate) async fn insert_lookalike(
        &mut self,
        asset: AssetId,
        new: &NewLookalike,
    ) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into lookalikes (asset, name, kinds, weight, way, first_seen_at, last_seen_at, word, due_at, verdict,
                     check_id, severity, uncertain, look) values ($1, $2, $3, $4, $5, $6, $6, '', $6, '', '', 'note', $7, '')",
            )
            .bind(asset.0)
            .bind(new.name.as_ascii())
            .bind(new.kinds.join(" "))
            .bind(i64::from(new.weight))
            .bind(new.way.name())
            .bind(now)
            .bind(false)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Counts the findings of a domain anew that come from names like it, and lets the domain be looked at soon if
    /// they changed: its promises rest on them. `begins` became a finding, or a graver one, just now.
    pub(crate) async fn recount_lookalikes(
        &mut self,
        asset: AssetId,
        begins: Option<&DomainName>,
        mended: Mended,
    ) -> Result<(), StoreError> {
        let (names, known): (Vec<KeptLookalike>, Vec<WatchedFinding>) = within!(self.tx, |c| {
            (
                sqlx::query_as(
                    "select * from lookalikes where asset = $1 and word not in ('mine', 'hide') order by name",
                )
                .bind(asset.0)
                .fetch_all(&mut *c)
                .await?,
                sqlx::query_as("select * from findings where asset = $1 order by check_id")
                    .bind(asset.0)
                    .fetch_all(c)
                    .await?,
            )
        });
        let alike = |kept: &KeptLookalike| Alike {
            is: (!kept.check.is_empty()).then(|| (kept.check.clone(), kept.severity)),
            is_uncertain: kept.uncertain,
            is_new: begins == Some(&kept.name),
        };
        let alikes: Vec<Alike> = names.iter().map(alike).collect();
        let before: Vec<Watched> = known.iter().map(|finding| finding.watched.clone()).collect();
        let mut has_changed = false;
        for mut watched in after_lookalikes(&before, &alikes, self.now()) {
            let earlier = known.iter().find(|finding| finding.watched.check == watched.check);
            let was_open = earlier.is_some_and(|finding| finding.watched.is_open());
            if mended == Mended::ByTheMember && was_open && !watched.is_open() {
                watched.told_mended_at = Some(self.now());
            }
            let seen = if watched.is_open() {
                told(&names, &watched.check)
            } else {
                earlier.map_or_else(String::new, |finding| finding.seen.clone())
            };
            has_changed |= earlier.is_none_or(|e| {
                (e.watched.is_open(), e.watched.severity, &e.seen)
                    != (watched.is_open(), watched.severity, &seen)
            });
            self.keep_finding(asset, &WatchedFinding { watched, seen }).await?;
        }
        if has_changed {
            let now = Moment::from(self.now());
            within!(self.tx, |c| {
                sqlx::query("update assets set due_at = $1 where id = $2 and due_at > $1")
                    .bind(now)
                    .bind(asset.0)
                    .execute(c)
                    .await?;
            });
        }
        Ok(())
    }

    /// Deletes the names like domains. Returns how many.
    pub(crate) async fn delete_lookalikes(&mut self, assets: &[AssetId]) -> Result<u64, StoreError> {
        let mut deleted = 0;
        for asset in assets {
            deleted += within!(self.tx, |c| {
                sqlx::query("delete from lookalikes where asset = $1")
                    .bind(asset.0)
                    .execute(c)
                    .await?
                    .rows_affected()
            });
        }
        Ok(deleted)
    }
}

/// The names behind a finding, the newest first, as text for the person who knows.
fn told(names: &[KeptLookalike], check: &str) -> String {
    let mut behind: Vec<&KeptLookalike> = names.iter().filter(|kept| kept.check == check).collect();
    behind.sort_by_key(|kept| (std::cmp::Reverse(kept.verdict_at), std::cmp::Reverse(kept.weight)));
    let shown: Vec<String> = behind.iter().take(MOST_NAMED).map(|kept| kept.name.to_string()).collect();
    match behind.len().saturating_sub(MOST_NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
