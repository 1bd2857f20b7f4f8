//! What can be read of the ledger: timelines, and who looked at what. Whether it is whole is in `ledger_heads.rs`.

use centre::ledger::Actor;
use terms::{OrganisationId, PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::{
    Asset, Deed, FundedPlace, Gift, Note, Noun, Organisation, Person, Seen, Store, StoreError, Thing,
};

/// The notes on a member's page.
const NOTES_SHOWN: u32 = 100;

/// One line of a timeline: an entry with what it said.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The entry's sequence; the place to read on from.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who. The page turns a person's id into a name.
    pub by: Actor,
    /// What was done.
    pub deed: Deed,
    /// To which kind of thing.
    pub noun: Noun,
    /// To which one: an id, or a name where things have names.
    pub object: String,
    /// What it said; null when it was erased.
    pub payload: serde_json::Value,
}

/// A member's whole record, as the staff page shows it.
#[derive(Debug, Clone)]
pub struct MemberRecord {
    /// The organisation.
    pub organisation: Organisation,
    /// Its people, in the order in which they came.
    pub people: Vec<Person>,
    /// Its domains.
    pub assets: Vec<Asset>,
    /// The centre's notes, newest first.
    pub notes: Vec<Note>,
    /// The funded place it holds.
    pub funded_place: Option<(FundedPlace, Gift)>,
}

from_row!(Line, |row| Line {
    sequence: row.number("sequence")?.unsigned_abs(),
    at: row.moment("at")?,
    by: row.word("actor")?,
    deed: row.word("act")?,
    noun: row.word("object_kind")?,
    object: row.text("object_id")?,
    payload: row
        .maybe_text("payload")?
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or(serde_json::Value::Null),
});

impl Store {
    /// A member's record for somebody of the centre: the read is in the ledger before it is returned.
    ///
    /// # Errors
    /// When the database fails, or the read could not be logged.
    pub async fn member_for(
        &self,
        reader: &Actor,
        id: OrganisationId,
        now: Timestamp,
    ) -> Result<Option<MemberRecord>, StoreError> {
        // Nobody's record is read when there is none, and no entry is left for an id that was made up.
        if self.owner_of(Thing::Organisation(id)).await?.is_none() {
            return Ok(None);
        }
        let seen = Seen { organisation: Some(id), noun: Noun::Organisation, object: id.to_string() };
        self.log_read(reader, &seen, "member page", now).await?;
        let Some(organisation) = self.organisation(id).await? else { return Ok(None) };
        Ok(Some(MemberRecord {
            organisation,
            people: self.people_of(id).await?,
            assets: self.assets_of(id).await?,
            notes: self.notes_of(id, NOTES_SHOWN).await?,
            funded_place: self.funded_place_of(id).await?,
        }))
    }

    /// What was done about an organisation, newest first, at most `limit` lines, of those before the entry `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn timeline(
        &self,
        id: OrganisationId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger_payloads p join ledger l on l.sequence = p.sequence
                 where p.topic = $1 and p.is_read = $2 and p.sequence < $3
                 order by p.sequence desc limit $4",
            )
            .bind(id.0)
            .bind(false)
            .bind(below(before))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Who looked at an organisation's record, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who_looked_at(&self, id: OrganisationId, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger_payloads p join ledger l on l.sequence = p.sequence
                 where p.topic = $1 and p.is_read = $2
                 order by p.sequence desc limit $3",
            )
            .bind(id.0)
            .bind(true)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// The newest entries of the whole ledger before the entry `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_lines(&self, before: Option<u64>, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger l left join ledger_payloads p on p.sequence = l.sequence
                 where l.sequence < $1 order by l.sequence desc limit $2",
            )
            .bind(below(before))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// What one person did, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deeds_of(&self, person: PersonId, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger l left join ledger_payloads p on p.sequence = l.sequence
                 where l.actor = $1 order by l.sequence desc limit $2",
            )
            .bind(Actor::Person(person).to_string())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }
}

fn below(before: Option<u64>) -> i64 {
    before.and_then(|sequence| i64::try_from(sequence).ok()).unwrap_or(i64::MAX)
}
