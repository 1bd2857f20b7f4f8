//! Which signs look alike.
//!
//! Two questions are kept apart. *Does this sign of another alphabet stand for a plain letter?* is answered by
//! Unicode's own data (UTS 39, confusables). *Do these plain letters look alike in an address bar?* is a matter
//! of fonts and of people in a hurry; the classes are our own.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Signs that Unicode's list of confusables leaves out, or leads to a sign that is no plain letter, although
/// they pass for one at the size of an address bar: letters with hooks, strokes and tails, and small capitals.
const FURTHER: &[(char, &str)] = &[
    ('a', "əɐ"),
    ('b', "ʙƅɓьв"),
    ('c', "ƈᴄ"),
    ('d', "ɖɗ"),
    ('e', "ɇ"),
    ('f', "ƒ"),
    ('g', "ɢǥԍɠ"),
    ('h', "ɦⱨʜн"),
    ('i', "ɨɪɩ"),
    ('j', "ʝɉᴊ"),
    ('k', "ĸᴋⱪкƙ"),
    ('l', "ɫʟⱡ"),
    ('m', "ᴍɱм"),
    ('n', "ŋꞑɴɲп"),
    ('o', "ᴏɵ"),
    ('p', "ƿƥᴘ"),
    ('q', "ʠ"),
    ('r', "ʀɍɾɽɼг"),
    ('s', "ꜱʂ"),
    ('t', "ƫƭᴛт"),
    ('u', "ʉᴜ"),
    ('v', "ᶌⱴⱱᴠѵ"),
    ('w', "ⱳᴡ"),
    ('x', "х"),
    ('y', "ʏɏƴỿу"),
    ('z', "ƶⱬᴢʐȥ"),
    ('2', "ƻ"),
    ('3', "ʒзэ"),
    ('5', "ƽ"),
];

/// The plain letters that a sign passes for; `None` where it passes for none.
pub(crate) fn plain_letters(sign: char) -> Option<String> {
    if sign.is_ascii() {
        return Some(sign.to_ascii_lowercase().to_string());
    }
    if is_combining_mark(sign) {
        return Some(String::new());
    }
    let by_hand = FURTHER.iter().find(|(_, alike)| alike.contains(sign)).map(|(plain, _)| plain.to_string());
    by_hand
        .or_else(|| plain(skeleton(sign.encode_utf8(&mut [0; 4]))))
        .or_else(|| plain(sign.nfkd()))
        .or_else(|| sign.nfd().next().filter(|base| *base != sign).and_then(plain_letters))
}

/// The signs as plain letters, marks left out; `None` where one is no plain letter.
fn plain(signs: impl Iterator<Item = char>) -> Option<String> {
    let mut text = String::new();
    for sign in signs.filter(|sign| !is_combining_mark(*sign)) {
        match sign {
            '0'..='9' | 'a'..='z' | '-' => text.push(sign),
            'A'..='Z' => text.push(sign.to_ascii_lowercase()),
            _ => return None,
        }
    }
    // Unicode takes `rn` as the pattern of `m`; a sign alone that looks like it is an m.
    if text == "rn" {
        text = "m".to_owned();
    }
    (!text.is_empty()).then_some(text)
}

/// The class of a plain letter: letters of one class are taken for each other, alone or as parts of pairs
/// (`cl` and `d`, `lc` and `k`, `rn` and `m`, `vv` and `w`).
pub(crate) fn class(letter: u8) -> u8 {
    match letter {
        b'b' | b'c' | b'd' | b'e' | b'k' => b'e',
        b'm' | b'n' | b'r' => b'n',
        b'u' | b'v' | b'w' => b'v',
        b'g' | b'q' => b'q',
        b'o' | b'0' => b'o',
        b'3' | b'8' => b'3',
        b'6' | b'9' => b'6',
        b'i' | b'l' | b'1' => b'l',
        _ => letter,
    }
}

/// Is it a thin stroke, that hides beside other letters?
fn is_thin(letter: u8) -> bool {
    class(letter) == b'l'
}

/// The shape of a label: classes without thin strokes, a run of one class written once. Whatever is made by
/// letters that look alike keeps its shape; many that do not look alike have the same shape too, so it is only
/// a key to find them by, and [`alike`] decides.
pub(crate) fn shape(label: &[u8]) -> impl Iterator<Item = u8> {
    let mut last = 0;
    label.iter().filter(|letter| !is_thin(**letter)).filter_map(move |letter| {
        let class = class(*letter);
        (std::mem::replace(&mut last, class) != class).then_some(class)
    })
}

/// The most letters of two labels that may merely look alike, in letters replaced, added and left out.
const MOST_ALIKE: u8 = 4;
/// The same for a label of [`LONG`] letters and more, in which more of them go unnoticed.
const MOST_ALIKE_IN_LONG: u8 = 6;
/// From so many letters on a label is long.
const LONG: usize = 16;
/// Labels longer than this are not aligned: DNS allows no longer one (RFC 1035, 2.3.4).
const LONGEST: usize = 63;

/// How many letters merely look alike, when all others are the same; `None` where the labels differ in more
/// than looks, or in more than [`MOST_ALIKE`] letters ([`MOST_ALIKE_IN_LONG`] where the firm's label is long).
pub(crate) fn alike(firm: &[u8], seen: &[u8]) -> Option<u8> {
    let (n, m) = (firm.len(), seen.len());
    let most = if n >= LONG { MOST_ALIKE_IN_LONG } else { MOST_ALIKE };
    if n > LONGEST || m > LONGEST || n.abs_diff(m) > usize::from(most) || !shape(firm).eq(shape(seen)) {
        return None;
    }
    let mut row = [FAR; LONGEST + 1];
    for (at, cost) in row.iter_mut().enumerate().take(m + 1) {
        *cost = if at == 0 { 0 } else { FAR };
    }
    for j in 1..=m {
        row[j] = row[j - 1].saturating_add(apart(seen, j - 1, firm, 0)).min(FAR);
    }
    for i in 1..=n {
        let mut diagonal = row[0];
        row[0] = row[0].saturating_add(apart(firm, i - 1, seen, 0)).min(FAR);
        let mut best = row[0];
        for j in 1..=m {
            let (f, s) = (firm[i - 1], seen[j - 1]);
            let replaced = if f == s { 0 } else { in_place_of(f, s) };
            let cost = (diagonal.saturating_add(replaced))
                .min(row[j - 1].saturating_add(apart(seen, j - 1, firm, i)))
                .min(row[j].saturating_add(apart(firm, i - 1, seen, j)))
                .min(FAR);
            diagonal = std::mem::replace(&mut row[j], cost);
            best = best.min(cost);
        }
        if best == FAR {
            return None;
        }
    }
    (row[m] <= most).then_some(row[m])
}

/// More than any two labels that are taken for each other may cost.
const FAR: u8 = MOST_ALIKE_IN_LONG + 1;

/// What it costs that one letter stands in the place of another.
fn in_place_of(one: u8, other: u8) -> u8 {
    if class(one) != class(other) {
        return FAR;
    }
    // Of the widest class only some letters pass for each other alone; the rest only as a part of a pair.
    let pair = [one.min(other), one.max(other)];
    match (class(one), &pair) {
        (b'e', b"bd" | b"ce" | b"ck" | b"cd") => 1,
        (b'e', _) => 2,
        _ => 1,
    }
}

/// What it costs that `label` has the letter at `at` where the other label, read up to `upto`, has none: it must
/// be a thin stroke, or look like its neighbour.
fn apart(label: &[u8], at: usize, other: &[u8], upto: usize) -> u8 {
    let letter = label[at];
    let class_of = |l: Option<&u8>| l.map(|l| class(*l));
    let same = Some(class(letter));
    let beside = matches!(class(letter), b'n' | b'v')
        && (class_of(at.checked_sub(1).and_then(|at| label.get(at))) == same
            || class_of(label.get(at + 1)) == same
            || class_of(upto.checked_sub(1).and_then(|at| other.get(at))) == same);
    if is_thin(letter) || beside { 1 } else { FAR }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        text.chars().map(|c| plain_letters(c).unwrap_or_else(|| "?".to_owned())).collect()
    }

    #[test]
    fn signs_of_other_alphabets_pass_for_plain_letters() {
        assert_eq!(letters("ьаԁеԍһіјкӏморԛѕтѵԝху"), "badeghijklmopqstvwxy");
        assert_eq!(letters("åạăƅčďđêƒǧħíłṁñöƿṛșťűⱱẘẋÿž"), "aaabcddefghilmnoprstuvwxyz");
        assert_eq!(letters("æœ"), "aeoe");
        assert_eq!(letters("中"), "?");
        assert_eq!(letters("a\u{301}"), "a");
    }

    #[test]
    fn letters_that_look_alike_are_counted() {
        let count = |firm: &str, seen: &str| alike(firm.as_bytes(), seen.as_bytes());
        assert_eq!(count("modern", "rnodern"), Some(2));
        assert_eq!(count("google", "g00gle"), Some(2));
        assert_eq!(count("window", "vvindow"), Some(2));
        assert_eq!(count("paypal", "paypa1"), Some(1));
        assert_eq!(count("bakery", "lbakery"), Some(1));
        assert_eq!(count("bakery", "balcery"), Some(2));
        assert_eq!(count("clear", "dear"), Some(2));
        assert_eq!(count("bakery", "bakery"), Some(0));
        assert_eq!(count("bakery", "butchery"), None);
        assert_eq!(count("bakery", "makery"), None);
        // Five letters that look alike are one too many.
        assert_eq!(count("ooooo", "0000o"), Some(4));
        assert_eq!(count("ooooo", "00000"), None);
        // In a long label six go unnoticed, and no seventh.
        assert_eq!(count("goodfoodandoodles", "g00df00dand00dles"), Some(6));
        assert_eq!(count("goodfoodandnoodles", "g00df00dandn00d1es"), None);
    }

    #[test]
    fn what_looks_alike_has_the_same_shape() {
        for (firm, seen) in [
            ("modern", "rnodern"),
            ("window", "vvindow"),
            ("clear", "dear"),
            ("bakery", "balcery"),
            ("google", "9oogle"),
        ] {
            let same = shape(firm.as_bytes()).eq(shape(seen.as_bytes()));
            assert_eq!(same, firm != "google", "{firm} {seen}");
        }
    }
}
