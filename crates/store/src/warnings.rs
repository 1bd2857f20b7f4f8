//! The warning list: web addresses of which two people of the centre say that they are a trick. It ends by itself; anybody may
//! say that an entry is wrong; one person is enough to take it off.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CampaignId, DomainName, Timestamp, WarningId};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{Deed, Noun, Store, StoreError, WarningState};

/// An entry stands so many days.
pub const WARNING_DAYS_LISTED: i64 = 180;
/// The longest appeal, in letters.
pub const LONGEST_APPEAL: usize = 2_000;

/// An address as somebody proposes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWarning {
    /// The address.
    pub domain: DomainName,
    /// Why it belongs there; everybody reads it.
    pub why: String,
    /// The wave in which it was seen.
    pub campaign: Option<CampaignId>,
}

/// An entry of the warning list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWarning {
    /// Its id.
    pub id: WarningId,
    /// The address.
    pub domain: DomainName,
    /// Why.
    pub why: String,
    /// The wave in which it was seen.
    pub campaign: Option<CampaignId>,
    /// How far it is.
    pub state: WarningState,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// By whom.
    pub proposed_by: Actor,
    /// When a second person listed it.
    pub listed_at: Option<Timestamp>,
    /// Who.
    pub listed_by: Option<Actor>,
    /// Until when it stands.
    pub expires_at: Timestamp,
    /// When it was taken off, and why.
    pub ended: Option<(Timestamp, String)>,
    /// When somebody said that it is wrong, and what they said. Text of strangers.
    pub appeal: Option<(Timestamp, String)>,
}

struct Row {
    warning: ListedWarning,
    appealed_at: Option<Timestamp>,
    appeal: Option<Vec<u8>>,
}
from_row!(Row, |row| Row {
    warning: ListedWarning {
        id: WarningId(row.uuid("id")?),
        domain: row.typed("domain")?,
        why: row.text("why")?,
        campaign: row.maybe_uuid("campaign")?.map(CampaignId),
        state: row.word("state")?,
        proposed_at: row.moment("proposed_at")?,
        proposed_by: row.word("proposed_by")?,
        listed_at: row.maybe_moment("listed_at")?,
        listed_by: row.maybe_text("listed_by")?.and_then(|by| by.parse().ok()),
        expires_at: row.moment("expires_at")?,
        ended: row.maybe_moment("ended_at")?.map(|at| (at, row.text("ended_why").unwrap_or_default())),
        appeal: None,
    },
    appealed_at: row.maybe_moment("appealed_at")?,
    appeal: row.maybe_bytes("appeal")?,
});

fn place_of(id: WarningId) -> Vec<u8> {
    format!("appeal {id}").into_bytes()
}

impl Store {
    /// Proposes an address. It is not listed until a second person says so.
    ///
    /// # Errors
    /// When nobody said why, or it is proposed or listed already.
    pub async fn propose_warning(
        &self,
        new: &NewWarning,
        by: &Actor,
        now: Timestamp,
    ) -> Result<WarningId, StoreError> {
        let why = new.why.trim();
        if why.is_empty() || why.chars().count() > 300 {
            return Err(StoreError::NotAllowed("say why in a few words, 300 letters at most"));
        }
        let mut change = self.change(by, now).await?;
        let there: Option<i64> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "select proposed_at from warnings where domain = $1 and (state = 'proposed' or (state = 'listed' and expires_at > $2))",
            )
            .bind(new.domain.as_ascii())
            .bind(Moment::from(now))
            .fetch_optional(c)
            .await?
        });
        if there.is_some() {
            return Err(StoreError::NotAllowed("this address is proposed or listed already"));
        }
        let id = WarningId::random(&*self.0.chance);
        let until = later(now, SignedDuration::from_hours(24 * WARNING_DAYS_LISTED));
        within!(change.tx, |c| {
            sqlx::query(
                "insert into warnings (id, domain, why, campaign, state, proposed_at, proposed_by, expires_at, ended_why)
                 values ($1, $2, $3, $4, 'proposed', $5, $6, $7, '')",
            )
            .bind(id.0)
            .bind(new.domain.as_ascii())
            .bind(why)
            .bind(new.campaign.map(|campaign| campaign.0))
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(Moment::from(until))
            .execute(c)
            .await?;
        });
        let told = json!({ "domain": new.domain, "why": why, "campaign": new.campaign });
        change.commit(Said::of_centre(Deed::WarningProposed, Noun::Warning, id).with(told)).await?;
        Ok(id)
    }

    /// A second person lists an address.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for whoever proposed it, and when it is not proposed.
    pub async fn list_warning(&self, id: WarningId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let warning = change.standing_warning(id).await?;
        if warning.state != WarningState::Proposed {
            return Err(StoreError::NotAllowed("only what is proposed can be listed"));
        }
        if warning.proposed_by == *by {
            return Err(StoreError::NotAllowed("somebody else than who proposed it must list it"));
        }
        let until = later(now, SignedDuration::from_hours(24 * WARNING_DAYS_LISTED));
        within!(change.tx, |c| {
            sqlx::query(
                "update warnings set state = 'listed', listed_at = $1, listed_by = $2, expires_at = $3 where id = $4",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(Moment::from(until))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let said = Said::of_centre(Deed::WarningListed, Noun::Warning, id);
        change.commit(said.with(json!({ "domain": warning.domain }))).await?;
        Ok(())
    }

    /// Takes an address off the list, or refuses what was proposed. One person is enough.
    ///
    /// # Errors
    /// When it was taken off before, or nobody said why.
    pub async fn end_warning(
        &self,
        id: WarningId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if why.trim().is_empty() {
            return Err(StoreError::NotAllowed("say why it is taken off"));
        }
        let mut change = self.change(by, now).await?;
        if change.standing_warning(id).await?.state == WarningState::Ended {
            return Err(StoreError::NotAllowed("it was taken off before"));
        }
        within!(change.tx, |c| {
            sqlx::query(
                "update warnings set state = 'ended', ended_at = $1, ended_by = $2, ended_why = $3 where id = $4",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(why.trim())
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let said = Said::of_centre(Deed::WarningEnded, Noun::Warning, id);
        change.commit(said.with(json!({ "why": why.trim() }))).await?;
        Ok(())
    }

    /// Somebody says that an entry is wrong. The newest word is kept, sealed, until the entry ends.
    ///
    /// # Errors
    /// When the address is not listed now, or nothing or too much was said.
    pub async fn appeal_warning(
        &self,
        domain: &DomainName,
        words: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<WarningId, StoreError> {
        let words = words.trim();
        if words.is_empty() || words.chars().count() > LONGEST_APPEAL {
            return Err(StoreError::NotAllowed("say why it is wrong, in 2,000 letters at most"));
        }
        let found: Option<Row> = on!(self, |c| {
            sqlx::query_as(
                "select * from warnings where domain = $1 and state = 'listed' and expires_at > $2",
            )
            .bind(domain.as_ascii())
            .bind(Moment::from(now))
            .fetch_optional(c)
            .await?
        });
        let id = found.ok_or(StoreError::NoSuch("entry"))?.warning.id;
        let sealed = self.0.keys.seal(&place_of(id), words.as_bytes(), &*self.0.chance)?;
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query("update warnings set appealed_at = $1, appeal = $2 where id = $3")
                .bind(Moment::from(now))
                .bind(sealed)
                .bind(id.0)
                .execute(c)
                .await?;
        });
        change.commit(Said::of_centre(Deed::WarningAppealed, Noun::Warning, id)).await?;
        Ok(id)
    }

    /// What everybody may read: addresses that are listed now, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn listed_warnings(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ListedWarning>, StoreError> {
        let rows: Vec<Row> = on!(self, |c| {
            sqlx::query_as(
                "select * from warnings where state = 'listed' and expires_at > $1 order by domain, id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| row.warning).collect())
    }

    /// The list as the desk sees it, with what was proposed and what ended, the newest first, and appeals.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warnings(&self, limit: u32) -> Result<Vec<ListedWarning>, StoreError> {
        let rows: Vec<Row> = on!(self, |c| {
            sqlx::query_as("select * from warnings order by proposed_at desc, id limit $1")
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        });
        rows.into_iter()
            .map(|row| {
                let opened = row.appeal.map(|sealed| self.0.keys.unseal(&place_of(row.warning.id), &sealed));
                let words = opened.transpose()?.map(|words| String::from_utf8_lossy(&words).into_owned());
                Ok(ListedWarning { appeal: row.appealed_at.zip(words), ..row.warning })
            })
            .collect()
    }
}

impl Change {
    async fn standing_warning(&mut self, id: WarningId) -> Result<ListedWarning, StoreError> {
        let found: Option<Row> = within!(self.tx, |c| {
            sqlx::query("update warnings set state = state where id = $1")
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query_as("select * from warnings where id = $1").bind(id.0).fetch_optional(c).await?
        });
        Ok(found.ok_or(StoreError::NoSuch("entry"))?.warning)
    }
}
