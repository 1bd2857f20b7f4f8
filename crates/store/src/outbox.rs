//! The outbox: letters on their way to the mail server. Leased by one sender at a time, tried again, given up visibly.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::{EmailAddress, LetterId, Timestamp};

use crate::change::{Said, Unsaid};
use crate::db::{Tx, within};
use crate::letters::LetterRow;
use crate::moment::{Moment, later};
use crate::{Deed, LetterState, Noun, Store, StoreError};

/// So often a letter is tried before it is given up.
pub const MOST_TRIES_TO_SEND: i64 = 10;

/// The longest wait between two tries.
const LONGEST_WAIT_HOURS: i64 = 6;

/// A letter that a sender holds.
#[derive(Debug, Clone)]
pub struct LetterToSend {
    /// Its id.
    pub id: LetterId,
    /// To whom.
    pub recipient: EmailAddress,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The Message-ID without its angle brackets: the same at every try.
    pub message_id: String,
    /// How often it was tried before.
    pub tries: u32,
}

impl Store {
    /// Leases letters that are due, oldest first. No letter is held by two; a lease that ran out makes it free again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_letters(
        &self,
        holder: &str,
        lease: SignedDuration,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<LetterToSend>, StoreError> {
        let mut change = self.change(&Actor::Reconciler("outbox".into()), now).await?;
        let until = Moment::from(later(now, lease));
        let mut rows: Vec<LetterRow> = match &mut change.tx {
            Tx::Sqlite(tx) => {
                sqlx::query_as(
                    "update letters set state = 'leased', holder = $1, leased_until = $2 where id in
                     (select id from letters where state in ('waiting', 'leased') and due_at <= $3 and leased_until <= $3
                      order by due_at, id limit $4) returning *",
                )
                .bind(holder)
                .bind(until)
                .bind(Moment::from(now))
                .bind(i64::from(limit))
                .fetch_all(&mut **tx)
                .await?
            }
            // Senders on other nodes pass over what is being leased instead of waiting for it.
            Tx::Postgres(tx) => {
                sqlx::query_as(
                    "/* postgres */ update letters set state = 'leased', holder = $1, leased_until = $2 where id in
                     (select id from letters where state in ('waiting', 'leased') and due_at <= $3 and leased_until <= $3
                      order by due_at, id limit $4 for update skip locked) returning *",
                )
                .bind(holder)
                .bind(until)
                .bind(Moment::from(now))
                .bind(i64::from(limit))
                .fetch_all(&mut **tx)
                .await?
            }
        };
        change.commit_unsaid(Unsaid::Lease).await?;
        rows.sort_by_key(|row| (row.due_at, row.id));
        rows.into_iter().map(|row| self.open_letter(row)).collect()
    }

    /// The mail server took it. Its text is erased, unless `keep_text` (a demonstration shows it). False when the
    /// lease was lost meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_sent(
        &self,
        id: LetterId,
        holder: &str,
        keep_text: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(&Actor::Reconciler("outbox".into()), now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update letters set state = 'sent', sent_at = $1, tries = tries + 1, holder = null, leased_until = 0,
                 last_error = null, sealed = case when $2 then sealed else null end
                 where id = $3 and holder = $4 and state = 'leased'",
            )
            .bind(Moment::from(now))
            .bind(keep_text)
            .bind(id.0)
            .bind(holder)
            .execute(c)
            .await?
            .rows_affected()
        });
        change.commit_unsaid(Unsaid::Delivery).await?;
        Ok(rows == 1)
    }

    /// It could not be sent. It waits longer after each try, and is given up after [`MOST_TRIES_TO_SEND`], or at once when
    /// `for_good`. Returns where it is now.
    ///
    /// # Errors
    /// When the lease was lost, or the database fails.
    pub async fn letter_failed(
        &self,
        id: LetterId,
        holder: &str,
        why: &str,
        for_good: bool,
        now: Timestamp,
    ) -> Result<LetterState, StoreError> {
        let mut change = self.change(&Actor::Reconciler("outbox".into()), now).await?;
        let tries: Option<i64> = within!(change.tx, |c| {
            sqlx::query_scalar("select tries from letters where id = $1 and holder = $2 and state = 'leased'")
                .bind(id.0)
                .bind(holder)
                .fetch_optional(c)
                .await?
        });
        let tries = tries.ok_or(StoreError::NoSuch("letter that this sender holds"))? + 1;
        let state =
            if for_good || tries >= MOST_TRIES_TO_SEND { LetterState::GivenUp } else { LetterState::Waiting };
        let due_at = later(now, wait_after(tries));
        within!(change.tx, |c| {
            sqlx::query(
                "update letters set state = $1, tries = $2, due_at = $3, last_error = $4, holder = null, leased_until = 0
                 where id = $5",
            )
            .bind(state.name())
            .bind(tries)
            .bind(Moment::from(due_at))
            .bind(why)
            .bind(id.0)
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Delivery).await?;
        Ok(state)
    }

    /// Tries a letter again that was given up.
    ///
    /// # Errors
    /// When there is no such letter, or it was not given up.
    pub async fn try_letter_again(&self, id: LetterId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update letters set state = 'waiting', tries = 0, due_at = $1, leased_until = 0
                 where id = $2 and state = 'given_up'",
            )
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("letter that was given up"));
        }
        change.commit(Said::of_centre(Deed::LetterTriedAgain, Noun::Letter, id)).await?;
        Ok(())
    }

    fn open_letter(&self, row: LetterRow) -> Result<LetterToSend, StoreError> {
        Ok(LetterToSend {
            id: row.id,
            recipient: EmailAddress::parse(&row.recipient)
                .map_err(|e| StoreError::Unreadable(e.to_string()))?,
            subject: row.subject,
            text: self.letter_text(row.id, row.sealed.as_deref())?,
            message_id: row.message_id,
            tries: row.tries,
        })
    }
}

/// A minute after the first try, twice as long after each, never longer than [`LONGEST_WAIT_HOURS`].
fn wait_after(tries: i64) -> SignedDuration {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(16);
    SignedDuration::from_mins(1 << doublings).min(SignedDuration::from_hours(LONGEST_WAIT_HOURS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, 100].map(|tries| wait_after(tries).as_mins()).to_vec();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360]);
    }
}
