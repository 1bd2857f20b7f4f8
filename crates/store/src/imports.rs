//! Lists of prospects on their way in: staged, looked at, applied or thrown away.

use centre::ledger::Actor;
use serde::{Deserialize, Serialize};
use terms::{
    DomainName, EmailAddress, ImportId, OrganisationId, PhoneNumber, PlainLine, Postcode, Timestamp,
};

use crate::{ImportState, RowState, SizeBand, Store, StoreError};

/// A prospect as a list has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewProspect {
    /// The organisation's name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Option<Postcode>,
    /// The borough's code; empty when unknown.
    pub borough: String,
    /// The sector's code; empty when unknown.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
    /// Its domain.
    pub domain: Option<DomainName>,
    /// The name of somebody there.
    pub contact: Option<PlainLine>,
    /// Where mail reaches them.
    pub email: Option<EmailAddress>,
    /// Where they can be rung.
    pub phone: Option<PhoneNumber>,
    /// What somebody should look at: what was left out or guessed, one sentence each.
    #[serde(default)]
    pub doubts: Vec<String>,
}

/// One row of a list as it was read.
#[derive(Debug, Clone)]
pub struct StagedRow {
    /// The line in the file; 1 is the first.
    pub line: u32,
    /// What the row becomes, or the row as it stands in the file and why it cannot be read.
    pub reading: Result<NewProspect, (Vec<String>, String)>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// What the columns of the file are called, for its bad rows to be mended under.
    pub headings: Vec<String>,
    /// Where it is on its way.
    pub state: ImportState,
    /// Who brought it.
    pub made_by: Actor,
    /// When.
    pub made_at: Timestamp,
    /// When it is thrown away by itself.
    pub expires_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// How many rows there are in each state, in the order of [`RowState::ALL`].
    pub rows: Vec<(RowState, u64)>,
}

/// A row of a list as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// The line in the file.
    pub line: u32,
    /// What became of it.
    pub state: RowState,
    /// The prospect, of a row that could be read.
    pub prospect: Option<NewProspect>,
    /// The cells as they stand in the file, of a row that could not.
    pub cells: Vec<String>,
    /// Why it could not be read.
    pub problem: Option<String>,
    /// What it became.
    pub organisation: Option<OrganisationId>,
}

/// What applying a list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// So many prospects were made.
    pub made: u64,
    /// So many were known already, by name and postcode.
    pub known: u64,
}

impl Store {
    /// Keeps a list as a preview, for `days`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_import(
        &self,
        name: &PlainLine,
        headings: &[String],
        rows: &[StagedRow],
        days: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<ImportId, StoreError> {
        unimplemented!()
    }

    /// The list with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import(&self, id: ImportId) -> Result<Option<Import>, StoreError> {
        unimplemented!()
    }

    /// The newest lists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports(&self, limit: u32) -> Result<Vec<Import>, StoreError> {
        unimplemented!()
    }

    /// Rows of a list, in the order of the file, after the line `after`; of one state, or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rows(
        &self,
        id: ImportId,
        state: Option<RowState>,
        after: u32,
        limit: u32,
    ) -> Result<Vec<ImportRow>, StoreError> {
        unimplemented!()
    }

    /// Makes prospects of the good rows, all in one transaction. Rows whose name and postcode are known are left
    /// out. The bad rows stay, to be downloaded. A list is applied once.
    ///
    /// # Errors
    /// When there is no such list, or it is not staged any more.
    pub async fn apply_import(
        &self,
        id: ImportId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Applied, StoreError> {
        unimplemented!()
    }

    /// Throws a staged list away, rows and all.
    ///
    /// # Errors
    /// When there is no such list, or it is not staged any more.
    pub async fn discard_import(&self, id: ImportId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Throws away the rows of lists whose time is over. Returns how many lists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_imports(&self, by: &Actor, now: Timestamp) -> Result<u64, StoreError> {
        unimplemented!()
    }
}
