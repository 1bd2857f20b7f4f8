//! Whatever comes in as a message: it is examined, bounded, and nothing genuine comes out of nothing.
#![no_main]

use enclosures::Blind;
use libfuzzer_sys::fuzz_target;
use message::Came;
use triage::{BrandBook, NoRecords, Setting, Verdict, examine};

fuzz_target!(|input: (u8, &[u8])| {
    let came = [Came::Saved, Came::SentToUs, Came::Words][usize::from(input.0 % 3)];
    let book = BrandBook::empty();
    let setting = Setting { book: &book, own: &[], now: 1_793_613_600, eyes: &Blind, records: &NoRecords };
    let said = examine(input.1, came, &setting);
    assert!(said.reasons.len() <= 3);
    assert!(said.verdict != Verdict::LooksGenuine);
});
