//! Words without markup: where the newest message ends, which addresses stand in it, and whether two parts say the same.

use std::borrow::Cow;

use memchr::memmem;

use crate::forward;
use crate::html::MOST_LINKS;
use crate::reading::{Link, Place};

/// Bytes of text of one part that are read.
pub(crate) const MOST_TEXT: usize = 1 << 20;
/// Letters of one address that are kept.
pub(crate) const LONGEST_LINK: usize = 8_000;
/// Words of each part that are compared.
const MOST_COMPARED: usize = 400;
/// Words below which two parts are not compared.
const FEWEST_COMPARED: usize = 12;

/// The words up to the limit.
pub(crate) fn cut(words: &str) -> &str {
    if words.len() <= MOST_TEXT {
        return words;
    }
    let mut end = MOST_TEXT;
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words.get(..end).unwrap_or_default()
}

/// Web and mail addresses that stand in words with their scheme, or begin with `www.`.
pub(crate) fn links(words: &str) -> Vec<Link> {
    let mut marks: Vec<usize> = Vec::new();
    for mark in MARKS {
        marks.extend(memmem::find_iter(words.as_bytes(), mark).take(MOST_LINKS));
    }
    marks.sort_unstable();
    let mut links = Vec::new();
    let mut done = 0;
    for at in marks {
        if at < done || links.len() >= MOST_LINKS {
            continue;
        }
        let from = words.get(done..at).unwrap_or_default().rfind(ends).map_or(done, |before| done + before);
        let from = from
            + words
                .get(from..)
                .and_then(|rest| rest.chars().next())
                .filter(|letter| ends(*letter))
                .map_or(0, char::len_utf8);
        let rest = words.get(from..).unwrap_or_default();
        let word = rest.split(ends).next().unwrap_or_default();
        done = from + word.len();
        if let Some(target) = address(word) {
            let target: String = target.chars().take(LONGEST_LINK).collect();
            links.push(Link { shown: target.clone(), target, place: Place::Text });
        }
    }
    links
}

/// By what an address in words is known.
const MARKS: [&[u8]; 6] = [b"://", b"www.", b"WWW.", b"Www.", b"mailto:", b"tel:"];

/// Letters that end an address in words.
fn ends(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '`' | '|' | '“' | '”' | '«' | '»')
}

fn address(word: &str) -> Option<&str> {
    let from = match word.find("://") {
        Some(at) => {
            let before = word.get(..at)?;
            let scheme =
                before.len() - before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
            if scheme < 2 {
                return None;
            }
            at - scheme
        }
        None => {
            let starts = word.trim_start_matches(['(', '[', '{', '\'', '*', '_']);
            let bytes = starts.as_bytes();
            let begins =
                |head: &[u8]| bytes.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
            if !begins(b"www.") && !begins(b"mailto:") && !begins(b"tel:") {
                return None;
            }
            word.len() - starts.len()
        }
    };
    let held =
        word.get(from..)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']', '}', '…']);
    // A closing bracket belongs to the address only if one opens in it.
    let held = if held.contains('(') { held } else { held.trim_end_matches([')', '.', ',']) };
    (held.len() > 6).then_some(held)
}

/// Whether two parts that should say the same share few words.
pub(crate) fn differ(one: &str, other: &str) -> bool {
    let mut first: Vec<u64> = compared(one).take(MOST_COMPARED).collect();
    if first.len() < FEWEST_COMPARED {
        return false;
    }
    let enough = first.len().div_ceil(4);
    first.sort_unstable();
    let mut shared = vec![false; first.len()];
    let (mut count, mut seen) = (0, 0);
    for word in compared(other).take(MOST_COMPARED * 10) {
        seen += 1;
        let at = first.partition_point(|known| *known < word);
        for (known, marked) in first.iter().zip(&mut shared).skip(at).take_while(|(known, _)| **known == word)
        {
            debug_assert_eq!(*known, word);
            if *marked {
                break;
            }
            *marked = true;
            count += 1;
        }
        if count >= enough {
            return false;
        }
    }
    seen >= FEWEST_COMPARED
}

/// Words as numbers (FNV-1a over their letters without case): what is compared need not be kept.
fn compared(words: &str) -> impl Iterator<Item = u64> + '_ {
    let pieces = words.split_whitespace().filter(|word| !word.contains("://") && !word.starts_with("www."));
    pieces
        .flat_map(|word| word.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| word.len() > 2)
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash: u64, letter| {
                (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0000_0100_0000_01b3)
            })
        })
}

/// The newest message, and the quoted history below it. Lines are separated by `\n`.
pub(crate) fn newest(words: &str) -> (String, String) {
    let lines: Vec<&str> = words.lines().collect();
    let begins = (0..lines.len().min(forward::MOST_LINES)).find(|at| begins_history(&lines, *at));
    let (above, below) = lines.split_at(begins.unwrap_or(lines.len()));
    let (mut text, mut history) = (String::new(), String::new());
    for line in above {
        let into = if is_quoted(line) { &mut history } else { &mut text };
        into.push_str(line);
        into.push('\n');
    }
    // Answers below and between what is quoted are the newest message too.
    let quotes_by_mark = below.iter().any(|line| is_quoted(line));
    let mut quoted_yet = false;
    for line in below {
        quoted_yet |= is_quoted(line);
        let answers = quotes_by_mark && quoted_yet && !is_quoted(line);
        let into = if answers { &mut text } else { &mut history };
        into.push_str(line);
        into.push('\n');
    }
    if text.trim().is_empty() {
        return (tidy(words), String::new());
    }
    (tidy(&text), tidy(&history))
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn begins_history(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at).map(|line| line.trim()) else { return false };
    if line.is_empty() {
        return false;
    }
    if line.starts_with('-') && forward::is_original_rule(line) {
        return true;
    }
    if line.ends_with(':') && line.len() < 200 && forward::is_attribution(line) {
        return lines.iter().skip(at + 1).take(3).any(|next| is_quoted(next));
    }
    forward::begins_block(lines, at)
}

/// Lines without one level of quotation, if nearly all of them are quoted.
pub(crate) fn dequoted(words: &str) -> Cow<'_, str> {
    let (mut quoted, mut others) = (0_usize, 0_usize);
    for line in words.lines().filter(|line| !line.trim().is_empty()) {
        let count = if is_quoted(line) { &mut quoted } else { &mut others };
        *count += 1;
    }
    if quoted == 0 || others * 4 > quoted {
        return Cow::Borrowed(words);
    }
    let bare = words.lines().map(|line| {
        let bare = line.trim_start();
        bare.strip_prefix('>').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
    });
    Cow::Owned(bare.collect::<Vec<_>>().join("\n"))
}

/// Lines without blanks at their ends, at most one empty line between two.
pub(crate) fn tidy(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut empty = 0;
    for line in words.lines() {
        let line = line.trim_end();
        if line.trim_start().is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}
