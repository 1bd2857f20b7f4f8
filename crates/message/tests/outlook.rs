//! Files of Outlook: a `.msg` and the mail that it was made from read the same.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use std::io::{Cursor, Write};

use message::{Came, Kept, Reading, Way, read};

const TRANSPORT: &str = "Received: from out.evil.example ([192.0.2.9]) by mx.bakery.example; Thu, 12 Nov 2026 10:02:00 +0000\r\nFrom: Post <a@evil.example>\r\nTo: Baker <baker@bakery.example>\r\nSubject: Your parcel\r\nDate: Thu, 12 Nov 2026 10:02:00 +0000\r\nMessage-ID: <1@evil.example>\r\n";
const HTML: &str = "<html><body><p>Dear customer,</p><p>press <a href=\"https://evil.example/pay\">here</a></p><div style=\"display:none\">zebra words</div></body></html>";
const TEXT: &str = "Dear customer,\r\npress here <https://evil.example/pay>\r\n";

fn wide(words: &str) -> Vec<u8> {
    words.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A `.msg` with these streams below its root.
fn msg(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut all = vec![("__properties_version1.0", vec![0; 32])];
    all.extend(streams.iter().map(|(name, held)| (*name, held.clone())));
    for (name, held) in all {
        let path = std::path::Path::new("/").join(name);
        file.create_storage_all(path.parent().unwrap()).unwrap();
        file.create_stream(&path).unwrap().write_all(&held).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn eml() -> Reading {
    let boundary = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n";
    let pdf = "--o\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"bill.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--o--\r\n";
    let mail = format!(
        "{TRANSPORT}{boundary}--i\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n--i\r\nContent-Type: text/html\r\n\r\n{HTML}\r\n--i--\r\n{pdf}"
    );
    read(mail.as_bytes(), Came::Saved)
}

fn same(one: &Reading, other: &Reading) {
    assert_eq!(one.headers, other.headers);
    assert_eq!(one.body, other.body);
    assert_eq!(one.links, other.links);
    assert_eq!(one.enclosures, other.enclosures);
    assert_eq!(one.flags, other.flags);
}

fn whole(body: (&'static str, Vec<u8>)) -> Vec<u8> {
    msg(&[
        ("__substg1.0_007D001F", wide(TRANSPORT)),
        ("__substg1.0_0037001F", wide("Your parcel")),
        ("__substg1.0_1000001F", wide(TEXT)),
        body,
        ("__attach_version1.0_#00000000/__substg1.0_3707001F", wide("bill.pdf")),
        ("__attach_version1.0_#00000000/__substg1.0_370E001F", wide("application/pdf")),
        ("__attach_version1.0_#00000000/__substg1.0_37010102", b"%PDF".to_vec()),
    ])
}

#[test]
fn a_msg_is_read_as_its_twin_in_mail() {
    let reading = read(&whole(("__substg1.0_10130102", HTML.as_bytes().to_vec())), Came::Saved);
    assert_eq!((reading.way, reading.kept), (Way::Whole, Kept::Headers));
    same(&reading, &eml());
}

#[test]
fn html_that_is_wrapped_in_rtf_is_the_same_html() {
    let rtf = HTML.replace('<', "{\\*\\htmltag64 <").replace('>', ">}");
    let rtf = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{{\\fonttbl{{\\f0 Arial;}}}}{rtf}\\htmlrtf {{\\par not for readers}}\\htmlrtf0 }}"
    );
    let mut packed = Vec::new();
    packed.extend((rtf.len() as u32 + 12).to_le_bytes());
    packed.extend((rtf.len() as u32).to_le_bytes());
    packed.extend(b"MELA\0\0\0\0");
    packed.extend(rtf.bytes());
    let reading = read(&whole(("__substg1.0_10090102", packed)), Came::Saved);
    same(&reading, &eml());
}

#[test]
fn packed_rtf_is_unpacked() {
    // The example of MS-OXRTFCP 3.2.1: "{\rtf1\ansi\ansicpg1252\pard hello world}".
    let packed = [
        0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03,
        0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65,
        0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
    ];
    let file = msg(&[
        ("__substg1.0_0037001F", wide("x")),
        ("__substg1.0_0C1F001F", wide("a@evil.example")),
        ("__substg1.0_10090102", packed.to_vec()),
    ]);
    let reading = read(&file, Came::Saved);
    assert_eq!(reading.body.text, "hello world");
    assert_eq!((reading.kept, reading.headers.from[0].address.as_str()), (Kept::Copied, "a@evil.example"));
}

#[test]
fn a_winmail_gives_up_its_files() {
    let mut tnef = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    let mut attribute = |level: u8, tag: u32, held: &[u8]| {
        tnef.push(level);
        tnef.extend(tag.to_le_bytes());
        tnef.extend((held.len() as u32).to_le_bytes());
        tnef.extend(held);
        tnef.extend([0, 0]);
    };
    attribute(1, 0x0002_800c, b"Pay the bill.\0");
    attribute(2, 0x0006_9002, &[0; 14]);
    attribute(2, 0x0001_8010, b"bill.pdf\0");
    attribute(2, 0x0006_800f, b"%PDF");
    let held = data_encoding::BASE64_MIME.encode(&tnef);
    let mail = format!(
        "From: a@evil.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{held}\r\n"
    );
    let reading = read(mail.as_bytes(), Came::Saved);
    assert_eq!(reading.body.text, "Pay the bill.");
    assert!(reading.enclosures.iter().any(|file| file.name == "bill.pdf" && file.bytes == b"%PDF"));
}
