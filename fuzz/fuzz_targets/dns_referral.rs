//! Whatever a name server sends, what it tells stays within its zone and within the limits.
#![no_main]

use checkup::{Kind, Question, RecordName};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let Ok(name) = RecordName::parse("www.bakery.example") else { return };
    let question = Question::new(name, Kind::ALL[usize::from(kind) % Kind::ALL.len()]);
    probe::fuzzing::read_referral(&question, "example", bytes);
});
