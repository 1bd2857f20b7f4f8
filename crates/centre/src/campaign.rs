//! Which messages belong to one wave, and why: a message at a time, so that the answer is there when the message is.
//!
//! Keys come from the engine that read the message. Words are likened by MinHash (Broder, 1997): the share of equal places
//! of two sketches is an estimate of how many runs of words they have in common. Nothing here joins genuine bulk mail to
//! anything else, so that a newsletter never inherits a bad name.

use sha2::{Digest as _, Sha256};

/// Places of a sketch in one band: messages that share a band are held against each other.
pub const PLACES_IN_A_BAND: usize = 4;
/// The most bands of one message.
pub const MOST_BANDS: usize = 32;
/// The most exact keys of one message.
pub const MOST_EXACT_KEYS: usize = 40;
/// From so many in a hundred on, two texts are one.
pub const ALIKE: u32 = 50;
/// From so many on they are one if they also look alike (the same skeleton of a page).
pub const ALIKE_IN_FORM: u32 = 25;

/// By what a message is found again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// The sketch of its words; empty where there are too few.
    pub words: Vec<u32>,
    /// Hash of how its page is built, if there is enough of it.
    pub skeleton: Option<u64>,
    /// Exact keys: `host:…`, `phone:…`, `wallet:…`, `reply:…`.
    pub exact: Vec<String>,
    /// Whether it is genuine mail to many.
    pub genuine_bulk: bool,
}

/// Why two messages belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// They have this exact key in common.
    Key(String),
    /// So many in a hundred of their runs of words are the same.
    Words(u32),
    /// Fewer words are the same, and they are built the same.
    Form(u32),
}

impl Why {
    /// As it is kept: a word, and what belongs to it.
    pub fn kept(&self) -> (&'static str, String) {
        match self {
            Self::Key(key) => ("key", key.clone()),
            Self::Words(percent) => ("words", percent.to_string()),
            Self::Form(percent) => ("form", percent.to_string()),
        }
    }

    /// Reads back what [`Why::kept`] gave; none for other words.
    pub fn read(word: &str, rest: &str) -> Option<Self> {
        match word {
            "key" => Some(Self::Key(rest.to_owned())),
            "words" => rest.parse().ok().map(Self::Words),
            "form" => rest.parse().ok().map(Self::Form),
            _ => None,
        }
    }

    /// One plain sentence, with nothing in it that can be pressed.
    pub fn sentence(&self) -> String {
        match self {
            Self::Key(key) => {
                let (kind, value) = key.split_once(':').unwrap_or(("", key));
                let what = match kind {
                    "host" | "page" => "Both lead to the same web address",
                    "phone" => "Both give the same phone number",
                    "wallet" => "Both name the same wallet",
                    "account" | "iban" => "Both name the same bank account",
                    "reply" => "Answers to both go to the same address",
                    "file" => "Both carry the same file",
                    _ => "Both share the same sign",
                };
                format!("{what}: {}.", shown(value))
            }
            Self::Words(percent) => format!("{percent} in 100 of their words are the same."),
            Self::Form(percent) => {
                format!("They are built the same, and {percent} in 100 of their words are the same.")
            }
        }
    }
}

/// A value that nobody can press.
fn shown(value: &str) -> String {
    value.replace('.', "[.]").replace("://", "[:]//").replace('@', "[@]")
}

impl Keys {
    /// Hashes by which a store finds candidates: one for each band of the sketch. Bands are numbered, so that equal
    /// places count only in the same band.
    pub fn bands(&self) -> Vec<i64> {
        let bands = self.words.chunks_exact(PLACES_IN_A_BAND).take(MOST_BANDS).enumerate();
        bands.map(|(number, places)| folded(number, places)).collect()
    }

    /// How many in a hundred places of the sketches are equal; none where one has no sketch, or they differ in length.
    pub fn likeness(&self, other: &Self) -> Option<u32> {
        let many = self.words.len();
        if many == 0 || many != other.words.len() {
            return None;
        }
        let same = self.words.iter().zip(&other.words).filter(|(a, b)| a == b).count();
        u32::try_from(same * 100 / many).ok()
    }

    /// Why these two belong together, the strongest reason; none where they do not.
    pub fn belongs_with(&self, other: &Self) -> Option<Why> {
        if self.genuine_bulk != other.genuine_bulk {
            return None;
        }
        let likeness = self.likeness(other).unwrap_or(0);
        if likeness >= ALIKE {
            return Some(Why::Words(likeness));
        }
        // Genuine senders share their own hosts with all their mail: only the same words make a group of them.
        let mine = self.exact.iter().take(MOST_EXACT_KEYS).filter(|_| !self.genuine_bulk);
        if let Some(key) = mine.into_iter().find(|key| other.exact.contains(key)) {
            return Some(Why::Key(key.clone()));
        }
        let same_form = self.skeleton.is_some() && self.skeleton == other.skeleton;
        (same_form && likeness >= ALIKE_IN_FORM).then_some(Why::Form(likeness))
    }
}

/// The beginning of a digest: kept in a database, it must be the same in every release.
fn folded(number: usize, places: &[u32]) -> i64 {
    let mut digest = Sha256::new_with_prefix((number as u64).to_be_bytes());
    for place in places {
        digest.update(place.to_be_bytes());
    }
    let digest: [u8; 32] = digest.finalize().into();
    digest.first_chunk::<8>().map_or(0, |first| i64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(words: impl Iterator<Item = u32>, exact: &[&str]) -> Keys {
        Keys {
            words: words.collect(),
            exact: exact.iter().map(|key| (*key).to_owned()).collect(),
            ..Keys::default()
        }
    }

    #[test]
    fn texts_are_one_from_fifty_in_a_hundred_on() {
        let first = keys(0..100, &[]);
        let changed = |many: u32| keys((0..100).map(|n| if n < many { n + 1_000 } else { n }), &[]);
        assert_eq!(first.belongs_with(&changed(50)), Some(Why::Words(50)));
        assert_eq!(first.belongs_with(&changed(51)), None);
        assert_eq!(first.belongs_with(&Keys::default()), None, "no words are like no words");
        assert_eq!(Keys::default().belongs_with(&Keys::default()), None);
    }

    #[test]
    fn the_same_form_needs_some_of_the_same_words() {
        let built = |many: u32| Keys {
            skeleton: Some(7),
            ..keys((0..100).map(|n| if n < many { n + 1_000 } else { n }), &[])
        };
        assert_eq!(built(0).belongs_with(&built(75)), Some(Why::Form(25)));
        assert_eq!(built(0).belongs_with(&built(76)), None);
    }

    #[test]
    fn a_shared_key_is_told_in_a_sentence_that_cannot_be_pressed() {
        let (one, other) =
            (keys(0..0, &["host:parcel.example"]), keys(0..0, &["host:parcel.example", "phone:1"]));
        let why = one.belongs_with(&other).unwrap();
        assert_eq!(why.sentence(), "Both lead to the same web address: parcel[.]example.");
        let (word, rest) = why.kept();
        assert_eq!(Why::read(word, &rest), Some(why));
        assert_eq!(Why::read("moon", ""), None);
    }

    #[test]
    fn genuine_mail_to_many_joins_nothing_else_and_not_by_its_own_host() {
        let bad = keys(0..100, &["host:news.example"]);
        let good = Keys { genuine_bulk: true, ..bad.clone() };
        assert_eq!(bad.belongs_with(&good), None);
        let next_issue = Keys { genuine_bulk: true, ..keys(500..600, &["host:news.example"]) };
        assert_eq!(good.belongs_with(&next_issue), None);
    }

    #[test]
    fn bands_stop_at_their_limit_and_tell_places_apart() {
        let most = u32::try_from(MOST_BANDS * PLACES_IN_A_BAND).unwrap();
        assert_eq!(keys(0..most, &[]).bands().len(), MOST_BANDS);
        assert_eq!(keys(0..most + 4, &[]).bands().len(), MOST_BANDS, "one band past the limit");
        let twice = keys([1, 2, 3, 4, 1, 2, 3, 4].into_iter(), &[]).bands();
        assert_ne!(twice[0], twice[1]);
    }
}
