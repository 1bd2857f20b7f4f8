//! Signed heads: the last entry's hash under the centre's own signature (Ed25519, RFC 8032).

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use terms::Timestamp;

use super::Digest;

const HEAD_DOMAIN: &[u8] = b"watchhouse ledger head 1";

/// Where the ledger stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's sequence; 0 while there is none.
    pub sequence: u64,
    /// The last entry's hash.
    pub hash: Digest,
    /// When it was signed, in whole microseconds.
    pub at: Timestamp,
}

impl Head {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = HEAD_DOMAIN.to_vec();
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.hash);
        bytes.extend(self.at.as_microsecond().to_be_bytes());
        bytes
    }
}

/// The key that signs heads. Its 32 bytes are a secret of the centre.
pub struct HeadKey(SigningKey);

impl HeadKey {
    /// The key that these secret bytes are.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&secret))
    }

    /// What others need to check signatures.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a head.
    pub fn sign(&self, head: Head) -> SignedHead {
        let at = Timestamp::from_microsecond(head.at.as_microsecond()).unwrap_or(head.at);
        let head = Head { at, ..head };
        SignedHead { head, public_key: self.public(), signature: self.0.sign(&head.bytes()).to_bytes() }
    }
}

/// A head with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct SignedHead {
    /// What was signed.
    pub head: Head,
    /// The key that signed it.
    pub public_key: [u8; 32],
    /// The signature.
    pub signature: [u8; 64],
}

/// The text is no signed head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a signed head of a ledger")]
pub struct HeadError;

impl SignedHead {
    /// Whether the signature is good, and was made by `trusted` where that is known.
    pub fn is_good(&self, trusted: Option<&[u8; 32]>) -> bool {
        if trusted.is_some_and(|key| *key != self.public_key) {
            return false;
        }
        VerifyingKey::from_bytes(&self.public_key)
            .is_ok_and(|key| key.verify(&self.head.bytes(), &Signature::from_bytes(&self.signature)).is_ok())
    }
}

/// How a signed head stands in `ledger-head.json`: binary as lower-case hexadecimal.
#[derive(Serialize, Deserialize)]
struct Written {
    sequence: u64,
    hash: String,
    at: Timestamp,
    public_key: String,
    signature: String,
}

impl From<SignedHead> for Written {
    fn from(signed: SignedHead) -> Self {
        Self {
            sequence: signed.head.sequence,
            hash: HEXLOWER.encode(&signed.head.hash),
            at: signed.head.at,
            public_key: HEXLOWER.encode(&signed.public_key),
            signature: HEXLOWER.encode(&signed.signature),
        }
    }
}

impl TryFrom<Written> for SignedHead {
    type Error = HeadError;

    fn try_from(written: Written) -> Result<Self, HeadError> {
        Ok(Self {
            head: Head { sequence: written.sequence, hash: fixed(&written.hash)?, at: written.at },
            public_key: fixed(&written.public_key)?,
            signature: fixed(&written.signature)?,
        })
    }
}

fn fixed<const N: usize>(text: &str) -> Result<[u8; N], HeadError> {
    let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| HeadError)?;
    bytes.try_into().map_err(|_| HeadError)
}
