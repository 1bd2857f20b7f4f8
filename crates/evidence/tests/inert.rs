//! What is shown of a file is made anew, and holds nothing of the original but what can be seen.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::io::Cursor;

use evidence::{
    Because, Inert, InertText, Kind, LONGEST_SHOWN, LONGEST_SIDE, MOST_MARKS, MOST_PIXELS, Picture,
    SHOWN_SIDE, Sniffer, inert_copy, visible,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

const CANARY: &str = "CANARY 51.5072N Zebrafinch";

fn photo(width: u32, height: u32) -> DynamicImage {
    let colour = |x, y| if x < width / 2 { Rgb([220, 30, 30]) } else { Rgb([(y % 256) as u8, 30, 220]) };
    RgbImage::from_fn(width, height, colour).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG with an EXIF block that says: turn it by 90 degrees, and the canary as the maker of the camera.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x01, 0x0f, 0, 2, 0, 0, 0, CANARY.len() as u8 + 1, 0, 0, 0, 38]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(CANARY.as_bytes());
    tiff.push(0);
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let length = (segment.len() as u16 + 2).to_be_bytes();
    let comment =
        [b"\xff\xfe".as_slice(), &(CANARY.len() as u16 + 2).to_be_bytes(), CANARY.as_bytes()].concat();
    [&jpeg[..2], b"\xff\xe1", &length, &segment, &comment, &jpeg[2..], CANARY.as_bytes()].concat()
}

/// A PNG chunk with its checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    let mut crc = u32::MAX;
    for byte in &body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [&(data.len() as u32).to_be_bytes(), body.as_slice(), &(!crc).to_be_bytes()].concat()
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[size.as_slice(), &[8, 2, 0, 0, 0]].concat());
    [b"\x89PNG\r\n\x1a\n".as_slice(), &header].concat()
}

fn painted(bytes: &[u8]) -> Picture {
    match inert_copy(Sniffer::kind_of(bytes), bytes) {
        Inert::Picture(picture) => picture,
        other => panic!("{other:?}"),
    }
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_photograph_is_painted_anew_upright_and_without_its_secrets() {
    let original = with_exif(&file(&photo(64, 32), ImageFormat::Jpeg), 6);
    assert!(has(&original, CANARY.as_bytes()));
    let picture = painted(&original);
    assert_eq!((picture.media_type, picture.width, picture.height), ("image/jpeg", 32, 64), "turned upright");
    assert!(!has(&picture.bytes, CANARY.as_bytes()) && !has(&picture.bytes, b"Exif"));
    let shown = image::load_from_memory(&picture.bytes).unwrap().into_rgb8();
    let (top, bottom) = (shown.get_pixel(16, 8), shown.get_pixel(16, 56));
    assert!(top[0] > 180 && bottom[2] > 180, "the red half is above: {top:?} {bottom:?}");
}

#[test]
fn pictures_of_each_kind_are_painted_anew_and_nothing_behind_them_is_kept() {
    let clear: DynamicImage = RgbaImage::from_pixel(40, 20, Rgba([10, 200, 10, 128])).into();
    for (picture, format) in
        [(photo(40, 20), ImageFormat::Png), (clear, ImageFormat::WebP), (photo(40, 20), ImageFormat::Gif)]
    {
        let original = [file(&picture, format), CANARY.as_bytes().to_vec()].concat();
        let shown = painted(&original);
        assert_eq!(
            (shown.media_type, shown.width, shown.height, shown.smaller),
            ("image/png", 40, 20, false)
        );
        assert!(!has(&shown.bytes, CANARY.as_bytes()), "{format:?}");
    }
    let texts =
        [chunk(b"tEXt", format!("Author\0{CANARY}").as_bytes()), chunk(b"eXIf", CANARY.as_bytes())].concat();
    let plain = file(&photo(8, 8), ImageFormat::Png);
    let original = [&plain[..33], &texts, &plain[33..]].concat();
    assert!(!has(&painted(&original).bytes, CANARY.as_bytes()));
}

#[test]
fn a_large_picture_is_shown_smaller() {
    let shown = painted(&file(&photo(SHOWN_SIDE + 1, 100), ImageFormat::Png));
    assert!(
        shown.smaller && shown.width == SHOWN_SIDE && shown.height < 101,
        "{}x{}",
        shown.width,
        shown.height
    );
    let shown = painted(&file(&photo(SHOWN_SIDE, 100), ImageFormat::Png));
    assert!(!shown.smaller && shown.width == SHOWN_SIDE);
}

#[test]
fn a_picture_that_is_too_large_is_told_by_its_first_bytes() {
    let side = LONGEST_SIDE;
    let pixels = MOST_PIXELS as u32;
    for (width, height) in
        [(65_000, 65_000), (side + 1, 1), (1, side + 1), (6_000, pixels / 6_000 + 1), (u32::MAX, 9)]
    {
        let bomb = [png_header(width, height), chunk(b"IDAT", &[0; 20]), chunk(b"IEND", b"")].concat();
        let shown = inert_copy(Kind::Png, &bomb);
        assert!(
            matches!(shown, Inert::FactsOnly(Because::TooLarge | Because::Damaged)),
            "{width}x{height}: {shown:?}"
        );
    }
    let just = photo(side, 2);
    assert!(matches!(inert_copy(Kind::Png, &file(&just, ImageFormat::Png)), Inert::Picture(_)));
}

#[test]
fn the_most_pixels_are_painted_and_one_row_more_is_not() {
    let (width, height) = (6_000, MOST_PIXELS as u32 / 6_000);
    let grey = |height| DynamicImage::from(image::GrayImage::new(width, height));
    assert!(matches!(inert_copy(Kind::Png, &file(&grey(height), ImageFormat::Png)), Inert::Picture(_)));
    let more = inert_copy(Kind::Png, &file(&grey(height + 1), ImageFormat::Png));
    assert_eq!(more, Inert::FactsOnly(Because::TooLarge));
}

#[test]
fn a_damaged_picture_is_kept_and_not_shown() {
    let whole = file(&photo(64, 64), ImageFormat::Png);
    for bytes in [&whole[..60], &whole[..whole.len() / 2], b"\x89PNG\r\n\x1a\n".as_slice()] {
        assert_eq!(inert_copy(Kind::Png, bytes), Inert::FactsOnly(Because::Damaged));
    }
    for kind in [Kind::Jpeg, Kind::Gif, Kind::Webp] {
        assert_eq!(inert_copy(kind, &whole), Inert::FactsOnly(Because::Damaged), "{kind:?}");
    }
    for kind in [Kind::Pdf, Kind::Archive, Kind::Several, Kind::Program, Kind::Unknown, Kind::Empty] {
        assert_eq!(inert_copy(kind, &whole), Inert::FactsOnly(Because::Kind), "{kind:?}");
    }
}

fn text(bytes: &[u8]) -> InertText {
    match inert_copy(Sniffer::kind_of(bytes), bytes) {
        Inert::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_shown_with_what_cannot_be_seen() {
    for (original, shown, made_visible) in [
        ("Ring 020 7946 0000\r\nnow\rplease\tAnna", "Ring 020 7946 0000\nnow\nplease\tAnna", 0),
        ("invoice\u{202e}fdp.exe", "invoice⟨U+202E⟩fdp.exe", 1),
        ("pay\u{200b}pal \u{2066}x\u{2069}", "pay⟨U+200B⟩pal ⟨U+2066⟩x⟨U+2069⟩", 3),
        ("bell\u{7} delete\u{7f} next\u{85}line", "bell␇ delete␡ next⟨U+0085⟩line", 3),
        ("\u{feff}first \u{feff}later", "first ⟨U+FEFF⟩later", 1),
        ("tag\u{e0041}ged \u{2028}", "tag⟨U+E0041⟩ged ⟨U+2028⟩", 2),
        ("naïve café — “quoted” 日本 שלום 🏦", "naïve café — “quoted” 日本 שלום 🏦", 0),
    ] {
        let found = visible(original);
        assert_eq!((found.text.as_str(), found.made_visible), (shown, made_visible), "{original:?}");
    }
    let scripts = b"<html><script>alert(1)</script>";
    assert_eq!(
        text(scripts).text,
        "<html><script>alert(1)</script>",
        "escaping is the page's, as of all text"
    );
}

#[test]
fn no_letter_carries_more_marks_than_a_language_needs() {
    let marks = |many| format!("a{}", "\u{301}".repeat(many));
    assert_eq!(visible(&marks(MOST_MARKS)).made_visible, 0);
    let more = visible(&marks(MOST_MARKS + 2));
    assert_eq!(more.made_visible, 2);
    assert!(more.text.ends_with("⟨U+0301⟩⟨U+0301⟩"), "{}", more.text);
}

#[test]
fn texts_are_read_in_the_writing_in_which_they_came() {
    assert_eq!(text(b"\xff\xfec\0a\0f\0\xe9\0").text, "café");
    assert_eq!(text(b"\xfe\xff\0c\0a\0f\0\xe9").text, "café");
    assert_eq!(text(b"caf\xe9 \x80 40 \x93now\x94").text, "café € 40 “now”");
    assert_eq!(text(b"\xef\xbb\xbfcaf\xc3\xa9").text, "café");
}

#[test]
fn the_longest_text_is_shown_whole_and_one_longer_is_cut() {
    let whole = text("é".repeat(LONGEST_SHOWN / 2).as_bytes());
    assert!(!whole.cut && whole.text.len() == LONGEST_SHOWN);
    let cut = text(format!("x{}", "é".repeat(LONGEST_SHOWN / 2)).as_bytes());
    assert!(cut.cut && cut.text.len() == LONGEST_SHOWN - 1 && !cut.text.contains('\u{fffd}'));
}
