//! What helpers answer to errands. An answer is the member's word through somebody else: it counts as *said*, and
//! becomes *seen* only by a look.

use std::collections::BTreeSet;

use centre::errand::{Answer, Reply};
use centre::ledger::Actor;
use serde_json::json;
use terms::{ErrandId, OrganisationId, Timestamp};

use crate::change::{Change, Said};
use crate::db::within;
use crate::errands::Errand;
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

impl Store {
    /// Keeps answers to points of an errand, by their places. What is answered as done counts as said for its action
    /// once every point of that action in the errand is; an answer that takes a "done" back takes that back too.
    /// Returns false, and keeps nothing, when the errand was taken back or ran out meanwhile.
    ///
    /// # Errors
    /// When the errand has no such point.
    pub async fn answer_errand(
        &self,
        errand: &Errand,
        replies: &[(u32, Reply)],
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = errand.organisation;
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        let open: Option<i64> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "select made_at from errands where id = $1 and taken_back_at is null and expires_at > $2",
            )
            .bind(errand.id.0)
            .bind(Moment::from(now))
            .fetch_optional(c)
            .await?
        });
        if open.is_none() {
            return Ok(false);
        }
        let mut actions = BTreeSet::new();
        let mut told = Vec::new();
        for (place, reply) in replies {
            let point = errand.points.iter().find(|point| point.place == *place);
            let point = point.ok_or(StoreError::NoSuch("point of an errand"))?;
            change.keep_reply(errand.id, *place, reply).await?;
            actions.insert(point.action.as_str());
            told.push(json!({ "action": point.action, "answer": reply.answer().name() }));
        }
        let mut marked = Vec::new();
        for action in actions {
            if let Some(said) = change.follow_replies(errand, action).await? {
                marked.push(said);
            }
        }
        let said = Said::of(Deed::ErrandAnswered, Noun::Errand, errand.id, organisation)
            .with(json!({ "points": told }));
        change.commit_all(said, marked).await?;
        Ok(true)
    }
}

impl Change {
    async fn keep_reply(&mut self, errand: ErrandId, place: u32, reply: &Reply) -> Result<(), StoreError> {
        let (because, until) = match reply {
            Reply::Done => (None, None),
            Reply::Cannot(because) => (Some(because.as_str()), None),
            Reply::Until(day) => (None, Some(day.to_string())),
        };
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "update errand_points set reply = $1, because = $2, until_on = $3, replied_at = $4
                 where errand = $5 and place = $6",
            )
            .bind(reply.answer().name())
            .bind(because)
            .bind(until)
            .bind(now)
            .bind(errand.0)
            .bind(i64::from(place))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 { Err(StoreError::NoSuch("point of an errand")) } else { Ok(()) }
    }

    /// Marks an action as said, or takes that back, from how the points of the errand stand now.
    async fn follow_replies(&mut self, errand: &Errand, action: &str) -> Result<Option<Said>, StoreError> {
        let open: i64 = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select count(*) from errand_points where errand = $1 and action = $2 and reply <> $3",
            )
            .bind(errand.id.0)
            .bind(action)
            .bind(Answer::Done.name())
            .fetch_one(c)
            .await?
        });
        let was_done = errand.points.iter().any(|p| p.action == action && p.answer == Some(Answer::Done));
        let organisation = errand.organisation;
        let is = match open {
            0 => {
                self.said_by_helper(organisation, action).await?;
                "said"
            }
            _ if was_done => {
                self.unsaid_by_helper(organisation, action).await?;
                "not done"
            }
            _ => return Ok(None),
        };
        let said = Said::of(Deed::ActionMarked, Noun::Action, action, organisation).with(json!({ "is": is }));
        Ok(Some(said))
    }

    /// A helper can be ahead of the plan: what is not in it is kept beside it, and a look sees whether it is so.
    async fn said_by_helper(&mut self, organisation: OrganisationId, action: &str) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into actions (organisation, action, place, added_at, said_at, dropped_at) values ($1, $2, 0, $3, $3, $3)
                 on conflict (organisation, action) do update set
                 said_at = case when actions.dropped_at is null
                     then coalesce(actions.said_at, excluded.said_at) else excluded.said_at end,
                 seen_at = case when actions.dropped_at is null then actions.seen_at else null end,
                 sustained_at = case when actions.dropped_at is null then actions.sustained_at else null end",
            )
            .bind(organisation.0)
            .bind(action)
            .bind(now)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn unsaid_by_helper(
        &mut self,
        organisation: OrganisationId,
        action: &str,
    ) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query(
                "update actions set said_at = null where organisation = $1 and action = $2 and seen_at is null",
            )
            .bind(organisation.0)
            .bind(action)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Marks answers as told to the member by letter; false when one was answered anew since it was read.
    pub(crate) async fn mark_replies_told(
        &mut self,
        told: &[(ErrandId, u32, Timestamp)],
    ) -> Result<bool, StoreError> {
        let now = Moment::from(self.now());
        for (errand, place, replied_at) in told {
            let rows = within!(self.tx, |c| {
                sqlx::query(
                    "update errand_points set told_at = $1 where errand = $2 and place = $3 and replied_at = $4",
                )
                .bind(now)
                .bind(errand.0)
                .bind(i64::from(*place))
                .bind(Moment::from(*replied_at))
                .execute(c)
                .await?
                .rows_affected()
            });
            if rows != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
