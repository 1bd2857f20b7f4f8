//! Newly seen names, held against the names that we guard: read in pieces from a list of any length, in little memory.

use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZeroUsize;

use centre::ledger::Actor;
use lookalikes::{Index, Kind, Lines, TOLD_FROM, TooManyFirms};
use store::{LookalikeWay, NewLookalike, Noted, Store, StoreError};
use terms::{AssetId, DomainName, Timestamp};

/// Bytes of a list that are read at one time.
pub const PIECE: usize = 64 * 1024;
/// Domains read from the store at one time.
const AT_ONCE: u32 = 2_000;

/// The names that we guard, and whose each is.
pub struct Guard {
    index: Index,
    /// Registered names with the domains of members behind each, in order.
    owners: Vec<(String, AssetId)>,
}

/// A name that looks like one that we guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The name that was seen.
    pub name: DomainName,
    /// The registered name that it looks like.
    pub like: String,
    /// In what they are alike.
    pub kinds: Vec<Kind>,
    /// How much weight that has.
    pub weight: u8,
}

impl Guard {
    /// Guards the domains of all members.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_members(store: &Store) -> Result<Self, StoreError> {
        let mut owners = Vec::new();
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let domains = store.domains_to_guard(after, AT_ONCE).await?;
            let Some((last, _)) = domains.last() else { break };
            after = Some(*last);
            for (asset, domain) in domains {
                let registered = domain.registrable();
                owners.push((registered.as_ascii().to_owned(), asset));
                names.push(registered);
            }
        }
        owners.sort_unstable();
        let index = Index::build(names).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Ok(Self { index, owners })
    }

    /// Guards the names of a list, which belong to nobody here.
    ///
    /// # Errors
    /// When there are too many.
    pub fn of_names(names: impl IntoIterator<Item = DomainName>) -> Result<Self, TooManyFirms> {
        Ok(Self { index: Index::build(names)?, owners: Vec::new() })
    }

    /// How many names are guarded.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Is none guarded?
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The domains of members behind a registered name.
    fn owners_of(&self, registered: &str) -> impl Iterator<Item = AssetId> {
        let from = self.owners.partition_point(|(name, _)| name.as_str() < registered);
        self.owners[from..].iter().take_while(move |(name, _)| name == registered).map(|(_, asset)| *asset)
    }

    /// Reads a piece of a list and tells what looks like a name that we guard, from this weight on.
    pub fn feed(&self, lines: &mut Lines, piece: &[u8], lightest: u8, tell: impl FnMut(Found)) {
        let mut names = Vec::new();
        lines.feed(piece, |name| names.push(name));
        self.hold(&names, lightest, tell);
    }

    /// Reads the last line of a list.
    pub fn end(&self, lines: &mut Lines, lightest: u8, tell: impl FnMut(Found)) {
        let mut names = Vec::new();
        lines.end(|name| names.push(name));
        self.hold(&names, lightest, tell);
    }

    fn hold(&self, names: &[DomainName], lightest: u8, mut tell: impl FnMut(Found)) {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        for (name, hits) in names.iter().zip(self.index.hits_of_all(names, threads)) {
            for hit in hits.into_iter().filter(|hit| hit.weight >= lightest) {
                tell(Found {
                    name: name.clone(),
                    like: hit.firm.to_owned(),
                    kinds: hit.kinds,
                    weight: hit.weight,
                });
            }
        }
    }
}

/// A list on its way in: what was found in it waits here until it is kept.
pub struct Intake<'g> {
    guard: &'g Guard,
    lines: Lines,
    found: BTreeMap<AssetId, Vec<NewLookalike>>,
    waiting: usize,
    noted: Noted,
}

impl<'g> Intake<'g> {
    /// Found names that may wait before they are to be kept.
    pub const MOST_WAITING: usize = 1_000;

    /// Nothing read yet.
    pub fn new(guard: &'g Guard) -> Self {
        Self { guard, lines: Lines::new(), found: BTreeMap::new(), waiting: 0, noted: Noted::default() }
    }

    /// Reads the next piece. False at the end of the list, whose last line is read then.
    ///
    /// # Errors
    /// When the list cannot be read on.
    pub fn read_from(&mut self, list: &mut impl Read, piece: &mut [u8]) -> std::io::Result<bool> {
        let length = loop {
            match list.read(piece) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        let (guard, found, waiting) = (self.guard, &mut self.found, &mut self.waiting);
        let keep = |one: Found| {
            for asset in guard.owners_of(&one.like) {
                let new = web::alike::hit(&one.name, &one.kinds, one.weight, LookalikeWay::List);
                found.entry(asset).or_default().push(new);
                *waiting += 1;
            }
        };
        match length {
            0 => guard.end(&mut self.lines, TOLD_FROM, keep),
            _ => guard.feed(&mut self.lines, &piece[..length], TOLD_FROM, keep),
        }
        Ok(length > 0)
    }

    /// Are so many waiting that they should be kept now?
    pub fn is_full(&self) -> bool {
        self.waiting >= Self::MOST_WAITING
    }

    /// Keeps what waits.
    ///
    /// # Errors
    /// When the database fails. A domain that was taken out meanwhile is passed over.
    pub async fn keep(&mut self, store: &Store, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.waiting = 0;
        for (asset, names) in std::mem::take(&mut self.found) {
            match store.note_lookalikes(asset, &names, by, now).await {
                Ok(noted) => {
                    self.noted.new += noted.new;
                    self.noted.known += noted.known;
                    self.noted.no_room += noted.no_room;
                }
                Err(StoreError::NoSuch(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The lines that were read.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What keeping came to so far.
    pub fn noted(&self) -> Noted {
        self.noted
    }
}

/// The bad lines of a list, a line each, and how many there are beyond those.
pub fn bad_lines(lines: &Lines) -> Vec<String> {
    let mut told: Vec<String> =
        lines.bad_lines().map(|bad| format!("line {}: {}: {}", bad.number, bad.text, bad.reason)).collect();
    let more = lines.bad().saturating_sub(told.len() as u64);
    if more > 0 {
        told.push(format!("and {more} more lines that could not be read"));
    }
    told
}
