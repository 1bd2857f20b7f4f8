//! The typesetter's world: one file of markup, two weights of one typeface, the words as data, and nothing else.
//! There is no file, no package and no clock to be had in it, whatever a template asked for.

use std::sync::OnceLock;

use terms::Timestamp;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Array, Bytes, Datetime, Dict, Duration, Smart, Str, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{Block, Sheet, SheetError};

const MARKUP: &str = include_str!("sheet.typ");
const REGULAR: &[u8] = include_bytes!("../../fonts/atkinson-regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/atkinson-bold.ttf");
/// A word longer than this has no place to break that the eye would choose, and would run over the edge.
const LONGEST_WORD: usize = 60;
/// What stands for a sign that the typeface lacks. PDF/UA-1 forbids an empty box.
const LACKING: char = '?';
/// Where a long word may break, without being seen.
const BREAK: char = '\u{200b}';

/// The typeface, read once.
struct Typeface {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

fn typeface() -> &'static Typeface {
    static TYPEFACE: OnceLock<Typeface> = OnceLock::new();
    TYPEFACE.get_or_init(|| {
        let fonts: Vec<Font> =
            [REGULAR, BOLD].into_iter().filter_map(|bytes| Font::new(Bytes::new(bytes), 0)).collect();
        Typeface { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    })
}

struct Room {
    library: LazyHash<Library>,
    markup: Source,
}

impl Room {
    fn with(said: Dict) -> Result<Self, SheetError> {
        let path = VirtualPath::new("/sheet.typ").map_err(|fault| SheetError::NotSet(fault.to_string()))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(said).build()),
            markup: Source::new(id, MARKUP.to_owned()),
        })
    }
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &typeface().book
    }

    fn main(&self) -> FileId {
        self.markup.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.markup.id() { Ok(self.markup.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        typeface().fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets a sheet that is within the limits.
pub(super) fn set(sheet: &Sheet, at: Timestamp) -> Result<Vec<u8>, SheetError> {
    let room = Room::with(said(sheet))?;
    let document = typst::compile::<PagedDocument>(&room).output.map_err(|faults| not_set(&faults));
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|fault| SheetError::NotSet(fault.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Watchhouse".to_owned())),
        timestamp: moment(at),
        standards,
        ..PdfOptions::default()
    };
    let pdf =
        document.and_then(|document| typst_pdf::pdf(&document, &options).map_err(|faults| not_set(&faults)));
    // What the typesetter remembers of this sheet is of no use for the next, which has other words.
    typst::comemo::evict(0);
    pdf
}

fn not_set(faults: &[SourceDiagnostic]) -> SheetError {
    SheetError::NotSet(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}

fn moment(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let at = jiff::tz::TimeZone::UTC.to_datetime(at);
    let part = |number: i8| u8::try_from(number).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    let set = Datetime::from_ymd_hms(i32::from(at.year()), month, day, hour, minute, second)?;
    Some(typst_pdf::Timestamp::new_utc(set))
}

fn said(sheet: &Sheet) -> Dict {
    let blocks: Array = sheet.blocks.iter().map(block).collect();
    [
        ("title", words(&sheet.title)),
        ("author", words(&sheet.author)),
        ("foot", words(&sheet.foot)),
        ("blocks", Value::Array(blocks)),
    ]
    .into_iter()
    .map(|(name, value)| (Str::from(name), value))
    .collect()
}

fn block(block: &Block) -> Value {
    let all = |texts: &[String]| Value::Array(texts.iter().map(|text| words(text)).collect());
    let pairs = |pairs: &[(String, String)], value: fn(&str) -> Value| {
        Value::Array(pairs.iter().map(|(name, text)| pair(words(name), value(text))).collect())
    };
    match block {
        Block::Heading(text) => pair(text_of("heading"), words(text)),
        Block::Words(text) => pair(text_of("words"), words(text)),
        Block::Strong(text) => pair(text_of("strong"), words(text)),
        Block::Address(address) => pair(text_of("address"), text_of(address)),
        Block::Steps(steps) => pair(text_of("steps"), all(steps)),
        Block::Points(points) => pair(text_of("points"), all(points)),
        Block::Facts(facts) => pair(text_of("facts"), pairs(facts, words)),
        Block::Lines(lines) => pair(text_of("lines"), pairs(lines, line)),
    }
}

fn pair(first: Value, second: Value) -> Value {
    Value::Array([first, second].into_iter().collect())
}

fn text_of(text: &str) -> Value {
    Value::Str(Str::from(text))
}

/// Words to be read: what cannot be shown is replaced, and a word too long for a line may break.
fn words(text: &str) -> Value {
    let mut shown = String::with_capacity(text.len());
    let mut since_blank = 0;
    for sign in showable(text).chars() {
        since_blank = if sign == ' ' { 0 } else { since_blank + 1 };
        shown.push(sign);
        if since_blank == LONGEST_WORD {
            shown.push(BREAK);
            since_blank = 0;
        }
    }
    text_of(&shown)
}

/// A line to be copied: nothing is put into it.
fn line(text: &str) -> Value {
    text_of(&showable(text))
}

/// The text with every sign that the typeface has; a line break or control sign is a blank, any other sign a `?`.
fn showable(text: &str) -> String {
    let has = |sign: char| typeface().fonts.iter().all(|font| font.info().coverage.contains(u32::from(sign)));
    text.chars()
        .map(|sign| match sign {
            ' ' | '\u{a0}' => ' ',
            sign if sign.is_control() => ' ',
            sign if has(sign) => sign,
            _ => LACKING,
        })
        .collect()
}
