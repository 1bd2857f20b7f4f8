//! The rota: who is at the desk when, and when a call can be promised.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::clock_words::Moment;
use centre::policy::Act;
use jiff::SignedDuration;
use serde::Deserialize;
use store::Shift;
use terms::{PersonId, Timestamp};

use super::asked::Asked;
use super::cases::typed::{Mend, Typed};
use super::cases::{Fields, Item, colleagues};
use super::{frame, may, news, rule_of, told};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Input, NotificationBanner, Select};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;

/// The rota is shown so far ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 14);
/// Calls are offered so many minutes apart.
const BETWEEN_CALLS: i64 = 30;
/// So many calls are offered.
const MOST_SLOTS: usize = 12;
/// A call is promised at least so long ahead.
const SOONEST_CALL: SignedDuration = SignedDuration::from_mins(20);
/// Calls are offered on so many days at most.
const DAYS_OF_CALLS: usize = 3;

#[derive(Template)]
#[template(path = "desk/rota.html")]
struct RotaPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    on_duty: String,
    hours: String,
    lines: Vec<Line>,
    person: Select,
    day: Input,
    from: Input,
    until: Input,
}

struct Line {
    who: String,
    when: String,
    person: String,
    from: String,
    is_now: bool,
    can_remove: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RotaAsked {
    done: String,
}

/// `GET /desk/rota`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<RotaAsked>,
) -> Result<Response, Problem> {
    page(&app, &caller, &asked.done, &Typed::default(), Faults::default(), StatusCode::OK).await
}

async fn page(
    app: &App,
    caller: &Caller,
    done: &str,
    typed: &Typed,
    faults: Faults,
    status: StatusCode,
) -> Result<Response, Problem> {
    let now = app.now();
    let me = caller.person()?.person;
    let shifts = app.store.rota(now, now + AHEAD).await?;
    let names = super::cases::holders(app, shifts.iter().map(|shift| shift.person).collect()).await?;
    let f = Fields { typed, faults: &faults };
    let mut chrome = frame(app, caller, "Rota", "/desk/rota");
    chrome.has_error = !faults.is_empty();
    let page = RotaPage {
        chrome,
        news: match done {
            "on" => Some(news("The shift is on the rota.")),
            "off" => Some(news("The shift is off the rota.")),
            _ => None,
        },
        mistake: faults.summary(),
        on_duty: on_duty(app).await?,
        hours: centre::clock::hours_in_words(&app.desk.calendar),
        lines: shifts.iter().map(|shift| line(app, caller, shift, &names)).collect(),
        person: f.select("person", "Who", &people(app).await?, &me.to_string()),
        day: f.day("day", "Day"),
        from: f.time("from", "From"),
        until: f.time("until", "Until"),
    };
    Ok(Page::new(page).with_status(status).into_response())
}

async fn people(app: &App) -> Result<Vec<Item>, Problem> {
    colleagues(app, None).await
}

fn line(app: &App, caller: &Caller, shift: &Shift, names: &BTreeMap<PersonId, String>) -> Line {
    let now = app.now();
    let zone = &app.region.time_zone;
    let end = zone.to_datetime(shift.ends_at);
    let me = caller.signed_in.as_ref().map(|me| me.person);
    Line {
        who: names.get(&shift.person).cloned().unwrap_or_default(),
        when: format!(
            "{} until {:02}:{:02}",
            Moment::of(shift.starts_at, now, zone),
            end.hour(),
            end.minute()
        ),
        person: shift.person.to_string(),
        from: shift.starts_at.to_string(),
        is_now: shift.covers(now),
        can_remove: me == Some(shift.person) || may(caller.role, Act::ManageAccounts),
    }
}

/// `POST /desk/rota`: puts somebody on it.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let shift = match shift(&app, &typed) {
        Ok(shift) => shift,
        Err(mend) => return mended(&app, &caller, &typed, &mend).await,
    };
    match app.store.add_to_rota(shift, &caller.actor(), app.now()).await {
        Ok(()) => Ok(Redirect::to("/desk/rota?done=on").into_response()),
        Err(error) => {
            let words = rule_of(error).map_err(told)?;
            mended(&app, &caller, &typed, &Mend { field: "until", words }).await
        }
    }
}

async fn mended(app: &App, caller: &Caller, typed: &Typed, mend: &Mend) -> Result<Response, Problem> {
    let faults = Faults::of(mend.field, mend.words.clone());
    page(app, caller, "", typed, faults, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn shift(app: &App, typed: &Typed) -> Result<Shift, Mend> {
    let person: PersonId = typed.one("person", "Choose who.")?;
    let starts_at = typed.moment(app, "day", "from")?;
    let mut ends_at = typed.moment(app, "day", "until")?;
    if ends_at <= starts_at {
        // A shift over midnight ends on the next day.
        ends_at += SignedDuration::from_hours(24);
    }
    Ok(Shift { person, starts_at, ends_at })
}

/// `POST /desk/rota/off`: takes a shift off; one's own, or a manager anybody's.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let person: PersonId = typed.get("person").parse().map_err(|_| Problem::not_found())?;
    let from: Timestamp = typed.get("starts").parse().map_err(|_| Problem::not_found())?;
    if person != caller.person()?.person && !may(caller.role, Act::ManageAccounts) {
        return Err(Problem::refused());
    }
    app.store.take_off_rota(person, from, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/rota?done=off").into_response())
}

/// Who is on duty now, in words.
///
/// # Errors
/// When the store fails.
pub(crate) async fn on_duty(app: &App) -> Result<String, Problem> {
    let now = app.now();
    let shifts = app.store.rota(now, now + SignedDuration::from_secs(1)).await?;
    let names = super::cases::holders(app, shifts.iter().map(|shift| shift.person).collect()).await?;
    let all: Vec<String> = names.into_values().collect();
    Ok(if all.is_empty() { "nobody is on the rota".to_owned() } else { all.join(", ") })
}

/// When a call can be promised: half hours of our opening hours, and where the rota has somebody, only theirs.
///
/// # Errors
/// When the store fails.
pub(crate) async fn slots(app: &App) -> Result<Vec<Item>, Problem> {
    let now = app.now();
    let shifts = app.store.rota(now, now + AHEAD).await?;
    let zone = &app.region.time_zone;
    let mut day = zone.to_datetime(now).date();
    let (mut slots, mut days) = (Vec::new(), 0);
    for _ in 0..AHEAD.as_hours() / 24 {
        if let Some((opens, closes)) = app.desk.calendar.opening_of(day) {
            let before = slots.len();
            slots.extend(of_day(opens, closes, now, &shifts));
            days += usize::from(slots.len() > before);
        }
        if days == DAYS_OF_CALLS || slots.len() >= MOST_SLOTS {
            break;
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    let item = |at: Timestamp| (at.to_string(), Moment::of(at, now, zone).to_string());
    Ok(slots.into_iter().take(MOST_SLOTS).map(item).collect())
}

fn of_day(opens: Timestamp, closes: Timestamp, now: Timestamp, shifts: &[Shift]) -> Vec<Timestamp> {
    let has_rota = shifts.iter().any(|shift| shift.starts_at < closes && shift.ends_at > opens);
    let step = SignedDuration::from_mins(BETWEEN_CALLS);
    let mut at = opens;
    let mut slots = Vec::new();
    while at + step <= closes {
        let is_covered = !has_rota || shifts.iter().any(|shift| shift.covers(at));
        if at >= now + SOONEST_CALL && is_covered {
            slots.push(at);
        }
        at += step;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3_600).unwrap()
    }

    #[test]
    fn calls_are_offered_within_hours_and_only_where_somebody_is_there() {
        assert_eq!(of_day(at(9), at(11), at(0), &[]).len(), 4);
        let soon = of_day(at(9), at(11), at(9) + SignedDuration::from_mins(15), &[]);
        assert_eq!(soon.first(), Some(&at(10)));
        let person = person_of(1);
        let shift = Shift { person, starts_at: at(10), ends_at: at(12) };
        assert_eq!(of_day(at(9), at(11), at(0), &[shift]), [at(10), at(10) + SignedDuration::from_mins(30)]);
    }

    fn person_of(number: u128) -> PersonId {
        format!("{number:032x}").parse().unwrap()
    }
}
