//! From bytes to text, and where one cell ends and the next begins.

use std::borrow::Cow;

use super::ListError;

/// How the bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at the start.
    Utf8,
    /// UTF-16, as spreadsheets write "Unicode text".
    Utf16,
    /// What older Windows programs write. Any bytes can be read so: names with accents should
    /// be looked at.
    Windows1252,
}

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tabulator.
    Tab,
}

impl Separator {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The text of a file, without a mark at its start.
pub(super) fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), ListError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ListError::Empty);
    }
    // A zip archive (.xlsx, .ods) or a compound file (.xls).
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(ListError::Spreadsheet);
    }
    let (text, encoding) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text.trim_start_matches('\u{feff}')), Encoding::Utf8),
            Err(_) => (bytes.iter().map(|b| windows_1252(*b)).collect(), Encoding::Windows1252),
        },
    };
    if text.contains('\0') { Err(ListError::NotText) } else { Ok((text, encoding)) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, ListError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let decoded: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match decoded {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(ListError::NotText),
    }
}

/// One byte in Windows-1252, by the table of the WHATWG Encoding Standard; the five bytes
/// without a sign become a replacement sign.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// The text from its headings on, the separator, and how many lines stood before: spreadsheets
/// put `sep=;` first. Otherwise the separator is the sign found most often in the headings.
pub(super) fn separator(text: &str) -> (&str, Separator, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().to_ascii_lowercase().trim_matches('"') {
        "sep=," => return (rest, Separator::Comma, 1),
        "sep=;" => return (rest, Separator::Semicolon, 1),
        "sep=" | "sep=\t" => return (rest, Separator::Tab, 1),
        _ => {}
    }
    let (mut commas, mut semicolons, mut tabs) = (0, 0, 0);
    let mut is_quoted = false;
    for c in text.trim_start().chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' | '\r' if !is_quoted => break,
            ',' if !is_quoted => commas += 1,
            ';' if !is_quoted => semicolons += 1,
            '\t' if !is_quoted => tabs += 1,
            _ => {}
        }
    }
    let separator = if tabs > commas && tabs > semicolons {
        Separator::Tab
    } else if semicolons > commas {
        Separator::Semicolon
    } else {
        Separator::Comma
    };
    (text, separator, 0)
}
