//! Whether a code that a caller says, or that stands at the end of a letter, is ours: the answer of `/verify` for programs,
//! for example for a gateway that takes text messages.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use terms::Timestamp;
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::calls::{Heard, hear, reason_id};
use crate::face::words::Words;
use crate::pages::doors::lines;
use crate::problem::Problem;

/// What was heard or read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerCheckAsked {
    /// The code, however it was typed.
    #[schema(example = "482 913 706", max_length = 60)]
    code: String,
}

/// Whether it is ours. Of a code that we do not know it is never said what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallerCheck)]
pub struct CallerCheckShape {
    /// Whether the call or the letter is ours.
    is_ours: bool,
    /// The call, where it is one. Its code is used up now.
    call: Option<OurCallShape>,
    /// The letter, where it is one.
    letter: Option<OurLetterShape>,
    /// What to do now, line by line.
    then: Vec<String>,
    /// What we never ask for.
    we_never_ask: Vec<String>,
    /// Our number, for whoever is in doubt.
    ring_us: String,
}

/// A call of the centre.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OurCall)]
pub struct OurCallShape {
    /// What the caller is to the centre.
    role: &'static str,
    /// When the call began.
    #[schema(value_type = String, format = DateTime)]
    began_at: Timestamp,
    /// Whom it is made to, in words.
    called: String,
    /// Why, in plain words.
    why: String,
}

/// A letter of the centre.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OurLetter)]
pub struct OurLetterShape {
    /// What it is, in words.
    kind: String,
    /// To which address, so far that its owner knows it.
    to: String,
    /// When we sent it.
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
}

/// Checks whether a code is ours: of a call, once, or of a letter.
///
/// A network may ask ten times at once, and then once a minute.
///
/// # Errors
/// When too many codes came from this network.
#[utoipa::path(post, path = "/api/v1/caller-checks", tag = "caller", request_body = CallerCheckAsked, security(()), responses(
    (status = 200, description = "Whether it is ours, and what to do.", body = CallerCheckShape),
    (status = 429, description = "Too many codes came from this network; wait a minute.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn check(
    State(app): State<Arc<App>>,
    caller: Caller,
    Received(asked): Received<CallerCheckAsked>,
) -> Result<Answer<CallerCheckShape>, Problem> {
    let words = Words::default();
    let say = |id: &str| words.say(id).into_owned();
    let (call, letter, then) = match hear(&app, &caller, &asked.code).await? {
        Heard::Wait(minutes) => return Err(Problem::too_often(minutes)),
        Heard::Unknown => (None, None, "caller-unknown-then"),
        Heard::Call(call) => {
            let shape = OurCallShape {
                role: call.role.name(),
                began_at: call.began_at,
                called: call.called.in_words(words),
                why: say(reason_id(call.reason)),
            };
            (Some(shape), None, "caller-yes-then")
        }
        Heard::Letter(letter) => {
            let shape = OurLetterShape { kind: say(letter.kind), to: letter.to, sent_at: letter.at };
            (None, Some(shape), "caller-letter-then")
        }
    };
    let centre = &app.region.centre;
    Ok(Answer::ok(CallerCheckShape {
        is_ours: call.is_some() || letter.is_some(),
        call,
        letter,
        then: lines(&words, then),
        we_never_ask: centre.we_never_ask.clone(),
        ring_us: centre.phone.to_string(),
    }))
}
