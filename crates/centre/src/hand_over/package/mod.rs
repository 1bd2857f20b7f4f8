//! The package as a file: an open form that anybody can check without us.
//!
//! A ZIP archive in which nothing is packed (APPNOTE 6.3, method 0), so that every program opens it and none can be
//! tricked by it: `manifest.json` names each file with its size and SHA-256 and is signed (Ed25519, RFC 8032) in
//! `manifest.sig`, 64 bytes over the manifest's own bytes; `SHA256SUMS` says the same in the form that `sha256sum -c`
//! reads; `package.json` is what was handed over, `summary.pdf` the same to read, `evidence/` holds originals.
//!
//! [`archive`](Archive) writes exactly one spelling of such a file, and [`verify`] takes exactly that one: an archive that
//! another reader could understand differently is refused.

mod archive;
mod manifest;
mod verify;

#[cfg(test)]
mod tests;

pub use archive::{Archive, TooLarge};
pub use manifest::{Listed, Manifest, PackageKey, UnreadableManifest, public_pem};
pub use verify::{Fault, Verified, verify};

/// The manifest.
pub const MANIFEST: &str = "manifest.json";
/// The signature of the manifest.
pub const SIGNATURE: &str = "manifest.sig";
/// The sums, for `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";
/// What was handed over.
pub const PACKAGE: &str = "package.json";
/// The same to read.
pub const SUMMARY: &str = "summary.pdf";
/// Where originals lie.
const EVIDENCE: &str = "evidence/";

/// The most files in a package: the five above and the originals of three full reports.
pub const MOST_FILES: usize = 65;
/// The largest file in a package, in bytes; an original has at most 25 MB.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;
/// The largest package, in bytes.
pub const LARGEST_PACKAGE: u64 = 512 * 1024 * 1024;
/// The largest manifest, signature or list of sums, in bytes.
const LARGEST_LIST: u64 = 256 * 1024;
/// The longest name of a file in a package.
const LONGEST_NAME: usize = 40;

/// The name of an original in a package: by its number, and by an ending that no double click runs.
pub fn evidence_name(number: usize, ending: &str) -> String {
    let plain = !ending.is_empty() && ending.len() <= 8 && ending.bytes().all(|b| b.is_ascii_lowercase());
    format!("{EVIDENCE}{number:02}.{}", if plain { ending } else { "bin" })
}

/// Whether a file in a package may be called so: nothing that leads anywhere else.
fn is_a_name(name: &str) -> bool {
    if [MANIFEST, SIGNATURE, SUMS, PACKAGE, SUMMARY].contains(&name) {
        return true;
    }
    let Some((number, ending)) = name.strip_prefix(EVIDENCE).and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    name.len() <= LONGEST_NAME
        && (2..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && (1..=8).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
