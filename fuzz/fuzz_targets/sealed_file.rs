//! Whatever bytes claim to be a sealed file: what opens was sealed with this key.
#![no_main]

use evidence::{Opening, SealKey, Sealing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, bool, &[u8])| {
    let (piece, ours, bytes) = input;
    let key = SealKey::from_bytes([7; 32]);
    let mut sealed = bytes.to_vec();
    if ours {
        sealed.clear();
        let mut sealing = Sealing::new(&key, u64::MAX);
        sealing.take(bytes, &mut sealed).expect("no limit");
        sealing.finish(&mut sealed).expect("it seals");
    }
    let (mut opening, mut out) = (Opening::new(&key), Vec::new());
    let taken = sealed.chunks(usize::from(piece).max(1)).try_for_each(|piece| opening.take(piece, &mut out));
    let opened = taken.and_then(|()| opening.finish(&mut out));
    assert_eq!(opened.is_ok(), ours);
    assert!(!ours || out == bytes);
});
