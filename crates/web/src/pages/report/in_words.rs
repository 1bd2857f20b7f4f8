//! The reporter's tracker in plain words: roles and bodies, never people.

use centre::case::{Case, HandOverSeen, HandOverStands, Next, Outcome, Tracker, Word};
use centre::clock::{DutyStanding, duties};
use centre::clock_words::{Day, Distance, Moment};
use centre::roles::Role;
use store::Manner;
use terms::{PackId, Timestamp};

use crate::app::App;
use crate::face::words::{FluentValue, Words};
use crate::pages::help::said;

/// What is next.
pub(crate) struct NextSeen {
    /// What, in a sentence.
    pub(crate) what: String,
    /// By when, or that we are late and sorry; empty where there is no time.
    pub(crate) when: String,
    /// Whether the time has passed.
    pub(crate) is_late: bool,
}

/// A hand-over.
pub(crate) struct HandOver {
    pub(crate) pack: PackId,
    pub(crate) to: String,
    pub(crate) stands: String,
    pub(crate) since: String,
    pub(crate) waits_for_you: bool,
    pub(crate) can_take_back: bool,
}

/// What is next, in words. Where only days are kept, days are told: then it is late when the day is over.
pub(crate) fn next_seen(
    app: &App,
    words: Words,
    tracker: &Tracker,
    manner: Manner,
    by_day: bool,
) -> NextSeen {
    let now = app.now();
    let is_late = tracker.by.is_some_and(|by| match by_day {
        true => date(app, by) < date(app, now),
        false => by < now,
    });
    let when = tracker.by.map(|by| when(app, by, by_day)).unwrap_or_default();
    let message = if is_late { "yours-late" } else { "yours-by" };
    let when = match tracker.by {
        Some(_) => words.say_with(message, &[("when", FluentValue::from(when))]),
        None => String::new(),
    };
    // Whoever gave no name can be reached on their page alone.
    let is_here = tracker.next == Next::PersonSpeaks && manner == Manner::Anonymous;
    let what = if is_here {
        words.say("yours-next-person-here").into_owned()
    } else {
        what(app, words, &tracker.next)
    };
    NextSeen { what, when, is_late }
}

fn date(app: &App, at: Timestamp) -> jiff::civil::Date {
    app.region.time_zone.to_datetime(at).date()
}

/// A moment as it is told: with its time, or its day alone.
pub(crate) fn when(app: &App, at: Timestamp, by_day: bool) -> String {
    if by_day {
        Day::of(date(app, at), date(app, app.now())).to_string()
    } else {
        Moment::of(at, app.now(), &app.region.time_zone).to_string()
    }
}

fn what(app: &App, words: Words, next: &Next) -> String {
    let of_body = |id: &str, to: &Word| {
        let body = FluentValue::from(body(app, words, to));
        words.say_with(id, &[("body", body)])
    };
    match next {
        Next::PersonSpeaks => words.say("yours-next-person").into_owned(),
        Next::WeRing => words.say("yours-next-ring").into_owned(),
        Next::YouAnswer => words.say("yours-next-answer").into_owned(),
        Next::YourYes(to) => of_body("yours-next-yes", to),
        Next::WeHandOver(to) => of_body("yours-next-hand-over", to),
        Next::News => words.say("yours-next-news").into_owned(),
        Next::BodyAnswers(to) => of_body("yours-next-body", to),
        Next::WeWork => words.say("yours-next-work").into_owned(),
        Next::WeAsk(_) => words.say("yours-next-ask").into_owned(),
        Next::TogetherWithOthers => words.say("yours-next-together").into_owned(),
        Next::Nothing => words.say("yours-next-nothing").into_owned(),
    }
}

/// What a body is called.
pub(crate) fn body(app: &App, words: Words, to: &Word) -> String {
    if let Some(body) = app.region.body(to.as_str()) {
        return body.name.clone();
    }
    let known = crate::pages::tell::read::TOLD.iter().find(|(id, _)| *id == to.as_str());
    match known {
        Some((_, message)) => words.say(message).into_owned(),
        None => to.as_str().replace(['-', '_', '/'], " "),
    }
}

/// Who read it, by their work.
pub(crate) fn read_by(words: Words, role: Role) -> String {
    let id = match role {
        Role::Manager => "yours-role-manager",
        Role::SafeguardingLead => "yours-role-safeguarding",
        Role::Analyst => "yours-role-analyst",
        Role::ContactOfficer => "yours-role-officer",
        _ => "yours-role-other",
    };
    words.say(id).into_owned()
}

/// A hand-over in words.
pub(crate) fn hand_over(
    app: &App,
    words: Words,
    (pack, seen): (PackId, HandOverSeen),
    by_day: bool,
) -> HandOver {
    let stands = match seen.stands {
        HandOverStands::WaitsForYou => words.say("yours-stands-you").into_owned(),
        HandOverStands::WaitsForUs => words.say("yours-stands-us").into_owned(),
        HandOverStands::Sent => words.say("yours-stands-sent").into_owned(),
        HandOverStands::Accepted => words.say("yours-stands-accepted").into_owned(),
        HandOverStands::Declined => words.say("yours-stands-declined").into_owned(),
        HandOverStands::Returned(came) => {
            words.say_with("yours-stands-returned", &[("outcome", FluentValue::from(outcome(words, came)))])
        }
    };
    HandOver {
        pack,
        to: body(app, words, &seen.to),
        stands,
        since: when(app, seen.since, by_day),
        waits_for_you: seen.stands == HandOverStands::WaitsForYou,
        can_take_back: matches!(seen.stands, HandOverStands::WaitsForUs | HandOverStands::Sent),
    }
}

/// What came of it.
pub(crate) fn outcome(words: Words, outcome: Outcome) -> String {
    said::of(words, "yours-outcome", outcome.name())
}

/// A duty with a clock.
pub(crate) struct DutySeen {
    /// What is to be done, and the time that is left.
    pub(crate) says: String,
    /// The sum behind it, with its rule.
    pub(crate) sum: String,
}

/// Duties with a clock, each with the time that is left and the sum behind it.
pub(crate) fn duties_seen(app: &App, words: Words, case: &Case, now: Timestamp) -> Vec<DutySeen> {
    let calendar = &app.desk.calendar;
    let one = |reading: &centre::clock::DutyReading| {
        let title = said::of(words, "yours-duty", reading.rule.duty.name());
        let left = FluentValue::from(Distance::of(reading.due, now, calendar.zone()).to_string());
        let when = FluentValue::from(Moment::of(reading.due, now, calendar.zone()).to_string());
        let stands = match reading.standing {
            DutyStanding::Running => words.say_with("yours-duty-left", &[("left", left), ("when", when)]),
            DutyStanding::Late => words.say_with("yours-duty-over", &[("when", when)]),
            DutyStanding::Done | DutyStanding::DoneLate => words.say("yours-duty-done").into_owned(),
        };
        DutySeen { says: format!("{title} {stands}"), sum: reading.explain(calendar) }
    };
    duties(case, calendar, now).iter().map(one).collect()
}
