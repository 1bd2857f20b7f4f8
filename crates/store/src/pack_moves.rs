//! How a pack moves, inside the transaction that writes its case's event: frozen, dropped, sent, answered, erased.

use data_encoding::HEXLOWER;
use serde_json::json;
use terms::CaseId;

use crate::change::{Change, Said};
use crate::db::within;
use crate::moment::Moment;
use crate::packs::{MOST_PACKS, NewPack, PackMove, place_of, place_of_reference, sum};
use crate::{Deed, Noun, SealedKind, StoreError};

impl Change {
    pub(crate) async fn move_pack(&mut self, case: CaseId, step: &PackMove<'_>) -> Result<Said, StoreError> {
        let key =
            self.key_within(case.0, SealedKind::Case).await?.ok_or(StoreError::NoSuch("case any more"))?;
        let said = |deed: Deed| Said::of_case(deed, Noun::HandOver, step.pack(), case.0, case);
        let now = Moment::from(self.now());
        let (rows, said) = match step {
            PackMove::Decide(new) => return self.insert_pack(case, &key, new).await,
            PackMove::Drop(pack) => {
                let rows = within!(self.tx, |c| {
                    sqlx::query(
                        "update packs set state = 'dropped', content = null
                         where id = $1 and case_id = $2 and state = 'decided'",
                    )
                    .bind(pack.0)
                    .bind(case.0)
                    .execute(c)
                    .await?
                    .rows_affected()
                });
                (rows, said(Deed::HandOverDropped))
            }
            PackMove::Send { pack, reference, in_window, reply_due, .. } => {
                let sealed = self.store().sealed(&key, &place_of_reference(*pack), reference.as_bytes())?;
                let rows = within!(self.tx, |c| {
                    sqlx::query(
                        "update packs set state = 'sent', in_window = $1, reference = $2, sent_at = $3, reply_due = $4
                         where id = $5 and case_id = $6 and state = 'decided'",
                    )
                    .bind(*in_window)
                    .bind(sealed)
                    .bind(now)
                    .bind(Moment::from(*reply_due))
                    .bind(pack.0)
                    .bind(case.0)
                    .execute(c)
                    .await?
                    .rows_affected()
                });
                (rows, said(Deed::HandOverSent).with(json!({ "in_window": in_window })))
            }
            PackMove::Answer { pack, state } => {
                let rows = within!(self.tx, |c| {
                    sqlx::query(
                        "update packs set state = $1, answered_at = $2
                         where id = $3 and case_id = $4 and sent_at is not null",
                    )
                    .bind(state.name())
                    .bind(now)
                    .bind(pack.0)
                    .bind(case.0)
                    .execute(c)
                    .await?
                    .rows_affected()
                });
                (rows, said(Deed::HandOverAnswered).with(json!({ "state": state })))
            }
        };
        if rows == 1 { Ok(said) } else { Err(StoreError::NoSuch("hand-over in this case")) }
    }

    async fn insert_pack(
        &mut self,
        case: CaseId,
        key: &evidence::SealKey,
        new: &NewPack<'_>,
    ) -> Result<Said, StoreError> {
        let many: i64 = within!(self.tx, |c| {
            sqlx::query_scalar("select count(*) from packs where case_id = $1")
                .bind(case.0)
                .fetch_one(c)
                .await?
        });
        if many >= MOST_PACKS {
            return Err(StoreError::TooMuch("one case may have 60 hand-overs at most"));
        }
        let content = self.store().sealed(key, &place_of(new.id), new.content.as_bytes())?;
        let (sha256, now) = (sum(new.content), Moment::from(self.now()));
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "insert into packs (id, case_id, report, body, recipient, ground, state, in_window, content, sha256, decided_at)
                 select $1, $2, id, $4, $5, $6, 'decided', $7, $8, $9, $10 from reports where id = $3 and case_id = $2",
            )
            .bind(new.id.0)
            .bind(case.0)
            .bind(new.report.0)
            .bind(new.body)
            .bind(new.recipient)
            .bind(new.ground)
            .bind(false)
            .bind(content)
            .bind(sha256.to_vec())
            .bind(now)
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("report in this case"));
        }
        let told = json!({
            "to": new.body, "kind": new.recipient, "ground": new.ground, "sha256": HEXLOWER.encode(&sha256),
        });
        Ok(Said::of_case(Deed::HandOverFrozen, Noun::HandOver, new.id, case.0, case).with(told))
    }

    /// Erases what was handed over, and under which references; that it was stays.
    pub(crate) async fn erase_packs_of(&mut self, case: CaseId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("update packs set content = null, reference = null where case_id = $1")
                .bind(case.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
