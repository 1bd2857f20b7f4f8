//! Whatever stands in the lists of Help now, and whatever is typed to find a problem: read or refused with a line, and
//! found without a fault.
#![no_main]

use centre::first_hour::{Card, Guide};
use centre::playbook::Answers;
use centre::reclaim::Story;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String, String)| {
    let (problems, reclaim, words) = input;
    let files = [("problems.toml".to_owned(), problems), ("reclaim.toml".to_owned(), reclaim)];
    match Guide::read(&files) {
        Ok(guide) => {
            for problem in guide.problems.search(&words) {
                let _ = Card::of(&guide, problem, Answers::default()).minutes();
            }
        }
        Err(faults) => assert!(!faults.is_empty() && faults.iter().all(|fault| fault.line >= 1)),
    }
    if let Ok(story) = Story::parse(&words) {
        assert!(story.lines().iter().all(|line| line.as_str().chars().count() <= 200));
    }
});
