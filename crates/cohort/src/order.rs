//! A journal's looks in the order of the list, with little memory: where each stands, and the blocks read last.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;

use crate::journal::{Blocks, JournalError, common};
use crate::kept::{Entry, KeptAnswer, KeptLook};

/// The blocks that are held. Looks end nearly in the order of the list, so that few are enough.
const BLOCKS_HELD: usize = 48;

/// Where a look stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// The line of the list.
    pub line: u64,
    block: u64,
    place: u32,
}

/// A journal that is read in the order of its list.
pub struct Ordered {
    file: File,
    /// Every look, in the order of the list; of two of one line the first that was kept.
    pub looks: Vec<Placed>,
    /// The answers in common, by number.
    pub shared: Vec<KeptAnswer>,
    held: VecDeque<(u64, Vec<Entry>)>,
}

impl Ordered {
    /// Finds every look. What a stop left half written at the end is passed over.
    ///
    /// # Errors
    /// [`JournalError`] when it cannot be read, or is no journal.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let file = File::open(path)?;
        let mut blocks = Blocks::open(BufReader::new(&file))?;
        let (mut looks, mut shared) = (Vec::new(), Vec::new());
        loop {
            match blocks.read() {
                Ok(Some(block)) => {
                    common(&block.entries, &mut shared);
                    for (place, entry) in (0_u32..).zip(&block.entries) {
                        if let Entry::Look(look) = entry {
                            looks.push(Placed { line: look.line, block: block.at, place });
                        }
                    }
                }
                Ok(None) | Err(JournalError::Damaged { .. }) => break,
                Err(error) => return Err(error),
            }
        }
        looks.sort_unstable();
        looks.dedup_by_key(|placed| placed.line);
        Ok(Self { file, looks, shared, held: VecDeque::new() })
    }

    /// The look that stands there.
    ///
    /// # Errors
    /// [`JournalError`] when the journal has changed meanwhile.
    pub fn look(&mut self, placed: Placed) -> Result<KeptLook, JournalError> {
        let damaged = || JournalError::Damaged { at: placed.block };
        let at = match self.held.iter().position(|(block, _)| *block == placed.block) {
            Some(at) => at,
            None => {
                let entries = self.read_at(placed.block)?;
                if self.held.len() >= BLOCKS_HELD {
                    self.held.pop_front();
                }
                self.held.push_back((placed.block, entries));
                self.held.len() - 1
            }
        };
        let entries = self.held.get(at).map(|(_, entries)| entries);
        match entries.and_then(|entries| entries.get(usize::try_from(placed.place).ok()?)) {
            Some(Entry::Look(look)) => Ok((**look).clone()),
            _ => Err(damaged()),
        }
    }

    fn read_at(&mut self, block: u64) -> Result<Vec<Entry>, JournalError> {
        self.file.seek(SeekFrom::Start(block))?;
        let mut blocks = Blocks::at_block(BufReader::new(&self.file), block);
        blocks.read()?.map(|block| block.entries).ok_or(JournalError::Damaged { at: block })
    }
}
