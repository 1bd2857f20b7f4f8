//! ZIP archives (APPNOTE 6.3.10). Two readings are compared: the directory at the end, and the files as they stand.

use crate::contents::evidence;
use crate::field::{find, place_at, slice, u16_at, u32_at};
use crate::reading::{Reading, stop_at};
use crate::unpack::{Packing, Stop, Unpacked};
use crate::{Alarm, Contents, Limit, Unread};

/// The most entries of one archive that are listed.
pub(crate) const MOST_ENTRIES: usize = 2_000;
/// The longest comment at the end.
const LONGEST_COMMENT: usize = 65_535;
/// The bytes of an end record.
const END: usize = 22;

/// A file in an archive.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) name: String,
    pub(crate) locked: bool,
    method: u16,
    packed: &'a [u8],
    link: bool,
    at: usize,
}

/// What an archive lists, and what is odd about it.
pub(crate) struct Archive<'a> {
    pub(crate) entries: Vec<Entry<'a>>,
    alarms: Vec<Alarm>,
    damaged: bool,
}

/// Whether an archive ends here: its end record stands where its comment reaches the end exactly.
pub(crate) fn ends_as_zip(bytes: &[u8]) -> bool {
    end_record(bytes).is_some_and(|at| {
        u16_at(bytes, at + 20).is_some_and(|comment| at + END + usize::from(comment) == bytes.len())
    })
}

/// The last end record.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))
}

impl<'a> Archive<'a> {
    /// Lists an archive.
    pub(crate) fn list(bytes: &'a [u8]) -> Self {
        let mut archive = Self { entries: Vec::new(), alarms: Vec::new(), damaged: false };
        let by_directory = end_record(bytes).and_then(|end| archive.by_directory(bytes, end));
        if by_directory.is_none() {
            archive.entries.clear();
            archive.as_they_stand(bytes);
            archive
                .alarms
                .push(Alarm::Broken { what: "the archive's directory is missing or damaged".to_owned() });
            archive.damaged = true;
        }
        archive.odd();
        archive
    }

    fn by_directory(&mut self, bytes: &'a [u8], end: usize) -> Option<()> {
        let count = usize::from(u16_at(bytes, end + 10)?);
        let (size, said) = (place_at(bytes, end + 12)?, place_at(bytes, end + 16)?);
        if find(bytes, b"PK\x05\x06", 0).is_some_and(|first| first < end) {
            self.alarms.push(Alarm::TwoReadings { what: "the archive has more than one end".to_owned() });
        }
        // What stands before the archive moves all places along.
        let start = end.checked_sub(size)?;
        let shift = start.checked_sub(said)?;
        if count == 0 {
            return Some(());
        }
        let mut at = start;
        for _ in 0..count {
            if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
                return None;
            }
            if self.entries.len() >= MOST_ENTRIES {
                self.alarms.push(Alarm::Bomb { limit: Limit::Files });
                break;
            }
            let name = slice(bytes, at + 46, usize::from(u16_at(bytes, at + 28)?))?;
            let local = place_at(bytes, at + 42)?.checked_add(shift)?;
            self.entry(bytes, at, name, local);
            let extra = usize::from(u16_at(bytes, at + 30)?) + usize::from(u16_at(bytes, at + 32)?);
            at += 46 + name.len() + extra;
        }
        Some(())
    }

    /// One entry of the directory, held against the file's own head.
    fn entry(&mut self, bytes: &'a [u8], at: usize, name: &[u8], local: usize) {
        let told = || {
            let flags = u16_at(bytes, at + 8)?;
            let method = u16_at(bytes, at + 10)?;
            let packed = place_at(bytes, at + 20)?;
            let attributes = u32_at(bytes, at + 38)?;
            let head = bytes.get(local..).filter(|head| head.starts_with(b"PK\x03\x04"))?;
            let own_name = slice(head, 30, usize::from(u16_at(head, 26)?))?;
            let from = local + 30 + own_name.len() + usize::from(u16_at(head, 28)?);
            Some((flags | u16_at(head, 6)?, method, packed, attributes, own_name, from))
        };
        let Some((flags, method, packed, attributes, own_name, from)) = told() else {
            self.damaged = true;
            self.alarms.push(Alarm::Broken {
                what: format!("{:?} is not where the directory says", evidence(name)),
            });
            return;
        };
        if own_name != name {
            let what = format!("{:?} is called {:?} inside", evidence(name), evidence(own_name));
            self.alarms.push(Alarm::TwoReadings { what });
        }
        let rest = bytes.get(from..).unwrap_or_default();
        if packed > rest.len() {
            self.damaged = true;
        }
        self.entries.push(Entry {
            name: name_of(name),
            locked: flags & 1 != 0,
            method,
            packed: &rest[..packed.min(rest.len())],
            link: attributes >> 16 & 0o170_000 == 0o120_000,
            at: local,
        });
    }

    /// Files as they stand, one after the other, as programs find them that mend archives.
    fn as_they_stand(&mut self, bytes: &'a [u8]) {
        let mut at = 0;
        while let Some(found) = find(bytes, b"PK\x03\x04", at) {
            if self.entries.len() >= MOST_ENTRIES {
                self.alarms.push(Alarm::Bomb { limit: Limit::Files });
                return;
            }
            let head = &bytes[found..];
            let told = || {
                let name = slice(head, 30, usize::from(u16_at(head, 26)?))?;
                let from = 30 + name.len() + usize::from(u16_at(head, 28)?);
                Some((u16_at(head, 6)?, u16_at(head, 8)?, place_at(head, 18)?, name, head.get(from..)?))
            };
            let Some((flags, method, packed, name, rest)) = told() else { return };
            // A size that stands behind the file instead: up to the next head.
            let next = || find(rest, b"PK", 0).unwrap_or(rest.len());
            let packed = if packed == 0 && flags & 8 != 0 { next() } else { packed.min(rest.len()) };
            self.entries.push(Entry {
                name: name_of(name),
                locked: flags & 1 != 0,
                method,
                packed: &rest[..packed],
                link: false,
                at: found,
            });
            at = found + (head.len() - rest.len()) + packed;
        }
    }

    /// What is odd about names and places.
    fn odd(&mut self) {
        let mut names = std::collections::HashSet::new();
        let twice = self.entries.iter().find(|entry| !names.insert(entry.name.as_str()));
        if let Some(entry) = twice {
            self.alarms.push(Alarm::TwoReadings { what: format!("two files are called {:?}", entry.name) });
        }
        let mut spans: Vec<_> = self.entries.iter().map(|entry| (entry.at, entry.packed.len())).collect();
        spans.sort_unstable();
        // Heads of files have at least 30 bytes; places that are nearer share what is packed.
        if spans.windows(2).any(|pair| pair[0].0.saturating_add(30).saturating_add(pair[0].1) > pair[1].0) {
            self.alarms.push(Alarm::Bomb { limit: Limit::Overlap });
        }
        for entry in &self.entries {
            if escapes(&entry.name) {
                self.alarms.push(Alarm::EscapingName { name: entry.name.clone() });
            }
        }
    }

    /// The entry of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// Notes what is odd.
    pub(crate) fn tell(&mut self, out: &mut Contents) {
        for alarm in self.alarms.drain(..) {
            if matches!(alarm, Alarm::Bomb { .. }) {
                out.not_whole(Unread::Budget);
            }
            out.alarm(alarm);
        }
        if self.damaged {
            out.not_whole(Unread::Damaged);
        }
        let locked: Vec<_> =
            self.entries.iter().filter(|e| e.locked).map(|e| e.name.clone()).take(100).collect();
        if !locked.is_empty() {
            out.alarm(Alarm::EncryptedArchive { files: locked });
            out.not_whole(Unread::Locked);
        }
        out.alarms.sort_by_key(|alarm| !matches!(alarm, Alarm::EncryptedArchive { .. }));
    }

    fn overlaps(&self) -> bool {
        self.alarms.iter().any(|alarm| matches!(alarm, Alarm::Bomb { limit: Limit::Overlap }))
    }
}

impl<'a> Entry<'a> {
    /// Its bytes.
    pub(crate) fn bytes(&self, out: &mut Contents, with: &mut Reading) -> Unpacked {
        let packing = match self.method {
            0 => {
                if let Err(limit) = with.budget.unpack(self.packed.len() as u64) {
                    stop_at(out, limit);
                    return Unpacked { bytes: Vec::new(), stop: Some(Stop::Limit(limit)) };
                }
                return Unpacked { bytes: self.packed.to_vec(), stop: None };
            }
            8 => Packing::Deflate,
            12 => Packing::Bzip2,
            93 => Packing::Zstd,
            95 => Packing::Xz,
            _ => {
                out.not_whole(Unread::NoReader);
                return Unpacked { bytes: Vec::new(), stop: Some(Stop::Damaged) };
            }
        };
        with.unpack(out, packing, self.packed)
    }

    /// Whether it is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// Opens each file of an archive.
pub(crate) fn read(archive: &mut Archive, out: &mut Contents, with: &mut Reading) {
    let bomb = archive.overlaps();
    archive.tell(out);
    if bomb {
        return;
    }
    for entry in &archive.entries {
        if entry.is_folder() || entry.locked {
            continue;
        }
        let unpacked = entry.bytes(out, with);
        if entry.link {
            let target = evidence(&unpacked.bytes);
            out.alarm(Alarm::EscapingLink { name: format!("{} -> {target}", entry.name) });
            continue;
        }
        let limit = matches!(unpacked.stop, Some(Stop::Limit(_)));
        if limit && unpacked.bytes.is_empty() {
            return;
        }
        // What came out before the limit is looked at all the same, but for archives: they would be damaged.
        if !with.inside(out, &entry.name, &unpacked.bytes) || limit {
            return;
        }
    }
}

/// A name as programs of today and yesterday write it.
fn name_of(name: &[u8]) -> String {
    let letters: String = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => name.iter().map(|byte| char::from(*byte)).collect(),
    };
    crate::contents::cut(&letters, 1_024).to_owned()
}

/// Whether a name leads out of the folder into which it is unpacked.
pub(crate) fn escapes(name: &str) -> bool {
    let parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.get(1..2) == Some(":")
        || parts.clone().any(|part| part == "..")
        || name.contains('\0')
}
