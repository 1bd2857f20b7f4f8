//! The OpenAPI 3.1 document, made from the handlers themselves.

use axum::http::StatusCode;
use axum::response::Response;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::body::as_json;
use super::{
    caller_checks, cases, check, city, firm, hand_overs, help, members, messages, notes, proof, region,
    reports, status,
};
use crate::problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Watchhouse",
        version = "1",
        description = "What the pages of a cyber resilience centre can do, for programs. A person makes a token on the page of their account; it can do no more than they can. Problems are RFC 9457.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        check::check,
        caller_checks::check,
        members::list,
        members::show,
        messages::send,
        messages::show,
        notes::write,
        cases::queue,
        cases::show,
        cases::take,
        cases::note,
        cases::message,
        firm::show,
        firm::domains,
        firm::add_domain,
        firm::domain,
        firm::remove_domain,
        firm::checks,
        proof::show,
        proof::look,
        region::show,
        hand_overs::list,
        hand_overs::answer,
        help::list,
        help::playbook,
        city::show,
        reports::send,
        reports::add_files,
        reports::show,
        status::show,
        show,
    ),
    modifiers(&Token, &Refusals)
)]
struct Document;

/// How a program says who it is.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token that a person made on the page of their account (RFC 6750)."))
            .build();
        let parts = document.components.get_or_insert_default();
        parts.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// What the door and the reader of bodies answer in front of every operation, where the operation does not say it itself.
struct Refusals;

/// With a token: no token that lives, not part of the job, no such record.
const AT_THE_DOOR: [(&str, &str); 3] = [
    ("401", "No token that lives."),
    ("403", "Not part of this person's job, or not what the token was made for."),
    ("404", "No such record, or none that this person may know of."),
];
/// With a body.
const OF_BODIES: [(&str, &str); 3] = [
    ("400", "The body cannot be read."),
    ("413", "The body is larger than is taken."),
    ("422", "The body is understood, and something in it does not fit."),
];

impl Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for path in document.paths.paths.values_mut() {
            for operation in
                [&mut path.get, &mut path.post, &mut path.put, &mut path.delete].into_iter().flatten()
            {
                let needs_token = needs_token(operation);
                let has_body = operation.request_body.is_some();
                let door = AT_THE_DOOR.iter().filter(|_| needs_token);
                for (status, words) in door.chain(OF_BODIES.iter().filter(|_| has_body)) {
                    operation
                        .responses
                        .responses
                        .entry((*status).to_owned())
                        .or_insert_with(|| RefOr::T(refusal(words)));
                }
            }
        }
    }
}

/// Whether an operation names the token: one that is open to everybody names nothing.
fn needs_token(operation: &Operation) -> bool {
    let wanted = serde_json::to_value(&operation.security).unwrap_or_default();
    wanted.as_array().is_some_and(|all| all.iter().any(|one| one.get("token").is_some()))
}

fn refusal(words: &str) -> utoipa::openapi::Response {
    let shape = Ref::from_schema_name("ProblemShape");
    let content = ContentBuilder::new().schema(Some(shape)).build();
    ResponseBuilder::new().description(words).content("application/problem+json", content).build()
}

/// The document as JSON, laid out for people.
///
/// # Errors
/// When it cannot be written, which a test would have shown.
pub fn openapi() -> Result<String, serde_json::Error> {
    let mut text = Document::openapi().to_pretty_json()?;
    text.push('\n');
    Ok(text)
}

/// This document.
///
/// # Errors
/// When it cannot be written.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document", security(()), responses(
    (status = 200, description = "The OpenAPI document of this interface.", body = serde_json::Value),
))]
pub async fn show() -> Result<Response, Problem> {
    openapi().map(|text| as_json(StatusCode::OK, text)).map_err(Problem::broken)
}
