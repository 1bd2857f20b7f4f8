//! Whatever comes in: it is bounded, it never fails, and nothing that is told can be pressed.

use proptest::prelude::*;
use triage::{BrandBook, Grouping, MOST_BRANDS, Verdict};

use crate::house::{Came, look};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_examined(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), way in 0..3_u8) {
        let came = [Came::Saved, Came::SentToUs, Came::Words][usize::from(way)];
        let said = look(&bytes, came);
        prop_assert!(said.reasons.len() <= 3);
        prop_assert!(said.verdict != Verdict::LooksGenuine);
    }

    #[test]
    fn any_words_are_examined_and_told_without_links(words in "(\\PC|https?://[a-z]{1,9}\\.(com|top|co\\.uk)/[a-z]{0,9} |[a-z]{1,9}@[a-z]{1,9}\\.com ){0,60}") {
        let said = look(words.as_bytes(), Came::Words);
        for reason in said.reasons.iter().chain(&said.details) {
            prop_assert!(!reason.sentence.contains("http://") && !reason.sentence.contains("https://"), "{}", reason.sentence);
        }
        prop_assert!(!said.excerpt.contains("http"), "{}", said.excerpt);
    }

    #[test]
    fn any_book_is_read(text in "(\\[\\[brand\\]\\]|id|name|domains|names|=|\"[a-z.]{0,9}\"|\\[|\\]|,|\n| ){0,80}") {
        let (book, bad) = BrandBook::parse(&text);
        prop_assert!(book.brands().len() + bad.len() <= text.matches("[[brand]]").count() + 1);
    }
}

#[test]
fn one_organisation_more_than_fit_is_listed_and_the_others_stand() {
    let entry = |n: usize| format!("[[brand]]\nid = \"b{n}\"\nname = \"B\"\ndomains = [\"b{n}.example\"]\n");
    let full: String = (0..MOST_BRANDS).map(entry).collect();
    let (book, bad) = BrandBook::parse(&full);
    assert_eq!((book.brands().len(), bad.len()), (MOST_BRANDS, 0));
    let (book, bad) = BrandBook::parse(&format!("{full}{}", entry(MOST_BRANDS)));
    assert_eq!((book.brands().len(), bad.len()), (MOST_BRANDS, 1));
}

#[test]
fn a_bad_entry_costs_itself_and_says_its_line() {
    let (book, bad) = BrandBook::parse(
        "[[brand]]\nid = \"a\"\nname = \"A\"\ndomains = [\"a.example\"]\n\n[[brand]]\nid = \"b\"\nname = \"B\"\ndomains = []\n\n[[brand]]\nid = \"a\"\nname = \"A\"\ndomains = [\"a.example\"]\n",
    );
    assert_eq!(book.brands().len(), 1);
    let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 6: \"b\" has no domain, so nothing could ever be really from it",
            "line 11: the id \"a\" stands twice"
        ]
    );
}

#[test]
fn a_letter_of_many_links_and_many_words_is_bounded() {
    let links: String = (0..100_000).map(|n| format!("https://host{n}.example.net/ ")).collect();
    let said = look(format!("From: a@b.example\r\n\r\n{links}").as_bytes(), Came::Saved);
    assert!(said.indicators.len() <= 100 && said.keys.exact.len() <= 12);
    let mut groups = Grouping::new();
    for _ in 0..500 {
        groups.add(&said.keys);
    }
    assert_eq!(groups.group(499), 0);
}
