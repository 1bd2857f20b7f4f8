//! Eleven words bring somebody back who gave no name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use evidence::{LONGEST_TYPED, RECEIPT_WORDS, Receipt, ReceiptFault, UnknownWord, receipt_words};
use proptest::prelude::*;

fn receipt(seed: u8) -> Receipt {
    Receipt::from_secret(&[seed; 32])
}

fn typed(words: &[&str]) -> String {
    words.join(" ")
}

#[test]
fn the_words_are_two_thousand_and_forty_eight_and_none_becomes_another_by_one_slip() {
    let words = receipt_words();
    assert_eq!(words.len(), 2_048);
    assert!(words.is_sorted(), "they are looked up by halves");
    let mut slipped: BTreeSet<String> = BTreeSet::new();
    for word in words {
        assert!((4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        let letters: Vec<char> = word.chars().collect();
        for i in 0..letters.len() {
            let mut without = letters.clone();
            without.remove(i);
            slipped.insert(without.iter().collect());
            let mut swapped = letters.clone();
            swapped.swap(i, (i + 1) % letters.len());
            let swapped: String = swapped.iter().collect();
            let close =
                i + 1 < letters.len() && swapped != *word && words.binary_search(&swapped.as_str()).is_ok();
            assert!(!close, "{word} and {swapped} are one slip apart");
            for letter in 'a'..='z' {
                let mut changed = letters.clone();
                changed[i] = letter;
                let changed: String = changed.iter().collect();
                let close = changed != *word && words.binary_search(&changed.as_str()).is_ok();
                assert!(!close, "{word} and {changed} are one slip apart");
            }
        }
    }
    let short = words.iter().find(|word| slipped.contains(**word));
    assert_eq!(short, None, "a word is another with a letter left out");
}

#[test]
fn a_receipt_is_always_the_same_words_and_the_same_key() {
    assert_eq!(receipt(0).words().join(" "), KNOWN_WORDS[0]);
    assert_eq!(receipt(7).words().join(" "), KNOWN_WORDS[1]);
    assert_eq!(receipt(255).words().join(" "), KNOWN_WORDS[2]);
    let key = receipt(7).lookup_key(&[1; 32]).unwrap();
    assert_eq!(HEXLOWER.encode(&key.0), KNOWN_KEY);
    assert_ne!(receipt(7).lookup_key(&[2; 32]).unwrap(), key, "each centre has its own");
    assert_ne!(receipt(8).lookup_key(&[1; 32]).unwrap(), key);
}
const KNOWN_WORDS: [&str; 3] = [
    "ability ability ability ability ability ability ability ability ability ability branch",
    "anthem cutlery roller baker human lion bulb sweep anthem cutlery toasty",
    "zoom zoom zoom zoom zoom zoom zoom zoom zoom zoom station",
];
/// By another implementation of RFC 9106: Argon2id, 19 MiB, 2 passes, 1 lane, the 14 bytes as password, 32 as salt.
const KNOWN_KEY: &str = "e2f87435286c36c305dfaa0024218570a238b409ab0b5e7148402b15558eca26";

#[test]
fn it_is_read_as_people_type_it() {
    let receipt = receipt(7);
    let words = receipt.words();
    let numbered: String =
        words.iter().enumerate().map(|(i, word)| format!("{}. {word}\r\n", i + 1)).collect();
    for text in [
        typed(&words),
        words.join("-"),
        format!("  {} ", words.join("  ").to_uppercase()),
        words.join(", "),
        words.join("\n"),
        numbered,
    ] {
        assert_eq!(Receipt::parse(&text), Ok(receipt.clone()), "{text}");
    }
}

#[test]
fn a_slip_is_named_with_the_word_that_was_meant() {
    let receipt = receipt(7);
    let words = receipt.words();
    let mut slipped = words.map(str::to_owned);
    slipped[3].push('x');
    let fault = Receipt::parse(&slipped.join(" ")).unwrap_err();
    assert_eq!(fault, ReceiptFault::Unknown(vec![UnknownWord { place: 4, near: vec![words[3]] }]));
    let mut two = slipped.clone();
    two[9] = "qqqqqq".to_owned();
    let Err(ReceiptFault::Unknown(unknown)) = Receipt::parse(&two.join(" ")) else {
        panic!("two are unknown")
    };
    assert_eq!(unknown.iter().map(|word| word.place).collect::<Vec<_>>(), [4, 10]);
    assert!(unknown[0].near.contains(&words[3]) && unknown[0].near.len() <= 3 && unknown[1].near.is_empty());

    assert_eq!(Receipt::parse(&typed(&words[..10])), Err(ReceiptFault::Count { found: 10 }));
    assert_eq!(Receipt::parse(&format!("{} apple", typed(&words))), Err(ReceiptFault::Count { found: 12 }));
    assert_eq!(Receipt::parse(""), Err(ReceiptFault::Count { found: 0 }));
    let mut swapped = words;
    swapped.swap(0, 1);
    assert_eq!(Receipt::parse(&typed(&swapped)), Err(ReceiptFault::DoesNotFit));
}

#[test]
fn a_text_of_the_longest_length_is_read_and_one_longer_is_not() {
    let words = typed(&receipt(7).words());
    let spaces = " ".repeat(LONGEST_TYPED - words.len());
    assert!(Receipt::parse(&format!("{words}{spaces}")).is_ok());
    assert!(Receipt::parse(&format!("{words}{spaces} ")).is_err());
}

#[test]
fn a_receipt_stays_out_of_logs() {
    assert_eq!(format!("{:?}", receipt(7)), "Receipt(…)");
    assert_eq!(format!("{:?}", receipt(7).lookup_key(&[1; 32]).unwrap()), "LookupKey(…)");
}

#[test]
fn of_wrong_words_of_ours_one_in_five_hundred_passes() {
    let words = receipt(7).words();
    let passed = receipt_words().iter().filter(|other| {
        let mut changed = words;
        changed[5] = other;
        **other != words[5] && Receipt::parse(&typed(&changed)).is_ok()
    });
    let passed = passed.count();
    assert!(passed <= 12, "{passed} of 2,047");
}

proptest! {
    #[test]
    fn every_receipt_reads_back(secret in any::<[u8; 32]>()) {
        let receipt = Receipt::from_secret(&secret);
        prop_assert_eq!(receipt.words().len(), RECEIPT_WORDS);
        prop_assert_eq!(Receipt::parse(&typed(&receipt.words())), Ok(receipt));
    }

    #[test]
    fn no_text_is_too_strange_to_be_answered(text in "\\PC{0,300}") {
        let _answered = Receipt::parse(&text);
    }
}
