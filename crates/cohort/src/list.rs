//! Reading a list of firms: one name a line, or CSV with a first line that names its columns.

use std::collections::HashSet;
use std::io::{self, BufRead, Read};

use sha2::{Digest as _, Sha256};
use terms::DomainName;

use crate::columns::{Places, cells, places};

/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 4_096;
/// The most lines of a list.
pub const MOST_LINES: u64 = 2_000_000;
/// The longest text of a column beside the name, in characters.
pub const LONGEST_FIELD: usize = 60;
/// How much of a line that was refused is shown, in characters.
pub const MOST_REFUSED_SHOWN: usize = 120;

/// A firm of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firm {
    /// The line on which it stands, from 1.
    pub line: u64,
    /// Its name.
    pub domain: DomainName,
    /// What the list says beside it.
    pub columns: Columns,
}

/// What a list can say of a firm beside its name. Empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Columns {
    /// The borough, as the list writes it.
    pub borough: String,
    /// The sector, as the list writes it.
    pub sector: String,
    /// How big it is.
    pub size: String,
    /// A group of firms within the list.
    pub cohort: String,
}

/// A line that is no firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it and what to do.
    pub reason: String,
    /// The line itself, cut and inert.
    pub text: String,
}

/// What one line came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A firm.
    Firm(Firm),
    /// Something else.
    Refused(Refused),
}

/// The list as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ListFault {
    /// The first line names columns, but not that of the names.
    #[error("the first line names columns, but none of them is `domain`; write `domain` above the names")]
    NoDomainColumn,
    /// Two columns have the same name.
    #[error("the first line names the column `{0}` twice; keep one of them")]
    ColumnTwice(String),
    /// The file could not be read.
    #[error("the list cannot be read")]
    Io(#[from] io::Error),
}

/// A list, read line by line: however long it is, a line and a short mark of each name are held.
pub struct List<R> {
    reader: R,
    line: u64,
    /// The columns, where the first line named them; none for one name a line.
    places: Option<Places>,
    /// The first line, where it is a firm already.
    first: Option<(u64, Vec<u8>, bool)>,
    seen: HashSet<u64>,
    ended: bool,
}

impl<R: BufRead> List<R> {
    /// Begins to read, and finds out from the first line how the list is written.
    ///
    /// # Errors
    /// [`ListFault`] when the list as a whole cannot be read.
    pub fn open(reader: R) -> Result<Self, ListFault> {
        let mut list =
            Self { reader, line: 0, places: None, first: None, seen: HashSet::new(), ended: false };
        while let Some((mut bytes, whole)) = list.next_line()? {
            if list.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            let text = String::from_utf8_lossy(&bytes).trim().to_owned();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            match places(&text)? {
                Some(places) => list.places = Some(places),
                None => list.first = Some((list.line, bytes, whole)),
            }
            break;
        }
        Ok(list)
    }

    /// One line without its end, cut at the limit, and whether it is whole.
    fn next_line(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut bytes = Vec::new();
        let room = LONGEST_LINE as u64 + 2;
        if (&mut self.reader).take(room).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.line += 1;
        let ended = bytes.last() == Some(&b'\n');
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        if !ended && bytes.len() > LONGEST_LINE {
            skip_line(&mut self.reader)?;
        }
        let whole = bytes.len() <= LONGEST_LINE;
        bytes.truncate(LONGEST_LINE);
        Ok(Some((bytes, whole)))
    }

    fn read(&mut self, line: u64, bytes: &[u8], whole: bool) -> Option<Entry> {
        let refuse = |reason: String| {
            let shown: String = String::from_utf8_lossy(bytes).chars().take(MOST_REFUSED_SHOWN).collect();
            Some(Entry::Refused(Refused { line, reason, text: shown.escape_debug().to_string() }))
        };
        if !whole {
            return refuse(format!("The line is longer than {LONGEST_LINE} bytes. Write one name a line."));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return refuse("The line is not written in UTF-8. Save the list as UTF-8.".to_owned());
        };
        if text.trim().is_empty() || (self.places.is_none() && text.trim_start().starts_with('#')) {
            return None;
        }
        let (name, columns) = match self.fields(text) {
            Ok(fields) => fields,
            Err(reason) => return refuse(reason),
        };
        let domain = match DomainName::parse(&name) {
            Ok(domain) => domain,
            Err(error) => return refuse(error.to_string()),
        };
        if !self.seen.insert(mark(&domain)) {
            return refuse("The name stands further up in this list already.".to_owned());
        }
        Some(Entry::Firm(Firm { line, domain, columns }))
    }

    /// The name and what stands beside it.
    fn fields(&self, text: &str) -> Result<(String, Columns), String> {
        let Some(places) = &self.places else { return Ok((text.to_owned(), Columns::default())) };
        let cells = cells(text).ok_or("The line is not CSV: a quotation mark is open or out of place.")?;
        let name = cells.get(places.domain).cloned().unwrap_or_default();
        let cell = |place: Option<usize>, what: &str| -> Result<String, String> {
            let text = place.and_then(|place| cells.get(place)).map(|cell| cell.trim()).unwrap_or_default();
            if text.chars().count() > LONGEST_FIELD || text.chars().any(char::is_control) {
                return Err(format!(
                    "What stands under {what} is longer than {LONGEST_FIELD} signs or cannot be shown."
                ));
            }
            Ok(text.to_owned())
        };
        let columns = Columns {
            borough: cell(places.borough, "borough")?,
            sector: cell(places.sector, "sector")?,
            size: cell(places.size, "size")?,
            cohort: cell(places.cohort, "cohort")?,
        };
        Ok((name, columns))
    }
}

impl<R: BufRead> Iterator for List<R> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let (line, bytes, whole) = match self.first.take() {
                Some(first) => first,
                None => match self.next_line() {
                    Ok(Some((bytes, whole))) => (self.line, bytes, whole),
                    Ok(None) => break,
                    Err(error) => {
                        self.ended = true;
                        return Some(Err(error));
                    }
                },
            };
            if line > MOST_LINES {
                self.ended = true;
                return Some(Ok(Entry::Refused(Refused {
                    line,
                    reason: format!(
                        "The list is longer than {MOST_LINES} lines. From here on nothing was read: make two lists of it."
                    ),
                    text: String::new(),
                })));
            }
            if let Some(entry) = self.read(line, &bytes, whole) {
                return Some(Ok(entry));
            }
        }
        self.ended = true;
        None
    }
}

/// Passes over what is left of a line.
fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let (used, found) = {
            let available = reader.fill_buf()?;
            if available.is_empty() {
                return Ok(());
            }
            match available.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), false),
            }
        };
        reader.consume(used);
        if found {
            return Ok(());
        }
    }
}

/// A short mark of a name: two names with the same one are not met in any list.
pub(crate) fn mark(domain: &DomainName) -> u64 {
    let digest: [u8; 32] = Sha256::digest(domain.as_ascii().as_bytes()).into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_le_bytes(*first)
}

/// The SHA-256 of a whole input, in hexadecimal: by it a run knows its list again.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint(mut input: impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 65_536];
    loop {
        let length = input.read(&mut buffer)?;
        match buffer.get(..length) {
            Some(bytes) if length > 0 => hash.update(bytes),
            _ => break,
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Entry> {
        List::open(text).unwrap().map(Result::unwrap).collect()
    }

    fn words(entries: &[Entry]) -> Vec<String> {
        let word = |entry: &Entry| match entry {
            Entry::Firm(firm) => {
                let Columns { borough, sector, size, cohort } = &firm.columns;
                format!("{} {} [{borough}|{sector}|{size}|{cohort}]", firm.line, firm.domain)
            }
            Entry::Refused(refused) => format!("{} {} ({})", refused.line, refused.reason, refused.text),
        };
        entries.iter().map(word).collect()
    }

    #[test]
    fn one_name_a_line_with_what_people_write_around_it() {
        let entries =
            read(b"\xef\xbb\xbf# shops\n\nhttps://www.bakery.example/\r\nBAKERY.example\nshoes.example");
        assert_eq!(
            words(&entries),
            [
                "3 bakery.example [|||]",
                "4 The name stands further up in this list already. (BAKERY.example)",
                "5 shoes.example [|||]",
            ]
        );
    }

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let entries =
            read(b"SIC,note,Domain,borough,cohort,size\nG,\"a, b\",bakery.example,\"Hackney\",shops,micro\n");
        assert_eq!(words(&entries), ["2 bakery.example [Hackney|G|micro|shops]"]);
    }

    #[test]
    fn a_bad_line_is_told_and_the_next_one_is_read() {
        let entries = read(b"domain,borough\nbakery\n\"open,Hackney\n\xff.example,x\n,\nshoes.example\n");
        let words = words(&entries);
        assert_eq!(words[0], "2 A web address has a dot in it, for example bakery.co.uk. (bakery)");
        assert!(words[1].starts_with("3 The line is not CSV"), "{}", words[1]);
        assert!(words[2].starts_with("4 The line is not written in UTF-8"), "{}", words[2]);
        assert!(words[3].starts_with("5 Type your web address"), "{}", words[3]);
        assert_eq!(words[4], "6 shoes.example [|||]");
    }

    #[test]
    fn a_list_without_the_column_of_names_is_refused_as_a_whole() {
        let fault =
            |text: &str| List::open(text.as_bytes()).err().map(|fault| fault.to_string()).unwrap_or_default();
        assert!(fault("name,borough\n").contains("none of them is `domain`"));
        assert!(fault("domain,sic,sector\n").contains("`sector` twice"));
        assert_eq!(read(b"").len(), 0);
    }

    #[test]
    fn lines_and_fields_have_limits() {
        let filled = |length: usize| {
            format!("domain,note\nbakery.example,{}\nshoes.example,x\n", "a".repeat(length - 15))
        };
        assert_eq!(words(&read(filled(LONGEST_LINE).as_bytes()))[0], "2 bakery.example [|||]");
        let entries = words(&read(filled(LONGEST_LINE + 1).as_bytes()));
        assert!(entries[0].starts_with("2 The line is longer than 4096 bytes."), "{}", entries[0]);
        assert_eq!(entries[1], "3 shoes.example [|||]");
        let far = words(&read(filled(LONGEST_LINE * 40).as_bytes()));
        assert_eq!(far[1], "3 shoes.example [|||]", "the rest of a long line is passed over");
        let field = |length: usize| format!("domain,size\nbakery.example,{}\n", "a".repeat(length));
        assert!(words(&read(field(LONGEST_FIELD).as_bytes()))[0].contains("bakery.example [|"));
        assert!(words(&read(field(LONGEST_FIELD + 1).as_bytes()))[0].contains("longer than 60 signs"));
    }

    #[test]
    fn a_list_that_is_too_long_is_read_to_the_limit() {
        let mut text = "\n".repeat(usize::try_from(MOST_LINES).unwrap() - 1);
        text.push_str("last.example\nlost.example\nmore.example\n");
        let words = words(&read(text.as_bytes()));
        assert_eq!(words.len(), 2, "{words:?}");
        assert_eq!(words[0], "2000000 last.example [|||]");
        assert!(words[1].starts_with("2000001 The list is longer than 2000000 lines."));
    }

    #[test]
    fn a_fingerprint_follows_from_every_byte() {
        assert_eq!(
            fingerprint(&b"abc"[..]).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            if let Ok(list) = List::open(&bytes[..]) {
                let entries: Vec<_> = list.map(Result::unwrap).collect();
                proptest::prop_assert!(entries.len() <= bytes.len());
            }
        }
    }
}
