//! Documents of office programs: words, links, macros, and what they take from elsewhere.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Kind, Unread};
use make::{alarms, compound, docx, macro_stream, opened, wide, zip};

const MACRO: &str = "Sub AutoOpen()\r\nCreateObject(\"WScript.Shell\").Run \"powershell x\"\r\nEnd Sub\r\n";

fn relation(kind: &str, target: &str) -> String {
    let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
    format!("<Relationship Id=\"r1\" Type=\"{kind}\" Target=\"{target}\" TargetMode=\"External\"/>")
}

#[test]
fn a_letter_has_words_and_links_and_no_alarm() {
    let link = relation("hyperlink", "https://example.com/pay");
    let letter = opened(
        "a.docx",
        &docx("<w:p><w:r><w:t>Dear Sir,</w:t></w:r></w:p><w:p><w:t>pay us</w:t></w:p>", &link, &[]),
    );
    assert_eq!((letter.kind, letter.text.as_str()), (Kind::Ooxml, "Dear Sir,\npay us"));
    assert_eq!(letter.links[0].target, "https://example.com/pay");
    assert_eq!((letter.alarms, letter.unread), (vec![], None));
}

#[test]
fn templates_and_objects_from_elsewhere_are_told() {
    let template = docx("", &relation("attachedTemplate", "http://example.com/t.dotm"), &[]);
    assert_eq!(
        alarms("a.docx", &template),
        [Alarm::ExternalTemplate { target: "http://example.com/t.dotm".into() }]
    );
    let object = docx("", &relation("oleObject", "http://example.com/o.html!"), &[]);
    assert_eq!(alarms("a.docx", &object), [Alarm::OleLink { target: "http://example.com/o.html!".into() }]);
}

#[test]
fn fields_that_start_programs_are_told() {
    let dde =
        docx("<w:p><w:r><w:instrText>DDEAUTO \"c:\\\\cmd.exe\" \"/k x\"</w:instrText></w:r></w:p>", "", &[]);
    assert_eq!(alarms("a.docx", &dde), [Alarm::Dde { command: "\"c:\\\\cmd.exe\" \"/k x\"".into() }]);
}

#[test]
fn macros_are_told_with_what_they_run_and_call() {
    let project = compound(&[("/VBA/Module1", &macro_stream(MACRO)), ("/VBA/dir", b"x"), ("/PROJECT", b"x")]);
    let old = compound(&[("/WordDocument", b"words"), ("/Macros/VBA/ThisDocument", &macro_stream(MACRO))]);
    for document in [docx("", "", &[("word/vbaProject.bin", &project)]), old] {
        let alarms = alarms("a.docm", &document);
        let Some(Alarm::Macro { autoexec, calls }) = alarms.first() else { panic!("{alarms:?}") };
        assert_eq!(autoexec, &["autoopen"]);
        for call in ["createobject", "wscript.shell", "powershell"] {
            assert!(calls.iter().any(|known| known == call), "{calls:?}");
        }
    }
}

#[test]
fn sheets_that_are_not_shown_are_told() {
    let book = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"raw\" state=\"veryHidden\"/></sheets></workbook>",
        ),
        ("xl/sharedStrings.xml", b"<sst><si><t>Total</t></si></sst>"),
    ]);
    let book = opened("a.xlsx", &book);
    assert_eq!(
        (book.text.as_str(), &book.alarms[..]),
        ("Total", &[Alarm::HiddenSheet { name: "raw".into() }][..])
    );
}

#[test]
fn an_open_document_has_words_links_and_scripts() {
    let content = b"<office:text><text:p>Hello <text:a xlink:href=\"https://example.com/o\">here</text:a></text:p></office:text>";
    let document = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("Basic/Standard/Module1.xml", b"Sub Main\nShell(\"x\")\nEnd Sub"),
    ]);
    let document = opened("a.odt", &document);
    assert_eq!((document.kind, document.text.as_str()), (Kind::Odf, "Hello here"));
    assert_eq!(
        (document.links[0].target.as_str(), document.links[0].shown.as_str()),
        ("https://example.com/o", "here")
    );
    assert!(
        matches!(&document.alarms[0], Alarm::Macro { calls, .. } if calls == &["shell"]),
        "{:?}",
        document.alarms
    );
}

#[test]
fn old_documents_have_words_links_and_locks() {
    let mut words = vec![0; 32];
    words.extend(b"Please read HYPERLINK \"https://example.com/d\" now");
    let document = opened("a.doc", &compound(&[("/WordDocument", &words)]));
    assert_eq!(document.kind, Kind::OldOffice);
    assert!(document.text.contains("Please read"), "{:?}", document.text);
    assert_eq!(document.links[0].target, "https://example.com/d");
    words[11] = 1;
    let locked = opened("a.doc", &compound(&[("/WordDocument", &words)]));
    assert_eq!((locked.alarms, locked.unread), (vec![Alarm::EncryptedDocument], Some(Unread::Locked)));
}

#[test]
fn a_file_dropped_into_a_document_is_opened() {
    let mut object =
        b"\0\0\0\0\x02\0run.exe\0C:\\run.exe\0\0\0\x03\0\x05\0\0\0C:\\x\0\x04\0\0\0MZ\x90\0".to_vec();
    object[0] = object.len() as u8;
    let holder = compound(&[("/\u{1}Ole10Native", &object)]);
    let document = opened("a.docx", &docx("", "", &[("word/embeddings/oleObject1.bin", &holder)]));
    assert_eq!(document.alarms, [Alarm::OleObject { what: "run.exe".into() }]);
    assert_eq!(document.inside[0].inside[0].kind, Kind::Program);
}

#[test]
fn mails_of_outlook_are_handed_on() {
    let mail = compound(&[("/__properties_version1.0", b"x"), ("/__substg1.0_0037001F", &wide("hello"))]);
    let mail = opened("a.msg", &mail);
    assert_eq!((mail.kind, mail.message.is_some()), (Kind::OutlookMail, true));
}

#[test]
fn rich_text_has_words_links_and_objects() {
    let rtf = br#"{\rtf1{\fonttbl{\f0 Arial;}}Dear {\b Sir}\par{\field{\*\fldinst HYPERLINK "https://example.com/r"}{\fldrslt here}}}"#;
    let text = opened("a.rtf", rtf);
    assert_eq!((text.kind, text.text.as_str()), (Kind::Rtf, "Dear Sir\nhere"));
    assert_eq!((text.links[0].target.as_str(), text.alarms.len()), ("https://example.com/r", 0));
    let template = br"{\rtf1{\*\template http://example.com/t.dotx}}";
    assert_eq!(
        alarms("a.rtf", template),
        [Alarm::ExternalTemplate { target: "http://example.com/t.dotx".into() }]
    );
    let mut object = b"\x01\x05\0\0\x02\0\0\0\x0b\0\0\0Equation.3\0\0\0\0\0\0\0\0\0\x05\0\0\0hello".to_vec();
    object.extend([0; 4]);
    let digits: String = object.iter().map(|byte| format!("{byte:02x}")).collect();
    let rtf = format!(r"{{\rtf1{{\object\objupdate{{\*\objclass Equation.3}}{{\*\objdata {digits}}}}}}}");
    let alarms = alarms("a.rtf", rtf.as_bytes());
    assert!(alarms.contains(&Alarm::OleObject { what: "Equation.3".into() }), "{alarms:?}");
}

#[test]
fn a_locked_new_document_is_told() {
    let locked = compound(&[("/EncryptedPackage", b"x"), ("/EncryptionInfo", b"y")]);
    let locked = opened("a.docx", &locked);
    assert_eq!((locked.kind, locked.alarms), (Kind::Ooxml, vec![Alarm::EncryptedDocument]));
}
