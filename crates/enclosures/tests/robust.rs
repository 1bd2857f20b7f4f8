//! Whatever bytes come, there is an answer.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Budget, Contents, MOST_ALARMS, MOST_LINKS, MOST_TEXT};
use proptest::prelude::*;

/// One small file of each form.
fn samples() -> Vec<Vec<u8>> {
    let page = b"<html><form action=x><input type=password></form><script>atob('x')</script><a href=data:text/html,x>a</a></html>";
    let object = b"\0\0\0\0\x02\0run.exe\0C:\\run.exe\0\0\0\x03\0\x05\0\0\0C:\\x\0\x04\0\0\0MZ\x90\0";
    let project = make::compound(&[
        ("/VBA/Module1", &make::macro_stream("Sub AutoOpen()\r\nShell x\r\nEnd Sub")),
        ("/\u{1}Ole10Native", object),
        ("/Workbook", b"\x85\0\x09\0\0\0\0\0\x01\x01\x01\0a\x2f\0\0\0"),
    ]);
    let marks = make::zlib(b"BT /F1 9 Tf <0001> Tj [(a) -300 (b)] TJ ET BI ID x EI");
    let packed = make::stream("/Type /ObjStm /N 1 /First 4", b"9 0 << /S /URI /URI (https://example.com) >>");
    let pdf = make::pdf_of(&[
        b"<< /Type /Page /Contents 2 0 R /Resources << /Font << /F1 3 0 R >> >> /AA << /O << /S /JavaScript /JS (x) >> >> >>".to_vec(),
        make::stream("/Filter [/FlateDecode]", &marks),
        b"<< /Subtype /Type0 /ToUnicode 4 0 R >>".to_vec(),
        make::stream("", b"1 beginbfrange <0001> <00ff> <0048> endbfrange"),
        packed,
        make::stream("/Subtype /Image /Width 3 /Height 3 /BitsPerComponent 8 /Filter /LZWDecode", &[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]),
        make::stream("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >> /Type /EmbeddedFile", &make::zlib(&[2; 25])),
    ]);
    vec![
        make::zip(&[("a.txt", b"hello"), ("b/c.gz", &make::gzip(b"hello"))]),
        make::docx("<w:p><w:t>a</w:t><w:instrText>DDEAUTO \"a\"</w:instrText></w:p>", "", &[("word/vbaProject.bin", &project)]),
        project,
        pdf,
        make::qr_picture("hello", 2, image::ImageFormat::Png),
        make::qr_picture("hello", 2, image::ImageFormat::Gif),
        page.to_vec(),
        br"{\rtf1{\object{\*\objdata 0105000002000000}}{\*\template http://x}\u8364?\'41\bin3 abc}".to_vec(),
        b"BEGIN:VCALENDAR\nDESCRIPTION:a\\n https://example.com\nATTACH;ENCODING=BASE64:TVqQAAMAAAAEAAAA\nEND:VCALENDAR".to_vec(),
        b"Rar!\x1a\x07\x01\0\0\0\0\0\x0c\x02\x02\0\0\x05\x20\0\0\x04a.js".to_vec(),
        b"Rar!\x1a\x07\0\0\0\x74\x20\x80\x24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0a.js".to_vec(),
        b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\x01\x05\x01\x11\x05\0a\0\0\0".to_vec(),
        b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0\0\0\0\0\0\0\0\0\x17\x06\0\x01\x09\x05\0\x07\x0b\x01\0\x01\x23\x03\x01\x01\x05\x5d\0\0\x01\0\x0c\x20\0\0\0\0\0\0\0".to_vec(),
        b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".repeat(3),
        [&b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"[..], b"\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0MZab"].concat(),
        b"\x28\xb5\x2f\xfd\x04\0\x29\0\0hello".to_vec(),
        b"\xfd7zXZ\0\0\x01\x69\x22\xde\x36".to_vec(),
        b"BZh91AY&SY\0\0\0\0".to_vec(),
    ]
}

fn holds(contents: &Contents) {
    assert!(contents.text.len() <= MOST_TEXT && contents.links.len() <= MOST_LINKS);
    assert!(contents.alarms.len() <= MOST_ALARMS);
    contents.inside.iter().for_each(holds);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_have_an_answer(name in ".{0,30}", bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        holds(&make::opened(&name, &bytes));
    }

    #[test]
    fn damaged_files_have_an_answer(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let samples = samples();
        let mut bytes = which.get(&samples).clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let budget = Budget::of_a_message();
        holds(&make::opened("a", &bytes));
        prop_assert_eq!(budget, Budget::default());
    }

    #[test]
    fn known_beginnings_with_any_rest_have_an_answer(
        which in any::<prop::sample::Index>(),
        keep in 4_usize..64,
        rest in proptest::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let samples = samples();
        let sample = which.get(&samples);
        let bytes = [&sample[..keep.min(sample.len())], &rest].concat();
        holds(&make::opened("a", &bytes));
    }
}
