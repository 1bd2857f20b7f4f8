//! Every request comes through here, and nothing gets past that the policy did not allow.
//!
//! In order: who is there, did the request start on our page, how do they stand to the record
//! that the address names, what does the policy say. Only then the handler runs. Around
//! everything: the headers that every answer carries, the log line and the measures.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::{Decision, Relation, decide};
use centre::roles::Role;
use store::{Factors, Person, Right, Secret};
use terms::Timestamp;

use crate::app::App;
use crate::caller::{Caller, SignedIn, token_in_authorization};
use crate::cookie::Cookie;
use crate::face;
use crate::problem::{Problem, is_program};
use crate::same_origin::{comes_from_us, is_unsafe};
use crate::site::{Kind, Route};
use crate::standing::relation_to;

/// Decides about one request to one declared route, and runs its handler if it may.
pub(crate) async fn pass(app: Arc<App>, route: Route, request: Request, next: Next) -> Response {
    let mut response = match admit(&app, &route, request).await {
        Ok(request) => next.run(request).await,
        Err(stop) => stop,
    };
    response.extensions_mut().insert(RoutePath(route.path));
    response
}

/// The template of the route that answered, for the log and the measures.
#[derive(Clone, Copy)]
struct RoutePath(&'static str);

async fn admit(app: &App, route: &Route, request: Request) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    let network = network_of(&app.facts, &parts.headers, parts.extensions.get::<ConnectInfo<SocketAddr>>());
    let visit = identify(app, route, &parts.headers, network).await.map_err(IntoResponse::into_response)?;
    let cookie_could_be_borrowed = route.kind == Kind::Page && is_unsafe(&parts.method);
    if cookie_could_be_borrowed && !comes_from_us(&parts.headers, &app.facts.origin) {
        return Err(Problem::not_from_our_page().into_response());
    }
    let named = names_in_path(&mut parts).await;
    let relation = match visit.lost {
        Some(lost) => lost,
        None => {
            relation_to(app, route.about, &named, &visit.caller).await.map_err(IntoResponse::into_response)?
        }
    };
    let caller = Caller { relation, ..visit.caller };
    if visit.scopes.is_some_and(|scopes| !crate::scopes::allow(&scopes, route.act)) {
        return Err(Problem::refused().into_response());
    }
    match decide(caller.role, route.act, relation) {
        Decision::Allow => {
            parts.extensions.insert(caller);
            Ok(Request::from_parts(parts, body))
        }
        Decision::AskToSignIn => Err(ask_to_sign_in(route, &parts.uri)),
        Decision::NotFound => Err(Problem::not_found().into_response()),
        Decision::Refuse => Err(Problem::refused().into_response()),
    }
}

/// Who is there, and whether they lost their right.
struct Visit {
    caller: Caller,
    lost: Option<Relation>,
    /// What the token was made for, where somebody comes with one.
    scopes: Option<Vec<String>>,
}

async fn identify(app: &App, route: &Route, headers: &HeaderMap, network: String) -> Result<Visit, Problem> {
    let now = app.now();
    let nobody = Caller {
        signed_in: None,
        role: Role::Visitor,
        relation: Relation::Own,
        act: route.act,
        half_way: None,
        form_token: None,
        session: None,
        proved_at: None,
        network,
    };
    let found = match route.kind {
        Kind::Page => by_cookie(app, headers, now).await?,
        Kind::Api => by_token(app, headers, now).await?,
    };
    let Some(found) = found else { return Ok(Visit { caller: nobody, lost: None, scopes: None }) };
    let lost = match found.right {
        Right::Good => None,
        Right::Revoked => Some(Relation::Revoked),
        Right::Expired => Some(Relation::Expired),
    };
    if lost.is_some() {
        return Ok(Visit { caller: nobody, lost, scopes: None });
    }
    let person = found.person;
    let enough = is_enough(found.factors, person.role, app.facts.demonstration);
    let caller = Caller {
        role: if enough { person.role } else { Role::Visitor },
        half_way: (!enough).then_some((person.id, found.factors)),
        signed_in: enough.then(|| SignedIn {
            person: person.id,
            name: person.name.to_string(),
            organisation: person.organisation,
            body: person.body,
            remit: person.remit,
        }),
        form_token: found.secret.as_ref().map(|secret| form_token(secret.reveal())),
        session: found.secret,
        proved_at: Some(found.proved_at),
        ..nobody
    };
    Ok(Visit { caller, lost: None, scopes: found.scopes })
}

/// Somebody who showed a session or a token that lives.
struct Found {
    person: Person,
    right: Right,
    factors: Factors,
    proved_at: Timestamp,
    secret: Option<Secret>,
    scopes: Option<Vec<String>>,
}

async fn by_cookie(app: &App, headers: &HeaderMap, now: Timestamp) -> Result<Option<Found>, Problem> {
    let Some(token) = Cookie::Session.of(&app.facts, headers) else { return Ok(None) };
    let secret = Secret::presented(token);
    let Some(session) = app.store.session(&secret, now, |role| app.facts.limits(role)).await? else {
        return Ok(None);
    };
    app.store.touch_session(&secret, &session, now).await?;
    Ok(Some(Found {
        person: session.person,
        right: session.right,
        factors: session.factors,
        proved_at: session.proved_at,
        secret: Some(secret),
        scopes: None,
    }))
}

async fn by_token(app: &App, headers: &HeaderMap, now: Timestamp) -> Result<Option<Found>, Problem> {
    let Some(token) = token_in_authorization(headers) else { return Ok(None) };
    let Some(holder) = app.store.api_token(&Secret::presented(token), now).await? else { return Ok(None) };
    Ok(Some(Found {
        person: holder.person,
        right: holder.right,
        // A token is made by somebody who showed two factors where their role needs them.
        factors: Factors::Passkey,
        proved_at: holder.token.made_at,
        secret: None,
        scopes: Some(holder.token.scopes),
    }))
}

/// Whether what somebody has shown is enough for their role. A link and a password alone
/// open nothing but the page that asks for the rest.
fn is_enough(factors: Factors, role: Role, demonstration: bool) -> bool {
    match factors {
        Factors::Passkey | Factors::PasswordAndCode | Factors::SingleSignOn => true,
        // One click opens nothing once the folder of a demonstration is served in earnest.
        Factors::Demonstration => demonstration,
        Factors::Email => !role.needs_second_factor(),
        Factors::PasswordOnly | Factors::SetUpLink => false,
    }
}

/// The token that a session's forms carry: a one-way image of the session's secret, so that a
/// page that leaks tells nothing that opens a door.
fn form_token(secret: &str) -> String {
    use sha2::{Digest, Sha256};
    let image =
        Sha256::new_with_prefix(b"watchhouse form token v1\0").chain_update(secret.as_bytes()).finalize();
    data_encoding::BASE64URL_NOPAD.encode(&image[..18])
}

/// The network of whoever asks: a key for pacing, cut so that it names no household
/// (IPv4 whole, IPv6 to its /48).
fn network_of(facts: &crate::Facts, headers: &HeaderMap, info: Option<&ConnectInfo<SocketAddr>>) -> String {
    let forwarded = facts
        .behind_proxy
        .then(|| headers.get("x-forwarded-for")?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok())
        .flatten();
    match forwarded.or_else(|| info.map(|ConnectInfo(address)| address.ip())) {
        Some(std::net::IpAddr::V4(v4)) => v4.to_string(),
        Some(std::net::IpAddr::V6(v6)) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
        None => "unknown".to_owned(),
    }
}

async fn names_in_path(parts: &mut axum::http::request::Parts) -> HashMap<String, String> {
    match RawPathParams::from_request_parts(parts, &()).await {
        Ok(params) => params.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        Err(_) => HashMap::new(),
    }
}

fn ask_to_sign_in(route: &Route, uri: &axum::http::Uri) -> Response {
    if route.kind == Kind::Api {
        let mut response = Problem::sign_in_first().into_response();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let then: String = match uri.path_and_query() {
        Some(path) => url::form_urlencoded::byte_serialize(path.as_str().as_bytes()).collect(),
        None => String::new(),
    };
    Redirect::to(&format!("/sign-in?then={then}")).into_response()
}

/// Answers every address that no route declares.
pub(crate) async fn nowhere() -> Problem {
    Problem::not_found()
}

/// Answers a method that no route declares for its address.
pub(crate) async fn wrong_method() -> Problem {
    Problem::wrong_method()
}

/// Puts around every answer what every answer carries: headers, the page for a problem, the
/// log line by route (never by address, which can name a person), and the measures.
pub(crate) async fn surround(app: Arc<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let to_program = is_program(request.uri().path(), request.headers());
    let mut response = next.run(request).await;
    let route = response.extensions().get::<RoutePath>().map_or("nowhere", |path| path.0);
    if let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() {
        let headers = std::mem::take(response.headers_mut());
        response = match Arc::into_inner(problem) {
            Some(problem) => problem.answer(&app, to_program),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        response.headers_mut().extend(headers.into_iter().filter_map(|(n, v)| {
            n.filter(|n| *n != header::CONTENT_TYPE && *n != header::CONTENT_LENGTH).map(|n| (n, v))
        }));
    }
    face::headers::protect(response.headers_mut());
    measure(&method, route, response.status(), started);
    response.map(Body::new)
}

fn measure(method: &axum::http::Method, route: &str, status: StatusCode, started: Instant) {
    let took = started.elapsed();
    let labels = [
        ("method", method.as_str().to_owned()),
        ("route", route.to_owned()),
        ("status", status.as_u16().to_string()),
    ];
    metrics::histogram!("watchhouse_request_seconds", &labels).record(took.as_secs_f64());
    tracing::info!(%method, route, status = status.as_u16(), milliseconds = took.as_millis() as u64, "request");
}
