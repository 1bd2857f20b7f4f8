//! Texts, shown as they are: what cannot be seen, or would turn the text around, is made visible.

use unicode_normalization::char::is_combining_mark;

use crate::Kind;

/// The most bytes of a text that are shown; the rest is in the original.
pub const LONGEST_SHOWN: usize = 256 * 1024;
/// The most marks over one letter that are shown: no language needs more.
pub const MOST_MARKS: usize = 6;
/// A text has one byte at most in so many that no writing needs.
const FEWEST_LETTERS_A_CONTROL: u64 = 100;

/// A text as it may be shown. It is still text of strangers: a page escapes it as any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InertText {
    /// The text; lines end with `\n`.
    pub text: String,
    /// How many signs were made visible.
    pub made_visible: usize,
    /// Whether there is more in the original.
    pub cut: bool,
}

/// Looks whether bytes that stream by are a text.
#[derive(Default)]
pub(crate) struct TextWatch {
    bytes: u64,
    /// Bytes of a letter that is not over yet.
    begun: Vec<u8>,
    not_utf8: bool,
    zeros: u64,
    controls: u64,
}

impl TextWatch {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.zeros += bytes.iter().filter(|byte| **byte == 0).count() as u64;
        let control =
            |byte: &&u8| **byte < 0x20 && !matches!(**byte, 0 | b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
        self.controls += bytes.iter().filter(control).count() as u64;
        if self.not_utf8 {
            return;
        }
        let joined;
        let mut rest = bytes;
        if !self.begun.is_empty() {
            joined = [self.begun.as_slice(), bytes].concat();
            rest = &joined;
        }
        match std::str::from_utf8(rest) {
            Ok(_) => self.begun = Vec::new(),
            Err(error) if error.error_len().is_none() => self.begun = rest[error.valid_up_to()..].to_vec(),
            Err(_) => self.not_utf8 = true,
        }
    }

    /// Whether every byte so far is UTF-8.
    pub(crate) fn is_utf8(&self) -> bool {
        !self.not_utf8
    }

    /// The kind of text that it is, if it is one.
    pub(crate) fn kind(&self, head: &[u8]) -> Option<Kind> {
        let wide = utf16(head).is_some();
        let few_controls = self.controls * FEWEST_LETTERS_A_CONTROL <= self.bytes;
        if (self.zeros > 0 && !wide) || !few_controls {
            return None;
        }
        let shown = decoded(head);
        let start = shown.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if start.starts_with('<') {
            Some(Kind::Markup)
        } else if is_mail(start) {
            Some(Kind::Mail)
        } else {
            Some(Kind::Text)
        }
    }
}

/// Fields with which saved e-mails begin.
const MAIL_FIELDS: [&str; 10] = [
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "x-",
];
/// So many lines at the beginning are looked at.
const MAIL_LINES: usize = 20;

/// Two different fields of an e-mail in the first lines make it one.
fn is_mail(text: &str) -> bool {
    let mut found = [false; MAIL_FIELDS.len()];
    for line in text.lines().take(MAIL_LINES) {
        let Some((name, _)) = line.split_once(':') else { continue };
        let name = name.to_ascii_lowercase();
        if let Some(i) =
            MAIL_FIELDS.iter().position(|field| name == *field || *field == "x-" && name.starts_with(field))
        {
            found[i] = true;
        }
    }
    text.split_once(':').is_some_and(|(name, _)| name.len() < 40 && !name.contains(char::is_whitespace))
        && found.iter().filter(|found| **found).count() >= 2
}

/// The order of bytes of a text in UTF-16 that says so at its beginning.
fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// Bytes as text: UTF-16 with its mark, UTF-8, or else each byte as the letter that Western systems wrote with it.
fn decoded(bytes: &[u8]) -> String {
    if let Some(read) = utf16(bytes) {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Cut within a letter at the end: it is UTF-8 all the same.
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(_) => bytes.iter().map(|byte| WESTERN[usize::from(*byte)]).collect(),
    }
}

/// Windows-1252 as browsers read it (WHATWG Encoding Standard): as Latin-1, but for 0x80 to 0x9F.
const WESTERN: [char; 256] = {
    let mut table = ['\0'; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = i as u8 as char;
        i += 1;
    }
    let special = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let mut i = 0;
    while i < special.len() {
        table[0x80 + i] = special[i];
        i += 1;
    }
    table
};

/// The text that may be shown of these bytes.
pub(crate) fn inert_text(bytes: &[u8]) -> InertText {
    let within = bytes.len().min(LONGEST_SHOWN);
    let shown = visible(&decoded(&bytes[..within]));
    InertText { cut: within < bytes.len(), ..shown }
}

/// Makes visible what cannot be seen in a text: `⟨U+202E⟩` for what turns it around, `␀` for controls.
pub fn visible(text: &str) -> InertText {
    let mut shown = InertText { text: String::with_capacity(text.len()), made_visible: 0, cut: false };
    let mut marks = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        marks = if is_combining_mark(letter) { marks + 1 } else { 0 };
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                shown.text.push('\n');
            }
            '\n' | '\t' => shown.text.push(letter),
            '\u{feff}' if shown.text.is_empty() => {}
            _ if is_unseen(letter) || marks > MOST_MARKS => {
                shown.made_visible += 1;
                push_visible(letter, &mut shown.text);
            }
            _ => shown.text.push(letter),
        }
    }
    shown
}

fn push_visible(letter: char, to: &mut String) {
    match letter {
        '\0'..='\x1f' => to.push(char::from_u32(0x2400 + letter as u32).unwrap_or('\u{2426}')),
        '\x7f' => to.push('\u{2421}'),
        _ => to.push_str(&format!("⟨U+{:04X}⟩", letter as u32)),
    }
}

/// Signs that change how a text looks, or hide in it, without being seen: controls, what turns a text around (UAX 9), what
/// has no width, separators of lines, tags, fillers, and marks for the programs of others.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}
