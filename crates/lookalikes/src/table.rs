//! A packed table from keys to numbers of firms, and the sieve in front of it.

use crate::memory::Numbers;

/// Keys with the numbers of the firms that have them, in two blocks of memory: eight bytes an entry, four more
/// for every second entry. Buckets by the upper bits of the key, the lower ones beside the number.
pub(crate) struct Table {
    shift: u32,
    starts: Numbers,
    /// The lower bits of a key and the number of its firm, by turns.
    entries: Numbers,
}

impl Table {
    /// Makes a table. `all` tells every key with its firm, and tells the same when it is asked a second time: first
    /// the buckets are measured, then filled, so that nothing is sorted and nothing is held twice.
    pub(crate) fn make(about: usize, all: impl Fn(&mut dyn FnMut(u64, u32))) -> Self {
        let buckets = (about / 2).next_power_of_two().clamp(2, 1 << 26);
        let shift = 64 - buckets.trailing_zeros();
        // Measured two places ahead and filled one place ahead, each bucket ends where the next begins.
        let mut starts = Numbers::zeros(buckets + 2);
        all(&mut |key, _| {
            let at = bucket(key, shift) + 2;
            starts.set(at, starts.get(at) + 1);
        });
        for at in 1..starts.count() {
            starts.set(at, starts.get(at) + starts.get(at - 1));
        }
        let mut entries = Numbers::zeros(2 * starts.get(buckets + 1) as usize);
        all(&mut |key, firm| {
            let at = bucket(key, shift) + 1;
            let place = starts.get(at);
            entries.set(2 * place as usize, check(key));
            entries.set(2 * place as usize + 1, firm);
            starts.set(at, place + 1);
        });
        Self { shift, starts, entries }
    }

    /// The firms that have this key, and seldom another one. In the order of their numbers.
    pub(crate) fn firms(&self, key: u64) -> impl Iterator<Item = u32> {
        let (from, to) = self.range(key);
        let check = check(key);
        (from..to).filter(move |at| self.entries.get(2 * at) == check).map(|at| self.entries.get(2 * at + 1))
    }

    fn range(&self, key: u64) -> (usize, usize) {
        let at = bucket(key, self.shift);
        (self.starts.get(at) as usize, self.starts.get(at + 1) as usize)
    }

    /// Collects the firms of many keys, up to `most` of them and one bucket more. First all buckets are looked up, then
    /// all are read: so the memory is waited for once and not once for each key.
    pub(crate) fn collect(&self, keys: &[u64], most: usize, firms: &mut Vec<u32>) {
        const AT_ONCE: usize = 32;
        for keys in keys.chunks(AT_ONCE) {
            let mut ranges = [(0, 0); AT_ONCE];
            for (place, key) in ranges.iter_mut().zip(keys) {
                *place = self.range(*key);
            }
            let mut hit: u32 = 0;
            for (number, ((from, to), key)) in ranges.iter().zip(keys).enumerate() {
                let check = check(*key);
                let found = (*from..*to).fold(false, |found, at| found | (self.entries.get(2 * at) == check));
                hit |= u32::from(found) << number;
            }
            while hit != 0 && firms.len() < most {
                firms.extend(self.firms(keys[hit.trailing_zeros() as usize]));
                hit &= hit - 1;
            }
        }
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        (self.starts.count() + self.entries.count()) * size_of::<u32>()
    }
}

fn bucket(key: u64, shift: u32) -> usize {
    usize::try_from(key >> shift).unwrap_or_default()
}

fn check(key: u64) -> u32 {
    (key & u64::from(u32::MAX)) as u32
}

/// Tells at once that a key is in no table, for nearly all keys that are in none: two bits of one word
/// (Bloom, 1970), sixteen bits a key.
pub(crate) struct Sieve {
    words: Vec<u64>,
}

impl Sieve {
    pub(crate) fn for_keys(about: usize) -> Self {
        Self { words: vec![0; (about / 4).next_power_of_two().max(1)] }
    }

    pub(crate) fn add(&mut self, key: u64) {
        let (word, bits) = self.place(key);
        self.words[word] |= bits;
    }

    pub(crate) fn may_hold(&self, key: u64) -> bool {
        let (word, bits) = self.place(key);
        self.words[word] & bits == bits
    }

    pub(crate) fn bytes(&self) -> usize {
        self.words.len() * size_of::<u64>()
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let word = usize::try_from(key >> 16).unwrap_or_default() & (self.words.len() - 1);
        (word, 1 << (key & 63) | 1 << ((key >> 6) & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_is_found_and_nothing_else() {
        let keys = |n: u32| u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let table = Table::make(1_000, |tell| (0..1_000).for_each(|n| tell(keys(n / 2), n)));
        for n in 0..500 {
            assert_eq!(table.firms(keys(n)).collect::<Vec<_>>(), [2 * n, 2 * n + 1]);
        }
        assert_eq!((500..10_000).flat_map(|n| table.firms(keys(n))).count(), 0);
        let many: Vec<u64> = (450..550).map(keys).collect();
        let mut all = Vec::new();
        table.collect(&many, 1_000, &mut all);
        assert_eq!(all, (900..1_000).collect::<Vec<_>>());
        for most in [40, 41] {
            let mut some = Vec::new();
            table.collect(&many, most, &mut some);
            assert_eq!(some.len(), most.next_multiple_of(2));
        }
        let mut sieve = Sieve::for_keys(500);
        (0..500).for_each(|n| sieve.add(keys(n)));
        assert!((0..500).all(|n| sieve.may_hold(keys(n))));
        assert!((500..10_500).filter(|n| sieve.may_hold(keys(*n))).count() < 500);
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(Table::make(0, |_| {}).firms(7).count(), 0);
        assert!(!Sieve::for_keys(0).may_hold(7));
    }
}
