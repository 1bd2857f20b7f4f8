//! Whatever bytes come, they have one kind, however they are cut into pieces.
#![no_main]

use evidence::Sniffer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (piece, bytes) = input;
    let mut sniffer = Sniffer::new();
    bytes.chunks(usize::from(piece).max(1)).for_each(|piece| sniffer.take(piece));
    assert_eq!(sniffer.kind(), Sniffer::kind_of(bytes));
});
