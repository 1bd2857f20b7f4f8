//! Whether a ledger is whole, and if not, which entry is the first bad one.

use std::collections::BTreeMap;
use std::fmt;

use terms::Timestamp;

use super::{Digest, Entry, START, SignedHead, Subject, SubjectKey, commit};

/// The act whose entry says that a subject's payloads and key were erased. Only after it may they be missing.
pub const ERASED: &str = "subject.erased";

/// How many places away a renumbered entry is looked for; one that was moved farther counts as changed.
const FARTHEST_MOVE: u64 = 1_000;

/// What is kept beside an entry: its payload and its subject's key, each until it is erased.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payload {
    /// What the entry said.
    pub text: Option<String>,
    /// The key of the entry's subject.
    pub key: Option<SubjectKey>,
}

/// What is wrong with the first bad entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Its words were changed after they were written.
    Changed,
    /// One or more entries before it are gone.
    Dropped,
    /// It stands in another place than where it was written.
    Reordered,
    /// Entries after the last one are gone: a signed head in the database tells of more.
    CutShort,
    /// The database is older than the head that was written outside it, or another one.
    RolledBack,
    /// What is kept as its payload is not what was committed to.
    PayloadDoesNotFit,
    /// Its payload is gone, and no entry tells of an erasure.
    PayloadMissing,
    /// A head bears a signature that is not the centre's.
    BadSignature,
}

/// The first bad entry, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The entry's sequence.
    pub sequence: u64,
    /// What is wrong with it.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sequence = self.sequence;
        match self.kind {
            FaultKind::Changed => write!(f, "entry {sequence} was changed after it was written"),
            FaultKind::Dropped => write!(f, "entry {sequence} is gone"),
            FaultKind::Reordered => write!(f, "entry {sequence} stands in the wrong place"),
            FaultKind::CutShort => {
                write!(f, "the ledger was cut short: entry {sequence} and what follows are gone")
            }
            FaultKind::RolledBack => {
                write!(
                    f,
                    "this is not the newest ledger: from entry {sequence} on it is not what the head outside the database tells"
                )
            }
            FaultKind::PayloadDoesNotFit => {
                write!(f, "what is kept as the text of entry {sequence} is not what was written")
            }
            FaultKind::PayloadMissing => {
                write!(f, "the text of entry {sequence} is gone, and nothing tells of an erasure")
            }
            FaultKind::BadSignature => write!(f, "the head at entry {sequence} is not signed by this centre"),
        }
    }
}

/// What verification came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Whole {
        /// How many entries there are.
        entries: u64,
        /// How many payloads were erased, as entries tell.
        erased: u64,
        /// The newest head that covers the ledger, and when it was signed.
        signed: Option<(u64, Timestamp)>,
    },
    /// Something is wrong; this is the first of it.
    Broken(Fault),
}

/// Everything beside the entries that a ledger is held against.
#[derive(Debug, Clone, Default)]
pub struct Witnesses {
    /// The signed heads kept in the database.
    pub heads: Vec<SignedHead>,
    /// What the database says its last entry is: sequence and hash.
    pub tip: Option<(u64, Digest)>,
    /// The head that was written outside the database.
    pub external: Option<SignedHead>,
    /// The centre's public key, where it is known from elsewhere than the database.
    pub trusted: Option<[u8; 32]>,
}

/// Verifies a whole ledger at once; [`Verification`] takes one that is read in steps.
pub fn verify<'a>(
    entries: impl IntoIterator<Item = (&'a Entry, &'a Payload)>,
    witnesses: &Witnesses,
) -> Verdict {
    let mut verification = Verification::new(witnesses);
    for (entry, payload) in entries {
        verification.take(entry, payload);
    }
    verification.verdict()
}

/// A verification under way: entries are given one by one, so that a ledger of any length needs little memory.
pub struct Verification<'a> {
    witnesses: &'a Witnesses,
    heads: BTreeMap<u64, Vec<&'a SignedHead>>,
    last: (u64, Digest),
    fault: Option<Fault>,
    /// For each subject without its payloads: the first such entry, and how many.
    missing: BTreeMap<Subject, (u64, u64)>,
    erased: u64,
    signed: Option<(u64, Timestamp)>,
}

impl<'a> Verification<'a> {
    /// Begins before the first entry.
    pub fn new(witnesses: &'a Witnesses) -> Self {
        let mut heads: BTreeMap<u64, Vec<&SignedHead>> = BTreeMap::new();
        for head in &witnesses.heads {
            heads.entry(head.head.sequence).or_default().push(head);
        }
        Self {
            witnesses,
            heads,
            last: (0, START),
            fault: None,
            missing: BTreeMap::new(),
            erased: 0,
            signed: None,
        }
    }

    /// Takes the next entry as the database has it, and what is kept beside it.
    pub fn take(&mut self, entry: &Entry, payload: &Payload) {
        if let Some(fault) = &mut self.fault {
            // A gap that is filled later was no loss but a change of places.
            if fault.kind == FaultKind::Dropped && written_as(entry) == Some(fault.sequence) {
                fault.kind = FaultKind::Reordered;
            }
            return;
        }
        let expected = self.last.0 + 1;
        self.fault = match written_as(entry) {
            None => Some((expected, FaultKind::Changed)),
            Some(true_place) if true_place > expected => Some((expected, FaultKind::Dropped)),
            Some(true_place) if true_place < expected => Some((expected, FaultKind::Reordered)),
            Some(_) if entry.sequence != expected => Some((expected, FaultKind::Reordered)),
            // The entry is sound, so it is the one before that was rewritten, hash and all.
            Some(_) if entry.previous != self.last.1 => Some((self.last.0.max(1), FaultKind::Changed)),
            Some(_) => self.check_payload(entry, payload).or_else(|| self.check_heads(entry)),
        }
        .map(|(sequence, kind)| Fault { sequence, kind });
        self.last = (entry.sequence, entry.hash);
    }

    fn check_payload(&mut self, entry: &Entry, payload: &Payload) -> Option<(u64, FaultKind)> {
        if entry.act == ERASED
            && let Some((_, count)) = self.missing.remove(&entry.subject)
        {
            self.erased += count;
        }
        match payload {
            Payload { text: Some(text), key: Some(key) } => (commit(key, text) != entry.commitment)
                .then_some((entry.sequence, FaultKind::PayloadDoesNotFit)),
            Payload { text: Some(_), key: None } => Some((entry.sequence, FaultKind::PayloadDoesNotFit)),
            Payload { text: None, .. } => {
                self.missing.entry(entry.subject).or_insert((entry.sequence, 0)).1 += 1;
                None
            }
        }
    }

    fn check_heads(&mut self, entry: &Entry) -> Option<(u64, FaultKind)> {
        for signed in self.heads.remove(&entry.sequence).unwrap_or_default() {
            if !signed.is_good(self.witnesses.trusted.as_ref()) {
                return Some((entry.sequence, FaultKind::BadSignature));
            }
            if signed.head.hash != entry.hash {
                // Somewhere after the last head that fits, history was written anew.
                return Some((self.signed.map_or(1, |(sequence, _)| sequence + 1), FaultKind::Changed));
            }
            self.signed = Some((entry.sequence, signed.head.at));
        }
        if let Some(external) = &self.witnesses.external
            && external.head.sequence == entry.sequence
            && external.head.hash != entry.hash
            && external.is_good(self.witnesses.trusted.as_ref())
        {
            return Some((entry.sequence, FaultKind::RolledBack));
        }
        None
    }

    /// What it came to, once every entry was taken.
    pub fn verdict(self) -> Verdict {
        match self.fault.clone().or_else(|| self.fault_at_the_end()) {
            Some(fault) => Verdict::Broken(fault),
            None => Verdict::Whole { entries: self.last.0, erased: self.erased, signed: self.signed },
        }
    }

    fn fault_at_the_end(&self) -> Option<Fault> {
        let after = self.last.0 + 1;
        if let Some((sequence, _)) = self.missing.values().min() {
            return Some(Fault { sequence: *sequence, kind: FaultKind::PayloadMissing });
        }
        let told = self.heads.last_key_value().is_some_and(|(sequence, _)| *sequence >= after);
        if told || self.witnesses.tip.is_some_and(|(sequence, _)| sequence >= after) {
            return Some(Fault { sequence: after, kind: FaultKind::CutShort });
        }
        if self.witnesses.tip.is_some_and(|tip| tip != self.last) {
            return Some(Fault { sequence: self.last.0, kind: FaultKind::Changed });
        }
        let external = self.witnesses.external.as_ref()?;
        if !external.is_good(self.witnesses.trusted.as_ref()) {
            return Some(Fault { sequence: external.head.sequence, kind: FaultKind::BadSignature });
        }
        (external.head.sequence >= after).then_some(Fault { sequence: after, kind: FaultKind::RolledBack })
    }
}

/// The place at which an entry was written, if its words are what was hashed then.
fn written_as(entry: &Entry) -> Option<u64> {
    if entry.true_hash() == entry.hash {
        return Some(entry.sequence);
    }
    let first = entry.sequence.saturating_sub(FARTHEST_MOVE).max(1);
    (first..=entry.sequence.saturating_add(FARTHEST_MOVE)).find(|sequence| {
        let moved = Entry { sequence: *sequence, ..entry.clone() };
        moved.true_hash() == entry.hash
    })
}
