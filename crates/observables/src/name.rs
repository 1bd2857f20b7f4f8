//! Names of the internet and e-mail addresses: labels with dots between, however the dots and the `@` are written.

use std::ops::Range;

use terms::{public_suffix, registrable_part};

use crate::scan::Scanner;
use crate::words::Label;
use crate::{Check, Form, Kind};

/// The longest name in its dotted form (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;
/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_MAILBOX: usize = 64;
/// The most labels that a name and a mailbox have together.
const MOST_LABELS: usize = 40;

/// What stands between two labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Dot,
    At,
}

/// A dot or an at, as it was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Separator {
    pub(crate) sign: Sign,
    pub(crate) end: usize,
    pub(crate) form: Form,
    spaced: bool,
}

/// Labels in a row.
struct Row {
    labels: Vec<Range<usize>>,
    /// The separator behind each label but the last.
    signs: Vec<Separator>,
    /// How many labels stand before the `@`.
    mailbox: Option<usize>,
    /// Where the part without blanks ends.
    unspaced: usize,
}

impl Scanner<'_> {
    /// An e-mail address, a web address without scheme, or a domain that begins here.
    pub(crate) fn name(&mut self, start: usize) -> Option<usize> {
        let row = row(self.bytes, start, true);
        let found = match row.mailbox {
            Some(before) => self.email(&row, before),
            None => self.domain(&row),
        };
        if found.is_none() {
            self.no_name_until = self.no_name_until.max(row.unspaced);
        }
        found
    }

    fn email(&mut self, row: &Row, before: usize) -> Option<usize> {
        let (mailbox, domain) = row.labels.split_at_checked(before)?;
        let start = mailbox.first()?.start;
        let local: Vec<&str> = mailbox.iter().filter_map(|label| self.text.get(label.clone())).collect();
        let local = local.join(".").to_lowercase();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-');
        if local.len() > LONGEST_MAILBOX || !local.bytes().all(allowed) || local.starts_with('-') {
            return None;
        }
        let at = row.signs.get(before - 1)?;
        let (host, end, last) = self.host(domain, false)?;
        let signs = row.signs.get(..before + last)?;
        let form = form_of(signs);
        if at.form == Form::Spoken {
            let dots_too = signs.iter().any(|sign| sign.sign == Sign::Dot && sign.form >= Form::Defanged);
            let like_a_mailbox = local.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'));
            let told = self.said.near(Label::Email, start, 40) || self.is_field(Kind::Email);
            (dots_too && !BEFORE_AT.contains(&local.as_str()) || like_a_mailbox || told).then_some(())?;
        }
        self.keep(Kind::Email, format!("{local}@{host}"), start..end, form, Check::None)
    }

    fn domain(&mut self, row: &Row) -> Option<usize> {
        (row.labels.len() > 1).then_some(())?;
        let start = row.labels.first()?.start;
        let (host, end, last) = self.host(&row.labels, false)?;
        let form = form_of(row.signs.get(..last)?);
        let next = (self.bytes.get(end), self.bytes.get(end + 1));
        let goes_on = match next {
            (Some(b'/' | b'?' | b'#'), Some(then)) => then.is_ascii_graphic() || *then >= 0x80,
            (Some(b':'), Some(then)) => then.is_ascii_digit(),
            _ => false,
        };
        if goes_on {
            return self.url_from_host(start, end, host, form);
        }
        if self.bytes.get(end) == Some(&b'/') {
            let value = bare(&host).to_owned();
            return self.keep(Kind::Domain, value, start..end, form.max(Form::Grouped), Check::None);
        }
        self.believable(row.labels.get(..=last)?, &host, form, start).then_some(())?;
        let value = bare(&host).to_owned();
        let form = if value.len() == end - start { form } else { form.max(Form::Grouped) };
        self.keep(Kind::Domain, value, start..end, form, Check::None)
    }

    /// Whether labels that stand alone in a text are a name, and not two sentences without a blank between or a file.
    fn believable(&self, labels: &[Range<usize>], host: &str, form: Form, start: usize) -> bool {
        if host.starts_with("www.") || self.is_field(Kind::Domain) || self.is_field(Kind::Url) {
            return true;
        }
        let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
        let told = self.said.near(Label::Site, start, 24);
        if form == Form::Spoken {
            let front = host.split('.').next().unwrap_or_default();
            let odd = front.bytes().any(|b| b.is_ascii_digit() || b == b'-') || front.len() > 9;
            return told || odd || matches!(ending, "com" | "uk" | "net" | "org");
        }
        if FILES.contains(&ending) {
            return false;
        }
        let letters = |range: &Range<usize>| self.bytes.get(range.clone()).unwrap_or_default();
        let capital = |range: &Range<usize>| letters(range).first().is_some_and(u8::is_ascii_uppercase);
        let one_case = |range: &Range<usize>| letters(range).iter().skip(1).all(|b| !b.is_ascii_uppercase());
        let new_sentence = labels.len() == 2
            && labels.last().is_some_and(|last| capital(last) && one_case(last))
            && labels.first().is_some_and(|first| one_case(first) && !(capital(first) && ending == "com"));
        if new_sentence {
            return false;
        }
        if !ENGLISH.contains(&ending)
            || labels.len() > 2
            || form == Form::Defanged
            || KNOWN_SHORT.contains(&host)
        {
            return true;
        }
        let front = host.split('.').next().unwrap_or_default();
        let numbers = front.bytes().all(|b| b.is_ascii_digit());
        !numbers && (told || front.bytes().any(|b| b.is_ascii_digit() || b == b'-'))
    }

    /// The host that labels make, where it ends, and the index of its last label. Trailing labels that begin the next
    /// sentence are left away.
    fn host(&self, labels: &[Range<usize>], any_ending: bool) -> Option<(String, usize, usize)> {
        (1..=labels.len().min(3)).find_map(|drop| {
            let last = labels.len().checked_sub(drop)?;
            let some = labels.get(..=last)?;
            let host = joined(self.text, some)?;
            (last > 0 && (is_name(&host) || any_ending && drop == 1))
                .then(|| (host, some.last().map_or(0, |l| l.end), last))
        })
    }

    /// The host behind a scheme, where any ending is believed.
    pub(crate) fn host_at(&self, start: usize) -> Option<(String, usize, Form)> {
        let row = row(self.bytes, start, false);
        if row.mailbox.is_some() {
            return None;
        }
        let (host, end, last) = self.host(&row.labels, true)?;
        Some((host, end, form_of(row.signs.get(..last)?)))
    }
}

/// The separator that stands here, with blanks around it if the caller allows them.
pub(crate) fn separator(bytes: &[u8], at: usize, blanks: bool) -> Option<Separator> {
    let first = *bytes.get(at)?;
    let opens = |byte: u8| matches!(byte, b'[' | b'(' | b'{');
    match first {
        b'.' => Some(Separator { sign: Sign::Dot, end: at + 1, form: Form::Plain, spaced: false }),
        b'@' => Some(Separator { sign: Sign::At, end: at + 1, form: Form::Plain, spaced: false }),
        _ if opens(first) => bracketed(bytes, at),
        b' ' if blanks => {
            let start = at + bytes.get(at..)?.iter().take(3).take_while(|b| **b == b' ').count();
            let found = match bytes.get(start)? {
                b'@' => Separator { sign: Sign::At, end: start + 1, form: Form::Grouped, spaced: true },
                byte if opens(*byte) => Separator { spaced: true, ..bracketed(bytes, start)? },
                _ => spelled(bytes, start)?,
            };
            let after = bytes.get(found.end..)?.iter().take(3).take_while(|b| **b == b' ').count();
            let needs_blank = found.form != Form::Defanged;
            (after > 0 || !needs_blank).then(|| Separator { end: found.end + after, ..found })
        }
        _ => None,
    }
}

/// `[.]`, `(dot)`, `[at]` and their like; `[.` without an end too.
fn bracketed(bytes: &[u8], open: usize) -> Option<Separator> {
    let blank = |at: usize| usize::from(bytes.get(at) == Some(&b' '));
    let inner = open + 1 + blank(open + 1);
    let (sign, end) = match bytes.get(inner)? {
        b'.' => (Sign::Dot, inner + 1),
        b'@' => (Sign::At, inner + 1),
        _ => spelled(bytes, inner).map(|found| (found.sign, found.end))?,
    };
    let close = end + blank(end);
    let closed = matches!(bytes.get(close), Some(b']' | b')' | b'}'));
    let end = if closed { close + 1 } else { end };
    let half = bytes.get(open) == Some(&b'[') && bytes.get(end - 1) == Some(&b'.');
    (closed || half).then_some(Separator { sign, end, form: Form::Defanged, spaced: false })
}

/// The words "dot" and "at".
fn spelled(bytes: &[u8], at: usize) -> Option<Separator> {
    let letters = bytes.get(at..)?.iter().take(4).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = bytes.get(at..at + letters)?;
    let sign = if word.eq_ignore_ascii_case(b"dot") {
        Sign::Dot
    } else if word.eq_ignore_ascii_case(b"at") {
        Sign::At
    } else {
        return None;
    };
    Some(Separator { sign, end: at + letters, form: Form::Spoken, spaced: true })
}

/// The most bytes of one label that are passed while looking whether a separator follows.
const LONGEST_LOOK: usize = 256;

/// Whether a label that goes on at this place has a separator behind it: a quick look before the long one.
pub(crate) fn is_joined(bytes: &[u8], from: usize) -> bool {
    let rest = bytes.get(from..).unwrap_or_default();
    let length = rest.iter().take(LONGEST_LOOK).take_while(|b| belongs(**b, true)).count();
    let then = |offset: usize| rest.get(length + offset).copied();
    match then(0) {
        Some(b'.' | b'@') => then(1).is_some_and(|next| belongs(next, true)),
        Some(b'[' | b'(' | b'{') => true,
        Some(b' ') => match then(1) {
            Some(b'@' | b'[' | b'(' | b'{' | b' ') => true,
            Some(b'a' | b'A') => {
                then(2).is_some_and(|t| t.eq_ignore_ascii_case(&b't')) && then(3) == Some(b' ')
            }
            Some(b'd' | b'D') => then(2).is_some_and(|o| o.eq_ignore_ascii_case(&b'o')),
            _ => false,
        },
        _ => false,
    }
}

/// Labels and separators from here on.
fn row(bytes: &[u8], start: usize, blanks: bool) -> Row {
    let mut row = Row { labels: Vec::new(), signs: Vec::new(), mailbox: None, unspaced: start };
    let mut at = start;
    let mut spaced = false;
    while row.labels.len() < MOST_LABELS {
        let in_mailbox = row.mailbox.is_none();
        let length =
            bytes.get(at..).unwrap_or_default().iter().take_while(|b| belongs(**b, in_mailbox)).count();
        if length == 0 {
            // What was taken for a separator ends a sentence.
            if row.signs.pop().is_some_and(|sign| sign.sign == Sign::At) {
                row.mailbox = None;
            }
            break;
        }
        row.labels.push(at..at + length);
        at += length;
        if !spaced {
            row.unspaced = at;
        }
        let next = separator(bytes, at, blanks);
        let Some(sign) = next.filter(|next| next.sign == Sign::Dot || row.mailbox.is_none()) else { break };
        spaced |= sign.spaced;
        if sign.sign == Sign::At {
            row.mailbox = Some(row.labels.len());
        }
        row.signs.push(sign);
        at = sign.end;
    }
    row
}

/// Whether a byte can stand in a label, or in the part of a mailbox between dots.
fn belongs(byte: u8, in_mailbox: bool) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80 || in_mailbox && byte == b'+'
}

/// The labels in ASCII and lower case with dots between.
fn joined(text: &str, labels: &[Range<usize>]) -> Option<String> {
    let mut name = String::with_capacity(64);
    for (index, label) in labels.iter().enumerate() {
        let label = text.get(label.clone())?;
        let label = if index == 0 {
            behind_ideographs(label)
        } else if index + 1 == labels.len() {
            before_ideographs(label)
        } else {
            label
        };
        if label.is_empty() || label.len() > 4 * LONGEST_LABEL || name.len() > LONGEST_NAME {
            return None;
        }
        if index > 0 {
            name.push('.');
        }
        name.push_str(label);
    }
    let labels_fit = |name: &str| {
        name.split('.').all(|label| {
            (1..=LONGEST_LABEL).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
    };
    if name.is_ascii() && !name.contains("xn--") {
        name.make_ascii_lowercase();
    } else {
        name = idna::domain_to_ascii_cow(name.as_bytes(), idna::AsciiDenyList::EMPTY).ok()?.into_owned();
    }
    (name.len() <= LONGEST_NAME && labels_fit(&name)).then_some(name)
}

/// Chinese and Japanese have no blanks: what stands before a name in Latin letters is not part of it.
fn behind_ideographs(label: &str) -> &str {
    let latin = label.trim_start_matches(is_ideograph);
    if latin.is_ascii() && !latin.is_empty() { latin } else { label }
}

fn before_ideographs(label: &str) -> &str {
    let latin = label.split(is_ideograph).next().unwrap_or_default();
    if latin.is_ascii() && !latin.is_empty() { latin } else { label }
}

fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether the name stands below a public suffix that exists, or below one set aside for examples (RFC 2606).
pub(crate) fn is_name(host: &str) -> bool {
    let reserved = host.rsplit('.').next().is_some_and(|last| matches!(last, "example" | "test"));
    match public_suffix(host) {
        Some(suffix) if suffix.is_known => registrable_part(host).is_some() || suffix.is_private,
        _ => reserved && host.contains('.'),
    }
}

/// A name without `www.`, unless that is the name.
pub(crate) fn bare(host: &str) -> &str {
    host.strip_prefix("www.").filter(|rest| is_name(rest)).unwrap_or(host)
}

/// A mailbox as its provider tells it from others: without what stands behind a plus, and at Google's without dots.
pub(crate) fn mailbox_key(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let local = local.split('+').next().unwrap_or(local);
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

fn form_of(signs: &[Separator]) -> Form {
    signs.iter().map(|sign| sign.form).max().unwrap_or(Form::Plain)
}

/// Words that stand before "at" in a sentence, and are no mailbox there.
const BEFORE_AT: [&str; 32] = [
    "look",
    "looked",
    "looking",
    "was",
    "is",
    "are",
    "me",
    "us",
    "them",
    "him",
    "her",
    "it",
    "be",
    "see",
    "found",
    "available",
    "site",
    "page",
    "website",
    "shop",
    "buy",
    "bought",
    "sold",
    "go",
    "pay",
    "paid",
    "here",
    "them",
    "arrive",
    "register",
    "order",
    "and",
];
/// Endings that are files more often than names.
const FILES: [&str; 9] = ["zip", "mov", "py", "sh", "rs", "md", "pl", "ps", "so"];
/// Endings that are English words, which a missing blank puts behind a full stop.
const ENGLISH: [&str; 36] = [
    "am", "as", "at", "be", "by", "do", "he", "in", "is", "it", "me", "my", "no", "of", "pm", "so", "to",
    "us", "we", "id", "call", "click", "here", "now", "please", "pay", "save", "help", "money", "bank",
    "support", "you", "read", "open", "final", "today",
];
/// Names with such endings that everybody writes bare.
const KNOWN_SHORT: [&str; 10] = [
    "t.me",
    "wa.me",
    "proton.me",
    "pm.me",
    "about.me",
    "paypal.me",
    "monzo.me",
    "signal.me",
    "m.me",
    "line.me",
];
