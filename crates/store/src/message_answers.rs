//! The answer to a letter that asked whether a message is real.

use centre::ledger::Actor;
use terms::{MessageId, Timestamp};

use crate::db::within;
use crate::moment::Moment;
use crate::{NewLetter, Queued, Store, StoreError};

impl Store {
    /// Queues the answer to whoever sent this message in by mail, once however often it is asked for. None when the answer was
    /// queued before, or the message is not there. An answer over the address's budget is not given, and may be given later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answer_message(
        &self,
        message: MessageId,
        letter: &NewLetter,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Option<Queued>, StoreError> {
        let mut change = self.change(by, now).await?;
        let first = within!(change.tx, |c| {
            sqlx::query("update asked_messages set answered_at = $2 where id = $1 and answered_at is null")
                .bind(message.0)
                .bind(Moment::from(now))
                .execute(c)
                .await?
                .rows_affected()
        });
        if first == 0 {
            return Ok(None);
        }
        let queued = change.queue(letter).await?;
        if let Queued::Queued(id) = queued {
            change.commit(letter.said(id)).await?;
        }
        Ok(Some(queued))
    }
}
