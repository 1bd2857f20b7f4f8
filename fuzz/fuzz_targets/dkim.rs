//! Whatever stands where a key for the seal on mail belongs, it is read or passed over, and never called good
//! without a key in it.
#![no_main]

use checkup::{DkimKey, parse_dkim};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text: String = bytes.iter().copied().map(char::from).collect();
    if parse_dkim(&text) == Some(DkimKey::Good) {
        assert!(text.contains("p") && text.len() > 40, "{text}");
    }
});
