//! The OpenAPI 3.1 document, made from the handlers themselves.

use axum::http::StatusCode;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::body::as_json;
use super::{check, city, firm, help, members, notes, proof, region};
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
        members::list,
        members::show,
        notes::write,
        firm::show,
        firm::domains,
        firm::add_domain,
        firm::domain,
        firm::remove_domain,
        firm::checks,
        proof::show,
        proof::look,
        region::show,
        help::list,
        help::playbook,
        city::show,
        show,
    ),
    modifiers(&Token)
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
