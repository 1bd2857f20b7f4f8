//! The question: words, a file, or a picture taken on the spot.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use store::Secret;

use super::address;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, FileUpload, Hint, Textarea};
use crate::face::content::Attributes;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::doors::{Piece, pieces_of_doubt};
use crate::pages::tell::parts::{self, Came, FILES, limits};
use crate::pages::tell::{file_faults, read_token};
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::real::{Item, take_and_examine, token_for};

/// The field of what was pasted.
const WORDS: &str = "words";
/// The field of the secret under which a form is kept once.
const TOKEN: &str = "token";
/// Things that one form may bring: more are asked for one by one.
const MOST_AT_ONCE: usize = 5;

#[derive(Template)]
#[template(path = "real/ask.html")]
struct AskPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    busy: Option<String>,
    token_field: &'static str,
    token: String,
    words: Textarea,
    files: FileUpload,
    photo: FileUpload,
    send: Button,
    pieces: Vec<Piece>,
}

/// One of several things that were sent.
struct Kept {
    reference: String,
    href: String,
}

#[derive(Template)]
#[template(path = "real/several.html")]
struct SeveralPage {
    chrome: Chrome,
    kept: Vec<Kept>,
}

/// `GET /real`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let token = app.store.new_draft_token();
    page(&app, &caller, &token, "", &Faults::default(), None)
}

/// `POST /real`
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    pace::wait(&app, "real", &caller.network, pace::TELLING).await;
    let turn = app.counter.asking.turn().await;
    // Read in any case: whoever is told to come back must not have to type it again.
    let came = parts::read(&app, request).await?;
    let token = read_token(came.typed.get(TOKEN)).unwrap_or_else(|| app.store.new_draft_token());
    let words = came.typed.get(WORDS).to_owned();
    let _turn = match turn {
        Ok(turn) => turn,
        Err(after) => {
            let mut response = page(&app, &caller, &token, &words, &Faults::default(), Some(after.as_secs()));
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs()));
            return Ok(response);
        }
    };
    let faults = faults_of(&came, &words);
    if !faults.is_empty() {
        return Ok(page(&app, &caller, &token, &words, &faults, None));
    }
    let mut items: Vec<Item> = Vec::new();
    if !words.trim().is_empty() {
        items.push(Item::of_words(&app, &words).await?);
    }
    items.extend(came.files.into_iter().map(Item::of_file));
    let mut kept = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let token = token_for(&token, place);
        let received = take_and_examine(&app, &caller, token.clone(), item, "page").await?;
        kept.push(Kept { reference: received.reference.to_string(), href: address(&token) });
    }
    Ok(match kept.as_slice() {
        [one] => Redirect::to(&one.href).into_response(),
        _ => {
            let chrome = frame(&app, &caller, Words::default().say("real-several-title"), "/real");
            Page::new(SeveralPage { chrome, kept }).into_response()
        }
    })
}

fn faults_of(came: &Came, words: &str) -> Faults {
    let say = Words::default();
    let mut faults = Faults::default();
    file_faults(say, &came.faults, &mut faults);
    let many = came.files.len() + usize::from(!words.trim().is_empty());
    if many == 0 && faults.is_empty() {
        faults.add(WORDS, say.say("real-fault-nothing"));
    }
    if many > MOST_AT_ONCE {
        faults.add(FILES, say.say("real-fault-many"));
    }
    faults
}

fn page(
    app: &App,
    caller: &Caller,
    token: &Secret,
    typed: &str,
    faults: &Faults,
    busy: Option<u64>,
) -> Response {
    let words = Words::default();
    let [each, _, _] = limits().map(FluentValue::from);
    let chrome = frame(app, caller, words.say("real-title"), "/real");
    let page = AskPage {
        errors: faults.summary(),
        busy: busy.map(|seconds| {
            let seconds = FluentValue::from(u32::try_from(seconds).unwrap_or(u32::MAX));
            words.say_with("real-busy", &[("seconds", seconds)])
        }),
        token_field: TOKEN,
        token: token.reveal().to_owned(),
        words: Textarea {
            name: WORDS.to_owned(),
            label: words.say("real-words").into_owned().into(),
            hint: Some(Hint::from(words.say("real-words-hint").into_owned())),
            error: faults.at(WORDS),
            value: typed.to_owned(),
            rows: Some(6),
            autocomplete: "off".to_owned(),
            spellcheck: Some(false),
            ..Textarea::default()
        },
        files: FileUpload {
            name: FILES.to_owned(),
            label: words.say("real-files").into_owned().into(),
            hint: Some(Hint::from(words.say_with("real-files-hint", &[("each", each)]))),
            error: faults.at(FILES),
            ..FileUpload::default()
        },
        photo: FileUpload {
            name: FILES.to_owned(),
            id: "photo".to_owned(),
            label: words.say("real-photo").into_owned().into(),
            hint: Some(Hint::from(words.say("real-photo-hint").into_owned())),
            attributes: Attributes::from([("accept", "image/*"), ("capture", "environment")]),
            ..FileUpload::default()
        },
        send: Button::submit(words.say("real-send")),
        pieces: pieces_of_doubt(app, words),
        chrome: Chrome { has_error: !faults.is_empty(), ..chrome },
    };
    let status = if busy.is_some() { StatusCode::SERVICE_UNAVAILABLE } else { faults.status() };
    Page::new(page).with_status(status).into_response()
}
