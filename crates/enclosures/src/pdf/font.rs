//! Which letters a page's codes stand for (ISO 32000-2, 9.10).

use std::collections::HashMap;
use std::rc::Rc;

use super::objects::Objects;
use super::value::{Dict, Reader, Value};
use crate::Contents;
use crate::reading::Reading;

/// The most codes of one font.
const MOST_CODES: usize = 20_000;
/// The most fonts of one page.
const MOST_FONTS: usize = 64;
/// The most pages above a page.
const MOST_ABOVE: usize = 16;

/// The letters of one font.
#[derive(Default)]
pub(super) struct Font {
    letters: HashMap<u32, String>,
    wide: bool,
    /// Codes that may still be told: ranges can name the same codes again and again.
    left: usize,
}

/// The fonts of a file, read once each.
#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<u32, Rc<Font>>,
}

impl Fonts {
    /// The fonts of a page by their names on it.
    pub(super) fn of_page(
        &mut self,
        page: &Dict,
        objects: &Objects,
        out: &mut Contents,
        with: &mut Reading,
    ) -> HashMap<String, Rc<Font>> {
        let mut fonts = HashMap::new();
        let Some(list) = resources(page, objects)
            .and_then(|resources| resources.get("Font"))
            .and_then(|list| objects.dict(list))
        else {
            return fonts;
        };
        for (name, value) in list.fields().take(MOST_FONTS) {
            let Some(dict) = objects.dict(value) else { continue };
            let font = match value {
                Value::Ref(number) => match self.known.get(number) {
                    Some(font) => Rc::clone(font),
                    None => {
                        let font = Rc::new(Font::read(dict, objects, out, with));
                        self.known.insert(*number, Rc::clone(&font));
                        font
                    }
                },
                _ => Rc::new(Font::read(dict, objects, out, with)),
            };
            fonts.insert(name.clone(), font);
        }
        fonts
    }
}

/// The resources of a page, or of the pages above it.
fn resources<'a>(page: &'a Dict, objects: &'a Objects) -> Option<&'a Dict> {
    let mut page = page;
    for _ in 0..MOST_ABOVE {
        if let Some(resources) = page.get("Resources").and_then(|resources| objects.dict(resources)) {
            return Some(resources);
        }
        page = objects.dict(page.get("Parent")?)?;
    }
    None
}

impl Font {
    fn read(dict: &Dict, objects: &Objects, out: &mut Contents, with: &mut Reading) -> Self {
        let mut font =
            Self { letters: HashMap::new(), wide: dict.name("Subtype") == Some("Type0"), left: MOST_CODES };
        if let Some(Value::Ref(number)) = dict.get("ToUnicode")
            && let Some(table) = objects.stream(*number, out, with)
        {
            let table = with.markup(out, &table.bytes).to_vec();
            font.table(&table);
        }
        font
    }

    /// A table of codes and letters (9.10.3).
    fn table(&mut self, table: &[u8]) {
        let mut reader = Reader::new(table, 0, 4 * MOST_CODES);
        let mut held: Vec<Value> = Vec::new();
        while let Some(value) = reader.value() {
            match &value {
                Value::Word(word) if word == b"endbfchar" => {
                    for pair in held.chunks_exact(2) {
                        if let [Value::Text(code), Value::Text(letters)] = pair {
                            self.letter(number(code), utf16(letters));
                        }
                    }
                    held.clear();
                }
                Value::Word(word) if word == b"endbfrange" => {
                    held.chunks_exact(3).for_each(|range| self.range(range));
                    held.clear();
                }
                Value::Word(_) => held.clear(),
                _ => held.push(value),
            }
        }
    }

    fn range(&mut self, range: &[Value]) {
        let [Value::Text(first), Value::Text(last), to] = range else { return };
        let (first, last) = (number(first), number(last));
        for (nth, code) in (first..=last).enumerate().take(MOST_CODES) {
            let letters = match to {
                Value::Array(each) => match each.get(nth) {
                    Some(Value::Text(letters)) => utf16(letters),
                    _ => return,
                },
                Value::Text(letters) => {
                    let mut letters = letters.clone();
                    let Some(end) = letters.last_chunk_mut::<2>() else { return };
                    *end = u16::from_be_bytes(*end).wrapping_add(nth as u16).to_be_bytes();
                    utf16(&letters)
                }
                _ => return,
            };
            if self.left == 0 {
                return;
            }
            self.letter(code, letters);
        }
    }

    fn letter(&mut self, code: u32, letters: String) {
        if self.left > 0 {
            self.left -= 1;
            self.letters.insert(code, letters);
        }
    }

    /// The words that codes on a page stand for.
    pub(super) fn say(&self, codes: &[u8], text: &mut String) {
        if self.wide {
            for pair in codes.chunks_exact(2) {
                let code = u32::from(pair[0]) << 8 | u32::from(pair[1]);
                if let Some(letters) = self.letters.get(&code) {
                    text.push_str(letters);
                }
            }
            return;
        }
        for code in codes {
            match self.letters.get(&u32::from(*code)) {
                Some(letters) => text.push_str(letters),
                None => text.push(plain(*code)),
            }
        }
    }
}

/// A letter of the usual table of one byte (Annex D.2, WinAnsi).
pub(super) fn plain(code: u8) -> char {
    match code {
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '"',
        0x95 => '•',
        0x96 | 0x97 => '-',
        0x80 => '€',
        0x85 => '…',
        0..=31 => ' ',
        _ => char::from(code),
    }
}

fn number(code: &[u8]) -> u32 {
    // The reader of digits adds half a byte to odd ones only; codes have one to four bytes.
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(letters: &[u8]) -> String {
    let units: Vec<_> = letters.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    if units.is_empty() {
        letters.iter().map(|byte| char::from(*byte)).collect()
    } else {
        String::from_utf16_lossy(&units)
    }
}
