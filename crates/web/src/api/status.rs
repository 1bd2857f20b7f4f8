//! How the desk is doing, for programs that show it elsewhere.

use std::sync::Arc;

use axum::extract::State;
use centre::calendar::{Calendar, Opening};
use serde::Serialize;
use terms::Timestamp;
use utoipa::ToSchema;

use super::body::Answer;
use crate::app::App;
use crate::board::{DAYS_MEASURED, surge_line};
use crate::face::words::Words;

/// How the desk is doing. Nothing of it is about a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusAnswer {
    /// Whether somebody is there now.
    open: bool,
    /// Until when somebody is there, where somebody is.
    #[schema(value_type = Option<String>, format = DateTime)]
    open_until: Option<Timestamp>,
    /// When somebody is there again, where nobody is.
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<Timestamp>,
    /// One plain line, while very many write at once.
    surge: Option<String>,
    /// Half of the answers of the last days came within so many minutes. Nothing while they are too few to say.
    #[schema(value_type = Option<u32>)]
    answers_within_minutes: Option<u32>,
    /// Over so many days that was measured.
    measured_days: i32,
    /// What goes round now, the newest first.
    advice: Vec<AdviceShape>,
}

/// What to do about something that goes round.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Advice)]
pub struct AdviceShape {
    /// What goes round.
    title: String,
    /// What to do.
    text: String,
    /// Since when it stands here.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// How the desk is doing: whether somebody is there, how long answers take, what goes round.
#[utoipa::path(get, path = "/api/v1/status", tag = "status", security(()), responses(
    (status = 200, description = "How the desk is doing.", body = StatusAnswer),
))]
pub async fn show(State(app): State<Arc<App>>) -> Answer<StatusAnswer> {
    let notice = app.board.notice();
    let opening = Calendar::of(&app.region).opening(app.now());
    let (open_until, opens_at) = match opening {
        Opening::Open { until, .. } => (Some(until), None),
        Opening::Closed { opens, .. } => (None, opens.map(|(at, _)| at)),
    };
    let advice = notice.advice.iter().map(|advice| AdviceShape {
        title: advice.title.to_string(),
        text: advice.text.clone(),
        since: advice.since,
    });
    Answer::ok(StatusAnswer {
        open: open_until.is_some(),
        open_until,
        opens_at,
        surge: surge_line(&app, Words::default()),
        answers_within_minutes: notice.answers.map(|span| span.minutes()),
        measured_days: DAYS_MEASURED,
        advice: advice.collect(),
    })
}
