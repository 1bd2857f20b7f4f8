//! The receipt of somebody who gave no name: eleven words that open their mailbox.
//!
//! 112 random bits and 9 bits by which a slip is noticed make eleven words of 11 bits each. The house keeps only a key
//! that is stretched from them with Argon2id (RFC 9106): whoever has the whole database cannot tell the words.

use std::sync::OnceLock;

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};
use terms::edge::{Chance, random};

use crate::slips::slips;

/// Words of a receipt.
pub const RECEIPT_WORDS: usize = 11;
/// The longest text that is read as a receipt, in bytes; longer ones are no receipt.
pub const LONGEST_TYPED: usize = 1_000;
/// Bytes of chance in a receipt: 112 bits (ASVS 5.0, 6.5.2).
const CHANCE_BYTES: usize = 14;
/// Bits of a word.
const WORD_BITS: usize = 11;
/// Bits by which a slip is noticed.
const CHECK_BITS: usize = RECEIPT_WORDS * WORD_BITS - CHANCE_BYTES * 8;
/// The most words that are offered for one that is not ours.
const MOST_SUGGESTED: usize = 3;
/// Hashes of different things must never be equal.
const CHECK_DOMAIN: &[u8] = b"watchhouse receipt check 1";
/// Memory for stretching, in KiB, and passes: with 112 bits of chance the least that RFC 9106's users recommend is ample.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

const WORDS: &str = include_str!("../words/receipt_words.txt");

/// The words that receipts are made of, in order.
pub fn receipt_words() -> &'static [&'static str] {
    static LIST: OnceLock<Vec<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| WORDS.lines().collect())
}

/// A receipt. It opens a mailbox: shown to its owner once, never to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; CHANCE_BYTES]);

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receipt(…)")
    }
}

/// What a receipt is looked up by: stretched, so that it tells nothing of the words.
#[derive(Clone, PartialEq, Eq)]
pub struct LookupKey(pub [u8; 32]);

impl std::fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookupKey(…)")
    }
}

/// There was no memory to stretch a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the receipt could not be worked on now; try again in a moment")]
pub struct StretchError;

/// A word that stands in no receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// Which one, from 1.
    pub place: usize,
    /// Words of ours that are near, the nearest first. With one unknown word alone they are those that fit.
    pub near: Vec<&'static str>,
}

/// Why a text is not a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// There are more words, or fewer.
    #[error("a receipt has {RECEIPT_WORDS} words; here are {found}")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// Some words are none of ours.
    #[error("{} of the words are in no receipt", .0.len())]
    Unknown(Vec<UnknownWord>),
    /// All words are ours, but they do not belong together: one is mistaken for another, or two changed places.
    #[error("these words do not belong together; look at each word and at their order")]
    DoesNotFit,
}

impl Receipt {
    /// A new receipt.
    pub fn random(chance: &dyn Chance) -> Self {
        Self(random(chance))
    }

    /// The receipt that the first 14 of these bytes are: for one that follows from a secret which its owner holds already.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let mut bytes = [0; CHANCE_BYTES];
        bytes.copy_from_slice(&secret[..CHANCE_BYTES]);
        Self(bytes)
    }

    /// The words, to show them to their owner.
    pub fn words(&self) -> [&'static str; RECEIPT_WORDS] {
        let list = receipt_words();
        places(self.0).map(|place| list.get(place).copied().unwrap_or_default())
    }

    /// Reads what was typed: letters large or small, words apart by spaces, hyphens, commas, numbers or lines.
    ///
    /// # Errors
    /// [`ReceiptFault`], which says where to look.
    pub fn parse(text: &str) -> Result<Self, ReceiptFault> {
        let typed = typed_words(text);
        if typed.len() != RECEIPT_WORDS {
            return Err(ReceiptFault::Count { found: typed.len() });
        }
        let list = receipt_words();
        let found: Vec<_> = typed.iter().map(|word| list.binary_search(&word.as_str()).ok()).collect();
        let known: Vec<usize> = found.iter().flatten().copied().collect();
        if known.len() == RECEIPT_WORDS {
            return together(&known).ok_or(ReceiptFault::DoesNotFit);
        }
        let unknown = typed.iter().zip(&found).enumerate().filter(|(_, (_, found))| found.is_none());
        let mut unknown: Vec<_> =
            unknown.map(|(i, (word, _))| UnknownWord { place: i + 1, near: near(word) }).collect();
        if let [only] = unknown.as_mut_slice() {
            keep_fitting(only, &found);
        }
        unknown.iter_mut().for_each(|word| word.near.truncate(MOST_SUGGESTED));
        Err(ReceiptFault::Unknown(unknown))
    }

    /// What the house keeps of it. `centre` is a secret of the centre that is always the same: it keeps tables made
    /// elsewhere useless. Takes 19 MiB and some hundredths of a second.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn lookup_key(&self, centre: &[u8; 32]) -> Result<LookupKey, StretchError> {
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| StretchError)?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&self.0, centre, &mut key)
            .map_err(|_| StretchError)?;
        Ok(LookupKey(key))
    }
}

/// The places of the words in the list.
fn places(bytes: [u8; CHANCE_BYTES]) -> [usize; RECEIPT_WORDS] {
    let chance = bytes.iter().fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    let all = chance << CHECK_BITS | check(bytes);
    std::array::from_fn(|i| (all >> (WORD_BITS * (RECEIPT_WORDS - 1 - i)) & 0x7ff) as usize)
}

/// The bits by which a slip is noticed: the first of a hash.
fn check(bytes: [u8; CHANCE_BYTES]) -> u128 {
    let hash = Sha256::new().chain_update(CHECK_DOMAIN).chain_update(bytes).finalize();
    u128::from(u16::from_be_bytes([hash[0], hash[1]]) >> (16 - CHECK_BITS))
}

/// The receipt that words at these places are, if they belong together.
fn together(known: &[usize]) -> Option<Receipt> {
    let all = known.iter().fold(0_u128, |all, place| all << WORD_BITS | *place as u128);
    let mut bytes = [0; CHANCE_BYTES];
    bytes.copy_from_slice(&(all >> CHECK_BITS).to_be_bytes()[16 - CHANCE_BYTES..]);
    (check(bytes) == all & ((1 << CHECK_BITS) - 1)).then_some(Receipt(bytes))
}

/// The words of a text, in small letters. Digits are the numbering of a printed list.
fn typed_words(text: &str) -> Vec<String> {
    if text.len() > LONGEST_TYPED {
        return Vec::new();
    }
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Words of ours that are near, the nearest first.
fn near(word: &str) -> Vec<&'static str> {
    let mut near: Vec<_> =
        receipt_words().iter().filter_map(|ours| Some((slips(word, ours)?, *ours))).collect();
    near.sort_unstable();
    near.into_iter().map(|(_, ours)| ours).collect()
}

/// Of the words that are near, keeps those that belong to the ten others; all of them if none does.
fn keep_fitting(word: &mut UnknownWord, found: &[Option<usize>]) {
    let fits = |ours: &&str| {
        let place = receipt_words().binary_search(ours).ok();
        let whole: Option<Vec<usize>> = found.iter().map(|known| known.or(place)).collect();
        whole.is_some_and(|whole| together(&whole).is_some())
    };
    let fitting: Vec<_> = word.near.iter().copied().filter(fits).collect();
    if !fitting.is_empty() {
        word.near = fitting;
    }
}
