//! Badges: which members want one, and under which address it is. Whether it counts is `centre::badge`'s to say.

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use terms::edge::random;
use terms::{OrganisationId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// A member's badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Whose.
    pub organisation: OrganisationId,
    /// The end of its address: 128 random bits, which name nothing else. It stays the same when the badge is
    /// switched off and on, so that what a member pasted works again.
    pub reference: String,
    /// Since when it is switched on; none while it is off.
    pub on_at: Option<Timestamp>,
}

from_row!(Badge, |row| Badge {
    organisation: OrganisationId(row.uuid("organisation")?),
    reference: row.text("reference")?,
    on_at: row.maybe_moment("on_at")?,
});

impl Store {
    /// The badge of a member; none when it never switched one on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn badge_of(&self, organisation: OrganisationId) -> Result<Option<Badge>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select organisation, reference, on_at from badges where organisation = $1")
                .bind(organisation.0)
                .fetch_optional(c)
                .await?
        }))
    }

    /// The badge at this address, while it is switched on and its firm is a member.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn badge_at(&self, reference: &str) -> Result<Option<Badge>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select b.organisation, b.reference, b.on_at from badges b join organisations o on o.id = b.organisation
                 where b.reference = $1 and b.on_at is not null and o.standing = 'member'",
            )
            .bind(reference)
            .fetch_optional(c)
            .await?
        }))
    }

    /// Switches a member's badge on or off. The same again changes nothing.
    ///
    /// # Errors
    /// When there is no such member.
    pub async fn switch_badge(
        &self,
        organisation: OrganisationId,
        on: bool,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let reference = HEXLOWER.encode(&random::<16>(&*self.0.chance));
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let (on_at, off_at) =
            if on { (Some(Moment::from(now)), None) } else { (None, Some(Moment::from(now))) };
        let rows = within!(change.tx, |c| {
            if on {
                sqlx::query(
                    "insert into badges (organisation, reference, made_at) values ($1, $2, $3)
                     on conflict (organisation) do nothing",
                )
                .bind(organisation.0)
                .bind(reference)
                .bind(Moment::from(now))
                .execute(&mut *c)
                .await?;
            }
            sqlx::query(
                "update badges set on_at = $1, off_at = $2 where organisation = $3 and (on_at is null) = $4",
            )
            .bind(on_at)
            .bind(off_at)
            .bind(organisation.0)
            .bind(on)
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Ok(());
        }
        let deed = if on { Deed::BadgeSwitchedOn } else { Deed::BadgeSwitchedOff };
        change.commit(Said::of(deed, Noun::Badge, organisation, organisation)).await?;
        Ok(())
    }
}
