//! What we saw of a name that looks like the firm's, as text to hand to the company that sold the name.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use store::{Asset, KeptLookalike};

use super::Firm;
use super::lookalikes::{HERE, named};
use crate::alike::what_was_seen;
use crate::app::App;
use crate::caller::Caller;
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "firm/lookalike_report.html")]
struct ReportPage {
    chrome: Chrome,
    back: &'static str,
    to: String,
    text: String,
    lines: usize,
    file: String,
}

/// `GET /firm/lookalikes/{asset}/{name}/report`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (firm, asset, kept) = named(&app, &caller, &asset, &name).await?;
    let text = text(&firm, &asset, &kept)?;
    let name = [("name", FluentValue::from(kept.name.to_unicode()))];
    let page = ReportPage {
        chrome: frame(
            &app,
            &caller,
            firm.words.say_with("alike-report-title", &name),
            "/firm/lookalikes/report",
        ),
        back: HERE,
        to: to(&firm, &kept),
        lines: text.lines().count() + 2,
        text,
        file: format!("{HERE}/{}/{}/report.txt", asset.id, kept.name.as_ascii()),
    };
    Ok(Page::new(page).into_response())
}

/// `GET /firm/lookalikes/{asset}/{name}/report.txt`
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (firm, asset, kept) = named(&app, &caller, &asset, &name).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"report.txt\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text(&firm, &asset, &kept)?).into_response())
}

/// To whom it goes.
fn to(firm: &Firm, kept: &KeptLookalike) -> String {
    match what_was_seen(kept).and_then(|seen| seen.registrar) {
        Some(seller) => firm.words.say_with("alike-report-to", &[("seller", FluentValue::from(seller))]),
        None => firm.words.say("alike-report-to-unknown").into_owned(),
    }
}

/// The text. Nothing in it that was not seen; nothing to read of a name that nobody looked at.
fn text(firm: &Firm, asset: &Asset, kept: &KeptLookalike) -> Result<String, Problem> {
    let words = firm.words;
    let seen = what_was_seen(kept).ok_or_else(Problem::not_found)?;
    let at = |at: terms::Timestamp| FluentValue::from(at.strftime("%-d %B %Y, %H:%M UTC").to_string());
    let lines: Vec<String> = seen.seen.iter().map(|line| format!("- {line}")).collect();
    let gaps = [
        ("name", FluentValue::from(kept.name.as_ascii())),
        ("own", FluentValue::from(asset.domain.as_ascii())),
        ("firm", FluentValue::from(firm.organisation.name.as_str())),
        ("why", FluentValue::from(kept.kinds.join(", ").replace('_', " "))),
        ("first", at(kept.first_seen_at)),
        ("looked", at(seen.looked_at)),
        ("lines", FluentValue::from(lines.join("\n"))),
    ];
    Ok(words.say_with("alike-report-text", &gaps))
}
