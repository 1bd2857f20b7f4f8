//! Plain text: which letters, which of the many forms made of text, and the addresses in it.

use std::borrow::Cow;

use crate::field::{begins, find};
use crate::reading::Reading;
use crate::{Alarm, Contents, Kind};

/// Bytes at the beginning that say what a text is.
const HEAD: usize = 4 * 1024;
/// Bytes at the beginning that are looked at for what is no text.
const LOOKED_AT: usize = 64 * 1024;
/// The most bytes of a text in which links are looked for.
const MOST_READ: usize = 4 * 1024 * 1024;
/// One unprintable byte of so many is still text.
const ONE_IN: usize = 100;
/// The words with which virus scanners are tried, as far as they are plain.
const SCANNER_TEST: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
/// Letters that end an address in a text.
const ENDS: [char; 8] = ['"', '<', '>', '`', '{', '}', '|', '\\'];

/// Whether it is text in any spelling.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || wide(bytes).is_some() {
        return true;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let odd = |byte: &u8| matches!(byte, 0..=6 | 14..=26 | 28..=31 | 127);
    let unprintable = head.iter().filter(|byte| odd(byte)).count();
    unprintable * ONE_IN <= head.len() && !head.contains(&0)
}

/// Sixteen-bit letters without a mark of their order: every second byte is zero. `true`: the low byte first.
fn wide(bytes: &[u8]) -> Option<bool> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 16 {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros = |which: usize| head.iter().skip(which).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, high) if high * 10 >= pairs * 9 => Some(true),
        (low, 0) if low * 10 >= pairs * 9 => Some(false),
        _ => None,
    }
}

/// The text that bytes spell: UTF-8, UTF-16, or else Latin letters of one byte each.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let low_first = match bytes {
        [0xff, 0xfe, ..] => Some(true),
        [0xfe, 0xff, ..] => Some(false),
        _ => wide(bytes),
    };
    if let Some(low_first) = low_first {
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair[1]];
            if low_first { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        let units = bytes.chunks_exact(2).map(unit);
        let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}'));
        return letters.filter(|letter| *letter != '\u{feff}').collect();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // A text that was cut, or that has one odd byte, is not another spelling.
        Err(fault) if fault.valid_up_to() * 100 > bytes.len() * 95 => String::from_utf8_lossy(bytes),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// What kind of text.
pub(crate) fn kind(bytes: &[u8]) -> Kind {
    let spelled = decoded(&bytes[..bytes.len().min(HEAD)]);
    let text = spelled.trim_start().as_bytes();
    let small = text.to_ascii_lowercase();
    let has = |word: &[u8]| find(&small, word, 0).is_some();
    if begins(text, b"begin:vcalendar") {
        return Kind::Calendar;
    }
    if begins(text, b"begin:vcard") {
        return Kind::Contact;
    }
    if begins(text, b"[internetshortcut]") || begins(text, b"[desktop entry]") || has(b"\n[internetshortcut]")
    {
        return Kind::WebShortcut;
    }
    if text.starts_with(b"#!") || text.starts_with(b"#@~^") || text.starts_with(b"%!PS") {
        return Kind::Script;
    }
    if text.first() == Some(&b'<') {
        return tagged(text);
    }
    if matches!(text.first(), Some(b'{' | b'[')) && !text.starts_with(b"[InternetShortcut") {
        return Kind::Json;
    }
    if is_mail(&spelled) {
        return Kind::Mail;
    }
    if crate::script::language(&decoded(&bytes[..bytes.len().min(LOOKED_AT)])).is_some() {
        return Kind::Script;
    }
    // Some programs show a page whatever stands before its first tag.
    if has(b"<html") || has(b"<!doctype html") || has(b"<script") { Kind::Html } else { Kind::Text }
}

/// What kind of text that begins with a tag.
fn tagged(text: &[u8]) -> Kind {
    let small = text.to_ascii_lowercase();
    let has = |word: &[u8]| find(&small, word, 0).is_some();
    if has(b"payloadtype") && has(b"<plist") {
        return Kind::Profile;
    }
    if has(b"<plist") && has(b"<key>url</key>") {
        return Kind::WebShortcut;
    }
    if has(b"<hta:application") || has(b"<job") && has(b"<script") {
        return Kind::Script;
    }
    if has(b"<html") || has(b"<!doctype html") {
        return Kind::Html;
    }
    if has(b"<svg") {
        return Kind::Svg;
    }
    let declared = begins(text, b"<?xml") || text.starts_with(b"<!DOCTYPE") || has(b"xmlns");
    let page = [
        &b"<body"[..],
        b"<head",
        b"<script",
        b"<div",
        b"<p>",
        b"<a ",
        b"<table",
        b"<form",
        b"<meta",
        b"<img",
    ];
    if !declared && page.iter().any(|tag| has(tag)) { Kind::Html } else { Kind::Xml }
}

/// Whether it begins as a mail does: at least two fields that mails have, and nothing else before the first empty line.
fn is_mail(text: &str) -> bool {
    const FIELDS: [&str; 13] = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
        "dkim-signature",
        "x-mailer",
    ];
    let mut known = 0;
    for (nth, line) in text.lines().take(60).enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || (nth == 0 && line.starts_with("From ")) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.contains(' ') || !name.is_ascii() {
            return false;
        }
        known += usize::from(FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)));
    }
    known >= 2
}

/// Reads a text without a form of its own.
pub(crate) fn read(bytes: &[u8], out: &mut Contents) {
    if bytes.len() > MOST_READ {
        out.not_whole(crate::Unread::Budget);
    }
    let bytes = &bytes[..bytes.len().min(MOST_READ)];
    let text = decoded(bytes);
    if find(bytes, SCANNER_TEST, 0).is_some() {
        out.alarm(Alarm::ScannerTest);
    }
    if let Some(cell) = first_formula(&text) {
        out.alarm(Alarm::Formulas { cell });
    }
    out.say(&text);
    addresses(&text, out);
}

/// Reads JSON: a text, in which one name may stand for two things.
pub(crate) fn read_json(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let markup = with.markup(out, bytes);
    if let Some(name) = crate::json::twice(markup) {
        out.alarm(Alarm::TwoReadings { what: format!("the name {name:?} stands twice") });
    }
    read(bytes, out);
}

/// A cell of a table that a spreadsheet would reckon, in a text that looks like a table.
fn first_formula(text: &str) -> Option<String> {
    const LINES: usize = 2_000;
    let cells = text.lines().take(LINES).filter(|line| line.contains([',', ';', '\t']));
    let cells = cells.flat_map(|line| line.split([',', ';', '\t']));
    let calls = |cell: &&str| {
        let inner = cell.trim_matches(['"', ' ']);
        inner.starts_with(['=', '@', '+', '-']) && inner.contains(['(', '|', '!']) && inner.len() > 4
    };
    cells.filter(|cell| cell.len() < 512).find(calls).map(|cell| cell.trim_matches(['"', ' ']).to_owned())
}

/// How addresses begin that lead somewhere, longer ones first.
const SCHEMES: [&str; 9] = ["search-ms", "ms-msdt", "https", "hxxps", "http", "hxxp", "file", "ftp", "smb"];

/// Web addresses that stand in a text.
pub(crate) fn addresses(text: &str, out: &mut Contents) {
    let mut rest = text;
    while let Some(at) = find(rest.as_bytes(), b"://", 0) {
        let head = &rest.as_bytes()[..at];
        let ends = |scheme: &&&str| {
            head.len()
                .checked_sub(scheme.len())
                .is_some_and(|from| head[from..].eq_ignore_ascii_case(scheme.as_bytes()))
        };
        let tail = &rest[at..];
        let end = tail
            .find(|c: char| c.is_whitespace() || c.is_control() || ENDS.contains(&c))
            .unwrap_or(tail.len());
        if let Some(scheme) = SCHEMES.iter().find(ends)
            && end > 4
        {
            let address = &rest[at - scheme.len()..at + end];
            out.link(address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*']), "");
        }
        rest = &rest[at + end.max(3)..];
    }
}

/// Words in bytes of another form, letters of one or of two bytes, each run of at least `least`.
pub(crate) fn runs(bytes: &[u8], least: usize) -> String {
    let mut out = String::new();
    let (mut at, mut run) = (0, String::new());
    let letter = |byte: u8| byte.is_ascii_graphic() || byte == b' ' || byte == b'\t';
    while at < bytes.len() && out.len() < crate::MOST_TEXT {
        let from = at;
        let step = if letter(bytes[at]) && bytes.get(at + 1) == Some(&0) { 2 } else { 1 };
        let fits = |at: usize| {
            bytes.get(at).is_some_and(|b| letter(*b)) && (step == 1 || bytes.get(at + 1) == Some(&0))
        };
        run.clear();
        while fits(at) {
            run.push(char::from(bytes[at]));
            at += step;
        }
        if run.trim().len() >= least {
            out.push_str(run.trim());
            out.push('\n');
        }
        at = at.max(from + 1);
    }
    out
}
