//! The journal: looks in blocks that are whole or not there. It is only ever appended to.
//!
//! A block is: length of what follows, number of entries, length when unpacked, the first 16 bytes of the SHA-256 of
//! all that; then the entries, packed. What a stop left half written at the end is found by its checksum and cut off.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use checkup::Answers;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest as _, Sha256};
use terms::Timestamp;

use crate::kept::{Entry, KeptAnswer, Shared};
use crate::list::Firm;

/// The first bytes of a journal.
const MAGIC: &[u8; 8] = b"WHJOURN1";
/// How many looks stand in a block. More pack better, fewer are lost by a stop.
pub const LOOKS_A_BLOCK: usize = 256;
/// The longest block, unpacked, in bytes.
pub const LONGEST_BLOCK: usize = 32 * 1_024 * 1_024;
/// Lengths and checksum in front of a block.
const HEAD: usize = 4 + 4 + 4 + 16;

/// Why a journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The system could not.
    #[error("the journal cannot be read or written")]
    Io(#[from] io::Error),
    /// It begins with other bytes.
    #[error("this file is no journal of this program; take it out of the folder")]
    NoJournal,
    /// A block is not what was written, or was not written to its end.
    #[error("the journal is damaged at byte {at}; begin the run again, and it goes on from there")]
    Damaged {
        /// Where the block begins.
        at: u64,
    },
    /// Entries could not be packed.
    #[error("a look is too large to be kept")]
    TooLarge,
}

/// One block, as read.
#[derive(Debug)]
pub struct Block {
    /// Where it begins in the file.
    pub at: u64,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// The blocks of a journal, one after the other.
pub struct Blocks<R> {
    reader: R,
    at: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Begins at the beginning.
    ///
    /// # Errors
    /// [`JournalError::NoJournal`] when it is none.
    pub fn open(mut reader: R) -> Result<Self, JournalError> {
        let mut magic = [0; MAGIC.len()];
        let read = fill(&mut reader, &mut magic)?;
        if read == MAGIC.len() && magic == *MAGIC {
            return Ok(Self { reader, at: MAGIC.len() as u64, ended: false });
        }
        Err(JournalError::NoJournal)
    }

    /// Reads from a block on; the reader stands there.
    pub(crate) fn at_block(reader: R, at: u64) -> Self {
        Self { reader, at, ended: false }
    }

    /// Where the next block begins: everything before is whole.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// The next block; none at the end.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] when it is not whole.
    pub fn read(&mut self) -> Result<Option<Block>, JournalError> {
        if self.ended {
            return Ok(None);
        }
        let at = self.at;
        match read_block(&mut self.reader, at)? {
            None => {
                self.ended = true;
                Ok(None)
            }
            Some((entries, length)) => {
                self.at += length;
                Ok(Some(Block { at, entries }))
            }
        }
    }
}

/// Reads into the whole buffer, or as far as there is something.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn read_block(reader: &mut impl Read, at: u64) -> Result<Option<(Vec<Entry>, u64)>, JournalError> {
    let damaged = || JournalError::Damaged { at };
    let mut head = [0; HEAD];
    match fill(reader, &mut head)? {
        0 => return Ok(None),
        HEAD => {}
        _ => return Err(damaged()),
    }
    let (numbers, checksum) = head.split_at(12);
    let number = |place: usize| {
        let bytes = numbers.get(place * 4..place * 4 + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes) as usize
    };
    let (packed_length, count, length) = (number(0), number(1), number(2));
    if packed_length > LONGEST_BLOCK || length > LONGEST_BLOCK || count > length {
        return Err(damaged());
    }
    // Grows as bytes come: a length alone takes no memory.
    let mut packed = Vec::new();
    reader.take(packed_length as u64).read_to_end(&mut packed)?;
    if packed.len() != packed_length || checksum_of(numbers, &packed) != checksum {
        return Err(damaged());
    }
    let mut bytes = Vec::new();
    let unpacked = DeflateDecoder::new(packed.as_slice()).take(length as u64 + 1).read_to_end(&mut bytes);
    if unpacked.is_err() || bytes.len() != length {
        return Err(damaged());
    }
    let entries: Vec<Entry> = postcard::from_bytes(&bytes).map_err(|_| damaged())?;
    if entries.len() != count {
        return Err(damaged());
    }
    Ok(Some((entries, (HEAD + packed_length) as u64)))
}

fn checksum_of(numbers: &[u8], packed: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(numbers);
    hash.update(packed);
    let digest: [u8; 32] = hash.finalize().into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 16], &[]));
    *first
}

fn block_of(entries: &[Entry]) -> Result<Vec<u8>, JournalError> {
    let bytes = postcard::to_stdvec(entries).map_err(|_| JournalError::TooLarge)?;
    if bytes.len() > LONGEST_BLOCK {
        return Err(JournalError::TooLarge);
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(&bytes)?;
    let packed = encoder.finish()?;
    let number =
        |length: usize| u32::try_from(length).map(u32::to_le_bytes).map_err(|_| JournalError::TooLarge);
    let numbers = [number(packed.len())?, number(entries.len())?, number(bytes.len())?].concat();
    let checksum = checksum_of(&numbers, &packed);
    Ok([&numbers[..], &checksum[..], &packed[..]].concat())
}

/// A journal that is written.
pub struct Journal {
    file: std::fs::File,
    shared: Shared,
    entries: Vec<Entry>,
    looks: usize,
    /// How many looks stand in it, those that are not on the disc yet among them.
    pub kept: u64,
}

impl Journal {
    /// Opens a journal, or begins one. `each` is told the line of every look that stands in it. What a stop left half
    /// written is cut off; true when there was something.
    ///
    /// # Errors
    /// [`JournalError`] when it cannot be read or written.
    pub fn open(path: &Path, mut each: impl FnMut(u64)) -> Result<(Self, bool), JournalError> {
        let mut file =
            std::fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut shared = Shared::new();
        let mut kept = 0;
        let length = file.metadata()?.len();
        let mut end = 0;
        if length >= MAGIC.len() as u64 {
            let mut blocks = Blocks::open(BufReader::new(&file))?;
            loop {
                match blocks.read() {
                    Ok(Some(block)) => {
                        for entry in &block.entries {
                            match entry {
                                Entry::Shared(answer) => shared.know(answer),
                                Entry::Look(look) => {
                                    each(look.line);
                                    kept += 1;
                                }
                            }
                        }
                    }
                    Ok(None) | Err(JournalError::Damaged { .. }) => break,
                    Err(error) => return Err(error),
                }
            }
            end = blocks.at();
        }
        let torn = end < length;
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        if end == 0 {
            file.write_all(MAGIC)?;
        }
        file.sync_all()?;
        Ok((Self { file, shared, entries: Vec::new(), looks: 0, kept }, torn))
    }

    /// Adds a look. It is on the disc when [`LOOKS_A_BLOCK`] are there, or after [`Journal::flush`].
    ///
    /// # Errors
    /// [`JournalError`] when it cannot be written.
    pub fn add(&mut self, firm: &Firm, answers: &Answers, ended_at: Timestamp) -> Result<(), JournalError> {
        self.entries.extend(self.shared.keep(firm, answers, ended_at));
        self.looks += 1;
        self.kept += 1;
        if self.looks >= LOOKS_A_BLOCK { self.flush() } else { Ok(()) }
    }

    /// Writes what is not on the disc yet, and waits until it is.
    ///
    /// # Errors
    /// [`JournalError`] when it cannot be written.
    pub fn flush(&mut self) -> Result<(), JournalError> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let block = block_of(&self.entries)?;
        self.file.write_all(&block)?;
        self.file.sync_data()?;
        self.entries.clear();
        self.looks = 0;
        Ok(())
    }
}

/// The answers in common of a whole journal, in order.
pub(crate) fn common(entries: &[Entry], into: &mut Vec<KeptAnswer>) {
    for entry in entries {
        if let Entry::Shared(answer) = entry {
            into.push(answer.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Columns;
    use terms::DomainName;

    fn firm(line: u64) -> Firm {
        let domain = DomainName::parse(&format!("firm{line}.example")).unwrap();
        Firm { line, domain, columns: Columns::default() }
    }

    struct Scratch(std::path::PathBuf);
    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("watchhouse-journal-{}-{name}", std::process::id()));
            let _gone = std::fs::remove_file(&path);
            Self(path)
        }
    }
    impl Drop for Scratch {
        fn drop(&mut self) {
            let _gone = std::fs::remove_file(&self.0);
        }
    }

    fn lines(path: &Path) -> (Vec<u64>, bool) {
        let mut lines = Vec::new();
        let (_, torn) = Journal::open(path, |line| lines.push(line)).unwrap();
        (lines, torn)
    }

    #[test]
    fn a_stop_at_any_byte_loses_the_last_block_and_nothing_else() {
        let scratch = Scratch::new("torn");
        let (mut journal, torn) = Journal::open(&scratch.0, |_| {}).unwrap();
        assert!(!torn);
        for line in 1..=4 {
            journal.add(&firm(line), &Answers::new(), Timestamp::UNIX_EPOCH).unwrap();
            if line % 2 == 0 {
                journal.flush().unwrap();
            }
        }
        drop(journal);
        let whole = std::fs::read(&scratch.0).unwrap();
        assert_eq!(lines(&scratch.0), (vec![1, 2, 3, 4], false));
        for length in 0..whole.len() {
            std::fs::write(&scratch.0, &whole[..length]).unwrap();
            let (found, torn) = lines(&scratch.0);
            assert!(found == [1, 2] || found.is_empty(), "{found:?} at {length}");
            assert!(torn || [0, MAGIC.len()].contains(&length) || found == [1, 2], "{length}");
            // It goes on as if nothing had been.
            let (mut journal, _) = Journal::open(&scratch.0, |_| {}).unwrap();
            journal.add(&firm(9), &Answers::new(), Timestamp::UNIX_EPOCH).unwrap();
            journal.flush().unwrap();
            assert_eq!(lines(&scratch.0).0.last(), Some(&9));
        }
    }

    #[test]
    fn a_changed_bit_anywhere_is_seen() {
        let scratch = Scratch::new("bit");
        let (mut journal, _) = Journal::open(&scratch.0, |_| {}).unwrap();
        journal.add(&firm(1), &Answers::new(), Timestamp::UNIX_EPOCH).unwrap();
        journal.flush().unwrap();
        drop(journal);
        let whole = std::fs::read(&scratch.0).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let read = Blocks::open(bytes.as_slice()).and_then(|mut blocks| blocks.read());
            assert!(read.is_err(), "byte {at}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_journal_or_are_not(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let bytes = [&MAGIC[..], &bytes].concat();
            let mut blocks = Blocks::open(bytes.as_slice()).unwrap();
            while let Ok(Some(_)) = blocks.read() {}
        }
    }
}
