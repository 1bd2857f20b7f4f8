//! A fingerprint of a page's words (Charikar 2002): similar pages differ in few of its 64 bits.

use super::MOST_WORDS;

/// Gathers words.
pub(super) struct Likeness {
    weights: [i32; 64],
    words: usize,
}

impl Likeness {
    pub(super) fn new() -> Self {
        Self { weights: [0; 64], words: 0 }
    }

    /// Adds the words of a piece of text, until there are enough.
    pub(super) fn add(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for word in words.take(MOST_WORDS.saturating_sub(self.words)) {
            self.words += 1;
            let hash = hash(word);
            for (bit, weight) in self.weights.iter_mut().enumerate() {
                *weight += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
    }

    /// The fingerprint; zero for a page without words.
    pub(super) fn bits(&self) -> u64 {
        self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0).map(|(bit, _)| 1 << bit).sum()
    }
}

/// The fingerprint of a text.
pub(crate) fn of_words(text: &str) -> u64 {
    let mut likeness = Likeness::new();
    likeness.add(text);
    likeness.bits()
}

/// FNV-1a over the word in lower case, its bits spread by the last step of MurmurHash3: the same on every
/// machine and in every version, because fingerprints are kept.
fn hash(word: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut bytes = [0; 4];
    for c in word.chars().flat_map(char::to_lowercase) {
        for byte in c.encode_utf8(&mut bytes).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
