use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use terms::PackId;

use super::*;

fn key() -> PackageKey {
    PackageKey::from_secret([7; 32])
}

fn listed(name: &str, bytes: &[u8]) -> Listed {
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    Listed { name: name.to_owned(), bytes: bytes.len() as u64, sha256, called: None }
}

/// A package of these files, signed with this key.
fn package_of(files: &[(&str, &[u8])], key: &PackageKey) -> Vec<u8> {
    let list = files.iter().map(|(name, bytes)| listed(name, bytes)).collect();
    let id: PackId = "0123456789abcdef0123456789abcdef".parse().unwrap();
    let at = "2026-11-21T10:00:00Z".parse().unwrap();
    let manifest =
        Manifest::new(id, ["WH-7K3D-92", "London Watchhouse", "metropolitan-police"], at, key, list);
    let text = manifest.write();
    let sums = manifest.sums(&Sha256::digest(&text).into());
    let mut all: Vec<(&str, Vec<u8>)> =
        vec![(MANIFEST, text.clone()), (SIGNATURE, key.sign(&text).to_vec()), (SUMS, sums.into_bytes())];
    all.extend(files.iter().map(|(name, bytes)| (*name, bytes.to_vec())));
    archive_of(&all)
}

fn archive_of(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut out) = (Archive::default(), Vec::new());
    for (name, bytes) in files {
        out.extend(archive.file(name, bytes).unwrap());
        out.extend(bytes);
    }
    out.extend(archive.finish());
    out
}

fn usual() -> Vec<u8> {
    let files: [(&str, &[u8]); 3] =
        [(PACKAGE, b"{}"), (SUMMARY, b"%PDF-1.7"), ("evidence/01.png", b"\x89PNG and some bytes")];
    package_of(&files, &key())
}

fn checked(bytes: &[u8]) -> Result<Verified, Fault> {
    verify(&mut &bytes[..], None)
}

#[test]
fn a_package_is_whole_and_tells_who_signed_it() {
    let found = checked(&usual()).unwrap();
    assert_eq!((found.manifest.reference.as_str(), found.is_trusted), ("WH-7K3D-92", false));
    assert_eq!(found.manifest.files.len(), 3);
    assert!(verify(&mut &usual()[..], Some(&key().public())).unwrap().is_trusted);
    assert_eq!(verify(&mut &usual()[..], Some(&[9; 32])), Err(Fault::OtherKey));
}

#[test]
fn every_changed_byte_and_every_cut_is_noticed() {
    let good = usual();
    for place in 0..good.len() {
        for flip in [1, 0x80] {
            let mut bad = good.clone();
            bad[place] ^= flip;
            assert!(checked(&bad).is_err(), "byte {place}");
        }
        assert!(checked(&good[..place]).is_err(), "cut at {place}");
    }
    assert_eq!(
        checked(&[good.as_slice(), b"x"].concat()),
        Err(Fault::NoPackage("something stands behind its end"))
    );
}

#[test]
fn what_is_missing_added_or_exchanged_is_named() {
    let one = key();
    let without = package_of(&[(PACKAGE, b"{}")], &one);
    assert_eq!(checked(&without), Err(Fault::Missing(SUMMARY.to_owned())));
    // Somebody signs a manifest, and packs other files with it.
    let told = package_of(&[(PACKAGE, b"{}"), (SUMMARY, b"%PDF")], &one);
    let lists: Vec<(String, Vec<u8>)> = {
        let manifest = checked(&told).unwrap().manifest;
        let text = manifest.write();
        let sums = manifest.sums(&Sha256::digest(&text).into()).into_bytes();
        vec![
            (MANIFEST.into(), text.clone()),
            (SIGNATURE.into(), one.sign(&text).to_vec()),
            (SUMS.into(), sums),
        ]
    };
    let with = |more: &[(&str, &[u8])]| {
        let mut all: Vec<(&str, Vec<u8>)> = lists.iter().map(|(n, b)| (n.as_str(), b.clone())).collect();
        all.extend(more.iter().map(|(n, b)| (*n, b.to_vec())));
        checked(&archive_of(&all))
    };
    assert!(with(&[(PACKAGE, b"{}"), (SUMMARY, b"%PDF")]).is_ok());
    assert_eq!(with(&[(PACKAGE, b"{}")]), Err(Fault::Missing(SUMMARY.into())));
    assert_eq!(with(&[(PACKAGE, b"{ }"), (SUMMARY, b"%PDF")]), Err(Fault::Changed(PACKAGE.into())));
    assert_eq!(
        with(&[(PACKAGE, b"{}"), (SUMMARY, b"%PDF"), ("evidence/01.exe", b"MZ")]),
        Err(Fault::Unlisted("evidence/01.exe".into()))
    );
}

#[test]
fn names_that_lead_elsewhere_and_names_that_stand_twice_are_refused() {
    for name in [
        "../etc/passwd",
        "/etc/passwd",
        "evidence/../../x.png",
        "evidence/01.p/g",
        "evidence\\01.png",
        "C:x",
        "evidence/",
        "evidence/1.png",
        "evidence/01",
        "evidence/01.PNG",
        "evidence/01.png\0",
        "README",
        "",
    ] {
        assert!(!is_a_name(name), "{name:?}");
        assert_eq!(Archive::default().file(name, b""), Err(TooLarge), "{name:?}");
    }
    let mut archive = Archive::default();
    let mut twice = archive.file(PACKAGE, b"a").unwrap();
    assert_eq!(archive.file(PACKAGE, b"b"), Err(TooLarge));
    twice.extend(b"a");
    let again = Archive::default().file(PACKAGE, b"b").unwrap();
    twice.extend(again);
    twice.extend(b"b");
    assert_eq!(checked(&twice), Err(Fault::Twice(PACKAGE.into())));
}

#[test]
fn what_is_packed_hidden_or_too_large_is_refused_before_it_is_read() {
    let odd = Fault::NoPackage("a file in it is packed or has more to it than its bytes");
    let head = |change: fn(&mut Vec<u8>)| {
        let mut bytes = Archive::default().file(PACKAGE, b"{}").unwrap();
        change(&mut bytes);
        bytes.extend(b"{}");
        checked(&bytes).unwrap_err()
    };
    assert_eq!(head(|bytes| bytes[8] = 8), odd, "packed");
    assert_eq!(head(|bytes| bytes[6] = 1), odd, "with a password");
    assert_eq!(head(|bytes| bytes[6] = 8), odd, "sizes behind the bytes");
    assert_eq!(head(|bytes| bytes[28] = 4), odd, "an extra field");
    assert_eq!(head(|bytes| bytes[22] = 0), odd, "two sizes");
    assert_eq!(head(|bytes| bytes[18..26].fill(0xff)), Fault::TooLarge, "a size without an end");
    assert_eq!(head(|bytes| bytes[26] = 200), Fault::BadName, "a name without an end");
    assert_eq!(checked(b""), Err(Fault::CutShort));
    assert!(matches!(checked(b"%PDF-1.7 and more"), Err(Fault::NoPackage(_))));
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let names: Vec<String> = (1..=MOST_FILES).map(|number| evidence_name(number, "bin")).collect();
    let mut archive = Archive::default();
    assert!(names.iter().all(|name| archive.file(name, b"").is_ok()));
    assert_eq!(archive.file(PACKAGE, b""), Err(TooLarge));
    let largest = vec![0; LARGEST_FILE as usize];
    assert!(Archive::default().file(PACKAGE, &largest).is_ok());
    assert_eq!(Archive::default().file(PACKAGE, &[largest, vec![0]].concat()), Err(TooLarge));
}

#[test]
fn a_key_is_printed_as_other_programs_read_it() {
    let pem = public_pem(&[0; 32]);
    assert_eq!(
        pem,
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END PUBLIC KEY-----\n"
    );
    assert_eq!(evidence_name(3, "png"), "evidence/03.png");
    assert_eq!(evidence_name(3, "../x"), "evidence/03.bin");
}

#[test]
fn the_sum_of_archives_is_the_known_one() {
    // The check value of CRC-32/ISO-HDLC in every catalogue.
    assert_eq!(super::archive::Crc::of(b"123456789"), 0xcbf4_3926);
}

proptest! {
    #[test]
    fn whatever_comes_is_judged(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(checked(&bytes).is_err());
        prop_assert!(checked(&[b"PK\x03\x04".as_slice(), &bytes].concat()).is_err());
    }
}
