//! Writing the archive, entry by entry, in one spelling only: no compression, no comments, no extra fields, one fixed date.

use super::{LARGEST_FILE, LARGEST_PACKAGE, MOST_FILES, is_a_name};

/// The date of every entry: the first of 1980, midnight, which is the form's zero. When things were is in the manifest.
const DATE: [u8; 4] = [0, 0, 0x21, 0];
/// The version that is needed to unpack: 2.0, the least for folders.
const VERSION: [u8; 2] = [20, 0];

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";

/// The package passes a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is too much for one package; enclose fewer files")]
pub struct TooLarge;

/// An entry as the directory at the end names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u32,
    pub(super) crc: u32,
    pub(super) offset: u32,
}

impl Entry {
    /// Version, flags, method, date, sum, sizes, length of the name, no extra field: the same in both places.
    fn common(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(26);
        out.extend(VERSION);
        out.extend([0; 4]);
        out.extend(DATE);
        out.extend(self.crc.to_le_bytes());
        out.extend(self.bytes.to_le_bytes());
        out.extend(self.bytes.to_le_bytes());
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0; 2]);
        out
    }

    /// What stands before its bytes.
    pub(super) fn head(&self) -> Vec<u8> {
        [LOCAL.as_slice(), &self.common(), self.name.as_bytes()].concat()
    }

    fn in_directory(&self) -> Vec<u8> {
        // Made by version 2.0 of nobody in particular; no comment, one disk, no attributes.
        let rest = [[0; 10].as_slice(), &self.offset.to_le_bytes(), self.name.as_bytes()].concat();
        [CENTRAL.as_slice(), &VERSION, &self.common(), &rest].concat()
    }
}

/// The directory at the end of an archive with these entries.
pub(super) fn directory(entries: &[Entry], at: u64) -> Vec<u8> {
    let mut out: Vec<u8> = entries.iter().flat_map(Entry::in_directory).collect();
    let (many, length) = ((entries.len() as u16).to_le_bytes(), (out.len() as u32).to_le_bytes());
    out.extend(END);
    out.extend([0; 4]);
    out.extend(many);
    out.extend(many);
    out.extend(length);
    out.extend((at as u32).to_le_bytes());
    out.extend([0; 2]);
    out
}

/// An archive that is being written.
#[derive(Debug, Default)]
pub struct Archive {
    entries: Vec<Entry>,
    at: u64,
}

impl Archive {
    /// What stands before the bytes of the next file; the caller writes it and then exactly these bytes.
    ///
    /// # Errors
    /// [`TooLarge`] when a limit is passed. A name that stands there already or is none counts as one too many.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<u8>, TooLarge> {
        let is_new = self.entries.iter().all(|entry| entry.name != name);
        let fits = bytes.len() as u64 <= LARGEST_FILE && self.entries.len() < MOST_FILES;
        if !is_new || !fits || !is_a_name(name) {
            return Err(TooLarge);
        }
        let entry = Entry {
            name: name.to_owned(),
            bytes: bytes.len() as u32,
            crc: Crc::of(bytes),
            offset: self.at as u32,
        };
        let head = entry.head();
        self.at += head.len() as u64 + bytes.len() as u64;
        self.entries.push(entry);
        if self.at > LARGEST_PACKAGE { Err(TooLarge) } else { Ok(head) }
    }

    /// What stands at the end.
    pub fn finish(self) -> Vec<u8> {
        directory(&self.entries, self.at)
    }
}

/// The sum that archives carry (CRC-32, ISO-HDLC). It is no proof of anything; other programs look at it.
pub(super) struct Crc(u32);

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut sum = i as u32;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        table[i] = sum;
        i += 1;
    }
    table
};

impl Crc {
    pub(super) fn new() -> Self {
        Self(u32::MAX)
    }

    pub(super) fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let place = (self.0 ^ u32::from(*byte)) & 0xff;
            self.0 = CRC_TABLE[place as usize] ^ (self.0 >> 8);
        }
    }

    pub(super) fn end(self) -> u32 {
        !self.0
    }

    pub(super) fn of(bytes: &[u8]) -> u32 {
        let mut crc = Self::new();
        crc.take(bytes);
        crc.end()
    }
}
