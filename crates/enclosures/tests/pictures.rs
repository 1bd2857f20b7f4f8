//! Pictures: codes, words where there are eyes, places.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Budget, Eyes, Kind, Limit, Picture, open};
use image::ImageFormat;
use make::{opened, qr_picture};

#[test]
fn codes_are_read_in_every_kind_of_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let picture = opened("a", &qr_picture("https://example.com/q", 6, format));
        assert_eq!(picture.codes, ["https://example.com/q"], "{format:?}");
        assert_eq!(picture.links[0].target, "https://example.com/q");
    }
}

#[test]
fn a_code_in_a_large_picture_is_read() {
    let picture = opened("a.png", &qr_picture("https://example.com/large", 60, ImageFormat::Png));
    assert_eq!(picture.codes, ["https://example.com/large"]);
}

struct Reader;

impl Eyes for Reader {
    fn words(&self, picture: &Picture) -> Option<String> {
        assert_eq!(picture.grey.len() as u32, picture.width * picture.height);
        Some("Pay at https://example.com/seen now".to_owned())
    }
}

#[test]
fn eyes_read_its_words() {
    let picture =
        open("a.png", "", &qr_picture("x", 3, ImageFormat::Png), &mut Budget::of_a_message(), &Reader);
    assert_eq!(picture.text, "Pay at https://example.com/seen now");
    assert_eq!(picture.links.last().unwrap().target, "https://example.com/seen");
}

#[test]
fn a_photograph_that_tells_its_place_is_told() {
    let plain = qr_picture("x", 3, ImageFormat::Jpeg);
    assert!(opened("a.jpg", &plain).alarms.is_empty());
    let notes = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0";
    let mut placed = plain[..2].to_vec();
    placed.extend([0xff, 0xe1, 0, notes.len() as u8 + 2]);
    placed.extend(notes);
    placed.extend(&plain[2..]);
    assert_eq!(opened("a.jpg", &placed).alarms, [Alarm::PlaceInPicture]);
}

#[test]
fn pixels_are_limited_at_the_limit_and_one_past_it() {
    let bytes = qr_picture("x", 3, ImageFormat::Png);
    let side = make::qr("x", 3).1 as u64;
    for (pixels, limit) in
        [(side * side, None), (side * side - 1, Some(Alarm::Bomb { limit: Limit::Pixels }))]
    {
        let mut budget = Budget { pixels, ..Budget::of_a_message() };
        let picture = open("a.png", "", &bytes, &mut budget, &enclosures::Blind);
        assert_eq!((picture.kind, picture.alarms.first()), (Kind::Png, limit.as_ref()));
    }
}
