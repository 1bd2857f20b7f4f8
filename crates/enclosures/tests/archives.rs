//! Archives and discs are opened or listed, and what is odd about them is told.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Kind, Limit, Program, Unread};
use make::{alarms, gzip, opened, zip, zip_with};

#[test]
fn a_file_in_an_archive_is_opened() {
    let archive = opened(
        "a.zip",
        &zip(&[("folder/", b""), ("read me.txt", b"See https://example.com/a."), ("run.scr", b"MZ\x90\0")]),
    );
    assert_eq!((archive.kind, archive.unread), (Kind::Zip, None));
    let [text, program] = archive.inside.as_slice() else { panic!("{:?}", archive.inside) };
    assert_eq!((text.name.as_str(), text.links[0].target.as_str()), ("read me.txt", "https://example.com/a"));
    assert_eq!(program.alarms, [Alarm::Executable { program: Program::Windows }]);
}

#[test]
fn a_locked_archive_names_its_files() {
    let archive = opened("a.zip", &zip_with(&[("bill.exe", b"locked bytes", 1)]));
    assert_eq!(archive.alarms, [Alarm::EncryptedArchive { files: vec!["bill.exe".into()] }]);
    assert_eq!((archive.unread, archive.inside.len()), (Some(Unread::Locked), 0));
}

#[test]
fn names_that_lead_out_and_names_that_stand_twice_are_told() {
    let archive = alarms("a.zip", &zip(&[("../up.txt", b"1"), ("a", b"2"), ("a", b"3")]));
    assert!(archive.contains(&Alarm::EscapingName { name: "../up.txt".into() }), "{archive:?}");
    assert!(
        archive.contains(&Alarm::TwoReadings { what: "two files are called \"a\"".into() }),
        "{archive:?}"
    );
}

#[test]
fn an_archive_without_its_directory_is_read_as_it_stands() {
    let mut bytes = zip(&[("a.txt", b"hello world")]);
    bytes.truncate(bytes.len() - 30);
    let archive = opened("a.zip", &bytes);
    assert_eq!(archive.inside[0].text, "hello world");
    assert_eq!(archive.unread, Some(Unread::Damaged));
}

#[test]
fn a_packed_file_is_opened_in_its_packing() {
    let packed = opened("letter.txt.gz", &gzip(b"hello https://example.com/b"));
    assert_eq!((packed.inside[0].name.as_str(), packed.inside[0].kind), ("letter.txt", Kind::Text));
    assert_eq!(packed.inside[0].links[0].target, "https://example.com/b");
}

#[test]
fn a_picture_with_an_archive_behind_it_is_both() {
    let mut both = make::qr_picture("hello", 4, image::ImageFormat::Png);
    both.extend(zip(&[("x.exe", b"MZ\x90\0")]));
    let opened = opened("photo.png", &both);
    assert!(
        opened.alarms.contains(&Alarm::SeveralKinds { kinds: vec![Kind::Png, Kind::Zip] }),
        "{:?}",
        opened.alarms
    );
    assert_eq!(opened.inside[0].inside[0].kind, Kind::Program);
}

fn tar(name: &str, kind: u8, size: usize, data: &[u8]) -> Vec<u8> {
    let mut head = vec![0; 512];
    head[..name.len()].copy_from_slice(name.as_bytes());
    head[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    head[156] = kind;
    head[157..163].copy_from_slice(b"/etc/x");
    head[257..262].copy_from_slice(b"ustar");
    head[148..156].fill(b' ');
    let sum: usize = head.iter().map(|byte| usize::from(*byte)).sum();
    head[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    head.extend(data);
    head.resize(head.len().div_ceil(512) * 512, 0);
    head
}

#[test]
fn tar_is_opened_and_its_links_are_told() {
    let archive =
        opened("a.tar", &[tar("a.txt", b'0', 5, b"hello"), tar("l", b'2', 0, b""), vec![0; 1024]].concat());
    assert_eq!(archive.inside[0].text, "hello");
    assert_eq!(archive.alarms, [Alarm::EscapingLink { name: "l -> /etc/x".into() }]);
}

/// A number of RAR 5 below 128, or of two bytes.
fn vint(number: usize) -> Vec<u8> {
    if number < 128 { vec![number as u8] } else { vec![(number & 127) as u8 | 128, (number >> 7) as u8] }
}

fn rar(name: &str, locked: bool) -> Vec<u8> {
    let extra: &[u8] = if locked { &[2, 1, 0] } else { &[] };
    let mut body = vec![2, if locked { 3 } else { 2 }];
    if locked {
        body.extend(vint(extra.len()));
    }
    body.extend([0, 0, 5, 0x20, 0, 0]);
    body.extend(vint(name.len()));
    body.extend(name.as_bytes());
    body.extend(extra);
    let mut out = b"Rar!\x1a\x07\x01\0\0\0\0\0".to_vec();
    out.extend(vint(body.len()));
    out.extend(body);
    out
}

#[test]
fn rar_is_listed_and_said_to_be() {
    let archive = opened("a.rar", &rar("invoice.pdf.exe", false));
    assert_eq!((archive.kind, archive.unread), (Kind::Rar, Some(Unread::ListedOnly)));
    let inside = &archive.inside[0];
    assert_eq!((inside.name.as_str(), inside.unread), ("invoice.pdf.exe", Some(Unread::ListedOnly)));
    assert!(inside.alarms.contains(&Alarm::DoubleExtension { seeming: "pdf".into(), real: "exe".into() }));
    let locked = alarms("a.rar", &rar("a.exe", true));
    assert_eq!(locked, [Alarm::EncryptedArchive { files: vec!["a.exe".into()] }]);
}

#[test]
fn seven_zip_is_listed() {
    let name = make::wide("order.js\0");
    let mut list = vec![1, 5, 1, 0x11, name.len() as u8 + 1, 0];
    list.extend(name);
    list.extend([0, 0]);
    let mut bytes = b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0".to_vec();
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend((list.len() as u64).to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(list);
    let archive = opened("a.7z", &bytes);
    assert_eq!((archive.kind, archive.unread), (Kind::SevenZip, Some(Unread::ListedOnly)));
    assert_eq!(archive.inside[0].alarms, [Alarm::Script { language: "jscript".into(), calls: vec![] }]);
}

/// A disc with one file in its root.
fn disc(name: &[u8], data: &[u8]) -> Vec<u8> {
    let record = |name: &[u8], sector: u32, size: u32, flags: u8| {
        let mut record = vec![0; 33];
        record[2..6].copy_from_slice(&sector.to_le_bytes());
        record[10..14].copy_from_slice(&size.to_le_bytes());
        record[25] = flags;
        record[32] = name.len() as u8;
        record.extend(name);
        record.resize(record.len().div_ceil(2) * 2, 0);
        record[0] = record.len() as u8;
        record
    };
    let mut out = vec![0; 20 * 2_048];
    let volume = 16 * 2_048;
    out[volume..volume + 6].copy_from_slice(b"\x01CD001");
    let root = record(&[0], 18, 2_048, 2);
    out[volume + 156..volume + 156 + root.len()].copy_from_slice(&root);
    out[volume + 2_048..volume + 2_048 + 6].copy_from_slice(b"\xffCD001");
    let mut folder = [root, record(&[1], 18, 2_048, 2)].concat();
    folder.extend(record(name, 19, data.len() as u32, 0));
    out[18 * 2_048..18 * 2_048 + folder.len()].copy_from_slice(&folder);
    out[19 * 2_048..19 * 2_048 + data.len()].copy_from_slice(data);
    out
}

#[test]
fn a_disc_is_listed_and_its_files_are_opened() {
    let disc = opened("scan.iso", &disc(b"BILL.EXE;1", b"MZ\x90\0"));
    assert_eq!(
        (disc.kind, &disc.alarms[0]),
        (Kind::Disk, &Alarm::DiskImage { files: vec!["BILL.EXE".into()] })
    );
    assert_eq!(disc.inside[0].kind, Kind::Program);
}

#[test]
fn files_that_share_their_bytes_are_a_bomb() {
    let mut bytes = zip(&[("a", &[7; 3_000]), ("b", &[8; 3_000])]);
    // The second entry of the directory points at the first file.
    let second = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[second + 42..second + 46].fill(0);
    assert!(alarms("a.zip", &bytes).contains(&Alarm::Bomb { limit: Limit::Overlap }));
}
