//! Whatever a text holds: mentions lie inside it on boundaries of characters, a value read again is the same value, and
//! what is shown or shared of it has no link in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use observables::{Kind, MOST_LAYERS, MOST_MENTIONS, defang, read, read_field, unwrap, without_tokens};

fuzz_target!(|text: String| {
    let found = read(&text);
    assert!(found.len() <= MOST_MENTIONS);
    for mention in &found {
        assert!(text.get(mention.written.clone()).is_some_and(|written| !written.is_empty()), "{mention:?}");
        let again = read_field(mention.kind, &mention.value);
        assert!(again.iter().any(|one| one.value == mention.value), "{mention:?} became {again:?}");
        assert!(!defang(&mention.value).contains("http"));
        if mention.kind == Kind::Url {
            let clean = without_tokens(&mention.value);
            assert_eq!(without_tokens(&clean), clean);
        }
    }
    assert!(unwrap(&text).hops.len() <= MOST_LAYERS + 1);
});
