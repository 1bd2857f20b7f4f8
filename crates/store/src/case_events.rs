//! What was done about a case, in order. The word of a deed can be read; what it says is JSON that is sealed under the case's
//! own key, and the ledger holds a commitment to it.

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use evidence::custody::commit;
use serde_json::json;
use terms::edge::random;
use terms::{CaseId, ReportId, Timestamp};

use crate::cases::{CasePlace, is_case_word};
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::sealed_keys::{opened, unreadable};
use crate::{Deed, Noun, SealedKind, Store, StoreError};

/// The most events that are appended at once.
pub const MOST_EVENTS_AT_ONCE: usize = 20;
/// The longest body of an event, in bytes of its JSON.
pub const LONGEST_DEED: usize = 64 * 1024;
/// Bytes of the key that stands before the body.
const KEY: usize = 32;

/// An event to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCaseEvent {
    /// When it happened. What a visitor does in a case of which only days are kept is kept by its day, whatever stands here.
    pub at: Timestamp,
    /// The word of the deed.
    pub deed: String,
    /// What it says, as JSON.
    pub body: String,
}

/// An event of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// 1 for the first.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// The word of the deed.
    pub deed: String,
    /// What it says, as JSON; none when it was erased.
    pub body: Option<String>,
}

/// What appending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is done; this is the sequence of the last event now.
    Done(u64),
    /// Somebody was faster, and nothing was done: the case is at this sequence. Look again, then decide.
    Behind(u64),
}

/// What one case gets.
#[derive(Debug, Clone, Copy)]
pub struct MoreOfCase<'a> {
    /// Which case.
    pub case: CaseId,
    /// The sequence of its last event, as seen.
    pub seen: u64,
    /// The events.
    pub events: &'a [NewCaseEvent],
    /// Where it stands then.
    pub place: &'a CasePlace,
}

struct EventRow {
    event: CaseEvent,
    body: Option<Vec<u8>>,
}
from_row!(EventRow, |row| EventRow {
    event: CaseEvent {
        sequence: row.number("sequence")?.unsigned_abs(),
        at: row.moment("at")?,
        by: row.word("actor")?,
        deed: row.text("deed")?,
        body: None,
    },
    body: row.maybe_bytes("body")?,
});

fn place_of(case: CaseId, sequence: u64) -> String {
    format!("event {case} {sequence}")
}

impl Store {
    /// Appends events to a case and moves it to where it stands then, in one transaction, if `seen` is still the sequence of
    /// its last event. So taking and handing over are single acts: of two who take a case at one moment, exactly one has it.
    ///
    /// # Errors
    /// When there is no such case, its words were erased, or an event is not as it must be.
    pub async fn append_to_case(
        &self,
        case: CaseId,
        seen: u64,
        events: &[NewCaseEvent],
        place: &CasePlace,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Appended, StoreError> {
        let more = MoreOfCase { case, seen, events, place };
        self.append_together(&[more], None, by, now).await
    }

    /// Appends to several cases and writes a message into the mailbox of a report of the first, in one transaction: all of it
    /// is there, or nothing. So two cases are merged, and a message is sent.
    ///
    /// # Errors
    /// As [`Store::append_to_case`], and when the mailbox is gone or full.
    pub async fn append_together(
        &self,
        more: &[MoreOfCase<'_>],
        message: Option<(ReportId, &str)>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Appended, StoreError> {
        let Some(first) = more.first() else {
            return Err(StoreError::NotAllowed("nothing was to be appended"));
        };
        for each in more {
            check_events(each.events)?;
        }
        let by_day = *by == Actor::Visitor && self.case(first.case).await?.is_some_and(|case| case.by_day);
        let mut change = self.change(by, self.kept_moment(now, by_day)).await?;
        // Always in one order, so that two who append to the same cases never wait for each other.
        let mut in_order: Vec<&MoreOfCase<'_>> = more.iter().collect();
        in_order.sort_by_key(|each| each.case.0);
        for each in &in_order {
            if !change.move_case(each.case, each.seen, each.events, each.place).await? {
                drop(change);
                return self.why_behind(each.case).await;
            }
        }
        let mut said = Vec::new();
        for each in more {
            said.extend(change.insert_events(each.case, each.seen, each.events).await?);
        }
        if let Some((report, words)) = message {
            said.push(change.put_message(report, first.case, words).await?.1);
        }
        let told_first = said.remove(0);
        change.commit_all(told_first, said).await?;
        Ok(Appended::Done(first.seen + first.events.len() as u64))
    }

    pub(crate) async fn why_behind(&self, case: CaseId) -> Result<Appended, StoreError> {
        let found = self.case(case).await?.ok_or(StoreError::NoSuch("case"))?;
        if found.erased_at.is_some() {
            Err(StoreError::NotAllowed("the words of this case were erased; open a new one"))
        } else {
            Ok(Appended::Behind(found.events))
        }
    }

    /// The events of a case, in order. Call only where a read of the case is in the ledger: [`Store::case_for`] does both.
    ///
    /// # Errors
    /// When the database fails, or an event is not the one that was kept.
    pub async fn events_of_case(&self, case: CaseId) -> Result<Vec<CaseEvent>, StoreError> {
        let rows: Vec<EventRow> = on!(self, |c| {
            sqlx::query_as("select * from case_events where case_id = $1 order by sequence")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        let key = self.sealed_key(case.0, SealedKind::Case).await?;
        rows.into_iter()
            .map(|row| {
                let body = match (&key, row.body) {
                    (Some(key), Some(sealed)) => {
                        let bytes = opened(key, &place_of(case, row.event.sequence), &sealed)?;
                        let text = bytes.get(KEY..).unwrap_or_default().to_vec();
                        Some(String::from_utf8(text).map_err(|_| unreadable("an event of a case"))?)
                    }
                    _ => None,
                };
                Ok(CaseEvent { body, ..row.event })
            })
            .collect()
    }
}

pub(crate) fn check_events(events: &[NewCaseEvent]) -> Result<(), StoreError> {
    if events.is_empty() || events.len() > MOST_EVENTS_AT_ONCE {
        return Err(StoreError::NotAllowed("a case takes one event at least and twenty at most at once"));
    }
    for event in events {
        if !is_case_word(&event.deed) {
            return Err(StoreError::NotAllowed("a deed is one short word"));
        }
        if event.body.len() > LONGEST_DEED {
            return Err(StoreError::TooMuch("this is longer than a case can keep; put the rest into a file"));
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(&event.body).is_err() {
            return Err(StoreError::NotAllowed("what a deed says must be JSON"));
        }
    }
    Ok(())
}

impl Change {
    /// Inserts the events after `seen`. Returns what the ledger says of each.
    pub(crate) async fn insert_events(
        &mut self,
        case: CaseId,
        seen: u64,
        events: &[NewCaseEvent],
    ) -> Result<Vec<Said>, StoreError> {
        let key =
            self.key_within(case.0, SealedKind::Case).await?.ok_or(StoreError::NoSuch("case any more"))?;
        let by_day: bool = within!(self.tx, |c| {
            sqlx::query_scalar("select by_day from cases where id = $1").bind(case.0).fetch_one(c).await?
        });
        let of_visitor = by_day && *self.by() == Actor::Visitor;
        let (by, now) = (self.by().to_string(), self.now());
        let mut said = Vec::with_capacity(events.len());
        for (sequence, event) in (seen + 1..).zip(events) {
            let own: [u8; KEY] = random(&*self.store().0.chance);
            let body = [own.as_slice(), event.body.as_bytes()].concat();
            let sealed = self.store().sealed(&key, &place_of(case, sequence), &body)?;
            let at = if of_visitor { now } else { event.at };
            within!(self.tx, |c| {
                sqlx::query(
                    "insert into case_events (case_id, sequence, at, actor, deed, body) values ($1, $2, $3, $4, $5, $6)",
                )
                .bind(case.0)
                .bind(sequence as i64)
                .bind(Moment::from(at))
                .bind(&by)
                .bind(&event.deed)
                .bind(sealed)
                .execute(c)
                .await?;
            });
            let bound = HEXLOWER.encode(&commit(&own, &event.body));
            let told =
                json!({ "event": sequence, "deed": event.deed, "at": at.as_microsecond(), "bound": bound });
            said.push(Said::of_case(Deed::CaseMoved, Noun::Case, case, case.0, case).with(told));
        }
        Ok(said)
    }
}
