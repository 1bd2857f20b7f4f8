//! "Seen before": what a case has in common with others, for the page of the case.

use std::collections::BTreeMap;

use askama::Template;
use terms::CaseId;

use super::{case_href, found, sees_restricted, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::content::Content;
use crate::problem::Problem;

/// The most other cases that are listed.
const MOST_SEEN: u32 = 60;

/// One other case.
struct Other {
    reference: String,
    href: String,
    what: String,
    problem: String,
    received: String,
    state: String,
}

/// What a case has in common with others, as a part of its page. Nothing is shown where it has nothing in common.
#[derive(Template)]
#[template(path = "desk/_seen_before.html")]
pub struct SeenBefore {
    others: Vec<Other>,
}

impl SeenBefore {
    /// Whether nothing of it was seen anywhere else.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// The part as it stands in a page.
    pub fn content(&self) -> Content {
        if self.is_empty() { Content::default() } else { Content::of(self) }
    }
}

/// What the values of a case were seen in, before or since, as far as this person may see it. One question to the store; the
/// values themselves are not read.
///
/// # Errors
/// When the store fails.
pub async fn seen_before(app: &App, caller: &Caller, case: CaseId) -> Result<SeenBefore, Problem> {
    let rows = app.store.seen_before(case, sees_restricted(caller), MOST_SEEN).await?;
    let mut others: BTreeMap<CaseId, (usize, Other)> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let what = row.kind.rule().what;
        let other = others.entry(row.case).or_insert_with(|| {
            let other = Other {
                reference: row.reference.to_string(),
                href: case_href(row.case),
                what: String::new(),
                problem: found::problem_title(app, &row.problem),
                received: words::day(app, row.received_at),
                state: row.state.replace('_', " "),
            };
            (place, other)
        });
        if !other.1.what.is_empty() {
            other.1.what.push_str(", ");
        }
        other.1.what.push_str(what);
    }
    let mut others: Vec<(usize, Other)> = others.into_values().collect();
    others.sort_by_key(|(place, _)| *place);
    Ok(SeenBefore { others: others.into_iter().map(|(_, other)| other).collect() })
}
