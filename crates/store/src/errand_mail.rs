//! Letters with an errand, to addresses that members type in: few a day, and few for each address.

use centre::errand::MOST_MAILED_A_DAY;
use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::Timestamp;

use crate::change::Said;
use crate::db::within;
use crate::errands::Errand;
use crate::moment::{Moment, earlier};
use crate::{Deed, NewLetter, Noun, Queued, Store, StoreError};

/// Why a letter with an errand is sent, as the outbox knows it.
pub const ERRAND_CAUSE: &str = "errand";

/// What sending an errand by mail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedErrand {
    /// It is on its way.
    Queued,
    /// The member sent [`MOST_MAILED_A_DAY`] in the last day.
    TooManyToday,
    /// The address got as many letters today as an unconfirmed one gets.
    OverBudget,
    /// It was taken back, or ran out.
    Closed,
}

impl Store {
    /// Queues the letter of an errand to an address that somebody typed in: at most [`MOST_MAILED_A_DAY`] a member
    /// and day, and as many an address as any that nobody confirmed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_errand(
        &self,
        errand: &Errand,
        letter: NewLetter,
        by: &Actor,
        now: Timestamp,
    ) -> Result<MailedErrand, StoreError> {
        let letter = NewLetter {
            confirmed: false,
            organisation: Some(errand.organisation),
            cause: ERRAND_CAUSE.to_owned(),
            ..letter
        };
        let mut change = self.change(by, now).await?;
        change.lock_organisation(errand.organisation).await?;
        let since = Moment::from(earlier(now, SignedDuration::from_hours(24)));
        let (mailed, open) = within!(change.tx, |c| {
            let mailed: i64 = sqlx::query_scalar(
                "select count(*) from letters where organisation = $1 and cause = $2 and queued_at > $3",
            )
            .bind(errand.organisation.0)
            .bind(ERRAND_CAUSE)
            .bind(since)
            .fetch_one(&mut *c)
            .await?;
            let open = sqlx::query(
                "update errands set mailed_at = $1 where id = $2 and taken_back_at is null and expires_at > $1",
            )
            .bind(Moment::from(now))
            .bind(errand.id.0)
            .execute(c)
            .await?
            .rows_affected();
            (mailed, open)
        });
        // Whatever is not committed here is as if it had not been.
        if open == 0 {
            return Ok(MailedErrand::Closed);
        }
        if mailed >= MOST_MAILED_A_DAY {
            return Ok(MailedErrand::TooManyToday);
        }
        let Queued::Queued(id) = change.queue(&letter).await? else { return Ok(MailedErrand::OverBudget) };
        let said = Said::of(Deed::ErrandMailed, Noun::Errand, errand.id, errand.organisation);
        let queued = Said::of(Deed::LetterQueued, Noun::Letter, id, errand.organisation)
            .with(json!({ "cause": letter.cause }));
        change.commit_all(said, vec![queued]).await?;
        Ok(MailedErrand::Queued)
    }
}
