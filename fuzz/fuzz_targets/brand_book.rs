//! Whatever stands in a brand book: what cannot be taken is listed, the rest stands.
#![no_main]

use libfuzzer_sys::fuzz_target;
use triage::BrandBook;

fuzz_target!(|text: &str| {
    let (book, _) = BrandBook::parse(text);
    assert!(book.brands().iter().all(|brand| !brand.domains.is_empty()));
});
