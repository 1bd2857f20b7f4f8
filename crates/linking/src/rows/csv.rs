//! CSV as RFC 4180 has it. A quotation mark that is never closed costs the one line on which it stands, not all that
//! follow: the reader begins again at the next line.

use super::{LONGEST_ROW, MOST_NAMED, Met, Unreadable, shown, too_long};

/// One record on its way: its cells behind each other, and where each ends.
#[derive(Default)]
struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// How a record ended.
enum End {
    /// Well; the next one begins here.
    At(usize),
    /// The file ended within quotation marks.
    Open,
    /// It is longer than a row may be.
    TooLong,
}

/// Where the reader stands in a cell.
enum Place {
    Beginning,
    Plain,
    Quoted,
    Closed,
}

pub(super) fn read(bytes: &[u8], take: &mut dyn FnMut(Met<'_>)) -> Result<(), Unreadable> {
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let (mut at, mut line) = (blank, 1 + lines(&bytes[..blank]));
    let comma = parted_by(&bytes[at..]);
    let mut record = Record::default();
    match record.read(bytes, at, comma) {
        End::At(next) => (at, line) = (next, line + lines(&bytes[at..next])),
        End::Open => return Err(Unreadable::NoColumns("a quotation mark is not closed".to_owned())),
        End::TooLong => return Err(Unreadable::NoColumns(too_long())),
    }
    let mut names = Vec::new();
    for cell in record.cells() {
        let name = std::str::from_utf8(cell).map_err(|_| Unreadable::Encoding)?.trim();
        names.push(name.to_owned());
    }
    if names.len() > MOST_NAMED {
        return Err(Unreadable::TooWide);
    }
    if names.iter().all(String::is_empty) {
        return Err(Unreadable::NoColumns("it holds no word".to_owned()));
    }
    names.iter().for_each(|name| take(Met::Column(name)));
    let mut cells = vec![String::new(); names.len()];
    while at < bytes.len() {
        let (next, fault) = match record.read(bytes, at, comma) {
            End::At(next) => {
                let last = line + lines(&bytes[at..next]).saturating_sub(1);
                (next, record.fill(&mut cells, &names, (line, last)).err())
            }
            End::Open => (
                after_line(bytes, at),
                Some("a quotation mark is opened and not closed: close it, or double it".to_owned()),
            ),
            End::TooLong => (after_line(bytes, at), Some(too_long())),
        };
        match fault {
            Some(why) => take(Met::Bad { line, why }),
            None if record.is_blank() => {}
            None => take(Met::Row { line, cells: &cells }),
        }
        line += lines(&bytes[at..next]);
        at = next;
    }
    Ok(())
}

impl Record {
    fn read(&mut self, bytes: &[u8], from: usize, comma: u8) -> End {
        self.text.clear();
        self.ends.clear();
        let mut place = Place::Beginning;
        let limit = bytes.len().min(from + LONGEST_ROW);
        let mut at = from;
        while at < limit {
            let byte = bytes[at];
            at += 1;
            match (&place, byte) {
                (Place::Quoted, b'"') if bytes.get(at) == Some(&b'"') => {
                    self.text.push(b'"');
                    at += 1;
                }
                (Place::Quoted, b'"') => place = Place::Closed,
                (Place::Quoted, _) => self.text.push(byte),
                (Place::Beginning, b'"') => place = Place::Quoted,
                (_, b'\n' | b'\r') => {
                    let both = byte == b'\r' && bytes.get(at) == Some(&b'\n');
                    self.ends.push(self.text.len());
                    return End::At(at + usize::from(both));
                }
                (_, _) if byte == comma => {
                    self.ends.push(self.text.len());
                    place = Place::Beginning;
                }
                (_, _) => {
                    self.text.push(byte);
                    if matches!(place, Place::Beginning) {
                        place = Place::Plain;
                    }
                }
            }
        }
        match place {
            _ if limit < bytes.len() => End::TooLong,
            Place::Quoted => End::Open,
            _ => {
                self.ends.push(self.text.len());
                End::At(limit)
            }
        }
    }

    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.ends.iter().scan(0, |from, end| {
            let cell = self.text.get(*from..*end).unwrap_or_default();
            *from = *end;
            Some(cell)
        })
    }

    /// An empty line says nothing.
    fn is_blank(&self) -> bool {
        self.ends.len() == 1 && self.text.is_empty()
    }

    fn fill(&self, cells: &mut [String], names: &[String], lines: (u64, u64)) -> Result<(), String> {
        if self.is_blank() {
            return Ok(());
        }
        if self.ends.len() != names.len() {
            let mut why = format!("the row has {} cells and the table {}", self.ends.len(), names.len());
            if lines.1 > lines.0 {
                why.push_str(&format!(
                    "; it goes on to line {}, perhaps for want of a quotation mark",
                    lines.1
                ));
            }
            return Err(why);
        }
        for ((from, into), name) in self.cells().zip(cells).zip(names) {
            let text = std::str::from_utf8(from).map_err(|_| {
                format!("what stands under `{}` is not UTF-8: save the file again as UTF-8", shown(name))
            })?;
            into.clear();
            into.push_str(text);
        }
        Ok(())
    }
}

/// Comma, semicolon or tab: which of them stands most often in the first line.
fn parted_by(bytes: &[u8]) -> u8 {
    let head = bytes.iter().take(LONGEST_ROW).take_while(|byte| !matches!(byte, b'\n' | b'\r'));
    let (mut counts, mut quoted) = ([0_usize; 3], false);
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    match counts {
        [commas, semicolons, tabs] if semicolons > commas && semicolons >= tabs => b';',
        [commas, _, tabs] if tabs > commas => b'\t',
        _ => b',',
    }
}

fn after_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| from + at + 1)
}

/// How many lines end in these bytes: each line feed, and each carriage return without one.
fn lines(bytes: &[u8]) -> u64 {
    let ends = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|at| ends(*at)).count() as u64
}
