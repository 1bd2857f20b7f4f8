//! Keys that can be destroyed. What each opens (an account, an identity, a file, a mailbox, the words of a case) is noise from
//! the moment its key is gone, also in a backup: backups hold the keys apart, and of those only the newest are kept.

use evidence::{SealKey, open_small, seal_small};
use uuid::Uuid;

use crate::change::Change;
use crate::db::{on, within};
use crate::{SealedKind, Store, StoreError};

/// Binds a wrapped key to whose it is and to what it opens.
fn place(holder: Uuid, kind: SealedKind) -> Vec<u8> {
    [b"sealed key ".as_slice(), kind.name().as_bytes(), b" ", holder.as_bytes()].concat()
}

pub(crate) fn unreadable(what: &str) -> StoreError {
    StoreError::Unreadable(format!("{what}; was a key file changed?"))
}

impl Store {
    /// The key with which something was sealed; `None` when it was destroyed.
    pub(crate) async fn sealed_key(
        &self,
        holder: Uuid,
        kind: SealedKind,
    ) -> Result<Option<SealKey>, StoreError> {
        let wrapped: Option<Vec<u8>> = on!(self, |c| {
            sqlx::query_scalar("select wrapped from sealed_keys where holder = $1 and kind = $2")
                .bind(holder)
                .bind(kind.name())
                .fetch_optional(c)
                .await?
        });
        wrapped.map(|wrapped| self.unwrapped(holder, kind, &wrapped)).transpose()
    }

    fn unwrapped(&self, holder: Uuid, kind: SealedKind, wrapped: &[u8]) -> Result<SealKey, StoreError> {
        open_small(&self.0.keys.wrapping(kind), &place(holder, kind), wrapped)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(SealKey::from_bytes)
            .ok_or_else(|| unreadable("a sealed key"))
    }

    /// Wraps a key for a row of `sealed_keys`.
    pub(crate) fn wrapped(
        &self,
        holder: Uuid,
        kind: SealedKind,
        key: &SealKey,
    ) -> Result<Vec<u8>, StoreError> {
        seal_small(&self.0.keys.wrapping(kind), &place(holder, kind), key.as_bytes(), &*self.0.chance)
            .map_err(|_| unreadable("a key could not be wrapped"))
    }

    /// Seals words under a key, bound to where they are kept.
    pub(crate) fn sealed(&self, key: &SealKey, place: &str, words: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal_small(key, place.as_bytes(), words, &*self.0.chance)
            .map_err(|_| unreadable("a text could not be sealed"))
    }
}

/// Opens what [`Store::sealed`] sealed.
pub(crate) fn opened(key: &SealKey, place: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    open_small(key, place.as_bytes(), sealed).map_err(|_| unreadable("a sealed text"))
}

/// Opens a text that [`Store::sealed`] sealed.
pub(crate) fn opened_text(key: &SealKey, place: &str, sealed: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(opened(key, place, sealed)?).map_err(|_| unreadable("a sealed text"))
}

impl Change {
    /// Makes a key and keeps it wrapped.
    pub(crate) async fn make_key(&mut self, holder: Uuid, kind: SealedKind) -> Result<SealKey, StoreError> {
        let key = SealKey::random(&*self.store().0.chance);
        let wrapped = self.store().wrapped(holder, kind, &key)?;
        self.keep_key(holder, kind, wrapped).await?;
        Ok(key)
    }

    pub(crate) async fn keep_key(
        &mut self,
        holder: Uuid,
        kind: SealedKind,
        wrapped: Vec<u8>,
    ) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("insert into sealed_keys (holder, kind, wrapped) values ($1, $2, $3)")
                .bind(holder)
                .bind(kind.name())
                .bind(wrapped)
                .execute(c)
                .await?;
        });
        Ok(())
    }

    /// The key, read where it cannot be destroyed meanwhile.
    pub(crate) async fn key_within(
        &mut self,
        holder: Uuid,
        kind: SealedKind,
    ) -> Result<Option<SealKey>, StoreError> {
        let wrapped: Option<Vec<u8>> = within!(self.tx, |c| {
            sqlx::query_scalar("select wrapped from sealed_keys where holder = $1 and kind = $2")
                .bind(holder)
                .bind(kind.name())
                .fetch_optional(c)
                .await?
        });
        wrapped.map(|wrapped| self.store().unwrapped(holder, kind, &wrapped)).transpose()
    }

    /// Destroys a key, and with it what it opens, wherever a copy lies.
    pub(crate) async fn destroy_key(&mut self, holder: Uuid, kind: SealedKind) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("delete from sealed_keys where holder = $1 and kind = $2")
                .bind(holder)
                .bind(kind.name())
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
