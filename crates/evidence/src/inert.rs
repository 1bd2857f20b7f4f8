//! What may be shown of a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::pictures::{Picture, painted_anew};
use crate::texts::{InertText, inert_text};
use crate::{Kind, Showing};

/// Why only facts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Files of this kind are never shown.
    Kind,
    /// The picture is too large to be painted anew.
    TooLarge,
    /// It cannot be read: it is damaged, or made to do harm.
    Damaged,
}

/// What may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inert {
    /// A picture that was painted anew.
    Picture(Picture),
    /// A text.
    Text(InertText),
    /// Only kind, size and hash.
    FactsOnly(Because),
}

/// What may be shown of a file whose kind the [`crate::Sniffer`] told. Takes at most some [`crate::MOST_PICTURE_MEMORY`] for
/// pixels, three times over; whoever calls it for strangers does so once at a time.
pub fn inert_copy(kind: Kind, bytes: &[u8]) -> Inert {
    match kind.showing() {
        Showing::FactsOnly => Inert::FactsOnly(Because::Kind),
        Showing::Text => Inert::Text(inert_text(bytes)),
        Showing::Picture => {
            // A fault in a reader of pictures must not take the desk with it.
            let painted = catch_unwind(AssertUnwindSafe(|| painted_anew(kind, bytes)));
            match painted.unwrap_or(Err(Because::Damaged)) {
                Ok(picture) => Inert::Picture(picture),
                Err(because) => Inert::FactsOnly(because),
            }
        }
    }
}
