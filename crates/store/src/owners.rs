//! Whose a record is: the little that the door must know before it lets anybody to it. Nothing of the record
//! itself is read here.

use centre::call_check::Side;
use centre::ledger::Actor;
use terms::{AssetId, CallCheckId, CaseId, ErrandId, ImportId, LetterId, OrganisationId, PackId, PersonId};
use uuid::Uuid;

use crate::db::on;
use crate::{CallCheck, Store, StoreError};

/// What an address can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A member, a prospect, or one that left.
    Organisation(OrganisationId),
    /// A person, at a member or with an account of the house.
    Person(PersonId),
    /// A domain of an organisation.
    Asset(AssetId),
    /// An errand of a member.
    Errand(ErrandId),
    /// A list on its way in.
    Import(ImportId),
    /// A letter in the outbox.
    Letter(LetterId),
    /// A case of the desk.
    Case(CaseId),
    /// The check of a call.
    Call(CallCheckId),
    /// A hand-over, as the body to which it went knows it.
    Pack(PackId),
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The centre's own: staff share it.
    Centre,
    /// A member's or prospect's.
    Organisation(OrganisationId),
    /// One person's, at a member or (with none) at the centre or a partner.
    Person(PersonId, Option<OrganisationId>),
    /// The centre's, for those who answer for safety and for whoever holds it.
    Guarded(Option<PersonId>),
    /// A partner body's, by its word: it was handed over to them.
    Body(String),
}

impl Store {
    /// Whose this is; `None` when there is no such thing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owner_of(&self, thing: Thing) -> Result<Option<Owner>, StoreError> {
        if let Thing::Case(id) = thing {
            return Ok(self.case(id).await?.map(|case| {
                if case.place.restricted { Owner::Guarded(case.place.holder) } else { Owner::Centre }
            }));
        }
        if let Thing::Pack(id) = thing {
            let gone = self.pack(id).await?.filter(|pack| pack.in_window && pack.sent_at.is_some());
            return Ok(gone.map(|pack| Owner::Body(pack.body)));
        }
        if let Thing::Call(id) = thing {
            return Ok(self.call_check(id).await?.map(|check| owner_of_call(&check)));
        }
        let (statement, id) = match thing {
            Thing::Organisation(id) => ("select id from organisations where id = $1", id.0),
            Thing::Person(id) => ("select organisation from people where id = $1", id.0),
            Thing::Asset(id) => ("select organisation from assets where id = $1", id.0),
            Thing::Errand(id) => ("select organisation from errands where id = $1", id.0),
            Thing::Import(id) => ("select id from imports where id = $1", id.0),
            Thing::Letter(id) => ("select id from letters where id = $1", id.0),
            Thing::Case(id) => ("select id from cases where id = $1", id.0),
            Thing::Pack(id) => ("select id from packs where id = $1", id.0),
            Thing::Call(id) => ("select id from call_checks where id = $1", id.0),
        };
        let found: Option<Option<Uuid>> =
            on!(self, |c| { sqlx::query_scalar(statement).bind(id).fetch_optional(c).await? });
        Ok(found.and_then(|of| match thing {
            Thing::Organisation(_) | Thing::Asset(_) | Thing::Errand(_) => {
                of.map(|id| Owner::Organisation(OrganisationId(id)))
            }
            Thing::Person(person) => Some(Owner::Person(person, of.map(OrganisationId))),
            Thing::Import(_) | Thing::Letter(_) | Thing::Case(_) | Thing::Pack(_) | Thing::Call(_) => {
                Some(Owner::Centre)
            }
        }))
    }
}

/// A call of the centre is its officer's; a firm's code is the firm's until an officer has typed it, and then theirs.
fn owner_of_call(check: &CallCheck) -> Owner {
    match (check.side, &check.used_by, check.organisation) {
        (Side::Theirs, Some(Actor::Person(officer)), _) => Owner::Person(*officer, None),
        (Side::Theirs, _, Some(organisation)) => Owner::Organisation(organisation),
        _ => Owner::Person(check.made_by, None),
    }
}
