//! Any bytes given as a journal are read up to the first block that is not whole; what is read can be judged.
#![no_main]

use checkup::Level;
use cohort::{Blocks, Entry};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

/// Most bytes would fail at the checksum: so they are also read with a checksum that fits.
fn sealed(packed: &[u8], entries: u32, length: u32) -> Vec<u8> {
    let numbers =
        [u32::try_from(packed.len()).expect("short"), entries, length].map(u32::to_le_bytes).concat();
    let mut hash = Sha256::new();
    hash.update(&numbers);
    hash.update(packed);
    [b"WHJOURN1".as_slice(), &numbers, &hash.finalize()[..16], packed].concat()
}

fn read(bytes: &[u8]) {
    let Ok(mut blocks) = Blocks::open(bytes) else { return };
    while let Ok(Some(block)) = blocks.read() {
        assert!(blocks.at() > block.at);
        let shared: Vec<_> = block
            .entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Shared(answer) => Some(answer.clone()),
                Entry::Look(_) => None,
            })
            .collect();
        for entry in &block.entries {
            if let Entry::Look(look) = entry {
                let domain = look.firm().domain;
                checkup::judge(&domain, &look.answers(&shared), Level::Records, look.ended_at());
            }
        }
    }
}

fuzz_target!(|input: (&[u8], u16, u16)| {
    let (bytes, entries, length) = input;
    read(bytes);
    read(&sealed(bytes, entries.into(), length.into()));
    // A stored block of DEFLATE, so that the bytes reach the reader of entries as they are.
    let Ok(short) = u16::try_from(bytes.len()) else { return };
    let stored = [&[1], &short.to_le_bytes()[..], &(!short).to_le_bytes(), bytes].concat();
    read(&sealed(&stored, entries.into(), short.into()));
});
