//! The end of a shift: what I hold, and one press that gives all of it on with one note.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::Deed;
use serde::Deserialize;
use store::{HeldBy, MOST_QUEUE_LINES, QueueFilter};

use super::asked::Asked;
use super::cases::typed::{LONGEST_WORDS, Typed};
use super::cases::{Fields, Item, colleagues, due_in_words, holder, words};
use super::queue::problem_of;
use super::{frame, news};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Glance, Saying, Who, glances, tell};
use crate::face::components::{Button, ErrorSummary, NotificationBanner, Select, Textarea};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;

#[derive(Template)]
#[template(path = "desk/shift.html")]
struct ShiftPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    held: Vec<Held>,
    to: Select,
    note: Textarea,
}

struct Held {
    href: String,
    reference: String,
    problem: String,
    due: String,
    state: &'static str,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShiftAsked {
    given: Option<u32>,
    kept: Option<u32>,
}

/// `GET /desk/shift`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<ShiftAsked>,
) -> Result<Response, Problem> {
    let told = asked.given.map(|given| {
        let given = super::words::counted(u64::from(given), "case was", "cases were");
        match asked.kept.unwrap_or_default() {
            0 => news(&format!("{given} handed over, with your note.")),
            kept => news(&format!("{given} handed over; {kept} could not be, and are still yours.")),
        }
    });
    page(&app, &caller, told, &Typed::default(), Faults::default()).await
}

async fn mine(app: &App, caller: &Caller) -> Result<Vec<Glance>, Problem> {
    let me = caller.person()?.person;
    let filter = QueueFilter { held: HeldBy::Person(me), restricted: true, ..QueueFilter::default() };
    let all = glances(app, &app.store.queue(&filter, None, MOST_QUEUE_LINES).await?).await?;
    // What is finished waits for a check-in only: it stays with whoever knows the person.
    Ok(all.into_iter().filter(|glance| glance.stage().is_some_and(|stage| !stage.is_finished())).collect())
}

async fn page(
    app: &App,
    caller: &Caller,
    told: Option<NotificationBanner>,
    typed: &Typed,
    faults: Faults,
) -> Result<Response, Problem> {
    let now = app.now();
    let held = mine(app, caller).await?;
    let mut to: Vec<Item> = vec![("queue".to_owned(), "The queue: whoever is free".to_owned())];
    to.extend(colleagues(app, Some(caller.person()?.person)).await?);
    let f = Fields { typed, faults: &faults };
    let mut chrome = frame(app, caller, "End of my shift", "/desk/shift");
    chrome.has_error = !faults.is_empty();
    let hint = "One note for all of them: what is open, what was promised, who must be rung first.";
    let page = ShiftPage {
        chrome,
        news: told,
        mistake: faults.summary(),
        held: held
            .iter()
            .map(|glance| Held {
                href: format!("/desk/cases/{}", glance.id),
                reference: glance.reference.to_string(),
                problem: problem_of(app, glance),
                due: due_in_words(app, glance.due.as_ref(), now),
                state: words::state(glance.state),
            })
            .collect(),
        to: f.select("to", "Hand all of them over to", &to, ""),
        note: f.area("hand_over_note", "Note for whoever comes", hint, 6),
    };
    let status = faults.status();
    Ok(Page::new(page).with_status(status).into_response())
}

/// `POST /desk/shift`: each case by itself, so that one that cannot go keeps no other back.
pub(crate) async fn hand_over(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let to = holder(typed.get("to"));
    if to.is_none() {
        faults.add("to", "Choose who takes them on.");
    }
    let note = typed.words("hand_over_note", LONGEST_WORDS, "Write a note for whoever comes.");
    if let Err(mend) = &note {
        faults.add(mend.field, mend.words.clone());
    }
    let (Some(to), Ok(note)) = (to, note) else {
        return page(&app, &caller, None, &typed, faults).await;
    };
    let who = Who::of(&caller)?;
    let (mut given, mut kept) = (0_u32, 0_u32);
    for glance in mine(&app, &caller).await? {
        let to = to.clone();
        let saying = Saying::with_words(&app, &note, |note| Deed::HandedOver { to, note });
        match tell(&app, &who, glance.id, &[saying], None).await? {
            Ok(_) => given += 1,
            Err(_) => kept += 1,
        }
    }
    Ok(Redirect::to(&format!("/desk/shift?given={given}&kept={kept}")).into_response())
}
