//! Unlinking what a sign-on provider calls somebody.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::passkey::factors_of_now;
use super::{page, token, ways_in};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::Faults;
use crate::pages::sign_in::{come_in, must_be_fresh};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// Bytes of an identity's digest that stand in an address: it finds one among somebody's own, and tells no
/// server log what the provider calls them.
const NAME_BYTES: usize = 12;

/// How an address names an identity.
pub(super) fn name_in_address(issuer: &str, subject: &str) -> String {
    let length = (issuer.len() as u64).to_be_bytes();
    let digest = Sha256::new().chain_update(length).chain_update(issuer).chain_update(subject).finalize();
    data_encoding::HEXLOWER.encode(&digest[..NAME_BYTES])
}

/// `POST /account/identities/{id}/remove`: ends every session but this one, which goes on under a new id.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let own = caller.person()?.person;
    let person = app.store.person(own).await?.ok_or_else(Problem::not_found)?;
    let identities = app.store.identities_of(own).await?;
    let named = identities.iter().find(|(issuer, subject, _)| name_in_address(issuer, subject) == id);
    let (issuer, subject, _) = named.ok_or_else(Problem::not_found)?;
    // Where no single sign-on is set, an identity opens nothing, and nothing is lost with it.
    if app.facts.sign_on.is_some() && ways_in(&app, &person).await? < 2 {
        let words = crate::face::Words::default().say("account-passkey-last").into_owned();
        return page(&app, &caller, &token::Wished::default(), "", &Faults::of("single", words)).await;
    }
    let factors = factors_of_now(&app, &caller).await?;
    app.store.unlink_identity(own, issuer, subject, &caller.actor(), app.now()).await?;
    come_in(&app, &caller, &person, factors, "/account").await
}
