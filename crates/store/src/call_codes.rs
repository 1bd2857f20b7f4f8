//! Typing the code of a call: it is right once, and what is wrong is counted.

use centre::call_check::{LONG_CALL_DIGITS, STORM_MINUTES, Side, Standing, is_storm, is_told};
use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CallCheckId, OrganisationId, Timestamp};

use crate::call_checks::CallCheck;
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, earlier};
use crate::{Deed, Noun, Store, StoreError};

/// What a code that nobody knows is about, for the ledger: one word for all, so that it tells of nobody.
const CODES: &str = "codes";
/// Wrong codes of the span that runs and the one before.
const MISSES: &str =
    "select cast(coalesce(sum(how_many), 0) as bigint) from call_misses where began_at >= $1";

impl Store {
    /// Somebody types the digits that a caller said. Right once: the check is confirmed, with its entry in the ledger, and
    /// given back. Wrong, used, replaced, run out, of the other side, too short for a storm, or of a call that was made to
    /// another firm than `firm`: none, and one more is counted, without what was typed. The answer never says which.
    ///
    /// At the desk `firm` is the firm whose page the officer has open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hear_call_code(
        &self,
        side: Side,
        digits: &str,
        firm: Option<OrganisationId>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Option<CallCheck>, StoreError> {
        let hash = self.hash_of_call(side, digits);
        let mut change = self.change(by, now).await?;
        let storm = is_storm(change.misses().await?);
        let found: Option<CallCheck> = within!(change.tx, |c| {
            sqlx::query_as("select * from call_checks where code_hash = $1 order by made_at desc, id limit 1")
                .bind(hash)
                .fetch_optional(c)
                .await?
        });
        let fits = |check: &CallCheck| {
            check.side == side
                && check.standing(now) == Standing::Waiting
                && (!storm || check.digits == LONG_CALL_DIGITS)
                && (firm.is_none() || check.organisation.is_none() || check.organisation == firm)
        };
        if let Some(check) = found.filter(fits)
            && change.use_check(check.id).await?
        {
            let deed = if side == Side::Ours { Deed::CallConfirmed } else { Deed::CallCodeHeard };
            change.commit(check.said(deed)).await?;
            return Ok(Some(CallCheck { used_at: Some(now), used_by: Some(by.clone()), ..check }));
        }
        change.commit_miss().await?;
        Ok(None)
    }

    /// Counts a code that nobody knows and that was not of a call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn code_missed(&self, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.change(by, now).await?.commit_miss().await
    }

    /// Whether so many wrong codes come in that only long ones count.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_storm_of_codes(&self, now: Timestamp) -> Result<bool, StoreError> {
        let misses: i64 = on!(self, |c| {
            sqlx::query_scalar(MISSES).bind(Moment::from(counted_from(now))).fetch_one(c).await?
        });
        Ok(is_storm(misses))
    }
}

impl Change {
    /// Uses a check up; false when somebody was faster.
    async fn use_check(&mut self, id: CallCheckId) -> Result<bool, StoreError> {
        let (by, now) = (self.by().to_string(), Moment::from(self.now()));
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "update call_checks set used_at = $1, used_by = $2
                 where id = $3 and used_at is null and ended_at is null and expires_at > $1",
            )
            .bind(now)
            .bind(by)
            .bind(id.0)
            .execute(c)
            .await?
            .rows_affected()
        });
        Ok(rows == 1)
    }

    /// Wrong codes of this span and the one before.
    pub(crate) async fn misses(&mut self) -> Result<i64, StoreError> {
        let from = Moment::from(counted_from(self.now()));
        Ok(within!(self.tx, |c| sqlx::query_scalar(MISSES).bind(from).fetch_one(c).await?))
    }

    async fn commit_miss(mut self) -> Result<(), StoreError> {
        let began = Moment::from(span_of(self.now()));
        let misses: i64 = within!(self.tx, |c| {
            sqlx::query_scalar(
                "insert into call_misses (began_at, how_many) values ($1, 1)
                 on conflict (began_at) do update set how_many = call_misses.how_many + 1 returning how_many",
            )
            .bind(began)
            .fetch_one(c)
            .await?
        });
        if !is_told(misses) {
            return self.commit_unsaid(Unsaid::Count).await;
        }
        let said = Said::of_centre(Deed::CallCodeMissed, Noun::Call, CODES).with(json!({ "misses": misses }));
        self.commit(said).await?;
        Ok(())
    }
}

/// The beginning of the span in which wrong codes are counted together.
fn span_of(now: Timestamp) -> Timestamp {
    let span = STORM_MINUTES * 60;
    Timestamp::from_second(now.as_second().div_euclid(span) * span).unwrap_or(now)
}

/// From when on wrong codes count at this moment.
fn counted_from(now: Timestamp) -> Timestamp {
    earlier(span_of(now), SignedDuration::from_mins(STORM_MINUTES))
}
