//! Whatever is typed where a code is wanted: it is read or not, and what was read is of the right length and is read again
//! as the same when it is written as we say or print it.
#![no_main]

use centre::call_check::{
    CALL_DIGITS, LETTER_CODE_SIGNS, LONG_CALL_DIGITS, TypedCode, in_groups_of_three, masked, read_code,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    match read_code(typed) {
        Some(TypedCode::Call(digits)) => {
            assert!(matches!(digits.len(), CALL_DIGITS | LONG_CALL_DIGITS));
            assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
            assert_eq!(read_code(&in_groups_of_three(&digits)), Some(TypedCode::Call(digits)));
        }
        Some(TypedCode::Letter(code)) => {
            assert_eq!(code.len(), LETTER_CODE_SIGNS);
            assert_eq!(read_code(&code.to_lowercase()), Some(TypedCode::Letter(code)));
        }
        None => {}
    }
    let _ = masked(typed);
});
