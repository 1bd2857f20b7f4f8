//! What is in a package, and who says so.

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use terms::{PackId, Timestamp};

use super::{MANIFEST, SUMS};

/// The word that says what kind of file this is.
const FORM: &str = "watchhouse-package";
/// The version of the form.
const VERSION: u32 = 1;
/// What stands before 32 bytes to make them a public key of Ed25519 in DER (RFC 8410).
const DER_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its name in the package.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// How whoever sent it called it, for originals; text of strangers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
}

/// What is in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    form: String,
    version: u32,
    /// Which package.
    pub package: PackId,
    /// The reference under which the centre knows it.
    pub reference: String,
    /// Which centre made it.
    pub centre: String,
    /// For which body.
    pub to: String,
    /// When this file was made.
    pub made_at: Timestamp,
    /// The public key that signed it, as 64 hexadecimal digits. Compare it with the one that the centre publishes.
    pub key: String,
    /// Every file but manifest, signature and sums.
    pub files: Vec<Listed>,
}

/// The text is no manifest of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no manifest of a package that this release knows")]
pub struct UnreadableManifest;

impl Manifest {
    /// A manifest of these files.
    pub fn new(
        package: PackId,
        [reference, centre, to]: [&str; 3],
        made_at: Timestamp,
        key: &PackageKey,
        files: Vec<Listed>,
    ) -> Self {
        Self {
            form: FORM.to_owned(),
            version: VERSION,
            package,
            reference: reference.to_owned(),
            centre: centre.to_owned(),
            to: to.to_owned(),
            made_at,
            key: HEXLOWER.encode(&key.public()),
            files,
        }
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`UnreadableManifest`] for anything else, and for a later version.
    pub fn read(json: &[u8]) -> Result<Self, UnreadableManifest> {
        let manifest: Self = serde_json::from_slice(json).map_err(|_| UnreadableManifest)?;
        let is_ours = manifest.form == FORM && manifest.version == VERSION;
        is_ours.then_some(manifest).ok_or(UnreadableManifest)
    }

    /// Writes it, laid out for people.
    pub fn write(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// The key that it names.
    pub(super) fn key(&self) -> Option<[u8; 32]> {
        HEXLOWER.decode(self.key.as_bytes()).ok()?.try_into().ok()
    }

    /// The text of `SHA256SUMS` for these files and a manifest with this sum.
    pub fn sums(&self, of_manifest: &[u8; 32]) -> String {
        let mut text = format!("{}  {MANIFEST}\n", HEXLOWER.encode(of_manifest));
        for file in &self.files {
            text.push_str(&format!("{}  {}\n", file.sha256, file.name));
        }
        debug_assert!(!text.contains(SUMS));
        text
    }
}

/// The centre's key for packages, which signs nothing else.
pub struct PackageKey(SigningKey);

impl PackageKey {
    /// The key that these secret bytes are.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&secret))
    }

    /// What others need to check signatures.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a manifest's bytes.
    pub fn sign(&self, manifest: &[u8]) -> [u8; 64] {
        self.0.sign(manifest).to_bytes()
    }
}

/// Whether this key signed these bytes; strictly, so that one manifest has no second signature.
pub(super) fn is_signed(key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key)
        .is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
}

/// A public key as other programs read it (PEM, RFC 8410): `openssl pkeyutl -verify -pubin -inkey KEY -rawin …`.
pub fn public_pem(key: &[u8; 32]) -> String {
    let der = [DER_HEAD.as_slice(), key].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
}
