//! Legal holds: while one stands, nothing of its case is erased. Two people place it, and two lift it; nobody is both.
//!
//! A hold that one person asked for stands for some days already, so that nothing is erased while the second is looked for.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CaseId, LegalHoldId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::{Moment, earlier};
use crate::sealed_keys::opened_text;
use crate::{Deed, Noun, SealedKind, Store, StoreError};

/// A hold that nobody confirmed stands for so many days.
pub const DAYS_TO_CONFIRM_A_HOLD: i64 = 14;

/// A legal hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalHold {
    /// Its id.
    pub id: LegalHoldId,
    /// On which case.
    pub case: CaseId,
    /// Why, in words.
    pub why: Option<String>,
    /// Who asked for it.
    pub asked_by: Actor,
    /// When.
    pub asked_at: Timestamp,
    /// Who else said so, and when.
    pub confirmed: Option<(Actor, Timestamp)>,
    /// Who asked that it end, and when.
    pub lifting: Option<(Actor, Timestamp)>,
    /// Who else said so, and when: it is over.
    pub lifted: Option<(Actor, Timestamp)>,
}

struct HoldRow {
    hold: LegalHold,
    why: Option<Vec<u8>>,
}
from_row!(HoldRow, |row| {
    let pair = |by: &str, at: &str| -> sqlx::Result<Option<(Actor, Timestamp)>> {
        let by = row.maybe_text(by)?.and_then(|text| text.parse().ok());
        Ok(by.zip(row.maybe_moment(at)?))
    };
    HoldRow {
        hold: LegalHold {
            id: LegalHoldId(row.uuid("id")?),
            case: CaseId(row.uuid("case_id")?),
            why: None,
            asked_by: row.word("asked_by")?,
            asked_at: row.moment("asked_at")?,
            confirmed: pair("confirmed_by", "confirmed_at")?,
            lifting: pair("lifting_by", "lifting_at")?,
            lifted: pair("lifted_by", "lifted_at")?,
        },
        why: row.maybe_bytes("why")?,
    }
});

impl Store {
    /// Asks for a hold. It stands at once, and for good when somebody else confirms it.
    ///
    /// # Errors
    /// When there is no such case, or a hold stands or is asked for already.
    pub async fn ask_for_hold(
        &self,
        case: CaseId,
        why: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<LegalHoldId, StoreError> {
        let mut change = self.change(by, now).await?;
        change.standing_case(case).await?;
        change.end_stale_hold(case).await?;
        if change.open_hold(case).await?.is_some() {
            return Err(StoreError::NotAllowed(
                "a hold on this case stands already, or waits for a second person",
            ));
        }
        let id = LegalHoldId::random(&*self.0.chance);
        let key =
            change.key_within(case.0, SealedKind::Case).await?.ok_or(StoreError::NoSuch("case any more"))?;
        let sealed = self.sealed(&key, &place_of(id), why.as_bytes())?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into legal_holds (id, case_id, why, asked_by, asked_at) values ($1, $2, $3, $4, $5)",
            )
            .bind(id.0)
            .bind(case.0)
            .bind(sealed)
            .bind(by.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        change.commit(said(Deed::HoldAsked, id, case)).await?;
        Ok(id)
    }

    /// A second person says so too.
    ///
    /// # Errors
    /// When it is the same person, or the hold was confirmed or lifted already.
    pub async fn confirm_hold(&self, id: LegalHoldId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let statement = "update legal_holds set confirmed_by = $1, confirmed_at = $2
             where id = $3 and asked_by <> $1 and confirmed_at is null and lifted_at is null";
        self.mark_hold(statement, id, Deed::HoldConfirmed, by, now).await
    }

    /// Asks that a hold end. It stands until somebody else says so too.
    ///
    /// # Errors
    /// When it was asked for or lifted already.
    pub async fn ask_to_lift_hold(
        &self,
        id: LegalHoldId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let statement = "update legal_holds set lifting_by = $1, lifting_at = $2
             where id = $3 and lifting_at is null and lifted_at is null";
        self.mark_hold(statement, id, Deed::HoldLiftAsked, by, now).await
    }

    /// A second person says so too: the hold is over.
    ///
    /// # Errors
    /// When it is the same person, or nobody asked for it.
    pub async fn lift_hold(&self, id: LegalHoldId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let statement = "update legal_holds set lifted_by = $1, lifted_at = $2
             where id = $3 and lifting_at is not null and lifting_by <> $1 and lifted_at is null";
        self.mark_hold(statement, id, Deed::HoldLifted, by, now).await
    }

    async fn mark_hold(
        &self,
        statement: &'static str,
        id: LegalHoldId,
        deed: Deed,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !matches!(by, Actor::Person(_)) {
            return Err(StoreError::NotAllowed("a hold is a matter of two people"));
        }
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(statement)
                .bind(by.to_string())
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NotAllowed("a hold is placed and lifted by two people, each once"));
        }
        let case: uuid::Uuid = within!(change.tx, |c| {
            sqlx::query_scalar("select case_id from legal_holds where id = $1")
                .bind(id.0)
                .fetch_one(c)
                .await?
        });
        change.commit(said(deed, id, CaseId(case))).await?;
        Ok(())
    }

    /// The holds on a case, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holds_on(&self, case: CaseId) -> Result<Vec<LegalHold>, StoreError> {
        let rows: Vec<HoldRow> = on!(self, |c| {
            sqlx::query_as("select * from legal_holds where case_id = $1 order by asked_at desc, id")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        let key = self.sealed_key(case.0, SealedKind::Case).await?;
        rows.into_iter()
            .map(|HoldRow { hold, why }| {
                let why = key.as_ref().zip(why).map(|(key, why)| opened_text(key, &place_of(hold.id), &why));
                Ok(LegalHold { why: why.transpose()?, ..hold })
            })
            .collect()
    }
}

fn place_of(id: LegalHoldId) -> String {
    format!("hold {id}")
}

fn said(deed: Deed, id: LegalHoldId, case: CaseId) -> Said {
    Said::of_case(deed, Noun::LegalHold, id, case.0, case).with(json!({}))
}

/// The last moment at which a hold that still stands unconfirmed may have been asked for.
pub(crate) fn unconfirmed_since(now: Timestamp) -> Moment {
    Moment::from(earlier(now, SignedDuration::from_hours(24 * DAYS_TO_CONFIRM_A_HOLD)))
}

impl Change {
    /// Ends a hold that nobody confirmed in time, so that another can be asked for.
    async fn end_stale_hold(&mut self, case: CaseId) -> Result<(), StoreError> {
        let (now, since) = (self.now(), unconfirmed_since(self.now()));
        within!(self.tx, |c| {
            sqlx::query(
                "update legal_holds set lifted_at = $1 where case_id = $2 and lifted_at is null
                 and confirmed_at is null and asked_at < $3",
            )
            .bind(Moment::from(now))
            .bind(case.0)
            .bind(since)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// The hold on a case that is not lifted.
    async fn open_hold(&mut self, case: CaseId) -> Result<Option<HoldRow>, StoreError> {
        Ok(within!(self.tx, |c| {
            sqlx::query_as("select * from legal_holds where case_id = $1 and lifted_at is null")
                .bind(case.0)
                .fetch_optional(c)
                .await?
        }))
    }

    /// Refuses whoever would erase something of a case that a hold keeps.
    pub(crate) async fn no_hold_on(&mut self, case: CaseId) -> Result<(), StoreError> {
        let since = unconfirmed_since(self.now());
        let stands = self
            .open_hold(case)
            .await?
            .is_some_and(|row| row.hold.confirmed.is_some() || Moment::from(row.hold.asked_at) >= since);
        if stands {
            Err(StoreError::NotAllowed("a legal hold keeps this case; two people can lift it"))
        } else {
            Ok(())
        }
    }
}
