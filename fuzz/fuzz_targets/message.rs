//! Whatever somebody sends as a message is read, within limits, and what is said to be untouched stands in the bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use message::{Came, read, split_mbox};

fuzz_target!(|bytes: &[u8]| {
    for came in [Came::Saved, Came::SentToUs, Came::Words] {
        let reading = read(bytes, came);
        if let Some(range) = reading.untouched {
            assert!(bytes.get(range).is_some());
        }
    }
    assert!(split_mbox(bytes).map(<[u8]>::len).sum::<usize>() <= bytes.len());
});
