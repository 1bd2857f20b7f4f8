//! Packages for those who can take something of a wave down. The house makes them; a person sends them, and says to whom.

use centre::ledger::Actor;
use serde_json::json;
use terms::{CampaignId, TakedownId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// A package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takedown {
    /// Its id.
    pub id: TakedownId,
    /// The wave.
    pub campaign: CampaignId,
    /// What kind of thing is to be taken down: a word of indicators.
    pub kind: String,
    /// Which.
    pub value: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: Actor,
    /// When it was sent, by whom and to whom.
    pub sent: Option<(Timestamp, Option<Actor>, String)>,
}
from_row!(Takedown, |row| Takedown {
    id: TakedownId(row.uuid("id")?),
    campaign: CampaignId(row.uuid("campaign")?),
    kind: row.text("kind")?,
    value: row.text("value")?,
    made_at: row.moment("made_at")?,
    made_by: row.word("made_by")?,
    sent: row.maybe_moment("sent_at")?.map(|at| {
        let by = row.maybe_text("sent_by").ok().flatten().and_then(|by| by.parse().ok());
        (at, by, row.text("sent_to").unwrap_or_default())
    }),
});

impl Store {
    /// Makes a package about one indicator of a wave; the same one is made once.
    ///
    /// # Errors
    /// When no message of the wave shows it.
    pub async fn make_takedown(
        &self,
        campaign: CampaignId,
        kind: &str,
        value: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<TakedownId, StoreError> {
        let picture = self.campaign_for(by, campaign, now).await?;
        if !picture.indicators.iter().any(|(sign, _)| sign.kind == kind && sign.value == value) {
            return Err(StoreError::NoSuch("indicator of this campaign"));
        }
        let mut change = self.change(by, now).await?;
        let before: Option<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar("select id from takedowns where campaign = $1 and kind = $2 and value = $3")
                .bind(campaign.0)
                .bind(kind)
                .bind(value)
                .fetch_optional(c)
                .await?
        });
        if let Some(before) = before {
            return Ok(TakedownId(before));
        }
        let id = TakedownId::random(&*self.0.chance);
        within!(change.tx, |c| {
            sqlx::query(
                "insert into takedowns (id, campaign, kind, value, made_at, made_by, sent_to) values ($1, $2, $3, $4, $5, $6, '')",
            )
            .bind(id.0)
            .bind(campaign.0)
            .bind(kind)
            .bind(value)
            .bind(Moment::from(now))
            .bind(by.to_string())
            .execute(c)
            .await?;
        });
        let told = json!({ "campaign": campaign, "kind": kind });
        change.commit(Said::of_centre(Deed::TakedownMade, Noun::Takedown, id).with(told)).await?;
        Ok(id)
    }

    /// Notes that a person sent a package.
    ///
    /// # Errors
    /// When there is no such package, it was sent before, or nobody said to whom.
    pub async fn takedown_sent(
        &self,
        id: TakedownId,
        to: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let to = to.trim();
        if to.is_empty() || to.chars().count() > 300 {
            return Err(StoreError::NotAllowed("say to whom it was sent"));
        }
        let mut change = self.change(by, now).await?;
        let noted = within!(change.tx, |c| {
            sqlx::query(
                "update takedowns set sent_at = $1, sent_by = $2, sent_to = $3 where id = $4 and sent_at is null",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(to)
            .bind(id.0)
            .execute(c)
            .await?
            .rows_affected()
        });
        if noted == 0 {
            return Err(StoreError::NoSuch("package that waits to be sent"));
        }
        let said = Said::of_centre(Deed::TakedownSent, Noun::Takedown, id);
        change.commit(said.with(json!({ "to": to }))).await?;
        Ok(())
    }

    /// Packages of a wave, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takedowns_of(&self, campaign: CampaignId) -> Result<Vec<Takedown>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from takedowns where campaign = $1 order by made_at desc, id")
                .bind(campaign.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// The package with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takedown(&self, id: TakedownId) -> Result<Option<Takedown>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from takedowns where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }
}
