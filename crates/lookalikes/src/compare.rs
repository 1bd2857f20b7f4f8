//! What a newly seen name has in common with a firm's name.

use crate::glyphs::alike;
use crate::kind::Kind;
use crate::label::{Joined, Label, without_hyphens};
use crate::weight::{Pair, of_kind};
use crate::words;

/// A firm's name as it is compared.
#[derive(Clone, Copy)]
pub(crate) struct Firm<'a> {
    /// The registered name.
    pub(crate) registered: &'a str,
    /// Its label in plain letters, as [`Label::letters`].
    pub(crate) letters: &'a [u8],
    /// Can the label be read as plain letters?
    pub(crate) readable: bool,
    /// Is it made of ordinary words, or part of many other firms' labels?
    pub(crate) ordinary: bool,
}

/// Why a name looks like a firm's, and how much weight that has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Likeness {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) weight: u8,
}

impl Likeness {
    fn add(&mut self, kind: Kind, weight: u8) {
        self.kinds.push(kind);
        self.weight = self.weight.max(weight);
    }
}

/// Compares a name with a firm's. `None` for the firm's own name and names below it, and for names without likeness.
pub(crate) fn likeness(firm: Firm<'_>, seen: &Label<'_>, joined: &Joined) -> Option<Likeness> {
    if firm.registered == seen.registered {
        return None;
    }
    let (firm_label, firm_ending) = firm.registered.split_once('.').unwrap_or((firm.registered, ""));
    let pair =
        Pair { length: firm.letters.len(), ordinary: firm.ordinary, firm_ending, seen_ending: seen.ending };
    let mut found = Likeness { kinds: Vec::new(), weight: 0 };
    let seen_label = seen.registered.split('.').next().unwrap_or_default();
    if firm.letters == seen.letters {
        if firm_label != seen_label {
            found.add(Kind::SameLook, pair.of_same_look());
        }
    } else {
        if firm.readable && seen.readable {
            by_letters(&mut found, firm, seen, pair);
        }
        if found.kinds.is_empty() {
            inside(&mut found, firm, seen, joined, pair);
        }
        if found.kinds.is_empty() && firm.readable && seen.readable {
            replaced(&mut found, firm, seen, pair);
        }
        if found.kinds.is_empty() {
            return None;
        }
        if seen.foreign {
            found.add(Kind::SameLook, 0);
        }
    }
    if firm_ending != seen.ending {
        let alone = found.kinds.is_empty();
        found.add(Kind::AnotherEnding, if alone { pair.of_ending() } else { 0 });
    }
    found.kinds.sort_unstable();
    found.kinds.dedup();
    Some(found)
}

/// Letters left out, added, changed, swapped or replaced by ones that look alike; hyphens.
fn by_letters(found: &mut Likeness, firm: Firm<'_>, seen: &Label<'_>, pair: Pair<'_>) {
    let edits = edits(firm.letters, &seen.letters);
    let replaced = |kind: &Kind| !matches!(kind, Kind::LetterAdded | Kind::LetterChanged);
    // Where one letter is there twice or missing, that tells more than that the rest looks alike.
    let alike = if edits.iter().all(may_be_alike) { alike(firm.letters, &seen.letters) } else { None };
    match alike {
        Some(letters @ 1..) => {
            found.add(
                Kind::AlikeLetters,
                pair.of_edit(of_kind(Kind::AlikeLetters) - 8 * (letters.min(4) - 1)),
            );
            for kind in edits.into_iter().filter(replaced) {
                found.add(kind, pair.of_edit(of_kind(kind)));
            }
        }
        _ => {
            for kind in edits {
                found.add(kind, pair.of_edit(of_kind(kind)));
            }
        }
    }
    let hyphens = |letters: &[u8]| letters.iter().filter(|letter| **letter == b'-').count();
    let (before, after) = (hyphens(firm.letters), hyphens(&seen.letters));
    if before + after > 1 && without_hyphens(firm.letters) == without_hyphens(&seen.letters) {
        let kind = if after >= before { Kind::HyphenAdded } else { Kind::HyphenLeftOut };
        found.add(kind, pair.of_edit(of_kind(kind)));
    }
}

/// Can an edit of this kind be made to look alike?
fn may_be_alike(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::LetterAdded | Kind::LetterChanged | Kind::NeighbouringKey | Kind::BitFlip | Kind::VowelChanged
    )
}

/// The firm's whole label inside what was seen: alone with a dot in it, with added words, or with anything.
fn inside(found: &mut Likeness, firm: Firm<'_>, seen: &Label<'_>, joined: &Joined, pair: Pair<'_>) {
    let core = without_hyphens(firm.letters);
    let whole = joined.letters.as_slice();
    if core.is_empty() || core.len() > whole.len() {
        return;
    }
    if core == whole {
        if joined.front > 0 {
            found.add(Kind::DotAdded, pair.of_edit(of_kind(Kind::DotAdded)));
        }
        return;
    }
    if is_below(seen.front, firm.registered) {
        found.add(Kind::NameInside, 90);
        return;
    }
    for at in 0..=whole.len() - core.len() {
        if whole[at..].starts_with(&core) {
            let (before, after) = (&whole[..at], &whole[at + core.len()..]);
            let cut_off = joined.is_seam(at) && joined.is_seam(at + core.len());
            let pressing = words::presses(before) || words::presses(after);
            if at + core.len() <= joined.front && !pressing {
                // Wholly in front of somebody else's name, as `bakery.shops.example`: a page at a company for pages.
                return;
            }
            if words::are_added(before) && words::are_added(after) {
                found.add(Kind::WordsAdded, pair.of_words(pressing, cut_off));
            } else {
                found.add(Kind::NameInside, pair.of_inside(pressing, cut_off));
            }
            return;
        }
    }
}

/// One word of the firm's label with hyphens, the last or the first, replaced by an added one.
fn replaced(found: &mut Likeness, firm: Firm<'_>, seen: &Label<'_>, pair: Pair<'_>) {
    let (ours, theirs) = (words::without_a_word(firm.letters), words::without_a_word(&seen.letters));
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        if let (Some((kept, _)), Some((same, word))) = (ours, theirs)
            && kept == same
            && words::are_added(word)
        {
            let kept = without_hyphens(kept);
            found.add(Kind::WordReplaced, pair.of_replaced(&kept, words::presses(word)));
            return;
        }
    }
}

/// Does the whole registered name stand in front of somebody else's, between dots?
fn is_below(front: &str, registered: &str) -> bool {
    front.match_indices(registered).any(|(at, _)| {
        let (before, after) = (&front[..at], &front[at + registered.len()..]);
        (before.is_empty() || before.ends_with('.')) && (after.is_empty() || after.starts_with('.'))
    })
}

/// The kinds of the one edit that leads from the firm's label to the other one; none where it takes more than one.
pub(crate) fn edits(firm: &[u8], seen: &[u8]) -> Vec<Kind> {
    let same_start = firm.iter().zip(seen).take_while(|(f, s)| f == s).count();
    let rest = firm.len().min(seen.len()) - same_start;
    let same_end = firm.iter().rev().zip(seen.iter().rev()).take(rest).take_while(|(f, s)| f == s).count();
    let gone = &firm[same_start..firm.len() - same_end];
    let come = &seen[same_start..seen.len() - same_end];
    match (gone, come) {
        (b"-", []) => vec![Kind::HyphenLeftOut],
        ([_], []) => vec![Kind::LetterLeftOut],
        ([], b"-") => vec![Kind::HyphenAdded],
        ([], [new]) => added(firm, *new, same_start),
        ([], b"es" | b"se") if is_plural_by_es(firm, seen) => vec![Kind::Plural],
        ([old], [new]) => changed(*old, *new),
        ([a, b], [c, d]) if a == d && b == c => vec![Kind::LettersSwapped],
        _ => Vec::new(),
    }
}

/// One letter more at `at`. In a run of the same letters it is all one which of them is the new one.
fn added(firm: &[u8], new: u8, at: usize) -> Vec<Kind> {
    let (before, after) = (at.checked_sub(1).and_then(|at| firm.get(at)), firm.get(at));
    let neighbour = |letter: Option<&u8>| letter.is_some_and(|letter| are_neighbours(*letter, new));
    if before == Some(&new) || after == Some(&new) {
        vec![Kind::LetterDoubled]
    } else if new == b's' && matches!(after, None | Some(b'-')) {
        vec![Kind::Plural]
    } else if neighbour(before) || neighbour(after) {
        vec![Kind::NeighbouringKey]
    } else {
        vec![Kind::LetterAdded]
    }
}

/// `es` behind an s, x or z makes one thing many.
fn is_plural_by_es(firm: &[u8], seen: &[u8]) -> bool {
    (1..=firm.len()).any(|at| {
        matches!(firm[at - 1], b's' | b'x' | b'z')
            && seen.starts_with(&firm[..at])
            && seen[at..].starts_with(b"es")
            && seen[at + 2..] == firm[at..]
    })
}

/// One letter in the place of another.
fn changed(old: u8, new: u8) -> Vec<Kind> {
    let vowel = |letter: u8| b"aeiou".contains(&letter);
    if old == b'-' {
        return vec![Kind::HyphenLeftOut, Kind::LetterChanged];
    }
    if new == b'-' {
        return vec![Kind::HyphenAdded, Kind::LetterChanged];
    }
    let mut kinds = Vec::new();
    if are_neighbours(old, new) {
        kinds.push(Kind::NeighbouringKey);
    }
    if vowel(old) && vowel(new) {
        kinds.push(Kind::VowelChanged);
    }
    if (old ^ new).is_power_of_two() {
        kinds.push(Kind::BitFlip);
    }
    if kinds.is_empty() {
        kinds.push(Kind::LetterChanged);
    }
    kinds
}

/// The rows of a British keyboard, with how far each is moved to the right, in quarters of a key.
const ROWS: [(&[u8], u8); 4] = [(b"1234567890-", 0), (b"qwertyuiop", 2), (b"asdfghjkl", 3), (b"zxcvbnm", 5)];

/// Are the keys of two signs side by side?
fn are_neighbours(one: u8, other: u8) -> bool {
    let place = |sign: u8| {
        ROWS.iter().zip(0_u8..).find_map(|((row, moved), number)| {
            let at = row.iter().position(|key| *key == sign)?;
            Some((number, 4 * u8::try_from(at).ok()? + moved))
        })
    };
    let (Some((row, at)), Some((other_row, other_at))) = (place(one), place(other)) else { return false };
    match row.abs_diff(other_row) {
        0 => at.abs_diff(other_at) == 4,
        1 => at.abs_diff(other_at) <= 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::DomainName;

    fn told(firm: &str, seen: &str) -> String {
        let (firm, seen) = (DomainName::parse_bare(firm).unwrap(), DomainName::parse_bare(seen).unwrap());
        let (own, label) = (Label::of(&firm), Label::of(&seen));
        let firm = Firm {
            registered: own.registered,
            letters: &own.letters,
            readable: own.readable,
            ordinary: false,
        };
        likeness(firm, &label, &label.joined()).map_or("nothing".to_owned(), |found| {
            let kinds: Vec<_> = found.kinds.iter().map(|kind| kind.name()).collect();
            format!("{} {}", kinds.join(" "), found.weight)
        })
    }

    #[test]
    fn every_kind_of_likeness_is_told() {
        for (seen, expected) in [
            ("hartleybaker.co.uk", "letter_left_out 70"),
            ("hartleybakerry.co.uk", "letter_doubled 75"),
            ("hartleyabkery.co.uk", "letters_swapped 75"),
            ("hartleybakety.co.uk", "neighbouring_key 70"),
            ("hartleybakerty.co.uk", "neighbouring_key 70"),
            ("hartleybakerys.co.uk", "plural 65"),
            ("hartleybekery.co.uk", "vowel_changed bit_flip 65"),
            ("hartleybakmry.co.uk", "bit_flip 62"),
            ("hartleybpakery.co.uk", "letter_added 60"),
            ("hartleybahery.co.uk", "letter_changed 58"),
            ("hart1eybakery.co.uk", "alike_letters 80"),
            ("hartleybaicery.co.uk", "alike_letters 72"),
            ("hartley-bakery.co.uk", "hyphen_added 75"),
            ("hartley.bakery.co.uk", "dot_added 75"),
            ("hartleybakery.com", "another_ending 70"),
            ("hartleybakery.xn--p1ai", "another_ending 60"),
            ("hartleybakery-pay.co.uk", "words_added 85"),
            ("hartleybakeryuk.com", "words_added another_ending 60"),
            ("oldhartleybakeryyard.co.uk", "name_inside 50"),
            ("hartleybakery.co.uk.sign-in.example", "another_ending name_inside 90"),
            ("hаrtlеybаkеry.com", "same_look another_ending 95"),
            ("hartleybäkeri.co.uk", "same_look bit_flip 62"),
            ("hartleybakery.shops.example", "nothing"),
            ("hartleybakery.login-shops.example", "another_ending name_inside 73"),
            ("hartleybakery.co.uk", "nothing"),
            ("shop.hartleybakery.co.uk", "nothing"),
            ("hartleybutchery.co.uk", "nothing"),
        ] {
            assert_eq!(told("hartleybakery.co.uk", seen), expected, "{seen}");
        }
        assert_eq!(told("hartley-bakery.co.uk", "hartleybakery.co.uk"), "hyphen_left_out 70");
        assert_eq!(told("boxhall.co.uk", "boxeshall.co.uk"), "plural 65");
        assert_eq!(told("oxleythorne-joinery.co.uk", "oxleythorne-pay.co.uk"), "word_replaced 45");
        assert_eq!(told("oxleythorne-joinery.co.uk", "oxleythorne-quill.co.uk"), "nothing");
        assert_eq!(told("oxley-joinery.co.uk", "oxley-pay.com"), "another_ending word_replaced 25");
        assert_eq!(told("oxley-joinery.co.uk", "pay-joinery.co.uk"), "word_replaced 20");
        assert_eq!(told("old-street-cafe.co.uk", "login-street-cafe.co.uk"), "word_replaced 20");
    }

    #[test]
    fn short_names_weigh_less() {
        assert_eq!(told("abc.co.uk", "abz.co.uk"), "letter_changed 23");
        assert_eq!(told("abc.co.uk", "abc.com"), "another_ending 55");
        assert_eq!(told("abc.co.uk", "abc-pay.co.uk"), "words_added 60");
        assert_eq!(told("abc.co.uk", "theabcnews.co.uk"), "words_added 10");
        assert_eq!(told("abcde.co.uk", "abcdf.co.uk"), "letter_changed 40");
    }

    #[test]
    fn keys_have_their_neighbours() {
        for (key, beside) in
            [(b'a', &b"qwsz"[..]), (b's', b"awedxz"), (b'q', b"12wa"), (b'm', b"njk"), (b'0', b"9op-")]
        {
            let found: Vec<u8> = (b'-'..=b'z').filter(|other| are_neighbours(key, *other)).collect();
            let mut expected = beside.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{}", char::from(key));
        }
    }
}
