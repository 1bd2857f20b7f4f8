//! The few things that a member should do now, and how far each is.

use centre::ledger::Actor;
use serde_json::json;
use terms::{OrganisationId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// So many actions a member has at one time.
pub const MOST_ACTIONS: usize = 3;

/// How far an action is. *Said* is the member's word; *seen* and *sustained* are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adoption {
    /// The member says that it is done.
    Said,
    /// We saw that it is done.
    Seen,
    /// We saw it again later.
    Sustained,
}

/// An action of a member's plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Which one: the catalogue id of the check that it answers, or of a habit.
    pub action: String,
    /// 1 for the first thing to do.
    pub place: u32,
    /// When it came into the plan.
    pub added_at: Timestamp,
    /// When the member said that it is done.
    pub said_at: Option<Timestamp>,
    /// When we saw that it is done.
    pub seen_at: Option<Timestamp>,
    /// When we saw it again later.
    pub sustained_at: Option<Timestamp>,
    /// When it went out of the plan; history keeps it.
    pub dropped_at: Option<Timestamp>,
}

impl Store {
    /// The actions of a member: those of the plan in their order, then those that went out of it, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn actions_of(&self, organisation: OrganisationId) -> Result<Vec<Action>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from actions where organisation = $1
                 order by case when dropped_at is null then 0 else 1 end, case when dropped_at is null then place else 0 end,
                 dropped_at desc, action",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await?
        }))
    }

    /// Sets the plan: at most [`MOST_ACTIONS`], the first one first. What stays keeps its dates; what is not named
    /// goes out of the plan. Does nothing when the plan is the same.
    ///
    /// # Errors
    /// When there are too many, or there is no such organisation.
    pub async fn set_actions(
        &self,
        organisation: OrganisationId,
        actions: &[String],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if actions.len() > MOST_ACTIONS {
            return Err(StoreError::NotAllowed("a plan has three actions at most"));
        }
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let was: Vec<String> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "select action from actions where organisation = $1 and dropped_at is null order by place",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await?
        });
        if was == actions {
            return Ok(());
        }
        for action in was.iter().filter(|action| !actions.contains(action)) {
            within!(change.tx, |c| {
                sqlx::query("update actions set dropped_at = $1 where organisation = $2 and action = $3")
                    .bind(Moment::from(now))
                    .bind(organisation.0)
                    .bind(action)
                    .execute(c)
                    .await?;
            });
        }
        for (place, action) in (1_i64..).zip(actions) {
            // What comes back into the plan after it went out starts anew.
            within!(change.tx, |c| {
                sqlx::query(
                    "insert into actions (organisation, action, place, added_at) values ($1, $2, $3, $4)
                     on conflict (organisation, action) do update set place = excluded.place,
                     added_at = case when actions.dropped_at is null then actions.added_at else excluded.added_at end,
                     said_at = case when actions.dropped_at is null then actions.said_at else null end,
                     seen_at = case when actions.dropped_at is null then actions.seen_at else null end,
                     sustained_at = case when actions.dropped_at is null then actions.sustained_at else null end,
                     dropped_at = null",
                )
                .bind(organisation.0)
                .bind(action)
                .bind(place)
                .bind(Moment::from(now))
                .execute(c)
                .await?;
            });
        }
        let said = Said::of(Deed::ActionsSet, Noun::Action, organisation, organisation)
            .with(json!({ "was": was, "is": actions }));
        change.commit(said).await?;
        Ok(())
    }

    /// Marks how far an action is. The first time stands; marking again changes nothing.
    ///
    /// # Errors
    /// When the member has no such action.
    pub async fn mark_action(
        &self,
        organisation: OrganisationId,
        action: &str,
        adoption: Adoption,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let statement = match adoption {
            Adoption::Said => {
                "update actions set said_at = coalesce(said_at, $1) where organisation = $2 and action = $3"
            }
            Adoption::Seen => {
                "update actions set seen_at = coalesce(seen_at, $1) where organisation = $2 and action = $3"
            }
            Adoption::Sustained => {
                "update actions set sustained_at = coalesce(sustained_at, $1) where organisation = $2 and action = $3"
            }
        };
        let rows = within!(change.tx, |c| {
            sqlx::query(statement)
                .bind(Moment::from(now))
                .bind(organisation.0)
                .bind(action)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("action"));
        }
        let said = Said::of(Deed::ActionMarked, Noun::Action, action, organisation)
            .with(json!({ "is": format!("{adoption:?}").to_lowercase() }));
        change.commit(said).await?;
        Ok(())
    }

    /// Takes back how far an action is: it was not done after all, or it was and came back. It starts anew.
    ///
    /// # Errors
    /// When the member has no such action.
    pub async fn unsay_action(
        &self,
        organisation: OrganisationId,
        action: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update actions set said_at = null, seen_at = null, sustained_at = null where organisation = $1 and action = $2",
            )
                .bind(organisation.0)
                .bind(action)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("action"));
        }
        let said = Said::of(Deed::ActionMarked, Noun::Action, action, organisation)
            .with(json!({ "is": "not done" }));
        change.commit(said).await?;
        Ok(())
    }
}

from_row!(Action, |row| Action {
    action: row.text("action")?,
    place: row.count("place")?,
    added_at: row.moment("added_at")?,
    said_at: row.maybe_moment("said_at")?,
    seen_at: row.maybe_moment("seen_at")?,
    sustained_at: row.maybe_moment("sustained_at")?,
    dropped_at: row.maybe_moment("dropped_at")?,
});
