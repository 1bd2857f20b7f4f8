//! Who is at the door: a session cookie, a token, or nobody.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use centre::ledger::Actor;
use centre::policy::{Act, Relation};
use centre::roles::Role;
use store::{Factors, Secret};
use terms::{OrganisationId, PersonId, Timestamp};

use crate::problem::Problem;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The name to greet.
    pub name: String,
    /// The member they belong to, where they do.
    pub organisation: Option<OrganisationId>,
    /// The partner body they belong to, where they do (code in the region pack).
    pub body: Option<String>,
    /// The borough that they are bound to, where they are (code in the region pack).
    pub remit: Option<String>,
}

/// Who asks, as the door has worked it out. Handlers get one only after the policy said yes.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Somebody signed in, or nobody.
    pub signed_in: Option<SignedIn>,
    /// Their role; [`Role::Visitor`] for nobody.
    pub role: Role,
    /// How they stand to the record that the address names.
    pub relation: Relation,
    /// What they are about to do.
    pub act: Act,
    /// The token that their forms must carry.
    pub form_token: Option<String>,
    /// Somebody who has shown one factor of two, or a set-up link: open to the pages that ask for the rest.
    pub half_way: Option<(PersonId, Factors)>,
    /// The secret of their session, to end or replace it.
    pub session: Option<Secret>,
    /// When they last showed who they are.
    pub proved_at: Option<Timestamp>,
    /// The network they come from, as a key for pacing only; never kept.
    pub network: String,
}

impl Caller {
    /// Under which name the ledger knows this caller.
    pub fn actor(&self) -> Actor {
        self.signed_in.as_ref().map_or(Actor::Visitor, |s| Actor::Person(s.person))
    }

    /// The person.
    ///
    /// # Errors
    /// [`Problem::sign_in_first`] for a visitor; unreachable behind a route that demands a role.
    pub fn person(&self) -> Result<&SignedIn, Problem> {
        self.signed_in.as_ref().ok_or_else(Problem::sign_in_first)
    }

    /// The member that the person belongs to.
    ///
    /// # Errors
    /// [`Problem::not_found`] for whoever belongs to none.
    pub fn firm(&self) -> Result<OrganisationId, Problem> {
        self.person()?.organisation.ok_or_else(Problem::not_found)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::broken("a route without the door"))
    }
}

/// The token in `Authorization: Bearer …` (RFC 6750, 2.1).
pub fn token_in_authorization(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
