//! Ten thousand histories by chance: program and model agree on every clock.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Weekday;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::almanac::{Doors, Hours, moment, tick};
use super::model::{Line, Model};
use super::*;
use crate::case::tests::histories::{Throw, history, throws};
use crate::case::{CheckIn, Class, Severity};
use crate::clock::{ClassTargets, SeverityTargets, Within};

/// Where histories begin: before a leap day, both clock changes, Easter, Christmas, a new year whose holiday is moved,
/// and in the middle of a quiet summer.
const AROUND: [&str; 9] = [
    "2024-02-27T00:00:00Z",
    "2028-02-25T00:00:00Z",
    "2026-03-25T00:00:00Z",
    "2027-03-25T00:00:00Z",
    "2026-10-21T00:00:00Z",
    "2026-12-21T00:00:00Z",
    "2027-12-29T00:00:00Z",
    "2025-06-10T00:00:00Z",
    "2026-05-01T00:00:00Z",
];

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The same hours for the program and for the model: of an office, of a desk that is always there, of a night shift over
/// both clock changes, and of two days only.
fn desks() -> &'static [(Calendar, Doors)] {
    static DESKS: OnceLock<Vec<(Calendar, Doors)>> = OnceLock::new();
    DESKS.get_or_init(|| {
        [
            (&WEEK[..5], "09:00-17:00"),
            (&WEEK[..], "00:00-24:00"),
            (&WEEK[..], "00:30-06:00"),
            (&WEEK[5..], "10:15-22:00"),
        ]
        .map(|(days, hours)| (with_hours(days, hours), Doors::of(&model_hours(days, hours))))
        .into()
    })
}

fn model_hours(days: &[Weekday], hours: &str) -> Hours {
    let minutes = |text: &str| text[..2].parse::<i64>().unwrap() * 60 + text[3..].parse::<i64>().unwrap();
    let (from, until) = hours.split_once('-').unwrap();
    WEEK.map(|day| days.contains(&day).then_some((minutes(from), minutes(until))))
}

fn target() -> impl Strategy<Value = Target> {
    let within = prop_oneof![
        (1..300_u32).prop_map(|steps| Within::Minutes(steps * 5)),
        (1..300_u32).prop_map(|steps| Within::OpenMinutes(steps * 5)),
        (0..5_u16).prop_map(Within::OpenDays),
    ];
    let at_most = prop_oneof![3 => Just(None), 1 => (1..80_u16).prop_map(Some)];
    (within, at_most).prop_map(|(within, at_most_hours)| Target { within, at_most_hours })
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let check_ins = proptest::sample::subsequence(CheckIn::ALL.to_vec(), 0..=2);
    let of_class =
        (target(), target(), target(), check_ins).prop_map(|(acknowledge, human, update, follow_up)| {
            ClassTargets { acknowledge, human, update, follow_up }
        });
    let of_severity =
        (target(), target()).prop_map(|(hand_over, resolve)| SeverityTargets { hand_over, resolve });
    (proptest::collection::vec(of_class, 5), proptest::collection::vec(of_severity, 4)).prop_map(
        |(classes, severities)| Policy {
            classes: Class::ALL.iter().copied().zip(classes).collect::<BTreeMap<_, _>>(),
            severities: Severity::ALL.iter().copied().zip(severities).collect::<BTreeMap<_, _>>(),
            ..Policy::proposed()
        },
    )
}

#[derive(Debug)]
struct Trial {
    throws: Vec<Throw>,
    policy: Policy,
    around: usize,
    offset: i64,
    desk: usize,
    later: i64,
}

fn trials() -> impl Strategy<Value = Trial> {
    (throws(), any_policy(), 0..AROUND.len(), 0..6 * 288_i64, 0..4_usize, -1_000..3_000_i64).prop_map(
        |(throws, policy, around, offset, desk, later)| Trial { throws, policy, around, offset, desk, later },
    )
}

impl Trial {
    fn events(&self) -> Vec<Event> {
        history(moment(tick(at(AROUND[self.around])) + self.offset), &self.throws)
    }

    /// Looked at in the middle of the history, at its end, or days later.
    fn now(&self, events: &[Event]) -> terms::Timestamp {
        let (first, last) = (tick(events[0].at), tick(events[events.len() - 1].at));
        moment((last + self.later).max(first))
    }

    fn told(&self) -> (Vec<Line>, Vec<Line>) {
        let (events, (calendar, doors)) = (self.events(), &desks()[self.desk]);
        let now = self.now(&events);
        let program = clocks(&events, &self.policy, calendar, now).iter().map(line).collect();
        (program, Model::of(&events, &self.policy, doors, now).lines())
    }
}

/// The program's answer in the model's words.
fn line(reading: &Reading) -> Line {
    let verdict = |is_late| if is_late { "late" } else { "in time" };
    let (stands, judged_at) = match reading.standing {
        Standing::Running => ("running".to_owned(), None),
        Standing::Warned(share) => (format!("warned {share}"), None),
        Standing::Paused { .. } => ("paused".to_owned(), None),
        Standing::Late => ("late".to_owned(), None),
        Standing::Met { at, in_time, .. } => (format!("met {} {}", tick(at), verdict(!in_time)), Some(at)),
        Standing::Ended { at, was_late } => (format!("ended {} {}", tick(at), verdict(was_late)), Some(at)),
    };
    let took = match reading.standing {
        Standing::Met { took, .. } => Some(took.as_secs() / 300),
        _ => None,
    };
    let is_sure = |due: &terms::Timestamp| judged_at.is_none_or(|judged| *due < judged);
    Line {
        kind: reading.clock.kind.name(),
        about: match &reading.about {
            About::Case => String::new(),
            About::Pack(pack, _) => pack.to_string(),
            About::CheckIn(check_in) => check_in.name().to_owned(),
        },
        start: tick(reading.start),
        stands,
        due: reading.due.filter(is_sure).map(tick),
        took,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn ten_thousand_histories_agree_with_the_model(trial in trials()) {
        let (program, model) = trial.told();
        prop_assert_eq!(program, model);
    }
}

#[test]
fn the_trials_are_worth_their_name() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..2_000 {
        let trial = trials().new_tree(&mut runner).unwrap().current();
        let events = trial.events();
        let now = trial.now(&events);
        for reading in clocks(&events, &trial.policy, &desks()[trial.desk].0, now) {
            let stands = line(&reading).stands;
            let word: Vec<_> = stands.split(' ').filter(|part| part.parse::<i64>().is_err()).collect();
            *seen.entry(format!("{} {}", reading.clock.kind, word.join(" "))).or_default() += 1;
            let told = [
                (reading.change.is_some(), "changed"),
                (
                    reading.pauses.iter().any(|pause| pause.cause == crate::clock::Cause::Finished),
                    "reopened or over",
                ),
                (reading.pauses.len() > 1, "paused again"),
            ];
            for (_, what) in told.into_iter().filter(|(is_so, _)| *is_so) {
                *seen.entry(what.to_owned()).or_default() += 1;
            }
        }
    }
    for kind in Kind::ALL {
        for stands in ["running", "warned", "late", "met in time", "met late", "ended in time", "ended late"]
        {
            let key = format!("{kind} {stands}");
            assert!(seen.contains_key(&key), "no trial had {key}: {seen:#?}");
        }
    }
    for what in
        ["update paused", "resolve paused", "hand_over paused", "changed", "reopened or over", "paused again"]
    {
        assert!(seen.get(what).is_some_and(|count| *count >= 20), "too few trials had {what}: {seen:#?}");
    }
}
