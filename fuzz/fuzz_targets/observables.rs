//! Whatever stands in an account of events: values are read out of it or not, each written in one way and within its limits,
//! and reading a value again gives the same.
#![no_main]

use centre::account::Account;
use centre::wave::{Kind, LONGEST_VALUE, MOST_OBSERVABLES, Seen, Shared, observables, waves};
use libfuzzer_sys::fuzz_target;
use terms::{CaseId, PhoneNumber, PlainLine};

fuzz_target!(|input: (String, Vec<String>)| {
    let (happened, lines) = input;
    let traces = lines.iter().filter_map(|line| PlainLine::parse(line).ok()).collect();
    let account = Account { happened, traces, ..Account::default() };
    let shared = Shared::default();
    let found = observables(&account, &shared);
    assert!(found.len() <= MOST_OBSERVABLES);
    let mut seen = Vec::new();
    for (number, one) in found.iter().enumerate() {
        assert!(!one.value.is_empty() && one.value.len() <= LONGEST_VALUE);
        if one.kind == Kind::Phone {
            assert!(PhoneNumber::parse(&one.value).is_ok());
        }
        if matches!(one.kind, Kind::Email | Kind::Phone | Kind::Wallet)
            && let Ok(line) = PlainLine::parse(&one.value)
        {
            let again = Account { traces: vec![line], ..Account::default() };
            assert!(observables(&again, &shared).contains(one), "{one:?}");
        }
        let id = format!("{:032x}", number % 5);
        if let Ok(case) = id.parse::<CaseId>() {
            seen.push(Seen { case, kind: one.kind, mark: one.value.as_bytes().to_vec() });
        }
    }
    for wave in waves(&seen) {
        assert!(wave.cases.len() > 1 && !wave.shares.is_empty());
    }
});
