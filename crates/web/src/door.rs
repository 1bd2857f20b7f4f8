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
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::{Decision, Relation, decide};
use centre::roles::Role;

use crate::app::App;
use crate::caller::{Caller, SignedIn, token_in_authorization, token_in_cookies};
use crate::face;
use crate::problem::{Problem, is_program};
use crate::same_origin::{comes_from_us, is_unsafe};
use crate::site::{Kind, Route};
use crate::standing::relation_to;

/// Decides about one request to one declared route, and runs its handler if it may.
pub(crate) async fn pass(app: Arc<App>, route: Route, request: Request, next: Next) -> Response {
    match admit(&app, &route, request).await {
        Ok(request) => next.run(request).await,
        Err(stop) => stop,
    }
}

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
        None => relation_to(app, route.about, &named, &visit.caller).await.map_err(IntoResponse::into_response)?,
    };
    let caller = Caller { relation, ..visit.caller };
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
}

async fn identify(app: &App, route: &Route, headers: &HeaderMap, network: String) -> Result<Visit, Problem> {
    let now = app.now();
    let nobody = Caller {
        signed_in: None,
        role: Role::Visitor,
        relation: Relation::Own,
        act: route.act,
        form_token: None,
        session: None,
        network,
    };
    let found = match route.kind {
        Kind::Page => match token_in_cookies(&app.facts, headers) {
            Some(token) => app.store.session(token, now).await?,
            None => None,
        },
        Kind::Api => match token_in_authorization(headers) {
            Some(token) => app.store.bearer(token, now).await?,
            None => None,
        },
    };
    let Some(found) = found else { return Ok(Visit { caller: nobody, lost: None }) };
    let lost = found.lost(now);
    if lost.is_some() {
        return Ok(Visit { caller: nobody, lost });
    }
    if found.role.needs_second_factor() && !found.two_factors {
        return Ok(Visit { caller: nobody, lost: None });
    }
    let signed_in = SignedIn {
        person: found.person,
        name: found.name,
        organisation: found.organisation,
        borough: found.borough,
    };
    let caller = Caller {
        signed_in: Some(signed_in),
        role: found.role,
        form_token: found.form_token,
        session: found.session,
        ..nobody
    };
    Ok(Visit { caller, lost: None })
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

/// Puts around every answer what every answer carries: headers, the page for a problem, the
/// log line by route (never by address, which can name a person), and the measures.
pub(crate) async fn surround(app: Arc<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let to_program = is_program(request.uri().path(), request.headers());
    let encrypted = app.facts.is_encrypted();
    let mut response = next.run(request).await;
    let route = response.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned());
    if let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() {
        let headers = std::mem::take(response.headers_mut());
        response = match Arc::into_inner(problem) {
            Some(problem) => problem.answer(to_program),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        response.headers_mut().extend(headers.into_iter().filter_map(|(n, v)| {
            n.filter(|n| *n != header::CONTENT_TYPE && *n != header::CONTENT_LENGTH).map(|n| (n, v))
        }));
    }
    face::put_headers(response.headers_mut(), encrypted);
    measure(&method, route.as_deref().unwrap_or("nowhere"), response.status(), started);
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
