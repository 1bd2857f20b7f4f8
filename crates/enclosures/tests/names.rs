//! A file is what is in it; its name is only what somebody says.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Blind, Budget, Kind, Program, Unread, open};
use make::{alarms, opened};

const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";

#[test]
fn a_program_called_a_bill_is_a_program() {
    let bill = opened("bill.pdf", PROGRAM);
    assert_eq!((bill.kind, bill.unread), (Kind::Program, Some(Unread::Program)));
    assert_eq!(
        bill.alarms,
        [
            Alarm::Executable { program: Program::Windows },
            Alarm::NameSaysOther { ending: "pdf".into(), is: Kind::Program }
        ]
    );
}

#[test]
fn two_endings_are_told_only_where_the_last_one_hurts() {
    let two = |name: &str| {
        let double = |alarm| match alarm {
            Alarm::DoubleExtension { seeming, real } => Some((seeming, real)),
            _ => None,
        };
        alarms(name, b"words").into_iter().find_map(double)
    };
    assert_eq!(two("invoice.pdf.exe"), Some(("pdf".into(), "exe".into())));
    assert_eq!(two("invoice.PDF          .Js"), Some(("pdf".into(), "js".into())));
    assert_eq!(two("statement.pdf.html"), Some(("pdf".into(), "html".into())));
    assert_eq!(two("report.v2.pdf"), None);
    assert_eq!(two("backup.tar.gz"), None);
    assert_eq!(two("www.example.com"), None);
}

#[test]
fn letters_that_turn_a_name_around_are_told() {
    let turned = alarms("annexe\u{202e}fdp.exe", PROGRAM);
    assert!(turned.contains(&Alarm::ReversedName { name: "annexefdp.exe".into() }), "{turned:?}");
    assert!(!alarms("Πρόγραμμα.txt", b"words").iter().any(|a| matches!(a, Alarm::ReversedName { .. })));
}

#[test]
fn endings_of_one_family_stand_for_each_other() {
    assert_eq!(alarms("photo.jpg", &make::qr_picture("hello", 4, image::ImageFormat::Png)), []);
    assert_eq!(alarms("letter.doc", b"{\\rtf1 hello}"), []);
    assert_eq!(alarms("empty.pdf", b""), []);
}

#[test]
fn a_declared_kind_counts_where_the_name_says_nothing() {
    let page = open(
        "file",
        "application/pdf",
        b"<html><body>hello</body></html>",
        &mut Budget::of_a_message(),
        &Blind,
    );
    assert_eq!(page.alarms, [Alarm::NameSaysOther { ending: "pdf".into(), is: Kind::Html }]);
}

#[test]
fn a_script_is_one_by_its_words_or_because_a_computer_runs_it() {
    let by_words = opened("notes.txt", b"Set s = CreateObject(\"WScript.Shell\")\r\ns.Run \"cmd /c x\"\r\n");
    assert_eq!(by_words.kind, Kind::Script);
    assert!(
        matches!(&by_words.alarms[0], Alarm::Script { language, calls } if language == "vbscript" && calls.contains(&".run".into())),
        "{:?}",
        by_words.alarms
    );
    let by_name = opened("order.js", b"var a = 1;");
    assert_eq!(by_name.kind, Kind::Text);
    assert_eq!(by_name.alarms, [Alarm::Script { language: "jscript".into(), calls: vec![] }]);
    assert_eq!(alarms("order.txt", b"We met at the script reading. The function room is booked."), []);
}

#[test]
fn mails_are_handed_on() {
    let mail = b"From: a@example.com\r\nSubject: hello\r\n\r\nwords";
    let opened = opened("x.bin", mail);
    assert_eq!((opened.kind, opened.message.as_deref()), (Kind::Mail, Some(&mail[..])));
}
