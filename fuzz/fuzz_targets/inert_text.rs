//! Whatever text a stranger sends, what is shown turns nothing around and hides nothing.
#![no_main]

use evidence::{Inert, Kind, inert_copy, visible};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Inert::Text(shown) = inert_copy(Kind::Text, bytes) else { panic!("a text is shown as text") };
    let hidden = |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!shown.text.contains(hidden));
    assert_eq!(visible(&shown.text).text, shown.text, "what is visible stays as it is");
});
