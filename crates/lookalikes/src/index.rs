//! The index over the names of all firms.

use terms::DomainName;

use crate::compare::{Firm, likeness};
use crate::glyphs::shape;
use crate::keys::{Parts, Sort};
use crate::kind::Kind;
use crate::label::{Joined, Label, without_hyphens};
use crate::table::{Sieve, Table};
use crate::words;

/// The most names of firms in one index: four times all firms of Britain.
pub const MOST_FIRMS: usize = 20_000_000;
/// The most hits of one newly seen name, heaviest first. Few names have many; but a firm that stands among a thousand of
/// its trade is to be found as well as one alone.
pub const MOST_HITS: usize = 1_024;
/// The most firms that one newly seen name is compared with.
const MOST_COMPARED: usize = 2_048;
/// Of the firms whose labels are the same, so many are counted when ordinary labels are looked for.
const MOST_COUNTED: usize = 64;
/// A label that stands inside so many others' labels is an ordinary word.
const ORDINARY_FROM: u8 = 4;
/// The shortest label that is looked for inside longer ones as a word of its own.
const SHORTEST_INSIDE: usize = 3;
/// The shortest one at the end or beginning of a word.
const SHORTEST_AT_AN_END: usize = 4;
/// The shortest one in the middle of a word: below it, chance is the likelier reason.
const SHORTEST_FREE: usize = 7;
/// In names longer than this, a label inside is looked for only where one of its ends is an end of a word.
const LONGEST_FREE: usize = 24;

/// There are more than [`MOST_FIRMS`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are more than {MOST_FIRMS} names; share them out over several indexes")]
pub struct TooManyFirms;

/// A firm whose name a newly seen name looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The firm's name: the registered part of it.
    pub firm: &'a str,
    /// In what they are alike, the more telling kinds first.
    pub kinds: Vec<Kind>,
    /// How much weight that has, from 0 to 100.
    pub weight: u8,
}

/// The names of all firms, packed so that a newly seen name is held against all of them in a few microseconds.
pub struct Index {
    names: Texts,
    letters: Texts,
    marks: Vec<Marks>,
    table: Table,
    joined: Sieve,
    longest: usize,
}

#[derive(Clone, Copy, Default)]
struct Marks {
    readable: bool,
    ordinary: bool,
}

impl Index {
    /// Builds the index. Names of one firm that share their registered part count once; the order does not matter.
    ///
    /// # Errors
    /// [`TooManyFirms`].
    pub fn build(names: impl IntoIterator<Item = DomainName>) -> Result<Self, TooManyFirms> {
        Self::build_at_most(names, MOST_FIRMS)
    }

    fn build_at_most(names: impl IntoIterator<Item = DomainName>, most: usize) -> Result<Self, TooManyFirms> {
        let mut registered: Vec<DomainName> = Vec::new();
        for name in names {
            if registered.len() == most {
                return Err(TooManyFirms);
            }
            let is_registered = name.parts().0.is_empty();
            registered.push(if is_registered { name } else { name.registrable() });
        }
        registered.sort_unstable();
        registered.dedup();
        let (mut names, mut letters) = (Texts::default(), Texts::default());
        let mut marks = Vec::with_capacity(registered.len());
        for name in &registered {
            let label = Label::of(name);
            names.push(label.registered.as_bytes());
            letters.push(&label.letters);
            marks.push(Marks { readable: label.readable, ordinary: false });
        }
        drop(registered);
        Ok(Self::of_texts(names, letters, marks))
    }

    fn of_texts(names: Texts, letters: Texts, marks: Vec<Marks>) -> Self {
        let about = letters.bytes.len() + 3 * marks.len();
        let table = Table::make(about, |tell| {
            for (firm, marks) in (0_u32..).zip(&marks) {
                keys_of(letters.get(firm), marks.readable, |key| tell(key, firm));
                if marks.readable {
                    word_keys(letters.get(firm), |_| true, |key| tell(key, firm));
                }
            }
        });
        let mut joined = Sieve::for_keys(marks.len());
        let mut longest = 0;
        for firm in letters.numbers() {
            let whole = without_hyphens(letters.get(firm));
            longest = longest.max(whole.len());
            joined.add(Parts::of(&whole).whole(Sort::Joined));
        }
        let mut index = Self { names, letters, marks, table, joined, longest };
        index.mark_ordinary();
        index
    }

    /// How many names are in it.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Is no name in it?
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// How many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        self.table.bytes()
            + self.joined.bytes()
            + self.names.size()
            + self.letters.size()
            + 2 * self.marks.len()
    }

    /// Is the registered part of a name one of the firms' own?
    pub fn holds(&self, name: &DomainName) -> bool {
        let label = Label::of(name);
        let key = Parts::of(&label.letters).whole(Sort::Letters);
        self.table.firms(key).any(|firm| self.names.get(firm) == label.registered.as_bytes())
    }

    /// The firms that a newly seen name looks like, heaviest first, at most [`MOST_HITS`]. None for a name that
    /// is itself one of the firms'.
    pub fn hits(&self, seen: &DomainName) -> Vec<Hit<'_>> {
        let label = Label::of(seen);
        let joined = label.joined();
        let mut firms: Vec<u32> = Vec::new();
        self.candidates(&label, &joined, &mut firms);
        if firms.is_empty() {
            return Vec::new();
        }
        firms.sort_unstable();
        firms.dedup();
        if firms.iter().any(|firm| self.names.get(*firm) == label.registered.as_bytes()) {
            return Vec::new();
        }
        let mut hits: Vec<Hit<'_>> = firms
            .into_iter()
            .filter_map(|number| {
                let firm = self.firm(number);
                let found = likeness(firm, &label, &joined)?;
                Some(Hit { firm: firm.registered, kinds: found.kinds, weight: found.weight })
            })
            .collect();
        hits.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.firm.cmp(b.firm)));
        hits.truncate(MOST_HITS);
        hits
    }

    fn firm(&self, number: u32) -> Firm<'_> {
        let marks = self.marks[number as usize];
        Firm {
            registered: self.names.text(number),
            letters: self.letters.get(number),
            readable: marks.readable,
            ordinary: marks.ordinary,
        }
    }

    /// Collects the firms that share a key with the name.
    fn candidates(&self, seen: &Label<'_>, joined: &Joined, firms: &mut Vec<u32>) {
        let mut keys = Vec::with_capacity(64);
        keys_of(&seen.letters, seen.readable, |key| keys.push(key));
        if seen.readable {
            let parts = Parts::of(&seen.letters);
            for at in (1..seen.letters.len()).filter(|at| seen.letters[*at..].starts_with(b"es")) {
                keys.push(parts.without(Sort::Letters, at, 2));
            }
        }
        self.parts_within(joined, |key, _| keys.push(key));
        // What weighs least comes last, where the firms are too many to compare all.
        if seen.readable {
            word_keys(&seen.letters, words::are_added, |key| keys.push(key));
        }
        self.table.collect(&keys, MOST_COMPARED, firms);
    }

    /// Tells the keys of parts of a name that are a firm's whole label, as far as the sieve knows.
    fn parts_within(&self, joined: &Joined, mut tell: impl FnMut(u64, usize)) {
        let parts = Parts::of(&joined.letters);
        let length = parts.length();
        for from in 0..length {
            let longest = length.min(from + self.longest);
            let begins = joined.is_seam(from);
            for to in (from + SHORTEST_INSIDE)..=longest {
                let shortest = match (begins, joined.is_seam(to)) {
                    (true, true) => SHORTEST_INSIDE,
                    (true, false) | (false, true) => SHORTEST_AT_AN_END,
                    (false, false) if length <= LONGEST_FREE => SHORTEST_FREE,
                    (false, false) => continue,
                };
                if to - from < shortest {
                    continue;
                }
                let key = parts.key(Sort::Joined, from, to);
                if self.joined.may_hold(key) {
                    tell(key, to - from);
                }
            }
        }
    }

    /// Marks labels that are made of ordinary words, or that many others' labels hold: a city's own names tell
    /// which of them chance repeats.
    fn mark_ordinary(&mut self) {
        let mut within = vec![0_u8; self.marks.len()];
        for number in self.letters.numbers() {
            let mut joined = Joined::of(self.letters.get(number));
            joined.letters.truncate(LONGEST_FREE);
            let whole = joined.letters.len();
            self.parts_within(&joined, |key, length| {
                if length < whole {
                    for inner in self.table.firms(key).take(MOST_COUNTED) {
                        within[inner as usize] = within[inner as usize].saturating_add(1);
                    }
                }
            });
        }
        for (number, within) in (0_u32..).zip(within) {
            let letters = without_hyphens(self.letters.get(number));
            self.marks[number as usize].ordinary = within >= ORDINARY_FROM || words::are_ordinary(&letters);
        }
    }
}

/// The keys under which a label is found: itself and itself without one letter each (so that two labels one edit
/// apart share a key; Mor and Fraenkel, 1982), its joined letters and its shape.
fn keys_of(letters: &[u8], readable: bool, mut tell: impl FnMut(u64)) {
    let parts = Parts::of(letters);
    tell(parts.whole(Sort::Letters));
    if readable {
        for at in 0..parts.length() {
            // Within a run of one letter it is all one which is left out.
            if at == 0 || letters[at] != letters[at - 1] {
                tell(parts.without(Sort::Letters, at, 1));
            }
        }
        let shape: Vec<u8> = shape(letters).collect();
        if !shape.is_empty() {
            tell(Parts::of(&shape).whole(Sort::Shape));
        }
    }
    tell(Parts::of(&without_hyphens(letters)).whole(Sort::Joined));
}

/// The keys under which a label with hyphens is found without its last or its first word, where that word is such.
fn word_keys(letters: &[u8], is_such: impl Fn(&[u8]) -> bool, mut tell: impl FnMut(u64)) {
    for (kept, word) in words::without_a_word(letters).into_iter().flatten() {
        if is_such(word) {
            tell(Parts::of(kept).whole(Sort::Word));
        }
    }
}

/// Many short texts in one block of memory.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let from = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[from..self.ends[number] as usize]
    }

    fn text(&self, number: u32) -> &str {
        // What went in was a name in ASCII.
        std::str::from_utf8(self.get(number)).unwrap_or_default()
    }

    fn numbers(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.ends.len() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> DomainName {
        DomainName::parse_bare(text).unwrap()
    }

    fn index(names: &[&str]) -> Index {
        Index::build(names.iter().map(|text| name(text))).unwrap()
    }

    #[test]
    fn a_name_of_ours_is_nobodys_lookalike() {
        let index = index(&["smithson.co.uk", "smithsen.co.uk"]);
        assert!(index.hits(&name("smithson.co.uk")).is_empty());
        assert!(index.hits(&name("shop.smithson.co.uk")).is_empty());
        let hits = index.hits(&name("smithsan.co.uk"));
        assert_eq!(hits.iter().map(|hit| hit.firm).collect::<Vec<_>>(), ["smithsen.co.uk", "smithson.co.uk"]);
    }

    #[test]
    fn the_order_and_repetitions_do_not_matter() {
        let one = index(&["smithson.co.uk", "hartley.com", "www.hartley.com"]);
        let other = index(&["hartley.com", "smithson.co.uk", "hartley.com"]);
        assert_eq!((one.len(), one.bytes()), (other.len(), other.bytes()));
        assert_eq!(one.hits(&name("hart1ey.com")), other.hits(&name("hart1ey.com")));
    }

    #[test]
    fn a_label_that_many_others_hold_is_ordinary() {
        let few = index(&["quorn.co.uk", "quorn-a.co.uk", "quorn-b.co.uk", "quorn-c.co.uk"]);
        let many =
            index(&["quorn.co.uk", "quorn-a.co.uk", "quorn-b.co.uk", "quorn-c.co.uk", "quorn-d.co.uk"]);
        let weight = |index: &Index| {
            index
                .hits(&name("quorn.com"))
                .into_iter()
                .find(|hit| hit.firm == "quorn.co.uk")
                .map(|hit| hit.weight)
        };
        assert_eq!((weight(&few), weight(&many)), (Some(70), Some(55)));
    }

    #[test]
    fn one_name_gives_so_many_hits_and_no_more() {
        let firms = |many: usize| {
            let signs = ('a'..='z').chain('0'..='9').filter(|sign| *sign != 'a');
            let all = signs.flat_map(|sign| crate::endings::NEAR.iter().map(move |ending| (sign, *ending)));
            let further = ["de", "fr", "nl", "be", "it", "es"];
            let signs = ('b'..='z').chain('0'..='9');
            let more = signs.flat_map(|sign| further.iter().map(move |ending| (sign, *ending)));
            let all: Vec<_> =
                all.chain(more).map(|(sign, ending)| name(&format!("smiths{sign}n.{ending}"))).collect();
            Index::build(all.into_iter().take(many)).unwrap()
        };
        assert_eq!(firms(MOST_HITS).hits(&name("smithsan.ie")).len(), MOST_HITS);
        assert_eq!(firms(MOST_HITS + 1).hits(&name("smithsan.ie")).len(), MOST_HITS);
    }

    #[test]
    fn so_many_firms_fit_and_no_more() {
        let names = || ["a.example", "b.example", "c.example"].into_iter().map(name);
        assert!(Index::build_at_most(names(), 3).is_ok());
        assert_eq!(Index::build_at_most(names(), 2).err(), Some(TooManyFirms));
    }
}
