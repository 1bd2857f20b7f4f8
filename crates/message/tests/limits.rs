//! Whatever comes is read within limits, and whoever sends more is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use message::{Came, Flag, MOST_BYTES, MOST_DEPTH, MOST_PARTS, Reading, read};
use proptest::prelude::*;

fn nested(depth: usize) -> Reading {
    let mut mail = String::from("From: a@a.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n");
    for level in 0..depth {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}z\r\n\r\n--b{level}z\r\n"));
    }
    mail.push_str("\r\nWords\r\n");
    for level in (0..depth).rev() {
        mail.push_str(&format!("--b{level}z--\r\n"));
    }
    read(mail.as_bytes(), Came::Saved)
}

fn parts(count: usize) -> Reading {
    let mut mail = String::from(
        "From: a@a.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
    );
    for _ in 0..count {
        mail.push_str("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
    }
    mail.push_str("--b--\r\n");
    read(mail.as_bytes(), Came::Saved)
}

#[test]
fn parts_may_lie_so_deep_and_no_deeper() {
    assert!(!nested(MOST_DEPTH).flags.contains(&Flag::TooDeep));
    assert!(nested(MOST_DEPTH + 1).flags.contains(&Flag::TooDeep));
}

#[test]
fn so_many_parts_are_read_and_no_more() {
    // The message itself has a type too.
    assert!(!parts(MOST_PARTS - 1).flags.contains(&Flag::TooManyParts));
    assert!(parts(MOST_PARTS).flags.contains(&Flag::TooManyParts));
}

#[test]
fn so_many_bytes_are_read_and_no_more() {
    let mut mail = b"From: a@a.example\r\nSubject: x\r\nContent-Type: application/zip\r\n\r\n".to_vec();
    mail.resize(MOST_BYTES, b'x');
    assert!(!read(&mail, Came::Saved).flags.contains(&Flag::Cut));
    mail.push(b'x');
    assert!(read(&mail, Came::Saved).flags.contains(&Flag::Cut));
}

#[test]
fn messages_in_messages_without_end_do_no_harm() {
    let mut mail = String::from("From: a@a.example\r\nSubject: Fwd: x\r\n");
    mail.push_str(&"Content-Type: message/rfc822\r\n\r\nSubject: Fwd: y\r\n".repeat(50_000));
    for came in [Came::Saved, Came::SentToUs, Came::Words] {
        let reading = read(mail.as_bytes(), came);
        assert!(reading.flags.contains(&Flag::TooManyParts) || came == Came::Words);
    }
}

#[test]
fn open_elements_without_end_do_no_harm() {
    let mail = format!(
        "From: a@a.example\r\nContent-Type: text/html\r\n\r\n{}words",
        "<div><b><font color=red>".repeat(50_000)
    );
    assert_eq!(read(mail.as_bytes(), Came::Saved).body.text, "words");
}

/// Pieces of which hostile mails are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("From: A <a@a.example>\r\n".to_owned()),
        Just("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".to_owned()),
        Just("Content-Type: text/html; charset=utf-16\r\n\r\n".to_owned()),
        Just("Content-Type: message/rfc822\r\n\r\n".to_owned()),
        Just("---------- Forwarded message ---------\nFrom: x\nDate: y\nSubject: Fwd: z\n\n".to_owned()),
        Just("[12/11/2026, 10:02] A: b\n".to_owned()),
        Just("<p style='display:none;color:#1;font-size:1e9px'><a href=x><img src=cid:y>".to_owned()),
        Just("On 1 a@b.example wrote:\n> x\n".to_owned()),
        Just("--b--\r\n".to_owned()),
        any::<String>(),
        "[ -~\n]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        for came in [Came::Saved, Came::SentToUs, Came::Words] {
            let _ = read(&bytes, came);
        }
        let mut file = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        file.extend(&bytes);
        let _ = read(&file, Came::Saved);
    }

    #[test]
    fn no_pieces_make_it_fall(pieces in proptest::collection::vec(piece(), 0..30)) {
        let mail = pieces.concat();
        for came in [Came::Saved, Came::SentToUs, Came::Words] {
            let reading = read(mail.as_bytes(), came);
            if let Some(range) = reading.untouched {
                prop_assert!(mail.as_bytes().get(range).is_some());
            }
        }
    }
}
