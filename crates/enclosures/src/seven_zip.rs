//! 7z archives: listed, not unpacked. Their list is mostly packed itself.

use crate::field::{find, slice, u64_at};
use crate::rar::listed;
use crate::reading::{Reading, stop_at};
use crate::unpack::{Stop, unpack_lzma};
use crate::{Alarm, Contents, Unread};

/// The most bytes of a list.
const MOST_LIST: u64 = 2 * 1024 * 1024;
/// The most names.
const MOST_NAMES: usize = 2_000;
/// The most places that are tried for the names.
const MOST_GUESSES: usize = 64;
/// How a list says that files are locked with AES.
const AES: &[u8] = &[0x06, 0xf1, 0x07, 0x01];

/// Lists the names in it.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let head = || {
        let at = usize::try_from(u64_at(bytes, 12)?).ok()?.checked_add(32)?;
        slice(bytes, at, usize::try_from(u64_at(bytes, 20)?).ok()?)
    };
    let Some(list) = head() else {
        out.alarm(Alarm::Broken { what: "the archive's list is missing".to_owned() });
        out.not_whole(Unread::Damaged);
        return;
    };
    match list.first() {
        Some(1) => names(list, out),
        Some(0x17) => match Packed::of(list) {
            Some(packed) if packed.locked => listed(Vec::new(), true, out),
            Some(packed) => packed_list(bytes, &packed, out, with),
            None => out.not_whole(Unread::ListedOnly),
        },
        _ => out.not_whole(Unread::ListedOnly),
    }
}

/// Where a packed list stands, and how it is packed.
struct Packed {
    at: usize,
    packed: usize,
    size: u64,
    coder: Vec<u8>,
    properties: Vec<u8>,
    locked: bool,
}

/// A number as 7z writes it: the first byte says how many follow.
fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    let more = first.leading_ones().min(8);
    let mut value = 0_u64;
    for nth in 0..more {
        value |= u64::from(*bytes.get(*at)?) << (8 * nth);
        *at += 1;
    }
    if more < 7 {
        let high = u64::from(first) & (0x7f_u64 >> more);
        value |= high << (8 * more);
    }
    Some(value)
}

impl Packed {
    /// Reads the one stream that a packed list is: pack info (6), then folders (7) with their coders (11) and sizes (12).
    fn of(list: &[u8]) -> Option<Self> {
        let locked = find(list, AES, 0).is_some();
        let mut at = 1;
        let want = |wanted: u64, at: &mut usize| (number(list, at)? == wanted).then_some(());
        want(6, &mut at)?;
        let place = usize::try_from(number(list, &mut at)?).ok()?;
        want(1, &mut at)?;
        want(9, &mut at)?;
        let packed = usize::try_from(number(list, &mut at)?).ok()?;
        // Sums may follow; folders begin with 7, 11, one folder, none outside.
        let folders = find(list, &[0, 7, 11, 1, 0], at)?;
        at = folders + 5;
        if locked {
            return Some(Self {
                at: 0,
                packed: 0,
                size: 0,
                coder: Vec::new(),
                properties: Vec::new(),
                locked,
            });
        }
        want(1, &mut at)?;
        let flags = *list.get(at)?;
        at += 1;
        let coder = slice(list, at, usize::from(flags & 15))?.to_vec();
        at += coder.len();
        let mut properties = Vec::new();
        if flags & 0x20 != 0 {
            let length = usize::try_from(number(list, &mut at)?).ok()?;
            properties = slice(list, at, length)?.to_vec();
            at += length;
        }
        want(12, &mut at)?;
        let size = number(list, &mut at)?;
        Some(Self { at: place.checked_add(32)?, packed, size, coder, properties, locked })
    }
}

fn packed_list(bytes: &[u8], packed: &Packed, out: &mut Contents, with: &mut Reading) {
    let Some(data) = slice(bytes, packed.at, packed.packed) else {
        out.not_whole(Unread::Damaged);
        return;
    };
    if packed.size > MOST_LIST {
        stop_at(out, crate::Limit::Bytes);
        return;
    }
    let list = unpack_lzma(&packed.coder, &packed.properties, data, packed.size, with.budget);
    match list.stop {
        Some(Stop::Limit(limit)) => stop_at(out, limit),
        Some(Stop::Damaged) if list.bytes.is_empty() => out.not_whole(Unread::ListedOnly),
        _ => names(&list.bytes, out),
    }
}

/// The names in a plain list: property 17 of the files, sixteen-bit letters, each ended by a zero.
fn names(list: &[u8], out: &mut Contents) {
    let locked = find(list, AES, 0).is_some();
    let mut found = Vec::new();
    let mut at = 0;
    for _ in 0..MOST_GUESSES {
        let Some(place) = find(list, &[0x11], at) else { break };
        at = place + 1;
        let mut from = at;
        let Some(length) = number(list, &mut from).and_then(|length| usize::try_from(length).ok()) else {
            continue;
        };
        let Some([0, letters @ ..]) = slice(list, from, length) else { continue };
        if length < 5 || letters.len() % 2 != 0 || !letters.ends_with(&[0, 0]) {
            continue;
        }
        let units: Vec<_> =
            letters.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let texts = units[..units.len() - 1].split(|unit| *unit == 0).take(MOST_NAMES);
        let texts: Option<Vec<_>> = texts.map(|text| String::from_utf16(text).ok()).collect();
        if let Some(texts) = texts.filter(|texts| texts.iter().all(|text| !text.is_empty())) {
            found = texts;
            break;
        }
    }
    listed(found, locked, out);
}
