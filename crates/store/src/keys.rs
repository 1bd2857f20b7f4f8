//! The keys of a centre: one master key in a file beside the database, and what is derived from it.

use std::path::{Path, PathBuf};

use terms::edge::Chance;

use crate::StoreError;

/// The name of the master key's file in the data folder.
pub const KEY_FILE: &str = "master.key";

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
}

impl Keys {
    /// Reads `master.key` in `folder`; on the first start makes it from `chance`, readable by its owner only (0600).
    ///
    /// # Errors
    /// When the folder cannot be used, or the file is not a key or can be read by others.
    pub fn open(folder: &Path, chance: &dyn Chance) -> Result<Self, StoreError> {
        unimplemented!()
    }
}
