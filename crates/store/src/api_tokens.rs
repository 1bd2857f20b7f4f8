//! Tokens for the programming interface.

use centre::ledger::Actor;
use serde_json::json;
use terms::{ApiTokenId, PersonId, PlainLine, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::keys::new_token;
use crate::moment::Moment;
use crate::sessions::right_of;
use crate::{Deed, Noun, Person, Right, Secret, Store, StoreError};

/// Tokens are hashed apart from other secrets.
const TOKEN: &str = "api token";

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
        let id = ApiTokenId::random(&*self.0.chance);
        let secret = new_token(&*self.0.chance);
        let hash = self.0.keys.hash(TOKEN, secret.reveal());
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into api_tokens (id, token_hash, person, name, scopes, made_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(id.0)
            .bind(hash)
            .bind(person.0)
            .bind(name.as_str())
            .bind(scopes.join(" "))
            .bind(Moment::from(now))
            .bind(Moment::from(expires_at))
            .execute(c)
            .await?;
        });
        let said = Said::of_person(Deed::TokenMade, Noun::ApiToken, id, whose)
            .with(json!({ "name": name, "scopes": scopes, "expires_at": expires_at }));
        change.commit(said).await?;
        Ok((id, secret))
    }

    /// Who comes with this token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_token(&self, token: &Secret, now: Timestamp) -> Result<Option<TokenHolder>, StoreError> {
        let hash = self.0.keys.hash(TOKEN, token.reveal());
        let found: Option<HolderRow> = on!(self, |c| {
            sqlx::query_as(
                "select p.*, t.id as token_id, t.name as token_name, t.scopes, t.made_at, t.expires_at as token_ends,
                        t.revoked_at as token_revoked, t.used_at
                 from api_tokens t join people p on p.id = t.person where t.token_hash = $1",
            )
            .bind(hash)
            .fetch_optional(c)
            .await?
        });
        let Some(HolderRow(person, token)) = found else { return Ok(None) };
        let right = if token.revoked_at.is_some() {
            Right::Revoked
        } else if token.expires_at <= now {
            Right::Expired
        } else {
            right_of(&person, now)
        };
        if right == Right::Good && token.used_at.is_none_or(|at| now.duration_since(at).as_secs() >= 60) {
            self.token_used(token.id, person.id, now).await?;
        }
        Ok(Some(TokenHolder { token, person, right }))
    }

    /// The tokens of a person, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, StoreError> {
        let rows: Vec<ApiToken> = on!(self, |c| {
            sqlx::query_as(
                "select id as token_id, name as token_name, scopes, made_at, expires_at as token_ends,
                        revoked_at as token_revoked, used_at
                 from api_tokens where person = $1 order by made_at desc, id",
            )
            .bind(person.0)
            .fetch_all(c)
            .await?
        });
        Ok(rows)
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
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update api_tokens set revoked_at = $1 where id = $2 and person = $3 and revoked_at is null",
            )
            .bind(Moment::from(now))
            .bind(id.0)
            .bind(person.0)
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("token"));
        }
        change.commit(Said::of_person(Deed::TokenRevoked, Noun::ApiToken, id, whose)).await?;
        Ok(())
    }
}

from_row!(ApiToken, |row| ApiToken {
    id: ApiTokenId(row.uuid("token_id")?),
    name: row.typed("token_name")?,
    scopes: row.text("scopes")?.split_whitespace().map(str::to_owned).collect(),
    made_at: row.moment("made_at")?,
    expires_at: row.moment("token_ends")?,
    revoked_at: row.maybe_moment("token_revoked")?,
    used_at: row.maybe_moment("used_at")?,
});

struct HolderRow(Person, ApiToken);
from_row!(HolderRow, |row| HolderRow(sqlx::FromRow::from_row(row)?, sqlx::FromRow::from_row(row)?));

impl Store {
    async fn token_used(&self, id: ApiTokenId, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Person(person), now).await?;
        within!(change.tx, |c| {
            sqlx::query("update api_tokens set used_at = $1 where id = $2")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?;
        });
        change.commit_unsaid(Unsaid::LastUse).await
    }
}
