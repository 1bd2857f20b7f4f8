//! Whatever a stranger sends as a picture, what is shown was painted here and is not larger than we say.
#![no_main]

use evidence::{Inert, Kind, SHOWN_SIDE, Sniffer, inert_copy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let kind = [Kind::Png, Kind::Jpeg, Kind::Webp, Kind::Gif][usize::from(kind) % 4];
    if let Inert::Picture(picture) = inert_copy(kind, bytes) {
        assert!(picture.width.max(picture.height) <= SHOWN_SIDE);
        let again = Sniffer::kind_of(&picture.bytes);
        assert!(matches!(again, Kind::Png | Kind::Jpeg), "{again:?}");
    }
});
