//! Files of a draft: they come and go with it, or become evidence when it is sent.

use terms::{EvidenceId, ReportId};
use uuid::Uuid;

use crate::change::Change;
use crate::db::{on, within};
use crate::evidence_items::{EvidenceItem, ItemRow};
use crate::moment::Moment;
use crate::{SealedKind, Store, StoreError};

impl Store {
    pub(crate) async fn items_of_draft(&self, hash: &[u8]) -> Result<Vec<EvidenceItem>, StoreError> {
        let rows: Vec<ItemRow> = on!(self, |c| {
            sqlx::query_as("select * from evidence_items where draft = $1 order by place")
                .bind(hash.to_vec())
                .fetch_all(c)
                .await?
        });
        self.with_facts(rows).await
    }
}

impl Change {
    /// Gives the files of a draft to the report that was made of it; they keep their order.
    pub(crate) async fn hand_items_on(&mut self, hash: &[u8], report: ReportId) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query("update evidence_items set report = $1, draft = null, kept_at = $2 where draft = $3")
                .bind(report.0)
                .bind(now)
                .bind(hash.to_vec())
                .execute(c)
                .await?;
        });
        Ok(())
    }

    pub(crate) async fn delete_draft_item(
        &mut self,
        hash: &[u8],
        item: EvidenceId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let address: Option<Vec<u8>> = within!(self.tx, |c| {
            sqlx::query_scalar("delete from evidence_items where id = $1 and draft = $2 returning address")
                .bind(item.0)
                .bind(hash.to_vec())
                .fetch_optional(c)
                .await?
        });
        if address.is_some() {
            self.destroy_key(item.0, SealedKind::Item).await?;
        }
        Ok(address)
    }

    pub(crate) async fn delete_draft_items(&mut self, hash: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let ids: Vec<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar("select id from evidence_items where draft = $1")
                .bind(hash.to_vec())
                .fetch_all(c)
                .await?
        });
        let mut addresses = Vec::with_capacity(ids.len());
        for id in ids {
            addresses.extend(self.delete_draft_item(hash, EvidenceId(id)).await?);
        }
        Ok(addresses)
    }
}
