//! The firms of a cohort as they are counted: how each stood at the end of a month, and of the month before.

use terms::{OrganisationId, Promise, PromiseState, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::moment::Moment;
use crate::{Standing, Store, StoreError};

/// One firm of a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortMember {
    /// Its id, by which the next page is asked for.
    pub id: OrganisationId,
    /// The borough's code.
    pub borough: String,
    /// The sector's code.
    pub sector: String,
    /// The size band's name.
    pub size: String,
    /// Its domains that were looked at until then.
    pub assets: Vec<CohortAsset>,
}

/// One domain of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortAsset {
    /// How the promises stood at the end.
    pub promises: Vec<(Promise, PromiseState)>,
    /// The judgement of that look as JSON; empty where it is too old to be kept.
    pub judgement: String,
    /// How the promises stood when the month before ended, if it was looked at until then.
    pub before: Option<Vec<(Promise, PromiseState)>>,
}

impl Store {
    /// Firms of a standing with what the last look before `until` came to, and the last one before `from`: a page of
    /// at most `limit` domains in the order of the firms' ids. Firms without a look are left out. Ask for the next
    /// page after the last firm; a firm is never cut in two while it has fewer domains than `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cohort_page(
        &self,
        standing: Standing,
        after: Option<OrganisationId>,
        from: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<CohortMember>, StoreError> {
        let rows: Vec<Row> = on!(self, |c| {
            sqlx::query_as(
                "select o.id, o.borough, o.sector, o.size, k.promises, k.judgement,
                        (select b.promises from checks b where b.asset = a.id and b.at < $1
                         order by b.at desc, b.id desc limit 1) as promises_before
                 from organisations o join assets a on a.organisation = o.id
                     join checks k on k.id = (select n.id from checks n where n.asset = a.id and n.at < $2
                                              order by n.at desc, n.id desc limit 1)
                 where o.standing = $3 and o.id > $4 order by o.id, a.added_at, a.id limit $5",
            )
            .bind(Moment::from(from))
            .bind(Moment::from(until))
            .bind(standing.name())
            .bind(after.map_or(Uuid::nil(), |after| after.0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let is_full = rows.len() as u64 == u64::from(limit);
        let mut members: Vec<CohortMember> = Vec::new();
        for row in rows {
            match members.last_mut() {
                Some(last) if last.id == row.member.id => last.assets.extend(row.member.assets),
                _ => members.push(row.member),
            }
        }
        // Of the last firm of a full page there may be more.
        if is_full && members.len() > 1 {
            members.pop();
        }
        Ok(members)
    }

    /// When the first look at a firm of this standing was kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_look(&self, standing: Standing) -> Result<Option<Timestamp>, StoreError> {
        let first: Option<Moment> = on!(self, |c| {
            sqlx::query_scalar(
                "select min(k.at) from checks k join assets a on a.id = k.asset
                 join organisations o on o.id = a.organisation where o.standing = $1",
            )
            .bind(standing.name())
            .fetch_one(c)
            .await?
        });
        Ok(first.map(Moment::timestamp))
    }
}

struct Row {
    member: CohortMember,
}
from_row!(Row, |row| Row {
    member: CohortMember {
        id: OrganisationId(row.uuid("id")?),
        borough: row.text("borough")?,
        sector: row.text("sector")?,
        size: row.text("size")?,
        assets: vec![CohortAsset {
            promises: promises(&row.text("promises")?)?,
            judgement: row.text("judgement")?,
            before: row.maybe_text("promises_before")?.map(|text| promises(&text)).transpose()?,
        }],
    },
});

fn promises(text: &str) -> sqlx::Result<Vec<(Promise, PromiseState)>> {
    serde_json::from_str(text)
        .map_err(|error| sqlx::Error::ColumnDecode { index: "promises".into(), source: Box::new(error) })
}
