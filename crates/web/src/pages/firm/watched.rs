//! What is remembered of a domain's findings: open, met once, mended, and when the member was told.

use centre::clock_words::date_in_words;
use jiff::tz::TimeZone;
use store::WatchedFinding;
use terms::Timestamp;

use crate::face::components::{Cell, Table};
use crate::face::words::{FluentValue, Words};
use crate::pages::check::in_words;

/// Everything that is remembered, what is open first, then what waits, then what is mended, the newest first. `again`
/// says when we look next.
pub(super) fn table(
    words: Words,
    findings: &[WatchedFinding],
    again: &str,
    zone: &TimeZone,
) -> Option<Table> {
    let mut findings: Vec<&WatchedFinding> = findings.iter().collect();
    let group =
        |finding: &WatchedFinding| (finding.watched.closed_at.is_some(), finding.watched.is_waiting());
    let newest = |finding: &WatchedFinding| {
        std::cmp::Reverse(finding.watched.closed_at.unwrap_or(finding.watched.first_seen))
    };
    findings.sort_by_key(|finding| (group(finding), finding.watched.severity, newest(finding)));
    let rows: Vec<Vec<Cell>> =
        findings.into_iter().filter_map(|finding| row(words, finding, again, zone)).collect();
    if rows.is_empty() {
        return None;
    }
    let head = ["watching-what", "watching-how", "watching-told"];
    Some(Table {
        caption: words.say("watching-title").into_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: head.map(|id| Cell::from(words.say(id))).to_vec(),
        rows,
        first_cell_is_header: true,
        ..Table::default()
    })
}

fn row(words: Words, finding: &WatchedFinding, again: &str, zone: &TimeZone) -> Option<Vec<Cell>> {
    let watched = &finding.watched;
    let title = in_words::title(words, &watched.check)?;
    let day = |at: Timestamp| FluentValue::from(date_in_words(zone.to_datetime(at).date()));
    let how = match watched.closed_at {
        Some(closed) => words.say_with("watching-mended", &[("date", day(closed))]),
        None if watched.is_waiting() => {
            words.say_with("watching-once", &[("when", FluentValue::from(again.to_owned()))])
        }
        None => words.say_with("watching-open", &[("date", day(watched.first_seen))]),
    };
    let told = match (watched.told_at, watched.told_mended_at) {
        (Some(told), Some(mended)) => {
            words.say_with("watching-told-mended", &[("date", day(told)), ("mended", day(mended))])
        }
        (Some(told), None) => date_in_words(zone.to_datetime(told).date()),
        (None, _) => words.say("watching-told-never").into_owned(),
    };
    Some(vec![Cell::from(title), Cell::from(how), Cell::from(told)])
}
