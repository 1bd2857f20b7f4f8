//! What the first reader is shielded from. It keeps embedded messages as a tree that is copied and dropped by recursion, so a
//! message of a few megabytes could end the process. It therefore never sees one: embedded messages are given another name
//! and come out as enclosures, which this room reads by itself, one level at a time.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::{memchr_iter, memmem};

use crate::reading::Flag;
use crate::{MOST_BYTES, MOST_PARTS};

/// Runs of two or more dashes that are read: each could begin a part.
pub(crate) const MOST_DASHES: usize = 50_000;
/// Lines of one folded header that are looked at for an embedded message.
const MOST_FOLDS: usize = 1_000;

/// Words that make the first reader nest messages, and what they are called instead; of one length, so that places stay.
const DISGUISES: [(&[u8], &[u8]); 3] =
    [(b"rfc822", b"x-c822"), (b"global", b"x-obal"), (b"digest", b"x-gest")];

pub(super) struct Guarded<'b> {
    pub bytes: Cow<'b, [u8]>,
    pub flags: BTreeSet<Flag>,
}

pub(super) fn shield(bytes: &[u8]) -> Guarded<'_> {
    let mut flags = BTreeSet::new();
    let mut bytes = bytes;
    if bytes.len() > MOST_BYTES {
        flags.insert(Flag::Cut);
        bytes = bytes.get(..MOST_BYTES).unwrap_or(bytes);
    }
    if let Some(end) = dashes(bytes).nth(MOST_DASHES) {
        flags.insert(Flag::TooManyParts);
        bytes = bytes.get(..end).unwrap_or(bytes);
    }
    let mut disguised: Option<Vec<u8>> = None;
    let mut parts = 0;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if end < start {
            continue;
        }
        let line = bytes.get(start..end).unwrap_or_default();
        if is_content_type(line) {
            parts += 1;
            if parts > MOST_PARTS {
                flags.insert(Flag::TooManyParts);
                bytes = bytes.get(..start).unwrap_or(bytes);
                break;
            }
            disguise(bytes, start, &mut disguised);
        }
        start = end + 1;
    }
    let bytes = match disguised {
        Some(mut held) => {
            held.truncate(bytes.len());
            Cow::Owned(held)
        }
        None => Cow::Borrowed(bytes),
    };
    Guarded { bytes, flags }
}

/// Where runs of dashes begin.
fn dashes(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memmem::find_iter(bytes, b"--")
        .filter(|at| at.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'-'))
}

fn is_content_type(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    matches!(line.first(), Some(b'c' | b'C'))
        && line.get(..12).is_some_and(|name| name.eq_ignore_ascii_case(b"content-type"))
}

/// Renames what would nest, in the header that begins at `start`, over its folded lines.
fn disguise(bytes: &[u8], start: usize, disguised: &mut Option<Vec<u8>>) {
    let rest = bytes.get(start..).unwrap_or_default();
    let mut end = rest.len();
    for (folds, at) in memchr_iter(b'\n', rest).enumerate() {
        let folded = rest.get(at + 1).is_some_and(|next| matches!(next, b' ' | b'\t' | b'\r' | b'\n'));
        if !folded || folds >= MOST_FOLDS {
            end = at;
            break;
        }
        if matches!(rest.get(at + 1), Some(b'\r' | b'\n')) {
            end = at;
            break;
        }
    }
    let header = rest.get(..end).unwrap_or_default();
    for (word, other) in DISGUISES {
        for at in 0..header.len().saturating_sub(word.len() - 1) {
            let found = header.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word));
            let begins = at == 0 || header.get(at - 1).is_some_and(|before| !before.is_ascii_alphanumeric());
            if found && begins {
                let held = disguised.get_or_insert_with(|| bytes.to_vec());
                if let Some(place) = held.get_mut(start + at..start + at + word.len()) {
                    place.copy_from_slice(other);
                }
            }
        }
    }
}

/// A declared type as the message wrote it.
pub(crate) fn undisguised(kind: &str) -> String {
    match kind {
        "message/x-c822" => "message/rfc822".to_owned(),
        "message/x-obal" => "message/global".to_owned(),
        _ => kind.to_owned(),
    }
}
