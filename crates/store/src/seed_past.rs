//! The past of a demonstration city: the check-ups, notes and plans that its firms have behind them.

use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use sqlx::QueryBuilder;
use terms::{CheckId, NoteId};

use crate::cells::promise_word;
use crate::change::{Change, ROWS_AT_ONCE};
use crate::checks::promises_text;
use crate::db::within;
use crate::findings::severity_word;
use crate::moment::{Moment, later};
use crate::seed::Planted;
use crate::{StoreError, WatchedFinding};

impl Change {
    pub(crate) async fn plant_checks(&mut self, planted: &[Planted<'_>]) -> Result<(), StoreError> {
        let assets: Vec<_> = planted
            .iter()
            .filter_map(|planted| {
                planted.seed.domain.as_ref().map(|(domain, checks)| (planted, domain, checks))
            })
            .collect();
        for chunk in assets.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into assets (id, organisation, domain, added_at, checked_at, due_at, visited_at, promise) ",
                )
                .push_values(chunk, |mut row, (planted, domain, checks)| {
                    let last = checks.last().map(|check| check.at);
                    let due =
                        last.map_or(planted.seed.joined_at, |at| later(at, SignedDuration::from_hours(24)));
                    row.push_bind(planted.asset.0)
                        .push_bind(planted.id.0)
                        .push_bind(domain.as_ascii())
                        .push_bind(Moment::from(planted.seed.joined_at))
                        .push_bind(last.map(Moment::from))
                        .push_bind(Moment::from(due))
                        .push_bind(planted.seed.visited_at.map(Moment::from))
                        .push_bind(promise_word(planted.promise()));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        let chance = self.store().0.chance.clone();
        let mut answers = Vec::new();
        let mut rows = Vec::new();
        for (planted, _, checks) in assets {
            let mut before: Option<Vec<u8>> = None;
            for check in checks {
                let digest = Sha256::digest(check.answers.as_bytes()).to_vec();
                let changed = before.as_ref() != Some(&digest);
                if changed {
                    answers.push((digest.clone(), check.answers.clone()));
                }
                let promises = promises_text(&check.summary)?;
                rows.push((
                    CheckId::random(&*chance),
                    planted.asset,
                    check,
                    digest.clone(),
                    promises,
                    changed,
                ));
                before = Some(digest);
            }
        }
        self.insert_answers(&answers).await?;
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into checks (id, asset, at, answers, judgement, promises, urgent, important, worth_doing, changed) ",
                )
                .push_values(chunk, |mut row, (id, asset, check, digest, promises, changed)| {
                    row.push_bind(id.0)
                        .push_bind(asset.0)
                        .push_bind(Moment::from(check.at))
                        .push_bind(digest)
                        .push_bind(&check.judgement)
                        .push_bind(promises)
                        .push_bind(i64::from(check.summary.urgent))
                        .push_bind(i64::from(check.summary.important))
                        .push_bind(i64::from(check.summary.worth_doing))
                        .push_bind(*changed);
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }
    /// What is remembered of findings.
    pub(crate) async fn plant_findings(&mut self, planted: &[Planted<'_>]) -> Result<(), StoreError> {
        let rows: Vec<_> = planted
            .iter()
            .filter(|planted| planted.seed.domain.is_some())
            .flat_map(|planted| planted.seed.findings.0.iter().map(move |finding| (planted.asset, finding)))
            .collect();
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into findings (asset, check_id, severity, seen, first_seen_at, last_seen_at, opened_at,
                     closed_at, told_at, told_mended_at) ",
                )
                .push_values(chunk, |mut row, (asset, WatchedFinding { watched, seen })| {
                    row.push_bind(asset.0)
                        .push_bind(&watched.check)
                        .push_bind(severity_word(watched.severity))
                        .push_bind(seen)
                        .push_bind(Moment::from(watched.first_seen))
                        .push_bind(Moment::from(watched.last_seen))
                        .push_bind(watched.opened_at.map(Moment::from))
                        .push_bind(watched.closed_at.map(Moment::from))
                        .push_bind(watched.told_at.map(Moment::from))
                        .push_bind(watched.told_mended_at.map(Moment::from));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }

    pub(crate) async fn plant_notes_and_actions(
        &mut self,
        planted: &[Planted<'_>],
    ) -> Result<(), StoreError> {
        let chance = self.store().0.chance.clone();
        let notes: Vec<_> = planted
            .iter()
            .flat_map(|planted| planted.seed.notes.iter().map(move |note| (planted.id, note)))
            .map(|(organisation, note)| (NoteId::random(&*chance), organisation, note))
            .collect();
        for chunk in notes.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new("insert into notes (id, organisation, words, author, at) ")
                    .push_values(chunk, |mut row, (id, organisation, (at, by, words))| {
                        row.push_bind(id.0)
                            .push_bind(organisation.0)
                            .push_bind(words)
                            .push_bind(by.to_string())
                            .push_bind(Moment::from(*at));
                    })
                    .build()
                    .execute(c)
                    .await?;
            });
        }
        let actions: Vec<_> = planted
            .iter()
            .flat_map(|planted| {
                (1_i64..).zip(&planted.seed.actions).map(move |(place, action)| (planted, place, action))
            })
            .collect();
        for chunk in actions.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into actions (organisation, action, place, added_at, said_at, seen_at) ",
                )
                .push_values(chunk, |mut row, (planted, place, (action, said_at, seen_at))| {
                    row.push_bind(planted.id.0)
                        .push_bind(action)
                        .push_bind(*place)
                        .push_bind(Moment::from(planted.seed.joined_at))
                        .push_bind(said_at.map(Moment::from))
                        .push_bind(seen_at.map(Moment::from));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }
}
