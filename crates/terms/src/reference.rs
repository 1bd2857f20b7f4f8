//! References that people read out on the telephone: `WH-7K3D-92`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::edge::{Chance, random};

/// Digits and letters that are not mistaken for each other when spoken or written
/// (Crockford's base 32: no I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry the reference; the hyphens are for the eye.
const LENGTH: usize = 6;

/// The text is not a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this does not look like a reference; a reference looks like WH-7K3D-92")]
pub struct ReferenceError;

/// A short name for one record, for people. It is no key: whoever knows it learns nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    /// A new random reference. The store refuses one that is taken and draws again.
    pub fn random(chance: &dyn Chance) -> Self {
        let bytes: [u8; LENGTH] = random(chance);
        Self(bytes.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect())
    }

    /// Reads a reference as spoken: any case, with or without `WH` and hyphens, `O` for zero,
    /// `I` and `L` for one.
    ///
    /// # Errors
    /// [`ReferenceError`] when it is not six characters of the alphabet.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let mut packed: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect();
        if packed.len() == LENGTH + 2 && packed.starts_with("WH") {
            packed.drain(..2);
        }
        if packed.len() == LENGTH && packed.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(Self(packed))
        } else {
            Err(ReferenceError)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WH-{}-{}", &self.0[..4], &self.0[4..])
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;
    fn try_from(text: String) -> Result<Self, ReferenceError> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_survives_the_telephone() {
        for spoken in ["WH-7K3D-92", "wh 7k3d 92", "7K3D92", "7k3d-92"] {
            assert_eq!(Reference::parse(spoken).map(|r| r.to_string()), Ok("WH-7K3D-92".into()));
        }
        assert_eq!(Reference::parse("WH-OIL0-00").map(|r| r.to_string()), Ok("WH-0110-00".into()));
        assert_eq!(Reference::parse("WH-7K3"), Err(ReferenceError));
        assert_eq!(Reference::parse("ÄÄÄ"), Err(ReferenceError));
    }
}
