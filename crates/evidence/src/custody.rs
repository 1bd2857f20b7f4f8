//! Custody: who had an item in hand, from its arrival to its end, chained for each case so that no step can be changed,
//! left out or moved unseen.
//!
//! `hash = SHA-256(0x01 ‖ previous ‖ JCS(step))`, where JCS is the canonical JSON of RFC 8785: anybody can check a chain
//! with a few lines in any language. What a step says in words is not in the chain but a keyed commitment to it, so that
//! the words can be erased.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use terms::Timestamp;

/// A SHA-256 hash.
pub type Digest = [u8; 32];

/// What the first step of a case is chained to.
pub const START: Digest = [0; 32];
/// Before every hashed step: a leaf, as in RFC 9162.
const LEAF: [u8; 1] = [1];

macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What was done with an item.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Act { $($(#[$doc])* $variant,)* }

        impl Act {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in columns and files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::str::FromStr for Act {
            type Err = ActError;
            fn from_str(text: &str) -> Result<Self, ActError> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(ActError(text.to_owned())),
                }
            }
        }
    };
}

/// A word that is no act of custody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is nothing that can be done with an item")]
pub struct ActError(pub String);

acts! {
    /// It came in.
    Collect = "collect",
    /// Its original was read.
    Read = "read",
    /// An inert copy was made.
    Copy = "copy",
    /// It left in a file.
    Export = "export",
    /// It was handed over, and the other side has it now.
    HandOver = "hand_over",
    /// It came back.
    Return = "return",
    /// It was destroyed.
    Destroy = "destroy",
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The case.
    pub case: [u8; 16],
    /// 1 for the first step of the case, one more for each.
    pub sequence: u64,
    /// When, in whole microseconds.
    pub at: Timestamp,
    /// Who, as the ledger writes it.
    pub by: String,
    /// What was done.
    pub act: Act,
    /// With which item.
    pub item: [u8; 16],
    /// Binds the words without telling them.
    pub commitment: Digest,
    /// Hash of the step before.
    pub previous: Digest,
    /// Hash of all of the above.
    pub hash: Digest,
}

/// A chain that is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the custody of this case is broken at step {sequence}")]
pub struct Broken {
    /// The first step that does not fit.
    pub sequence: u64,
}

impl Step {
    /// The step after the one with `last` = (sequence, hash); for the first, 0 and [`START`]. Its `hash` is set here.
    pub fn after(last: (u64, Digest), step: Self) -> Self {
        // What is kept is whole microseconds; a finer time would not read back as it was hashed.
        let at = Timestamp::from_microsecond(step.at.as_microsecond()).unwrap_or(step.at);
        let mut step = Self { sequence: last.0 + 1, previous: last.1, at, ..step };
        step.hash = step.true_hash();
        step
    }

    /// The hash that this step should have.
    pub fn true_hash(&self) -> Digest {
        Sha256::new()
            .chain_update(LEAF)
            .chain_update(self.previous)
            .chain_update(self.canonical())
            .finalize()
            .into()
    }

    /// The step as canonical JSON: names sorted, no spaces, whole numbers.
    pub fn canonical(&self) -> String {
        let text = |bytes: &[u8]| Value::String(HEXLOWER.encode(bytes));
        let fields = BTreeMap::from([
            ("act", Value::from(self.act.name())),
            ("at", Value::from(self.at.as_microsecond())),
            ("by", Value::from(self.by.as_str())),
            ("case", text(&self.case)),
            ("commitment", text(&self.commitment)),
            ("item", text(&self.item)),
            ("sequence", Value::from(self.sequence)),
        ]);
        serde_json::to_string(&fields).unwrap_or_default()
    }
}

/// A commitment to words under a key of their own: HMAC-SHA256 (RFC 2104).
pub fn commit(key: &[u8; 32], words: &str) -> Digest {
    // HMAC fills a key that is shorter than a block with zeros; doing it here cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(words.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Verifies the steps of a case, in their order. Returns where the chain ends, to be compared with where it should.
///
/// # Errors
/// [`Broken`] names the first step that does not fit.
pub fn verify<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Result<(u64, Digest), Broken> {
    let (mut last, mut case) = ((0, START), None);
    for step in steps {
        let fits = step.sequence == last.0 + 1
            && step.previous == last.1
            && *case.get_or_insert(step.case) == step.case
            && step.hash == step.true_hash();
        if !fits {
            return Err(Broken { sequence: last.0 + 1 });
        }
        last = (step.sequence, step.hash);
    }
    Ok(last)
}
