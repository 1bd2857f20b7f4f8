//! The keys of a centre: two master keys in files beside the database, and what is derived from them.
//!
//! The second one opens nothing but who gave an account of events, so that whoever has the first alone cannot bring what
//! was said and who said it together.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use centre::hand_over::package::PackageKey;
use centre::ledger::HeadKey;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use evidence::{Receipt, SealKey};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use terms::edge::{Chance, random};

use crate::{SealedKind, StoreError};

/// Bytes of a nonce of ChaCha20-Poly1305.
const NONCE: usize = 12;

/// The name of the master key's file in the data folder.
const KEY_FILE: &str = "master.key";
/// The name of the file of the key that opens who gave an account.
const IDENTITY_KEY_FILE: &str = "identity.key";

/// A token, code or secret: shown to its owner once, never to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes what somebody presented as a secret.
    pub fn presented(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The secret itself, to send it to its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The keys of a centre. Sub-keys are HMAC-SHA256 of the master key over a label each, so that one
/// that is lost tells nothing of the others.
pub struct Keys {
    folder: PathBuf,
    master: [u8; 32],
    identity: [u8; 32],
}

impl Keys {
    /// Reads `master.key` and `identity.key` in `folder`; makes one that is not there from `chance`, readable by its owner
    /// only (0600).
    ///
    /// # Errors
    /// When the folder cannot be used, or a file is not a key or can be read by others.
    pub fn open(folder: &Path, chance: &dyn Chance) -> Result<Self, StoreError> {
        let at_folder = |source| StoreError::Folder { folder: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(at_folder)?;
        let master = Self::read_or_make(&folder.join(KEY_FILE), chance)?;
        let identity = Self::read_or_make(&folder.join(IDENTITY_KEY_FILE), chance)?;
        Ok(Self { folder: folder.to_owned(), master, identity })
    }

    fn read_or_make(file: &Path, chance: &dyn Chance) -> Result<[u8; 32], StoreError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::read(file, text.trim()),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::make(file, chance),
            Err(source) => Err(at_file(file, source)),
        }
    }

    fn read(file: &Path, text: &str) -> Result<[u8; 32], StoreError> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let rights = std::fs::metadata(file).map_err(|source| at_file(file, source))?.permissions();
            if rights.mode() & 0o077 != 0 {
                return Err(StoreError::KeyFileOpen(file.to_owned()));
            }
        }
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| StoreError::KeyFile(file.to_owned()))?;
        bytes.try_into().map_err(|_| StoreError::KeyFile(file.to_owned()))
    }

    fn make(file: &Path, chance: &dyn Chance) -> Result<[u8; 32], StoreError> {
        let key: [u8; 32] = random(chance);
        write_durably(file, HEXLOWER.encode(&key).as_bytes(), true)?;
        Ok(key)
    }

    /// The folder of the key file, in which the head of the ledger is kept too.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What others need to check the centre's signature on its ledger.
    pub fn public_key(&self) -> [u8; 32] {
        self.head_key().public()
    }

    pub(crate) fn head_key(&self) -> HeadKey {
        HeadKey::from_secret(self.derived("ledger heads"))
    }

    /// Signs packages for partners, and nothing else.
    pub(crate) fn package_key(&self) -> PackageKey {
        PackageKey::from_secret(self.derived("packages for partners"))
    }

    /// Tells this master key from another, and nothing more.
    pub(crate) fn mark(&self) -> String {
        HEXLOWER.encode(&self.derived("mark of the key"))
    }

    /// Tells the key of identities from another, and nothing more.
    pub(crate) fn identity_mark(&self) -> String {
        HEXLOWER.encode(&hash_with(&self.identity, &[b"mark of the key"]))
    }

    /// What the keys of this kind are wrapped under.
    pub(crate) fn wrapping(&self, kind: SealedKind) -> SealKey {
        match kind {
            SealedKind::Identity => SealKey::from_bytes(hash_with(&self.identity, &[b"keys of identities"])),
            _ => SealKey::from_bytes(self.derived("keys that can be destroyed")),
        }
    }

    /// The key of a draft follows from its token, which only a browser has: nobody else can read it, nor can we.
    pub(crate) fn draft_key(&self, token: &Secret) -> SealKey {
        SealKey::from_bytes(hash_with(&self.derived("drafts"), &[token.reveal().as_bytes()]))
    }

    /// The receipt of a report follows from the token with which it was sent: whoever sends it again because the answer was
    /// lost gets the same words.
    pub(crate) fn receipt_of(&self, token: &Secret) -> Receipt {
        Receipt::from_secret(&hash_with(&self.derived("words of receipts"), &[token.reveal().as_bytes()]))
    }

    /// With what receipts are stretched.
    pub(crate) fn receipt_salt(&self) -> [u8; 32] {
        self.derived("receipts")
    }

    fn derived(&self, label: &str) -> [u8; 32] {
        hash_with(&self.master, &[label.as_bytes()])
    }

    /// What is kept of a secret: its keyed hash. `kind` keeps the kinds of secrets apart.
    pub(crate) fn hash(&self, kind: &str, secret: &str) -> Vec<u8> {
        hash_with(&self.derived("hashes of tokens"), &[kind.as_bytes(), secret.as_bytes()]).to_vec()
    }

    /// 32 bytes that follow from the master key and a name: what is derived anew whenever it is wanted. `kind` keeps the
    /// kinds apart.
    pub(crate) fn derived_from(&self, kind: &str, name: &str) -> [u8; 32] {
        hash_with(&self.derived("codes that can be derived again"), &[kind.as_bytes(), name.as_bytes()])
    }

    /// Seals a small secret (ChaCha20-Poly1305, RFC 8439). `place` binds it to where it is kept, so that
    /// one row's secret cannot be put into another's.
    pub(crate) fn seal(
        &self,
        place: &[u8],
        secret: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = random(chance);
        let sealed = self
            .cipher()
            .encrypt(&nonce.into(), Payload { msg: secret, aad: place })
            .map_err(|_| StoreError::Unreadable("a secret could not be sealed".into()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Keys::seal`] sealed.
    pub(crate) fn unseal(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let unreadable = || StoreError::Unreadable("a sealed secret; was the key file changed?".into());
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or_else(unreadable)?;
        self.cipher().decrypt(&(*nonce).into(), Payload { msg: rest, aad: place }).map_err(|_| unreadable())
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.derived("sealed secrets").into())
    }
}

/// A new token of 256 bits, as text that can stand in an address.
pub(crate) fn new_token(chance: &dyn Chance) -> Secret {
    Secret(BASE64URL_NOPAD.encode(&random::<32>(chance)))
}

/// A code of so many decimal digits. Bytes that would favour some digits are drawn again.
pub(crate) fn new_digits(count: usize, chance: &dyn Chance) -> Secret {
    let mut digits = String::with_capacity(count);
    while digits.len() < count {
        let [byte] = random::<1>(chance);
        if byte < 250 {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    Secret(digits)
}

fn hash_with(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a key that is shorter than a block with zeros; doing it here cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Writes a file so that it is whole after a power cut: to a file beside it, synced, renamed, the folder synced.
pub(crate) fn write_durably(file: &Path, bytes: &[u8], private: bool) -> Result<(), StoreError> {
    let beside = file.with_extension("new");
    let written = || -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(if private { 0o600 } else { 0o644 });
        }
        let mut open = options.open(&beside)?;
        open.write_all(bytes)?;
        open.sync_all()?;
        std::fs::rename(&beside, file)?;
        sync_folder_of(file)
    };
    written().map_err(|source| at_file(file, source))
}

/// Syncs the folder in which a file was made or renamed, so that its name survives a power cut.
pub(crate) fn sync_folder_of(file: &Path) -> std::io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

pub(crate) fn at_file(file: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { file: file.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SeededChance;

    fn scratch(name: &str) -> PathBuf {
        crate::testing::scratch_folder(name)
    }

    #[test]
    fn a_key_file_is_made_once_and_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = scratch("keys");
        let first = Keys::open(&folder, &SeededChance::new(1)).unwrap();
        let again = Keys::open(&folder, &SeededChance::new(2)).unwrap();
        assert_eq!((first.master, first.identity), (again.master, again.identity));
        assert_ne!(first.master, first.identity);
        let file = folder.join(KEY_FILE);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = Keys::open(&folder, &SeededChance::new(2)).err().unwrap();
        assert!(error.to_string().ends_with("take that right away: chmod 600"), "{error}");
    }

    #[test]
    fn what_is_sealed_opens_in_its_own_place_only() {
        let chance = SeededChance::new(3);
        let keys = Keys { folder: PathBuf::new(), master: [7; 32], identity: [8; 32] };
        let mut sealed = keys.seal(b"letter 1", b"482913", &chance).unwrap();
        assert_eq!(keys.unseal(b"letter 1", &sealed).unwrap(), b"482913");
        assert!(keys.unseal(b"letter 2", &sealed).is_err());
        sealed[14] ^= 1;
        assert!(keys.unseal(b"letter 1", &sealed).is_err());
        assert!(keys.unseal(b"letter 1", b"short").is_err());
    }

    #[test]
    fn hashes_of_different_kinds_differ_and_secrets_stay_out_of_logs() {
        let keys = Keys { folder: PathBuf::new(), master: [7; 32], identity: [8; 32] };
        assert_ne!(keys.hash("session", "abc"), keys.hash("link", "abc"));
        assert_ne!(keys.hash("session", "abc"), keys.hash("sessiona", "bc"));
        assert_eq!(format!("{:?}", Secret::presented("abc")), "Secret(…)");
        assert_eq!(new_digits(6, &SeededChance::new(1)).reveal().len(), 6);
    }
}
