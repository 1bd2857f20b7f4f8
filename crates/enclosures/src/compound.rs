//! Compound files (MS-CFB), as Office wrote them before 2007: streams in a tree, in chains of sectors.
//! The tree is read as the list that it is stored as, so that no loop in it can be walked.

use std::cell::Cell;

use crate::field::{place_at, slice, u16_at, u32_at, u64_at};

/// How a compound file begins.
pub(crate) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// The most entries of the tree.
const MOST_ENTRIES: usize = 4_096;
/// The first number that is no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
/// The bytes of an entry.
const ENTRY: usize = 128;
/// Streams smaller than this stand in small sectors.
const SMALL: u64 = 4_096;
/// Streams of one file are read up to so many times its size: a whole file needs one, and parts are looked at again.
const MOST_READ: usize = 3;
/// The bytes of a small sector.
const SMALL_SECTOR: usize = 64;

/// A stream or a folder of streams.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its name.
    pub(crate) name: String,
    /// Whether it is a stream.
    pub(crate) is_stream: bool,
    /// The entry of the folder that holds it.
    pub(crate) folder: usize,
    class: [u8; 16],
    start: u32,
    size: u64,
}

/// A compound file.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    /// Bytes of streams that are still read: chains that run in circles name the same bytes again and again.
    left: Cell<usize>,
    /// The tree's entries, the root first.
    pub(crate) entries: Vec<Entry>,
}

impl<'a> Compound<'a> {
    /// Reads the tree; `None`: too damaged to find it.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !bytes.starts_with(&SIGNATURE) || !matches!(shift, 9 | 12) {
            return None;
        }
        let sector = 1_usize << shift;
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            left: Cell::new(bytes.len().saturating_mul(MOST_READ)),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.read_chains()?;
        let tree = file.chain(u32_at(bytes, 48)?, MOST_ENTRIES * ENTRY);
        file.entries = tree.chunks_exact(ENTRY).take(MOST_ENTRIES).map(entry).collect();
        file.find_folders(&tree);
        let small = file.chain(u32_at(bytes, 60)?, bytes.len());
        file.next_small = words(&small).collect();
        let root = file.entries.first()?;
        let (start, size) = (root.start, usize::try_from(root.size).ok()?);
        file.small = file.chain(start, size.min(bytes.len()));
        Some(file)
    }

    /// The list that says which sector follows which, itself listed in the head and in sectors of its own.
    fn read_chains(&mut self) -> Option<()> {
        let most = self.bytes.len() / self.sector + 1;
        let mut lists: Vec<u32> = (0..109).filter_map(|nth| u32_at(self.bytes, 76 + 4 * nth)).collect();
        let mut more = u32_at(self.bytes, 68)?;
        for _ in 0..most {
            let Some(list) = self.sector_at(more) else { break };
            let numbers: Vec<_> = words(list).collect();
            let (last, numbers) = numbers.split_last()?;
            lists.extend(numbers);
            more = *last;
        }
        for list in lists.into_iter().take(most) {
            if let Some(sector) = self.sector_at(list) {
                self.next.extend(words(sector));
            }
        }
        self.next.truncate(most);
        Some(())
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        if number >= NO_SECTOR {
            return None;
        }
        let at = (usize::try_from(number).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        let rest = self.bytes.get(at..)?;
        (!rest.is_empty()).then(|| &rest[..rest.len().min(self.sector)])
    }

    /// The bytes of a chain of sectors, at most so many. A chain is never longer than the file.
    fn chain(&self, start: u32, most: usize) -> Vec<u8> {
        let most = most.min(self.bytes.len());
        let (mut bytes, mut sector) = (Vec::new(), start);
        while bytes.len() < most {
            let Some(data) = self.sector_at(sector) else { break };
            bytes.extend_from_slice(data);
            sector = self.next.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(most);
        bytes
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, entry: &Entry) -> Vec<u8> {
        let size =
            usize::try_from(entry.size).unwrap_or(usize::MAX).min(self.bytes.len()).min(self.left.get());
        if entry.size >= SMALL {
            let bytes = self.chain(entry.start, size);
            self.left.set(self.left.get() - bytes.len());
            return bytes;
        }
        let (mut bytes, mut sector) = (Vec::new(), entry.start);
        while bytes.len() < size && sector < NO_SECTOR {
            let at = (sector as usize).saturating_mul(SMALL_SECTOR);
            let Some(rest) = self.small.get(at..).filter(|rest| !rest.is_empty()) else { break };
            bytes.extend_from_slice(&rest[..rest.len().min(SMALL_SECTOR)]);
            sector = self.next_small.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(size);
        self.left.set(self.left.get() - bytes.len());
        bytes
    }

    /// The first stream of a name, wherever it stands.
    pub(crate) fn named(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is a stream or folder of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The names of the streams and folders around an entry, up to the root.
    pub(crate) fn is_under(&self, entry: &Entry, folder: &str) -> bool {
        const DEEPEST: usize = 16;
        let mut at = entry.folder;
        for _ in 0..DEEPEST {
            let Some(above) = self.entries.get(at).filter(|_| at != 0) else { return false };
            if above.name.eq_ignore_ascii_case(folder) {
                return true;
            }
            at = above.folder;
        }
        false
    }

    /// The class of the root, as its bytes stand.
    pub(crate) fn class(&self) -> [u8; 16] {
        self.entries.first().map(|root| root.class).unwrap_or_default()
    }

    /// Which folder holds which entry: each folder names the middle of a tree of its own.
    fn find_folders(&mut self, tree: &[u8]) {
        let side = |nth: usize, at: usize| u32_at(tree, nth * ENTRY + at).map_or(usize::MAX, |n| n as usize);
        let count = self.entries.len();
        let mut placed = vec![false; count];
        for folder in 0..count {
            if self.entries[folder].is_stream {
                continue;
            }
            let mut open = vec![side(folder, 76)];
            while let Some(nth) = open.pop() {
                if nth >= count || placed[nth] || nth == 0 {
                    continue;
                }
                placed[nth] = true;
                self.entries[nth].folder = folder;
                open.extend([side(nth, 68), side(nth, 72)]);
            }
        }
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn entry(bytes: &[u8]) -> Entry {
    let length = usize::from(u16_at(bytes, 64).unwrap_or(0)).clamp(2, 64) - 2;
    let units: Vec<_> =
        bytes[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let class = slice(bytes, 80, 16).and_then(|class| class.try_into().ok()).unwrap_or_default();
    Entry {
        name: String::from_utf16_lossy(&units),
        is_stream: bytes[66] == 2,
        folder: 0,
        class,
        start: place_at(bytes, 116).map_or(u32::MAX, |start| start as u32),
        // Only files of large sectors use the upper half, and others may leave anything in it.
        size: u64_at(bytes, 120).unwrap_or(0) & 0xffff_ffff,
    }
}
