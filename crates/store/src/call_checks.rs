//! Checks of calls: a code that the centre says to a firm, or a firm to the centre, so that each knows who the other is.
//!
//! The code follows from the id and the master key, so that the page that shows it can be loaded again; a copy of the
//! database alone holds only its keyed hash. Codes of the two sides are hashed apart: one is never taken for the other.
//! Arithmetic and limits: [`centre::call_check`].

use centre::call_check::{
    CALL_MINUTES, MOST_LIVE_CALLS, Reason, Side, Standing, digits_now, spoken_digits, standing,
};
use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CallCheckId, CaseId, OrganisationId, PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{Tx, on, within};
use crate::moment::{Moment, earlier, later};
use crate::{Deed, Noun, Secret, Store, StoreError};

/// Codes are derived apart from other secrets.
const CALL: &str = "call";
/// So often another id is drawn when its code is that of a call that is live: with the most calls live, five times in a
/// row happens once in 10^36.
const MOST_DRAWS: u32 = 5;

/// Whom a call of the centre is made to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalledParty {
    /// A member or a prospect.
    Organisation(OrganisationId),
    /// Whoever gave the accounts of a case.
    Case(CaseId),
    /// Somebody who is neither.
    Somebody,
}

/// A check as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct CallCheck {
    /// Its id.
    pub id: CallCheckId,
    /// Whose code it is.
    pub side: Side,
    /// Digits of its code.
    pub digits: usize,
    /// The firm: that is rung, or whose code it is.
    pub organisation: Option<OrganisationId>,
    /// The case whose people are rung.
    pub case: Option<CaseId>,
    /// Who made the code.
    pub made_by: PersonId,
    /// With which role.
    pub role: Role,
    /// Why the centre rings; none for a firm's code.
    pub reason: Option<Reason>,
    /// When it was made.
    pub made_at: Timestamp,
    /// From when on it does not work.
    pub expires_at: Timestamp,
    /// When a newer one took its place.
    pub ended_at: Option<Timestamp>,
    /// When the other side typed it.
    pub used_at: Option<Timestamp>,
    /// Who typed it.
    pub used_by: Option<Actor>,
}

from_row!(CallCheck, |row| CallCheck {
    id: CallCheckId(row.uuid("id")?),
    side: row.word("side")?,
    digits: row.count("digits")? as usize,
    organisation: row.maybe_uuid("organisation")?.map(OrganisationId),
    case: row.maybe_uuid("case_id")?.map(CaseId),
    made_by: PersonId(row.uuid("made_by")?),
    role: row.word("role")?,
    reason: row.word_if_any("reason")?,
    made_at: row.moment("made_at")?,
    expires_at: row.moment("expires_at")?,
    ended_at: row.maybe_moment("ended_at")?,
    used_at: row.maybe_moment("used_at")?,
    used_by: row.word_if_any("used_by")?,
});

impl CallCheck {
    /// How it stands at this moment.
    pub fn standing(&self, now: Timestamp) -> Standing {
        standing(self.used_at, self.ended_at, self.expires_at, now)
    }

    /// The entry of the ledger: in the timeline of the firm or of the case, or else the centre's own.
    pub(crate) fn said(&self, deed: Deed) -> Said {
        match (self.organisation, self.case) {
            (Some(organisation), _) => Said::of(deed, Noun::Call, self.id, organisation),
            (None, Some(case)) => Said::of_case(deed, Noun::Call, self.id, case.0, case),
            (None, None) => Said::of_centre(deed, Noun::Call, self.id),
        }
    }
}

/// A check to be made.
struct NewCheck {
    side: Side,
    organisation: Option<OrganisationId>,
    case: Option<CaseId>,
    made_by: PersonId,
    role: Role,
    reason: Option<Reason>,
}

impl Store {
    /// An officer begins the check of a call. A check of the same officer that still waits is replaced: the code of the
    /// call before is no code of this one.
    ///
    /// # Errors
    /// When there is no such firm or case, or [`MOST_LIVE_CALLS`] are being checked.
    pub async fn begin_call(
        &self,
        with: CalledParty,
        reason: Reason,
        officer: (PersonId, Role),
        now: Timestamp,
    ) -> Result<CallCheckId, StoreError> {
        let (organisation, case) = match with {
            CalledParty::Organisation(id) => (Some(id), None),
            CalledParty::Case(id) => (None, Some(id)),
            CalledParty::Somebody => (None, None),
        };
        if let Some(case) = case {
            self.case(case).await?.ok_or(StoreError::NoSuch("case"))?;
        }
        let mut change = self.change(&Actor::Person(officer.0), now).await?;
        change.make_codes_alone().await?;
        if let Some(organisation) = organisation {
            change.standing_organisation(organisation).await?;
        }
        change.end_checks_of(officer.0, Side::Ours).await?;
        if change.live_calls().await? >= MOST_LIVE_CALLS as i64 {
            return Err(StoreError::NotAllowed("fifty calls are being checked now; try again in a minute"));
        }
        let (made_by, role) = officer;
        let new = NewCheck { side: Side::Ours, organisation, case, made_by, role, reason: Some(reason) };
        let check = change.insert_check(new).await?;
        let said = check.said(Deed::CallBegun).with(json!({ "reason": reason.name() }));
        change.commit(said).await?;
        Ok(check.id)
    }

    /// Somebody of a firm makes the code by which the centre knows them on the telephone. An older one of theirs ends.
    ///
    /// # Errors
    /// When there is no such firm.
    pub async fn make_call_code(
        &self,
        organisation: OrganisationId,
        person: (PersonId, Role),
        now: Timestamp,
    ) -> Result<CallCheckId, StoreError> {
        let mut change = self.change(&Actor::Person(person.0), now).await?;
        change.make_codes_alone().await?;
        change.standing_organisation(organisation).await?;
        change.end_checks_of(person.0, Side::Theirs).await?;
        let organisation = Some(organisation);
        let (made_by, role) = person;
        let new = NewCheck { side: Side::Theirs, organisation, case: None, made_by, role, reason: None };
        let check = change.insert_check(new).await?;
        change.commit(check.said(Deed::CallCodeMade)).await?;
        Ok(check.id)
    }

    /// The code of a check, to show it to whoever made it.
    pub fn call_code(&self, check: &CallCheck) -> Secret {
        self.code_of_call(check.id, check.digits)
    }

    fn code_of_call(&self, id: CallCheckId, digits: usize) -> Secret {
        Secret::presented(&spoken_digits(&self.0.keys.derived_from(CALL, &id.to_string()), digits))
    }

    pub(crate) fn hash_of_call(&self, side: Side, code: &str) -> Vec<u8> {
        let kind = match side {
            Side::Ours => "call code of the centre",
            Side::Theirs => "call code of a firm",
        };
        self.0.keys.hash(kind, code)
    }

    /// The check with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn call_check(&self, id: CallCheckId) -> Result<Option<CallCheck>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from call_checks where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// Checks with a firm, of both sides, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calls_with(&self, firm: OrganisationId, limit: u32) -> Result<Vec<CallCheck>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from call_checks where organisation = $1 order by made_at desc, id desc limit $2",
            )
            .bind(firm.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Checks of calls about a case, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calls_about(&self, case: CaseId, limit: u32) -> Result<Vec<CallCheck>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from call_checks where case_id = $1 order by made_at desc, id desc limit $2",
            )
            .bind(case.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Codes that somebody made, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calls_by(&self, person: PersonId, limit: u32) -> Result<Vec<CallCheck>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from call_checks where made_by = $1 order by made_at desc, id desc limit $2",
            )
            .bind(person.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }
}

impl Change {
    /// Codes are made one after the other, so that no two live calls have one code and the count of them is right.
    /// SQLite has one writer anyway.
    async fn make_codes_alone(&mut self) -> Result<(), StoreError> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::query("/* postgres */ select pg_advisory_xact_lock(9003)").execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn end_checks_of(&mut self, person: PersonId, side: Side) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "update call_checks set ended_at = $1
                 where made_by = $2 and side = $3 and used_at is null and ended_at is null and expires_at > $1",
            )
            .bind(now)
            .bind(person.0)
            .bind(side.name())
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn live_calls(&mut self) -> Result<i64, StoreError> {
        let now = self.now();
        // Nothing older than a code lives, and so many rows are found by their time.
        let since = earlier(now, SignedDuration::from_mins(CALL_MINUTES));
        Ok(within!(self.tx, |c| {
            sqlx::query_scalar(
                "select count(*) from call_checks where made_at >= $1 and side = 'ours' and expires_at > $2
                 and used_at is null and ended_at is null",
            )
            .bind(Moment::from(since))
            .bind(Moment::from(now))
            .fetch_one(c)
            .await?
        }))
    }

    async fn insert_check(&mut self, new: NewCheck) -> Result<CallCheck, StoreError> {
        let store = self.store().clone();
        let digits = digits_now(self.misses().await?);
        let now = self.now();
        let draw = || {
            let id = CallCheckId::random(&*store.0.chance);
            (id, store.hash_of_call(new.side, store.code_of_call(id, digits).reveal()))
        };
        let (mut id, mut hash) = draw();
        for _ in 0..MOST_DRAWS {
            let taken: i64 = within!(self.tx, |c| {
                sqlx::query_scalar(
                    "select count(*) from call_checks where code_hash = $1 and expires_at > $2",
                )
                .bind(&hash)
                .bind(Moment::from(now))
                .fetch_one(c)
                .await?
            });
            if taken == 0 {
                break;
            }
            (id, hash) = draw();
        }
        let expires_at = later(now, SignedDuration::from_mins(CALL_MINUTES));
        within!(self.tx, |c| {
            sqlx::query(
                "insert into call_checks (id, side, code_hash, digits, organisation, case_id, made_by, role, reason,
                     made_at, expires_at, used_by)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
            )
            .bind(id.0)
            .bind(new.side.name())
            .bind(&hash)
            .bind(digits as i64)
            .bind(new.organisation.map(|organisation| organisation.0))
            .bind(new.case.map(|case| case.0))
            .bind(new.made_by.0)
            .bind(new.role.name())
            .bind(new.reason.map_or("", Reason::name))
            .bind(Moment::from(now))
            .bind(Moment::from(expires_at))
            .execute(c)
            .await?;
        });
        let NewCheck { side, organisation, case, made_by, role, reason } = new;
        let (ended_at, used_at, used_by) = (None, None, None);
        Ok(CallCheck {
            id,
            side,
            digits,
            organisation,
            case,
            made_by,
            role,
            reason,
            made_at: now,
            expires_at,
            ended_at,
            used_at,
            used_by,
        })
    }
}
