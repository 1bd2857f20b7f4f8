//! One entry, and how it is chained to the one before.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use terms::Timestamp;

use super::Actor;

/// A SHA-256 hash.
pub type Digest = [u8; 32];
/// The key under which the payloads of one subject are committed to. Erased with the subject.
pub type SubjectKey = [u8; 32];
/// The organisation, or person of the centre, whose data a payload is; all zeros is the centre itself.
pub type Subject = [u8; 16];
/// A keyed commitment to a payload: HMAC-SHA256 (RFC 2104) under the subject's key.
pub type Commitment = [u8; 32];

/// What the first entry is chained to.
pub const START: Digest = [0; 32];

/// Hashes of different things must never be equal: each begins with what it is a hash of.
const ENTRY_DOMAIN: &[u8] = b"watchhouse ledger entry 1";
const PAYLOAD_DOMAIN: &[u8] = b"watchhouse ledger payload 1";

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// The noun, for example `organisation`.
    pub kind: String,
    /// Its id as text.
    pub id: String,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the first entry, one more for each.
    pub sequence: u64,
    /// When it was done, in whole microseconds.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done, in one word of the house, for example `organisation.joined`.
    pub act: String,
    /// What it was done to.
    pub object: Object,
    /// Whose data the payload is.
    pub subject: Subject,
    /// Binds the payload without telling it.
    pub commitment: Commitment,
    /// Hash of the entry before.
    pub previous: Digest,
    /// Hash of all of the above.
    pub hash: Digest,
}

impl Entry {
    /// The hash that this entry should have. Every part is preceded by its length, so that no
    /// two different entries are hashed as the same bytes.
    pub fn true_hash(&self) -> Digest {
        let mut hash = Sha256::new();
        for part in [
            ENTRY_DOMAIN,
            &self.sequence.to_be_bytes(),
            &self.at.as_microsecond().to_be_bytes(),
            self.actor.to_string().as_bytes(),
            self.act.as_bytes(),
            self.object.kind.as_bytes(),
            self.object.id.as_bytes(),
            &self.subject,
            &self.commitment,
            &self.previous,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// Commits to a payload under the subject's key.
pub fn commit(key: &SubjectKey, payload: &str) -> Commitment {
    // HMAC fills a key that is shorter than a block with zeros; doing it here cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(PAYLOAD_DOMAIN);
    mac.update(payload.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Makes the entry that follows the one with `sequence` and `hash`; for the first, 0 and [`START`].
pub fn next_entry(
    (sequence, previous): (u64, Digest),
    at: Timestamp,
    actor: Actor,
    act: &str,
    object: Object,
    subject: Subject,
    commitment: Commitment,
) -> Entry {
    let mut entry = Entry {
        sequence: sequence + 1,
        // The ledger keeps microseconds; a finer time would not read back as it was hashed.
        at: Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at),
        actor,
        act: act.to_owned(),
        object,
        subject,
        commitment,
        previous,
        hash: START,
    };
    entry.hash = entry.true_hash();
    entry
}
