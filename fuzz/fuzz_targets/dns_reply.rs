//! Whatever a stranger sends as a reply ends as an outcome, within the limits.
#![no_main]

use checkup::{Kind, LONGEST_CHAIN, LONGEST_TEXT, MOST_RECORDS, Question, Record, RecordName};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let Ok(name) = RecordName::parse("bakery.example") else { return };
    let question = Question::new(name, Kind::ALL[usize::from(kind) % Kind::ALL.len()]);
    if let Some((records, aliases)) = probe::fuzzing::read_reply(&question, bytes) {
        assert!(records.len() <= MOST_RECORDS && aliases.len() <= LONGEST_CHAIN);
        for record in &records {
            assert_eq!(record.kind(), question.kind);
            if let Record::Txt(text) | Record::Spf(text) = record {
                assert!(text.chars().count() <= LONGEST_TEXT);
            }
            assert!(record.to_string().bytes().all(|b| (b' '..=b'~').contains(&b)));
        }
    }
});
