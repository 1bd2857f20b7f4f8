//! A file is what is in it, whatever it is called.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use evidence::{Kind, Showing, Sniffer};
use proptest::prelude::*;

/// A ZIP archive with one small file, as a byte list: local header, data, directory, end record.
fn zip(name: &str) -> Vec<u8> {
    let (n, data) = (name.len() as u16, b"hello");
    let mut local = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".to_vec();
    local.extend([0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0]);
    local.extend(n.to_le_bytes());
    local.extend([0, 0]);
    local.extend(name.as_bytes());
    local.extend(data);
    let mut directory = b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0".to_vec();
    directory.extend([0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0]);
    directory.extend(n.to_le_bytes());
    directory.extend([0; 16]);
    directory.extend(name.as_bytes());
    let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    end.extend((directory.len() as u32).to_le_bytes());
    end.extend((local.len() as u32).to_le_bytes());
    end.extend([0, 0]);
    [local, directory, end].concat()
}

fn with_comment(mut archive: Vec<u8>, comment: usize) -> Vec<u8> {
    let at = archive.len() - 2;
    archive[at..].copy_from_slice(&(comment as u16).to_le_bytes());
    archive.extend(vec![b'c'; comment]);
    archive
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n";

#[test]
fn each_kind_is_told_by_its_bytes() {
    let tar = [vec![0; 257], b"ustar\0\x30\x30".to_vec(), vec![0; 250]].concat();
    let cases: &[(&[u8], Kind)] = &[
        (b"", Kind::Empty),
        (PNG, Kind::Png),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind::Jpeg),
        (b"GIF89a\x01\0\x01\0", Kind::Gif),
        (b"RIFF\x24\0\0\0WEBPVP8 ", Kind::Webp),
        (b"RIFF\x24\0\0\0WAVEfmt ", Kind::Sound),
        (b"RIFF\x24\0\0\0QLCM", Kind::Unknown),
        (b"\0\0\0\x20ftypheic\0\0\0\0", Kind::OtherPicture),
        (b"\0\0\0\x20ftypisom\0\0\0\0", Kind::Film),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", Kind::Sound),
        (PDF, Kind::Pdf),
        (b"MZ\x90\0\x03\0\0\0", Kind::Program),
        (b"\x7fELF\x02\x01\x01\0", Kind::Program),
        (b"#!/bin/sh\necho hello\n", Kind::Program),
        (b"{\\rtf1 hello}", Kind::Office),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", Kind::Office),
        (b"\x1f\x8b\x08\0rest", Kind::Archive),
        (b"7z\xbc\xaf\x27\x1crest", Kind::Archive),
        (&tar, Kind::Archive),
        (b"They rang at ten past four and said they were from the bank.\n", Kind::Text),
        ("Sie sagten, sie k\u{e4}men von der Bank \u{1f3e6}".as_bytes(), Kind::Text),
        (b"Caf\xe9 at ten, \x80 40 paid", Kind::Text),
        (b"\xff\xfeh\0e\0l\0l\0o\0", Kind::Text),
        (b"  <!doctype html><title>x</title>", Kind::Markup),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind::Markup),
        (
            b"Return-Path: <a@shop.example>\r\nFrom: Shop <a@shop.example>\r\nSubject: Invoice\r\n\r\nPay.",
            Kind::Mail,
        ),
        (b"BMW parts were never sent", Kind::Text),
        (b"MZ is how it was signed", Kind::Text),
        (b"BM\x8a\0\0\0\0\0", Kind::OtherPicture),
        (b"Remember: ring the bank\nand the landlord", Kind::Text),
        (b"\x00\x01\x02\x03\x04\x05", Kind::Unknown),
    ];
    for (bytes, kind) in cases {
        assert_eq!(Sniffer::kind_of(bytes), *kind, "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(Sniffer::kind_of(&zip("notes.txt")), Kind::Archive);
    assert_eq!(Sniffer::kind_of(&zip("word/document.xml")), Kind::Office);
}

#[test]
fn what_is_several_things_at_once_is_kept_and_not_opened() {
    let picture_and_archive = [PNG, &zip("a")].concat();
    let jpeg_and_archive = [b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(), &[7; 70_000], &zip("a")].concat();
    let rar_in_picture = [PNG, &[1; 5_000], b"Rar!\x1a\x07\x01\0", &[1; 5_000]].concat();
    let pdf_in_picture = [b"GIF89a".as_slice(), &[9; 200], PDF].concat();
    for bytes in [
        &picture_and_archive,
        &with_comment(picture_and_archive.clone(), 65_535),
        &jpeg_and_archive,
        &rar_in_picture,
        &pdf_in_picture,
        &[PDF, &zip("a")].concat(),
    ] {
        assert_eq!(Sniffer::kind_of(bytes), Kind::Several);
    }
    let in_front = [&[3_u8; 900][..], &zip("a")].concat();
    assert_eq!(Sniffer::kind_of(&in_front), Kind::Archive, "an archive with something in front");
    assert_eq!(Kind::Several.showing(), Showing::FactsOnly);
    assert_eq!(Kind::Archive.words(), "an archive: kept, not opened");
}

#[test]
fn a_letter_that_speaks_of_a_file_is_a_letter() {
    let text = b"Subject: help\nFrom: me\n\nThe file began with %PDF-1.4 and the other with PK.";
    assert_eq!(Sniffer::kind_of(text), Kind::Mail);
}

#[test]
fn only_pictures_and_texts_are_ever_shown() {
    let shown: Vec<_> = Kind::ALL.iter().filter(|kind| kind.showing() != Showing::FactsOnly).collect();
    assert_eq!(
        shown,
        [&Kind::Png, &Kind::Jpeg, &Kind::Webp, &Kind::Gif, &Kind::Text, &Kind::Markup, &Kind::Mail]
    );
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(*kind));
    }
    assert!("exe".parse::<Kind>().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_pieces_in_which_a_file_comes_make_no_difference(
        start in prop::sample::select(vec![b"".to_vec(), PNG.to_vec(), PDF.to_vec(), "gr\u{fc}n".as_bytes().to_vec(), zip("a")]),
        rest in prop::collection::vec(prop_oneof![any::<u8>(), b'a'..=b'z'], 0..1_500),
        end in prop::sample::select(vec![b"".to_vec(), b"Rar!\x1a\x07".to_vec(), zip("b")]),
        piece in 1_usize..50,
    ) {
        let bytes = [start, rest, end].concat();
        let mut sniffer = Sniffer::new();
        bytes.chunks(piece).for_each(|piece| sniffer.take(piece));
        prop_assert_eq!(sniffer.kind(), Sniffer::kind_of(&bytes));
    }
}
