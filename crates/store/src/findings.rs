//! What is remembered of a domain's findings from look to look, and when its member was told of them.
//!
//! The rules are `centre::watching`'s; here they are kept. A look is kept with what it leaves of the findings in one
//! transaction ([`Store::save_check`]), and a letter is queued with the marks of what it tells in one
//! ([`Store::tell_findings`]), so that nothing is told twice and nothing is lost, whenever the program ends.

use centre::ledger::Actor;
use centre::watching::{
    AGAIN_IMPORTANT, AGAIN_URGENT, AGAIN_WORTH_DOING, BETWEEN_LETTERS, Item, Watched, What,
};
use jiff::SignedDuration;
use serde_json::json;
use terms::{AssetId, ErrandId, OrganisationId, Severity, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::lookalikes::is_of_lookalikes;
use crate::moment::{Moment, earlier};
use crate::{Deed, NewLetter, Noun, Queued, Store, StoreError};

/// One finding of one domain, as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFinding {
    /// What is remembered of it.
    pub watched: Watched,
    /// What was seen the last time, for the person who knows. Text of strangers.
    pub seen: String,
}

/// What a letter tells: it counts as told once the letter is queued.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// Findings, each with its domain.
    pub findings: &'a [(AssetId, Item)],
    /// Answers of helpers: errand, place of the point, and when it was answered.
    pub replies: &'a [(ErrandId, u32, Timestamp)],
}

/// How a member stands to letters about findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingLetters {
    /// When the last one was written.
    pub told_at: Option<Timestamp>,
    /// Since when it wants none.
    pub stopped_at: Option<Timestamp>,
}

impl Store {
    /// What is remembered of a domain's findings, by their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn findings_of(&self, asset: AssetId) -> Result<Vec<WatchedFinding>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from findings where asset = $1 order by check_id")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// Whether something was met only once at this domain and waits for a second look.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waits_for_second_look(&self, asset: AssetId) -> Result<bool, StoreError> {
        let found: Option<String> = on!(self, |c| {
            sqlx::query_scalar(
                "select check_id from findings where asset = $1 and opened_at is null and closed_at is null limit 1",
            )
            .bind(asset.0)
            .fetch_optional(c)
            .await?
        });
        Ok(found.is_some())
    }

    /// At most `limit` members, in the order of their ids after `after`, that a letter about findings may be due to:
    /// those with a finding or a helper's answer to tell whose week is over, or with a new urgent finding.
    /// `centre::watching::letter` decides.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members_to_tell(
        &self,
        after: Option<OrganisationId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<OrganisationId>, StoreError> {
        let before = |seconds| Moment::from(earlier(now, SignedDuration::from_secs(seconds)));
        let ids: Vec<Uuid> = on!(self, |c| {
            sqlx::query_scalar(
                "select o.id from findings f join assets a on a.id = f.asset
                     join organisations o on o.id = a.organisation
                 where o.standing = 'member' and o.findings_stopped_at is null and o.id > $1 and f.severity <> 'note'
                 and ((f.opened_at is not null and f.closed_at is null and (f.told_at is null or f.told_at <=
                          case f.severity when 'urgent' then $2 when 'important' then $3 else $4 end))
                      or (f.closed_at is not null and f.told_at is not null and f.told_mended_at is null))
                 and (o.findings_told_at is null or o.findings_told_at <= $5
                      or (f.severity = 'urgent' and f.told_at is null and f.closed_at is null))
                 union
                 select o.id from errand_points p join errands e on e.id = p.errand
                     join organisations o on o.id = e.organisation
                 where o.standing = 'member' and o.findings_stopped_at is null and o.id > $1
                 and p.replied_at is not null and (p.told_at is null or p.told_at < p.replied_at)
                 and (o.findings_told_at is null or o.findings_told_at <= $5)
                 order by 1 limit $6",
            )
            .bind(after.map_or(Uuid::nil(), |after| after.0))
            .bind(before(AGAIN_URGENT))
            .bind(before(AGAIN_IMPORTANT))
            .bind(before(AGAIN_WORTH_DOING))
            .bind(before(BETWEEN_LETTERS))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(ids.into_iter().map(OrganisationId).collect())
    }

    /// How a member stands to letters about findings.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn finding_letters(&self, organisation: OrganisationId) -> Result<FindingLetters, StoreError> {
        let found: Option<FindingLetters> = on!(self, |c| {
            sqlx::query_as("select findings_told_at, findings_stopped_at from organisations where id = $1")
                .bind(organisation.0)
                .fetch_optional(c)
                .await?
        });
        found.ok_or(StoreError::NoSuch("organisation"))
    }

    /// Queues a letter about findings and marks what it tells as told, in one transaction. `before` is the last letter
    /// that its writer knew of. Returns false, and does nothing, when another letter was written since, the
    /// member wants none any more, or a finding is not as the letter tells it: then it is written anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_findings(
        &self,
        organisation: OrganisationId,
        told: Told<'_>,
        before: Option<Timestamp>,
        letter: &NewLetter,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        let free = within!(change.tx, |c| {
            sqlx::query(
                "update organisations set findings_told_at = $1 where id = $2 and standing = 'member'
                 and findings_stopped_at is null and coalesce(findings_told_at, 0) = $3",
            )
            .bind(Moment::from(now))
            .bind(organisation.0)
            .bind(before.map_or(Moment(0), Moment::from))
            .execute(c)
            .await?
            .rows_affected()
        });
        if free == 0 {
            return Ok(false);
        }
        for (asset, item) in told.findings {
            if !change.mark_told(*asset, item).await? {
                return Ok(false);
            }
        }
        if !change.mark_replies_told(told.replies).await? {
            return Ok(false);
        }
        let Queued::Queued(id) = change.queue(letter).await? else { return Ok(false) };
        let items: Vec<_> = told
            .findings
            .iter()
            .map(|(asset, item)| json!({ "asset": asset, "check": item.check, "what": item.what }))
            .collect();
        let said = Said::of(Deed::LetterQueued, Noun::Letter, id, organisation)
            .with(json!({ "cause": letter.cause, "told": items, "answers": told.replies.len() }));
        change.commit(said).await?;
        Ok(true)
    }

    /// A member wants no letters about findings any more, or wants them again.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn stop_finding_letters(
        &self,
        organisation: OrganisationId,
        stopped: bool,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update organisations set findings_stopped_at = case when $1 then $2 else null end
                 where id = $3 and (findings_stopped_at is null) = $1",
            )
            .bind(stopped)
            .bind(Moment::from(now))
            .bind(organisation.0)
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let said = Said::of(Deed::OrganisationChanged, Noun::Organisation, organisation, organisation)
            .with(json!({ "letters_about_findings": if stopped { "stopped" } else { "wanted" } }));
        change.commit(said).await?;
        Ok(())
    }
}

from_row!(WatchedFinding, |row| WatchedFinding {
    watched: Watched {
        check: row.text("check_id")?,
        severity: severity_from(&row.text("severity")?),
        first_seen: row.moment("first_seen_at")?,
        last_seen: row.moment("last_seen_at")?,
        opened_at: row.maybe_moment("opened_at")?,
        closed_at: row.maybe_moment("closed_at")?,
        told_at: row.maybe_moment("told_at")?,
        told_mended_at: row.maybe_moment("told_mended_at")?,
    },
    seen: row.text("seen")?,
});

from_row!(FindingLetters, |row| FindingLetters {
    told_at: row.maybe_moment("findings_told_at")?,
    stopped_at: row.maybe_moment("findings_stopped_at")?,
});

pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Urgent => "urgent",
        Severity::Important => "important",
        Severity::WorthDoing => "worth_doing",
        Severity::Note => "note",
    }
}

/// A word that no release wrote counts as a note: nobody is written to because of it.
pub(crate) fn severity_from(word: &str) -> Severity {
    match word {
        "urgent" => Severity::Urgent,
        "important" => Severity::Important,
        "worth_doing" => Severity::WorthDoing,
        _ => Severity::Note,
    }
}

impl Change {
    /// Keeps what a look leaves of a domain's findings. A letter that was queued since they were read has marked
    /// what it told: a finding that is still the same one keeps those marks. Findings that come from names like the domain
    /// are left as they are: no look at the domain itself sees them.
    pub(crate) async fn keep_findings(
        &mut self,
        asset: AssetId,
        findings: &[WatchedFinding],
    ) -> Result<(), StoreError> {
        let known: Vec<String> = within!(self.tx, |c| {
            sqlx::query_scalar("select check_id from findings where asset = $1")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        });
        let is_kept = |check: &&String| findings.iter().any(|finding| finding.watched.check == **check);
        for gone in known.iter().filter(|check| !is_kept(check) && !is_of_lookalikes(check)) {
            within!(self.tx, |c| {
                sqlx::query("delete from findings where asset = $1 and check_id = $2")
                    .bind(asset.0)
                    .bind(gone)
                    .execute(c)
                    .await?;
            });
        }
        for finding in findings.iter().filter(|finding| !is_of_lookalikes(&finding.watched.check)) {
            self.keep_finding(asset, finding).await?;
        }
        Ok(())
    }

    pub(crate) async fn keep_finding(
        &mut self,
        asset: AssetId,
        finding: &WatchedFinding,
    ) -> Result<(), StoreError> {
        let watched = &finding.watched;
        within!(self.tx, |c| {
            sqlx::query(
                "insert into findings (asset, check_id, severity, seen, first_seen_at, last_seen_at, opened_at, closed_at,
                     told_at, told_mended_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 on conflict (asset, check_id) do update set severity = excluded.severity, seen = excluded.seen,
                 last_seen_at = excluded.last_seen_at, opened_at = excluded.opened_at, closed_at = excluded.closed_at,
                 told_at = case when findings.first_seen_at = excluded.first_seen_at
                     then coalesce(findings.told_at, excluded.told_at) else excluded.told_at end,
                 told_mended_at = case when findings.first_seen_at = excluded.first_seen_at
                     then coalesce(findings.told_mended_at, excluded.told_mended_at) else excluded.told_mended_at end,
                 first_seen_at = excluded.first_seen_at",
            )
            .bind(asset.0)
            .bind(&watched.check)
            .bind(severity_word(watched.severity))
            .bind(&finding.seen)
            .bind(Moment::from(watched.first_seen))
            .bind(Moment::from(watched.last_seen))
            .bind(watched.opened_at.map(Moment::from))
            .bind(watched.closed_at.map(Moment::from))
            .bind(watched.told_at.map(Moment::from))
            .bind(watched.told_mended_at.map(Moment::from))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Marks a finding as told; false when it is not as the letter tells it.
    async fn mark_told(&mut self, asset: AssetId, item: &Item) -> Result<bool, StoreError> {
        let statement = match item.what {
            What::New | What::Still => {
                "update findings set told_at = $1
                 where asset = $2 and check_id = $3 and opened_at is not null and closed_at is null"
            }
            What::Mended => {
                "update findings set told_mended_at = $1
                 where asset = $2 and check_id = $3 and closed_at is not null and told_mended_at is null"
            }
        };
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query(statement).bind(now).bind(asset.0).bind(&item.check).execute(c).await?.rows_affected()
        });
        Ok(rows == 1)
    }
}
