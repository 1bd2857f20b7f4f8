//! Reporters: who gave an account, in a row of its own, sealed under a key of its own that only the second master key opens.
//! Whoever has the database and the first master key reads what was said and not by whom.

use centre::ledger::Actor;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{EmailAddress, OrganisationId, PhoneNumber, PlainLine, ReportId, Timestamp};

use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::sealed_keys::{opened, unreadable};
use crate::store::IDENTITY_KEY_MARK;
use crate::{Deed, Noun, SealedKind, Store, StoreError};

/// Who gave an account of events, and how they may be reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reporter {
    /// Their name.
    pub name: Option<PlainLine>,
    /// Their e-mail address.
    pub email: Option<EmailAddress>,
    /// Their telephone number.
    pub phone: Option<PhoneNumber>,
    /// Their organisation, as they wrote it.
    pub organisation: Option<PlainLine>,
    /// The member for which they wrote.
    pub member: Option<OrganisationId>,
    /// How and when they may be reached safely, in their words.
    pub safe_contact: Option<PlainLine>,
}

fn place_of(report: ReportId) -> String {
    format!("identity {report}")
}

impl Store {
    /// Who gave an account, for somebody: the read is in the ledger before it is returned. None when nobody was named, or it
    /// was erased.
    ///
    /// # Errors
    /// When there is no such report, or the read could not be logged.
    pub async fn reporter_for(
        &self,
        reader: &Actor,
        report: ReportId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<Reporter>, StoreError> {
        let case = self.report(report).await?.ok_or(StoreError::NoSuch("report"))?.case;
        let said =
            Said::of_case(Deed::Read, Noun::Reporter, report, report.0, case).with(json!({ "why": why }));
        self.log_look(reader, said, now).await?;
        self.reporter_of(report).await
    }

    pub(crate) async fn reporter_of(&self, report: ReportId) -> Result<Option<Reporter>, StoreError> {
        let sealed: Option<Vec<u8>> = on!(self, |c| {
            sqlx::query_scalar("select identity from reporters where report = $1")
                .bind(report.0)
                .fetch_optional(c)
                .await?
        });
        let key = self.sealed_key(report.0, SealedKind::Identity).await?;
        let (Some(key), Some(sealed)) = (key, sealed) else { return Ok(None) };
        let text = opened(&key, &place_of(report), &sealed)?;
        serde_json::from_slice(&text).map(Some).map_err(|_| unreadable("who gave an account"))
    }
}

impl Change {
    pub(crate) async fn insert_reporter(
        &mut self,
        report: ReportId,
        reporter: &Reporter,
    ) -> Result<(), StoreError> {
        let key = self.make_key(report.0, SealedKind::Identity).await?;
        let text = serde_json::to_vec(reporter).map_err(|_| unreadable("who gave an account"))?;
        let sealed = self.store().sealed(&key, &place_of(report), &text)?;
        let mark = self.store().0.keys.identity_mark();
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query("insert into reporters (report, identity) values ($1, $2)")
                .bind(report.0)
                .bind(sealed)
                .execute(&mut *c)
                .await?;
            // From the first identity on the store opens with this key file only.
            sqlx::query(
                "insert into settings (name, value, changed_at) values ($1, $2, $3) on conflict (name) do nothing",
            )
            .bind(IDENTITY_KEY_MARK)
            .bind(mark)
            .bind(now)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Erases who gave an account.
    pub(crate) async fn delete_reporter(&mut self, report: ReportId) -> Result<(), StoreError> {
        self.destroy_key(report.0, SealedKind::Identity).await?;
        within!(self.tx, |c| {
            sqlx::query("delete from reporters where report = $1").bind(report.0).execute(c).await?;
        });
        Ok(())
    }
}
