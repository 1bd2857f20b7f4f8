//! Whatever somebody types as a receipt is answered, and what was read prints and reads back.
#![no_main]

use evidence::{RECEIPT_WORDS, Receipt, ReceiptFault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Receipt::parse(text) {
        Ok(receipt) => assert!(Receipt::parse(&receipt.words().join("-")).is_ok_and(|again| again == receipt)),
        Err(ReceiptFault::Count { found }) => assert_ne!(found, RECEIPT_WORDS),
        Err(ReceiptFault::Unknown(words)) => {
            assert!(!words.is_empty() && words.iter().all(|word| word.near.len() <= 3));
            assert!(words.iter().all(|word| (1..=RECEIPT_WORDS).contains(&word.place)));
        }
        Err(ReceiptFault::DoesNotFit) => {}
    }
});
