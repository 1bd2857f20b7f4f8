//! How a change is written, and what can be read of the ledger.

use std::path::Path;

use centre::ledger::{Actor, SignedHead, Verdict};
use terms::{OrganisationId, PersonId, Timestamp};

use crate::{Asset, Deed, FundedPlace, Gift, Note, Noun, Organisation, Person, Store, StoreError};

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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// Who looked at an organisation's record, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who_looked_at(&self, id: OrganisationId, limit: u32) -> Result<Vec<Line>, StoreError> {
        unimplemented!()
    }

    /// The newest entries of the whole ledger before the entry `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_lines(&self, before: Option<u64>, limit: u32) -> Result<Vec<Line>, StoreError> {
        unimplemented!()
    }

    /// What one person did, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deeds_of(&self, person: PersonId, limit: u32) -> Result<Vec<Line>, StoreError> {
        unimplemented!()
    }

    /// Signs where the ledger stands, and writes it to `ledger-head.json` beside the keys, synced to the disk.
    /// Signs nothing new while nothing was added.
    ///
    /// # Errors
    /// When database or file fails.
    pub async fn checkpoint(&self, now: Timestamp) -> Result<SignedHead, StoreError> {
        unimplemented!()
    }

    /// Where the ledger stands now, as its newest signed head tells.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_head(&self) -> Result<Option<SignedHead>, StoreError> {
        unimplemented!()
    }

    /// Verifies the whole ledger against its heads and the head outside the database.
    ///
    /// # Errors
    /// When the database fails. A broken ledger is no error but a [`Verdict`].
    pub async fn verify_ledger(&self) -> Result<Verdict, StoreError> {
        unimplemented!()
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
    unimplemented!()
}
