//! What the machine found in a message: taken up by lease, kept sealed, with what the sender can be recognised by.

use centre::campaign::Keys;
use centre::ledger::Actor;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{CampaignId, MessageId, Timestamp};
use uuid::Uuid;

use crate::asked_messages::{AskedMessage, place_of};
use crate::blobs::LeavingFile;
use crate::change::{Change, Unsaid};
use crate::db::{on, within};
use crate::evidence_items::EvidenceItem;
use crate::moment::Moment;
use crate::{Deed, MessageState, MessageVerdict, SealedKind, Store, StoreError};

/// A message that could not be opened so often is left to a person.
pub const MOST_TRIES_TO_EXAMINE: u32 = 2;
/// The most indicators of one message that are kept.
const MOST_INDICATORS: usize = 200;

/// Something by which a sender can be recognised again. The caller leaves out what is the reporter's or well known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIndicator {
    /// What kind of thing: a word.
    pub kind: String,
    /// Its canonical value.
    pub value: String,
    /// The value as it may be shown.
    pub shown: String,
}

/// What the machine found.
#[derive(Debug, Clone)]
pub struct NewExamination {
    /// All of it, as JSON; kept sealed.
    pub json: String,
    /// Version of the rules.
    pub rules: u32,
    /// What the machine thinks.
    pub verdict: MessageVerdict,
    /// Its score.
    pub score: i32,
    /// Which organisation it claims to be; empty for none.
    pub claims: String,
    /// By what the sender can be recognised.
    pub indicators: Vec<NewIndicator>,
    /// By what its wave is found.
    pub keys: Keys,
}

impl Store {
    /// Messages that nobody has looked at and nobody holds, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages_waiting(&self, limit: u32, now: Timestamp) -> Result<Vec<MessageId>, StoreError> {
        let ids: Vec<Uuid> = on!(self, |c| {
            sqlx::query_scalar(
                "select id from asked_messages where state = 'received' and leased_until <= $1 order by received_at, id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(ids.into_iter().map(MessageId).collect())
    }

    /// Takes a message up until `until`, with its original. None when it was looked at, or somebody else has it.
    ///
    /// # Errors
    /// When its original is gone or was changed.
    pub async fn take_message(
        &self,
        id: MessageId,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<(AskedMessage, EvidenceItem, LeavingFile)>, StoreError> {
        let mut change = self.change(&Actor::Visitor, now).await?;
        let taken = within!(change.tx, |c| {
            sqlx::query(
                "update asked_messages set leased_until = $1, tries = tries + 1
                 where id = $2 and state = 'received' and leased_until <= $3",
            )
            .bind(Moment::from(until))
            .bind(id.0)
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        change.commit_unsaid(Unsaid::Lease).await?;
        if taken == 0 {
            return Ok(None);
        }
        let message = self.asked_message(id).await?.ok_or(StoreError::NoSuch("message"))?;
        let (item, file) = self.message_leaves(id).await?;
        Ok(Some((message, item, file)))
    }

    /// Keeps what was found, and puts the message into its wave. Keeping it again, after the rules changed, replaces what was
    /// found; an officer's word stays, and so does the wave. Returns the wave.
    ///
    /// # Errors
    /// When there is no such message any more, or what was found is no JSON.
    pub async fn keep_examination(
        &self,
        id: MessageId,
        found: &NewExamination,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Option<CampaignId>, StoreError> {
        if serde_json::from_str::<serde::de::IgnoredAny>(&found.json).is_err() {
            return Err(StoreError::NotAllowed("what was found in a message must be JSON"));
        }
        let mut change = self.change(by, now).await?;
        let message = change.standing_message(id).await?;
        change.destroy_key(id.0, SealedKind::Message).await?;
        let key = change.make_key(id.0, SealedKind::Message).await?;
        let sealed = self.sealed(&key, &place_of(id), found.json.as_bytes())?;
        change.write_examination(id, found, sealed).await?;
        change.replace_signs(id, found).await?;
        let campaign = match message.campaign {
            Some(campaign) => Some(campaign),
            None => change.join_wave(&message, &found.keys).await?,
        };
        let told = json!({ "verdict": found.verdict, "score": found.score, "rules": found.rules, "campaign": campaign });
        change.commit(message.said(Deed::MessageExamined).with(told)).await?;
        Ok(campaign)
    }

    /// A message could not be opened this time. After [`MOST_TRIES_TO_EXAMINE`] it waits for a person. Returns its state.
    ///
    /// # Errors
    /// When there is no such message.
    pub async fn examination_failed(
        &self,
        id: MessageId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<MessageState, StoreError> {
        let mut change = self.change(by, now).await?;
        let message = change.standing_message(id).await?;
        if message.state != MessageState::Received {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(message.state);
        }
        let state = if message.tries >= MOST_TRIES_TO_EXAMINE {
            MessageState::NotExamined
        } else {
            MessageState::Received
        };
        within!(change.tx, |c| {
            sqlx::query("update asked_messages set state = $1, leased_until = 0 where id = $2")
                .bind(state.name())
                .bind(id.0)
                .execute(c)
                .await?;
        });
        let said = message.said(Deed::MessageNotExamined).with(json!({ "why": why, "tries": message.tries }));
        change.commit(said).await?;
        Ok(state)
    }
}

impl Change {
    async fn write_examination(
        &mut self,
        id: MessageId,
        found: &NewExamination,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        let sketch: Vec<u8> = found.keys.words.iter().flat_map(|word| word.to_be_bytes()).collect();
        within!(self.tx, |c| {
            sqlx::query(
                "update asked_messages set state = 'examined', examined_at = $1, rules = $2, verdict = $3, score = $4, claims = $5,
                 genuine = $6, sketch = $7, skeleton = $8, examination = $9, leased_until = 0 where id = $10",
            )
            .bind(now)
            .bind(i64::from(found.rules))
            .bind(found.verdict.name())
            .bind(i64::from(found.score))
            .bind(&found.claims)
            .bind(found.keys.genuine_bulk)
            .bind((!sketch.is_empty()).then_some(sketch))
            .bind(found.keys.skeleton.map(u64::cast_signed))
            .bind(sealed)
            .bind(id.0)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn replace_signs(&mut self, id: MessageId, found: &NewExamination) -> Result<(), StoreError> {
        self.delete_signs(id).await?;
        let kept: Vec<&NewIndicator> = found.indicators.iter().take(MOST_INDICATORS).collect();
        let keys = self.hashed_keys(&found.keys);
        within!(self.tx, |c| {
            if !kept.is_empty() {
                QueryBuilder::new("insert into message_indicators (message, kind, value, shown) ")
                    .push_values(&kept, |mut row, one| {
                        row.push_bind(id.0).push_bind(&one.kind).push_bind(&one.value).push_bind(&one.shown);
                    })
                    .push(" on conflict do nothing")
                    .build()
                    .execute(&mut *c)
                    .await?;
            }
            if !keys.is_empty() {
                QueryBuilder::new("insert into message_keys (message, kind, hash) ")
                    .push_values(&keys, |mut row, key| {
                        row.push_bind(id.0).push_bind(key.kind).push_bind(key.hash.clone());
                    })
                    .push(" on conflict do nothing")
                    .build()
                    .execute(c)
                    .await?;
            }
        });
        Ok(())
    }

    /// Takes away by what a message is recognised.
    pub(crate) async fn delete_signs(&mut self, id: MessageId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            for statement in [
                "delete from message_indicators where message = $1",
                "delete from message_keys where message = $1",
            ] {
                sqlx::query(statement).bind(id.0).execute(&mut *c).await?;
            }
        });
        Ok(())
    }
}
