//! Files that hold mails: mbox (RFC 4155) and Apple's `.emlx`.

use std::ops::Range;

use memchr::{memchr, memmem};

/// Messages of one mbox that are split off.
pub const MOST_MESSAGES: usize = 100_000;

/// The messages of an mbox, one after another, without the line that separates them. Lines that were given a `>` keep it.
///
/// Bytes that do not begin as an mbox are one message. At most [`MOST_MESSAGES`] are given.
pub fn split_mbox(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes.trim_ascii_start()).filter(|bytes| !bytes.is_empty());
    std::iter::from_fn(move || {
        let held = rest?;
        let start = separator(held).unwrap_or_default();
        let body = held.get(start..).unwrap_or_default();
        let next = memmem::find_iter(body, b"\nFrom ").find(|at| {
            let before = body.get(..*at).unwrap_or_default();
            let after = body.get(at + 1..).unwrap_or_default();
            let blank = before.is_empty()
                || before.ends_with(b"\n")
                || before.ends_with(b"\n\r")
                || before.ends_with(b"\r");
            blank && separator(after).is_some()
        });
        let (message, following) = match next.filter(|_| start > 0) {
            Some(at) => (body.get(..at).unwrap_or_default(), body.get(at + 1..)),
            None => (body, None),
        };
        rest = following;
        Some(message)
    })
    .take(MOST_MESSAGES)
}

/// The length of a line `From somebody Thu Nov 12 10:02:00 2026`, if the bytes begin with one.
fn separator(bytes: &[u8]) -> Option<usize> {
    if !bytes.starts_with(b"From ") {
        return None;
    }
    let end = memchr(b'\n', bytes).unwrap_or(bytes.len());
    let line = bytes.get(..end)?;
    let looks = line.len() < 400
        && line.contains(&b':')
        && line.iter().filter(|byte| byte.is_ascii_digit()).count() >= 6;
    looks.then_some((end + 1).min(bytes.len()))
}

/// Where the first message of an mbox stands.
pub(crate) fn first(bytes: &[u8]) -> Option<Range<usize>> {
    let start = separator(bytes)?;
    let message = split_mbox(bytes).next()?;
    Some(start..start + message.len())
}

/// Where the mail stands in an `.emlx`: behind a line with its length, before a list of properties.
pub(crate) fn emlx(bytes: &[u8]) -> Option<Range<usize>> {
    let end = memchr(b'\n', bytes.get(..24.min(bytes.len()))?)?;
    let length: usize = std::str::from_utf8(bytes.get(..end)?).ok()?.trim().parse().ok()?;
    let until = (end + 1).checked_add(length)?;
    (until <= bytes.len()).then_some(end + 1..until)
}
