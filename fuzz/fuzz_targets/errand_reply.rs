//! Whatever a stranger sends back to a letter, and whatever a firm calls itself in one: an answer is bounded and can be
//! shown, a name carries no link.
#![no_main]

use centre::errand::{Answer, LATEST_UNTIL_DAYS, LONGEST_NAME_IN_MAIL, Reply, name_in_mail, read_reply};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, String, [String; 3], String)| {
    let (answer, because, until, name) = input;
    let today = jiff::civil::date(2026, 11, 21);
    let answer = Answer::ALL[usize::from(answer) % Answer::ALL.len()];
    let until = [until[0].as_str(), until[1].as_str(), until[2].as_str()];
    if let Ok(reply) = read_reply(answer, &because, until, today) {
        assert_eq!(reply.answer(), answer);
        match reply {
            Reply::Done => {}
            Reply::Cannot(line) => assert!(line.as_str().chars().count() <= 200),
            Reply::Until(day) => {
                let days = today.until(day).map_or(i64::MAX, |span| i64::from(span.get_days()));
                assert!((1..=LATEST_UNTIL_DAYS).contains(&days), "{day}");
            }
        }
    }
    let shown = name_in_mail(&name);
    assert!(shown.chars().count() <= LONGEST_NAME_IN_MAIL);
    assert!(!shown.contains(['.', ':', '/', '@', '\n', '<', '>']), "{shown:?}");
    assert_eq!(name_in_mail(&shown), shown);
});
