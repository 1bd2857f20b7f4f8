//! Notes of the centre about an organisation.

use centre::ledger::Actor;
use terms::{NoteId, OrganisationId, Timestamp};

use crate::{Store, StoreError};

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 4_000;

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// About whom.
    pub organisation: OrganisationId,
    /// What it says.
    pub words: String,
    /// Who wrote it.
    pub author: Actor,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// Writes a note. It counts as being in touch when `in_touch` says so. The same `once` writes it once.
    ///
    /// # Errors
    /// When it is empty or too long, or there is no such organisation.
    pub async fn write_note(
        &self,
        organisation: OrganisationId,
        words: &str,
        in_touch: bool,
        once: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<NoteId, StoreError> {
        unimplemented!()
    }

    /// The notes about an organisation, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notes_of(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<Note>, StoreError> {
        unimplemented!()
    }
}
