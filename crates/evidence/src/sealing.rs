//! How an original is kept: hashed and sealed chunk by chunk while it streams in, so that a large file needs no more memory
//! than a small one.
//!
//! The form is the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015) over ChaCha20-Poly1305
//! (RFC 8439) with chunks and nonces as the age format has them: chunks of 64 KiB, each under its number, the last one
//! marked. So a chunk that was changed, moved, repeated, left out or cut off at the end is found. A key seals one
//! original only; that is why the nonces may count from zero.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _};
use sha2::{Digest as _, Sha256};
use terms::edge::{Chance, random};

/// The largest item, in bytes: long enough for a film of a minute, short enough that a phone can send it.
pub const MOST_ITEM_BYTES: u64 = 25_000_000;
/// The most items of one report.
pub const MOST_ITEMS: usize = 20;
/// The most bytes of all items of one report together.
pub const MOST_REPORT_BYTES: u64 = 100_000_000;
/// Bytes of an original in one chunk.
pub const CHUNK: usize = 64 * 1024;
/// What each chunk grows by: the tag of Poly1305.
const TAG: usize = 16;
/// How a sealed original begins; bound into every chunk.
const HEADER: &[u8; 4] = b"WHE1";

/// The key of one original. It can be destroyed, and the original with it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// A new key from chance.
    pub fn random(chance: &dyn Chance) -> Self {
        Self(random(chance))
    }

    /// The key that these bytes are.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves, to be wrapped.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.0.into())
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// Why an original could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// It is larger than was allowed.
    #[error("the file is larger than {most} bytes")]
    TooLarge {
        /// The most bytes that were allowed.
        most: u64,
    },
    /// The cipher refused, which it does for no chunk of our size.
    #[error("the file could not be sealed")]
    Cipher,
}

/// Why a sealed original could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// It does not begin as a sealed original does.
    #[error("this is no sealed file")]
    NotSealed,
    /// A chunk was changed, moved, left out or cut off; or the key is another's.
    #[error("the sealed file was changed at chunk {chunk}, or its key is not the right one")]
    Changed {
        /// Which chunk, from 0.
        chunk: u64,
    },
}

/// What is known of an original when all of it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Bytes of the original.
    pub bytes: u64,
    /// SHA-256 of the original: what a receipt and a hand-over tell.
    pub sha256: [u8; 32],
    /// Bytes as kept.
    pub sealed_bytes: u64,
    /// SHA-256 of what is kept: whoever has no key can look whether it is whole.
    pub sealed_sha256: [u8; 32],
}

/// What was found when all of an original was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of the original.
    pub bytes: u64,
    /// SHA-256 of the original.
    pub sha256: [u8; 32],
}

/// The size of a sealed original of so many bytes.
pub fn sealed_size(bytes: u64) -> u64 {
    let chunks = bytes.div_ceil(CHUNK as u64).max(1);
    HEADER.len() as u64 + bytes + chunks * TAG as u64
}

/// An original on its way in.
pub struct Sealing {
    cipher: ChaCha20Poly1305,
    most: u64,
    chunk: u64,
    waiting: Vec<u8>,
    bytes: u64,
    hash: Sha256,
    sealed_bytes: u64,
    sealed_hash: Sha256,
}

impl Sealing {
    /// Begins; an original of more than `most` bytes is refused at the first byte too many.
    pub fn new(key: &SealKey, most: u64) -> Self {
        Self {
            cipher: key.cipher(),
            most,
            chunk: 0,
            waiting: Vec::with_capacity(CHUNK),
            bytes: 0,
            hash: Sha256::new(),
            sealed_bytes: 0,
            sealed_hash: Sha256::new(),
        }
    }

    /// How many bytes came so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the next bytes of the original; what is sealed by then is added to `out`.
    ///
    /// # Errors
    /// [`SealFault::TooLarge`], after which nothing of it may be kept.
    pub fn take(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), SealFault> {
        let total = self.bytes.saturating_add(bytes.len() as u64);
        if total > self.most {
            return Err(SealFault::TooLarge { most: self.most });
        }
        self.bytes = total;
        self.hash.update(bytes);
        let mut rest = bytes;
        while !rest.is_empty() {
            // A full chunk waits until it is known whether another follows: the last one is marked.
            if self.waiting.len() == CHUNK {
                self.seal_waiting(false, out)?;
            }
            let (now, later) = rest.split_at(rest.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    /// Seals what waits, as the end.
    ///
    /// # Errors
    /// [`SealFault::Cipher`].
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Sealed, SealFault> {
        self.seal_waiting(true, out)?;
        Ok(Sealed {
            bytes: self.bytes,
            sha256: self.hash.finalize().into(),
            sealed_bytes: self.sealed_bytes,
            sealed_sha256: self.sealed_hash.finalize().into(),
        })
    }

    fn seal_waiting(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), SealFault> {
        let from = out.len();
        if self.chunk == 0 {
            out.extend_from_slice(HEADER);
        }
        let payload = Payload { msg: &self.waiting, aad: HEADER };
        let sealed =
            self.cipher.encrypt(&nonce(self.chunk, last).into(), payload).map_err(|_| SealFault::Cipher)?;
        out.extend_from_slice(&sealed);
        self.sealed_hash.update(&out[from..]);
        self.sealed_bytes += (out.len() - from) as u64;
        self.chunk += 1;
        self.waiting.clear();
        Ok(())
    }
}

/// A sealed original on its way out.
pub struct Opening {
    cipher: ChaCha20Poly1305,
    header: Vec<u8>,
    chunk: u64,
    waiting: Vec<u8>,
    bytes: u64,
    hash: Sha256,
}

impl Opening {
    /// Begins.
    pub fn new(key: &SealKey) -> Self {
        Self {
            cipher: key.cipher(),
            header: Vec::with_capacity(HEADER.len()),
            chunk: 0,
            waiting: Vec::with_capacity(CHUNK + TAG),
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    /// Takes the next bytes as they are kept; what is opened by then is added to `out`. What came out is whole as far as it
    /// goes, but only [`Opening::finish`] tells that nothing is missing at the end.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub fn take(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenFault> {
        let (header, mut rest) = sealed.split_at(sealed.len().min(HEADER.len() - self.header.len()));
        self.header.extend_from_slice(header);
        if !HEADER.starts_with(&self.header) {
            return Err(OpenFault::NotSealed);
        }
        while !rest.is_empty() {
            if self.waiting.len() == CHUNK + TAG {
                self.open_waiting(false, out)?;
            }
            let (now, later) = rest.split_at(rest.len().min(CHUNK + TAG - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    /// Opens what waits, as the end.
    ///
    /// # Errors
    /// [`OpenFault`], also when the end is missing.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Opened, OpenFault> {
        if self.header.len() < HEADER.len() {
            return Err(OpenFault::NotSealed);
        }
        // Only an empty original ends with an empty chunk: otherwise one original could be kept in two ways.
        if self.chunk > 0 && self.waiting.len() <= TAG {
            return Err(OpenFault::Changed { chunk: self.chunk });
        }
        self.open_waiting(true, out)?;
        Ok(Opened { bytes: self.bytes, sha256: self.hash.finalize().into() })
    }

    fn open_waiting(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), OpenFault> {
        let payload = Payload { msg: &self.waiting, aad: HEADER };
        let opened = self
            .cipher
            .decrypt(&nonce(self.chunk, last).into(), payload)
            .map_err(|_| OpenFault::Changed { chunk: self.chunk })?;
        self.hash.update(&opened);
        self.bytes += opened.len() as u64;
        out.extend_from_slice(&opened);
        self.chunk += 1;
        self.waiting.clear();
        Ok(())
    }
}

/// Eleven bytes of the chunk's number, then one that marks the last.
fn nonce(chunk: u64, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&chunk.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}
