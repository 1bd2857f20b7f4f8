//! Whether the ledger is whole: its signed heads, the head outside the database, and the verification of every entry.

use std::path::Path;

use centre::ledger::{
    Actor, Digest, Entry, Head, Object, Payload, SignedHead, SubjectKey, Verdict, Verification, Witnesses,
};
use futures_util::TryStreamExt as _;
use terms::Timestamp;
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::Unsaid;
use crate::db::{Db, on, within};
use crate::keys::{at_file, write_durably};
use crate::moment::Moment;
use crate::{Store, StoreError};

/// The file beside the keys that tells where the ledger stood: whoever puts an older database back is found out.
pub(crate) const HEAD_FILE: &str = "ledger-head.json";

impl Store {
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
