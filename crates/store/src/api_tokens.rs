//! Tokens for the programming interface.

use centre::ledger::Actor;
use terms::{ApiTokenId, PersonId, PlainLine, Timestamp};

use crate::{Person, Right, Secret, Store, StoreError};

/// A token as its owner sees it; the secret itself is not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// What its owner calls it.
    pub name: PlainLine,
    /// What it may be used for, by the names of acts; never more than its owner may.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

/// Who comes with a token.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenHolder {
    /// The token.
    pub token: ApiToken,
    /// Its owner.
    pub person: Person,
    /// Whether token and owner may still come in.
    pub right: Right,
}

impl Store {
    /// Makes a token. The secret is shown once.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn make_api_token(
        &self,
        person: PersonId,
        name: &PlainLine,
        scopes: &[String],
        expires_at: Timestamp,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(ApiTokenId, Secret), StoreError> {
        unimplemented!()
    }

    /// Who comes with this token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_token(&self, token: &Secret, now: Timestamp) -> Result<Option<TokenHolder>, StoreError> {
        unimplemented!()
    }

    /// The tokens of a person, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, StoreError> {
        unimplemented!()
    }

    /// Ends a token of a person.
    ///
    /// # Errors
    /// When the person has no such token.
    pub async fn revoke_api_token(
        &self,
        person: PersonId,
        id: ApiTokenId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
