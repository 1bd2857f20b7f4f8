//! The clocks and duties of a case in words: by when, how it stands, and the sum.

use centre::case::Due;
use centre::clock::{Kind, Reading, Standing, duties};
use centre::clock_words::{Day, Moment, moment_in_full};
use jiff::SignedDuration;
use terms::Timestamp;

use super::words;
use crate::app::App;
use crate::casework::Opened;

/// A promise or duty with its sum.
pub struct ClockLine {
    /// What.
    pub what: String,
    /// How it stands, in words.
    pub stands: String,
    /// Whether it is late.
    pub is_late: bool,
    /// Whether it is over: met, or ended.
    pub is_over: bool,
    /// The sum in a sentence.
    pub why: String,
}

/// What is due next, in words.
pub fn due_in_words(app: &App, due: Option<&Due>, now: Timestamp) -> String {
    due.map_or_else(
        || "nothing is due".to_owned(),
        |due| centre::case::deadline_in_words(due, now, &app.region.time_zone),
    )
}

/// A deadline as people say it after "by" and "since": `10:05 today`.
fn deadline(app: &App, at: Timestamp, now: Timestamp) -> String {
    let (at, today) = (app.region.time_zone.to_datetime(at), app.region.time_zone.to_datetime(now).date());
    format!("{:02}:{:02} {}", at.hour(), at.minute(), Day::of(at.date(), today))
}

/// The promises of a case, those that are open first.
pub fn clocks(app: &App, opened: &Opened) -> Vec<ClockLine> {
    let now = app.now();
    let mut readings: Vec<&Reading> = opened.readings.iter().collect();
    readings.sort_by_key(|reading| (!reading.is_open(), reading.due));
    readings.into_iter().map(|reading| line(app, reading, now)).collect()
}

fn line(app: &App, reading: &Reading, now: Timestamp) -> ClockLine {
    let moment = |at: Timestamp| Moment::of(at, now, &app.region.time_zone).to_string();
    let by = reading.due.map(|due| deadline(app, due, now));
    let (stands, is_late) = match reading.standing {
        Standing::Running | Standing::Warned(_) if by.is_none() => {
            ("runs; nobody is there to meet it".to_owned(), false)
        }
        Standing::Running => (format!("by {}; {} left", by.unwrap_or_default(), span(reading.left)), false),
        Standing::Warned(share) => {
            let words = format!(
                "by {}; {} left, {share}% of the time is gone",
                by.unwrap_or_default(),
                span(reading.left)
            );
            (words, false)
        }
        Standing::Paused { cause, since } => {
            (format!("stands still since {}: {}", deadline(app, since, now), cause_words(cause)), false)
        }
        Standing::Late => (format!("LATE since {}", by.unwrap_or_default()), true),
        Standing::Met { at, in_time: true, .. } => (format!("kept, {}", moment(at)), false),
        Standing::Met { at, in_time: false, .. } => (format!("done late, {}", moment(at)), false),
        Standing::Ended { at, was_late: false } => (format!("ended, {}", moment(at)), false),
        Standing::Ended { at, was_late: true } => (format!("ended late, {}", moment(at)), false),
    };
    let about = match (&reading.about, reading.clock.kind) {
        (centre::clock::About::Pack(_, to), Kind::HandOver) => {
            format!("Hand over to {}", words::body(app, to))
        }
        (centre::clock::About::CheckIn(check_in), _) => {
            format!("Ask how they are, {}", words::check_in(*check_in))
        }
        (_, kind) => words::clock(kind).to_owned(),
    };
    ClockLine {
        what: about,
        stands,
        is_late,
        is_over: !reading.is_open(),
        why: reading.explain(&app.desk.calendar, now),
    }
}

fn cause_words(cause: centre::clock::Cause) -> &'static str {
    use centre::clock::Cause;
    match cause {
        Cause::Reporter => "the reporter owes an answer",
        Cause::ThirdParty => "somebody else owes an answer",
        Cause::Consent => "the person has not said yes",
        Cause::Finished => "the case was finished",
    }
}

/// A length of time in words: `2 days 3 hours`, `40 minutes`.
pub fn span(length: SignedDuration) -> String {
    let minutes = length.as_mins().max(0);
    let part = |count: i64, one: &str| {
        (count > 0).then(|| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") })
    };
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let parts: Vec<String> = if days > 0 {
        [part(days, "day"), part(hours, "hour")].into_iter().flatten().collect()
    } else {
        [part(hours, "hour"), part(rest, "minute")].into_iter().flatten().collect()
    };
    if parts.is_empty() { "less than a minute".to_owned() } else { parts.join(" ") }
}

/// The duties of others that run, with whose they are.
pub fn duty_lines(app: &App, opened: &Opened) -> Vec<ClockLine> {
    use centre::clock::DutyStanding;
    let now = app.now();
    let lines = duties(&opened.case, &app.desk.calendar, now).into_iter().map(|duty| {
        let by = moment_in_full(duty.due, &app.region.time_zone);
        let stands = match duty.standing {
            DutyStanding::Running => format!("by {by}"),
            DutyStanding::Late => format!("LATE: the time was over {by}"),
            DutyStanding::Done => "done in time".to_owned(),
            DutyStanding::DoneLate => "done, after its time".to_owned(),
        };
        ClockLine {
            what: format!("{} ({})", words::duty(duty.rule.duty), words::bearer(duty.rule.bearer)),
            stands,
            is_late: duty.standing == DutyStanding::Late,
            is_over: matches!(duty.standing, DutyStanding::Done | DutyStanding::DoneLate),
            why: duty.explain(&app.desk.calendar),
        }
    });
    lines.collect()
}

/// What the reporter was promised and still waits for.
pub fn promised(app: &App, opened: &Opened) -> Vec<String> {
    let now = app.now();
    let moment = |at: Timestamp| Moment::of(at, now, &app.region.time_zone).to_string();
    let mut all: Vec<String> =
        opened.case.call_back.map(|at| format!("We ring them {}.", moment(at))).into_iter().collect();
    let open = opened.readings.iter().filter(|reading| reading.is_open());
    all.extend(open.filter_map(|reading| {
        let due = reading.due?;
        Some(format!("{} by {}.", line(app, reading, now).what, deadline(app, due, now)))
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_by_its_two_largest_parts() {
        for (minutes, words) in [
            (0, "less than a minute"),
            (1, "1 minute"),
            (61, "1 hour 1 minute"),
            (1_440, "1 day"),
            (3_000, "2 days 2 hours"),
        ] {
            assert_eq!(span(SignedDuration::from_mins(minutes)), words);
        }
    }
}
