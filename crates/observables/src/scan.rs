//! One walk over the text. Words are told by a table, and wherever a value may begin, the kinds are tried in order:
//! the one with the strongest shape first.

use std::ops::Range;

use crate::digits::{self, Digits};
use crate::view::View;
use crate::words::{Label, Said, Word, meaning};
use crate::{Check, Form, Kind, Mention, name, placeholder, reference};

/// The longest text that is read, in bytes; what stands behind it is left out.
pub const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// The most mentions that are told of one text.
pub const MOST_MENTIONS: usize = 10_000;
/// The longest run of letters and digits that can be a value.
const LONGEST_RUN: usize = 128;

/// Reads what can be matched out of a text, in order of place.
pub fn read(text: &str) -> Vec<Mention> {
    walk(text, None)
}

/// Reads a field that was made for one kind of value. There the value needs no words around it: `7700 900123` in a
/// field for phones, `anna_92` in one for handles. Other kinds that stand in it are read as in any text.
pub fn read_field(kind: Kind, text: &str) -> Vec<Mention> {
    walk(text, Some(kind))
}

fn walk(text: &str, field: Option<Kind>) -> Vec<Mention> {
    let mut longest = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(longest) {
        longest -= 1;
    }
    let text = text.get(..longest).unwrap_or_default();
    let view = View::of(text);
    let mut scanner = Scanner::new(&view, field);
    scanner.run();
    scanner.read_bare_field();
    let mut found = scanner.found;
    found.sort_by_key(|mention| (mention.written.start, mention.written.end));
    found
}

/// The state of a walk.
pub(crate) struct Scanner<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) bytes: &'a [u8],
    pub(crate) text: &'a str,
    /// What the text was asked for, if it is a field.
    pub(crate) field: Option<Kind>,
    pub(crate) said: Said,
    /// Everything before this place belongs to a value already.
    pub(crate) claimed: usize,
    /// Where the word before this one began.
    before: usize,
    /// Up to here no name and no address begins: a run is tried once.
    pub(crate) no_name_until: usize,
    no_digits_until: usize,
    pub(crate) sort_code: Option<crate::bank::Half>,
    pub(crate) account: Option<crate::bank::Half>,
    found: Vec<Mention>,
}

/// What the bytes of a text are for the walk.
const GAP: u8 = 0;
const SIGN: u8 = 1;
const LETTER: u8 = 2;
const DIGIT: u8 = 3;

const CLASSES: [u8; 256] = {
    let mut classes = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'@' | b'+' | b'(' | b'$' | b'[' | b'_' | 0x80..=0xff => SIGN,
            _ => GAP,
        };
        byte += 1;
    }
    classes
};

impl<'a> Scanner<'a> {
    fn new(view: &'a View<'a>, field: Option<Kind>) -> Self {
        Self {
            view,
            bytes: view.bytes(),
            text: view.text(),
            field,
            said: Said::nothing(),
            claimed: 0,
            before: 0,
            no_name_until: 0,
            no_digits_until: 0,
            sort_code: None,
            account: None,
            found: Vec::new(),
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            if self.found.len() >= MOST_MENTIONS {
                return;
            }
            let class = CLASSES.get(usize::from(*byte)).copied().unwrap_or(GAP);
            let next = match class {
                GAP => at + 1,
                SIGN => self.sign(at, *byte),
                _ => self.letters_or_digits(at),
            };
            at = next.max(at + 1).max(self.claimed);
        }
    }

    /// Tries what may begin with a sign. Where the walk goes on.
    fn sign(&mut self, at: usize, byte: u8) -> usize {
        let found = match byte {
            b'+' => self.number_after(at, at + 1),
            b'(' if self.bytes.get(at + 1) == Some(&b'+') => self.number_after(at, at + 2),
            b'(' => self.number_after(at, at + 1),
            b'[' => self.bracketed_ip(at),
            b'@' => self.handle(at).or_else(|| self.spaced_address(at)),
            b'$' | 0xc2 | 0xe2 => self.amount_after_sign(at),
            _ => None,
        };
        if let Some(end) = found {
            return end;
        }
        if byte >= 0x80 || byte == b'_' {
            return self.letters_or_digits(at);
        }
        at + 1
    }

    /// `anna @ bakery.example`, whose first word was passed before the sign was seen.
    fn spaced_address(&mut self, at: usize) -> Option<usize> {
        let blank = self.bytes.get(at.checked_sub(1)?) == Some(&b' ');
        let near = self.before >= self.claimed && self.before < at && at - self.before <= 65;
        if blank && near && self.before >= self.no_name_until { self.name(self.before) } else { None }
    }

    /// Tries a telephone number behind a plus or a bracket.
    fn number_after(&mut self, start: usize, digits_at: usize) -> Option<usize> {
        let mut digits_at = digits_at;
        while matches!(self.bytes.get(digits_at), Some(b' ' | b'(')) && digits_at - start < 4 {
            digits_at += 1;
        }
        self.bytes.get(digits_at).filter(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o'))?;
        if digits_at < self.no_digits_until {
            return None;
        }
        let digits = digits::grouped(self.bytes, digits_at)?;
        if self.bytes.get(start..digits_at)?.contains(&b'+') {
            self.phone_with_plus(start, &digits)
        } else {
            self.phone(digits_at, &digits).or_else(|| self.bank(digits_at, &digits))
        }
    }

    /// Tries what may begin with a letter or a digit. Where the walk goes on.
    fn letters_or_digits(&mut self, at: usize) -> usize {
        let (end, has) = self.run_of(at);
        let next = self.bytes.get(end).copied();
        if let Some(end) = self.shaped(at, end, has, next) {
            return end;
        }
        if has.digits {
            if let Some(end) = self.number(at, end) {
                return end;
            }
        } else if let Some(end) = self.word(at, end) {
            return end;
        }
        self.before = at;
        end
    }

    /// The run of letters and digits from this place.
    fn run_of(&self, at: usize) -> (usize, Has) {
        let mut has = Has { digits: false, letters: false, beyond_ascii: false };
        let mut end = at;
        while let Some(byte) = self.bytes.get(end) {
            match CLASSES.get(usize::from(*byte)).copied().unwrap_or(GAP) {
                LETTER => has.letters = true,
                DIGIT => has.digits = true,
                SIGN if *byte >= 0x80 => has.beyond_ascii = true,
                _ if *byte == b'_' => {}
                _ => break,
            }
            end += 1;
        }
        (end.max(at + 1), has)
    }

    /// Tries values that show themselves by their shape: addresses, names, wallets, account numbers.
    fn shaped(&mut self, at: usize, end: usize, has: Has, next: Option<u8>) -> Option<usize> {
        if matches!(next, Some(b':' | b'['))
            && let Some(found) = self.url(at, end)
        {
            return Some(found);
        }
        let joins = matches!(next, Some(b'.' | b'@' | b'[' | b'(' | b'{' | b'-' | b'+' | b':'));
        if joins || has.digits || has.beyond_ascii {
            if let Some(found) = self.ip(at, end) {
                return Some(found);
            }
            let joined = at >= self.no_name_until && name::is_joined(self.bytes, end);
            if joined && let Some(found) = self.name(at) {
                return Some(found);
            }
        }
        if has.digits && has.letters && end - at <= LONGEST_RUN {
            return self
                .wallet(at, end)
                .or_else(|| self.iban(at))
                .or_else(|| self.device(at, end))
                .or_else(|| self.labelled_reference(at))
                .or_else(|| self.labelled_handle(at));
        }
        if has.letters
            && matches!(next, Some(b'-' | b'/'))
            && self.said.near(Label::Reference, at, reference::NEAR)
            && let Some(found) = self.labelled_reference(at)
        {
            return Some(found);
        }
        if has.letters
            && !has.beyond_ascii
            && (next == Some(b'_') || end - at >= 2)
            && self.expects_handle(at)
        {
            return self.labelled_handle(at);
        }
        None
    }

    /// Tries what is made of digits.
    fn number(&mut self, at: usize, end: usize) -> Option<usize> {
        if let Some(found) = self.labelled_reference(at) {
            return Some(found);
        }
        if at < self.no_digits_until {
            return self.amount_before_word(at);
        }
        let digits = digits::grouped(self.bytes, at);
        let Some(digits) = digits else { return self.amount_before_word(at) };
        if digits.groups().is_empty() {
            self.no_digits_until = digits.end;
            return Some(digits.end.max(end));
        }
        let found = self
            .bank(at, &digits)
            .or_else(|| self.card(at, &digits))
            .or_else(|| self.device_number(at, &digits))
            .or_else(|| self.phone(at, &digits));
        found.or_else(|| self.amount_before_word(at))
    }

    /// Notes what a word says, and tries what begins with it.
    fn word(&mut self, at: usize, end: usize) -> Option<usize> {
        let run = self.bytes.get(at..end)?;
        if run.len() == 1 {
            return self.one_letter(at, end);
        }
        let said = meaning(run)?;
        self.said.note(said, end);
        match said {
            Word::Digit(_) | Word::Times(_) => self.spoken_number(at),
            Word::At | Word::Dot if self.before >= self.claimed && self.before < at => {
                let near = at - self.before <= 65 && self.before >= self.no_name_until;
                // A name follows "dot" at once, and has a dot of its own behind "at".
                let closing = self
                    .bytes
                    .get(end..)?
                    .iter()
                    .take(3)
                    .take_while(|b| matches!(b, b' ' | b']' | b')' | b'}'))
                    .count();
                let follows = said == Word::Dot || name::is_joined(self.bytes, end + closing);
                if near && follows { self.name(self.before) } else { None }
            }
            Word::Due(due) => self.deadline(at, end, due),
            Word::Money(currency) => self.amount_after_code(at, end, currency),
            Word::Label(Label::Card) => self.card_ending(at, end),
            _ => None,
        }
    }

    /// `s/c`, `a/c`, and the O that people say for a nought.
    fn one_letter(&mut self, at: usize, end: usize) -> Option<usize> {
        let three = self.bytes.get(at..at + 3).unwrap_or_default();
        if three.eq_ignore_ascii_case(b"s/c") {
            self.said.note(Word::Label(Label::SortCode), end + 2);
        } else if three.eq_ignore_ascii_case(b"a/c") {
            self.said.note(Word::Label(Label::Account), end + 2);
        } else if matches!(self.bytes.get(at), Some(b'o' | b'O')) {
            return self.spoken_number(at);
        } else if matches!(self.bytes.get(at), Some(b'X')) {
            self.said.note(Word::Platform(crate::Platform::X), end);
        }
        None
    }

    fn spoken_number(&mut self, at: usize) -> Option<usize> {
        if at < self.no_digits_until {
            return None;
        }
        let digits: Digits = digits::spoken(self.bytes, at)?;
        let found = self.phone(at, &digits);
        if found.is_none() {
            self.no_digits_until = digits.end;
        }
        found
    }

    /// Whether the text is a field that was made for this kind, whatever its chain or platform.
    pub(crate) fn is_field(&self, kind: Kind) -> bool {
        self.field.is_some_and(|field| std::mem::discriminant(&field) == std::mem::discriminant(&kind))
    }

    /// Whether a value may end here: no letter and no digit follows.
    pub(crate) fn ends_here(&self, end: usize) -> bool {
        !self.bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
    }

    /// Keeps a value. Where the walk goes on.
    pub(crate) fn keep(
        &mut self,
        kind: Kind,
        value: String,
        written: Range<usize>,
        form: Form,
        check: Check,
    ) -> Option<usize> {
        self.keep_beside(kind, value, written.clone(), form, check);
        self.claimed = self.claimed.max(written.end);
        Some(written.end)
    }

    /// Keeps a value that claims no place of its own.
    pub(crate) fn keep_beside(
        &mut self,
        kind: Kind,
        value: String,
        written: Range<usize>,
        form: Form,
        check: Check,
    ) {
        if self.found.len() >= MOST_MENTIONS {
            return;
        }
        let form = if self.view.was_hidden(written.clone()) { Form::Hidden } else { form };
        let placeholder = placeholder::is(kind, &value);
        self.found.push(Mention {
            kind,
            value,
            written: self.view.source(written),
            form,
            check,
            placeholder,
        });
    }

    /// Whether nothing was found yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// What a run of letters and digits holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Has {
    digits: bool,
    letters: bool,
    beyond_ascii: bool,
}
