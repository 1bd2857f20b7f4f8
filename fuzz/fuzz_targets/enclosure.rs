//! Whatever comes with a message, it has an answer within the message's budget.
#![no_main]

use enclosures::{Blind, Budget, Contents, MOST_ALARMS, MOST_CODES, MOST_LINKS, MOST_TEXT, open};
use libfuzzer_sys::fuzz_target;

fn holds(contents: &Contents) {
    assert!(contents.text.len() <= MOST_TEXT && contents.links.len() <= MOST_LINKS);
    assert!(contents.alarms.len() <= MOST_ALARMS);
    assert!(contents.codes.len() <= MOST_CODES);
    contents.inside.iter().for_each(holds);
}

fuzz_target!(|input: (&str, &[u8])| {
    let (name, bytes) = input;
    let mut budget = Budget::of_a_message();
    holds(&open(name, "", bytes, &mut budget, &Blind));
    assert_eq!(budget.depth, Budget::of_a_message().depth);
});
