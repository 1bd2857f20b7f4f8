//! RAR archives (versions 4 and 5): listed, not unpacked.

use crate::contents::evidence;
use crate::field::{slice, u16_at, u32_at};
use crate::{Alarm, Contents, Kind, Unread};

/// The most blocks that are looked at.
const MOST_BLOCKS: usize = 2_000;

/// Lists the names in it.
pub(crate) fn read(bytes: &[u8], out: &mut Contents) {
    let (mut names, mut locked) = (Vec::new(), false);
    if bytes.starts_with(b"Rar!\x1a\x07\x01\x00") {
        five(bytes, &mut names, &mut locked);
    } else {
        four(bytes, &mut names, &mut locked);
    }
    listed(names, locked, out);
}

/// Notes a list of names of files that are not unpacked.
pub(crate) fn listed(names: Vec<String>, locked: bool, out: &mut Contents) {
    for name in &names {
        if crate::zip::escapes(name) {
            out.alarm(Alarm::EscapingName { name: name.clone() });
        }
        let mut inside = Contents::new(name, Kind::Unknown);
        crate::names::judge_unseen(name, &mut inside);
        inside.unread = Some(if locked { Unread::Locked } else { Unread::ListedOnly });
        out.inside.push(inside);
    }
    if locked {
        out.alarm(Alarm::EncryptedArchive { files: names });
        out.not_whole(Unread::Locked);
    }
    out.not_whole(Unread::ListedOnly);
}

fn four(bytes: &[u8], names: &mut Vec<String>, locked: &mut bool) {
    let mut at = 7;
    for _ in 0..MOST_BLOCKS {
        let told =
            || Some((*bytes.get(at + 2)?, u16_at(bytes, at + 3)?, usize::from(u16_at(bytes, at + 5)?)));
        let Some((kind, flags, size)) = told() else { return };
        if size < 7 {
            return;
        }
        let mut length = size;
        match kind {
            // Its head is locked: nothing more can be read.
            0x73 if flags & 0x80 != 0 => {
                *locked = true;
                return;
            }
            0x74 | 0x7a => {
                let packed = u32_at(bytes, at + 7).unwrap_or(0) as usize;
                let name_length = usize::from(u16_at(bytes, at + 26).unwrap_or(0));
                let from = if flags & 0x100 != 0 { at + 40 } else { at + 32 };
                if kind == 0x74
                    && let Some(name) = slice(bytes, from, name_length)
                {
                    names.push(evidence(name.split(|byte| *byte == 0).next().unwrap_or_default()));
                }
                *locked |= flags & 4 != 0;
                length = length.saturating_add(packed);
            }
            _ if flags & 0x8000 != 0 => {
                length = length.saturating_add(u32_at(bytes, at + 7).unwrap_or(0) as usize);
            }
            _ => {}
        }
        at = at.saturating_add(length);
    }
}

/// A number of up to ten bytes of seven bits, and the place behind it.
fn number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (nth, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * nth);
        if byte & 0x80 == 0 {
            return Some((value, at + nth + 1));
        }
    }
    None
}

fn five(bytes: &[u8], names: &mut Vec<String>, locked: &mut bool) {
    let mut at = 8;
    for _ in 0..MOST_BLOCKS {
        let Some(next) = block_of_five(bytes, at, names, locked) else { return };
        at = next;
    }
}

fn block_of_five(bytes: &[u8], at: usize, names: &mut Vec<String>, locked: &mut bool) -> Option<usize> {
    let (size, body) = number(bytes, at.checked_add(4)?)?;
    let end = body.checked_add(usize::try_from(size).ok()?)?;
    let (kind, at) = number(bytes, body)?;
    let (flags, mut at) = number(bytes, at)?;
    let (mut extra, mut data) = (0, 0);
    if flags & 1 != 0 {
        (extra, at) = number(bytes, at)?;
    }
    if flags & 2 != 0 {
        (data, at) = number(bytes, at)?;
    }
    match kind {
        4 => {
            *locked = true;
            return None;
        }
        5 => return None,
        2 => {
            let (file_flags, next) = number(bytes, at)?;
            let (_, next) = number(bytes, next)?;
            let (_, mut next) = number(bytes, next)?;
            next += if file_flags & 2 != 0 { 4 } else { 0 };
            next += if file_flags & 4 != 0 { 4 } else { 0 };
            let (_, next) = number(bytes, next)?;
            let (_, next) = number(bytes, next)?;
            let (length, next) = number(bytes, next)?;
            names.push(evidence(slice(bytes, next, usize::try_from(length).ok()?)?));
            let extra = usize::try_from(extra).ok()?;
            let records = bytes.get(end.checked_sub(extra)?..end)?;
            *locked |= has_lock(records);
        }
        _ => {}
    }
    end.checked_add(usize::try_from(data).ok()?)
}

/// Whether the records behind a file's head hold one of its lock.
fn has_lock(records: &[u8]) -> bool {
    let mut at = 0;
    for _ in 0..16 {
        let Some((size, body)) = number(records, at) else { return false };
        let Some((kind, _)) = number(records, body) else { return false };
        if kind == 1 {
            return true;
        }
        at = body.saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
    }
    false
}
