//! Check-ups that were kept: answers, judgement, and how the promises stood over time.

use centre::ledger::Actor;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::QueryBuilder;
use terms::{AssetId, CheckId, Promise, PromiseState, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells, from_row, promise_word};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError, WatchedFinding};

/// What a check-up came to, in few numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckSummary {
    /// How each promise stood, in the order of [`Promise::ALL`].
    pub promises: Vec<(Promise, PromiseState)>,
    /// How many urgent findings.
    pub urgent: u32,
    /// How many important ones.
    pub important: u32,
    /// How many that are worth doing.
    pub worth_doing: u32,
}

/// A check-up to keep.
#[derive(Debug, Clone)]
pub struct NewCheck {
    /// Of which domain.
    pub asset: AssetId,
    /// The answers as JSON. Kept once for each distinct text, so leave out of it what changes each time.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
    /// When to look next.
    pub due_at: Timestamp,
    /// Whether we came by as a visitor, and did not only read records.
    pub visited: bool,
    /// What is remembered of the domain's findings after this look: all of it.
    pub findings: Vec<WatchedFinding>,
}

/// A check-up that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// Of which domain.
    pub asset: AssetId,
    /// When.
    pub at: Timestamp,
    /// The answers as JSON.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

/// The newest look at a domain, told from other findings than before: what it saw stays as it was.
#[derive(Debug, Clone)]
pub struct Retold {
    /// Of which domain.
    pub asset: AssetId,
    /// The look that is told anew.
    pub check: CheckId,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
}

/// How the promises of a domain stood at one moment: a point of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct PromisesAt {
    /// The check-up.
    pub id: CheckId,
    /// When.
    pub at: Timestamp,
    /// In few numbers.
    pub summary: CheckSummary,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

impl Store {
    /// Keeps a check-up with what is remembered of the domain's findings, sets when the domain is due next, and the
    /// worst promise of domain and organisation.
    ///
    /// # Errors
    /// When there is no such domain, or answers or judgement are not JSON.
    pub async fn save_check(
        &self,
        new: &NewCheck,
        by: &Actor,
        now: Timestamp,
    ) -> Result<CheckId, StoreError> {
        for text in [&new.answers, &new.judgement] {
            serde_json::from_str::<serde::de::IgnoredAny>(text)
                .map_err(|_| StoreError::NotAllowed("answers and judgement of a check-up must be JSON"))?;
        }
        let mut change = self.change(by, now).await?;
        let asset = change.known_asset(new.asset).await?;
        change.lock_organisation(asset.organisation).await?;
        let id = CheckId::random(&*self.0.chance);
        let digest = Sha256::digest(new.answers.as_bytes()).to_vec();
        let promises = promises_text(&new.summary)?;
        within!(change.tx, |c| {
            let before: Option<Vec<u8>> = sqlx::query_scalar(
                "select answers from checks where asset = $1 order by at desc, id desc limit 1",
            )
            .bind(new.asset.0)
            .fetch_optional(&mut *c)
            .await?;
            sqlx::query(
                "insert into answers (digest, answers) values ($1, $2) on conflict (digest) do nothing",
            )
            .bind(&digest)
            .bind(&new.answers)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "insert into checks (id, asset, at, answers, judgement, promises, urgent, important, worth_doing, changed)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(id.0)
            .bind(new.asset.0)
            .bind(Moment::from(now))
            .bind(&digest)
            .bind(&new.judgement)
            .bind(promises)
            .bind(i64::from(new.summary.urgent))
            .bind(i64::from(new.summary.important))
            .bind(i64::from(new.summary.worth_doing))
            .bind(before.as_ref() != Some(&digest))
            .execute(&mut *c)
            .await?;
            // Whole judgements are kept of the newest two, which is what can be compared; of older ones the promises
            // and numbers for the chart. Their answers stay, so that they can be judged again.
            sqlx::query(
                "update checks set judgement = '' where id =
                 (select id from checks where asset = $1 order by at desc, id desc limit 1 offset 2)",
            )
            .bind(new.asset.0)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "update assets set checked_at = $1, due_at = $2, wished_at = null, promise = $3,
                     visited_at = case when $5 then $1 else visited_at end where id = $4",
            )
            .bind(Moment::from(now))
            .bind(Moment::from(new.due_at))
            .bind(promise_word(new.summary.worst()))
            .bind(new.asset.0)
            .bind(new.visited)
            .execute(c)
            .await?;
        });
        change.keep_findings(new.asset, &new.findings).await?;
        change.set_worst_promise(asset.organisation).await?;
        let changed_now = |at: fn(&WatchedFinding) -> Option<Timestamp>| -> Vec<&str> {
            let changed = new.findings.iter().filter(|finding| at(finding) == Some(now));
            changed.map(|finding| finding.watched.check.as_str()).collect()
        };
        let said = Said::of(Deed::CheckSaved, Noun::Check, id, asset.organisation).with(json!({
            "domain": asset.domain, "promises": new.summary.promises, "urgent": new.summary.urgent,
            "important": new.summary.important, "worth_doing": new.summary.worth_doing,
            "opened": changed_now(|finding| finding.watched.opened_at),
            "mended": changed_now(|finding| finding.watched.closed_at),
        }));
        change.commit(said).await?;
        Ok(id)
    }

    /// Keeps the newest check-up of a domain as it is told now, and the worst promise of domain and organisation. The
    /// domain counts as looked at when it was. Does nothing when there is a newer look: that was told from what counts.
    ///
    /// # Errors
    /// When there is no such domain, or the judgement is not JSON.
    pub async fn retell_check(&self, new: &Retold, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        serde_json::from_str::<serde::de::IgnoredAny>(&new.judgement)
            .map_err(|_| StoreError::NotAllowed("the judgement of a check-up must be JSON"))?;
        let promises = promises_text(&new.summary)?;
        let mut change = self.change(by, now).await?;
        let asset = change.known_asset(new.asset).await?;
        change.lock_organisation(asset.organisation).await?;
        let is_newest = within!(change.tx, |c| {
            let changed = sqlx::query(
                "update checks set judgement = $1, promises = $2, urgent = $3, important = $4, worth_doing = $5
                 where id = $6
                   and id = (select id from checks where asset = $7 order by at desc, id desc limit 1)",
            )
            .bind(&new.judgement)
            .bind(promises)
            .bind(i64::from(new.summary.urgent))
            .bind(i64::from(new.summary.important))
            .bind(i64::from(new.summary.worth_doing))
            .bind(new.check.0)
            .bind(new.asset.0)
            .execute(&mut *c)
            .await?
            .rows_affected();
            if changed == 1 {
                sqlx::query("update assets set promise = $1 where id = $2")
                    .bind(promise_word(new.summary.worst()))
                    .bind(new.asset.0)
                    .execute(c)
                    .await?;
            }
            changed == 1
        });
        if !is_newest {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        change.set_worst_promise(asset.organisation).await?;
        let said = Said::of(Deed::CheckRetold, Noun::Check, new.check, asset.organisation).with(json!({
            "domain": asset.domain, "promises": new.summary.promises, "urgent": new.summary.urgent,
            "important": new.summary.important, "worth_doing": new.summary.worth_doing,
        }));
        change.commit(said).await?;
        Ok(())
    }

    /// The newest check-up of a domain.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_check(&self, asset: AssetId) -> Result<Option<Check>, StoreError> {
        self.check_back(asset, 0).await
    }

    /// The check-up before the newest one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn previous_check(&self, asset: AssetId) -> Result<Option<Check>, StoreError> {
        self.check_back(asset, 1).await
    }

    /// How the promises of a domain stood, oldest first, of the newest `limit` check-ups.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn checks_of(&self, asset: AssetId, limit: u32) -> Result<Vec<PromisesAt>, StoreError> {
        let mut rows: Vec<PromisesAt> = on!(self, |c| {
            sqlx::query_as(
                "select id, at, promises, urgent, important, worth_doing, changed from checks
                 where asset = $1 order by at desc, id desc limit $2",
            )
            .bind(asset.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        rows.reverse();
        Ok(rows)
    }
}

impl CheckSummary {
    /// The worst state of any promise; `None` when none was looked at.
    pub fn worst(&self) -> Option<PromiseState> {
        self.promises.iter().map(|(_, state)| *state).min()
    }
}

pub(crate) fn promises_text(summary: &CheckSummary) -> Result<String, StoreError> {
    serde_json::to_string(&summary.promises).map_err(|e| StoreError::Unreadable(e.to_string()))
}

fn summary_in(row: &impl Cells) -> sqlx::Result<CheckSummary> {
    let promises = serde_json::from_str(&row.text("promises")?)
        .map_err(|error| sqlx::Error::ColumnDecode { index: "promises".into(), source: Box::new(error) })?;
    Ok(CheckSummary {
        promises,
        urgent: row.count("urgent")?,
        important: row.count("important")?,
        worth_doing: row.count("worth_doing")?,
    })
}

from_row!(PromisesAt, |row| PromisesAt {
    id: CheckId(row.uuid("id")?),
    at: row.moment("at")?,
    summary: summary_in(row)?,
    changed: row.flag("changed")?,
});

from_row!(Check, |row| Check {
    id: CheckId(row.uuid("id")?),
    asset: AssetId(row.uuid("asset")?),
    at: row.moment("at")?,
    answers: row.text("answers")?,
    judgement: row.text("judgement")?,
    summary: summary_in(row)?,
    changed: row.flag("changed")?,
});

impl Store {
    /// The check-up so many before the newest one.
    async fn check_back(&self, asset: AssetId, back: i64) -> Result<Option<Check>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select c.id, c.asset, c.at, a.answers, c.judgement, c.promises, c.urgent, c.important,
                        c.worth_doing, c.changed
                 from checks c join answers a on a.digest = c.answers
                 where c.asset = $1 order by c.at desc, c.id desc limit 1 offset $2",
            )
            .bind(asset.0)
            .bind(back)
            .fetch_optional(c)
            .await?
        }))
    }
}

impl Change {
    /// Deletes the check-ups and findings of domains, and the answers that no other check-up shares. Returns how many
    /// check-ups and findings.
    pub(crate) async fn delete_checks(&mut self, assets: &[AssetId]) -> Result<u64, StoreError> {
        let mut deleted = 0;
        for asset in assets {
            let answers: Vec<Vec<u8>> = within!(self.tx, |c| {
                sqlx::query_scalar("select distinct answers from checks where asset = $1")
                    .bind(asset.0)
                    .fetch_all(c)
                    .await?
            });
            for statement in ["delete from findings where asset = $1", "delete from checks where asset = $1"]
            {
                deleted += within!(self.tx, |c| {
                    sqlx::query(statement).bind(asset.0).execute(c).await?.rows_affected()
                });
            }
            self.delete_unused_answers(&answers).await?;
        }
        Ok(deleted)
    }

    async fn delete_unused_answers(&mut self, digests: &[Vec<u8>]) -> Result<(), StoreError> {
        for digest in digests {
            let used: Option<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar("select id from checks where answers = $1 limit 1")
                    .bind(digest)
                    .fetch_optional(c)
                    .await?
            });
            if used.is_none() {
                within!(self.tx, |c| {
                    sqlx::query("delete from answers where digest = $1").bind(digest).execute(c).await?;
                });
            }
        }
        Ok(())
    }

    /// Inserts answers that are not there yet, many at once.
    pub(crate) async fn insert_answers(&mut self, answers: &[(Vec<u8>, String)]) -> Result<(), StoreError> {
        for chunk in answers.chunks(crate::change::ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new("insert into answers (digest, answers) ")
                    .push_values(chunk, |mut row, (digest, text)| {
                        row.push_bind(digest).push_bind(text);
                    })
                    .push(" on conflict (digest) do nothing")
                    .build()
                    .execute(c)
                    .await?;
            });
        }
        Ok(())
    }
}
