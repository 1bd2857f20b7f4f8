//! Bytes of words that somebody pasted or saved, as text, and what they look like.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::plain::MOST_TEXT;

/// Lines that are looked at to tell the source of a mail.
const MOST_LOOKED_AT: usize = 60;

/// Text of bytes without a declared character set: Unicode if it is, else what Windows writes. The second value tells whether it was cut.
pub(crate) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let cut = bytes.len() > 2 * MOST_TEXT;
    let bytes = bytes.get(..bytes.len().min(2 * MOST_TEXT)).unwrap_or_default();
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok_and(|_| true) || cut => UTF_8,
        None => WINDOWS_1252,
    };
    let (held, _, _) = encoding.decode(bytes);
    if held.contains('\r') {
        return (Cow::Owned(held.replace("\r\n", "\n").replace('\r', "\n")), cut);
    }
    (held, cut)
}

/// Whether words are the source of a mail ("show original"), not the lines that a program shows.
pub(crate) fn is_source(words: &str) -> bool {
    let known = [
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
        "authentication-results:",
        "dkim-signature:",
        "content-type:",
        "arc-seal:",
    ];
    let lines = words.trim_start().lines().take(MOST_LOOKED_AT).take_while(|line| !line.trim().is_empty());
    let (mut marks, mut first) = (0, true);
    for line in lines {
        let start: String = line.chars().take(30).collect::<String>().to_ascii_lowercase();
        let is_field = start.split_once(':').is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '))
            || line.starts_with([' ', '\t']);
        if first && !is_field && !start.starts_with("from ") {
            return false;
        }
        first = false;
        marks += usize::from(known.iter().any(|known| start.starts_with(known)));
    }
    marks >= 2
}

/// Whether words are a page of HTML.
pub(crate) fn is_markup(words: &str) -> bool {
    let start: String = words.trim_start().chars().take(60).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<body")
}
