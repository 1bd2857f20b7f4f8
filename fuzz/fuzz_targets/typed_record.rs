//! Whatever is typed as a record, it is read or refused; what reads is shown in a form that reads the same.
#![no_main]

use checkup::{LONGEST_TEXT, TYPED_KINDS, read_record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in TYPED_KINDS {
        let Ok(record) = read_record(kind, text) else { continue };
        assert!(record.kind() == kind && text.trim().len() <= LONGEST_TEXT);
        assert_eq!(read_record(kind, &record.to_string()), Ok(record));
    }
});
