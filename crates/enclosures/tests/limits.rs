//! Every limit holds: at the limit all is read, one past it is said.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{
    Alarm, Blind, Budget, Contents, Limit, MOST_ALARMS, MOST_DEPTH, MOST_LINKS, MOST_TEXT, Unread, open,
};
use make::{gzip, opened, zip};

fn with(budget: Budget, bytes: &[u8]) -> Contents {
    open("a", "", bytes, &mut { budget }, &Blind)
}

fn is_bomb(contents: &Contents, limit: Limit) -> bool {
    contents.alarms.contains(&Alarm::Bomb { limit }) && contents.unread == Some(Unread::Budget)
}

#[test]
fn bytes() {
    let packed = gzip(&[b'a'; 5_000]);
    assert!(with(Budget { bytes: 5_000, ..Budget::of_a_message() }, &packed).alarms.is_empty());
    assert!(is_bomb(&with(Budget { bytes: 4_999, ..Budget::of_a_message() }, &packed), Limit::Bytes));
}

#[test]
fn files() {
    let archive = zip(&[("a", b"1"), ("b", b"2")]);
    assert!(with(Budget { files: 3, ..Budget::of_a_message() }, &archive).alarms.is_empty());
    assert!(is_bomb(&with(Budget { files: 2, ..Budget::of_a_message() }, &archive), Limit::Files));
    assert!(is_bomb(&with(Budget { files: 0, ..Budget::of_a_message() }, b"x"), Limit::Files));
}

#[test]
fn depth() {
    let nested = |levels: u32| (0..levels).fold(b"words".to_vec(), |inner, _| gzip(&inner));
    let deepest = |mut contents: Contents| {
        while let Some(inner) = contents.inside.pop() {
            contents = inner;
        }
        contents
    };
    assert_eq!(deepest(opened("a", &nested(MOST_DEPTH))).text, "words");
    assert!(is_bomb(&deepest(opened("a", &nested(MOST_DEPTH + 1))), Limit::Depth));
}

#[test]
fn ratio() {
    // Random enough to pack badly, then the same letter to pack too well.
    let three_megabytes = vec![b'a'; 3 * 1024 * 1024];
    assert!(is_bomb(&opened("a", &gzip(&three_megabytes)), Limit::Ratio));
    assert!(opened("a", &gzip(&three_megabytes[..1024 * 1024])).alarms.is_empty());
}

#[test]
fn markup() {
    let page = b"<html><body>words</body></html>";
    let room = |markup: usize| Budget { markup: markup as u64, ..Budget::of_a_message() };
    assert_eq!(with(room(page.len()), page).unread, None);
    assert_eq!(with(room(page.len() - 1), page).unread, Some(Unread::Budget));
}

#[test]
fn text() {
    assert_eq!(opened("a", &vec![b'a'; MOST_TEXT]).unread, None);
    let longer = opened("a", &vec![b'a'; MOST_TEXT + 1]);
    assert_eq!((longer.unread, longer.text.len()), (Some(Unread::Budget), MOST_TEXT));
}

#[test]
fn links() {
    let links = |count: usize| (0..count).map(|n| format!("https://example.com/{n} ")).collect::<String>();
    assert_eq!(opened("a", links(MOST_LINKS).as_bytes()).unread, None);
    let more = opened("a", links(MOST_LINKS + 1).as_bytes());
    assert_eq!((more.unread, more.links.len()), (Some(Unread::Budget), MOST_LINKS));
}

#[test]
fn alarms() {
    let names: Vec<_> = (0..=MOST_ALARMS).map(|n| format!("../{n}")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(opened("a", &zip(&files)).alarms.len(), MOST_ALARMS);
}

#[test]
fn one_budget_serves_all_enclosures() {
    let mut budget = Budget::of_a_message();
    let before = budget.clone();
    let packed = gzip(b"hello");
    open("a", "", &packed, &mut budget, &Blind);
    open("b", "", &packed, &mut budget, &Blind);
    assert_eq!((before.bytes - budget.bytes, before.files - budget.files, budget.depth), (10, 4, MOST_DEPTH));
}

/// Opens a file of `most` parts and one of a part more; only the second meets the limit.
fn at_and_past(most: usize, limit: Limit, make: impl Fn(usize) -> Vec<u8>) {
    assert!(!is_bomb(&opened("a", &make(most)), limit), "{most} parts are read");
    assert!(is_bomb(&opened("a", &make(most + 1)), limit), "{} parts are too many", most + 1);
}

#[test]
fn pages_of_a_pdf() {
    at_and_past(200, Limit::Parts, |pages| make::pdf(&vec!["<< /Type /Page >>"; pages]));
}

#[test]
fn objects_of_a_pdf() {
    at_and_past(20_000, Limit::Parts, |objects| make::pdf(&vec!["1"; objects]));
}

#[test]
fn files_in_a_pdf() {
    at_and_past(32, Limit::Files, |files| {
        make::pdf_of(&vec![make::stream("/Type /EmbeddedFile", b"x"); files])
    });
}

#[test]
fn packings_on_top_of_each_other_in_a_pdf() {
    at_and_past(6, Limit::Depth, |filters| {
        let packed = (0..filters).fold(b"x".to_vec(), |inner, _| make::zlib(&inner));
        let filters = format!("/Type /EmbeddedFile /Filter [{}]", "/FlateDecode ".repeat(filters));
        make::pdf_of(&[make::stream(&filters, &packed)])
    });
}

#[test]
fn lists_in_lists_in_a_pdf() {
    let deep = |levels: usize| {
        let object =
            format!("{}<< /S /URI /URI (https://example.com) >>{}", "[".repeat(levels), "]".repeat(levels));
        opened("a", &make::pdf(&[&object])).links.len()
    };
    assert_eq!((deep(47), deep(48)), (1, 0));
}

#[test]
fn parts_of_a_document() {
    at_and_past(400, Limit::Parts, |parts| {
        let names: Vec<_> = (1..parts).map(|nth| format!("word/{nth}.bin")).collect();
        let mut files = vec![("[Content_Types].xml", &b"<Types/>"[..])];
        files.extend(names.iter().map(|name| (name.as_str(), &b"x"[..])));
        zip(&files)
    });
}

#[test]
fn files_in_a_notebook() {
    at_and_past(64, Limit::Parts, |files| {
        let file = b"\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x";
        let mut notebook = b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3".to_vec();
        (0..files).for_each(|_| notebook.extend(file));
        notebook
    });
}

#[test]
fn words_of_a_rich_text() {
    at_and_past(400_000, Limit::Parts, |words| format!("{{\\rt{}", "{".repeat(words - 2)).into_bytes());
}

#[test]
fn streams_that_run_in_circles_are_read_no_more_than_thrice() {
    let mut bytes = vec![0; 512];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[30] = 9;
    bytes[48] = 1;
    bytes.extend([0; 512]);
    let mut entry = [0; 128];
    let name = make::wide("\u{1}Ole10Native");
    entry[..name.len()].copy_from_slice(&name);
    (entry[64], entry[66]) = (name.len() as u8 + 2, 2);
    entry[120..124].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    (0..4_000).for_each(|_| bytes.extend(entry));
    assert!(opened("a.doc", &bytes).inside.len() <= 4);
}
