//! What can be read of the ledger: timelines, who looked at what, and whether it is whole.

use std::path::Path;

use centre::ledger::{
    Actor, Digest, Entry, Head, Object, Payload, SignedHead, SubjectKey, Verdict, Verification, Witnesses,
};
use futures_util::TryStreamExt as _;
use serde_json::json;
use terms::{OrganisationId, PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{Db, on, within};
use crate::keys::{at_file, write_durably};
use crate::moment::Moment;
use crate::{Asset, Deed, FundedPlace, Gift, Note, Noun, Organisation, Person, Store, StoreError, Thing};

/// The file beside the keys that tells where the ledger stood: whoever puts an older database back is found out.
pub(crate) const HEAD_FILE: &str = "ledger-head.json";
/// The notes on a member's page.
const NOTES_SHOWN: u32 = 100;

/// One line of a timeline: an entry with what it said.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The entry's sequence; the place to read on from.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who. The page turns a person's id into a name.
    pub by: Actor,
    /// What was done.
    pub deed: Deed,
    /// To which kind of thing.
    pub noun: Noun,
    /// To which one: an id, or a name where things have names.
    pub object: String,
    /// What it said; null when it was erased.
    pub payload: serde_json::Value,
}

/// A sensitive record that was read: names what the ledger says.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Whose record; `None` for lists and exports.
    pub organisation: Option<OrganisationId>,
    /// What kind of record.
    pub noun: Noun,
    /// Its id, or the name of the list.
    pub object: String,
}

/// A member's whole record, as the staff page shows it.
#[derive(Debug, Clone)]
pub struct MemberRecord {
    /// The organisation.
    pub organisation: Organisation,
    /// Its people, in the order in which they came.
    pub people: Vec<Person>,
    /// Its domains.
    pub assets: Vec<Asset>,
    /// The centre's notes, newest first.
    pub notes: Vec<Note>,
    /// The funded place it holds.
    pub funded_place: Option<(FundedPlace, Gift)>,
}

from_row!(Line, |row| Line {
    sequence: row.number("sequence")?.unsigned_abs(),
    at: row.moment("at")?,
    by: row.word("actor")?,
    deed: row.word("act")?,
    noun: row.word("object_kind")?,
    object: row.text("object_id")?,
    payload: row
        .maybe_text("payload")?
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or(serde_json::Value::Null),
});

impl Store {
    /// Logs that a sensitive record is about to be read. Commits before it returns: no entry, no record.
    ///
    /// # Errors
    /// When the entry could not be written; the record must not be shown then.
    pub async fn log_read(
        &self,
        by: &Actor,
        seen: &Seen,
        why: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let said = match seen.organisation {
            Some(organisation) => Said::of(Deed::Read, seen.noun, &seen.object, organisation),
            None => Said::of_centre(Deed::Read, seen.noun, &seen.object),
        };
        self.change(by, now).await?.commit(said.with(json!({ "why": why }))).await?;
        Ok(())
    }

    /// A member's record for somebody of the centre: the read is in the ledger before it is returned.
    ///
    /// # Errors
    /// When the database fails, or the read could not be logged.
    pub async fn member_for(
        &self,
        reader: &Actor,
        id: OrganisationId,
        now: Timestamp,
    ) -> Result<Option<MemberRecord>, StoreError> {
        // Nobody's record is read when there is none, and no entry is left for an id that was made up.
        if self.owner_of(Thing::Organisation(id)).await?.is_none() {
            return Ok(None);
        }
        let seen = Seen { organisation: Some(id), noun: Noun::Organisation, object: id.to_string() };
        self.log_read(reader, &seen, "member page", now).await?;
        let Some(organisation) = self.organisation(id).await? else { return Ok(None) };
        Ok(Some(MemberRecord {
            organisation,
            people: self.people_of(id).await?,
            assets: self.assets_of(id).await?,
            notes: self.notes_of(id, NOTES_SHOWN).await?,
            funded_place: self.funded_place_of(id).await?,
        }))
    }

    /// What was done about an organisation, newest first, at most `limit` lines, of those before the entry `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn timeline(
        &self,
        id: OrganisationId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger_payloads p join ledger l on l.sequence = p.sequence
                 where p.topic = $1 and p.sequence < $2 and l.act <> 'read'
                 order by p.sequence desc limit $3",
            )
            .bind(id.0)
            .bind(below(before))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Who looked at an organisation's record, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who_looked_at(&self, id: OrganisationId, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger_payloads p join ledger l on l.sequence = p.sequence
                 where p.topic = $1 and l.act = 'read'
                 order by p.sequence desc limit $2",
            )
            .bind(id.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// The newest entries of the whole ledger before the entry `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_lines(&self, before: Option<u64>, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger l left join ledger_payloads p on p.sequence = l.sequence
                 where l.sequence < $1 order by l.sequence desc limit $2",
            )
            .bind(below(before))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// What one person did, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deeds_of(&self, person: PersonId, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger l left join ledger_payloads p on p.sequence = l.sequence
                 where l.actor = $1 order by l.sequence desc limit $2",
            )
            .bind(Actor::Person(person).to_string())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Signs where the ledger stands, and writes it to `ledger-head.json` beside the keys, synced to the disk.
    /// Signs nothing new while nothing was added.
    ///
    /// # Errors
    /// When database or file fails.
    pub async fn checkpoint(&self, now: Timestamp) -> Result<SignedHead, StoreError> {
        let mut change = self.change(&Actor::CommandLine, now).await?;
        let (sequence, hash) = within!(change.tx, |c| {
            let tip: TipRow =
                sqlx::query_as("select sequence, hash from ledger_tip where one = 1").fetch_one(c).await?;
            (tip.0, tip.1)
        });
        if let Some(head) = self.ledger_head().await?
            && head.head.sequence == sequence
        {
            self.write_head(&head)?;
            return Ok(head);
        }
        let signed = self.0.keys.head_key().sign(Head { sequence, hash, at: now });
        within!(change.tx, |c| {
            sqlx::query(
                "insert into ledger_heads (sequence, hash, at, public_key, signature) values ($1, $2, $3, $4, $5)
                 on conflict (sequence) do nothing",
            )
            .bind(sequence as i64)
            .bind(hash.to_vec())
            .bind(Moment::from(signed.head.at))
            .bind(signed.public_key.to_vec())
            .bind(signed.signature.to_vec())
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Head).await?;
        self.write_head(&signed)?;
        Ok(signed)
    }

    fn write_head(&self, head: &SignedHead) -> Result<(), StoreError> {
        let file = self.0.keys.folder().join(HEAD_FILE);
        let text = serde_json::to_string_pretty(head).map_err(|e| StoreError::Unreadable(e.to_string()))?;
        write_durably(&file, text.as_bytes(), false)
    }

    /// Where the ledger stands now, as its newest signed head tells.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_head(&self) -> Result<Option<SignedHead>, StoreError> {
        let row: Option<HeadRow> = on!(self, |c| {
            sqlx::query_as(
                "select sequence, hash, at, public_key, signature from ledger_heads order by sequence desc limit 1",
            )
            .fetch_optional(c)
            .await?
        });
        Ok(row.map(|row| row.0))
    }

    /// Verifies the whole ledger against its heads and the head outside the database.
    ///
    /// # Errors
    /// When the database fails. A broken ledger is no error but a [`Verdict`].
    pub async fn verify_ledger(&self) -> Result<Verdict, StoreError> {
        let external = read_head(&self.0.keys.folder().join(HEAD_FILE))?;
        verify_in(&self.0.db, external, Some(self.0.keys.public_key())).await
    }
}

/// Verifies the ledger in a database file that nothing else has open: a backup, or the database of a stopped centre.
/// `head` is a `ledger-head.json`; `trusted` the centre's public key where it is known.
///
/// # Errors
/// When the file cannot be read as a database of this house.
pub async fn verify_ledger(
    database: &Path,
    head: Option<&Path>,
    trusted: Option<[u8; 32]>,
) -> Result<Verdict, StoreError> {
    let external = match head {
        Some(file) => Some(read_head(file)?.ok_or_else(|| no_file(file))?),
        None => None,
    };
    let db = Db::open_to_read(database).await?;
    let verdict = verify_in(&db, external, trusted).await;
    db.let_go().await;
    verdict
}

/// The same words for both databases: a stream of entries through a verification.
macro_rules! verify_on {
    ($c:expr, $external:expr, $trusted:expr) => {{
        let heads: Vec<HeadRow> = sqlx::query_as(
            "select sequence, hash, at, public_key, signature from ledger_heads order by sequence",
        )
        .fetch_all($c)
        .await?;
        let tip: TipRow =
            sqlx::query_as("select sequence, hash from ledger_tip where one = 1").fetch_one($c).await?;
        let witnesses = Witnesses {
            heads: heads.into_iter().map(|row| row.0).collect(),
            tip: Some((tip.0, tip.1)),
            external: $external,
            trusted: $trusted,
        };
        let mut verification = Verification::new(&witnesses);
        let mut rows = sqlx::query_as::<_, EntryRow>(
            "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, l.subject, l.commitment,
                    l.previous, l.hash, p.payload, k.key
             from ledger l left join ledger_payloads p on p.sequence = l.sequence
             left join ledger_keys k on k.subject = l.subject order by l.sequence",
        )
        .fetch($c);
        while let Some(EntryRow(entry, payload)) = rows.try_next().await? {
            verification.take(&entry, &payload);
        }
        Ok(verification.verdict())
    }};
}
pub(crate) async fn verify_in(
    db: &Db,
    external: Option<SignedHead>,
    trusted: Option<[u8; 32]>,
) -> Result<Verdict, StoreError> {
    match db {
        Db::Sqlite { reader, .. } => {
            // One transaction sees one moment, whatever is written meanwhile.
            let mut tx = reader.begin().await?;
            verify_on!(&mut *tx, external, trusted)
        }
        Db::Postgres(pool) => {
            let mut tx = pool.begin_with("begin isolation level repeatable read read only").await?;
            verify_on!(&mut *tx, external, trusted)
        }
    }
}

pub(crate) fn read_head(file: &Path) -> Result<Option<SignedHead>, StoreError> {
    match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|_| StoreError::Unreadable(format!("the head of the ledger in {}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(at_file(file, source)),
    }
}

fn no_file(file: &Path) -> StoreError {
    at_file(file, std::io::ErrorKind::NotFound.into())
}

fn below(before: Option<u64>) -> i64 {
    before.and_then(|sequence| i64::try_from(sequence).ok()).unwrap_or(i64::MAX)
}

/// Bytes of a fixed length. A column that was tampered with may have any length: zeros then, which fit nothing.
fn fixed<const N: usize>(bytes: Vec<u8>) -> [u8; N] {
    bytes.try_into().unwrap_or([0; N])
}

struct TipRow(u64, Digest);
from_row!(TipRow, |row| TipRow(row.number("sequence")?.unsigned_abs(), fixed(row.bytes("hash")?)));

struct HeadRow(SignedHead);
from_row!(HeadRow, |row| HeadRow(SignedHead {
    head: Head {
        sequence: row.number("sequence")?.unsigned_abs(),
        hash: fixed(row.bytes("hash")?),
        at: row.moment("at")?,
    },
    public_key: fixed(row.bytes("public_key")?),
    signature: fixed(row.bytes("signature")?),
}));

struct EntryRow(Entry, Payload);
from_row!(EntryRow, |row| EntryRow(
    Entry {
        sequence: row.number("sequence")?.unsigned_abs(),
        at: row.moment("at")?,
        // An actor that cannot be read was tampered with; the hash tells, and no error hides it.
        actor: row.text("actor")?.parse().unwrap_or(Actor::Visitor),
        act: row.text("act")?,
        object: Object { kind: row.text("object_kind")?, id: row.text("object_id")? },
        subject: *row.uuid("subject").unwrap_or(Uuid::nil()).as_bytes(),
        commitment: fixed(row.bytes("commitment")?),
        previous: fixed(row.bytes("previous")?),
        hash: fixed(row.bytes("hash")?),
    },
    Payload {
        text: row.maybe_text("payload")?,
        key: row.maybe_bytes("key")?.map(fixed::<32>).map(|key: SubjectKey| key),
    },
));
