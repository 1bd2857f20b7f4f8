use proptest::prelude::*;

use super::*;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// One check over some looks: what each saw, and when.
fn story(looks: &[(i64, Seen)]) -> Option<Watched> {
    let mut known = Vec::new();
    for (moment, seen) in looks {
        known = after(&known, ["web-cert-expired"], |_| *seen, at(*moment));
    }
    known.pop()
}

const MET: Seen = Seen::Failing(Severity::Urgent, Certainty::Visit);
const READ: Seen = Seen::Failing(Severity::Important, Certainty::Record);

#[test]
fn a_record_counts_at_once_and_a_visit_the_second_time() {
    assert!(story(&[(0, READ)]).unwrap().is_open());
    assert!(story(&[(0, MET)]).unwrap().is_waiting());
    assert!(story(&[(0, MET), (HOUR - 1, MET)]).unwrap().is_waiting());
    let open = story(&[(0, MET), (HOUR, MET)]).unwrap();
    assert_eq!((open.is_open(), open.first_seen, open.opened_at), (true, at(0), Some(at(HOUR))));
}

#[test]
fn one_good_look_closes_and_a_bad_moment_is_forgotten() {
    let closed = story(&[(0, READ), (DAY, Seen::Good), (2 * DAY, Seen::Good)]).unwrap();
    assert_eq!((closed.is_open(), closed.closed_at), (false, Some(at(DAY))));
    assert_eq!(story(&[(0, MET), (HOUR, Seen::Good)]), None);
}

#[test]
fn what_could_not_be_seen_changes_nothing() {
    assert_eq!(story(&[(0, READ), (DAY, Seen::Unseen)]), story(&[(0, READ)]));
    assert!(story(&[(0, MET), (HOUR, Seen::Unseen), (2 * HOUR, MET)]).unwrap().is_open());
    assert_eq!(story(&[(0, Seen::Unseen)]), None);
}

#[test]
fn what_comes_back_is_new() {
    let back = story(&[(0, READ), (DAY, Seen::Good), (2 * DAY, READ)]).unwrap();
    assert_eq!((back.is_open(), back.first_seen, back.told_at), (true, at(2 * DAY), None));
    assert!(story(&[(0, READ), (DAY, Seen::Good), (2 * DAY, MET)]).unwrap().is_waiting());
}

#[test]
fn a_late_word_of_an_old_look_changes_nothing() {
    assert_eq!(story(&[(DAY, READ), (0, Seen::Good)]), story(&[(DAY, READ)]));
    let closed = story(&[(0, READ), (DAY, Seen::Good)]);
    assert_eq!(story(&[(0, READ), (DAY, Seen::Good), (HOUR, READ)]), closed);
}

#[test]
fn a_second_look_is_due_an_hour_after_the_first() {
    let known = after(&[], ["a", "b"], |check| if check == "a" { MET } else { READ }, at(5));
    assert_eq!(look_again_at(&known), Some(at(5 + HOUR)));
    assert_eq!(look_again_at(&after(&known, [], |_| MET, at(5 + HOUR))), None);
}

fn open(severity: Severity, told: Option<i64>) -> Watched {
    Watched { told_at: told.map(at), ..Watched::begun("check", severity, Certainty::Record, at(0)) }
}

#[test]
fn a_change_is_told_once_and_what_stands_again_after_months() {
    let what = |watched: &Watched, now| due(watched, at(now)).map(|item| item.what);
    for (severity, again) in [
        (Severity::Urgent, AGAIN_URGENT),
        (Severity::Important, AGAIN_IMPORTANT),
        (Severity::WorthDoing, AGAIN_WORTH_DOING),
    ] {
        assert_eq!(what(&open(severity, None), 0), Some(What::New));
        let seen_lately = |now: i64| Watched { last_seen: at(now - DAY), ..open(severity, Some(0)) };
        assert_eq!(what(&seen_lately(again - 1), again - 1), None);
        assert_eq!(what(&seen_lately(again), again), Some(What::Still));
        assert_eq!(what(&open(severity, Some(0)), again), None, "nobody has been able to see it since");
    }
    assert_eq!(what(&open(Severity::Note, None), 0), None);
    let mended = Watched { closed_at: Some(at(DAY)), ..open(Severity::Urgent, Some(0)) };
    assert_eq!(what(&mended, DAY), Some(What::Mended));
    assert_eq!(what(&Watched { told_mended_at: Some(at(DAY)), ..mended.clone() }, 2 * DAY), None);
    assert_eq!(
        what(&Watched { told_at: None, ..mended }, DAY),
        None,
        "nobody hears of it only to hear it is gone"
    );
    assert_eq!(what(&Watched { opened_at: None, ..open(Severity::Urgent, None) }, DAY), None, "met once");
}

#[test]
fn what_no_look_can_see_for_five_weeks_is_out_of_sight() {
    let found = open(Severity::Urgent, None);
    assert!(!found.is_out_of_sight(at(SEEN_TOO_LONG_AGO - 1)));
    assert!(found.is_out_of_sight(at(SEEN_TOO_LONG_AGO)));
    let mended = Watched { closed_at: Some(at(DAY)), ..found.clone() };
    assert!(!mended.is_out_of_sight(at(SEEN_TOO_LONG_AGO)), "what is mended does not count anyway");
    let alike = Watched { check: "lookalike-mail".to_owned(), ..found };
    assert!(!alike.is_out_of_sight(at(SEEN_TOO_LONG_AGO)), "such names are looked at in their own time");
}

#[test]
fn one_letter_a_week_unless_something_new_is_urgent() {
    let item = |severity, what| Item { check: "check".to_owned(), severity, what };
    let sent = |items: &[Item], last: Option<i64>, now| letter(items.to_vec(), last.map(at), at(now));
    let mild = [item(Severity::Important, What::New)];
    assert!(sent(&mild, None, 0).is_some());
    assert_eq!(sent(&mild, Some(0), BETWEEN_LETTERS - 1), None);
    assert!(sent(&mild, Some(0), BETWEEN_LETTERS).is_some());
    let urgent = [item(Severity::Important, What::New), item(Severity::Urgent, What::New)];
    let now = sent(&urgent, Some(0), 1).unwrap();
    assert!(now.is_urgent && now.items.len() == 2 && now.items[0].severity == Severity::Urgent);
    assert_eq!(sent(&[item(Severity::Urgent, What::Still)], Some(0), 1), None, "a reminder can wait");
    assert_eq!(sent(&[], None, 0), None);
}

fn any_seen() -> impl Strategy<Value = Seen> {
    prop_oneof![Just(MET), Just(READ), Just(Seen::Good), Just(Seen::Unseen)]
}

proptest! {
    #[test]
    fn nothing_counts_that_was_met_only_on_visits_within_the_hour(
        looks in prop::collection::vec((0..HOUR, Just(MET)), 0..20)
    ) {
        let mut looks = looks;
        looks.sort_by_key(|(at, _)| *at);
        prop_assert!(story(&looks).is_none_or(|watched| !watched.is_open()));
    }

    #[test]
    fn telling_the_same_look_twice_does_no_harm(
        looks in prop::collection::vec((0..30 * DAY, any_seen()), 1..20)
    ) {
        let mut looks = looks;
        looks.sort_by_key(|(at, _)| *at);
        looks.dedup_by_key(|(at, _)| *at);
        let doubled: Vec<_> = looks.iter().flat_map(|look| [*look, *look]).collect();
        prop_assert_eq!(story(&looks), story(&doubled));
    }

    #[test]
    fn an_open_finding_was_failing_when_last_seen(
        looks in prop::collection::vec((0..30 * DAY, any_seen()), 1..20)
    ) {
        let mut looks = looks;
        looks.sort_by_key(|(at, _)| *at);
        let told = looks.iter().rev().find(|(_, seen)| *seen != Seen::Unseen);
        if story(&looks).is_some_and(|watched| watched.is_open()) {
            prop_assert!(matches!(told, Some((_, Seen::Failing(..)))));
        }
    }
}
