//! Originals come in sealed, come out as they were, and nobody changes one unseen.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::HEXLOWER;
use evidence::{
    CHUNK, MOST_ITEM_BYTES, OpenFault, Opened, Opening, SealFault, SealKey, Sealed, Sealing, open_small,
    seal_small, sealed_size,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use terms::edge::Chance;

/// Chance that gives the same bytes each time.
struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

fn key(seed: u64) -> SealKey {
    SealKey::random(&Counted(AtomicU64::new(seed << 32)))
}

fn sealed(key: &SealKey, original: &[u8], pieces: usize) -> (Vec<u8>, Sealed) {
    let (mut sealing, mut out) = (Sealing::new(key, MOST_ITEM_BYTES), Vec::new());
    for piece in original.chunks(pieces.max(1)) {
        sealing.take(piece, &mut out).unwrap();
    }
    let sealed = sealing.finish(&mut out).unwrap();
    (out, sealed)
}

fn opened(key: &SealKey, sealed: &[u8], pieces: usize) -> Result<(Vec<u8>, Opened), OpenFault> {
    let (mut opening, mut out) = (Opening::new(key), Vec::new());
    for piece in sealed.chunks(pieces.max(1)) {
        opening.take(piece, &mut out)?;
    }
    let opened = opening.finish(&mut out)?;
    Ok((out, opened))
}

fn original(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|i| (i.wrapping_mul(31) >> 3) as u8).collect()
}

#[test]
fn what_comes_in_comes_out_whatever_its_size_and_its_pieces() {
    for bytes in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
        let original = original(bytes);
        let (kept, facts) = sealed(&key(1), &original, 10_007);
        assert_eq!(facts.sha256.as_slice(), Sha256::digest(&original).as_slice());
        assert_eq!(facts.sealed_sha256.as_slice(), Sha256::digest(&kept).as_slice());
        assert_eq!((facts.bytes, facts.sealed_bytes), (bytes as u64, kept.len() as u64));
        assert_eq!(sealed_size(bytes as u64), kept.len() as u64);
        for pieces in [1 + kept.len() / 300, 4_096, CHUNK + 16, kept.len()] {
            let (out, found) = opened(&key(1), &kept, pieces).unwrap();
            assert!(out == original && found.sha256 == facts.sha256, "{bytes} in pieces of {pieces}");
        }
        assert_eq!(kept, sealed(&key(1), &original, 64).0, "the pieces in which it came leave no trace");
    }
}

#[test]
fn the_form_is_as_it_was_when_the_first_was_kept() {
    let (kept, _) = sealed(&SealKey::from_bytes([7; 32]), b"He said he was from the bank.", 64);
    assert_eq!(HEXLOWER.encode(&kept), KNOWN_SEALED);
    let (empty, _) = sealed(&SealKey::from_bytes([7; 32]), b"", 64);
    assert_eq!(HEXLOWER.encode(&empty), KNOWN_EMPTY);
}
/// By another implementation of RFC 8439, put together by hand.
const KNOWN_SEALED: &str =
    "57484531a1727365a7040264aae15935695665c9a110bce49a966f47d1bf8c1abcc464d3d373ddbcce3584ba91274987f8";
const KNOWN_EMPTY: &str = "5748453104bafa620b9bb26d01417131e8f1cf8a";

#[test]
fn a_chunk_that_was_moved_repeated_left_out_or_cut_off_is_found() {
    let (kept, _) = sealed(&key(1), &original(3 * CHUNK + 100), CHUNK);
    let (header, body) = kept.split_at(4);
    let chunks: Vec<&[u8]> = body.chunks(CHUNK + 16).collect();
    let made = |order: &[usize]| {
        [header.to_vec(), order.iter().flat_map(|i| chunks[*i].to_vec()).collect()].concat()
    };
    assert!(opened(&key(1), &made(&[0, 1, 2, 3]), 9_999).is_ok());
    for (order, chunk) in [
        (&[1, 0, 2, 3][..], 0),
        (&[0, 0, 1, 2, 3], 1),
        (&[0, 2, 3], 1),
        (&[0, 1, 2], 2),
        (&[0, 1], 1),
        (&[0, 1, 2, 3, 3], 3),
        (&[3], 0),
    ] {
        let fault = opened(&key(1), &made(order), 9_999).unwrap_err();
        assert_eq!(fault, OpenFault::Changed { chunk }, "{order:?}");
    }
    for cut in [0, 1, 3] {
        assert_eq!(opened(&key(1), &kept[..cut], 64), Err(OpenFault::NotSealed), "{cut}");
    }
    for cut in [4, 5, 20, CHUNK + 20, kept.len() - 1, kept.len() - 100, kept.len() - 116] {
        assert!(opened(&key(1), &kept[..cut], 4_096).is_err(), "{cut}");
    }
    assert!(opened(&key(2), &kept, 4_096).is_err(), "another key opens nothing");
}

#[test]
fn an_end_without_bytes_is_only_the_end_of_an_empty_original() {
    // A full chunk marked as not the last, then an empty one marked as the last: two ways to keep one original.
    let original = original(CHUNK);
    let (longer, _) = sealed(&key(1), &[original.as_slice(), b"x"].concat(), CHUNK);
    let (empty, _) = sealed(&key(1), b"", 1);
    let forged = [&longer[..4 + CHUNK + 16], &empty[4..]].concat();
    assert_eq!(opened(&key(1), &forged, 4_096), Err(OpenFault::Changed { chunk: 1 }));
}

#[test]
fn the_largest_item_is_taken_and_one_byte_more_is_not() {
    let most = 3 * CHUNK as u64;
    let mut sealing = Sealing::new(&key(1), most);
    let mut out = Vec::new();
    sealing.take(&original(most as usize), &mut out).unwrap();
    assert_eq!(sealing.bytes(), most);
    assert_eq!(sealing.take(b"x", &mut out), Err(SealFault::TooLarge { most }));
    assert_eq!(MOST_ITEM_BYTES, 25_000_000);
}

#[test]
fn sealing_and_opening_need_no_more_memory_for_a_large_file() {
    let (mut sealing, mut opening) = (Sealing::new(&key(1), MOST_ITEM_BYTES), Opening::new(&key(1)));
    let piece = original(100_000);
    let (mut sealed, mut out, mut most) = (Vec::new(), Vec::new(), 0);
    for _ in 0..80 {
        sealing.take(&piece, &mut sealed).unwrap();
        opening.take(&sealed, &mut out).unwrap();
        most = most.max(sealed.capacity() + out.capacity());
        sealed.clear();
        out.clear();
    }
    assert_eq!(sealing.finish(&mut sealed).unwrap().bytes, 8_000_000);
    opening.take(&sealed, &mut out).unwrap();
    opening.finish(&mut out).unwrap();
    assert!(most < 8 * CHUNK, "{most} bytes waited at most");
}

#[test]
fn a_small_thing_opens_in_its_own_place_only() {
    let chance = Counted(AtomicU64::new(9));
    let kept = seal_small(&key(1), b"account 1", b"what was said", &chance).unwrap();
    assert_eq!(open_small(&key(1), b"account 1", &kept).unwrap(), b"what was said");
    assert!(open_small(&key(1), b"account 2", &kept).is_err());
    assert!(open_small(&key(2), b"account 1", &kept).is_err());
    assert_eq!(open_small(&key(1), b"account 1", b"short"), Err(OpenFault::NotSealed));
    let again = seal_small(&key(1), b"account 1", b"what was said", &chance).unwrap();
    assert_ne!(kept, again, "the same words are not seen to be the same");
    assert_eq!(format!("{:?}", key(1)), "SealKey(…)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn a_flipped_bit_is_found(bytes in 0_usize..200_000, bit in any::<prop::sample::Index>()) {
        let (mut kept, _) = sealed(&key(3), &original(bytes), 50_000);
        let bit = bit.index(kept.len() * 8);
        kept[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(opened(&key(3), &kept, 10_000).is_err());
    }
}
