//! Messages of which somebody asked whether they are real: the sealed original, the row, and the way back for whoever sent it.
//!
//! The secret in the address of the answer opens it, and so do the words of the receipt, which follow from the secret.
//! Of somebody without an account nothing is kept but what they sent and when.

use centre::ledger::Actor;
use data_encoding::BASE64URL_NOPAD;
use evidence::Receipt;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CampaignId, MessageId, OrganisationId, PersonId, Reference, Timestamp};
use uuid::Uuid;

use crate::blobs::{KeptFile, LeavingFile};
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::evidence_items::{EvidenceItem, ItemOwner, ItemRow};
use crate::moment::{Moment, later};
use crate::sealed_keys::{opened_text, unreadable};
use crate::{Deed, MessageState, MessageVerdict, Noun, SealedKind, Secret, Store, StoreError};

/// A message is kept once for each token, however often it is sent.
const SCOPE: &str = "asked message";
/// Secrets of addresses are hashed apart from others.
const ADDRESS: &str = "asked message";
/// Names of letters are hashed apart from others.
const LETTER: &str = "letter in";
/// The shortest token with which a message is sent: a shorter one could be another's.
const SHORTEST_TOKEN: usize = 22;
/// The original is destroyed so many days after it came.
pub const ORIGINAL_DAYS: i64 = 90;
/// What was found is erased so many days after the message came.
pub const ANSWER_DAYS: i64 = 365;

/// By which door a message came, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageWay {
    /// The door: `page`, `api`, `mail`, `desk`.
    pub door: String,
    /// What it is: `words`, `saved`, `sent_to_us`, `picture`.
    pub came: String,
}

/// A message as it comes in.
#[derive(Debug, Clone)]
pub struct NewAskedMessage {
    /// The secret of its address; with it the message is kept once ([`Store::new_draft_token`] makes one).
    pub token: Secret,
    /// The sealed original.
    pub file: KeptFile,
    /// How it came.
    pub way: MessageWay,
    /// The member whose person sent it.
    pub organisation: Option<OrganisationId>,
    /// Who of the member.
    pub person: Option<PersonId>,
    /// The member's borough; empty for nobody's.
    pub borough: String,
    /// The member's sector; empty for nobody's.
    pub sector: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// Its id.
    pub id: MessageId,
    /// What people call it.
    pub reference: Reference,
    /// The words that lead back to it.
    pub receipt: Receipt,
    /// Whether it was there already, and nothing was done now.
    pub again: bool,
}

/// A message, without a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedMessage {
    /// Its id.
    pub id: MessageId,
    /// What people call it.
    pub reference: Reference,
    /// The member whose person sent it.
    pub organisation: Option<OrganisationId>,
    /// How it came.
    pub way: MessageWay,
    /// Where; empty when nobody knows.
    pub borough: String,
    /// In which sector; empty when nobody knows.
    pub sector: String,
    /// When it came.
    pub received_at: Timestamp,
    /// How far the answer is.
    pub state: MessageState,
    /// How often it was tried.
    pub tries: u32,
    /// When the machine answered.
    pub examined_at: Option<Timestamp>,
    /// Version of the rules that answered.
    pub rules: u32,
    /// What the machine thinks.
    pub verdict: Option<MessageVerdict>,
    /// Its score; 100 is suspicious.
    pub score: i64,
    /// Which organisation it claims to be, by the brand book; empty for none.
    pub claims: String,
    /// What an officer says that it is.
    pub label: Option<MessageVerdict>,
    /// Why.
    pub label_why: String,
    /// Who.
    pub label_by: Option<Actor>,
    /// When.
    pub label_at: Option<Timestamp>,
    /// Its campaign.
    pub campaign: Option<CampaignId>,
    /// When all of it was erased.
    pub erased_at: Option<Timestamp>,
}
from_row!(AskedMessage, |row| AskedMessage {
    id: MessageId(row.uuid("id")?),
    reference: row.typed("reference")?,
    organisation: row.maybe_uuid("organisation")?.map(OrganisationId),
    way: MessageWay { door: row.text("way")?, came: row.text("came")? },
    borough: row.text("borough")?,
    sector: row.text("sector")?,
    received_at: row.moment("received_at")?,
    state: row.word("state")?,
    tries: row.count("tries")?,
    examined_at: row.maybe_moment("examined_at")?,
    rules: row.count("rules")?,
    verdict: row.word_if_any("verdict")?,
    score: row.number("score")?,
    claims: row.text("claims")?,
    label: row.word_if_any("label")?,
    label_why: row.text("label_why")?,
    label_by: row.maybe_text("label_by")?.and_then(|by| by.parse().ok()),
    label_at: row.maybe_moment("label_at")?,
    campaign: row.maybe_uuid("campaign")?.map(CampaignId),
    erased_at: row.maybe_moment("erased_at")?,
});

impl AskedMessage {
    /// What counts: an officer's word before the machine's.
    pub fn counts(&self) -> Option<MessageVerdict> {
        self.label.or(self.verdict)
    }

    /// About it, for the ledger: it is erased by itself, and stands in its member's timeline.
    pub(crate) fn said(&self, deed: Deed) -> Said {
        let topic = self.organisation.map(|organisation| organisation.0);
        Said::of_thing(deed, Noun::AskedMessage, self.id, self.id.0, topic)
    }
}

pub(crate) fn place_of(message: MessageId) -> String {
    format!("examination {message}")
}

fn place_of_token(message: MessageId) -> Vec<u8> {
    format!("address of message {message}").into_bytes()
}

impl Store {
    /// Keeps a message that was sent in: its file gets its row, and all of it survives a power cut when this returns.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the token could be another's.
    pub async fn receive_message(
        &self,
        new: &NewAskedMessage,
        by: &Actor,
        now: Timestamp,
    ) -> Result<ReceivedMessage, StoreError> {
        if new.token.reveal().len() < SHORTEST_TOKEN {
            return Err(StoreError::NotAllowed("a message is sent with a token that nobody can guess"));
        }
        let receipt = self.0.keys.receipt_of(&new.token);
        // Stretched before the transaction: nobody waits for the memory while holding the writer.
        let lookup = self.stretched(&receipt).await?;
        let mut change = self.change(by, now).await?;
        if let Some(before) = change.done_before(SCOPE, new.token.reveal()).await? {
            change.commit_unsaid(Unsaid::Nothing).await?;
            let id = before.parse().map(MessageId).map_err(|_| unreadable("the id of a message"))?;
            let message = self.asked_message(id).await?.ok_or(StoreError::NoSuch("message"))?;
            return Ok(ReceivedMessage { id, reference: message.reference, receipt, again: true });
        }
        let id = MessageId::random(&*self.0.chance);
        let reference = change.free_message_reference().await?;
        change.insert_message(id, &reference, lookup, new).await?;
        change.add_items(ItemOwner::Message(id), std::slice::from_ref(&new.file)).await?;
        change.keep_answer(SCOPE, new.token.reveal(), &id.to_string()).await?;
        let topic = new.organisation.map(|organisation| organisation.0);
        let said = Said::of_thing(Deed::MessageReceived, Noun::AskedMessage, id, id.0, topic)
            .with(json!({ "door": new.way.door, "came": new.way.came, "bytes": new.file.bytes }));
        change.commit(said).await?;
        Ok(ReceivedMessage { id, reference, receipt, again: false })
    }

    /// The token of a letter that lies in the folder of letters under this name: always the same, and nobody who knows the
    /// name can tell it.
    pub fn token_of_letter(&self, name: &str) -> Secret {
        Secret::presented(&BASE64URL_NOPAD.encode(&self.0.keys.hash(LETTER, name)))
    }

    /// The message with this id. Nothing in it is personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked_message(&self, id: MessageId) -> Result<Option<AskedMessage>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from asked_messages where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// The message behind the secret of its address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_behind(&self, token: &Secret) -> Result<Option<AskedMessage>, StoreError> {
        let hash = self.0.keys.hash(ADDRESS, token.reveal());
        Ok(on!(self, |c| {
            sqlx::query_as("select * from asked_messages where token_hash = $1")
                .bind(hash)
                .fetch_optional(c)
                .await?
        }))
    }

    /// The words that lead to the message behind this secret, for whoever holds it.
    pub fn receipt_of_message(&self, token: &Secret) -> Receipt {
        self.0.keys.receipt_of(token)
    }

    /// The secret of the address to which the words of a receipt lead. Words that lead nowhere take as long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_address_behind(&self, receipt: &Receipt) -> Result<Option<Secret>, StoreError> {
        let lookup = self.stretched(receipt).await?;
        let found: Option<Address> = on!(self, |c| {
            sqlx::query_as("select id, token from asked_messages where lookup = $1 and erased_at is null")
                .bind(lookup)
                .fetch_optional(c)
                .await?
        });
        found.map(|found| self.opened_address(&found)).transpose()
    }

    /// The secret of the address of a member's own message, for the list of its firm.
    ///
    /// # Errors
    /// When the member has no such message.
    pub async fn address_of_own_message(
        &self,
        member: OrganisationId,
        id: MessageId,
    ) -> Result<Secret, StoreError> {
        let found: Option<Address> = on!(self, |c| {
            sqlx::query_as(
                "select id, token from asked_messages where id = $1 and organisation = $2 and erased_at is null",
            )
            .bind(id.0)
            .bind(member.0)
            .fetch_optional(c)
            .await?
        });
        self.opened_address(&found.ok_or(StoreError::NoSuch("message"))?)
    }

    fn opened_address(&self, found: &Address) -> Result<Secret, StoreError> {
        let token = self.0.keys.unseal(&place_of_token(found.id), &found.token)?;
        let token = String::from_utf8(token).map_err(|_| unreadable("the address of a message"))?;
        Ok(Secret::presented(&token))
    }

    /// What was found in a message, as the JSON that was kept, for whoever sent it: the caller holds its address, and looking
    /// at one's own leaves no entry. None while nobody has looked, or when it was erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_examination(&self, message: MessageId) -> Result<Option<String>, StoreError> {
        let sealed: Option<Option<Vec<u8>>> = on!(self, |c| {
            sqlx::query_scalar("select examination from asked_messages where id = $1")
                .bind(message.0)
                .fetch_optional(c)
                .await?
        });
        let key = self.sealed_key(message.0, SealedKind::Message).await?;
        match (key, sealed.flatten()) {
            (Some(key), Some(sealed)) => opened_text(&key, &place_of(message), &sealed).map(Some),
            _ => Ok(None),
        }
    }

    /// What was found in a message, for somebody of the centre: the read is in the ledger before it is returned.
    ///
    /// # Errors
    /// When there is no such message, or the read could not be logged.
    pub async fn examination_for(
        &self,
        reader: &Actor,
        id: MessageId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let message = self.asked_message(id).await?.ok_or(StoreError::NoSuch("message"))?;
        self.log_look(reader, message.said(Deed::Read).with(json!({ "why": why })), now).await?;
        self.own_examination(id).await
    }

    /// The original of a message, for somebody of the centre: the read is in the ledger before the first byte leaves.
    ///
    /// # Errors
    /// When it is not there any more, or the read could not be logged.
    pub async fn message_original_for(
        &self,
        reader: &Actor,
        id: MessageId,
        why: &str,
        now: Timestamp,
    ) -> Result<(EvidenceItem, LeavingFile), StoreError> {
        let message = self.asked_message(id).await?.ok_or(StoreError::NoSuch("message"))?;
        self.log_look(reader, message.said(Deed::Read).with(json!({ "why": why })), now).await?;
        self.message_leaves(id).await
    }

    /// The original of a message, for the machine, or for who logged the read.
    pub(crate) async fn message_leaves(
        &self,
        id: MessageId,
    ) -> Result<(EvidenceItem, LeavingFile), StoreError> {
        let row: Option<ItemRow> = on!(self, |c| {
            sqlx::query_as("select * from evidence_items where message = $1 and destroyed_at is null")
                .bind(id.0)
                .fetch_optional(c)
                .await?
        });
        let (item, address) =
            self.with_own_facts(row.ok_or(StoreError::NoSuch("original any more"))?).await?;
        let sha256 = item.sha256()?;
        let file = self.file_leaves(item.id, &address, sha256).await?;
        Ok((item, file))
    }
}

struct Address {
    id: MessageId,
    token: Vec<u8>,
}
from_row!(Address, |row| Address { id: MessageId(row.uuid("id")?), token: row.bytes("token")? });

impl Change {
    /// A reference that no message and no report has.
    async fn free_message_reference(&mut self) -> Result<Reference, StoreError> {
        loop {
            let reference = Reference::random(&*self.store().0.chance);
            let taken: Option<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar(
                    "select id from asked_messages where reference = $1 union all select id from reports where reference = $1",
                )
                .bind(reference.to_string())
                .fetch_optional(c)
                .await?
            });
            if taken.is_none() {
                return Ok(reference);
            }
        }
    }

    async fn insert_message(
        &mut self,
        id: MessageId,
        reference: &Reference,
        lookup: Vec<u8>,
        new: &NewAskedMessage,
    ) -> Result<(), StoreError> {
        let store = self.store().clone();
        let token =
            store.0.keys.seal(&place_of_token(id), new.token.reveal().as_bytes(), &*store.0.chance)?;
        let now = self.now();
        let after = |days: i64| Moment::from(later(now, SignedDuration::from_hours(24 * days)));
        within!(self.tx, |c| {
            sqlx::query(
                "insert into asked_messages (id, reference, token_hash, token, lookup, organisation, person, way, came, borough,
                     sector, received_at, state, tries, leased_until, rules, verdict, score, claims, genuine, label, label_why,
                     destroy_at, erase_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'received', 0, 0, 0, '', 0, '', $13, '', '', $14, $15)",
            )
            .bind(id.0)
            .bind(reference.to_string())
            .bind(store.0.keys.hash(ADDRESS, new.token.reveal()))
            .bind(token)
            .bind(lookup)
            .bind(new.organisation.map(|organisation| organisation.0))
            .bind(new.person.map(|person| person.0))
            .bind(&new.way.door)
            .bind(&new.way.came)
            .bind(&new.borough)
            .bind(&new.sector)
            .bind(Moment::from(now))
            .bind(false)
            .bind(after(ORIGINAL_DAYS))
            .bind(after(ANSWER_DAYS))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// The message, read where nobody changes it meanwhile.
    pub(crate) async fn standing_message(&mut self, id: MessageId) -> Result<AskedMessage, StoreError> {
        let found: Option<AskedMessage> = within!(self.tx, |c| {
            sqlx::query("update asked_messages set tries = tries where id = $1")
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query_as("select * from asked_messages where id = $1").bind(id.0).fetch_optional(c).await?
        });
        found.filter(|message| message.erased_at.is_none()).ok_or(StoreError::NoSuch("message"))
    }
}
