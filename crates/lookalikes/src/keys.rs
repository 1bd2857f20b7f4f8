//! Keys: 64-bit numbers under which names are found. Two names of one key are only candidates; what they have in
//! common is decided in `compare.rs`, so a collision costs a look and never makes a hit.

/// The longest label (RFC 1035, 2.3.4).
pub(crate) const LONGEST_LABEL: usize = 63;

/// Any odd number with well-mixed bits serves.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

const POWERS: [u64; LONGEST_LABEL + 1] = {
    let mut powers = [1_u64; LONGEST_LABEL + 1];
    let mut at = 1;
    while at <= LONGEST_LABEL {
        powers[at] = powers[at - 1].wrapping_mul(BASE);
        at += 1;
    }
    powers
};

/// What a key stands for, so that keys of different sorts do not meet.
#[derive(Clone, Copy)]
pub(crate) enum Sort {
    /// A label, whole or with one letter left out.
    Letters = 0,
    /// A label without hyphens, whole.
    Joined = 1,
    /// The shape of a label.
    Shape = 2,
    /// A label with hyphens without its first or its last word, the hyphen beside the gap included.
    Word = 3,
}

/// The hashes of all parts of one label, each in a few steps (Karp and Rabin, 1987).
pub(crate) struct Parts {
    length: usize,
    upto: [u64; LONGEST_LABEL + 1],
}

impl Parts {
    /// Reads a label; what is longer than [`LONGEST_LABEL`] is cut.
    pub(crate) fn of(label: &[u8]) -> Self {
        let length = label.len().min(LONGEST_LABEL);
        let mut upto = [0_u64; LONGEST_LABEL + 1];
        for (at, letter) in label.iter().take(LONGEST_LABEL).enumerate() {
            upto[at + 1] = upto[at].wrapping_mul(BASE).wrapping_add(u64::from(*letter) + 1);
        }
        Self { length, upto }
    }

    pub(crate) fn length(&self) -> usize {
        self.length
    }

    fn part(&self, from: usize, to: usize) -> u64 {
        self.upto[to].wrapping_sub(self.upto[from].wrapping_mul(POWERS[to - from]))
    }

    /// The key of the letters from `from` up to and without `to`.
    pub(crate) fn key(&self, sort: Sort, from: usize, to: usize) -> u64 {
        mixed(self.part(from, to), sort, to - from)
    }

    /// The key of the whole.
    pub(crate) fn whole(&self, sort: Sort) -> u64 {
        self.key(sort, 0, self.length)
    }

    /// The key of the whole with `many` letters left out from `at` on.
    pub(crate) fn without(&self, sort: Sort, at: usize, many: usize) -> u64 {
        let behind = self.length - at - many;
        let left = self.upto[at].wrapping_mul(POWERS[behind]);
        mixed(left.wrapping_add(self.part(at + many, self.length)), sort, self.length - many)
    }
}

/// Spreads the bits, so that any of them may be used as an address (the finish of MurmurHash 3).
fn mixed(hash: u64, sort: Sort, length: usize) -> u64 {
    let mut bits = hash ^ ((sort as u64) << 62) ^ ((length as u64) << 48);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_key_that_it_has_alone() {
        let (long, short) = (Parts::of(b"thebakery"), Parts::of(b"bakery"));
        assert_eq!(long.key(Sort::Joined, 3, 9), short.whole(Sort::Joined));
        assert_ne!(long.key(Sort::Joined, 3, 9), short.whole(Sort::Letters));
        assert_eq!(Parts::of(b"bakerry").without(Sort::Letters, 4, 1), short.whole(Sort::Letters));
        assert_eq!(Parts::of(b"bakeresy").without(Sort::Letters, 5, 2), short.whole(Sort::Letters));
    }

    #[test]
    fn a_label_is_read_up_to_the_longest() {
        let (longest, past) = (vec![b'a'; LONGEST_LABEL], vec![b'a'; LONGEST_LABEL + 1]);
        assert_eq!(Parts::of(&longest).length(), LONGEST_LABEL);
        assert_eq!(Parts::of(&past).whole(Sort::Letters), Parts::of(&longest).whole(Sort::Letters));
    }
}
