//! Small things under a key: wrapped keys, accounts of events, names, messages (XChaCha20-Poly1305).
//!
//! A key of the centre seals very many of them; nonces of 24 bytes can be drawn by chance without ever meeting again.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use terms::edge::{Chance, random};

use crate::{OpenFault, SealFault, SealKey};

/// Bytes of a nonce.
const NONCE: usize = 24;

/// Seals `bytes`. `place` binds them to where they are kept, so that one row's cannot be put into another's.
///
/// # Errors
/// [`SealFault::Cipher`], which happens to nothing that fits into memory.
pub fn seal_small(
    key: &SealKey,
    place: &[u8],
    bytes: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, SealFault> {
    let nonce: [u8; NONCE] = random(chance);
    let sealed = XChaCha20Poly1305::new(key.as_bytes().into())
        .encrypt(&nonce.into(), Payload { msg: bytes, aad: place })
        .map_err(|_| SealFault::Cipher)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal_small`] sealed.
///
/// # Errors
/// When it was changed, belongs elsewhere, or the key is another.
pub fn open_small(key: &SealKey, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenFault> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or(OpenFault::NotSealed)?;
    XChaCha20Poly1305::new(key.as_bytes().into())
        .decrypt(&(*nonce).into(), Payload { msg: rest, aad: place })
        .map_err(|_| OpenFault::Changed { chunk: 0 })
}
