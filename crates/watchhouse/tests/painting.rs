//! Pictures of strangers are painted anew by a process of their own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use evidence::{Because, Inert, Kind, Sniffer};
use watchhouse::painting::Painter;
use web::ports::ShowInert as _;

fn painter() -> Painter {
    Painter::by(env!("CARGO_BIN_EXE_watchhouse").into())
}

/// A PNG of one colour.
fn png(side: u32) -> Vec<u8> {
    let mut child = Vec::new();
    let chunk = |out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]| {
        out.extend((data.len() as u32).to_be_bytes());
        let body = [name.as_slice(), data].concat();
        out.extend(&body);
        out.extend(crc(&body).to_be_bytes());
    };
    child.extend(b"\x89PNG\r\n\x1a\n");
    let head = [side.to_be_bytes().as_slice(), &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    chunk(&mut child, b"IHDR", &head);
    // Rows without compression: each a filter byte and its grey.
    let rows = vec![0_u8; (side as usize + 1) * side as usize];
    let mut packed = vec![0x78, 0x01];
    let pieces: Vec<&[u8]> = rows.chunks(65_535).collect();
    for (place, piece) in pieces.iter().enumerate() {
        packed.push(u8::from(place + 1 == pieces.len()));
        packed.extend((piece.len() as u16).to_le_bytes());
        packed.extend((!(piece.len() as u16)).to_le_bytes());
        packed.extend(*piece);
    }
    packed.extend(adler(&rows).to_be_bytes());
    chunk(&mut child, b"IDAT", &packed);
    chunk(&mut child, b"IEND", &[]);
    child
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    })
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    b << 16 | a
}

fn kind(bytes: &[u8]) -> Kind {
    Sniffer::kind_of(bytes)
}

#[tokio::test]
async fn a_picture_comes_back_painted_anew() {
    let original = png(64);
    assert_eq!(kind(&original), Kind::Png);
    let Inert::Picture(picture) = painter().show(Kind::Png, original).await else { panic!("no picture") };
    assert_eq!((picture.width, picture.height, picture.smaller), (64, 64, false));
    assert_eq!(kind(&picture.bytes), Kind::Png);
}

#[tokio::test]
async fn a_damaged_one_and_one_that_is_too_large_are_facts_only() {
    let whole = png(64);
    let damaged = whole[..whole.len() / 2].to_vec();
    assert_eq!(painter().show(Kind::Png, damaged).await, Inert::FactsOnly(Because::Damaged));
    // It says that it has 60,000 by 60,000 pixels.
    let mut giant = png(1);
    giant[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&giant[12..29]).to_be_bytes();
    giant[29..33].copy_from_slice(&sum);
    assert_eq!(painter().show(Kind::Png, giant).await, Inert::FactsOnly(Because::TooLarge));
    // A picture of one kind that says that it is another.
    assert_eq!(painter().show(Kind::Jpeg, whole).await, Inert::FactsOnly(Because::Damaged));
}

#[tokio::test]
async fn when_the_painter_cannot_be_started_nothing_is_shown() {
    let nobody = Painter::by("there/is/no/such/program".into());
    assert_eq!(nobody.show(Kind::Png, png(8)).await, Inert::FactsOnly(Because::Damaged));
}

#[test]
fn the_painter_takes_no_other_work() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchhouse"))
        .args(["paint", "pdf"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"%PDF-1.7").unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), r#"{"painted":"damaged"}"#);
}
