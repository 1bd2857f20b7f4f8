//! One text to many reporters: what was to be sent to whom is kept first, then each is sent and marked. Whoever finds a text
//! that is not finished goes on with it; the event in a case bears an id that follows from text and report, so that nobody
//! gets it twice.

use centre::ledger::Actor;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{CaseId, GroupReplyId, PersonId, ReportId, TextId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{ROWS_AT_ONCE, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// The most reporters of one text.
pub const MOST_GROUP_REPORTS: usize = 20_000;
/// The scope of keys with which texts are ordered.
const SCOPE: &str = "group reply";

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyState {
    /// It is in the mailbox.
    Sent,
    /// It could not be sent; why, in a sentence.
    Skipped(String),
}

/// A text to be sent.
#[derive(Debug, Clone)]
pub struct NewGroupReply {
    /// A key of the form: with it the text is ordered once.
    pub once: String,
    /// Who sends it.
    pub person: PersonId,
    /// As what.
    pub role: String,
    /// To whom, in words for the desk.
    pub whom: String,
    /// The text.
    pub words: String,
    /// The reports, with their cases.
    pub to: Vec<(CaseId, ReportId)>,
}

/// A text and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupReply {
    /// Its id.
    pub id: GroupReplyId,
    /// When it was ordered.
    pub at: Timestamp,
    /// Who sends it.
    pub person: PersonId,
    /// As what.
    pub role: String,
    /// To whom, in words for the desk.
    pub whom: String,
    /// The text.
    pub words: String,
    /// So many wait.
    pub waiting: u64,
    /// So many have it.
    pub sent: u64,
    /// So many could not get it.
    pub skipped: u64,
    /// When the last was done.
    pub finished_at: Option<Timestamp>,
}

/// One who waits for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingReply {
    /// The report whose mailbox gets it.
    pub report: ReportId,
    /// Its case.
    pub case: CaseId,
}
from_row!(WaitingReply, |row| WaitingReply {
    report: ReportId(row.uuid("report")?),
    case: CaseId(row.uuid("case_id")?),
});

struct Row {
    reply: GroupReply,
    sealed: Vec<u8>,
}
from_row!(Row, |row| Row {
    reply: GroupReply {
        id: GroupReplyId(row.uuid("id")?),
        at: row.moment("at")?,
        person: PersonId(row.uuid("person")?),
        role: row.text("role")?,
        whom: row.text("whom")?,
        words: String::new(),
        waiting: row.number("waiting")?.unsigned_abs(),
        sent: row.number("sent")?.unsigned_abs(),
        skipped: row.number("skipped")?.unsigned_abs(),
        finished_at: row.maybe_moment("finished_at")?,
    },
    sealed: row.bytes("words")?,
});

fn place_of(id: GroupReplyId) -> String {
    format!("group reply {id}")
}

/// The replies with how far each is.
macro_rules! replies {
    ($rest:literal) => {
        concat!(
            "select g.*, (select count(*) from group_reply_reports r where r.reply = g.id and r.state = 'waiting') as waiting,
               (select count(*) from group_reply_reports r where r.reply = g.id and r.state = 'sent') as sent,
               (select count(*) from group_reply_reports r where r.reply = g.id and r.state = 'skipped') as skipped
             from group_replies g ",
            $rest
        )
    };
}

impl GroupReply {
    /// The id of the words in a case's event: the same for the same text and report, however often it is tried.
    pub fn text_for(&self, report: ReportId) -> TextId {
        let mixed: Vec<u8> =
            self.id.0.as_bytes().iter().zip(report.0.as_bytes()).map(|(one, other)| one ^ other).collect();
        TextId(
            mixed.try_into().map_or(Uuid::nil(), |bytes| uuid::Builder::from_random_bytes(bytes).into_uuid()),
        )
    }
}

impl Store {
    /// Keeps a text and to whom it is to go. Nothing is sent by it. A form that is sent twice orders once.
    ///
    /// # Errors
    /// When nobody would get it, or more than [`MOST_GROUP_REPORTS`].
    pub async fn order_group_reply(
        &self,
        new: &NewGroupReply,
        by: &Actor,
        now: Timestamp,
    ) -> Result<GroupReplyId, StoreError> {
        if new.to.is_empty() {
            return Err(StoreError::NotAllowed("nobody would get this; choose at least one case"));
        }
        if new.to.len() > MOST_GROUP_REPORTS {
            return Err(StoreError::TooMuch("one text goes to 20,000 reporters at most; choose fewer"));
        }
        let mut change = self.change(by, now).await?;
        if let Some(before) = change.done_before(SCOPE, &new.once).await? {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return before.parse().map_err(|_| StoreError::Unreadable("the id of a group reply".into()));
        }
        let id = GroupReplyId::random(&*self.0.chance);
        let sealed =
            self.0.keys.seal(place_of(id).as_bytes(), new.words.trim().as_bytes(), &*self.0.chance)?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into group_replies (id, at, person, role, whom, words) values ($1, $2, $3, $4, $5, $6)",
            )
            .bind(id.0)
            .bind(Moment::from(now))
            .bind(new.person.0)
            .bind(&new.role)
            .bind(&new.whom)
            .bind(sealed)
            .execute(c)
            .await?;
        });
        for chunk in new.to.chunks(ROWS_AT_ONCE) {
            within!(change.tx, |c| {
                QueryBuilder::new("insert into group_reply_reports (reply, report, case_id, state, why) ")
                    .push_values(chunk, |mut row, (case, report)| {
                        row.push_bind(id.0)
                            .push_bind(report.0)
                            .push_bind(case.0)
                            .push_bind("waiting")
                            .push_bind("");
                    })
                    .push(" on conflict do nothing")
                    .build()
                    .execute(c)
                    .await?;
            });
        }
        change.keep_answer(SCOPE, &new.once, &id.to_string()).await?;
        let told = json!({ "whom": new.whom, "reports": new.to.len() });
        change.commit(Said::of_centre(Deed::GroupReplyOrdered, Noun::GroupReply, id).with(told)).await?;
        Ok(id)
    }

    /// The newest texts, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn group_replies(&self, limit: u32) -> Result<Vec<GroupReply>, StoreError> {
        let rows: Vec<Row> = on!(self, |c| {
            sqlx::query_as(replies!("order by g.at desc, g.id limit $1"))
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        });
        rows.into_iter().map(|row| self.opened_reply(row)).collect()
    }

    /// The texts that are not finished, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unfinished_group_replies(&self) -> Result<Vec<GroupReply>, StoreError> {
        let rows: Vec<Row> = on!(self, |c| {
            sqlx::query_as(replies!("where g.finished_at is null order by g.at, g.id")).fetch_all(c).await?
        });
        rows.into_iter().map(|row| self.opened_reply(row)).collect()
    }

    fn opened_reply(&self, row: Row) -> Result<GroupReply, StoreError> {
        let bytes = self.0.keys.unseal(place_of(row.reply.id).as_bytes(), &row.sealed)?;
        let words = String::from_utf8(bytes).map_err(|_| StoreError::Unreadable("a group reply".into()))?;
        Ok(GroupReply { words, ..row.reply })
    }

    /// Who waits for a text, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_for_reply(
        &self,
        id: GroupReplyId,
        limit: u32,
    ) -> Result<Vec<WaitingReply>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select report, case_id from group_reply_reports where reply = $1 and state = 'waiting' order by report limit $2",
            )
            .bind(id.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Marks what became of one; the text is finished with the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_reply(
        &self,
        id: GroupReplyId,
        report: ReportId,
        state: &ReplyState,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (word, why) = match state {
            ReplyState::Sent => ("sent", ""),
            ReplyState::Skipped(why) => ("skipped", why.as_str()),
        };
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update group_reply_reports set state = $1, why = $2 where reply = $3 and report = $4",
            )
            .bind(word)
            .bind(why)
            .bind(id.0)
            .bind(report.0)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "update group_replies set finished_at = $1 where id = $2 and finished_at is null and not exists
                 (select 1 from group_reply_reports where reply = $2 and state = 'waiting')",
            )
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Delivery).await
    }
}
