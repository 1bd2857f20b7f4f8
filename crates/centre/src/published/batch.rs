//! One night's batch of questions: what is wanted never goes alone, and the order tells nothing.

use std::collections::HashSet;

use super::Name;

/// The most names that are asked for in one night.
pub const MOST_A_NIGHT: usize = 2_000;
/// The most of these that are asked for because a message was met.
pub const MOST_WANTED_A_NIGHT: usize = 100;
/// The fewest names beside them. With fewer, what is wanted waits.
pub const LEAST_OTHERS: usize = 300;

/// What is asked for in one night, in the order in which it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// All names, shuffled.
    pub names: Vec<Name>,
    /// How many of them were wanted.
    pub wanted: usize,
}

/// Puts a batch together. `due` are names whose turn has come. Of `others`, which may be asked for at any time, [`LEAST_OTHERS`] go
/// along each night, whether something is wanted or not. `below` draws a number below its argument.
pub fn batch(
    wanted: Vec<Name>,
    due: Vec<Name>,
    others: Vec<Name>,
    below: &mut dyn FnMut(usize) -> usize,
) -> Batch {
    let mut wanted = shuffled(wanted, below);
    wanted.truncate(MOST_WANTED_A_NIGHT);
    let mut taken: HashSet<String> = wanted.iter().map(|name| name.name.clone()).collect();
    let room = MOST_A_NIGHT - LEAST_OTHERS - wanted.len();
    let mut around: Vec<Name> =
        due.into_iter().filter(|name| taken.insert(name.name.clone())).take(room).collect();
    let others = shuffled(others, below).into_iter().filter(|name| taken.insert(name.name.clone()));
    around.extend(others.take(LEAST_OTHERS));
    if around.len() < LEAST_OTHERS {
        wanted.clear();
    }
    let count = wanted.len();
    around.extend(wanted);
    Batch { names: shuffled(around, below), wanted: count }
}

/// The names in an order that follows from chance alone (Fisher and Yates).
fn shuffled(mut names: Vec<Name>, below: &mut dyn FnMut(usize) -> usize) -> Vec<Name> {
    for last in (1..names.len()).rev() {
        names.swap(last, below(last + 1).min(last));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    /// A stream of numbers that is the same each time (SplitMix64).
    fn drawn() -> impl FnMut(usize) -> usize {
        let mut state = 7_u64;
        move |below| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) % below.max(1) as u64) as usize
        }
    }

    fn names(what: &str, many: usize) -> Vec<Name> {
        let name =
            |n| Name { name: format!("{what}{n}.example"), domain: "x.example".to_owned(), kind: Kind::Spf };
        (0..many).map(name).collect()
    }

    fn places_of(batch: &Batch, what: &str) -> Vec<usize> {
        (0..batch.names.len()).filter(|at| batch.names[*at].name.starts_with(what)).collect()
    }

    #[test]
    fn what_is_wanted_stands_anywhere_among_many_others() {
        let mut first = HashSet::new();
        let mut draw = drawn();
        for _ in 0..50 {
            let batch = batch(names("wanted", 1), names("due", 10), names("other", 900), &mut draw);
            assert_eq!((batch.wanted, batch.names.len()), (1, 11 + LEAST_OTHERS));
            assert_eq!(places_of(&batch, "due").len(), 10);
            first.insert(places_of(&batch, "wanted")[0]);
        }
        assert!(first.len() > 30, "{}", first.len());
    }

    #[test]
    fn without_others_enough_what_is_wanted_waits() {
        let enough = batch(names("wanted", 2), names("due", LEAST_OTHERS), vec![], &mut drawn());
        assert_eq!((enough.wanted, enough.names.len()), (2, LEAST_OTHERS + 2));
        let few = batch(names("wanted", 2), names("due", LEAST_OTHERS - 1), vec![], &mut drawn());
        assert_eq!((few.wanted, few.names.len()), (0, LEAST_OTHERS - 1));
        assert!(places_of(&few, "wanted").is_empty());
    }

    #[test]
    fn a_night_has_its_limits_and_no_name_twice() {
        let batch = batch(
            names("wanted", MOST_WANTED_A_NIGHT + 1),
            names("due", 3_000),
            names("due", 4_000),
            &mut drawn(),
        );
        assert_eq!((batch.wanted, batch.names.len()), (MOST_WANTED_A_NIGHT, MOST_A_NIGHT));
        let all: HashSet<&str> = batch.names.iter().map(|name| name.name.as_str()).collect();
        assert_eq!(all.len(), batch.names.len());
    }
}
