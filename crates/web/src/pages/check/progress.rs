//! A look while it is under way: a page that asks again by itself, and events for those with script.

use std::convert::Infallible;
use std::time::Duration;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use tokio::sync::watch;

use super::looks::{Seen, Stage};
use crate::face::house::Progress;
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};

/// After so many seconds a browser without script asks again.
const ASKS_AGAIN_AFTER: &str = "3";
/// Between two signs of life on the stream, so that nothing on the way cuts it.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

#[derive(Template)]
#[template(path = "check/progress.html")]
struct ProgressPage {
    chrome: Chrome,
    progress: Progress,
}

/// The page of a look that is under way. `events` is where its events are, `here` the page itself.
pub(crate) fn page(chrome: Chrome, seen: &Seen, events: String, here: String) -> Response {
    let name = seen.domain.to_unicode();
    let progress = Progress {
        label: chrome.words.say_with("check-looking", &[("name", FluentValue::from(name.as_str()))]),
        words: chrome.say("check-looking-words").into_owned(),
        events_href: events,
        link: chrome.say("check-looking-link").into_owned(),
        href: here,
        ..Progress::default()
    };
    let chrome = Chrome { is_live: true, ..chrome };
    let again = [(header::REFRESH, HeaderValue::from_static(ASKS_AGAIN_AFTER))];
    (again, Page::new(ProgressPage { chrome, progress })).into_response()
}

/// The events of a look: one to say that we are at it, one when it is over with where to go.
pub(crate) fn events(chrome: &Chrome, seen: Seen, then: String) -> Response {
    let first = serde_json::json!({ "done": 0, "of": 0, "words": chrome.say("check-looking-words") });
    let stream = story(seen.stage, first, then);
    let alive = KeepAlive::new().interval(SIGN_OF_LIFE);
    let mut response = Sse::new(stream).keep_alive(alive).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

enum Chapter {
    Begin,
    Wait,
    End,
}

fn story(
    stage: watch::Receiver<Stage>,
    first: serde_json::Value,
    then: String,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((Chapter::Begin, stage), move |(chapter, mut stage)| {
        let (first, then) = (first.to_string(), then.clone());
        async move {
            match chapter {
                Chapter::Begin => {
                    let event = Event::default().event("progress").data(first);
                    Some((Ok(event), (Chapter::Wait, stage)))
                }
                Chapter::Wait => {
                    // An end of the channel is an end of the look: the page then says what came of it.
                    let _ended = stage.wait_for(|stage| !matches!(stage, Stage::UnderWay)).await.is_err();
                    let data = serde_json::json!({ "href": then }).to_string();
                    let event = Event::default().event("done").data(data);
                    Some((Ok(event), (Chapter::End, stage)))
                }
                Chapter::End => None,
            }
        }
    })
}
