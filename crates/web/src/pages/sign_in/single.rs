//! Single sign-on (OpenID Connect) for people of the centre and of partners.
//!
//! An identity is issuer and subject, never an e-mail address: nobody is linked because of what a
//! provider says their address is. A link is made by the person, from their set-up link or from
//! their own account. The answer must say that two factors were shown, unless the settings say
//! that this provider lets nobody in without.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use centre::ledger::Actor;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AsyncHttpClient, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    TokenResponse,
};
use serde::{Deserialize, Serialize};
use store::{Factors, Secret};
use terms::PersonId;

use super::{come_in, local_path, may_come_in, must_be_fresh, random_token, staff, way_on};
use crate::app::{App, SignOn};
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::frame;
use crate::ports::{Later, ProviderRequest};
use crate::problem::Problem;
use crate::sent::{Sent, is_same};

/// The ceremony between leaving for the provider and coming back.
const AWAY: &str = "single_sign_on";
/// Where the provider sends people back to.
const BACK: &str = "/sign-in/single/back";
/// What providers call two factors in `amr` (RFC 8176) and in `acr` (OpenID EAP, ISO 29115, SAML).
const TWO_FACTORS_AMR: [&str; 1] = ["mfa"];
/// See [`TWO_FACTORS_AMR`].
const TWO_FACTORS_ACR: [&str; 4] = [
    "phr",
    "phrh",
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    "https://refeds.org/profile/mfa",
];
/// How the provider may sign; never with a secret that both sides know, never with nothing.
const SIGNATURES: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

#[derive(Template)]
#[template(path = "sign_in/away.html")]
struct AwayPage {
    chrome: Chrome,
    there: String,
    name: String,
}

/// What is remembered meanwhile.
#[derive(Serialize, Deserialize)]
struct Away {
    nonce: String,
    verifier: String,
    then: String,
}

/// The form that leads to the provider.
#[derive(Deserialize)]
pub(crate) struct Leaving {
    #[serde(default)]
    then: String,
    /// `yes` to link the identity to the account that is signed in.
    #[serde(default)]
    link: String,
}

/// Why somebody did not come in; the log is told, the page says the same for all.
#[derive(Debug, thiserror::Error)]
enum NotIn {
    #[error("the provider's answer has no code or no state, or says no")]
    NoCode,
    #[error("the answer belongs to no sign-in of this browser")]
    NotBegunHere,
    #[error("the provider could not be asked: {0}")]
    Provider(String),
    #[error("the identity token does not hold: {0}")]
    Token(String),
    #[error("the provider does not say that two factors were shown")]
    OneFactor,
    #[error("nobody here has this identity")]
    Nobody,
}

/// `POST /sign-in/single`: leads to the provider. Somebody with a set-up link, or signed in, links
/// what they come back with to their account.
pub(crate) async fn leave(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Leaving>,
) -> Result<Response, Problem> {
    let sign_on = app.facts.sign_on.as_ref().ok_or_else(Problem::not_found)?;
    let wishes_link = form.link == "yes" && caller.role.needs_second_factor();
    if wishes_link && let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    pace::wait(&app, "single sign-on from", &caller.network, pace::SIGNING_IN).await;
    let provider = match provider(&app, sign_on).await {
        Ok(provider) => provider,
        Err(why) => return Ok(not_in(&app, &caller, &why)),
    };
    let client = client(&app, sign_on, provider)?;
    let verifier = PkceCodeVerifier::new(random_token(&app));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let away = Away {
        nonce: random_token(&app),
        verifier: verifier.into_secret(),
        then: local_path(&app.facts, &form.then).unwrap_or_default(),
    };
    let state = serde_json::to_string(&away).map_err(Problem::broken)?;
    let begun = app.store.begin_ceremony(AWAY, links_to(&caller, wishes_link), &state, app.now()).await?;
    let sent_along = begun.reveal().to_owned();
    let (there, ..) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(sent_along),
            move || Nonce::new(away.nonce),
        )
        .add_auth_context_value(AuthenticationContextClass::new(TWO_FACTORS_ACR[0].to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let cookie = Cookie::Away.set(&app.facts, begun.reveal(), store::CEREMONY_MINUTES * 60)?;
    // A form may lead to our own site only, also by way of a redirect; a page with a link may not be held up.
    let chrome = frame(&app, &caller, format!("Go on to {}", sign_on.name), "/sign-in");
    let page = AwayPage { chrome, there: there.to_string(), name: sign_on.name.clone() };
    Ok(([(header::SET_COOKIE, cookie)], Page::new(page)).into_response())
}

/// Whose account the identity is linked to: somebody who sets up an account, or who is signed in
/// and showed it within the last minutes.
fn links_to(caller: &Caller, wishes: bool) -> Option<PersonId> {
    match caller.half_way {
        Some((person, Factors::SetUpLink)) => Some(person),
        _ => caller.signed_in.as_ref().filter(|_| wishes).map(|s| s.person),
    }
}

/// `GET /sign-in/single/back`: the provider sent somebody back.
pub(crate) async fn back(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: axum::http::HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let sign_on = app.facts.sign_on.as_ref().ok_or_else(Problem::not_found)?;
    let found = match come_back(&app, sign_on, &headers, query.as_deref().unwrap_or_default()).await {
        Ok(found) => found,
        Err(Stop::NotIn(why)) => return Ok(not_in(&app, &caller, &why)),
        Err(Stop::Problem(problem)) => return Err(problem),
    };
    let Some(person) = app.store.person(found.person).await?.filter(|p| may_come_in(p, app.now())) else {
        return Ok(not_in(&app, &caller, &NotIn::Nobody));
    };
    let to = way_on(&app.facts, &found.then, person.role);
    let mut response = come_in(&app, &caller, &person, Factors::SingleSignOn, &to).await?;
    response.headers_mut().append(header::SET_COOKIE, Cookie::Away.clear(&app.facts)?);
    Ok(response)
}

struct Found {
    person: PersonId,
    then: String,
}

enum Stop {
    NotIn(NotIn),
    Problem(Problem),
}

impl From<NotIn> for Stop {
    fn from(why: NotIn) -> Self {
        Self::NotIn(why)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<store::StoreError> for Stop {
    fn from(error: store::StoreError) -> Self {
        Self::Problem(error.into())
    }
}

async fn come_back(
    app: &App,
    sign_on: &SignOn,
    headers: &axum::http::HeaderMap,
    query: &str,
) -> Result<Found, Stop> {
    let said = |wanted: &str| {
        let mut found = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted);
        // A parameter that comes twice is nobody's honest answer (RFC 6749, 3.1).
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value.into_owned()),
            _ => None,
        }
    };
    let (code, state) = said("code").zip(said("state")).ok_or(NotIn::NoCode)?;
    // Where the provider says who answers, it must be the one that was asked (RFC 9207).
    if said("iss").is_some_and(|iss| iss != sign_on.issuer) {
        return Err(NotIn::NotBegunHere.into());
    }
    let ours = Cookie::Away.of(&app.facts, headers).ok_or(NotIn::NotBegunHere)?;
    if !is_same(&state, ours) {
        return Err(NotIn::NotBegunHere.into());
    }
    let begun = app.store.finish_ceremony(AWAY, &Secret::presented(&state), app.now()).await?;
    let (links_to, away) = begun.ok_or(NotIn::NotBegunHere)?;
    let away: Away = serde_json::from_str(&away).map_err(Problem::broken)?;
    let claims = claims(app, sign_on, code, &away).await?;
    if !sign_on.always_two_factors && !says_two_factors(&claims) {
        return Err(NotIn::OneFactor.into());
    }
    let (issuer, subject) = (claims.issuer().as_str(), claims.subject().as_str());
    let known = app.store.person_with_identity(issuer, subject).await?;
    let person = match (known, links_to) {
        (Some(known), None) => known.id,
        (Some(known), Some(wanted)) if known.id == wanted => known.id,
        (None, Some(wanted)) => {
            app.store.link_identity(wanted, issuer, subject, &Actor::Person(wanted), app.now()).await?;
            wanted
        }
        (None, None) | (Some(_), Some(_)) => return Err(NotIn::Nobody.into()),
    };
    Ok(Found { person, then: away.then })
}

async fn claims(app: &App, sign_on: &SignOn, code: String, away: &Away) -> Result<CoreIdTokenClaims, Stop> {
    let provider = provider(app, sign_on).await?;
    let client = client(app, sign_on, provider)?;
    let carrier = Carrier(app);
    let tokens = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|fault| NotIn::Provider(fault.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(away.verifier.clone()))
        .request_async(&carrier)
        .await
        .map_err(|fault| NotIn::Provider(fault.to_string()))?;
    let token = tokens.id_token().ok_or_else(|| NotIn::Token("there is none".to_owned()))?;
    let now = std::time::SystemTime::from(app.now());
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now.into());
    let claims = token
        .claims(&verifier, &Nonce::new(away.nonce.clone()))
        .map_err(|fault| NotIn::Token(fault.to_string()))?;
    Ok(claims.clone())
}

fn says_two_factors(claims: &CoreIdTokenClaims) -> bool {
    let by_method = claims
        .auth_method_refs()
        .is_some_and(|methods| methods.iter().any(|m| TWO_FACTORS_AMR.contains(&m.as_str())));
    let by_class = claims.auth_context_ref().is_some_and(|class| TWO_FACTORS_ACR.contains(&class.as_str()));
    by_method || by_class
}

/// The client with the endpoints that the provider tells of itself.
type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

fn client(app: &App, sign_on: &SignOn, provider: CoreProviderMetadata) -> Result<Client, Problem> {
    let back = RedirectUrl::new(format!("{}{BACK}", app.facts.origin)).map_err(Problem::broken)?;
    let id = ClientId::new(sign_on.client_id.clone());
    let secret = ClientSecret::new(sign_on.client_secret.clone());
    Ok(CoreClient::from_provider_metadata(provider, id, Some(secret)).set_redirect_uri(back))
}

async fn provider(app: &App, sign_on: &SignOn) -> Result<CoreProviderMetadata, NotIn> {
    let issuer = IssuerUrl::new(sign_on.issuer.clone()).map_err(|f| NotIn::Provider(f.to_string()))?;
    let carrier = Carrier(app);
    CoreProviderMetadata::discover_async(issuer, &carrier).await.map_err(|f| NotIn::Provider(f.to_string()))
}

/// The provider did not answer; the words are for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unanswered(String);

/// Carries what the protocol asks through the program's own gate.
struct Carrier<'a>(&'a App);

impl<'c> AsyncHttpClient<'c> for Carrier<'_> {
    type Error = Unanswered;
    type Future = Later<'c, Result<HttpResponse, Unanswered>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(ask(self.0, request))
    }
}

async fn ask(app: &App, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
    let (parts, body) = request.into_parts();
    let text = |value: &HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
    let request = ProviderRequest {
        method: parts.method.to_string(),
        address: parts.uri.to_string(),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body,
    };
    let answer = app.provider.ask(request).await.map_err(Unanswered)?;
    let mut response = axum::http::Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body).map_err(|fault| Unanswered(fault.to_string()))
}

fn not_in(app: &App, caller: &Caller, why: &NotIn) -> Response {
    tracing::warn!(%why, "single sign-on let nobody in");
    let words = "Signing in with your organisation did not work. Try again, or ask your manager here to set up another way.";
    staff::page(app, caller, "", "", &Faults::of("single", words))
}
