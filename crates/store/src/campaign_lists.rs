//! Waves as the desk sees them: the list, one wave with its messages, and by what its sender can be recognised.

use centre::campaign::Why;
use centre::ledger::Actor;
use terms::{CampaignId, MessageId, Reference, Timestamp};

use crate::asked_messages::AskedMessage;
use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::moment::Moment;
use crate::{NewIndicator, Noun, Seen, Store, StoreError};

/// The most messages that one wave shows.
const MOST_SHOWN: i64 = 500;
/// The most indicators that one wave shows.
const MOST_INDICATORS_SHOWN: i64 = 200;

/// All waves below one, itself first.
macro_rules! tree {
    () => {
        "with recursive tree (id) as (select id from campaigns where id = $1
         union select c.id from campaigns c join tree t on c.under = t.id) "
    };
}

/// A wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// What people call it.
    pub reference: Reference,
    /// When its first message came.
    pub first_at: Timestamp,
    /// When its last came.
    pub last_at: Timestamp,
    /// How many messages are in it, without those of waves below.
    pub size: u64,
    /// Whether it is genuine mail to many.
    pub genuine: bool,
    /// The wave above it.
    pub under: Option<CampaignId>,
    /// Why it lies there.
    pub under_why: String,
}
from_row!(Campaign, |row| Campaign {
    id: CampaignId(row.uuid("id")?),
    reference: row.typed("reference")?,
    first_at: row.moment("first_at")?,
    last_at: row.moment("last_at")?,
    size: row.number("size")?.unsigned_abs(),
    genuine: row.flag("genuine")?,
    under: row.maybe_uuid("under")?.map(CampaignId),
    under_why: row.text("under_why")?,
});

/// A message of a wave, and why it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignMessage {
    /// The message.
    pub message: AskedMessage,
    /// In which of the waves below.
    pub campaign: CampaignId,
    /// Why it joined; none for the first.
    pub why: Option<Why>,
    /// Because of which message.
    pub beside: Option<MessageId>,
    /// When it was taken out, by whom and why.
    pub out: Option<(Timestamp, Option<Actor>, String)>,
}
from_row!(CampaignMessage, |row| CampaignMessage {
    message: <AskedMessage as sqlx::FromRow<'_, _>>::from_row(row)?,
    campaign: CampaignId(row.uuid("in_campaign")?),
    why: Why::read(&row.text("why")?, &row.text("detail")?),
    beside: row.maybe_uuid("beside")?.map(MessageId),
    out: row.maybe_moment("out_at")?.map(|at| {
        let by = row.maybe_text("out_by").ok().flatten().and_then(|by| by.parse().ok());
        (at, by, row.text("out_why").unwrap_or_default())
    }),
});

/// One wave whole.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignPicture {
    /// The wave.
    pub campaign: Campaign,
    /// Waves that lie under it.
    pub below: Vec<Campaign>,
    /// Its messages and those below, the newest first; those that were taken out too.
    pub messages: Vec<CampaignMessage>,
    /// How many are in it now, with those below.
    pub size: u64,
    /// By what the sender can be recognised, with how many messages show it.
    pub indicators: Vec<(NewIndicator, u64)>,
    /// How many came from each borough and sector; empty words for nobody knows.
    pub places: Vec<(String, String, u64)>,
}

struct Sign(NewIndicator, u64);
from_row!(Sign, |row| Sign(
    NewIndicator { kind: row.text("kind")?, value: row.text("value")?, shown: row.text("shown")? },
    row.number("how_many")?.unsigned_abs(),
));

struct PlaceCount(String, String, u64);
from_row!(PlaceCount, |row| PlaceCount(
    row.text("borough")?,
    row.text("sector")?,
    row.number("how_many")?.unsigned_abs(),
));

impl Store {
    /// Waves that lie under no other, the newest first, each with how many messages are in it and below; before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn campaigns(
        &self,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<(Campaign, u64)>, StoreError> {
        let rows: Vec<Campaign> = on!(self, |c| {
            sqlx::query_as(
                "select * from campaigns where under is null and last_at < $1 order by last_at desc, id limit $2",
            )
            .bind(before.map_or(i64::MAX, |at| Moment::from(at).0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let mut all = Vec::with_capacity(rows.len());
        for campaign in rows {
            let size = self.campaign_size(campaign.id).await?;
            all.push((campaign, size));
        }
        Ok(all)
    }

    /// How many messages are in a wave and in those below it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn campaign_size(&self, id: CampaignId) -> Result<u64, StoreError> {
        let size: i64 = on!(self, |c| {
            sqlx::query_scalar(concat!(
                tree!(),
                "select cast(coalesce(sum(size), 0) as bigint) from campaigns where id in (select id from tree)"
            ))
            .bind(id.0)
            .fetch_one(c)
            .await?
        });
        Ok(size.unsigned_abs())
    }

    /// The wave with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from campaigns where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// A wave whole, for somebody of the centre: the read is in the ledger before it is returned. Of the messages nothing is
    /// read but what [`AskedMessage`] has.
    ///
    /// # Errors
    /// When there is no such wave, or the read could not be logged.
    pub async fn campaign_for(
        &self,
        reader: &Actor,
        id: CampaignId,
        now: Timestamp,
    ) -> Result<CampaignPicture, StoreError> {
        let campaign = self.campaign(id).await?.ok_or(StoreError::NoSuch("campaign"))?;
        let seen = Seen { noun: Noun::Campaign, object: id.to_string(), organisation: None };
        self.log_read(reader, &seen, "campaign", now).await?;
        let below: Vec<Campaign> = on!(self, |c| {
            sqlx::query_as(concat!(
                tree!(),
                "select * from campaigns where id in (select id from tree) and id <> $1 order by first_at, id"
            ))
            .bind(id.0)
            .fetch_all(c)
            .await?
        });
        let messages: Vec<CampaignMessage> = on!(self, |c| {
            sqlx::query_as(concat!(
                tree!(),
                "select m.*, cm.campaign as in_campaign, cm.why, cm.detail, cm.beside, cm.out_at, cm.out_by, cm.out_why
                 from campaign_messages cm join asked_messages m on m.id = cm.message
                 where cm.campaign in (select id from tree) order by m.received_at desc, m.id limit $2"
            ))
            .bind(id.0)
            .bind(MOST_SHOWN)
            .fetch_all(c)
            .await?
        });
        Ok(CampaignPicture {
            size: self.campaign_size(id).await?,
            indicators: self.indicators_of_campaign(id).await?,
            places: self.places_of_campaign(id).await?,
            campaign,
            below,
            messages,
        })
    }

    async fn indicators_of_campaign(&self, id: CampaignId) -> Result<Vec<(NewIndicator, u64)>, StoreError> {
        let rows: Vec<Sign> = on!(self, |c| {
            sqlx::query_as(concat!(
                tree!(),
                "select i.kind, i.value, min(i.shown) as shown, count(*) as how_many from message_indicators i
                 join asked_messages m on m.id = i.message where m.campaign in (select id from tree)
                 group by i.kind, i.value order by 4 desc, 1, 2 limit $2"
            ))
            .bind(id.0)
            .bind(MOST_INDICATORS_SHOWN)
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|Sign(sign, many)| (sign, many)).collect())
    }

    async fn places_of_campaign(&self, id: CampaignId) -> Result<Vec<(String, String, u64)>, StoreError> {
        let rows: Vec<PlaceCount> = on!(self, |c| {
            sqlx::query_as(concat!(
                tree!(),
                "select borough, sector, count(*) as how_many from asked_messages where campaign in (select id from tree)
                 group by borough, sector order by 3 desc, 1, 2"
            ))
            .bind(id.0)
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|PlaceCount(borough, sector, many)| (borough, sector, many)).collect())
    }
}
