//! Names that look like a member's domain: where they were seen, what we think of each, and what the member says of it.
//!
//! How a finding follows from them is `centre::watching`'s rule; here it is kept, in the same transaction as what changed.
//! What we think of a name stands in words of `checkup`, which this room only passes on.

use centre::ledger::Actor;
use centre::watching::OF_LOOKALIKES;
use serde_json::json;
use terms::{AssetId, DomainName, OrganisationId, Severity, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::findings::{severity_from, severity_word};
use crate::lookalike_changes::Mended;
use crate::moment::Moment;
use crate::{Deed, LookalikeWay, LookalikeWord, Noun, Store, StoreError};

/// The most names that are kept for one domain. A further one takes the place of the lightest about which
/// there is nothing to say, or is not kept.
pub const MOST_LOOKALIKES: usize = 200;

/// A name that was seen and looks like a member's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLookalike {
    /// The name.
    pub name: DomainName,
    /// In what they are alike, in words of the lookalike engine.
    pub kinds: Vec<String>,
    /// How much weight that has, from 0 to 100.
    pub weight: u8,
    /// Where it was seen.
    pub way: LookalikeWay,
}

/// What keeping names came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Noted {
    /// Names that are new.
    pub new: u32,
    /// Names that were there already.
    pub known: u32,
    /// Names for which there was no room.
    pub no_room: u32,
}

/// A name that looks like a member's, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptLookalike {
    /// Like which domain.
    pub asset: AssetId,
    /// The name.
    pub name: DomainName,
    /// In what they are alike, in words of the lookalike engine.
    pub kinds: Vec<String>,
    /// How much weight that has, from 0 to 100.
    pub weight: u8,
    /// Where it was seen first.
    pub way: LookalikeWay,
    /// When it was seen first.
    pub first_seen_at: Timestamp,
    /// When it was seen last.
    pub last_seen_at: Timestamp,
    /// What the member says of it.
    pub word: Option<LookalikeWord>,
    /// When the member said so.
    pub word_at: Option<Timestamp>,
    /// When we last looked at it.
    pub looked_at: Option<Timestamp>,
    /// When we look next; never, where the member has said that there is no need.
    pub due_at: Option<Timestamp>,
    /// What we think of it, in a word of the check-up engine; empty while nobody looked.
    pub verdict: String,
    /// Since when we think so.
    pub verdict_at: Option<Timestamp>,
    /// The finding that it is; empty where it is none.
    pub check: String,
    /// How much that matters.
    pub severity: Severity,
    /// Something of it could not be seen.
    pub uncertain: bool,
    /// What was seen, as JSON; empty while nobody looked.
    pub look: String,
}

/// A name that is due for a look.
#[derive(Debug, Clone, PartialEq)]
pub struct DueLookalike {
    /// Like which domain.
    pub asset: AssetId,
    /// Whose that is.
    pub organisation: OrganisationId,
    /// What that is.
    pub domain: DomainName,
    /// The name.
    pub name: DomainName,
}

/// What a look at such a name came to.
#[derive(Debug, Clone, PartialEq)]
pub struct LookalikeLook {
    /// What we think of it, in a word of the check-up engine.
    pub verdict: String,
    /// The finding that it is, with how much it matters.
    pub is: Option<(String, Severity)>,
    /// Something of it could not be seen.
    pub uncertain: bool,
    /// What was seen, as JSON.
    pub look: String,
    /// When to look next.
    pub due_at: Timestamp,
}

impl Store {
    /// The domains of members, at most `limit` in the order of their ids after `after`: what new names are held against.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn domains_to_guard(
        &self,
        after: Option<AssetId>,
        limit: u32,
    ) -> Result<Vec<(AssetId, DomainName)>, StoreError> {
        let rows: Vec<Guarded> = on!(self, |c| {
            sqlx::query_as(
                "select a.id, a.domain from assets a join organisations o on o.id = a.organisation
                 where o.standing = 'member' and a.id > $1 order by a.id limit $2",
            )
            .bind(after.map_or(Uuid::nil(), |after| after.0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }

    /// The names that look like a domain, what weighs most first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lookalikes_of(&self, asset: AssetId) -> Result<Vec<KeptLookalike>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 order by weight desc, name")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// One name that looks like a domain.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lookalike(
        &self,
        asset: AssetId,
        name: &DomainName,
    ) -> Result<Option<KeptLookalike>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 and name = $2")
                .bind(asset.0)
                .bind(name.as_ascii())
                .fetch_optional(c)
                .await?
        }))
    }

    /// The names that are due for a look, those most overdue first. Nothing is reserved: the reconciler holds the lease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lookalikes_due(&self, now: Timestamp, limit: u32) -> Result<Vec<DueLookalike>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.asset, l.name, a.organisation, a.domain from lookalikes l join assets a on a.id = l.asset
                     join organisations o on o.id = a.organisation
                 where l.due_at <= $1 and o.standing = 'member' order by l.due_at, l.asset, l.name limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Keeps names that were seen; new ones are due for a look at once.
    ///
    /// # Errors
    /// When there is no such domain, or the database fails.
    pub async fn note_lookalikes(
        &self,
        asset: AssetId,
        seen: &[NewLookalike],
        by: &Actor,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.lock_organisation(known.organisation).await?;
        let mut noted = Noted::default();
        let mut names = Vec::new();
        let mut have = change.lookalikes_of(asset).await?;
        for one in seen.iter().filter(|one| one.name != known.domain) {
            if change.see_again(asset, &one.name).await? {
                noted.known += 1;
            } else if change.make_room(asset, &mut have, one.weight).await? {
                change.insert_lookalike(asset, one).await?;
                noted.new += 1;
                names.push(one.name.as_ascii().to_owned());
                // A name that stands twice in one list is known the second time.
                have.push((one.name.as_ascii().to_owned(), one.weight, false));
            } else {
                noted.no_room += 1;
            }
        }
        if names.is_empty() {
            change.commit_unsaid(Unsaid::Due).await?;
            return Ok(noted);
        }
        names.truncate(MOST_LOOKALIKES);
        let said = Said::of(Deed::LookalikesSeen, Noun::Lookalike, asset, known.organisation)
            .with(json!({ "domain": known.domain, "many": noted.new, "names": names }));
        change.commit(said).await?;
        Ok(noted)
    }

    /// Keeps what a look at a name came to, and what follows of the domain's findings. Returns whether the verdict changed.
    ///
    /// # Errors
    /// When there is no such name, what was seen is not JSON, or the database fails.
    pub async fn keep_lookalike(
        &self,
        asset: AssetId,
        name: &DomainName,
        look: &LookalikeLook,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        serde_json::from_str::<serde::de::IgnoredAny>(&look.look)
            .map_err(|_| StoreError::NotAllowed("what was seen of a name must be JSON"))?;
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.lock_organisation(known.organisation).await?;
        let before = change.known_lookalike(asset, name).await?;
        let has_changed = before.verdict != look.verdict;
        let (check, severity) =
            look.is.as_ref().map_or(("", Severity::Note), |(check, severity)| (check, *severity));
        // Of what the member has said is no matter, nothing is due any more.
        let due_at =
            if before.word.is_none_or(LookalikeWord::wants_looks) { Some(look.due_at) } else { None };
        within!(change.tx, |c| {
            sqlx::query(
                "update lookalikes set looked_at = $1, due_at = $2, verdict = $3, verdict_at = case when verdict = $3
                     then verdict_at else $1 end, check_id = $4, severity = $5, uncertain = $6, look = $7
                 where asset = $8 and name = $9",
            )
            .bind(Moment::from(now))
            .bind(due_at.map(Moment::from))
            .bind(&look.verdict)
            .bind(check)
            .bind(severity_word(severity))
            .bind(look.uncertain)
            .bind(&look.look)
            .bind(asset.0)
            .bind(name.as_ascii())
            .execute(c)
            .await?;
        });
        let is_graver = check != before.check || severity < before.severity;
        let begins = (!check.is_empty() && is_graver).then_some(name);
        change.recount_lookalikes(asset, begins, Mended::IsTold).await?;
        if !has_changed {
            change.commit_unsaid(Unsaid::Due).await?;
            return Ok(false);
        }
        let said = Said::of(Deed::LookalikeJudged, Noun::Lookalike, name.as_ascii(), known.organisation).with(
            json!({ "domain": known.domain, "name": name, "verdict": look.verdict, "before": before.verdict }),
        );
        change.commit(said).await?;
        Ok(true)
    }

    /// Puts off a look that could not be made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_off_lookalike(
        &self,
        asset: AssetId,
        name: &DomainName,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Reconciler("lookalikes".into()), until).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update lookalikes set due_at = $1 where asset = $2 and name = $3 and due_at is not null",
            )
            .bind(Moment::from(until))
            .bind(asset.0)
            .bind(name.as_ascii())
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Due).await
    }

    /// Keeps what a member says of a name, or that it takes it back. A finding that closes by this is not told as mended.
    ///
    /// # Errors
    /// When there is no such name.
    pub async fn say_of_lookalike(
        &self,
        asset: AssetId,
        name: &DomainName,
        word: Option<LookalikeWord>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.lock_organisation(known.organisation).await?;
        let before = change.known_lookalike(asset, name).await?;
        if before.word == word {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let looks = word.is_none_or(LookalikeWord::wants_looks);
        within!(change.tx, |c| {
            sqlx::query(
                "update lookalikes set word = $1, word_at = $2, due_at = case when $3 then coalesce(due_at, $2) end
                 where asset = $4 and name = $5",
            )
            .bind(word.map_or("", LookalikeWord::name))
            .bind(Moment::from(now))
            .bind(looks)
            .bind(asset.0)
            .bind(name.as_ascii())
            .execute(c)
            .await?;
        });
        change.recount_lookalikes(asset, None, Mended::ByTheMember).await?;
        let said = Said::of(Deed::LookalikeSaid, Noun::Lookalike, name.as_ascii(), known.organisation)
            .with(json!({ "domain": known.domain, "name": name, "word": word }));
        change.commit(said).await?;
        Ok(())
    }
}

impl LookalikeWord {
    /// Do we go on looking at a name of which the member says this?
    pub fn wants_looks(self) -> bool {
        self == Self::Watch
    }
}

struct Guarded(AssetId, DomainName);
from_row!(Guarded, |row| Guarded(AssetId(row.uuid("id")?), row.typed("domain")?));

from_row!(DueLookalike, |row| DueLookalike {
    asset: AssetId(row.uuid("asset")?),
    organisation: OrganisationId(row.uuid("organisation")?),
    domain: row.typed("domain")?,
    name: row.typed("name")?,
});

from_row!(KeptLookalike, |row| KeptLookalike {
    asset: AssetId(row.uuid("asset")?),
    name: row.typed("name")?,
    kinds: row.text("kinds")?.split_whitespace().map(str::to_owned).collect(),
    weight: u8::try_from(row.number("weight")?).unwrap_or(u8::MAX),
    way: row.word("way")?,
    first_seen_at: row.moment("first_seen_at")?,
    last_seen_at: row.moment("last_seen_at")?,
    word: row.word_if_any("word")?,
    word_at: row.maybe_moment("word_at")?,
    looked_at: row.maybe_moment("looked_at")?,
    due_at: row.maybe_moment("due_at")?,
    verdict: row.text("verdict")?,
    verdict_at: row.maybe_moment("verdict_at")?,
    check: row.text("check_id")?,
    severity: severity_from(&row.text("severity")?),
    uncertain: row.flag("uncertain")?,
    look: row.text("look")?,
});

/// Does this finding come from names like the member's?
pub(crate) fn is_of_lookalikes(check: &str) -> bool {
    OF_LOOKALIKES.contains(&check)
}
