use super::*;

const NOON: &str = "2026-11-21T12:00:00Z";

/// Markup, a read of a file, a loop and an import, as a firm could call itself.
const HOSTILE: &str = "#read(\"/etc/passwd\") #while true {} *B* $x$ #import \"@preview/x:1.0.0\" \\u{202e}\u{202e}\u{0}</Title>(\\)";

fn at() -> Timestamp {
    NOON.parse().unwrap()
}

fn point(number: usize) -> Vec<Block> {
    vec![
        Block::Heading(format!("Point {number}: you have no rule for fake mail")),
        Block::Facts(vec![
            ("Web name".into(), "bakery.example".into()),
            ("Please by".into(), "30 November 2026".into()),
        ]),
        Block::Words("Fake bills in the name of the firm get through.".into()),
        Block::Steps(vec!["Log in.".into(), "Open the page called DNS.".into(), "Add the line.".into()]),
        Block::Lines(vec![
            ("Name".into(), "_dmarc".into()),
            ("Value".into(), "v=DMARC1; p=none; rua=mailto:dmarc-reports@bakery.example".into()),
        ]),
        Block::Points(vec!["Check the name again in one hour.".into()]),
    ]
}

fn sheet(points: usize) -> Sheet {
    let mut blocks = vec![Block::Strong("Anna's Bakery asks you to do this.".into())];
    blocks.extend((1..=points).flat_map(point));
    blocks.push(Block::Address("https://centre.example/errand/abcdefghij".into()));
    Sheet {
        title: "A request from Anna's Bakery".into(),
        author: "London Watchhouse".into(),
        foot: "London Watchhouse".into(),
        blocks,
    }
}

fn read(sheet: &Sheet) -> pdf::Read {
    pdf::Read::of(&sheet.pdf(at()).unwrap())
}

#[test]
fn a_sheet_is_a_tagged_pdf_with_title_language_and_time() {
    let read = read(&sheet(1));
    assert_eq!(read.pages, 1);
    for (what, needed) in [
        ("tags", "/StructTreeRoot"),
        ("marked", "/Marked true"),
        ("language", "(en-GB)"),
        ("standard", "pdfuaid:part"),
        ("title in the window", "/DisplayDocTitle true"),
        ("time", "2026-11-21T12:00:00"),
    ] {
        assert!(read.plain.contains(needed), "no {what}: {needed}");
    }
    for said in [
        "A request from Anna's Bakery",
        "v=DMARC1; p=none; rua=mailto:dmarc-reports@bakery.example",
        "Add the line.",
        "https://centre.example/errand/abcdefghij",
    ] {
        assert!(read.text.contains(said), "{said:?} is not in {:?}", read.text);
    }
}

#[test]
fn ten_points_are_a_few_pages_and_the_same_sheet_is_the_same_file() {
    let ten = sheet(10);
    let read = read(&ten);
    assert!((3..=8).contains(&read.pages), "{} pages", read.pages);
    assert!(read.text.contains("Point 10"));
    assert_eq!(ten.pdf(at()).unwrap(), ten.pdf(at()).unwrap());
    let later = "2026-11-21T12:00:01Z".parse().unwrap();
    assert_ne!(ten.pdf(at()).unwrap(), ten.pdf(later).unwrap());
}

#[test]
fn what_strangers_typed_is_set_as_it_stands() {
    let mut hostile = sheet(1);
    hostile.title = HOSTILE.into();
    hostile.foot = HOSTILE.into();
    hostile.blocks.push(Block::Heading(HOSTILE.into()));
    hostile.blocks.push(Block::Facts(vec![(HOSTILE.into(), HOSTILE.into())]));
    hostile.blocks.push(Block::Steps(vec![HOSTILE.into()]));
    hostile.blocks.push(Block::Points(vec![HOSTILE.into()]));
    hostile.blocks.push(Block::Lines(vec![(HOSTILE.into(), HOSTILE.into())]));
    let read = read(&hostile);
    let shown = "#read(\"/etc/passwd\") #while true {} *B* $x$";
    assert!(read.text.matches(shown).count() >= 8, "{}", read.text);
    assert!(!read.text.contains("root:"));
}

#[test]
fn signs_that_the_typeface_lacks_and_endless_words_do_no_harm() {
    let mut odd = sheet(1);
    odd.blocks.push(Block::Words("Bäckerei Żółw, 面包店, مخبز, \u{1f950}".into()));
    odd.blocks.push(Block::Words("a".repeat(LONGEST_TEXT)));
    odd.blocks.push(Block::Lines(vec![("Value".into(), "b".repeat(253))]));
    let read = read(&odd);
    assert!(read.text.contains("Bäckerei Żółw, ???, ????, ?"), "{}", read.text);
    assert!(read.text.contains(&"b".repeat(253)), "a line to copy is never broken");
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let words = |count: usize| "a".repeat(count);
    let with = |blocks: Vec<Block>| Sheet { blocks, ..sheet(0) }.pdf(at()).map(|_| ());
    assert_eq!(with(vec![Block::Words("a".into()); MOST_BLOCKS]), Ok(()));
    assert_eq!(with(vec![Block::Words("a".into()); MOST_BLOCKS + 1]), Err(SheetError::TooLong));
    assert_eq!(with(vec![Block::Steps(vec!["a".into(); MOST_ENTRIES])]), Ok(()));
    assert_eq!(with(vec![Block::Steps(vec!["a".into(); MOST_ENTRIES + 1])]), Err(SheetError::TooLong));
    assert_eq!(with(vec![Block::Heading(words(LONGEST_TEXT))]), Ok(()));
    assert_eq!(with(vec![Block::Heading(words(LONGEST_TEXT + 1))]), Err(SheetError::TextTooLong));
    assert_eq!(Sheet { title: words(LONGEST_TEXT + 1), ..sheet(0) }.pdf(at()), Err(SheetError::TextTooLong));
    for address in ["javascript:alert(1)", "https://", "https://a b", "//a.example"] {
        assert_eq!(with(vec![Block::Address(address.into())]), Err(SheetError::NoAddress), "{address}");
    }
    assert_eq!(with(Vec::new()), Ok(()));
}

/// Reads as much of a PDF as the tests ask about.
mod pdf {
    use lopdf::{Document, Object};

    pub(super) struct Read {
        pub(super) pages: usize,
        /// The words of all pages; white space is one blank.
        pub(super) text: String,
        /// Every object and unpacked stream, one after another.
        pub(super) plain: String,
    }

    impl Read {
        pub(super) fn of(bytes: &[u8]) -> Self {
            let document = Document::load_mem(bytes).unwrap();
            let pages: Vec<u32> = document.get_pages().keys().copied().collect();
            let text = document.extract_text(&pages).unwrap();
            let mut plain = String::new();
            for object in document.objects.values() {
                plain.push_str(&written(object));
                if let Object::Stream(stream) = object {
                    let bytes = stream.get_plain_content().unwrap_or_default();
                    plain.push_str(&String::from_utf8_lossy(&bytes));
                }
            }
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            Self { pages: pages.len(), text, plain }
        }
    }

    fn written(object: &Object) -> String {
        match object {
            Object::Dictionary(entries) => entries
                .iter()
                .map(|(name, value)| format!("/{} {} ", String::from_utf8_lossy(name), written(value)))
                .collect(),
            Object::Array(all) => all.iter().map(written).collect::<Vec<_>>().join(" "),
            Object::String(bytes, _) => format!("({})", String::from_utf8_lossy(bytes)),
            Object::Boolean(value) => value.to_string(),
            Object::Name(name) => format!("/{}", String::from_utf8_lossy(name)),
            _ => String::new(),
        }
    }
}
