//! Pictures of discs: the files of ISO 9660, with Joliet's names. Others are known and not listed.

use std::collections::{HashSet, VecDeque};

use crate::contents::evidence;
use crate::field::{place_at, slice};
use crate::reading::{Reading, stop_at};
use crate::{Alarm, Contents, Limit, Unread};

/// The bytes of a sector.
const SECTOR: usize = 2_048;
/// The most folders and files that are looked at.
const MOST_RECORDS: usize = 2_000;

/// Lists a disc, and opens the files that are on it.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let found = files(bytes, out);
    let names = found.iter().map(|(name, ..)| name.clone()).collect();
    out.alarm(Alarm::DiskImage { files: names });
    if found.is_empty() {
        out.not_whole(Unread::NoReader);
    }
    for (name, at, size) in found {
        let rest = bytes.get(at..).unwrap_or_default();
        let data = &rest[..size.min(rest.len())];
        if data.len() < size {
            out.not_whole(Unread::Damaged);
        }
        if let Err(limit) = with.budget.unpack(data.len() as u64) {
            stop_at(out, limit);
            return;
        }
        if !with.inside(out, &name, data) {
            return;
        }
    }
}

/// Name, place and size of each file.
fn files(bytes: &[u8], out: &mut Contents) -> Vec<(String, usize, usize)> {
    let Some((root, wide)) = root(bytes) else { return Vec::new() };
    let mut folders = VecDeque::from([(String::new(), root)]);
    let (mut seen, mut files, mut records) = (HashSet::new(), Vec::new(), 0);
    while let Some((path, (at, size))) = folders.pop_front() {
        if !seen.insert(at) {
            continue;
        }
        let folder = bytes.get(at..at.saturating_add(size).min(bytes.len())).unwrap_or_default();
        for sector in folder.chunks(SECTOR) {
            let mut place = 0;
            while let Some(length) = sector.get(place).copied().filter(|length| *length >= 34) {
                records += 1;
                if records > MOST_RECORDS {
                    stop_at(out, Limit::Files);
                    return files;
                }
                let Some(record) = slice(sector, place, usize::from(length)) else { break };
                if let Some((name, is_folder, at, size)) = entry(record, wide) {
                    let name = format!("{path}{name}");
                    if is_folder {
                        folders.push_back((format!("{name}/"), (at, size)));
                    } else {
                        files.push((name, at, size));
                    }
                }
                place += usize::from(length);
            }
        }
    }
    files
}

/// Where the root folder stands, and whether its names have sixteen-bit letters: Joliet's, where there is one.
fn root(bytes: &[u8]) -> Option<((usize, usize), bool)> {
    let mut plain = None;
    for nth in 16..32 {
        let sector = slice(bytes, nth * SECTOR, SECTOR)?;
        if sector.get(1..6) != Some(b"CD001") {
            return plain;
        }
        let record = sector.get(156..190)?;
        let place = (place_at(record, 2)?.checked_mul(SECTOR)?, place_at(record, 10)?);
        match sector[0] {
            1 => plain = plain.or(Some((place, false))),
            2 if sector[88..91].starts_with(b"%/") => return Some((place, true)),
            255 => return plain,
            _ => {}
        }
    }
    plain
}

/// One record of a folder; not the folder itself and not the one above.
fn entry(record: &[u8], wide: bool) -> Option<(String, bool, usize, usize)> {
    let name = slice(record, 33, usize::from(*record.get(32)?))?;
    if matches!(name, [0 | 1]) {
        return None;
    }
    let name = if wide {
        let units: Vec<_> = name.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        evidence(name)
    };
    let name = name.split(';').next().unwrap_or_default().to_owned();
    let at = place_at(record, 2)?.checked_mul(SECTOR)?;
    Some((name, record.get(25)? & 2 != 0, at, place_at(record, 10)?))
}
