//! How a member proves that a name is its own: what was asked for, and when we last saw the answer.

use centre::consent::{MAIL_LIVES, MAIL_PACE, ProofToken, Way};
use centre::ledger::Actor;
use serde_json::json;
use terms::{AssetId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::keys::new_token;
use crate::moment::{Moment, earlier};
use crate::{Asset, Deed, NewLetter, Noun, Queued, Secret, Store, StoreError};

/// Tokens of proofs are hashed apart from other secrets.
const PROOF: &str = "proof";
/// Links in letters to a postmaster are hashed apart from other links.
const PROOF_LINK: &str = "proof link";

/// One way in which a member proves a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which way.
    pub way: Way,
    /// When the member first asked for it.
    pub asked_at: Timestamp,
    /// When the last letter went to the postmaster.
    pub mailed_at: Option<Timestamp>,
    /// Since when it is proved without a break.
    pub proved_at: Option<Timestamp>,
    /// When we last saw it.
    pub seen_at: Option<Timestamp>,
    /// When we last looked for it and it was not there.
    pub failed_at: Option<Timestamp>,
}

/// What asking for a letter to the postmaster came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedProof {
    /// It is on its way.
    Queued,
    /// One went less than [`MAIL_PACE`] ago.
    AlreadyToday,
    /// The address got as many letters today as an unconfirmed one gets.
    OverBudget,
}

impl Store {
    /// What has to stand there. It follows from member, name, the domain's own random id and the way: another member has
    /// another, and so has a name that was taken out and came back. It is derived and not kept, so that a copy
    /// of the database alone tells none.
    pub fn proof_token(&self, asset: &Asset, way: Way) -> ProofToken {
        let bound = format!("{} {} {} {way}", asset.organisation, asset.id, asset.domain);
        let mut token = [0; 16];
        for (byte, from) in token.iter_mut().zip(self.0.keys.hash(PROOF, &bound)) {
            *byte = from;
        }
        ProofToken(token)
    }

    /// The ways that were asked for, in the order of [`Way::ALL`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn proofs_of(&self, asset: AssetId) -> Result<Vec<Proof>, StoreError> {
        let mut proofs: Vec<Proof> = on!(self, |c| {
            sqlx::query_as("select * from proofs where asset = $1").bind(asset.0).fetch_all(c).await?
        });
        proofs.sort_by_key(|proof| proof.way);
        Ok(proofs)
    }

    /// Keeps that a member wants to prove a name in this way. Once is enough.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn ask_proof(
        &self,
        asset: AssetId,
        way: Way,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        if !change.insert_proof(asset, way).await? {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let said = Said::of(Deed::ProofAsked, Noun::Proof, asset, known.organisation)
            .with(json!({ "domain": known.domain, "way": way.name() }));
        change.commit(said).await?;
        Ok(())
    }

    /// Keeps what a look for a proof came to: seen, or looked for and not there. Where it could not be looked at,
    /// do not call this.
    ///
    /// # Errors
    /// When this way was never asked for.
    pub async fn mark_proof(
        &self,
        asset: AssetId,
        way: Way,
        is_there: bool,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.set_proof(asset, way, is_there).await?;
        let deed = if is_there { Deed::ProofSeen } else { Deed::ProofMissed };
        let said = Said::of(deed, Noun::Proof, asset, known.organisation)
            .with(json!({ "domain": known.domain, "way": way.name() }));
        change.commit(said).await?;
        Ok(())
    }

    /// Queues a letter with a button to the postmaster of a name, at most one in [`MAIL_PACE`].
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn mail_proof(
        &self,
        asset: AssetId,
        by: &Actor,
        now: Timestamp,
        letter: impl FnOnce(&Secret) -> NewLetter + Send,
    ) -> Result<MailedProof, StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.lock_organisation(known.organisation).await?;
        change.insert_proof(asset, Way::Mail).await?;
        let link = new_token(&*self.0.chance);
        let hash = self.0.keys.hash(PROOF_LINK, link.reveal());
        let sent = within!(change.tx, |c| {
            sqlx::query(
                "update proofs set link_hash = $1, mailed_at = $2
                 where asset = $3 and way = $4 and (mailed_at is null or mailed_at <= $5)",
            )
            .bind(hash)
            .bind(Moment::from(now))
            .bind(asset.0)
            .bind(Way::Mail.name())
            .bind(Moment::from(earlier(now, MAIL_PACE)))
            .execute(c)
            .await?
            .rows_affected()
        });
        if sent == 0 {
            return Ok(MailedProof::AlreadyToday);
        }
        let letter = NewLetter { organisation: Some(known.organisation), ..letter(&link) };
        // Whatever is not committed here is as if it had not been: the row keeps its older link.
        let Queued::Queued(id) = change.queue(&letter).await? else { return Ok(MailedProof::OverBudget) };
        let said = Said::of(Deed::ProofAsked, Noun::Proof, asset, known.organisation)
            .with(json!({ "domain": known.domain, "way": Way::Mail.name() }));
        let queued = Said::of(Deed::LetterQueued, Noun::Letter, id, known.organisation)
            .with(json!({ "cause": letter.cause }));
        change.commit_all(said, vec![queued]).await?;
        Ok(MailedProof::Queued)
    }

    /// The domain for which a letter's button was made, while it works. Looking uses nothing up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_at_proof_link(
        &self,
        link: &Secret,
        now: Timestamp,
    ) -> Result<Option<Asset>, StoreError> {
        let hash = self.0.keys.hash(PROOF_LINK, link.reveal());
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select a.* from proofs p join assets a on a.id = p.asset where p.link_hash = $1 and p.mailed_at > $2",
            )
            .bind(hash)
            .bind(Moment::from(earlier(now, MAIL_LIVES)))
            .fetch_optional(c)
            .await?
        }))
    }

    /// The button in a letter was pressed: the name is proved by mail. It works once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_proof_link(
        &self,
        link: &Secret,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Option<AssetId>, StoreError> {
        let hash = self.0.keys.hash(PROOF_LINK, link.reveal());
        let mut change = self.change(by, now).await?;
        let spent: Option<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "update proofs set link_hash = null where link_hash = $1 and mailed_at > $2 returning asset",
            )
            .bind(hash)
            .bind(Moment::from(earlier(now, MAIL_LIVES)))
            .fetch_optional(c)
            .await?
        });
        let Some(asset) = spent.map(AssetId) else { return Ok(None) };
        let known = change.known_asset(asset).await?;
        change.set_proof(asset, Way::Mail, true).await?;
        let said = Said::of(Deed::ProofSeen, Noun::Proof, asset, known.organisation)
            .with(json!({ "domain": known.domain, "way": Way::Mail.name() }));
        change.commit(said).await?;
        Ok(Some(asset))
    }
}

from_row!(Proof, |row| Proof {
    way: row.word("way")?,
    asked_at: row.moment("asked_at")?,
    mailed_at: row.maybe_moment("mailed_at")?,
    proved_at: row.maybe_moment("proved_at")?,
    seen_at: row.maybe_moment("seen_at")?,
    failed_at: row.maybe_moment("failed_at")?,
});

impl Change {
    /// Begins a way; whether it is new.
    async fn insert_proof(&mut self, asset: AssetId, way: Way) -> Result<bool, StoreError> {
        let now = Moment::from(self.now());
        Ok(within!(self.tx, |c| {
            sqlx::query(
                "insert into proofs (asset, way, asked_at) values ($1, $2, $3) on conflict (asset, way) do nothing",
            )
            .bind(asset.0)
            .bind(way.name())
            .bind(now)
            .execute(c)
            .await?
            .rows_affected()
        }) > 0)
    }

    /// Sets whether a proof stands, and with it since when the domain is proved.
    async fn set_proof(&mut self, asset: AssetId, way: Way, is_there: bool) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        let set = if is_there {
            "update proofs set proved_at = coalesce(proved_at, $1), seen_at = $1, failed_at = null where asset = $2 and way = $3"
        } else {
            "update proofs set proved_at = null, seen_at = null, failed_at = $1 where asset = $2 and way = $3"
        };
        let changed = within!(self.tx, |c| {
            let changed = sqlx::query(set)
                .bind(now)
                .bind(asset.0)
                .bind(way.name())
                .execute(&mut *c)
                .await?
                .rows_affected();
            sqlx::query(
                "update assets set proved_at = (select min(proved_at) from proofs where asset = $1) where id = $1",
            )
            .bind(asset.0)
            .execute(c)
            .await?;
            changed
        });
        if changed == 0 { Err(StoreError::NoSuch("proof")) } else { Ok(()) }
    }

    /// Deletes proofs and authorities of domains. Returns how many.
    pub(crate) async fn delete_consent(&mut self, assets: &[AssetId]) -> Result<u64, StoreError> {
        let mut deleted = 0;
        for asset in assets {
            for statement in
                ["delete from proofs where asset = $1", "delete from authorities where asset = $1"]
            {
                deleted += within!(self.tx, |c| {
                    sqlx::query(statement).bind(asset.0).execute(c).await?.rows_affected()
                });
            }
        }
        Ok(deleted)
    }
}
