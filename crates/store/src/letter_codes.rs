//! Every letter ends with a code by which anybody can ask us whether it is ours.
//!
//! The code follows from the letter's id and the master key; the row has its keyed hash, and nothing more is kept in
//! clear. It works for [`LETTER_CODE_DAYS`] and is not used up: a letter is shown around.

use centre::call_check::{LETTER_CODE_DAYS, letter_code};
use jiff::SignedDuration;
use terms::{LetterId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::moment::{Moment, earlier};
use crate::{Store, StoreError};

/// Codes of letters are derived and hashed apart from other secrets.
const LETTER: &str = "letter code";
/// Where the code is put into what stands at the end of letters.
const GAP: &str = "{code}";
/// What stands at the end of letters until somebody says it better.
const PLAIN_CLOSING: &str = "Letter code: {code}";

/// What a code tells of its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLetter {
    /// Why it was sent, in one word.
    pub cause: String,
    /// To whom. Show it only so far that its owner knows it.
    pub recipient: String,
    /// When it was sent, or else when it was written.
    pub at: Timestamp,
}

from_row!(KnownLetter, |row| KnownLetter {
    cause: row.text("cause")?,
    recipient: row.text("recipient")?,
    at: row.maybe_moment("sent_at")?.map_or_else(|| row.moment("queued_at"), Ok)?,
});

impl Store {
    /// What stands at the end of every letter from now on, with `{code}` where its code goes. It is said once, at the start.
    pub fn end_letters_with(&self, closing: String) {
        let _said_before = self.0.letter_closing.set(closing);
    }

    /// The text of a letter with its end.
    pub(crate) fn with_code(&self, id: LetterId, text: &str) -> String {
        let code = letter_code(&self.0.keys.derived_from(LETTER, &id.to_string()));
        let closing = self.0.letter_closing.get().map_or(PLAIN_CLOSING, String::as_str);
        format!("{}\n\n{}", text.trim_end(), closing.replace(GAP, &code))
    }

    /// What is kept of a letter's code.
    pub(crate) fn hash_of_letter_code(&self, id: LetterId) -> Vec<u8> {
        let code = letter_code(&self.0.keys.derived_from(LETTER, &id.to_string()));
        self.0.keys.hash(LETTER, &code.replace('-', ""))
    }

    /// The letter with this code, in capitals without hyphens; none where we wrote no such letter in the last
    /// [`LETTER_CODE_DAYS`], or it was given up. Looking uses nothing up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_with_code(
        &self,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<KnownLetter>, StoreError> {
        let hash = self.0.keys.hash(LETTER, code);
        let since = earlier(now, SignedDuration::from_hours(24 * LETTER_CODE_DAYS));
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select cause, recipient, sent_at, queued_at from letters
                 where code_hash = $1 and queued_at > $2 and state <> 'given_up'",
            )
            .bind(hash)
            .bind(Moment::from(since))
            .fetch_optional(c)
            .await?
        }))
    }
}
