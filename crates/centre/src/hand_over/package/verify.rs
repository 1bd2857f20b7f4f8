//! Checking a package that came from anywhere: its form, its sums, its signature. Nothing is unpacked, and nothing of it is
//! held in memory but its lists.

use std::io::{ErrorKind, Read};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::archive::{CENTRAL, Crc, Entry, LOCAL, directory};
use super::manifest::{Manifest, is_signed};
use super::{
    LARGEST_FILE, LARGEST_LIST, LARGEST_PACKAGE, LONGEST_NAME, MANIFEST, MOST_FILES, PACKAGE, SIGNATURE,
    SUMMARY, SUMS, is_a_name,
};

/// Bytes that are read at once.
const AT_ONCE: usize = 64 * 1024;

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no package, or not as we write them.
    #[error("this is no package as the centre makes them: {0}")]
    NoPackage(&'static str),
    /// It ends too soon.
    #[error("the file ends too soon; fetch it again")]
    CutShort,
    /// It passes a limit.
    #[error("the file is larger than a package can be")]
    TooLarge,
    /// A name that no file of a package has.
    #[error("a file in it has a name that no file of a package has")]
    BadName,
    /// Two files with one name.
    #[error("{0} is in it twice")]
    Twice(String),
    /// A file that the manifest names is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A file that the manifest does not name.
    #[error("{0} is in it and does not stand in the manifest")]
    Unlisted(String),
    /// A file is not the one that the manifest names.
    #[error("{0} was changed")]
    Changed(String),
    /// The manifest cannot be read.
    #[error("the manifest cannot be read")]
    NoManifest,
    /// The signature does not fit.
    #[error("the signature does not fit the manifest")]
    NotSigned,
    /// Another key than the expected one signed it.
    #[error("it was signed with another key than the one that you named")]
    OtherKey,
    /// The file could not be read.
    #[error("the file could not be read ({0})")]
    Unreadable(ErrorKind),
}

/// A package that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is in it.
    pub manifest: Manifest,
    /// The key that signed it.
    pub key: [u8; 32],
    /// Whether that is the key that was expected; false where none was named.
    pub is_trusted: bool,
}

struct Found {
    entry: Entry,
    sha256: [u8; 32],
    /// The bytes, of lists only.
    kept: Vec<u8>,
}

/// Checks a package, against the centre's public key where it is known.
///
/// # Errors
/// [`Fault`], the first thing that does not fit.
pub fn verify(from: &mut impl Read, trusted: Option<&[u8; 32]>) -> Result<Verified, Fault> {
    let found = read(from)?;
    let list = |name: &str| found.iter().find(|file| file.entry.name == name);
    let needed = |name: &str| list(name).ok_or_else(|| Fault::Missing(name.to_owned()));
    let (manifest, signature, sums) = (needed(MANIFEST)?, needed(SIGNATURE)?, needed(SUMS)?);
    let told = Manifest::read(&manifest.kept).map_err(|_| Fault::NoManifest)?;
    let key = told.key().ok_or(Fault::NoManifest)?;
    let signature = signature.kept.as_slice().try_into().map_err(|_| Fault::NotSigned)?;
    if !is_signed(&key, &manifest.kept, signature) {
        return Err(Fault::NotSigned);
    }
    if trusted.is_some_and(|trusted| *trusted != key) {
        return Err(Fault::OtherKey);
    }
    compare(&told, &found)?;
    if told.sums(&manifest.sha256).as_bytes() != sums.kept {
        return Err(Fault::Changed(SUMS.to_owned()));
    }
    Ok(Verified { manifest: told, key, is_trusted: trusted.is_some() })
}

/// Holds the files against the manifest, both ways.
fn compare(told: &Manifest, found: &[Found]) -> Result<(), Fault> {
    for (place, listed) in told.files.iter().enumerate() {
        if told.files[..place].iter().any(|other| other.name == listed.name) {
            return Err(Fault::Twice(listed.name.clone()));
        }
        let file = found.iter().find(|file| file.entry.name == listed.name);
        let file = file.ok_or_else(|| Fault::Missing(listed.name.clone()))?;
        let is_same =
            u64::from(file.entry.bytes) == listed.bytes && HEXLOWER.encode(&file.sha256) == listed.sha256;
        if !is_same {
            return Err(Fault::Changed(listed.name.clone()));
        }
    }
    for name in [PACKAGE, SUMMARY] {
        if told.files.iter().all(|listed| listed.name != name) {
            return Err(Fault::Missing(name.to_owned()));
        }
    }
    let is_listed = |name: &str| {
        [MANIFEST, SIGNATURE, SUMS].contains(&name) || told.files.iter().any(|listed| listed.name == name)
    };
    match found.iter().find(|file| !is_listed(&file.entry.name)) {
        Some(file) => Err(Fault::Unlisted(file.entry.name.clone())),
        None => Ok(()),
    }
}

/// Reads the archive to its last byte.
fn read(from: &mut impl Read) -> Result<Vec<Found>, Fault> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0_u64;
    loop {
        let mark: [u8; 4] = exactly(from)?;
        if mark == CENTRAL {
            break;
        }
        if mark != LOCAL {
            return Err(Fault::NoPackage("it is no archive, or something stands between its files"));
        }
        if found.len() == MOST_FILES {
            return Err(Fault::TooLarge);
        }
        let file = read_file(from, at)?;
        if found.iter().any(|other| other.entry.name == file.entry.name) {
            return Err(Fault::Twice(file.entry.name));
        }
        at += (file.entry.head().len() as u64) + u64::from(file.entry.bytes);
        if at > LARGEST_PACKAGE {
            return Err(Fault::TooLarge);
        }
        found.push(file);
    }
    let entries: Vec<Entry> = found.iter().map(|file| file.entry.clone()).collect();
    let wanted = directory(&entries, at);
    let mut rest = vec![0; wanted.len() - CENTRAL.len()];
    fill(from, &mut rest)?;
    if rest != wanted[CENTRAL.len()..] {
        return Err(Fault::NoPackage("its list at the end tells something else than its files"));
    }
    match fill(from, &mut [0]) {
        Err(Fault::CutShort) => Ok(found),
        Err(fault) => Err(fault),
        Ok(()) => Err(Fault::NoPackage("something stands behind its end")),
    }
}

fn read_file(from: &mut impl Read, at: u64) -> Result<Found, Fault> {
    let head: [u8; 26] = exactly(from)?;
    let number =
        |place: usize| u32::from_le_bytes([head[place], head[place + 1], head[place + 2], head[place + 3]]);
    let (crc, bytes, length) = (number(10), number(14), u16::from_le_bytes([head[22], head[23]]));
    if u64::from(bytes) > LARGEST_FILE {
        return Err(Fault::TooLarge);
    }
    if usize::from(length) > LONGEST_NAME {
        return Err(Fault::BadName);
    }
    let mut name = vec![0; usize::from(length)];
    fill(from, &mut name)?;
    let name = String::from_utf8(name).ok().filter(|name| is_a_name(name)).ok_or(Fault::BadName)?;
    let entry = Entry { name, bytes, crc, offset: u32::try_from(at).map_err(|_| Fault::TooLarge)? };
    if entry.head()[LOCAL.len()..LOCAL.len() + head.len()] != head {
        return Err(Fault::NoPackage("a file in it is packed or has more to it than its bytes"));
    }
    let is_list = [MANIFEST, SIGNATURE, SUMS].contains(&entry.name.as_str());
    if is_list && u64::from(bytes) > LARGEST_LIST {
        return Err(Fault::TooLarge);
    }
    let (sha256, sum, kept) = read_bytes(from, bytes, is_list)?;
    if sum != crc {
        return Err(Fault::Changed(entry.name));
    }
    Ok(Found { entry, sha256, kept })
}

fn read_bytes(from: &mut impl Read, bytes: u32, keeps: bool) -> Result<([u8; 32], u32, Vec<u8>), Fault> {
    let (mut hash, mut crc, mut kept) = (Sha256::new(), Crc::new(), Vec::new());
    let mut buffer = vec![0; AT_ONCE.min(bytes as usize)];
    let mut left = bytes as usize;
    while left > 0 {
        let some = left.min(buffer.len());
        fill(from, &mut buffer[..some])?;
        hash.update(&buffer[..some]);
        crc.take(&buffer[..some]);
        if keeps {
            kept.extend_from_slice(&buffer[..some]);
        }
        left -= some;
    }
    Ok((hash.finalize().into(), crc.end(), kept))
}

fn exactly<const N: usize>(from: &mut impl Read) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    fill(from, &mut bytes)?;
    Ok(bytes)
}

fn fill(from: &mut impl Read, bytes: &mut [u8]) -> Result<(), Fault> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => Fault::CutShort,
        other => Fault::Unreadable(other),
    })
}
