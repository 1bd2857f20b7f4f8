//! Advisories: a word to the members whom a wave concerns. One person writes it, another publishes it; members see it on their
//! page until it ends, and get it by mail once.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{AdvisoryId, CampaignId, EmailAddress, OrganisationId, PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{AdvisoryState, Deed, NewLetter, Noun, Queued, Store, StoreError};

/// The longest title, in letters.
const LONGEST_TITLE: usize = 120;
/// The longest text, in letters.
const LONGEST_BODY: usize = 4_000;
/// The longest that one is shown, in days.
const MOST_DAYS: i64 = 180;

/// An advisory as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAdvisory {
    /// The wave that it is about.
    pub campaign: Option<CampaignId>,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub body: String,
    /// For members in these boroughs; empty for all.
    pub boroughs: Vec<String>,
    /// For members of these sectors; empty for all.
    pub sectors: Vec<String>,
    /// How many days it is shown.
    pub days: i64,
}

/// An advisory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advisory {
    /// Its id.
    pub id: AdvisoryId,
    /// The wave that it is about.
    pub campaign: Option<CampaignId>,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub body: String,
    /// For members in these boroughs; empty for all.
    pub boroughs: Vec<String>,
    /// For members of these sectors; empty for all.
    pub sectors: Vec<String>,
    /// How far it is.
    pub state: AdvisoryState,
    /// When it was written.
    pub drafted_at: Timestamp,
    /// By whom.
    pub drafted_by: Actor,
    /// When a second person published it.
    pub published_at: Option<Timestamp>,
    /// Who.
    pub published_by: Option<Actor>,
    /// Until when it is shown.
    pub expires_at: Timestamp,
    /// When it was taken back, and why.
    pub withdrawn: Option<(Timestamp, String)>,
}
from_row!(Advisory, |row| Advisory {
    id: AdvisoryId(row.uuid("id")?),
    campaign: row.maybe_uuid("campaign")?.map(CampaignId),
    title: row.text("title")?,
    body: row.text("body")?,
    boroughs: split(&row.text("boroughs")?),
    sectors: split(&row.text("sectors")?),
    state: row.word("state")?,
    drafted_at: row.moment("drafted_at")?,
    drafted_by: row.word("drafted_by")?,
    published_at: row.maybe_moment("published_at")?,
    published_by: row.maybe_text("published_by")?.and_then(|by| by.parse().ok()),
    expires_at: row.moment("expires_at")?,
    withdrawn: row
        .maybe_moment("withdrawn_at")?
        .map(|at| (at, row.text("withdrawn_why").unwrap_or_default())),
});

fn split(words: &str) -> Vec<String> {
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Advisory {
    /// Whether a member in this borough and sector is meant.
    pub fn concerns(&self, borough: &str, sector: &str) -> bool {
        let meant = |list: &[String], word: &str| list.is_empty() || list.iter().any(|one| one == word);
        meant(&self.boroughs, borough) && meant(&self.sectors, sector)
    }

    /// Whether members see it at this moment.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.state == AdvisoryState::Published && now < self.expires_at
    }
}

/// Somebody to whom an advisory goes.
struct Addressed {
    organisation: OrganisationId,
    person: PersonId,
    email: EmailAddress,
}
from_row!(Addressed, |row| Addressed {
    organisation: OrganisationId(row.uuid("organisation")?),
    person: PersonId(row.uuid("person")?),
    email: row.typed("email")?,
});

impl NewAdvisory {
    fn check(&self) -> Result<(), StoreError> {
        let (title, body) = (self.title.trim().chars().count(), self.body.trim().chars().count());
        if title == 0 || title > LONGEST_TITLE {
            return Err(StoreError::NotAllowed("an advisory has a title of 120 letters at most"));
        }
        if body == 0 || body > LONGEST_BODY {
            return Err(StoreError::NotAllowed("an advisory says something, in 4,000 letters at most"));
        }
        let is_word = |word: &String| !word.is_empty() && !word.contains(char::is_whitespace);
        if !self.boroughs.iter().chain(&self.sectors).all(is_word) {
            return Err(StoreError::NotAllowed("boroughs and sectors are named by their codes"));
        }
        if !(1..=MOST_DAYS).contains(&self.days) {
            return Err(StoreError::NotAllowed("an advisory is shown for 1 to 180 days"));
        }
        Ok(())
    }
}

impl Store {
    /// Writes an advisory; nobody but the desk sees it.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] with what does not fit.
    pub async fn draft_advisory(
        &self,
        new: &NewAdvisory,
        by: &Actor,
        now: Timestamp,
    ) -> Result<AdvisoryId, StoreError> {
        new.check()?;
        let id = AdvisoryId::random(&*self.0.chance);
        let until = later(now, SignedDuration::from_hours(24 * new.days));
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into advisories (id, campaign, title, body, boroughs, sectors, state, drafted_at, drafted_by, expires_at,
                     withdrawn_why)
                 values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, '')",
            )
            .bind(id.0)
            .bind(new.campaign.map(|campaign| campaign.0))
            .bind(new.title.trim())
            .bind(new.body.trim())
            .bind(new.boroughs.join(" "))
            .bind(new.sectors.join(" "))
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(Moment::from(until))
            .execute(c)
            .await?;
        });
        let told = json!({ "campaign": new.campaign, "title": new.title.trim() });
        change.commit(Said::of_centre(Deed::AdvisoryDrafted, Noun::Advisory, id).with(told)).await?;
        Ok(id)
    }

    /// A second person publishes an advisory.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for whoever wrote it, and when it is not a draft any more.
    pub async fn publish_advisory(
        &self,
        id: AdvisoryId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let advisory = change.standing_advisory(id).await?;
        if advisory.state != AdvisoryState::Draft {
            return Err(StoreError::NotAllowed("only a draft is published"));
        }
        if advisory.drafted_by == *by {
            return Err(StoreError::NotAllowed("somebody else than its writer must publish it"));
        }
        within!(change.tx, |c| {
            sqlx::query(
                "update advisories set state = 'published', published_at = $1, published_by = $2 where id = $3",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(id.0)
            .execute(c)
            .await?;
        });
        change.commit(Said::of_centre(Deed::AdvisoryPublished, Noun::Advisory, id)).await?;
        Ok(())
    }

    /// Takes an advisory back, or throws a draft away: members do not see it any more, and no more letters leave.
    ///
    /// # Errors
    /// When it was taken back before, or nobody said why.
    pub async fn withdraw_advisory(
        &self,
        id: AdvisoryId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if why.trim().is_empty() {
            return Err(StoreError::NotAllowed("say why it is taken back"));
        }
        let mut change = self.change(by, now).await?;
        if change.standing_advisory(id).await?.state == AdvisoryState::Withdrawn {
            return Err(StoreError::NotAllowed("it was taken back before"));
        }
        within!(change.tx, |c| {
            sqlx::query(
                "update advisories set state = 'withdrawn', withdrawn_at = $1, withdrawn_by = $2, withdrawn_why = $3 where id = $4",
            )
            .bind(Moment::from(now))
            .bind(by.to_string())
            .bind(why.trim())
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let said = Said::of_centre(Deed::AdvisoryWithdrawn, Noun::Advisory, id);
        change.commit(said.with(json!({ "why": why.trim() }))).await?;
        Ok(())
    }

    /// The advisory with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advisory(&self, id: AdvisoryId) -> Result<Option<Advisory>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from advisories where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// Advisories, the newest first; of one wave, or all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advisories(
        &self,
        campaign: Option<CampaignId>,
        limit: u32,
    ) -> Result<Vec<Advisory>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from advisories where $1 or campaign = $2 order by drafted_at desc, id limit $3",
            )
            .bind(campaign.is_none())
            .bind(campaign.map(|campaign| campaign.0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// What a member in this borough and sector is told at this moment, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advisories_for(
        &self,
        borough: &str,
        sector: &str,
        now: Timestamp,
    ) -> Result<Vec<Advisory>, StoreError> {
        let all: Vec<Advisory> = on!(self, |c| {
            sqlx::query_as(
                "select * from advisories where state = 'published' and expires_at > $1 order by published_at desc, id limit 200",
            )
            .bind(Moment::from(now))
            .fetch_all(c)
            .await?
        });
        Ok(all.into_iter().filter(|advisory| advisory.concerns(borough, sector)).collect())
    }

    /// Queues letters of published advisories to first contacts of members who are meant and got none, at most `limit`; each
    /// with its mark in one transaction, so that nobody gets it twice. `letter` writes it. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_advisories(
        &self,
        limit: u32,
        by: &Actor,
        now: Timestamp,
        letter: impl Fn(&Advisory, &EmailAddress) -> NewLetter,
    ) -> Result<u64, StoreError> {
        let shown: Vec<Advisory> = on!(self, |c| {
            sqlx::query_as(
                "select * from advisories where state = 'published' and expires_at > $1 and mailed_at is null
                 order by published_at, id limit 20",
            )
            .bind(Moment::from(now))
            .fetch_all(c)
            .await?
        });
        let mut queued = 0;
        for advisory in shown {
            let left = limit.saturating_sub(u32::try_from(queued).unwrap_or(u32::MAX));
            if left == 0 {
                break;
            }
            let next = self.who_waits_for(&advisory, left).await?;
            if next.is_empty() {
                self.advisory_is_mailed(advisory.id, now).await?;
            }
            for one in next {
                queued += u64::from(self.mail_advisory(&advisory, &one, by, now, &letter).await?);
            }
        }
        Ok(queued)
    }

    /// Members who are meant and have no mark yet, each with one confirmed contact that wants letters.
    async fn who_waits_for(&self, advisory: &Advisory, limit: u32) -> Result<Vec<Addressed>, StoreError> {
        Ok(on!(self, |c| {
            let mut query = sqlx::QueryBuilder::new(
                "select o.id as organisation, p.id as person, p.email from organisations o join people p on p.id =
                 (select q.id from people q where q.organisation = o.id and q.confirmed_at is not null and q.revoked_at is null
                  order by q.created_at, q.id limit 1)
                 where o.standing = 'member' and not exists
                 (select 1 from advisory_letters a where a.organisation = o.id and a.advisory = ",
            );
            query.push_bind(advisory.id.0).push(")");
            for (column, list) in [("o.borough", &advisory.boroughs), ("o.sector", &advisory.sectors)] {
                if list.is_empty() {
                    continue;
                }
                query.push(" and ").push(column).push(" in (");
                let mut codes = query.separated(", ");
                for code in list {
                    codes.push_bind(code.clone());
                }
                query.push(")");
            }
            query.push(" order by o.id limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(c).await?
        }))
    }

    async fn mail_advisory(
        &self,
        advisory: &Advisory,
        to: &Addressed,
        by: &Actor,
        now: Timestamp,
        letter: &impl Fn(&Advisory, &EmailAddress) -> NewLetter,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        let marked = within!(change.tx, |c| {
            sqlx::query(
                "insert into advisory_letters (advisory, organisation, at)
                 select $1, $2, $3 where exists (select 1 from advisories where id = $1 and state = 'published')
                 on conflict do nothing",
            )
            .bind(advisory.id.0)
            .bind(to.organisation.0)
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        if marked == 0 {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(false);
        }
        let letter =
            NewLetter { organisation: Some(to.organisation), confirmed: true, ..letter(advisory, &to.email) };
        let Queued::Queued(id) = change.queue(&letter).await? else { return Ok(false) };
        let said = Said::of(Deed::LetterQueued, Noun::Letter, id, to.organisation)
            .with(json!({ "cause": letter.cause, "advisory": advisory.id, "person": to.person }));
        change.commit(said).await?;
        Ok(true)
    }

    async fn advisory_is_mailed(&self, id: AdvisoryId, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Visitor, now).await?;
        within!(change.tx, |c| {
            sqlx::query("update advisories set mailed_at = $1 where id = $2")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?;
        });
        change.commit_unsaid(Unsaid::Delivery).await
    }
}

impl Change {
    async fn standing_advisory(&mut self, id: AdvisoryId) -> Result<Advisory, StoreError> {
        let found: Option<Advisory> = within!(self.tx, |c| {
            let held: Option<Uuid> =
                sqlx::query_scalar("update advisories set state = state where id = $1 returning id")
                    .bind(id.0)
                    .fetch_optional(&mut *c)
                    .await?;
            sqlx::query_as("select * from advisories where id = $1")
                .bind(held.unwrap_or(id.0))
                .fetch_optional(c)
                .await?
        });
        found.ok_or(StoreError::NoSuch("advisory"))
    }
}
