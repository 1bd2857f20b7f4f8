//! The one place where a message is handed to the engine.
//!
//! What comes in crossed a pipe: one line of JSON ([`Asked`]), then the message. What goes out is the examination as JSON. The
//! process that does it has no store, no network and no clock of its own: what it needs to know stands in the line.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::sync::OnceLock;

use centre::published::Lists;
use data_encoding::BASE64;
use evidence::{Kind, Sniffer};
use message::Came;
use serde::{Deserialize, Serialize};
use triage::{BrandBook, Evidence, Examination, Records, Setting};

/// The largest message that is examined, in bytes: what one file may have.
pub const MOST_BYTES: u64 = evidence::MOST_ITEM_BYTES;
/// The longest line before the message, in bytes.
const LONGEST_LINE: u64 = 256 * 1024;
/// The most bytes of published records that stand in it. As JSON they take twice as many at most: they are printable.
pub const MOST_BYTES_OF_RECORDS: usize = 96 * 1024;

/// What stands before the message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// How it came ([`Came::word`]).
    pub came: String,
    /// Seconds since 1970.
    pub now: i64,
    /// Web addresses of the reporter and of the centre.
    pub own: Vec<String>,
    /// Published records that are held and may be needed: names, with the texts that stand there.
    #[serde(default, skip_serializing_if = "Held::is_empty")]
    pub records: Held,
}

/// Published records that are handed over with a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Held(BTreeMap<String, Vec<String>>);

impl Held {
    /// Hands over what stands at a name. False where the line before the message has no room for it.
    pub fn hand(&mut self, name: String, texts: Vec<String>) -> bool {
        let size =
            |name: &String, texts: &Vec<String>| name.len() + texts.iter().map(String::len).sum::<usize>();
        let all: usize = self.0.iter().map(|(name, texts)| size(name, texts)).sum();
        let fits = all + size(&name, &texts) <= MOST_BYTES_OF_RECORDS;
        if fits {
            self.0.insert(name, texts);
        }
        fits
    }

    /// Whether nothing is handed over.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Records for Held {
    fn txt(&self, name: &str) -> Option<Vec<String>> {
        self.0.get(name).cloned()
    }
}

/// Reads the line and the message.
///
/// # Errors
/// When the pipe breaks, or the line is none of ours.
pub fn read(from: &mut impl BufRead) -> io::Result<(Asked, Vec<u8>)> {
    let mut line = Vec::new();
    from.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    let asked = serde_json::from_slice(&line).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    from.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok((asked, bytes))
}

/// Writes the line and the message.
///
/// # Errors
/// When nobody reads any more.
pub fn write(asked: &Asked, bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, asked)?;
    to.write_all(b"\n")?;
    to.write_all(bytes)
}

/// The organisations that people in London hear from; the file of the region pack, as it was built in.
const BRANDS: &str = include_str!("../../../regions/london/brands.toml");
/// What stands between the parts of a picture's wrapping.
const BOUNDARY: &str = "wrapped-by-watchhouse";

/// The brand book, read once: entries that cannot be read are left out, and a test finds them.
fn book() -> &'static BrandBook {
    static BOOK: OnceLock<BrandBook> = OnceLock::new();
    BOOK.get_or_init(|| BrandBook::parse(BRANDS).0)
}

/// The domains whose published records are held, but for members'.
pub fn lists() -> Lists {
    Lists::of(book().domains())
}

/// Reads the brand book, so that the first message does not wait for it.
pub fn get_ready() {
    book();
}

/// Examines one message.
pub fn examine(bytes: &[u8], asked: &Asked) -> Examination {
    let setting = Setting {
        book: book(),
        own: &asked.own,
        now: asked.now,
        eyes: &enclosures::Blind,
        records: &asked.records,
    };
    match wrapping(bytes) {
        None => triage::examine(bytes, Came::of_word(&asked.came), &setting),
        Some(kind) => {
            let found = triage::examine(&wrapped(bytes, kind), Came::Saved, &setting);
            let is_picture = kind.starts_with("image/");
            Examination { evidence: if is_picture { Evidence::Picture } else { found.evidence }, ..found }
        }
    }
}

/// The type of a file that is no message but may carry one: a picture, a PDF. None for all else.
fn wrapping(bytes: &[u8]) -> Option<&'static str> {
    match Sniffer::kind_of(bytes) {
        Kind::Png => Some("image/png"),
        Kind::Jpeg => Some("image/jpeg"),
        Kind::Gif => Some("image/gif"),
        Kind::Webp => Some("image/webp"),
        Kind::OtherPicture => Some("image/heic"),
        Kind::Pdf => Some("application/pdf"),
        _ => None,
    }
}

/// A file as the only enclosure of a message that says nothing, so that the engine looks into it as into any other.
fn wrapped(bytes: &[u8], kind: &str) -> Vec<u8> {
    let head = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={BOUNDARY}\r\n\r\n--{BOUNDARY}\r\nContent-Type: {kind}\r\n\
         Content-Disposition: attachment; filename=sent\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    );
    let mut message = head.into_bytes();
    for line in bytes.chunks(57) {
        message.extend(BASE64.encode(line).into_bytes());
        message.extend(b"\r\n");
    }
    message.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_brand_book_is_read() {
        assert!(book().brands().len() > 20, "{}", book().brands().len());
    }

    #[test]
    fn what_is_asked_comes_through_the_pipe_with_line_ends_in_the_message() {
        let mut asked = Asked {
            came: "words".to_owned(),
            now: 7,
            own: vec!["firm.example".to_owned()],
            ..Asked::default()
        };
        asked.records.hand("_dmarc.firm.example".to_owned(), vec!["v=DMARC1; p=none".to_owned()]);
        let mut pipe = Vec::new();
        write(&asked, b"one\ntwo\n", &mut pipe).unwrap();
        assert_eq!(read(&mut pipe.as_slice()).unwrap(), (asked, b"one\ntwo\n".to_vec()));
        assert!(read(&mut b"no line".as_slice()).is_err());
    }

    #[test]
    fn as_many_records_as_are_handed_over_fit_into_the_line() {
        let mut asked = Asked::default();
        let hand = |asked: &mut Asked, name: &str, bytes| {
            asked.records.hand(name.to_owned(), vec!["\"".repeat(bytes)])
        };
        assert!(hand(&mut asked, "one", MOST_BYTES_OF_RECORDS - 6));
        assert!(hand(&mut asked, "two", 0));
        assert!(!hand(&mut asked, "x", 0), "one byte too many");
        let mut pipe = Vec::new();
        write(&asked, b"x", &mut pipe).unwrap();
        assert_eq!(read(&mut pipe.as_slice()).unwrap(), (asked, b"x".to_vec()));
    }
}
