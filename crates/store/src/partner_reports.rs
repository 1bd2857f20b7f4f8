//! Reports that somebody of a partner body brought in for the person concerned. Kept is a keyed hash of the body, so that a
//! copy of the database tells of nobody who goes where.

use centre::ledger::Actor;
use terms::{ReportId, Timestamp};

use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::reports::Report;
use crate::{Deed, Manner, Noun, Store, StoreError};

const PARTNER: &str = "partner of a report";

impl Store {
    /// Notes which body brought a report in. Once is enough. Of an anonymous or sensitive report nobody is noted as having
    /// done it, and only the day.
    ///
    /// # Errors
    /// When there is no such report.
    pub async fn note_partner(
        &self,
        report: ReportId,
        body: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let found = self.report(report).await?.ok_or(StoreError::NoSuch("report"))?;
        let by_day = found.manner != Manner::Named;
        let by = if by_day { &Actor::Visitor } else { by };
        let mut change = self.change(by, self.kept_moment(now, by_day)).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into partner_reports (report, partner) values ($1, $2) on conflict (report) do nothing",
            )
            .bind(report.0)
            .bind(self.partner_mark(body))
            .execute(c)
            .await?;
        });
        let said = Said::of_case(Deed::ReportBrought, Noun::Report, report, report.0, found.case);
        change.commit(said).await?;
        Ok(())
    }

    /// The reports that a body brought in, the newest first. Nothing in them is personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_of_partner(&self, body: &str, limit: u32) -> Result<Vec<Report>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select r.* from reports r join partner_reports p on p.report = r.id
                 where p.partner = $1 order by r.received_at desc, r.id desc limit $2",
            )
            .bind(self.partner_mark(body))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    fn partner_mark(&self, body: &str) -> Vec<u8> {
        self.0.keys.hash(PARTNER, body)
    }
}

impl Change {
    /// Forgets who brought a report in.
    pub(crate) async fn forget_partner(&mut self, report: ReportId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("delete from partner_reports where report = $1").bind(report.0).execute(c).await?;
        });
        Ok(())
    }
}
