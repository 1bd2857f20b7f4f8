//! The few things that a member should do now, and how far each is.

use centre::ledger::Actor;
use terms::{OrganisationId, Timestamp};

use crate::{Store, StoreError};

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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// Takes back a *said*: it was not done after all.
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
        unimplemented!()
    }
}
