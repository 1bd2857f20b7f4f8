//! Passkeys (WebAuthn level 3): what is asked of the browser, and what its answer is worth.
//!
//! Everything that must be remembered between question and answer stays with us, sealed and
//! once only. The origin is compared whole, and the device must check who holds it.

use centre::ledger::Actor;
use serde::Serialize;
use store::Secret;
use terms::{PersonId, PlainLine};
use url::Url;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::app::{App, Facts};
use crate::problem::Problem;

/// The ceremony of adding a passkey.
const ADDING: &str = "passkey.add";
/// The ceremony of signing in with one.
const SIGNING_IN: &str = "passkey.sign_in";

/// What the page's script gets: where we find the ceremony again, and what to ask the device.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    /// Sent back with the answer.
    token: String,
    /// As `navigator.credentials` takes it, bytes in base64url.
    options: serde_json::Value,
}

/// What came of a device's answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// It holds.
    Good(PersonId),
    /// It does not, or came too late, or twice.
    Bad,
}

/// Whether passkeys can be had under this centre's address: a number of the net has none.
pub(crate) fn are_possible(facts: &Facts) -> bool {
    party(facts).is_ok()
}

/// This centre as devices know it: the host of its address, and that address alone as origin.
fn party(facts: &Facts) -> Result<Webauthn, Problem> {
    let origin = Url::parse(&facts.origin).map_err(Problem::broken)?;
    let host = origin.domain().ok_or_else(Problem::not_found)?.to_owned();
    WebauthnBuilder::new(&host, &origin)
        .and_then(|builder| builder.rp_name(&facts.centre_name).build())
        .map_err(|_| Problem::not_found())
}

/// Begins adding a passkey to a person.
///
/// # Errors
/// [`Problem::not_found`] where passkeys cannot be had.
pub(crate) async fn begin_adding(app: &App, person: PersonId) -> Result<Question, Problem> {
    let party = party(&app.facts)?;
    let owner = app.store.person(person).await?.ok_or_else(Problem::not_found)?;
    let there = app.store.passkeys_of(person).await?;
    let known: Vec<CredentialID> = there.into_iter().map(|p| p.credential_id).collect();
    let (email, name) = (owner.email.to_string(), owner.name.to_string());
    let (options, state) =
        party.start_passkey_registration(person.0, &email, &name, Some(known)).map_err(Problem::broken)?;
    let mut options = serde_json::to_value(options).map_err(Problem::broken)?;
    // A passkey that the device can find without being told whose it is: nobody types a name.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection")
        && let Some(selection) = selection.as_object_mut()
    {
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    let state = serde_json::to_string(&state).map_err(Problem::broken)?;
    let token = app.store.begin_ceremony(ADDING, Some(person), &state, app.now()).await?;
    Ok(Question { token: token.reveal().to_owned(), options })
}

/// Ends adding: keeps the passkey under this name. Ends every session of the person.
///
/// # Errors
/// When the store fails.
pub(crate) async fn finish_adding(
    app: &App,
    person: PersonId,
    token: &str,
    credential: &str,
    name: &PlainLine,
) -> Result<Answered, Problem> {
    let now = app.now();
    let begun = app.store.finish_ceremony(ADDING, &Secret::presented(token), now).await?;
    let Some((Some(whose), state)) = begun else { return Ok(Answered::Bad) };
    if whose != person {
        return Ok(Answered::Bad);
    }
    let state: PasskeyRegistration = serde_json::from_str(&state).map_err(Problem::broken)?;
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(credential) else {
        return Ok(Answered::Bad);
    };
    let Ok(passkey) = party(&app.facts)?.finish_passkey_registration(&answer, &state) else {
        return Ok(Answered::Bad);
    };
    let id: &[u8] = passkey.cred_id().as_ref();
    if app.store.passkey_with(id).await?.is_some() {
        return Ok(Answered::Bad);
    }
    let kept = serde_json::to_string(&passkey).map_err(Problem::broken)?;
    app.store.add_passkey(person, id, &kept, name, &Actor::Person(person), now).await?;
    Ok(Answered::Good(person))
}

/// Begins a sign-in with whatever passkey the device has for us.
///
/// # Errors
/// [`Problem::not_found`] where passkeys cannot be had.
pub(crate) async fn begin_signing_in(app: &App) -> Result<Question, Problem> {
    let (options, state) = party(&app.facts)?.start_discoverable_authentication().map_err(Problem::broken)?;
    let options = serde_json::to_value(options).map_err(Problem::broken)?;
    let state = serde_json::to_string(&state).map_err(Problem::broken)?;
    let token = app.store.begin_ceremony(SIGNING_IN, None, &state, app.now()).await?;
    Ok(Question { token: token.reveal().to_owned(), options })
}

/// Ends a sign-in: whose passkey it was, and that it is theirs.
///
/// # Errors
/// When the store fails.
pub(crate) async fn finish_signing_in(app: &App, token: &str, credential: &str) -> Result<Answered, Problem> {
    let now = app.now();
    let begun = app.store.finish_ceremony(SIGNING_IN, &Secret::presented(token), now).await?;
    let Some((None, state)) = begun else { return Ok(Answered::Bad) };
    let state: DiscoverableAuthentication = serde_json::from_str(&state).map_err(Problem::broken)?;
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(credential) else {
        return Ok(Answered::Bad);
    };
    let party = party(&app.facts)?;
    let Ok((user, credential_id)) = party.identify_discoverable_authentication(&answer) else {
        return Ok(Answered::Bad);
    };
    let Some(kept) = app.store.passkey_with(credential_id).await? else { return Ok(Answered::Bad) };
    if kept.person != PersonId(user) {
        return Ok(Answered::Bad);
    }
    let mut passkey: Passkey = serde_json::from_str(&kept.credential).map_err(Problem::broken)?;
    let Ok(shown) = party.finish_discoverable_authentication_v2(&answer, state, &passkey) else {
        return Ok(Answered::Bad);
    };
    if !shown.user_verified() {
        return Ok(Answered::Bad);
    }
    passkey.update_credential(&shown);
    let credential = serde_json::to_string(&passkey).map_err(Problem::broken)?;
    app.store.passkey_used(kept.id, &credential, now).await?;
    Ok(Answered::Good(kept.person))
}
