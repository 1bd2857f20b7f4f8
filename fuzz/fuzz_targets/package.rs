//! Whatever stands where a package should stand: it is judged, never believed, and nothing is held but its lists. What is
//! frozen in a pack is read or refused, and what was read can be put on paper.
#![no_main]

use centre::hand_over::Content;
use centre::hand_over::package::{Manifest, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // Nobody guesses a signature.
    assert!(verify(&mut &input[..], Some(&[7; 32])).is_err());
    let _ = verify(&mut &input[..], None);
    let _ = verify(&mut &[b"PK\x03\x04".as_slice(), input].concat()[..], None);
    if let Ok(manifest) = Manifest::read(input) {
        assert_eq!(Manifest::read(&manifest.write()).as_ref(), Ok(&manifest));
    }
    if let Some(content) = std::str::from_utf8(input).ok().and_then(|text| Content::read(text).ok()) {
        assert_eq!(Content::read(&content.write()).as_ref(), Ok(&content));
        let _ = content.paper().text();
    }
});
