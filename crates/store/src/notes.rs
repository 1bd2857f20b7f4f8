//! Notes of the centre about an organisation.

use centre::ledger::Actor;
use serde_json::json;
use terms::{NoteId, OrganisationId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

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
        let words = words.trim();
        if words.is_empty() {
            return Err(StoreError::NotAllowed("the note is empty"));
        }
        if words.chars().count() > LONGEST_NOTE {
            return Err(StoreError::NotAllowed("the note is too long; 4,000 characters are enough"));
        }
        let mut change = self.change(by, now).await?;
        if let Some(before) = change.done_before("note", once).await? {
            return before.parse().map(NoteId).map_err(|_| StoreError::Unreadable("a note's id".into()));
        }
        change.standing_organisation(organisation).await?;
        let id = NoteId::random(&*self.0.chance);
        within!(change.tx, |c| {
            sqlx::query(
                "insert into notes (id, organisation, words, author, at) values ($1, $2, $3, $4, $5)",
            )
            .bind(id.0)
            .bind(organisation.0)
            .bind(words)
            .bind(by.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        if in_touch {
            change.set_last_contact(organisation).await?;
        }
        change.keep_answer("note", once, &id.to_string()).await?;
        let said = Said::of(Deed::NoteWritten, Noun::Note, id, organisation)
            .with(json!({ "words": words, "in_touch": in_touch }));
        change.commit(said).await?;
        Ok(id)
    }

    /// The notes about an organisation, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notes_of(&self, organisation: OrganisationId, limit: u32) -> Result<Vec<Note>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from notes where organisation = $1 order by at desc, id desc limit $2")
                .bind(organisation.0)
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        }))
    }
}

from_row!(Note, |row| Note {
    id: NoteId(row.uuid("id")?),
    organisation: OrganisationId(row.uuid("organisation")?),
    words: row.text("words")?,
    author: row.word("author")?,
    at: row.moment("at")?,
});
