//! Errands: what a member asks of the person who looks after its name, mail, website or computers.
//!
//! The link by which that person answers follows from the errand's id and the master key, so that the letter can be
//! printed again; a copy of the database alone holds only its keyed hash and opens nothing.

use centre::errand::{Answer, Helper, LINK_LIVES, MOST_OPEN, MOST_POINTS};
use centre::ledger::Actor;
use data_encoding::BASE32_NOPAD;
use jiff::civil::Date;
use serde_json::json;
use terms::{AssetId, ErrandId, OrganisationId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{Deed, Noun, Secret, Store, StoreError};

/// Links are derived apart from other secrets.
const ERRAND: &str = "errand";
/// Links are hashed apart from other links.
const ERRAND_LINK: &str = "errand link";
/// Bytes of a link: 128 bits, written as 26 letters and digits that can be typed off paper.
const LINK_BYTES: usize = 16;

/// A point to be put into an errand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewErrandPoint {
    /// The action of the member's plan that it answers.
    pub action: String,
    /// At which domain.
    pub asset: AssetId,
    /// What the letter tells, as JSON: it says the same whenever it is read.
    pub letter: String,
}

/// What writing an errand came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeErrand {
    /// It is written.
    Made(ErrandId),
    /// [`MOST_OPEN`] are open already.
    TooManyOpen,
}

/// An errand with its points.
#[derive(Debug, Clone, PartialEq)]
pub struct Errand {
    /// Its id.
    pub id: ErrandId,
    /// Whose.
    pub organisation: OrganisationId,
    /// For which kind of helper.
    pub helper: Helper,
    /// Who wrote it.
    pub made_by: Actor,
    /// When.
    pub made_at: Timestamp,
    /// Until when its link works.
    pub expires_at: Timestamp,
    /// When it was last sent by mail from here.
    pub mailed_at: Option<Timestamp>,
    /// When its link was first opened.
    pub opened_at: Option<Timestamp>,
    /// When the member took it back.
    pub taken_back_at: Option<Timestamp>,
    /// Its points, in their order.
    pub points: Vec<ErrandPoint>,
}

/// A point of an errand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrandPoint {
    /// 1 for the first.
    pub place: u32,
    /// The action that it answers.
    pub action: String,
    /// At which domain.
    pub asset: AssetId,
    /// What the letter tells, as JSON.
    pub letter: String,
    /// What was answered last.
    pub answer: Option<Answer>,
    /// Why they cannot, in their words. Text of strangers.
    pub because: Option<String>,
    /// The day that they named.
    pub until: Option<Date>,
    /// When they answered.
    pub replied_at: Option<Timestamp>,
    /// When the member was last told by letter of an answer.
    pub told_at: Option<Timestamp>,
}

impl ErrandPoint {
    /// Was it answered since the member was told last?
    pub fn is_untold(&self) -> bool {
        self.replied_at.is_some_and(|replied| self.told_at.is_none_or(|told| told < replied))
    }
}

impl Store {
    /// Writes an errand.
    ///
    /// # Errors
    /// When there is no such member, there is no point or more than [`MOST_POINTS`], a domain is not the member's, or
    /// what a letter tells is not JSON.
    pub async fn make_errand(
        &self,
        organisation: OrganisationId,
        helper: Helper,
        points: &[NewErrandPoint],
        by: &Actor,
        now: Timestamp,
    ) -> Result<MadeErrand, StoreError> {
        if points.is_empty() || points.len() > MOST_POINTS {
            return Err(StoreError::NotAllowed("an errand has one point at least and ten at most"));
        }
        if points.iter().any(|point| serde_json::from_str::<serde::de::IgnoredAny>(&point.letter).is_err()) {
            return Err(StoreError::NotAllowed("what a letter tells must be JSON"));
        }
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let ours = change.assets_of(organisation).await?;
        if points.iter().any(|point| ours.iter().all(|asset| asset.id != point.asset)) {
            return Err(StoreError::NoSuch("domain"));
        }
        let open: i64 = within!(change.tx, |c| {
            sqlx::query_scalar(
                "select count(*) from errands where organisation = $1 and taken_back_at is null and expires_at > $2",
            )
            .bind(organisation.0)
            .bind(Moment::from(now))
            .fetch_one(c)
            .await?
        });
        if open >= MOST_OPEN as i64 {
            return Ok(MadeErrand::TooManyOpen);
        }
        let id = change.insert_errand(organisation, helper, points).await?;
        let told: Vec<_> =
            points.iter().map(|point| json!({ "action": point.action, "asset": point.asset })).collect();
        let said = Said::of(Deed::ErrandMade, Noun::Errand, id, organisation)
            .with(json!({ "helper": helper.name(), "points": told }));
        change.commit(said).await?;
        Ok(MadeErrand::Made(id))
    }

    /// The secret of an errand's link.
    pub fn errand_link(&self, errand: ErrandId) -> Secret {
        let derived = self.0.keys.hash(ERRAND, &errand.to_string());
        Secret::presented(&BASE32_NOPAD.encode(&derived[..LINK_BYTES]).to_ascii_lowercase())
    }

    /// The errand with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn errand(&self, id: ErrandId) -> Result<Option<Errand>, StoreError> {
        let row: Option<ErrandRow> = on!(self, |c| {
            sqlx::query_as("select * from errands where id = $1").bind(id.0).fetch_optional(c).await?
        });
        match row {
            Some(row) => Ok(Some(self.with_points(row).await?)),
            None => Ok(None),
        }
    }

    /// The errands of a member, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn errands_of(
        &self,
        organisation: OrganisationId,
        limit: u32,
    ) -> Result<Vec<Errand>, StoreError> {
        let rows: Vec<ErrandRow> = on!(self, |c| {
            sqlx::query_as(
                "select * from errands where organisation = $1 order by made_at desc, id desc limit $2",
            )
            .bind(organisation.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let mut errands = Vec::with_capacity(rows.len());
        for row in rows {
            errands.push(self.with_points(row).await?);
        }
        Ok(errands)
    }

    /// The errand behind a link, however it stands; letters may be typed large or small. Looking uses nothing up and
    /// logs nothing: call [`Store::log_read`] before its words are shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn errand_behind(&self, link: &Secret) -> Result<Option<Errand>, StoreError> {
        let hash = self.0.keys.hash(ERRAND_LINK, &link.reveal().to_ascii_lowercase());
        let row: Option<ErrandRow> = on!(self, |c| {
            sqlx::query_as("select * from errands where link_hash = $1").bind(hash).fetch_optional(c).await?
        });
        match row {
            Some(row) => Ok(Some(self.with_points(row).await?)),
            None => Ok(None),
        }
    }

    /// Keeps when the link of an errand was opened for the first time; does nothing the second time.
    ///
    /// # Errors
    /// When there is no such errand.
    pub async fn errand_opened(&self, errand: &Errand, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let opened = "update errands set opened_at = $1 where id = $2 and opened_at is null";
        self.mark_errand_once(errand, opened, Deed::ErrandOpened, by, now).await
    }

    /// The member takes an errand back: its link says so from now on. Once is enough.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_errand_back(
        &self,
        errand: &Errand,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let taken_back = "update errands set taken_back_at = $1 where id = $2 and taken_back_at is null";
        self.mark_errand_once(errand, taken_back, Deed::ErrandTakenBack, by, now).await
    }

    /// Marks an errand with this statement, and tells the ledger if it was not marked before.
    async fn mark_errand_once(
        &self,
        errand: &Errand,
        mark: &'static str,
        deed: Deed,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(mark).bind(Moment::from(now)).bind(errand.id.0).execute(c).await?.rows_affected()
        });
        if rows == 0 {
            return Ok(());
        }
        change.commit(Said::of(deed, Noun::Errand, errand.id, errand.organisation)).await?;
        Ok(())
    }
}

struct ErrandRow(Errand);
from_row!(ErrandRow, |row| ErrandRow(Errand {
    id: ErrandId(row.uuid("id")?),
    organisation: OrganisationId(row.uuid("organisation")?),
    helper: row.word("helper")?,
    made_by: row.word("made_by")?,
    made_at: row.moment("made_at")?,
    expires_at: row.moment("expires_at")?,
    mailed_at: row.maybe_moment("mailed_at")?,
    opened_at: row.maybe_moment("opened_at")?,
    taken_back_at: row.maybe_moment("taken_back_at")?,
    points: Vec::new(),
}));

from_row!(ErrandPoint, |row| ErrandPoint {
    place: row.count("place")?,
    action: row.text("action")?,
    asset: AssetId(row.uuid("asset")?),
    letter: row.text("letter")?,
    answer: row.word_if_any("reply")?,
    because: row.maybe_text("because")?,
    until: row.maybe_text("until_on")?.and_then(|day| day.parse().ok()),
    replied_at: row.maybe_moment("replied_at")?,
    told_at: row.maybe_moment("told_at")?,
});

impl Store {
    async fn with_points(&self, row: ErrandRow) -> Result<Errand, StoreError> {
        let points: Vec<ErrandPoint> = on!(self, |c| {
            sqlx::query_as("select * from errand_points where errand = $1 order by place")
                .bind(row.0.id.0)
                .fetch_all(c)
                .await?
        });
        Ok(Errand { points, ..row.0 })
    }
}

impl Change {
    async fn insert_errand(
        &mut self,
        organisation: OrganisationId,
        helper: Helper,
        points: &[NewErrandPoint],
    ) -> Result<ErrandId, StoreError> {
        let store = self.store().clone();
        let id = ErrandId::random(&*store.0.chance);
        let hash = store.0.keys.hash(ERRAND_LINK, store.errand_link(id).reveal());
        let (by, now) = (self.by().to_string(), self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into errands (id, organisation, helper, made_by, made_at, expires_at, link_hash)
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(id.0)
            .bind(organisation.0)
            .bind(helper.name())
            .bind(by)
            .bind(Moment::from(now))
            .bind(Moment::from(later(now, LINK_LIVES)))
            .bind(hash)
            .execute(&mut *c)
            .await?;
            for (place, point) in (1_i64..).zip(points) {
                sqlx::query(
                    "insert into errand_points (errand, place, action, asset, letter, reply) values ($1, $2, $3, $4, $5, '')",
                )
                .bind(id.0)
                .bind(place)
                .bind(&point.action)
                .bind(point.asset.0)
                .bind(&point.letter)
                .execute(&mut *c)
                .await?;
            }
        });
        Ok(id)
    }

    /// Deletes what errands say about these domains, and the errands that say nothing then. Returns how many points.
    pub(crate) async fn delete_errand_points(&mut self, assets: &[AssetId]) -> Result<u64, StoreError> {
        let mut deleted = 0;
        for asset in assets {
            deleted += within!(self.tx, |c| {
                let touched: Vec<Uuid> =
                    sqlx::query_scalar("select distinct errand from errand_points where asset = $1")
                        .bind(asset.0)
                        .fetch_all(&mut *c)
                        .await?;
                let points = sqlx::query("delete from errand_points where asset = $1")
                    .bind(asset.0)
                    .execute(&mut *c)
                    .await?
                    .rows_affected();
                for errand in touched {
                    sqlx::query(
                        "delete from errands where id = $1 and not exists (select 1 from errand_points where errand = $1)",
                    )
                    .bind(errand)
                    .execute(&mut *c)
                    .await?;
                }
                points
            });
        }
        Ok(deleted)
    }
}
