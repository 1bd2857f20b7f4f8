//! `.msg`: streams of a compound file, each a property of the message, of a recipient or of a file.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::{File, Letter, MOST_FILES, MOST_INNER, MOST_TAKEN, decode, fill_from_rtf, spelling, utf16};

/// Recipients that are read.
const MOST_RECIPIENTS: usize = 100;
/// Bytes of one stream of properties with fixed length.
const MOST_FIXED: usize = 1 << 20;

type Compound<'b> = CompoundFile<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8]) -> Option<Letter> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut room = MOST_TAKEN;
    letter(&mut file, "", 0, &mut room)
}

/// The message whose storage is `base`.
fn letter(file: &mut Compound<'_>, base: &str, depth: usize, room: &mut usize) -> Option<Letter> {
    // A message always has this stream; other compound files (spreadsheets, installers) have not.
    let fixed = stream(file, base, "__properties_version1.0", &mut MOST_FIXED.min(*room))?;
    let head = if depth == 0 { 32 } else { 24 };
    let page =
        fixed_u64(&fixed, head, 0x3fde).or(fixed_u64(&fixed, head, 0x3ffd)).map_or(1252, |page| page as u32);
    let mut letter = Letter {
        transport: words(file, base, 0x007d, page, room).filter(|held| held.contains(':')),
        subject: words(file, base, 0x0037, page, room).unwrap_or_default(),
        message_id: words(file, base, 0x1035, page, room),
        text: words(file, base, 0x1000, page, room),
        sent: fixed_u64(&fixed, head, 0x0039).or(fixed_u64(&fixed, head, 0x0e06)).map(moment),
        ..Letter::default()
    };
    let name = words(file, base, 0x0042, page, room).or_else(|| words(file, base, 0x0c1a, page, room));
    let mut address = None;
    for property in [0x5d02, 0x5d01, 0x0065, 0x0c1f] {
        address =
            address.or_else(|| words(file, base, property, page, room).filter(|held| held.contains('@')));
    }
    letter.sender = (name.unwrap_or_default(), address.unwrap_or_default());
    letter.html = match stream(file, base, "__substg1.0_10130102", room) {
        Some(bytes) => Some(decode(&bytes, page)),
        None => words(file, base, 0x1013, page, room),
    };
    if let Some(compressed) = stream(file, base, "__substg1.0_10090102", room) {
        fill_from_rtf(&mut letter, &compressed);
    }
    let (recipients, files) = storages(file, base);
    for inner in recipients.iter().take(MOST_RECIPIENTS) {
        let name = words(file, inner, 0x3001, page, room).unwrap_or_default();
        let address =
            words(file, inner, 0x39fe, page, room).or_else(|| words(file, inner, 0x3003, page, room));
        letter.to.push((name, address.unwrap_or_default()));
    }
    for inner in files.iter().take(MOST_FILES) {
        letter.files.extend(attached(file, inner, page, depth, room));
    }
    Some(letter)
}

fn attached(file: &mut Compound<'_>, base: &str, page: u32, depth: usize, room: &mut usize) -> Option<File> {
    let name = words(file, base, 0x3707, page, room)
        .or_else(|| words(file, base, 0x3704, page, room))
        .or_else(|| words(file, base, 0x3001, page, room));
    let content_id = words(file, base, 0x3712, page, room);
    let kind = words(file, base, 0x370e, page, room).unwrap_or_else(|| "application/octet-stream".to_owned());
    let inner = format!("{base}/__substg1.0_3701000D");
    if file.is_storage(&inner) {
        if depth >= MOST_INNER {
            return None;
        }
        let letter = letter(file, &inner, depth + 1, room)?;
        let bytes = spelling::mail(&letter);
        return Some(File {
            name: name.unwrap_or_default(),
            kind: "message/rfc822".to_owned(),
            content_id,
            bytes,
        });
    }
    let bytes = stream(file, base, "__substg1.0_37010102", room)?;
    Some(File { name: name.unwrap_or_default(), kind, content_id, bytes })
}

/// Storages of recipients and of files, in order.
fn storages(file: &Compound<'_>, base: &str) -> (Vec<String>, Vec<String>) {
    let root = if base.is_empty() { "/" } else { base };
    let (mut recipients, mut files) = (Vec::new(), Vec::new());
    let Ok(entries) = file.read_storage(root) else { return (recipients, files) };
    for entry in entries.filter(cfb::Entry::is_storage).take(MOST_FILES + MOST_RECIPIENTS) {
        let path = format!("{base}/{}", entry.name());
        if entry.name().starts_with("__recip_version1.0_") {
            recipients.push(path);
        } else if entry.name().starts_with("__attach_version1.0_") {
            files.push(path);
        }
    }
    recipients.sort();
    files.sort();
    (recipients, files)
}

/// A property of words, in Unicode or in the code page.
fn words(file: &mut Compound<'_>, base: &str, property: u16, page: u32, room: &mut usize) -> Option<String> {
    if let Some(bytes) = stream(file, base, &format!("__substg1.0_{property:04X}001F"), room) {
        return Some(utf16(&bytes)).filter(|held| !held.is_empty());
    }
    let bytes = stream(file, base, &format!("__substg1.0_{property:04X}001E"), room)?;
    Some(decode(&bytes, page).trim_end_matches('\0').to_owned()).filter(|held| !held.is_empty())
}

fn stream(file: &mut Compound<'_>, base: &str, name: &str, room: &mut usize) -> Option<Vec<u8>> {
    let path = format!("{base}/{name}");
    if !file.is_stream(&path) {
        return None;
    }
    let held = file.open_stream(&path).ok()?;
    let mut bytes = Vec::new();
    held.take(*room as u64).read_to_end(&mut bytes).ok()?;
    *room -= bytes.len().min(*room);
    Some(bytes)
}

/// A property of fixed length: entries of sixteen bytes behind a head.
fn fixed_u64(fixed: &[u8], head: usize, property: u16) -> Option<u64> {
    fixed.get(head..)?.chunks_exact(16).find_map(|entry| {
        let id = u16::from_le_bytes(entry.get(2..4)?.try_into().ok()?);
        let kind = u16::from_le_bytes(entry.get(0..2)?.try_into().ok()?);
        let value = u64::from_le_bytes(entry.get(8..16)?.try_into().ok()?);
        (id == property).then_some(if kind == 0x0003 { value & 0xffff_ffff } else { value })
    })
}

/// Windows counts tenths of microseconds since 1601.
fn moment(ticks: u64) -> i64 {
    (ticks / 10_000_000) as i64 - 11_644_473_600
}
