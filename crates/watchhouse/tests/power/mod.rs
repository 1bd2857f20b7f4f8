//! What a disk holds when the power goes: rebuilt from a trace of system calls.

use std::collections::BTreeMap;
use std::path::Path;

/// A disk writes sectors of so many bytes whole or not at all.
const SECTOR: usize = 512;

/// Something that a process did to a file of the folder, or told the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Wrote these bytes at this place.
    Write(String, usize, Vec<u8>),
    /// Cut or filled the file to this length.
    Truncate(String, usize),
    /// Waited until the file, or the folder (an empty name), is on the disk.
    Sync(String),
    /// Took the file away.
    Remove(String),
    /// Gave the file another name.
    Rename(String, String),
    /// Told the world that this write is done.
    Acknowledged(u64),
}

/// How much of what was not synced the disk keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// Nothing of it.
    Nothing,
    /// Everything, but the last write of each file is torn.
    Everything,
    /// Some of it, in part, by this seed.
    Some(u64),
}

/// The files of a folder: what is certainly on the disk, and what may be.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    certain: BTreeMap<String, Vec<u8>>,
    /// Not yet synced, in order: of files, and of the folder itself under an empty name.
    pending: BTreeMap<String, Vec<Event>>,
}

impl Disk {
    /// The files of a folder that nobody writes to.
    pub fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(folder).unwrap().map_while(Result::ok) {
            let name = entry.file_name().into_string().unwrap();
            if is_kept(&name) {
                disk.certain.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
        disk
    }

    /// Takes an event in.
    pub fn happens(&mut self, event: &Event) {
        match event {
            Event::Write(name, ..) | Event::Truncate(name, _) => {
                self.pending.entry(name.clone()).or_default().push(event.clone());
            }
            Event::Remove(_) | Event::Rename(..) => {
                self.pending.entry(String::new()).or_default().push(event.clone());
            }
            Event::Sync(name) => {
                for done in self.pending.remove(name).unwrap_or_default() {
                    apply(&mut self.certain, &done);
                }
                // Syncing a new file also keeps that it is there, as journalling file systems do.
                if !name.is_empty() {
                    self.certain.entry(name.clone()).or_default();
                }
            }
            Event::Acknowledged(_) => {}
        }
    }

    /// What is there after the power came back.
    pub fn after_power_cut(&self, keeps: Keeps) -> Self {
        let mut files = self.certain.clone();
        let mut chance = Chance(match keeps {
            Keeps::Some(seed) => seed,
            _ => 1,
        });
        for events in self.pending.values() {
            for (place, event) in events.iter().enumerate() {
                let last = place + 1 == events.len();
                match keeps {
                    Keeps::Nothing => {}
                    Keeps::Everything if last => apply(&mut files, &torn(event, &mut chance)),
                    Keeps::Everything => apply(&mut files, event),
                    Keeps::Some(_) => match chance.below(10) {
                        0..5 => {}
                        5..7 => apply(&mut files, &torn(event, &mut chance)),
                        _ => apply(&mut files, event),
                    },
                }
            }
        }
        Self { certain: files, pending: BTreeMap::new() }
    }

    /// Puts the files into a new folder.
    pub fn write(&self, folder: &Path) {
        std::fs::create_dir(folder).unwrap();
        for (name, bytes) in &self.certain {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            if name.ends_with(".key") {
                use std::os::unix::fs::PermissionsExt;
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            }
        }
    }
}

/// The shared-memory file is made anew whenever a database is opened.
fn is_kept(name: &str) -> bool {
    !name.ends_with("-shm") && !name.ends_with(".lock")
}

fn apply(files: &mut BTreeMap<String, Vec<u8>>, event: &Event) {
    match event {
        Event::Write(name, at, bytes) => {
            let file = files.entry(name.clone()).or_default();
            if file.len() < at + bytes.len() {
                file.resize(at + bytes.len(), 0);
            }
            file[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Event::Truncate(name, length) => files.entry(name.clone()).or_default().resize(*length, 0),
        Event::Remove(name) => {
            files.remove(name);
        }
        Event::Rename(from, to) => {
            if let Some(bytes) = files.remove(from) {
                files.insert(to.clone(), bytes);
            }
        }
        Event::Sync(_) | Event::Acknowledged(_) => {}
    }
}

/// A write of which only the first sectors came to the disk.
fn torn(event: &Event, chance: &mut Chance) -> Event {
    match event {
        Event::Write(name, at, bytes) => {
            let sectors = chance.below(bytes.len() as u64 / SECTOR as u64 + 1) as usize;
            Event::Write(name.clone(), *at, bytes[..sectors * SECTOR].to_vec())
        }
        other => other.clone(),
    }
}

/// A small generator (SplitMix64): the same seed tears the same way.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Reads a trace of `strace -f -y -xx`: the events of files in `folder`, and the acknowledgements
/// on standard output, in the order in which the calls ended.
pub fn read_trace(trace: &str, folder: &Path) -> Vec<Event> {
    let folder = folder.canonicalize().unwrap().display().to_string();
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let Some((process, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix("<unfinished ...>") {
            begun.insert(process, start.trim_end().to_owned());
            continue;
        }
        let whole = match call.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, rest)) => begun.remove(process).unwrap_or_default() + rest,
            None => call.to_owned(),
        };
        events.extend(read_call(&whole, &folder, &mut places));
    }
    events
}

fn read_call(call: &str, folder: &str, places: &mut BTreeMap<String, usize>) -> Vec<Event> {
    let Some((name, rest)) = call.split_once('(') else { return Vec::new() };
    // Results stand in a column of their own, with blanks before them.
    let Some((arguments, result)) = rest.rsplit_once(" = ") else { return Vec::new() };
    let Some(arguments) = arguments.trim_end().strip_suffix(')') else { return Vec::new() };
    let Ok(result) = result.split(['<', ' ']).next().unwrap_or_default().parse::<i64>() else {
        return Vec::new();
    };
    if result < 0 {
        return Vec::new();
    }
    let quoted: Vec<Vec<u8>> = arguments.split('"').skip(1).step_by(2).map(plain).collect();
    let described = arguments.split('<').nth(1).and_then(|rest| rest.split('>').next()).map(plain);
    let file = described.and_then(|path| inside(&path, folder));
    let numbers: Vec<usize> = arguments.rsplit(", ").map_while(|number| number.parse().ok()).collect();
    match (name, file) {
        ("write", _) if arguments.starts_with("1<") => {
            quoted.first().map(|said| acknowledged(said)).unwrap_or_default()
        }
        ("write", Some(file)) if is_kept(&file) => {
            let Some(bytes) = quoted.into_iter().next() else { return Vec::new() };
            let place = places.entry(file.clone()).or_default();
            *place += bytes.len();
            vec![Event::Write(file, *place - bytes.len(), bytes)]
        }
        ("pwrite64", Some(file)) if is_kept(&file) => match (quoted.into_iter().next(), numbers.first()) {
            (Some(bytes), Some(at)) => vec![Event::Write(file, *at, bytes)],
            _ => Vec::new(),
        },
        ("pwritev", Some(file)) => panic!("this test does not know how to follow pwritev to {file}"),
        ("fsync" | "fdatasync", Some(file)) => vec![Event::Sync(file)],
        ("ftruncate", Some(file)) if is_kept(&file) => {
            numbers.first().map(|n| Event::Truncate(file, *n)).into_iter().collect()
        }
        ("openat", _) => opened(arguments, &quoted, folder, places),
        ("unlink" | "unlinkat", _) => {
            let gone = quoted.first().and_then(|path| inside(path, folder)).filter(|file| is_kept(file));
            gone.map(Event::Remove).into_iter().collect()
        }
        ("rename" | "renameat" | "renameat2", _) => match quoted.as_slice() {
            [from, to] => match (inside(from, folder), inside(to, folder)) {
                (Some(from), Some(to)) => vec![Event::Rename(from, to)],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A file that is opened to be written anew is empty, and written from its start.
fn opened(
    arguments: &str,
    quoted: &[Vec<u8>],
    folder: &str,
    places: &mut BTreeMap<String, usize>,
) -> Vec<Event> {
    let Some(file) = quoted.first().and_then(|path| inside(path, folder)).filter(|file| is_kept(file)) else {
        return Vec::new();
    };
    places.insert(file.clone(), 0);
    if arguments.contains("O_TRUNC") { vec![Event::Truncate(file, 0)] } else { Vec::new() }
}

fn acknowledged(said: &[u8]) -> Vec<Event> {
    let said = String::from_utf8_lossy(said).into_owned();
    let numbers = said.lines().filter_map(|line| line.strip_prefix("ACK ")?.parse().ok());
    numbers.map(Event::Acknowledged).collect()
}

/// The name of a file in the folder, empty for the folder itself.
fn inside(path: &[u8], folder: &str) -> Option<String> {
    let path = String::from_utf8_lossy(path).into_owned();
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(String::new()) } else { rest.strip_prefix('/').map(str::to_owned) }
}

/// Text in which every byte may be written as `\xhh`.
fn plain(text: &str) -> Vec<u8> {
    if !text.starts_with("\\x") {
        return text.as_bytes().to_vec();
    }
    text.split("\\x").filter_map(|pair| u8::from_str_radix(pair.get(..2)?, 16).ok()).collect()
}
