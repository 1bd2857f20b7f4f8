//! How anything is changed: a transaction that commits only together with what the ledger says of it.
//!
//! [`Change::commit`] wants at least one [`Said`]; a change that needs none names its reason with [`Unsaid`]. There is no
//! third way to commit, so an entry cannot be forgotten.

use centre::ledger::{Actor, Entry, Object, Subject, SubjectKey, commit, next_entry};
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use terms::edge::random;
use terms::{CaseId, OrganisationId, PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::db::{Tx, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// Rows in one statement: far below what either database takes at once (32,766 and 65,535 values).
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// What the ledger will say of a change.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    deed: Deed,
    noun: Noun,
    object: String,
    /// Whose data the payload is: it is erased with them.
    subject: Uuid,
    /// In whose timeline it stands.
    topic: Uuid,
    payload: Value,
    /// When it was done, where that is not now: only the demonstration has a past.
    at: Option<Timestamp>,
    by: Option<Actor>,
}

impl Said {
    /// About an organisation, or something of it.
    pub(crate) fn of(deed: Deed, noun: Noun, object: impl ToString, organisation: OrganisationId) -> Self {
        let id = organisation.0;
        let payload = Value::Null;
        Self { deed, noun, object: object.to_string(), subject: id, topic: id, payload, at: None, by: None }
    }

    /// About a person, or something of theirs. It stands in the timeline of their organisation.
    pub(crate) fn of_person(deed: Deed, noun: Noun, object: impl ToString, whose: Whose) -> Self {
        let topic = whose.organisation.map_or(whose.person.0, |organisation| organisation.0);
        let subject = whose.person.0;
        let payload = Value::Null;
        Self { deed, noun, object: object.to_string(), subject, topic, payload, at: None, by: None }
    }

    /// About the centre itself.
    pub(crate) fn of_centre(deed: Deed, noun: Noun, object: impl ToString) -> Self {
        let id = Uuid::nil();
        let payload = Value::Null;
        Self { deed, noun, object: object.to_string(), subject: id, topic: id, payload, at: None, by: None }
    }

    /// About a report or a case: `subject` is erased by itself, and stands in the timeline of the case.
    pub(crate) fn of_case(
        deed: Deed,
        noun: Noun,
        object: impl ToString,
        subject: impl Into<Uuid>,
        case: CaseId,
    ) -> Self {
        let (subject, topic) = (subject.into(), case.0);
        let payload = Value::Null;
        Self { deed, noun, object: object.to_string(), subject, topic, payload, at: None, by: None }
    }

    /// About anything else whose data is erased by itself: `subject` is erased alone, and stands in the timeline of `topic`.
    pub(crate) fn of_thing(
        deed: Deed,
        noun: Noun,
        object: impl ToString,
        subject: Uuid,
        topic: Option<Uuid>,
    ) -> Self {
        let payload = Value::Null;
        let topic = topic.unwrap_or(subject);
        Self { deed, noun, object: object.to_string(), subject, topic, payload, at: None, by: None }
    }

    /// With what it was, or became.
    pub(crate) fn with(self, payload: Value) -> Self {
        Self { payload, ..self }
    }

    /// At another time and by somebody else than the change: for the past of a demonstration.
    pub(crate) fn then(self, at: Timestamp, by: Option<Actor>) -> Self {
        Self { at: Some(at), by, ..self }
    }
}

/// A person, and the organisation to which they belong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose {
    pub(crate) person: PersonId,
    pub(crate) organisation: Option<OrganisationId>,
}

/// Why a change leaves no entry: it changes nothing that anybody answers for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unsaid {
    /// A lease, or how far work is; what the work does leaves its own entries.
    Lease,
    /// A letter's way; that it was queued has an entry with its cause.
    Delivery,
    /// When a session, passkey or token was last used.
    LastUse,
    /// A try of a code, a spent one-time step: the session that opens has the entry.
    Try,
    /// What is remembered between two requests.
    Ceremony,
    /// What outlived its use was swept out.
    Sweep,
    /// When a domain is looked at next.
    Due,
    /// What somebody is still writing, and has told nobody yet.
    Draft,
    /// What was spent of a target's budget: the looks themselves leave entries where they are kept.
    Budget,
    /// What anybody can read in DNS, and which of it to read next.
    Published,
    /// A number that names nobody.
    Count,
    /// A signed head of the ledger itself, or the mark of the key.
    Head,
    /// It turned out that there was nothing to do.
    Nothing,
}

/// A transaction that writes.
pub(crate) struct Change {
    pub(crate) tx: Tx,
    store: Store,
    by: Actor,
    now: Timestamp,
}

impl Store {
    pub(crate) async fn change(&self, by: &Actor, now: Timestamp) -> Result<Change, StoreError> {
        Ok(Change { tx: self.0.db.begin().await?, store: self.clone(), by: by.clone(), now })
    }
}

struct Tip {
    sequence: i64,
    hash: Vec<u8>,
}
from_row!(Tip, |row| Tip { sequence: row.number("sequence")?, hash: row.bytes("hash")? });

struct KeyOf {
    subject: Uuid,
    key: Vec<u8>,
}
from_row!(KeyOf, |row| KeyOf { subject: row.uuid("subject")?, key: row.bytes("key")? });

impl Change {
    /// Commits the change together with its entry.
    pub(crate) async fn commit(self, said: Said) -> Result<u64, StoreError> {
        self.commit_all(said, Vec::new()).await
    }

    /// Commits the change together with its entries, of which there is at least one. Returns the last sequence.
    pub(crate) async fn commit_all(mut self, first: Said, rest: Vec<Said>) -> Result<u64, StoreError> {
        let mut all = vec![first];
        all.extend(rest);
        let sequence = self.append(all).await?;
        self.tx.commit().await?;
        Ok(sequence)
    }

    /// Commits a change that the ledger says nothing of, and why.
    pub(crate) async fn commit_unsaid(self, _because: Unsaid) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    /// Chains entries to the ledger. On PostgreSQL the tip is locked until the commit, as late as can be, so that entries of
    /// two transactions cannot take the same place; SQLite has one writer anyway.
    async fn append(&mut self, all: Vec<Said>) -> Result<u64, StoreError> {
        let tip: Tip = match &mut self.tx {
            Tx::Sqlite(tx) => {
                sqlx::query_as("select sequence, hash from ledger_tip where one = 1")
                    .fetch_one(&mut **tx)
                    .await?
            }
            Tx::Postgres(tx) => {
                sqlx::query_as(
                    "/* postgres */ select sequence, hash from ledger_tip where one = 1 for update",
                )
                .fetch_one(&mut **tx)
                .await?
            }
        };
        let hash = tip.hash.try_into().map_err(|_| StoreError::Unreadable("the tip of the ledger".into()))?;
        let mut last = (u64::try_from(tip.sequence).unwrap_or(0), hash);
        for chunk in all.chunks(ROWS_AT_ONCE) {
            last = self.append_chunk(last, chunk).await?;
        }
        within!(self.tx, |c| {
            sqlx::query("update ledger_tip set sequence = $1, hash = $2 where one = 1")
                .bind(last.0 as i64)
                .bind(last.1.to_vec())
                .execute(c)
                .await?;
        });
        Ok(last.0)
    }

    async fn append_chunk(
        &mut self,
        mut last: (u64, [u8; 32]),
        chunk: &[Said],
    ) -> Result<(u64, [u8; 32]), StoreError> {
        let mut subjects: Vec<Uuid> = chunk.iter().map(|said| said.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let keys = self.keys_of(&subjects).await?;
        let mut rows: Vec<(Entry, &Said, String)> = Vec::with_capacity(chunk.len());
        for said in chunk {
            let payload = said.payload.to_string();
            let at = keys.binary_search_by_key(&said.subject, |(subject, _)| *subject);
            let key =
                at.map(|i| keys[i].1).map_err(|_| StoreError::Unreadable("a key of the ledger".into()))?;
            let entry = next_entry(
                last,
                said.at.unwrap_or(self.now),
                said.by.clone().unwrap_or_else(|| self.by.clone()),
                said.deed.name(),
                Object { kind: said.noun.name().to_owned(), id: said.object.clone() },
                Subject::from(*said.subject.as_bytes()),
                commit(&key, &payload),
            );
            last = (entry.sequence, entry.hash);
            rows.push((entry, said, payload));
        }
        within!(self.tx, |c| {
            QueryBuilder::new(
                "insert into ledger (sequence, at, actor, act, object_kind, object_id, subject, commitment, previous, hash) ",
            )
            .push_values(&rows, |mut row, (entry, said, _)| {
                row.push_bind(entry.sequence as i64)
                    .push_bind(Moment::from(entry.at))
                    .push_bind(entry.actor.to_string())
                    .push_bind(said.deed.name())
                    .push_bind(said.noun.name())
                    .push_bind(&entry.object.id)
                    .push_bind(said.subject)
                    .push_bind(entry.commitment.to_vec())
                    .push_bind(entry.previous.to_vec())
                    .push_bind(entry.hash.to_vec());
            })
            .build()
            .execute(&mut *c)
            .await?;
            QueryBuilder::new("insert into ledger_payloads (sequence, subject, topic, payload, is_read) ")
                .push_values(&rows, |mut row, (entry, said, payload)| {
                    row.push_bind(entry.sequence as i64)
                        .push_bind(said.subject)
                        .push_bind(said.topic)
                        .push_bind(payload)
                        .push_bind(said.deed == Deed::Read);
                })
                .build()
                .execute(&mut *c)
                .await?;
        });
        Ok(last)
    }

    /// The keys of subjects, in their order; made for those who have none.
    async fn keys_of(&mut self, subjects: &[Uuid]) -> Result<Vec<(Uuid, SubjectKey)>, StoreError> {
        let fresh: Vec<(Uuid, Vec<u8>)> =
            subjects.iter().map(|subject| (*subject, random::<32>(&*self.store.0.chance).to_vec())).collect();
        let found: Vec<KeyOf> = within!(self.tx, |c| {
            QueryBuilder::new("insert into ledger_keys (subject, key) ")
                .push_values(&fresh, |mut row, (subject, key)| {
                    row.push_bind(subject).push_bind(key);
                })
                .push(" on conflict (subject) do nothing")
                .build()
                .execute(&mut *c)
                .await?;
            let mut query = QueryBuilder::new("select subject, key from ledger_keys where subject in (");
            let mut list = query.separated(", ");
            for subject in subjects {
                list.push_bind(*subject);
            }
            query.push(") order by subject");
            query.build_query_as().fetch_all(c).await?
        });
        found
            .into_iter()
            .map(|row| match row.key.try_into() {
                Ok(key) => Ok((row.subject, key)),
                Err(_) => Err(StoreError::Unreadable("a key of the ledger".into())),
            })
            .collect()
    }

    /// Erases what the ledger keeps of a subject: the texts, and the key without which the entries tell nothing.
    /// Returns how many texts, and the entry that tells of it, without which the verifier would call them lost.
    pub(crate) async fn erase(&mut self, subject: Uuid, noun: Noun) -> Result<(u64, Said), StoreError> {
        let (texts, topic) = within!(self.tx, |c| {
            let topic: Option<Uuid> =
                sqlx::query_scalar("select topic from ledger_payloads where subject = $1 limit 1")
                    .bind(subject)
                    .fetch_optional(&mut *c)
                    .await?;
            let erased = sqlx::query(
                "update ledger_payloads set payload = null where subject = $1 and payload is not null",
            )
            .bind(subject)
            .execute(&mut *c)
            .await?
            .rows_affected();
            sqlx::query("delete from ledger_keys where subject = $1").bind(subject).execute(c).await?;
            (erased, topic.unwrap_or(subject))
        });
        let said = Said {
            deed: Deed::SubjectErased,
            noun,
            object: subject.simple().to_string(),
            subject,
            topic,
            payload: json!({ "texts": texts }),
            at: None,
            by: None,
        };
        Ok((texts, said))
    }

    /// The organisation of a person.
    pub(crate) async fn whose(&mut self, person: PersonId) -> Result<Whose, StoreError> {
        let found: Option<Option<Uuid>> = within!(self.tx, |c| {
            sqlx::query_scalar("select organisation from people where id = $1")
                .bind(person.0)
                .fetch_optional(c)
                .await?
        });
        let organisation = found.ok_or(StoreError::NoSuch("person"))?.map(OrganisationId);
        Ok(Whose { person, organisation })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn by(&self) -> &Actor {
        &self.by
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }
}
