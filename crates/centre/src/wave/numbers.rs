//! Runs of digits in a text, and telephone numbers among them.

use terms::PhoneNumber;

/// The most runs of digits that one text is read for.
pub(super) const MOST_RUNS: usize = 2_000;
/// The most digits of a telephone number, with what is dialled in front (E.164 has 15).
const MOST_DIGITS: usize = 18;

/// A run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits<'t> {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// The digits.
    pub(super) text: &'t str,
    /// Whether a `+` stands right before it.
    plus: bool,
    /// What stands between it and the next, where that is one sign of those that stand in numbers.
    next_is_near: bool,
}

impl Digits<'_> {
    /// The first byte after it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the other follows after one blank or hyphen.
    pub(super) fn is_next_to(&self, next: &Self) -> bool {
        next.start == self.end() + 1
    }
}

/// The runs of digits in a text, [`MOST_RUNS`] at most. Digits that touch a letter belong to some other word.
pub(super) fn runs(text: &str) -> Vec<Digits<'_>> {
    let bytes = text.as_bytes();
    let mut runs: Vec<Digits<'_>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() && runs.len() < MOST_RUNS {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let touches = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        if touches(bytes.get(at)) || touches(start.checked_sub(1).and_then(|before| bytes.get(before))) {
            continue;
        }
        let between = bytes[at..].iter().take_while(|byte| b" ().-".contains(byte)).count();
        runs.push(Digits {
            start,
            text: &text[start..at],
            plus: start > 0 && bytes[start - 1] == b'+',
            next_is_near: between <= 3 && bytes.get(at + between).is_some_and(u8::is_ascii_digit),
        });
    }
    runs
}

/// Telephone numbers, as E.164. A number begins with `+` or `0`; the longest that can be rung is taken.
pub(super) fn phones(text: &str, runs: &[Digits<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let begins = runs[at].plus || runs[at].text.starts_with('0');
        match begins.then(|| longest(text, &runs[at..])).flatten() {
            Some((number, used)) => {
                found.push(number);
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

fn longest(text: &str, runs: &[Digits<'_>]) -> Option<(String, usize)> {
    let first = runs.first()?;
    let start = first.start - usize::from(first.plus);
    let (mut best, mut digits) = (None, 0);
    for (count, run) in runs.iter().enumerate() {
        digits += run.text.len();
        let begins_anew = count > 0 && (run.plus || (run.text.starts_with('0') && best.is_some()));
        if begins_anew || digits > MOST_DIGITS {
            break;
        }
        if let Ok(number) = PhoneNumber::parse(&text[start..run.end()]) {
            best = Some((String::from(number), count + 1));
        }
        if !run.next_is_near {
            break;
        }
    }
    best
}
