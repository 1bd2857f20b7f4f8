//! Any bytes given as a list of firms are read to their end: every line is a firm, is refused with a reason, or is
//! empty, and no name comes twice.
#![no_main]

use std::collections::BTreeSet;

use cohort::{LONGEST_FIELD, List, ListEntry, MOST_REFUSED_SHOWN};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = List::open(bytes) else { return };
    let (mut names, mut last) = (BTreeSet::new(), 0);
    for entry in list {
        let line = match entry.expect("memory can be read") {
            ListEntry::Firm(firm) => {
                let columns = [&firm.columns.borough, &firm.columns.sector, &firm.columns.size, &firm.columns.cohort];
                assert!(columns.iter().all(|text| text.chars().count() <= LONGEST_FIELD));
                assert!(names.insert(firm.domain), "a name comes twice");
                firm.line
            }
            ListEntry::Refused(refused) => {
                assert!(!refused.reason.is_empty());
                assert!(!refused.text.chars().any(char::is_control));
                assert!(refused.text.chars().count() <= 12 * MOST_REFUSED_SHOWN);
                refused.line
            }
        };
        assert!(line > last, "lines come in order");
        last = line;
    }
});
