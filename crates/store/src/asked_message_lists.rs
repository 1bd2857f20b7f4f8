//! Messages as lists, what an officer says of one, and how long they are kept.

use centre::ledger::Actor;
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use terms::{MessageId, OrganisationId, Timestamp};
use uuid::Uuid;

use crate::asked_messages::AskedMessage;
use crate::change::Change;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, MessageState, MessageVerdict, Noun, SealedKind, Store, StoreError};

/// Which messages are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MessageFilter {
    /// Only what counts as this.
    pub verdict: Option<MessageVerdict>,
    /// Only those in this state.
    pub state: Option<MessageState>,
    /// Only those of which nobody said what they are.
    pub unlabelled: bool,
    /// Only those that came before.
    pub before: Option<Timestamp>,
}

impl Store {
    /// Messages, the newest first. Erased ones are not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages(
        &self,
        filter: &MessageFilter,
        limit: u32,
    ) -> Result<Vec<AskedMessage>, StoreError> {
        let before = filter.before.map_or(i64::MAX, |at| Moment::from(at).0);
        Ok(on!(self, |c| {
            let mut query =
                QueryBuilder::new("select * from asked_messages where erased_at is null and received_at < ");
            query.push_bind(before);
            if let Some(verdict) = filter.verdict {
                query.push(" and (label = ").push_bind(verdict.name());
                query.push(" or (label = '' and verdict = ").push_bind(verdict.name()).push("))");
            }
            if let Some(state) = filter.state {
                query.push(" and state = ").push_bind(state.name());
            }
            if filter.unlabelled {
                query.push(" and label = ''");
            }
            query.push(" order by received_at desc, id limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(c).await?
        }))
    }

    /// A member's messages, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages_of(
        &self,
        member: OrganisationId,
        limit: u32,
    ) -> Result<Vec<AskedMessage>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from asked_messages where organisation = $1 and erased_at is null
                 order by received_at desc, id limit $2",
            )
            .bind(member.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// An officer says what a message is. The machine's own answer stays beside it; saying it again replaces the word, and the
    /// ledger keeps both.
    ///
    /// # Errors
    /// When there is no such message, or nobody said why.
    pub async fn correct_message(
        &self,
        id: MessageId,
        label: MessageVerdict,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let why = why.trim();
        if why.is_empty() || why.chars().count() > 500 {
            return Err(StoreError::NotAllowed("say why in a few words, 500 letters at most"));
        }
        let mut change = self.change(by, now).await?;
        let message = change.standing_message(id).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update asked_messages set label = $1, label_why = $2, label_by = $3, label_at = $4 where id = $5",
            )
            .bind(label.name())
            .bind(why)
            .bind(by.to_string())
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let told = json!({ "label": label, "was": message.label, "machine": message.verdict, "why": why });
        change.commit(message.said(Deed::MessageCorrected).with(told)).await?;
        Ok(())
    }

    /// Ends what is over: originals after [`crate::ORIGINAL_DAYS`], everything after [`crate::ANSWER_DAYS`]. At most
    /// `limit` of each; returns how many files and how many messages went.
    ///
    /// # Errors
    /// When database or folder fail.
    pub async fn erase_old_messages(
        &self,
        limit: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(u64, u64), StoreError> {
        let due: Vec<Uuid> = on!(self, |c| {
            sqlx::query_scalar(
                "select id from asked_messages where destroy_at is not null and destroy_at <= $1 order by destroy_at, id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let over: Vec<Uuid> = on!(self, |c| {
            sqlx::query_scalar(
                "select id from asked_messages where erased_at is null and erase_at <= $1 order by erase_at, id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let (mut files, mut messages) = (0, 0);
        for id in due {
            files += self.destroy_message_original(MessageId(id), by, now).await?;
        }
        for id in over {
            messages += u64::from(self.erase_message(MessageId(id), by, now).await?);
        }
        Ok((files, messages))
    }

    async fn destroy_message_original(
        &self,
        id: MessageId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut change = self.change(by, now).await?;
        let Ok(message) = change.standing_message(id).await else { return Ok(0) };
        let addresses = change.destroy_message_files(id).await?;
        let files = addresses.len() as u64;
        change.commit(message.said(Deed::MessageErased).with(json!({ "what": "original" }))).await?;
        self.take_files_away(addresses).await?;
        Ok(files)
    }

    /// Erases a message with all that was found in it, whoever asks for it: its owner, or time. What stays is the verdict and
    /// the month. Returns false when it was erased before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase_message(&self, id: MessageId, by: &Actor, now: Timestamp) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        let Ok(message) = change.standing_message(id).await else { return Ok(false) };
        let addresses = change.destroy_message_files(id).await?;
        change.destroy_key(id.0, SealedKind::Message).await?;
        change.delete_signs(id).await?;
        let month = Moment::from(crate::retention::month_of(message.received_at));
        within!(change.tx, |c| {
            sqlx::query(
                "update asked_messages set examination = null, sketch = null, skeleton = null, claims = '', label_why = '',
                 organisation = null, person = null, lookup = null, received_at = $1, erased_at = $2, leased_until = 0
                 where id = $3",
            )
            .bind(month)
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let said = message.said(Deed::MessageErased).with(json!({ "what": "all" }));
        let (_, erased) = change.erase(id.0, Noun::AskedMessage).await?;
        change.commit_all(erased, vec![said]).await?;
        self.take_files_away(addresses).await?;
        Ok(true)
    }

    /// Everything that is kept of a member's messages, for the copy of what we hold.
    pub(crate) async fn all_of_messages(&self, member: OrganisationId) -> Result<Vec<Value>, StoreError> {
        let mut all = Vec::new();
        for message in self.messages_of(member, u32::MAX).await? {
            let found = self.own_examination(message.id).await?;
            let found = found.and_then(|json| serde_json::from_str::<Value>(&json).ok());
            all.push(json!({
                "reference": message.reference, "received": message.received_at, "door": message.way.door,
                "came": message.way.came, "state": message.state, "verdict": message.verdict,
                "officer_says": message.label, "because": message.label_why, "found": found,
            }));
        }
        Ok(all)
    }
}

impl Change {
    /// Destroys the original of a message: its key and what is known of it now, the file after the commit.
    pub(crate) async fn destroy_message_files(&mut self, id: MessageId) -> Result<Vec<Vec<u8>>, StoreError> {
        let items: Vec<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar("select id from evidence_items where message = $1 and destroyed_at is null")
                .bind(id.0)
                .fetch_all(c)
                .await?
        });
        let now = Moment::from(self.now());
        let mut addresses = Vec::with_capacity(items.len());
        for item in items {
            self.destroy_key(item, SealedKind::Item).await?;
            let address: Vec<u8> = within!(self.tx, |c| {
                sqlx::query_scalar(
                    "update evidence_items set facts = null, destroyed_at = $1 where id = $2 returning address",
                )
                .bind(now)
                .bind(item)
                .fetch_one(c)
                .await?
            });
            addresses.push(address);
        }
        within!(self.tx, |c| {
            sqlx::query("update asked_messages set destroy_at = null where id = $1")
                .bind(id.0)
                .execute(c)
                .await?;
        });
        Ok(addresses)
    }

    /// A member leaves: what opens its messages is destroyed now, and the rest goes with the next run of retention.
    pub(crate) async fn forget_messages_of(&mut self, member: OrganisationId) -> Result<u64, StoreError> {
        let now = Moment::from(self.now());
        let messages: Vec<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar("select id from asked_messages where organisation = $1")
                .bind(member.0)
                .fetch_all(c)
                .await?
        });
        for id in &messages {
            self.destroy_key(*id, SealedKind::Message).await?;
            let items: Vec<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar("select id from evidence_items where message = $1")
                    .bind(id)
                    .fetch_all(c)
                    .await?
            });
            for item in items {
                self.destroy_key(item, SealedKind::Item).await?;
            }
        }
        within!(self.tx, |c| {
            sqlx::query(
                "update asked_messages set organisation = null, person = null, erase_at = $1 where organisation = $2",
            )
            .bind(now)
            .bind(member.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("delete from advisory_letters where organisation = $1")
                .bind(member.0)
                .execute(c)
                .await?;
        });
        Ok(messages.len() as u64)
    }
}
