//! tar archives (POSIX.1-2001, ustar and pax; names of GNU).

use crate::contents::evidence;
use crate::field::slice;
use crate::reading::{Reading, stop_at};
use crate::zip::escapes;
use crate::{Alarm, Contents, Unread};

/// The bytes of a block.
const BLOCK: usize = 512;
/// The most entries that are looked at.
const MOST_ENTRIES: usize = 2_000;

/// Opens each file of an archive.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let (mut at, mut long_name, mut real_size) = (0, None, None);
    for _ in 0..MOST_ENTRIES {
        let Some(head) = slice(bytes, at, BLOCK) else {
            if at < bytes.len() {
                out.not_whole(Unread::Damaged);
            }
            return;
        };
        if head.iter().all(|byte| *byte == 0) {
            return;
        }
        let Some(mut size) = octal(&head[124..136]).filter(|_| sum_fits(head)) else {
            out.alarm(Alarm::Broken { what: "a head in the archive is damaged".to_owned() });
            out.not_whole(Unread::Damaged);
            return;
        };
        let kind = head[156];
        if let Some(real) = real_size.take() {
            if real != size && size == 0 {
                let what = format!("one reading gives a file {size} bytes, the other {real}");
                out.alarm(Alarm::TwoReadings { what });
            }
            size = real;
        }
        let start = at + BLOCK;
        let data = bytes.get(start..start.saturating_add(size).min(bytes.len())).unwrap_or_default();
        if data.len() < size {
            out.not_whole(Unread::Damaged);
        }
        let name = long_name.take().unwrap_or_else(|| own_name(head));
        match kind {
            b'x' | b'g' => (long_name, real_size) = pax(data),
            b'L' => long_name = Some(evidence(data).trim_end_matches('\0').to_owned()),
            b'0' | 0 | b'7' => {
                if escapes(&name) {
                    out.alarm(Alarm::EscapingName { name: name.clone() });
                }
                if let Err(limit) = with.budget.unpack(data.len() as u64) {
                    stop_at(out, limit);
                    return;
                }
                if !with.inside(out, &name, data) {
                    return;
                }
            }
            b'1' | b'2' => {
                let target = text(&head[157..257]);
                out.alarm(Alarm::EscapingLink { name: format!("{name} -> {target}") });
            }
            b'3' | b'4' | b'6' => out.alarm(Alarm::EscapingLink { name: format!("{name} is a device") }),
            _ => {}
        }
        at = start.saturating_add(data.len().div_ceil(BLOCK) * BLOCK);
    }
    stop_at(out, crate::Limit::Files);
}

/// A name, with the folder that ustar keeps apart.
fn own_name(head: &[u8]) -> String {
    let folder = text(&head[345..500]);
    let name = text(&head[..100]);
    if folder.is_empty() || head[257..262] != *b"ustar" { name } else { format!("{folder}/{name}") }
}

fn text(field: &[u8]) -> String {
    evidence(field.split(|byte| *byte == 0).next().unwrap_or_default())
}

fn octal(field: &[u8]) -> Option<usize> {
    let digits: String = text(field).trim().to_owned();
    if digits.is_empty() { Some(0) } else { usize::from_str_radix(&digits, 8).ok() }
}

/// Whether the head's sum is right; its own field counts as spaces.
fn sum_fits(head: &[u8]) -> bool {
    let sum: usize = head.iter().map(|byte| usize::from(*byte)).sum();
    let own: usize = head[148..156].iter().map(|byte| usize::from(*byte)).sum();
    octal(&head[148..156]) == Some(sum - own + 8 * usize::from(b' '))
}

/// Name and size in the records of a pax head.
fn pax(data: &[u8]) -> (Option<String>, Option<usize>) {
    let (mut name, mut size) = (None, None);
    for line in evidence(data).lines() {
        let Some((key, value)) = line.split_once(' ').and_then(|(_, field)| field.split_once('=')) else {
            continue;
        };
        match key {
            "path" => name = Some(value.to_owned()),
            "size" => size = value.parse().ok(),
            _ => {}
        }
    }
    (name, size)
}
