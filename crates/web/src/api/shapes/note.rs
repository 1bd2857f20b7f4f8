//! Notes about an organisation.

use centre::ledger::Actor;
use serde::Serialize;
use store::Note;
use utoipa::ToSchema;

use super::moment;

/// A note of the centre about an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteShape {
    /// Its id.
    pub id: String,
    /// What it says.
    pub words: String,
    /// The person who wrote it; nothing when it was no person.
    pub author: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
}

impl From<&Note> for NoteShape {
    fn from(note: &Note) -> Self {
        let author = match &note.author {
            Actor::Person(id) => Some(id.to_string()),
            Actor::Visitor | Actor::Reconciler(_) | Actor::CommandLine => None,
        };
        Self { id: note.id.to_string(), words: note.words.clone(), author, at: moment(note.at) }
    }
}
