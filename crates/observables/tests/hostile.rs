//! Texts made to hurt: nothing stops the walk, nothing makes it slow, and what is told holds.

use std::time::{Duration, Instant};

use observables::{Form, defang, read, read_field, refang, unwrap, without_tokens};
use proptest::prelude::*;

/// How long a text of 100,000 characters may take in a build without optimisation on a busy machine. A walk that is
/// not linear takes minutes.
const PATIENCE: Duration = Duration::from_secs(8);

#[test]
fn a_hundred_thousand_signs_of_any_one_kind_are_soon_read() {
    for sign in [
        "0",
        "1",
        "9",
        "@",
        ".",
        "a",
        "-",
        "[",
        "(",
        "+",
        " ",
        "£",
        "a.",
        "a@",
        "1.",
        "1 ",
        "0 ",
        "12-",
        "a:",
        "::",
        "f:",
        "//",
        "at ",
        "dot ",
        "a dot ",
        "a at ",
        "one ",
        "double ",
        "by ",
        "within ",
        "card ",
        "http://",
        "http://a.",
        "www.",
        "[.]",
        "a[.]",
        "(at)",
        "é",
        "\u{202e}",
        "e\u{301}",
        "٠",
        "GB",
        "GB33",
        "0x",
        "bc1q",
        "ref 1",
        "£1,",
        "1,",
        "@a",
        "t.me/",
        "x%40",
        "例",
        "例.",
        "ⓐ",
        "\u{200b}",
        "O",
        "O0",
        "l1",
        "@a.b ",
        "a_",
        "sort code ",
        "account 12345678 ",
        "12-34-56 ",
        "https://a.example/)",
        "a.com ",
        "1.1.1.1",
        "by 5pm ",
        "a@b.",
        "xn--",
        "\"",
        "http://@",
        "http://a@",
    ] {
        let text = sign.repeat(100_000 / sign.chars().count());
        let begun = Instant::now();
        let found = read(&text);
        assert!(
            begun.elapsed() < PATIENCE,
            "{sign:?} took {:?} for {} mentions",
            begun.elapsed(),
            found.len()
        );
    }
}

/// Pieces that readers trip over, put together in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("07700 900123".to_owned()),
        Just("+44 (0)".to_owned()),
        Just("anna@bakery.example".to_owned()),
        Just("hxxps://".to_owned()),
        Just("evil[.]example".to_owned()),
        Just("/a?b=c#d".to_owned()),
        Just("12-34-56".to_owned()),
        Just("12345678".to_owned()),
        Just("GB33BUKB20201555555555".to_owned()),
        Just("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq".to_owned()),
        Just("£1,250.00".to_owned()),
        Just(" at ".to_owned()),
        Just(" dot ".to_owned()),
        Just("@".to_owned()),
        Just(".".to_owned()),
        Just(" ".to_owned()),
        Just("ref ".to_owned()),
        Just("within 24 hours".to_owned()),
        Just("by Friday 5pm".to_owned()),
        Just("sort code ".to_owned()),
        Just("account ".to_owned()),
        Just("telegram ".to_owned()),
        Just("@anna_92".to_owned()),
        Just("2001:db8::12".to_owned()),
        Just("192.0.2.7".to_owned()),
        Just("card ending ".to_owned()),
        Just("4012 8888 8888 1881".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("é".to_owned()),
        Just("ｏ".to_owned()),
        "[a-zA-Z0-9]{1,6}",
        "[0-9 ]{1,14}",
        "\\PC{1,4}",
        "[-_.:/@()\\[\\]+%]{1,4}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let found = read(text);
    let mut last = 0;
    for mention in &found {
        let written = text.get(mention.written.clone());
        prop_assert!(written.is_some_and(|written| !written.is_empty()), "{:?} in {:?}", mention, text);
        prop_assert!(mention.written.start >= last, "in order of place");
        last = mention.written.start;
        let again = read_field(mention.kind, &mention.value);
        prop_assert!(
            again.iter().any(|one| one.kind.word() == mention.kind.word() && one.value == mention.value),
            "{:?} is read again as {:?}",
            mention,
            again
        );
        let shown = defang(&mention.value);
        prop_assert!(!shown.to_ascii_lowercase().contains("http"), "{}", shown);
        if mention.form == Form::Plain {
            let clean = without_tokens(&mention.value);
            prop_assert_eq!(without_tokens(&clean), clean);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_a_value_read_again_is_the_same(text in "\\PC{0,120}") {
        holds(&text)?;
    }

    #[test]
    fn any_heap_of_values_is_read_and_a_value_read_again_is_the_same(text in pieces()) {
        holds(&text)?;
    }

    #[test]
    fn any_text_can_be_unwrapped_cleaned_and_shown(text in pieces()) {
        prop_assert!(!unwrap(&text).hops.is_empty());
        let _ = (without_tokens(&text), defang(&text), refang(&text));
    }
}
