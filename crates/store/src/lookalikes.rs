//! Names that look like a member's domain: where they were seen, what we think of each, and what the member says of it.
//!
//! How a finding follows from them is `centre::watching`'s rule; here it is kept, in the same transaction as what changed.
//! What we think of a name stands in words of `checkup`, which this room only passes on.

use centre::ledger::Actor;
use centre::watching::{Alike, OF_LOOKALIKES, Watched, after_lookalikes};
use serde_json::json;
use terms::{AssetId, DomainName, OrganisationId, Severity, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::findings::{severity_from, severity_word};
use crate::moment::Moment;
use crate::{Deed, LookalikeWay, LookalikeWord, Noun, Store, StoreError, WatchedFinding};

/// The most names that are kept for one domain. A further one takes the place of the lightest about which
/// there is nothing to say, or is not kept.
pub const MOST_LOOKALIKES: usize = 200;
/// The most names that a finding tells; of the rest it says how many there are.
const MOST_NAMED: usize = 3;

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

/// Who closed a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mended {
    /// We saw it, and tell.
    IsTold,
    /// The member did, and knows.
    ByTheMember,
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

impl Change {
    async fn known_lookalike(
        &mut self,
        asset: AssetId,
        name: &DomainName,
    ) -> Result<KeptLookalike, StoreError> {
        let found: Option<KeptLookalike> = within!(self.tx, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 and name = $2")
                .bind(asset.0)
                .bind(name.as_ascii())
                .fetch_optional(c)
                .await?
        });
        found.ok_or(StoreError::NoSuch("name like a member's"))
    }

    /// The names of a domain with their weight, and whether there is something to say of them.
    async fn lookalikes_of(&mut self, asset: AssetId) -> Result<Vec<(String, u8, bool)>, StoreError> {
        let all: Vec<KeptLookalike> = within!(self.tx, |c| {
            sqlx::query_as("select * from lookalikes where asset = $1 order by weight, name")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        });
        let is_of_note = |kept: &KeptLookalike| kept.word.is_some() || !kept.check.is_empty();
        Ok(all.iter().map(|kept| (kept.name.as_ascii().to_owned(), kept.weight, is_of_note(kept))).collect())
    }

    async fn see_again(&mut self, asset: AssetId, name: &DomainName) -> Result<bool, StoreError> {
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "update lookalikes set last_seen_at = $1, due_at = case when verdict = 'not_there' and due_at is not null
                     then $1 else due_at end
                 where asset = $2 and name = $3",
            )
            .bind(now)
            .bind(asset.0)
            .bind(name.as_ascii())
            .execute(c)
            .await?
            .rows_affected()
        });
        Ok(rows > 0)
    }

    /// Makes room for a name of this weight, if there is none. False where everything there weighs more or is of note.
    async fn make_room(
        &mut self,
        asset: AssetId,
        have: &mut Vec<(String, u8, bool)>,
        weight: u8,
    ) -> Result<bool, StoreError> {
        if have.len() < MOST_LOOKALIKES {
            return Ok(true);
        }
        let lighter = |(_, other, of_note): &(String, u8, bool)| !of_note && *other < weight;
        let lightest = have.iter().enumerate().filter(|(_, one)| lighter(one)).min_by_key(|(_, one)| one.1);
        let Some(at) = lightest.map(|(at, _)| at) else { return Ok(false) };
        let (name, ..) = have.swap_remove(at);
        within!(self.tx, |c| {
            sqlx::query("delete from lookalikes where asset = $1 and name = $2")
                .bind(asset.0)
                .bind(name)
                .execute(c)
                .await?;
        });
        Ok(true)
    }

    async fn insert_lookalike(&mut self, asset: AssetId, new: &NewLookalike) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into lookalikes (asset, name, kinds, weight, way, first_seen_at, last_seen_at, word, due_at, verdict,
                     check_id, severity, uncertain, look) values ($1, $2, $3, $4, $5, $6, $6, '', $6, '', '', 'note', $7, '')",
            )
            .bind(asset.0)
            .bind(new.name.as_ascii())
            .bind(new.kinds.join(" "))
            .bind(i64::from(new.weight))
            .bind(new.way.name())
            .bind(now)
            .bind(false)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Counts the findings of a domain anew that come from names like it, and lets the domain be looked at soon if
    /// they changed: its promises rest on them. `begins` became a finding, or a graver one, just now.
    async fn recount_lookalikes(
        &mut self,
        asset: AssetId,
        begins: Option<&DomainName>,
        mended: Mended,
    ) -> Result<(), StoreError> {
        let (names, known): (Vec<KeptLookalike>, Vec<WatchedFinding>) = within!(self.tx, |c| {
            (
                sqlx::query_as(
                    "select * from lookalikes where asset = $1 and word not in ('mine', 'hide') order by name",
                )
                .bind(asset.0)
                .fetch_all(&mut *c)
                .await?,
                sqlx::query_as("select * from findings where asset = $1 order by check_id")
                    .bind(asset.0)
                    .fetch_all(c)
                    .await?,
            )
        });
        let alike = |kept: &KeptLookalike| Alike {
            is: (!kept.check.is_empty()).then(|| (kept.check.clone(), kept.severity)),
            is_uncertain: kept.uncertain,
            is_new: begins == Some(&kept.name),
        };
        let alikes: Vec<Alike> = names.iter().map(alike).collect();
        let before: Vec<Watched> = known.iter().map(|finding| finding.watched.clone()).collect();
        let mut has_changed = false;
        for mut watched in after_lookalikes(&before, &alikes, self.now()) {
            let earlier = known.iter().find(|finding| finding.watched.check == watched.check);
            let was_open = earlier.is_some_and(|finding| finding.watched.is_open());
            if mended == Mended::ByTheMember && was_open && !watched.is_open() {
                watched.told_mended_at = Some(self.now());
            }
            let seen = if watched.is_open() {
                told(&names, &watched.check)
            } else {
                earlier.map_or_else(String::new, |finding| finding.seen.clone())
            };
            has_changed |= earlier.is_none_or(|e| {
                (e.watched.is_open(), e.watched.severity, &e.seen)
                    != (watched.is_open(), watched.severity, &seen)
            });
            self.keep_finding(asset, &WatchedFinding { watched, seen }).await?;
        }
        if has_changed {
            let now = Moment::from(self.now());
            within!(self.tx, |c| {
                sqlx::query("update assets set due_at = $1 where id = $2 and due_at > $1")
                    .bind(now)
                    .bind(asset.0)
                    .execute(c)
                    .await?;
            });
        }
        Ok(())
    }

    /// Deletes the names like domains. Returns how many.
    pub(crate) async fn delete_lookalikes(&mut self, assets: &[AssetId]) -> Result<u64, StoreError> {
        let mut deleted = 0;
        for asset in assets {
            deleted += within!(self.tx, |c| {
                sqlx::query("delete from lookalikes where asset = $1")
                    .bind(asset.0)
                    .execute(c)
                    .await?
                    .rows_affected()
            });
        }
        Ok(deleted)
    }
}

/// The names behind a finding, the newest first, as text for the person who knows.
fn told(names: &[KeptLookalike], check: &str) -> String {
    let mut behind: Vec<&KeptLookalike> = names.iter().filter(|kept| kept.check == check).collect();
    behind.sort_by_key(|kept| (std::cmp::Reverse(kept.verdict_at), std::cmp::Reverse(kept.weight)));
    let shown: Vec<String> = behind.iter().take(MOST_NAMED).map(|kept| kept.name.to_string()).collect();
    match behind.len().saturating_sub(MOST_NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Does this finding come from names like the member's?
pub(crate) fn is_of_lookalikes(check: &str) -> bool {
    OF_LOOKALIKES.contains(&check)
}
