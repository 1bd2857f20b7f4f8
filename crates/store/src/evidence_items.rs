//! Evidence: the files that came with an account, as rows. The sealed originals are in `blobs.rs`; who had which in hand is in
//! `custody.rs`.

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use evidence::custody::Act;
use evidence::{Kind, MOST_ITEMS, MOST_REPORT_BYTES};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{CaseId, EvidenceId, MessageId, ReportId, Timestamp};
use uuid::Uuid;

use crate::blobs::{KeptFile, LeavingFile};
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::custody::Taken;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::sealed_keys::{opened, unreadable};
use crate::{Deed, Noun, SealedKind, Store, StoreError};

/// A file that came with an account of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceItem {
    /// Its id.
    pub id: EvidenceId,
    /// With which account; none while it is still being written.
    pub report: Option<ReportId>,
    /// 1 for the first.
    pub place: u32,
    /// What it is, by what is in it.
    pub kind: Kind,
    /// Bytes of the original.
    pub bytes: u64,
    /// When it came.
    pub kept_at: Timestamp,
    /// Since when it is shown to nobody but the safeguarding lead.
    pub locked_at: Option<Timestamp>,
    /// When it was destroyed.
    pub destroyed_at: Option<Timestamp>,
    /// Name and hash; none when it was destroyed.
    pub facts: Option<ItemFacts>,
}

impl EvidenceItem {
    /// The digest of the original.
    pub(crate) fn sha256(&self) -> Result<[u8; 32], StoreError> {
        let facts = self.facts.as_ref().ok_or(StoreError::NoSuch("file any more"))?;
        let sha256 = HEXLOWER.decode(facts.sha256.as_bytes()).ok().and_then(|hash| hash.try_into().ok());
        sha256.ok_or_else(|| unreadable("the hash of a file"))
    }
}

/// What is known of an original beside its kind and size; kept sealed, because a hash tells whoever has the same file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFacts {
    /// How its sender called it; text of strangers.
    pub name: String,
    /// SHA-256 of the original, as 64 hexadecimal digits.
    pub sha256: String,
}

/// To whom an item goes.
pub(crate) enum ItemOwner<'a> {
    /// A draft, by the hash of its token.
    Draft(&'a [u8]),
    /// A report.
    Report(ReportId),
    /// A message of which somebody asked whether it is real.
    Message(MessageId),
}

pub(crate) struct ItemRow {
    item: EvidenceItem,
    facts: Option<Vec<u8>>,
    pub(crate) address: Vec<u8>,
}
from_row!(ItemRow, |row| ItemRow {
    item: EvidenceItem {
        id: EvidenceId(row.uuid("id")?),
        report: row.maybe_uuid("report")?.map(ReportId),
        place: row.count("place")?,
        kind: row.word("kind")?,
        bytes: row.number("bytes")?.unsigned_abs(),
        kept_at: row.moment("kept_at")?,
        locked_at: row.maybe_moment("locked_at")?,
        destroyed_at: row.maybe_moment("destroyed_at")?,
        facts: None,
    },
    facts: row.maybe_bytes("facts")?,
    address: row.bytes("address")?,
});

struct Room {
    items: i64,
    bytes: i64,
}
from_row!(Room, |row| Room { items: row.number("items")?, bytes: row.number("bytes")? });

fn place_of_facts(id: EvidenceId) -> String {
    format!("facts of {id}")
}

impl Store {
    /// The files that came with an account, in their order. Call only where a read of the case is in the ledger.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn items_of_report(&self, report: ReportId) -> Result<Vec<EvidenceItem>, StoreError> {
        let rows: Vec<ItemRow> = on!(self, |c| {
            sqlx::query_as("select * from evidence_items where report = $1 order by place")
                .bind(report.0)
                .fetch_all(c)
                .await?
        });
        self.with_facts(rows).await
    }

    pub(crate) async fn with_facts(&self, rows: Vec<ItemRow>) -> Result<Vec<EvidenceItem>, StoreError> {
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(self.with_own_facts(row).await?.0);
        }
        Ok(items)
    }

    pub(crate) async fn with_own_facts(&self, row: ItemRow) -> Result<(EvidenceItem, Vec<u8>), StoreError> {
        let key = self.sealed_key(row.item.id.0, SealedKind::Item).await?;
        let facts = match (key, row.facts) {
            (Some(key), Some(sealed)) => {
                let text = opened(&key, &place_of_facts(row.item.id), &sealed)?;
                Some(serde_json::from_slice(&text).map_err(|_| unreadable("what is known of a file"))?)
            }
            _ => None,
        };
        Ok((EvidenceItem { facts, ..row.item }, row.address))
    }

    /// An item, to be read by somebody: the step of custody and the read are on the disk before the first byte leaves.
    /// `act` is [`Act::Read`], [`Act::Copy`] or [`Act::Export`]; a locked item leaves only for the safeguarding lead,
    /// `even_locked`, which the policy decides.
    ///
    /// # Errors
    /// When there is no such item, it was destroyed or is locked, or nothing could be written down.
    pub async fn item_for(
        &self,
        reader: &Actor,
        item: EvidenceId,
        taken: Taken<'_>,
        even_locked: bool,
        now: Timestamp,
    ) -> Result<(EvidenceItem, LeavingFile), StoreError> {
        let mut change = self.change(reader, now).await?;
        let (row, case) = change.item_within(item).await?;
        if row.item.locked_at.is_some() && !even_locked {
            return Err(StoreError::NotAllowed("this file is locked; ask the safeguarding lead"));
        }
        let said = change.take_step(case, item, taken).await?;
        let read = Said::of_case(Deed::Read, Noun::Evidence, item, case.0, case)
            .with(json!({ "why": taken.act.name() }));
        change.commit_all(read, vec![said]).await?;
        let (item, address) = self.with_own_facts(row).await?;
        let sha256 = item.sha256()?;
        let file = self.file_leaves(item.id, &address, sha256).await?;
        Ok((item, file))
    }

    /// Locks an item: from now on it leaves only for the safeguarding lead. Once is enough.
    ///
    /// # Errors
    /// When there is no such item.
    pub async fn lock_item(&self, item: EvidenceId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let (row, case) = change.item_within(item).await?;
        if row.item.locked_at.is_some() {
            return Ok(());
        }
        within!(change.tx, |c| {
            sqlx::query("update evidence_items set locked_at = $1 where id = $2")
                .bind(Moment::from(now))
                .bind(item.0)
                .execute(c)
                .await?;
        });
        change.commit(Said::of_case(Deed::EvidenceLocked, Noun::Evidence, item, case.0, case)).await?;
        Ok(())
    }

    /// Looks whether sealed files are what was kept, without opening them: at most `limit` items after the item `after`.
    /// Returns how many were good, those that are not, and where to go on.
    ///
    /// # Errors
    /// When the database fails. A missing or changed file is no error.
    pub async fn check_items(
        &self,
        after: Option<EvidenceId>,
        limit: u32,
    ) -> Result<(u64, Vec<EvidenceId>, Option<EvidenceId>), StoreError> {
        let rows: Vec<Kept> = on!(self, |c| {
            sqlx::query_as(
                "select id, address, sealed_hash from evidence_items where id > $1 and destroyed_at is null
                 order by id limit $2",
            )
            .bind(after.map_or(Uuid::nil(), |id| id.0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let last = rows.last().map(|row| row.id);
        let (mut good, mut bad) = (0, Vec::new());
        for row in rows {
            let path = self.blob_path(&row.address);
            let found = crate::blobs::blocking(move || Ok(crate::backup_blobs::hash_of(&path).ok())).await?;
            if found.is_some_and(|hash| hash.as_slice() == row.sealed_hash) {
                good += 1
            } else {
                bad.push(row.id)
            }
        }
        Ok((good, bad, last))
    }
}

struct Kept {
    id: EvidenceId,
    address: Vec<u8>,
    sealed_hash: Vec<u8>,
}
from_row!(Kept, |row| Kept {
    id: EvidenceId(row.uuid("id")?),
    address: row.bytes("address")?,
    sealed_hash: row.bytes("sealed_hash")?,
});

impl Change {
    /// Gives files to a draft or a report, within the limits of a report.
    pub(crate) async fn add_items(
        &mut self,
        owner: ItemOwner<'_>,
        files: &[KeptFile],
    ) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let room = self.room(&owner).await?;
        let more: u64 = files.iter().map(|file| file.bytes).sum();
        if room.items as usize + files.len() > MOST_ITEMS {
            return Err(StoreError::TooMuch("one report may have 20 files at most"));
        }
        if room.bytes.unsigned_abs() + more > MOST_REPORT_BYTES {
            return Err(StoreError::TooMuch("the files of one report may have 100 MB at most together"));
        }
        for (place, file) in (room.items + 1..).zip(files) {
            self.insert_item(&owner, place, file).await?;
        }
        Ok(())
    }

    async fn room(&mut self, owner: &ItemOwner<'_>) -> Result<Room, StoreError> {
        Ok(within!(self.tx, |c| {
            match owner {
                ItemOwner::Draft(hash) => {
                    sqlx::query_as(
                        "select count(*) as items, cast(coalesce(sum(bytes), 0) as bigint) as bytes
                         from evidence_items where draft = $1",
                    )
                    .bind(hash.to_vec())
                    .fetch_one(c)
                    .await?
                }
                ItemOwner::Report(report) => {
                    sqlx::query_as(
                        "select count(*) as items, cast(coalesce(sum(bytes), 0) as bigint) as bytes
                         from evidence_items where report = $1",
                    )
                    .bind(report.0)
                    .fetch_one(c)
                    .await?
                }
                // A message is one file, and new.
                ItemOwner::Message(_) => Room { items: 0, bytes: 0 },
            }
        }))
    }

    async fn insert_item(
        &mut self,
        owner: &ItemOwner<'_>,
        place: i64,
        file: &KeptFile,
    ) -> Result<(), StoreError> {
        let store = self.store().clone();
        let facts = ItemFacts { name: file.name.clone(), sha256: HEXLOWER.encode(&file.sha256) };
        let facts = serde_json::to_vec(&facts).map_err(|_| unreadable("what is known of a file"))?;
        let facts = store.sealed(&file.key, &place_of_facts(file.id), &facts)?;
        let wrapped = store.wrapped(file.id.0, SealedKind::Item, &file.key)?;
        self.keep_key(file.id.0, SealedKind::Item, wrapped).await?;
        let (draft, report, message) = match owner {
            ItemOwner::Draft(hash) => (Some(hash.to_vec()), None, None),
            ItemOwner::Report(report) => (None, Some(report.0), None),
            ItemOwner::Message(message) => (None, None, Some(message.0)),
        };
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into evidence_items (id, report, draft, place, kind, bytes, facts, address, sealed_bytes, sealed_hash, kept_at, message)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            )
            .bind(file.id.0)
            .bind(report)
            .bind(draft)
            .bind(place)
            .bind(file.kind.name())
            .bind(file.bytes as i64)
            .bind(facts)
            .bind(&file.address)
            .bind(file.sealed_bytes as i64)
            .bind(file.sealed_hash.to_vec())
            .bind(now)
            .bind(message)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// The items of a report that are there, in their order.
    pub(crate) async fn item_ids_of(&mut self, report: ReportId) -> Result<Vec<EvidenceId>, StoreError> {
        let ids: Vec<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select id from evidence_items where report = $1 and destroyed_at is null order by place",
            )
            .bind(report.0)
            .fetch_all(c)
            .await?
        });
        Ok(ids.into_iter().map(EvidenceId).collect())
    }

    /// An item of a report, and the case to which it belongs.
    pub(crate) async fn item_within(&mut self, item: EvidenceId) -> Result<(ItemRow, CaseId), StoreError> {
        let row: Option<ItemRow> = within!(self.tx, |c| {
            sqlx::query_as("select * from evidence_items where id = $1 and destroyed_at is null")
                .bind(item.0)
                .fetch_optional(c)
                .await?
        });
        let row = row.ok_or(StoreError::NoSuch("file"))?;
        let case: Option<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar("select case_id from reports where id = $1")
                .bind(row.item.report.map(|report| report.0))
                .fetch_optional(c)
                .await?
        });
        Ok((row, CaseId(case.ok_or(StoreError::NoSuch("file"))?)))
    }

    /// Destroys the items of a report: keys and facts now, the files after the commit. Each leaves its step of custody.
    pub(crate) async fn destroy_items_of(
        &mut self,
        report: ReportId,
        case: CaseId,
        why: &str,
    ) -> Result<(Vec<Vec<u8>>, Vec<Said>), StoreError> {
        let (mut addresses, mut said) = (Vec::new(), Vec::new());
        let now = Moment::from(self.now());
        for item in self.item_ids_of(report).await? {
            said.push(self.take_step(case, item, Taken { act: Act::Destroy, words: why }).await?);
            self.destroy_key(item.0, SealedKind::Item).await?;
            let address: Vec<u8> = within!(self.tx, |c| {
                sqlx::query_scalar(
                    "update evidence_items set facts = null, destroyed_at = $1 where id = $2 returning address",
                )
                .bind(now)
                .bind(item.0)
                .fetch_one(c)
                .await?
            });
            addresses.push(address);
        }
        Ok((addresses, said))
    }
}
