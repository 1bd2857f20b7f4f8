//! The events of a check that waits: one to say that it waits, one when that is over.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use centre::call_check::{CALL_MINUTES, Standing};
use futures_util::stream::{self, Stream};
use terms::CallCheckId;

use crate::app::App;
use crate::problem::Problem;

/// So often it is looked whether the code was typed.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// Between two signs of life on the stream, so that nothing on the way cuts it.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// So often it is looked at most: by then the code is dead, whatever the clock says.
const MOST_LOOKS: u64 = CALL_MINUTES.unsigned_abs() * 60 / BETWEEN_LOOKS.as_secs() + 2;

/// `GET /desk/calls/{call}/live`
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Path(call): Path<CallCheckId>,
) -> Result<Response, Problem> {
    app.store.call_check(call).await?.ok_or_else(Problem::not_found)?;
    let alive = KeepAlive::new().interval(SIGN_OF_LIFE);
    let mut response = Sse::new(story(app, call)).keep_alive(alive).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn story(app: Arc<App>, call: CallCheckId) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(Some(app), move |app| async move {
        let app = app?;
        for _ in 0..MOST_LOOKS {
            if !waits(&app, call).await {
                break;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        let data = serde_json::json!({ "href": format!("/desk/calls/{call}") }).to_string();
        Some((Ok(Event::default().event("done").data(data)), None))
    })
}

/// Whether nobody has typed the code yet. When that cannot be told, the page itself says what is the matter.
async fn waits(app: &App, call: CallCheckId) -> bool {
    let check = app.store.call_check(call).await;
    matches!(check, Ok(Some(check)) if check.standing(app.now()) == Standing::Waiting)
}
