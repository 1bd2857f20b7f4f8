use super::*;

const DAY: i64 = 24 * 60 * 60;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn kept() -> NameStands {
    let mut promises: Vec<_> = Promise::ALL.iter().map(|promise| (*promise, PromiseState::Kept)).collect();
    promises[2].1 = PromiseState::CouldNotCheck;
    NameStands { proved_at: Some(at(0)), looked_at: Some(at(DAY)), looked_closer: false, promises }
}

fn with(promise: usize, state: PromiseState) -> NameStands {
    let mut name = kept();
    name.promises[promise].1 = state;
    name
}

#[test]
fn it_counts_for_two_weeks_after_the_oldest_look() {
    let newer = NameStands { looked_at: Some(at(3 * DAY)), ..kept() };
    let names = [newer, kept()];
    let until = at((1 + COUNTS_FOR_DAYS) * DAY);
    let badge = Current { looked_at: at(DAY), until, looked_closer: false };
    assert_eq!(current(&names, at(4 * DAY)), Ok(badge));
    assert_eq!(current(&names, at((1 + COUNTS_FOR_DAYS) * DAY - 1)), Ok(badge));
    assert_eq!(current(&names, until), Err(Lacks::Look));
}

#[test]
fn a_promise_that_any_look_can_check_must_be_kept() {
    for promise in [0, 1, 3] {
        let told = |state| current(&[kept(), with(promise, state)], at(2 * DAY)).map(|_| ());
        assert_eq!(told(PromiseState::Kept), Ok(()));
        assert_eq!(told(PromiseState::NotKept), Err(Lacks::Promise));
        assert_eq!(told(PromiseState::Partly), Err(Lacks::Promise));
        assert_eq!(told(PromiseState::CouldNotCheck), Err(Lacks::Check), "not known is never good");
    }
    let none = NameStands { promises: Vec::new(), ..kept() };
    assert_eq!(current(&[none], at(2 * DAY)), Err(Lacks::Check));
}

#[test]
fn what_is_open_counts_where_we_were_let_look() {
    let open = |state, looked_closer| {
        let name = NameStands { looked_closer, ..with(2, state) };
        current(&[name], at(2 * DAY)).map(|badge| badge.looked_closer)
    };
    assert_eq!(open(PromiseState::CouldNotCheck, false), Ok(false));
    assert_eq!(open(PromiseState::CouldNotCheck, true), Err(Lacks::Check));
    assert_eq!(open(PromiseState::NotKept, false), Err(Lacks::Promise));
    assert_eq!(open(PromiseState::Kept, true), Ok(true));
    let mixed = [NameStands { looked_closer: true, ..with(2, PromiseState::Kept) }, kept()];
    assert!(!current(&mixed, at(2 * DAY)).unwrap().looked_closer);
}

#[test]
fn a_strangers_name_earns_nobody_a_badge() {
    assert_eq!(current(&[], at(2 * DAY)), Err(Lacks::NoName));
    let unproved = NameStands { proved_at: None, ..kept() };
    assert_eq!(current(&[kept(), unproved], at(2 * DAY)), Err(Lacks::Proof));
    let unseen = NameStands { looked_at: None, ..kept() };
    assert_eq!(current(&[unseen], at(2 * DAY)), Err(Lacks::Look));
}
