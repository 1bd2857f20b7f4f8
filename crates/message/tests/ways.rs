//! Ways in which a message comes besides a forward in words: attached, saved, pasted.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use message::{Came, Flag, Kept, Reading, Way, read, split_mbox};

const ORIGINAL: &str = "From: Post <a@evil.example>\r\nSubject: Your parcel\r\nDKIM-Signature: v=1; d=evil.example; s=k; b=AAAA\r\n\r\nPay now.\r\n";

fn sender(reading: &Reading) -> &str {
    reading.headers.from.first().map(|from| from.address.as_str()).unwrap_or_default()
}

fn attached(kind: &str, encoding: &str, held: &str) -> String {
    format!(
        "From: Baker <baker@bakery.example>\r\nSubject: Fwd: Your parcel\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nIs this real?\r\n--b\r\n\
         Content-Type: {kind}\r\n{encoding}\r\n{held}\r\n--b--\r\n"
    )
}

#[test]
fn an_attached_message_keeps_all_its_proofs_byte_for_byte() {
    let mail = attached("message/rfc822", "", ORIGINAL);
    let reading = read(mail.as_bytes(), Came::SentToUs);
    assert_eq!(
        (reading.way, reading.kept, sender(&reading)),
        (Way::Attached, Kept::Everything, "a@evil.example")
    );
    assert_eq!(reading.body.text, "Pay now.");
    let range = reading.untouched.clone().expect("it stands there untouched");
    assert_eq!(&mail.as_bytes()[range], ORIGINAL.as_bytes());
    let reporter = reading.reporter.expect("somebody forwarded it");
    assert_eq!(
        (reporter.mailbox.address.as_str(), reporter.note.as_str()),
        ("baker@bakery.example", "Is this real?")
    );
}

#[test]
fn an_attached_file_of_a_message_is_read_whatever_its_type_says() {
    let encoded = data_encoding::BASE64_MIME.encode(ORIGINAL.as_bytes());
    for kind in ["application/octet-stream; name=\"a.eml\"", "message/rfc822"] {
        let mail = attached(kind, "Content-Transfer-Encoding: base64\r\n", &encoded);
        let reading = read(mail.as_bytes(), Came::SentToUs);
        assert_eq!((reading.way, sender(&reading)), (Way::Attached, "a@evil.example"), "{kind}");
        assert_eq!(reading.untouched, None);
    }
}

#[test]
fn files_around_a_message_are_opened() {
    let emlx = format!("{}\n{ORIGINAL}<?xml version=\"1.0\"?><plist/>", ORIGINAL.len());
    let mbox = format!(
        "From a@evil.example Thu Nov 12 10:02:00 2026\n{ORIGINAL}\nFrom b@evil.example Thu Nov 12 10:03:00 2026\n{ORIGINAL}"
    );
    for (what, file) in [
        ("emlx", emlx),
        ("mbox", mbox),
        ("blank lines", format!("\r\n\r\n{ORIGINAL}")),
        ("a mark of order", format!("\u{feff}{ORIGINAL}")),
    ] {
        let reading = read(file.as_bytes(), Came::Saved);
        assert_eq!((reading.way, sender(&reading)), (Way::Whole, "a@evil.example"), "{what}");
        assert!(
            reading.untouched.is_some_and(|range| file.as_bytes()[range].starts_with(b"From: Post")),
            "{what}"
        );
    }
}

#[test]
fn an_mbox_falls_into_its_messages() {
    let mbox = b"From a@b.example Thu Nov 12 10:02:00 2026\nSubject: 1\n\nFrom here on\n\nFrom a@b.example Thu Nov 12 10:03:00 2026\nSubject: 2\n\nx\n";
    let messages: Vec<&[u8]> = split_mbox(mbox).collect();
    assert_eq!(messages, [&b"Subject: 1\n\nFrom here on\n"[..], b"Subject: 2\n\nx\n"]);
    assert_eq!(split_mbox(b"Subject: 1\n\nx").collect::<Vec<_>>(), [b"Subject: 1\n\nx"]);
    assert_eq!(split_mbox(b"").count(), 0);
}

#[test]
fn a_text_message_is_words() {
    let reading = read(
        "Evri: your parcel is held. Pay £1.99 at https://evil.example/p or ring 07700 900123".as_bytes(),
        Came::Words,
    );
    assert_eq!((reading.way, reading.kept), (Way::Words, Kept::Nothing));
    assert_eq!(reading.links[0].target, "https://evil.example/p");
    assert!(reading.flags.is_empty());
}

#[test]
fn a_chat_gives_the_one_who_wrote_first() {
    let chat = "[12/11/2026, 10:02] Mum new number: Hi, my phone broke\n[12/11/2026, 10:03] Baker: Who is this?\n[12/11/2026, 10:04] Mum new number: Can you pay a bill?\n";
    let reading = read(chat.as_bytes(), Came::Words);
    assert_eq!((reading.way, reading.kept), (Way::Words, Kept::Copied));
    assert_eq!(reading.headers.from[0].name, "Mum new number");
    assert_eq!(
        reading.body.text,
        "Mum new number: Hi, my phone broke\nBaker: Who is this?\nMum new number: Can you pay a bill?"
    );
    let export = read("12/11/2026, 10:02 - +44 7700 900123: Hi, it is me\n".as_bytes(), Came::Words);
    assert_eq!(
        (export.headers.from[0].name.as_str(), export.body.text.as_str()),
        ("+44 7700 900123", "Hi, it is me")
    );
}

#[test]
fn mail_copied_from_the_screen_gives_its_visible_header_lines() {
    let words = "From: Post <a@evil.example>\nSent: 12 November 2026\nTo: baker@bakery.example\nSubject: Your parcel\n\nPay now.";
    let reading = read(words.as_bytes(), Came::Words);
    assert_eq!((reading.way, reading.kept, sender(&reading)), (Way::Words, Kept::Copied, "a@evil.example"));
    assert_eq!(reading.body.text, "Pay now.");
}

#[test]
fn the_source_of_a_mail_pasted_as_words_has_header_lines_but_no_proof() {
    let source = format!(
        "Received: from x by y; Thu, 12 Nov 2026 10:02:00 +0000\r\nMessage-ID: <1@evil.example>\r\n{ORIGINAL}"
    );
    let reading = read(source.as_bytes(), Came::Words);
    assert_eq!((reading.way, reading.kept, sender(&reading)), (Way::Whole, Kept::Headers, "a@evil.example"));
    assert_eq!(reading.untouched, None);
}

#[test]
fn what_is_no_message_says_so_and_loses_nothing() {
    let reading = read(b"just some words", Came::Saved);
    assert!(reading.flags.contains(&Flag::NotAMessage));
    assert_eq!(reading.body.text, "just some words");
    assert!(read(b"", Came::Saved).flags.contains(&Flag::NotAMessage));
}
