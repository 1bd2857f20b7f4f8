//! Waves of messages: how a new message finds its own, and how a person parts what does not belong together.
//!
//! A message joins the wave of the strongest of its like. Where it is like messages of several waves, the younger ones lie under
//! that wave from then on, and nothing in them is changed: taken out again, each is as it was.

use std::collections::BTreeMap;

use centre::campaign::{Keys, MOST_EXACT_KEYS, Why};
use centre::ledger::Actor;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{CampaignId, MessageId, Reference, Timestamp};
use uuid::Uuid;

use crate::asked_messages::AskedMessage;
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::within;
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// Messages that share a key are looked at for one kind of key, at most so many: the like of a large wave are all alike.
const MOST_CANDIDATES: i64 = 60;
/// Other waves that one message brings together, at most.
const MOST_BROUGHT_TOGETHER: usize = 5;
/// How deep waves lie under each other, at most.
const DEEPEST: usize = 32;
/// Exact keys are hashed apart from other secrets.
const KEY: &str = "key of a wave";

/// A key as it is kept.
pub(crate) struct HashedKey {
    pub(crate) kind: &'static str,
    pub(crate) hash: Vec<u8>,
    /// The key itself, if it is an exact one.
    exact: Option<String>,
}

struct Like {
    message: MessageId,
    campaign: Option<CampaignId>,
    received_at: Timestamp,
    sketch: Option<Vec<u8>>,
    skeleton: Option<i64>,
    genuine: bool,
}
from_row!(Like, |row| Like {
    message: MessageId(row.uuid("id")?),
    campaign: row.maybe_uuid("campaign")?.map(CampaignId),
    received_at: row.moment("received_at")?,
    sketch: row.maybe_bytes("sketch")?,
    skeleton: row.maybe_number("skeleton")?,
    genuine: row.flag("genuine")?,
});

struct Shares {
    message: Uuid,
    hash: Vec<u8>,
}
from_row!(Shares, |row| Shares { message: row.uuid("message")?, hash: row.bytes("hash")? });

impl Like {
    fn keys(&self, exact: Vec<String>) -> Keys {
        let sketch = self.sketch.as_deref().unwrap_or_default();
        Keys {
            words: sketch
                .chunks_exact(4)
                .filter_map(|four| four.try_into().ok().map(u32::from_be_bytes))
                .collect(),
            skeleton: self.skeleton.map(i64::cast_unsigned),
            exact,
            genuine_bulk: self.genuine,
        }
    }
}

impl Change {
    pub(crate) fn hashed_keys(&self, keys: &Keys) -> Vec<HashedKey> {
        let bands = keys.bands().into_iter().map(|band| ("band", band.to_be_bytes().to_vec(), None));
        let skeleton =
            keys.skeleton.map(|skeleton| ("skeleton", skeleton.to_be_bytes().to_vec(), None)).into_iter();
        let exact = keys
            .exact
            .iter()
            .take(MOST_EXACT_KEYS)
            .map(|key| ("exact", self.store().0.keys.hash(KEY, key), Some(key.clone())));
        bands
            .chain(skeleton)
            .chain(exact)
            .map(|(kind, hash, exact)| HashedKey { kind, hash, exact })
            .collect()
    }

    /// Finds the wave of a message that was just read. None where nothing is like it.
    pub(crate) async fn join_wave(
        &mut self,
        message: &AskedMessage,
        keys: &Keys,
    ) -> Result<Option<CampaignId>, StoreError> {
        let mut found = Vec::new();
        for (like, exact) in self.likes_of(message.id, keys).await? {
            if let Some(why) = keys.belongs_with(&like.keys(exact)) {
                found.push((why, like));
            }
        }
        // Words before keys, more before fewer; then the older message.
        found.sort_by(|(a, one), (b, other)| {
            strength(b).cmp(&strength(a)).then(one.received_at.cmp(&other.received_at))
        });
        let Some((why, first)) = found.first() else { return Ok(None) };
        let campaign = match first.campaign {
            Some(campaign) => campaign,
            None => self.begin_wave(first, keys.genuine_bulk).await?,
        };
        self.add_to_wave(campaign, message.id, message.received_at, Some((why, first.message))).await?;
        let root = self.root_of(campaign).await?;
        let mut brought = 0;
        for (why, like) in &found[1..] {
            let Some(other) = like.campaign else {
                self.add_to_wave(campaign, like.message, like.received_at, Some((why, message.id))).await?;
                continue;
            };
            let other = self.root_of(other).await?;
            if other != root && brought < MOST_BROUGHT_TOGETHER && !self.are_apart(root, other).await? {
                self.lay_under(other, root, &why.sentence()).await?;
                brought += 1;
            }
        }
        Ok(Some(campaign))
    }

    /// Messages that share a key with these, each with the exact keys that they share.
    async fn likes_of(
        &mut self,
        message: MessageId,
        keys: &Keys,
    ) -> Result<Vec<(Like, Vec<String>)>, StoreError> {
        let hashed = self.hashed_keys(keys);
        let mut shared: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        for kind in ["band", "skeleton", "exact"] {
            let ours: Vec<&HashedKey> = hashed.iter().filter(|key| key.kind == kind).collect();
            if ours.is_empty() {
                continue;
            }
            let rows: Vec<Shares> = within!(self.tx, |c| {
                let mut query = QueryBuilder::new("select message, hash from message_keys where kind = ");
                query.push_bind(kind).push(" and message <> ").push_bind(message.0).push(" and hash in (");
                let mut list = query.separated(", ");
                for key in &ours {
                    list.push_bind(key.hash.clone());
                }
                query.push(") limit ").push_bind(MOST_CANDIDATES * 4);
                query.build_query_as().fetch_all(c).await?
            });
            for row in rows {
                let exact = ours.iter().find(|key| key.hash == row.hash).and_then(|key| key.exact.clone());
                shared.entry(row.message).or_default().extend(exact);
            }
        }
        let mut likes = Vec::new();
        for (id, exact) in shared.into_iter().take(MOST_CANDIDATES as usize * 3) {
            let like: Option<Like> = within!(self.tx, |c| {
                sqlx::query_as(
                    "select id, campaign, received_at, sketch, skeleton, genuine from asked_messages
                     where id = $1 and erased_at is null",
                )
                .bind(id)
                .fetch_optional(c)
                .await?
            });
            likes.extend(like.map(|like| (like, exact)));
        }
        Ok(likes)
    }

    async fn begin_wave(&mut self, first: &Like, genuine: bool) -> Result<CampaignId, StoreError> {
        let store = self.store().clone();
        let id = CampaignId::random(&*store.0.chance);
        let reference = self.free_campaign_reference().await?;
        let (now, at) = (Moment::from(self.now()), Moment::from(first.received_at));
        within!(self.tx, |c| {
            sqlx::query(
                "insert into campaigns (id, reference, made_at, first_at, last_at, size, genuine, under_why)
                 values ($1, $2, $3, $4, $4, 0, $5, '')",
            )
            .bind(id.0)
            .bind(reference.to_string())
            .bind(now)
            .bind(at)
            .bind(genuine)
            .execute(c)
            .await?;
        });
        self.add_to_wave(id, first.message, first.received_at, None).await?;
        Ok(id)
    }

    async fn free_campaign_reference(&mut self) -> Result<Reference, StoreError> {
        loop {
            let reference = Reference::random(&*self.store().0.chance);
            let taken: Option<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar("select id from campaigns where reference = $1")
                    .bind(reference.to_string())
                    .fetch_optional(c)
                    .await?
            });
            if taken.is_none() {
                return Ok(reference);
            }
        }
    }

    /// Puts a message into a wave, unless a person took it out of that very wave.
    async fn add_to_wave(
        &mut self,
        campaign: CampaignId,
        message: MessageId,
        received_at: Timestamp,
        why: Option<(&Why, MessageId)>,
    ) -> Result<(), StoreError> {
        let (word, detail) = why.map_or(("first", String::new()), |(why, _)| why.kept());
        let (now, at) = (Moment::from(self.now()), Moment::from(received_at));
        within!(self.tx, |c| {
            let added = sqlx::query(
                "insert into campaign_messages (campaign, message, why, detail, beside, joined_at, out_why)
                 values ($1, $2, $3, $4, $5, $6, '') on conflict (campaign, message) do nothing",
            )
            .bind(campaign.0)
            .bind(message.0)
            .bind(word)
            .bind(detail)
            .bind(why.map(|(_, beside)| beside.0))
            .bind(now)
            .execute(&mut *c)
            .await?
            .rows_affected();
            if added == 1 {
                sqlx::query("update asked_messages set campaign = $1 where id = $2")
                    .bind(campaign.0)
                    .bind(message.0)
                    .execute(&mut *c)
                    .await?;
                sqlx::query(
                    "update campaigns set size = size + 1,
                     first_at = case when first_at < $1 then first_at else $1 end,
                     last_at = case when last_at > $1 then last_at else $1 end where id = $2",
                )
                .bind(at)
                .bind(campaign.0)
                .execute(c)
                .await?;
            }
        });
        Ok(())
    }

    /// The wave that lies on top.
    async fn root_of(&mut self, campaign: CampaignId) -> Result<CampaignId, StoreError> {
        let mut at = campaign.0;
        for _ in 0..DEEPEST {
            let under: Option<Option<Uuid>> = within!(self.tx, |c| {
                sqlx::query_scalar("select under from campaigns where id = $1")
                    .bind(at)
                    .fetch_optional(c)
                    .await?
            });
            match under.flatten() {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(CampaignId(at))
    }

    async fn are_apart(&mut self, one: CampaignId, other: CampaignId) -> Result<bool, StoreError> {
        let found: Option<i64> = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select at from campaigns_apart where (one = $1 and other = $2) or (one = $2 and other = $1)",
            )
            .bind(one.0)
            .bind(other.0)
            .fetch_optional(c)
            .await?
        });
        Ok(found.is_some())
    }

    async fn lay_under(
        &mut self,
        campaign: CampaignId,
        root: CampaignId,
        why: &str,
    ) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("update campaigns set under = $1, under_why = $2 where id = $3 and id <> $1")
                .bind(root.0)
                .bind(why)
                .bind(campaign.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }
}

/// Words before form before keys.
fn strength(why: &Why) -> u32 {
    match why {
        Why::Words(percent) => 1_000 + percent,
        Why::Key(_) => 500,
        Why::Form(percent) => *percent,
    }
}

impl Store {
    /// Takes a message out of its wave: it does not belong there. The row stays, and it never comes back by itself.
    ///
    /// # Errors
    /// When it is in no wave, or nobody said why.
    pub async fn take_out_of_campaign(
        &self,
        id: MessageId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<CampaignId, StoreError> {
        if why.trim().is_empty() {
            return Err(StoreError::NotAllowed("say why it does not belong there"));
        }
        let mut change = self.change(by, now).await?;
        let message = change.standing_message(id).await?;
        let campaign = message.campaign.ok_or(StoreError::NoSuch("campaign"))?;
        within!(change.tx, |c| {
            sqlx::query(
                "update campaign_messages set out_at = $1, out_by = $2, out_why = $3 where campaign = $4 and message = $5",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(why.trim())
            .bind(campaign.0)
            .bind(id.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("update asked_messages set campaign = null where id = $1")
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query("update campaigns set size = size - 1 where id = $1")
                .bind(campaign.0)
                .execute(c)
                .await?;
        });
        let told = json!({ "message": id, "why": why.trim() });
        change.commit(Said::of_centre(Deed::CampaignParted, Noun::Campaign, campaign).with(told)).await?;
        Ok(campaign)
    }

    /// Takes a wave out from under another: they are two. Each is as it was, and they never come together by themselves again.
    ///
    /// # Errors
    /// When it lies under none, or nobody said why.
    pub async fn part_campaigns(
        &self,
        campaign: CampaignId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if why.trim().is_empty() {
            return Err(StoreError::NotAllowed("say why they are two"));
        }
        let mut change = self.change(by, now).await?;
        let above: Option<Option<Uuid>> = within!(change.tx, |c| {
            sqlx::query_scalar("update campaigns set size = size where id = $1 returning under")
                .bind(campaign.0)
                .fetch_optional(c)
                .await?
        });
        let above = above.flatten().ok_or(StoreError::NoSuch("campaign above"))?;
        let root = change.root_of(CampaignId(above)).await?;
        within!(change.tx, |c| {
            sqlx::query("update campaigns set under = null, under_why = '' where id = $1")
                .bind(campaign.0)
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "insert into campaigns_apart (one, other, at, actor, why) values ($1, $2, $3, $4, $5) on conflict do nothing",
            )
            .bind(campaign.0)
            .bind(root.0)
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(why.trim())
            .execute(c)
            .await?;
        });
        let told = json!({ "from": root, "why": why.trim() });
        change.commit(Said::of_centre(Deed::CampaignMoved, Noun::Campaign, campaign).with(told)).await?;
        Ok(())
    }
}
