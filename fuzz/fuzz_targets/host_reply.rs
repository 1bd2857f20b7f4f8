//! Whatever a host sends, the scout's own readers come to an end.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| probe::fuzzing::read_host(bytes));
