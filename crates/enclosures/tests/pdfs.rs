//! PDF: words, links, actions, scripts, files and codes in it.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Kind, Unread};
use make::{alarms, opened, pdf, pdf_of, qr, stream, zlib};

const LINK: &str = "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.com/pay) >> >>";

#[test]
fn a_page_has_words_and_a_link() {
    let page = b"<< /Type /Page /Contents 2 0 R >>".to_vec();
    let words = stream(
        "/Filter /FlateDecode",
        &zlib(b"BT /F1 12 Tf (Your bill) Tj 0 -14 Td [(is) -300 (ready)] TJ ET"),
    );
    let paper = opened("a.pdf", &pdf_of(&[page, words, LINK.as_bytes().to_vec()]));
    assert_eq!((paper.kind, paper.text.as_str(), paper.unread), (Kind::Pdf, "Your bill\nis ready", None));
    assert_eq!(paper.links[0].target, "https://example.com/pay");
    assert_eq!(paper.alarms, [Alarm::PdfOneLink { target: "https://example.com/pay".into() }]);
}

#[test]
fn a_paper_of_many_words_with_a_link_is_ordinary() {
    let many = format!("BT ({}) Tj ET", "word ".repeat(60));
    let page = b"<< /Type /Page /Contents 2 0 R >>".to_vec();
    assert_eq!(alarms("a.pdf", &pdf_of(&[page, stream("", many.as_bytes()), LINK.as_bytes().to_vec()])), []);
}

#[test]
fn links_in_packed_objects_are_found() {
    let inner = format!("7 0 {LINK}");
    let packed = stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &zlib(inner.as_bytes()));
    assert_eq!(opened("a.pdf", &pdf_of(&[packed])).links[0].target, "https://example.com/pay");
}

#[test]
fn letters_of_a_font_of_its_own_are_read() {
    let page = b"<< /Type /Page /Contents 2 0 R /Resources << /Font << /F1 3 0 R >> >> >>".to_vec();
    let marks = stream("", b"BT /F1 9 Tf <00010002> Tj ET");
    let font = b"<< /Type /Font /Subtype /Type0 /ToUnicode 4 0 R >>".to_vec();
    let table = stream("", b"1 beginbfrange <0001> <0002> <0048> endbfrange");
    assert_eq!(opened("a.pdf", &pdf_of(&[page, marks, font, table])).text, "HI");
}

#[test]
fn what_happens_by_itself_is_told() {
    let bytes = pdf(&[
        "<< /Type /Catalog /OpenAction 2 0 R >>",
        "<< /S /JavaScript /JS (app.launchURL\\('https://example.com/j'\\)) >>",
        "<< /S /Launch /Win << /F (cmd.exe) /P (/c calc) >> >>",
    ]);
    let paper = opened("a.pdf", &bytes);
    for alarm in [
        Alarm::PdfOpens { action: "JavaScript".into() },
        Alarm::PdfScript { script: "app.launchURL('https://example.com/j')".into() },
        Alarm::PdfLaunch { command: "cmd.exe /c calc".into() },
    ] {
        assert!(paper.alarms.contains(&alarm), "{alarm:?} is missing in {:?}", paper.alarms);
    }
    assert_eq!(paper.links[0].target, "https://example.com/j");
}

#[test]
fn files_in_it_are_opened() {
    let spec = b"<< /Type /Filespec /UF (run.exe) /EF << /F 2 0 R >> >>".to_vec();
    let paper = opened("a.pdf", &pdf_of(&[spec, stream("/Type /EmbeddedFile", b"MZ\x90\0")]));
    assert_eq!((paper.inside[0].name.as_str(), paper.inside[0].kind), ("run.exe", Kind::Program));
}

#[test]
fn codes_in_its_pictures_are_read() {
    let (pixels, side) = qr("https://example.com/qr", 4);
    let picture = format!(
        "/Subtype /Image /Width {side} /Height {side} /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode"
    );
    let page = b"<< /Type /Page >>".to_vec();
    let paper = opened("a.pdf", &pdf_of(&[page.clone(), stream(&picture, &zlib(&pixels))]));
    assert_eq!(paper.codes, ["https://example.com/qr"]);
    assert!(paper.alarms.contains(&Alarm::ImageOnly), "{:?}", paper.alarms);
    let photograph = make::qr_picture("https://example.com/qr", 4, image::ImageFormat::Jpeg);
    let paper = opened("a.pdf", &pdf_of(&[page, stream("/Subtype /Image /Filter /DCTDecode", &photograph)]));
    assert_eq!(paper.inside[0].codes, ["https://example.com/qr"]);
}

#[test]
fn a_locked_paper_says_so() {
    let locked =
        opened("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Page >>\nendobj\ntrailer << /Encrypt 2 0 R >>");
    assert_eq!((locked.alarms, locked.unread), (vec![Alarm::PdfEncrypted], Some(Unread::Locked)));
}

#[test]
fn lists_in_lists_without_end_cost_no_stack() {
    let deep = format!("%PDF-1.7\n1 0 obj\n{}\nendobj\n2 0 obj\n{LINK}\nendobj\n", "[".repeat(100_000));
    assert_eq!(opened("a.pdf", deep.as_bytes()).links.len(), 1);
}
