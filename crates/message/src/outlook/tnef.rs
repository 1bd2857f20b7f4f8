//! `winmail.dat` (MS-OXTNEF): attributes one after another, some of which hold properties.

use super::{File, Letter, MOST_FILES, MOST_TAKEN, decode, fill_from_rtf, utf16};

/// Attributes and properties that are read.
const MOST_ATTRIBUTES: usize = 5_000;

/// Whether bytes begin as TNEF does.
pub(crate) fn is_tnef(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x78, 0x9f, 0x3e, 0x22])
}

pub(super) fn read(bytes: &[u8]) -> Option<Letter> {
    if !is_tnef(bytes) {
        return None;
    }
    let mut letter = Letter::default();
    let mut page = 1252;
    let mut at = Bytes { held: bytes.get(6..)?, room: MOST_TAKEN };
    for _ in 0..MOST_ATTRIBUTES {
        let Some(attribute) = at.attribute() else { break };
        match attribute {
            (_, 0x0006_9007, held) => {
                page = held.get(..4).and_then(|held| held.try_into().ok()).map_or(page, u32::from_le_bytes)
            }
            (1, 0x0001_8004, held) => letter.subject = text(held, page),
            (1, 0x0002_800c, held) => letter.text = Some(text(held, page)),
            (1, 0x0006_9003, held) => message_properties(held, page, &mut letter),
            (2, 0x0006_9002, _) if letter.files.len() < MOST_FILES => letter.files.push(File::default()),
            (2, 0x0001_8010, held) => {
                if let Some(file) = letter.files.last_mut().filter(|file| file.name.is_empty()) {
                    file.name = text(held, page);
                }
            }
            (2, 0x0006_800f, held) => {
                if let Some(file) = letter.files.last_mut() {
                    file.bytes = held.to_vec();
                }
            }
            (2, 0x0006_9005, held) => {
                if let Some(file) = letter.files.last_mut() {
                    file_properties(held, page, file);
                }
            }
            _ => {}
        }
    }
    Some(letter)
}

fn text(held: &[u8], page: u32) -> String {
    decode(held, page).trim_end_matches('\0').to_owned()
}

fn message_properties(held: &[u8], page: u32, letter: &mut Letter) {
    properties(held, |id, kind, value| match (id, kind) {
        (0x1013, 0x0102) => letter.html = Some(decode(value, page)),
        (0x1009, 0x0102) => fill_from_rtf(letter, value),
        (0x1000, 0x001f) => letter.text = Some(utf16(value)),
        (0x0037, 0x001f) => letter.subject = utf16(value),
        _ => {}
    });
}

fn file_properties(held: &[u8], page: u32, file: &mut File) {
    properties(held, |id, kind, value| {
        let words = || if kind == 0x001f { utf16(value) } else { text(value, page) };
        match (id, kind) {
            (0x3707, 0x001e | 0x001f) => file.name = words(),
            (0x370e, 0x001e | 0x001f) => file.kind = words(),
            (0x3712, 0x001e | 0x001f) => file.content_id = Some(words()),
            (0x3701, 0x0102) if file.bytes.is_empty() => file.bytes = value.to_vec(),
            _ => {}
        }
    });
}

/// Goes over properties; stops at the first that does not fit.
fn properties(held: &[u8], mut seen: impl FnMut(u16, u16, &[u8])) {
    let mut at = Bytes { held, room: usize::MAX };
    let Some(count) = at.u32() else { return };
    for _ in 0..(count as usize).min(MOST_ATTRIBUTES) {
        if at.property(&mut seen).is_none() {
            return;
        }
    }
}

struct Bytes<'b> {
    held: &'b [u8],
    room: usize,
}

impl<'b> Bytes<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.held.get(..length)?;
        self.held = self.held.get(length..)?;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    /// Level, tag and value of the next attribute.
    fn attribute(&mut self) -> Option<(u8, u32, &'b [u8])> {
        let level = self.take(1)?.first().copied()?;
        let tag = self.u32()?;
        let length = self.u32()? as usize;
        let held = self.take(length)?;
        self.take(2)?;
        self.room = self.room.checked_sub(length)?;
        Some((level, tag, held))
    }

    fn property(&mut self, seen: &mut impl FnMut(u16, u16, &[u8])) -> Option<()> {
        let kind = self.u16()?;
        let id = self.u16()?;
        if id >= 0x8000 {
            self.take(16)?;
            if self.u32()? == 0 {
                self.u32()?;
            } else {
                self.padded()?;
            }
        }
        let single = kind & 0x0fff;
        let is_long = matches!(single, 0x001e | 0x001f | 0x0102 | 0x000d);
        let count = if kind & 0x1000 != 0 || is_long { self.u32()? } else { 1 };
        for _ in 0..(count as usize).min(MOST_ATTRIBUTES) {
            let value = match single {
                0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => self.take(4)?,
                0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => self.take(8)?,
                0x0048 => self.take(16)?,
                _ if is_long => self.padded()?,
                _ => return None,
            };
            seen(id, kind, value);
        }
        Some(())
    }

    /// A value behind its length, filled up to four bytes.
    fn padded(&mut self) -> Option<&'b [u8]> {
        let length = self.u32()? as usize;
        let held = self.take(length)?;
        self.take((4 - length % 4) % 4)?;
        Some(held)
    }
}
