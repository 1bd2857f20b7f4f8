//! The second reader: strict, and of another mind than the first. It reads header lines and the tree of parts as the standards
//! have them (RFC 5322, 2045, 2046), and only so far that the two can be compared.

use std::collections::BTreeSet;
use std::ops::Range;

use mail_parser::{Message, PartType};
use memchr::{memchr, memmem};

use super::fields;
use crate::reading::{Flag, Headers};
use crate::{MOST_DEPTH, MOST_PARTS};

/// What the second reader sees.
#[derive(Debug, Default)]
pub(super) struct Skim {
    pub flags: BTreeSet<Flag>,
    from: Option<String>,
    subject: Option<String>,
    leaves: Vec<Range<usize>>,
    /// It gave up at a limit, so that nothing can be compared.
    gave_up: bool,
}

#[derive(Default)]
struct Part {
    boundary: Option<Vec<u8>>,
    multipart: bool,
    base64: bool,
    encoding: Option<String>,
    kinds: u32,
    encodings: u32,
    names: Vec<String>,
}

pub(super) fn skim(bytes: &[u8]) -> Skim {
    let mut skim = Skim::default();
    look(bytes, 0..bytes.len(), 0, &mut skim);
    skim
}

/// Reads the part in `range`: its header lines, then its parts.
fn look(bytes: &[u8], range: Range<usize>, depth: usize, skim: &mut Skim) {
    if depth > MOST_DEPTH || skim.leaves.len() > MOST_PARTS {
        skim.flags.insert(if depth > MOST_DEPTH { Flag::TooDeep } else { Flag::TooManyParts });
        skim.gave_up = true;
        return;
    }
    let (part, body) = header_lines(bytes, range.clone(), depth, skim);
    if part.kinds > 1 || part.encodings > 1 {
        skim.flags.insert(Flag::DoubledHeader);
    }
    check_names(&part, skim);
    let body = body.min(range.end)..range.end;
    let boundary = part.boundary.as_deref().filter(|boundary| !boundary.is_empty());
    let Some(boundary) = boundary.filter(|_| part.multipart) else {
        if part.multipart {
            skim.flags.insert(Flag::Broken);
        }
        if part.base64 && !pads_at_end(bytes.get(body.clone()).unwrap_or_default()) {
            skim.flags.insert(Flag::Broken);
        }
        skim.leaves.push(body);
        return;
    };
    if part.encoding.as_deref().is_some_and(|held| matches!(held, "base64" | "quoted-printable")) {
        skim.flags.insert(Flag::Broken);
    }
    let parts = between(bytes, body.clone(), boundary, skim);
    if parts.is_empty() {
        skim.flags.insert(Flag::Broken);
        skim.leaves.push(body);
        return;
    }
    for inner in parts {
        look(bytes, inner, depth + 1, skim);
        if skim.gave_up {
            return;
        }
    }
}

/// Ranges between lines of a boundary (RFC 2046 5.1.1): a line of two dashes, the boundary, and nothing but blanks.
fn between(bytes: &[u8], body: Range<usize>, boundary: &[u8], skim: &mut Skim) -> Vec<Range<usize>> {
    let held = bytes.get(body.clone()).unwrap_or_default();
    let mut line = b"--".to_vec();
    line.extend_from_slice(boundary);
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    for at in memmem::find_iter(held, &line) {
        if at > 0 && held.get(at - 1) != Some(&b'\n') {
            continue;
        }
        let after = at + line.len();
        let rest = held.get(after..).unwrap_or_default();
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let tail = rest.get(..end).unwrap_or_default().trim_ascii();
        if !tail.is_empty() && tail != b"--" {
            continue;
        }
        if let Some(from) = open.take() {
            let mut until = at.saturating_sub(1);
            if until > 0 && held.get(until - 1) == Some(&b'\r') {
                until -= 1;
            }
            parts.push(body.start + from..body.start + until.max(from));
        }
        if tail == b"--" {
            return parts;
        }
        if parts.len() > MOST_PARTS {
            skim.gave_up = true;
            skim.flags.insert(Flag::TooManyParts);
            return parts;
        }
        open = Some((after + end + 1).min(held.len()));
    }
    if let Some(from) = open {
        skim.flags.insert(Flag::Broken);
        parts.push(body.start + from..body.end);
    }
    parts
}

/// Reads header lines; the second value is where the body begins.
fn header_lines(bytes: &[u8], range: Range<usize>, depth: usize, skim: &mut Skim) -> (Part, usize) {
    let mut part = Part::default();
    let mut at = range.start;
    let mut folded: Vec<u8> = Vec::new();
    let (mut plain_ends, mut full_ends) = (0_u32, 0_u32);
    while at < range.end {
        let rest = bytes.get(at..range.end).unwrap_or_default();
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let mut line = rest.get(..end).unwrap_or_default();
        if let Some(shorter) = line.strip_suffix(b"\r") {
            line = shorter;
            full_ends += 1;
        } else if end < rest.len() {
            plain_ends += 1;
        }
        at += end + 1;
        if depth == 0 && line.iter().any(|byte| (*byte < 32 && *byte != b'\t') || *byte == 127) {
            skim.flags.insert(Flag::ControlCharacters);
        }
        if line.is_empty() {
            break;
        }
        if matches!(line.first(), Some(b' ' | b'\t')) {
            if !folded.is_empty() && folded.len() < LONGEST_FIELD {
                folded.push(b' ');
                folded.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        field(&folded, depth, &mut part, skim);
        folded.clear();
        let is_field = memchr(b':', line).is_some_and(|colon| {
            line.get(..colon).unwrap_or_default().trim_ascii_end().iter().all(|byte| byte.is_ascii_graphic())
        });
        let matters = matches!(line.first(), Some(b'c' | b'C' | b'f' | b'F' | b's' | b'S'));
        if is_field && matters {
            folded.extend_from_slice(line.get(..line.len().min(LONGEST_FIELD)).unwrap_or_default());
        } else if !(is_field || line.starts_with(b"From ") || line.starts_with(b">From ")) {
            skim.flags.insert(Flag::Broken);
        }
    }
    field(&folded, depth, &mut part, skim);
    if depth == 0 && plain_ends > 0 && full_ends > 0 {
        skim.flags.insert(Flag::Broken);
    }
    (part, at)
}

/// Bytes of one field that are read.
const LONGEST_FIELD: usize = 64_000;

fn field(line: &[u8], depth: usize, part: &mut Part, skim: &mut Skim) {
    let Some(colon) = memchr(b':', line) else { return };
    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
    let value = || String::from_utf8_lossy(line.get(colon + 1..).unwrap_or_default().trim_ascii());
    if name.eq_ignore_ascii_case(b"content-type") {
        part.kinds += 1;
        if part.kinds == 1 {
            content_type(&value(), part, skim);
        }
    } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") {
        part.encodings += 1;
        let held = value().split(['(', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
        part.base64 = held == "base64";
        part.encoding = Some(held);
    } else if name.eq_ignore_ascii_case(b"content-disposition") {
        names(&value(), "filename", part);
    } else if depth == 0 && name.eq_ignore_ascii_case(b"from") && skim.from.is_none() {
        skim.from = Some(fields::mailbox(&without_comments(&value())).address.to_lowercase());
    } else if depth == 0 && name.eq_ignore_ascii_case(b"subject") && skim.subject.is_none() {
        skim.subject = Some(value().into_owned());
    }
}

fn content_type(value: &str, part: &mut Part, skim: &mut Skim) {
    let bare = without_comments(value);
    if bare.len() != value.len() && value.to_ascii_lowercase().matches("boundary").count() > 0 {
        skim.flags.insert(Flag::Broken);
    }
    let kind = bare.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    part.multipart = kind.starts_with("multipart/");
    names(&bare, "name", part);
    let boundaries: Vec<String> = parameters(&bare)
        .filter(|(name, _)| name == "boundary" || name.starts_with("boundary*"))
        .map(|(_, held)| held)
        .collect();
    if part.multipart && (boundaries.len() > 1 || boundaries.iter().any(|held| held.ends_with(' '))) {
        skim.flags.insert(Flag::Broken);
    }
    part.boundary = boundaries.into_iter().next().map(String::into_bytes);
}

fn names(value: &str, wanted: &str, part: &mut Part) {
    let starred = format!("{wanted}*");
    for (name, held) in parameters(value) {
        if name == wanted || name == starred {
            let held =
                if name == starred { percent(held.rsplit('\'').next().unwrap_or_default()) } else { held };
            part.names.push(held);
        }
    }
}

/// Two names for one file whose endings differ.
fn check_names(part: &Part, skim: &mut Skim) {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, end)| end.trim().to_ascii_lowercase());
    let mut endings = part.names.iter().filter(|name| !name.contains("=?")).filter_map(|name| ending(name));
    if let Some(first) = endings.next()
        && endings.any(|other| other != first)
    {
        skim.flags.insert(Flag::ReadersDisagree);
    }
}

fn percent(held: &str) -> String {
    let bytes = held.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) if *byte == b'%' => {
                out.push(decoded);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Parameters of a structured field, quoted or not, names in lower case.
fn parameters(value: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        loop {
            let (name, after) = rest.split_once('=')?;
            let name = name.rsplit(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let after = after.trim_start();
            let (held, tail) = match after.strip_prefix('"') {
                Some(quoted) => quoted_string(quoted),
                None => {
                    let end = after.find(';').unwrap_or(after.len());
                    (
                        after.get(..end).unwrap_or_default().trim().to_owned(),
                        after.get(end..).unwrap_or_default(),
                    )
                }
            };
            rest = tail;
            if !name.is_empty() {
                return Some((name, held));
            }
        }
    })
    .take(100)
}

fn quoted_string(quoted: &str) -> (String, &str) {
    let (mut held, mut escaped) = (String::new(), false);
    for (at, letter) in quoted.char_indices() {
        match letter {
            _ if escaped => {
                held.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (held, quoted.get(at + 1..).unwrap_or_default()),
            _ => held.push(letter),
        }
    }
    (held, "")
}

fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for letter in value.chars() {
        let plain = !std::mem::take(&mut escaped);
        match letter {
            '\\' if plain => escaped = true,
            '"' if plain && depth == 0 => quoted = !quoted,
            '(' if plain && !quoted => depth += 1,
            ')' if plain && !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            out.push(letter);
        }
    }
    out
}

/// Whether padding stands at the end only.
fn pads_at_end(body: &[u8]) -> bool {
    let Some(at) = memchr(b'=', body) else { return true };
    let rest = body.get(at..).unwrap_or_default();
    !rest.iter().any(|byte| byte.is_ascii_alphanumeric())
}

/// Whether the two readers see different messages. What people cannot see, such as an end of line, is no difference.
pub(super) fn disagrees(skim: &Skim, message: &Message<'_>, headers: &Headers) -> bool {
    let address = headers.from.first().map(|mailbox| mailbox.address.to_lowercase()).unwrap_or_default();
    if headers.from.len() == 1
        && skim.from.as_ref().is_some_and(|from| from.contains('@') && *from != address)
    {
        return true;
    }
    if let Some(subject) = &skim.subject
        && !subject.contains("=?")
        && letters(subject) != letters(&headers.subject)
    {
        return true;
    }
    if skim.gave_up {
        return false;
    }
    let seen: Vec<Range<usize>> = message
        .parts
        .iter()
        .filter(|part| !matches!(part.body, PartType::Multipart(_)))
        .map(|part| part.offset_body as usize..part.offset_end as usize)
        .collect();
    let near = |one: usize, other: usize| one.abs_diff(other) <= 2;
    let same = seen.len() == skim.leaves.len()
        && seen
            .iter()
            .zip(&skim.leaves)
            .all(|(one, other)| near(one.start, other.start) && near(one.end, other.end));
    !same
}

fn letters(words: &str) -> String {
    words.chars().filter(char::is_ascii_alphanumeric).take(200).collect()
}
