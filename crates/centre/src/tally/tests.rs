use jiff::SignedDuration;

use super::*;
use crate::case::tests::*;
use crate::case::{Class, Outcome, Severity};
use crate::clock::{Kind, Policy, figures};
use crate::region::tests::london;

fn book() -> PolicyBook {
    PolicyBook::new(vec![Policy::proposed()]).unwrap()
}

fn facts(received: &str) -> Facts<'_> {
    Facts { problem: "false-bill", borough: "", channel: "web", received_at: at(received), by_day: false }
}

fn told(tally: &Tally) -> Vec<String> {
    tally
        .cells
        .iter()
        .map(|cell| format!("{} {} {} {}", cell.lens, cell.period, cell.word, cell.how_many))
        .collect()
}

fn answered() -> Vec<Event> {
    story([
        ("2026-11-02T10:00:00Z", reporter(), received(Class::MoneyGone, Severity::P2)),
        ("2026-11-02T10:00:00Z", machine(), Deed::FirstStepsShown {}),
        ("2026-11-02T10:20:00Z", officer(1), Deed::CallMade { reached: false }),
        ("2026-11-02T10:31:00Z", officer(1), Deed::CallMade { reached: true }),
        (
            "2026-12-02T10:00:00Z",
            officer(1),
            Deed::OutcomeAdded { outcome: Outcome::MoneyReturned, pence: Some(90_000), because: None },
        ),
    ])
}

#[test]
fn a_case_is_counted_where_and_when_it_came_and_by_what_became_of_it() {
    let calendar = Calendar::of(&london());
    let tally =
        tally(facts("2026-11-02T10:00:00Z"), &answered(), &book(), &calendar, at("2026-12-03T10:00:00Z"));
    let told = told(&tally);
    for wanted in [
        "all 2026-11 all 1",
        "problem 2026-11 false-bill 1",
        "borough 2026-11 unsaid 1",
        "channel 2026-11 web 1",
        "outcome 2026-12 money_returned 1",
        "answer 2026-11-02 000031 1",
        "clock 2026-Q4 acknowledge.in_time 1",
    ] {
        assert!(told.iter().any(|line| line == wanted), "{wanted} in {told:?}");
    }
    assert_eq!(tally.cells.iter().map(|cell| cell.pence).sum::<u64>(), 90_000);
    let by_day = Facts { by_day: true, ..facts("2026-11-02T12:00:00Z") };
    let quiet = super::tally(by_day, &answered(), &book(), &calendar, at("2026-12-03T10:00:00Z"));
    assert!(!quiet.cells.iter().any(|cell| cell.lens == Lens::Answer), "of a day no minutes are told");
}

#[test]
fn a_clock_that_runs_out_is_counted_late_then_and_not_before() {
    let calendar = Calendar::of(&london());
    let events = story([("2026-11-02T10:00:00Z", reporter(), received(Class::MoneyGone, Severity::P2))]);
    let of = |now: &str| super::tally(facts("2026-11-02T10:00:00Z"), &events, &book(), &calendar, at(now));
    let first = of("2026-11-02T10:00:01Z");
    assert!(!told(&first).iter().any(|line| line.starts_with("clock")), "{:?}", told(&first));
    let again = first.again_at.unwrap();
    let then = super::tally(facts("2026-11-02T10:00:00Z"), &events, &book(), &calendar, again);
    assert!(
        told(&then).iter().any(|line| line.starts_with("clock 2026-Q4") && line.contains(".late 1")),
        "{:?}",
        told(&then)
    );
    assert!(then.again_at.is_none_or(|next| next > again));
}

#[test]
fn the_parts_of_all_cases_add_up_to_the_figures_of_a_quarter() {
    let calendar = Calendar::of(&london());
    let later = story([
        ("2026-09-30T16:00:00Z", reporter(), received(Class::Standard, Severity::P3)),
        ("2026-10-09T10:00:00Z", officer(1), message_out()),
        ("2026-10-09T10:05:00Z", officer(1), message_out()),
        ("2026-11-30T10:05:00Z", officer(1), message_out()),
    ]);
    let silent = story([("2026-12-30T10:00:00Z", reporter(), received(Class::LiveIncident, Severity::P1))]);
    let stories = [answered(), later, silent];
    let quarter = Quarter::of(jiff::civil::date(2026, 11, 1));
    let now = at("2027-02-01T10:00:00Z");
    let cells: Vec<Cell> =
        stories.iter().flat_map(|story| super::of_clocks(story, &book(), &calendar, now)).collect();
    let count = |word: String| -> u64 {
        let mine = cells
            .iter()
            .filter(|cell| cell.lens == Lens::Clock && cell.period == "2026-Q4" && cell.word == word);
        mine.map(|cell| u64::from(cell.how_many)).sum()
    };
    let mut some = 0;
    for figure in figures(stories.iter().map(Vec::as_slice), &book(), &calendar, quarter) {
        let kind = figure.kind;
        assert_eq!(count(format!("{kind}.in_time")), figure.in_time, "{kind}");
        assert_eq!(count(format!("{kind}.late")), figure.late, "{kind}");
        assert_eq!(count(format!("{kind}.ended")), figure.ended, "{kind}");
        let took: Vec<(Span, u64)> = cells
            .iter()
            .filter(|cell| cell.lens == Lens::Took && cell.period == "2026-Q4")
            .filter_map(|cell| {
                Some((Span::parse(cell.word.strip_prefix(&format!("{kind}."))?)?, u64::from(cell.how_many)))
            })
            .collect();
        assert_eq!(median(&took), figure.median.map(Span::of), "{kind}");
        some += figure.in_time + figure.late;
    }
    assert!(some > 4, "{some}");
    assert_eq!(Kind::ALL.len(), 6);
}

#[test]
fn a_case_that_is_open_for_years_is_counted_in_its_first_quarters() {
    let calendar = Calendar::of(&london());
    let mut events = story([("2016-01-04T10:00:00Z", reporter(), received(Class::Standard, Severity::P3))]);
    events.extend((2016..2036).map(|year| Event {
        at: at(&format!("{year}-06-01T10:00:00Z")),
        by: officer(1),
        deed: message_out(),
    }));
    let cells = super::of_clocks(&events, &book(), &calendar, at("2036-07-01T10:00:00Z"));
    let last = cells.iter().map(|cell| cell.period.as_str()).max().unwrap();
    assert!(last.starts_with("2020"), "{MOST_QUARTERS} quarters end with 2020, not with {last}");
}

#[test]
fn spans_are_rounded_up_and_said_as_what_is_true() {
    for (seconds, minutes, words) in [
        (-5, 0, "0 minutes"),
        (59, 1, "1 minute"),
        (120 * 60, 120, "120 minutes"),
        (120 * 60 + 1, 135, "3 hours"),
        (24 * 3_600, 1_440, "24 hours"),
        (24 * 3_600 + 1, 1_680, "28 hours"),
        (49 * 3_600, 3_120, "3 days"),
    ] {
        let span = Span::of(SignedDuration::from_secs(seconds));
        assert_eq!((span.minutes(), span.in_words().as_str()), (minutes, words), "{seconds}");
        assert_eq!(Span::parse(&span.to_string()), Some(span));
    }
    let longest = SignedDuration::from_mins(i64::from(LONGEST_SPAN));
    assert_eq!(Span::of(longest).minutes(), LONGEST_SPAN);
    assert_eq!(Span::of(longest + SignedDuration::from_secs(1)).minutes(), LONGEST_SPAN);
    let at = |minutes: i64| Span::of(SignedDuration::from_mins(minutes));
    assert_eq!(median(&[(at(9), 1), (at(2), 1), (at(5), 1)]), Some(at(5)));
    assert_eq!(median(&[(at(9), 3), (at(2), 3)]), Some(at(2)));
    assert_eq!(median(&[]), None);
    assert_eq!(Span::parse("12"), None);
}
