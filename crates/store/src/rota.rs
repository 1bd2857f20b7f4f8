//! The rota: who is at the desk when.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Whose};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// The longest shift, in hours.
pub const LONGEST_SHIFT: i64 = 16;
/// The most lines of the rota that are read at once.
pub const MOST_SHIFTS: i64 = 500;

/// One person's time at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Who.
    pub person: PersonId,
    /// From.
    pub starts_at: Timestamp,
    /// Until.
    pub ends_at: Timestamp,
}
from_row!(Shift, |row| Shift {
    person: PersonId(row.uuid("person")?),
    starts_at: row.moment("starts_at")?,
    ends_at: row.moment("ends_at")?,
});

impl Shift {
    /// Whether the person is there at this moment.
    pub fn covers(&self, moment: Timestamp) -> bool {
        self.starts_at <= moment && moment < self.ends_at
    }
}

impl Store {
    /// Who is at the desk between two moments, the first first; whoever began before `from` and is still there too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rota(&self, from: Timestamp, until: Timestamp) -> Result<Vec<Shift>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from rota where starts_at < $2 and ends_at > $1 order by starts_at, person limit $3",
            )
            .bind(Moment::from(from))
            .bind(Moment::from(until))
            .bind(MOST_SHIFTS)
            .fetch_all(c)
            .await?
        }))
    }

    /// Puts somebody of the centre on the rota. The same beginning twice is the same shift with the newer end.
    ///
    /// # Errors
    /// When the shift ends before it begins, is longer than [`LONGEST_SHIFT`], or the person does not work here.
    pub async fn add_to_rota(&self, shift: Shift, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let length = shift.ends_at.duration_since(shift.starts_at);
        if length <= SignedDuration::ZERO || length > SignedDuration::from_hours(LONGEST_SHIFT) {
            return Err(StoreError::NotAllowed("a shift ends after it begins, and lasts at most 16 hours"));
        }
        let person = self.person(shift.person).await?.ok_or(StoreError::NoSuch("person"))?;
        if !person.role.is_staff() {
            return Err(StoreError::NotAllowed("only people of the centre are on the rota"));
        }
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into rota (person, starts_at, ends_at) values ($1, $2, $3)
                 on conflict (person, starts_at) do update set ends_at = excluded.ends_at",
            )
            .bind(shift.person.0)
            .bind(Moment::from(shift.starts_at))
            .bind(Moment::from(shift.ends_at))
            .execute(c)
            .await?;
        });
        change.commit(said(shift.person, true, shift.starts_at)).await?;
        Ok(())
    }

    /// Takes a shift off the rota.
    ///
    /// # Errors
    /// When there is no such shift.
    pub async fn take_off_rota(
        &self,
        person: PersonId,
        starts_at: Timestamp,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("delete from rota where person = $1 and starts_at = $2")
                .bind(person.0)
                .bind(Moment::from(starts_at))
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("shift"));
        }
        change.commit(said(person, false, starts_at)).await?;
        Ok(())
    }
}

fn said(person: PersonId, is_on: bool, starts_at: Timestamp) -> Said {
    let whose = Whose { person, organisation: None };
    let told = json!({ "on": is_on, "from": starts_at.to_string() });
    Said::of_person(Deed::RotaChanged, Noun::Person, person, whose).with(told)
}
