//! The waves among open cases, the most urgent first.

use std::collections::{BTreeMap, BTreeSet};

use centre::wave::{Seen, Wave, waves};
use store::SeenOpen;
use terms::{CaseId, Reference, Timestamp};

use super::words;
use crate::app::App;
use crate::problem::Problem;

/// The most links that are read at one time, the newest first.
pub const MOST_ROWS: u32 = 50_000;
/// Boroughs that are named before the rest is counted.
const MOST_BOROUGHS: usize = 4;

/// One case of a wave.
#[derive(Debug, Clone)]
pub struct Member {
    /// Which.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// What it is about.
    pub problem: String,
    /// Where.
    pub borough: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Its severity.
    pub severity: String,
    /// Its place in the queue.
    rank: (u32, i64),
}

impl Member {
    /// Its nearest deadline.
    pub fn due(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.rank.1).ok()
    }

    fn of(row: &SeenOpen) -> Self {
        Self {
            case: row.seen.case,
            reference: row.reference.clone(),
            problem: row.problem.clone(),
            borough: row.borough.clone(),
            received_at: row.received_at,
            severity: row.severity.clone(),
            rank: (row.harm, row.due_at),
        }
    }
}

/// A wave with its cases.
#[derive(Debug, Clone)]
pub struct Found {
    /// What holds it together.
    pub wave: Wave,
    /// Its cases as the queue has them: the most urgent first. Two at least.
    pub members: Vec<Member>,
}

impl Found {
    /// When the first and the last report of it came.
    pub fn span(&self) -> (Timestamp, Timestamp) {
        let moments = || self.members.iter().map(|member| member.received_at);
        (moments().min().unwrap_or_default(), moments().max().unwrap_or_default())
    }

    /// What most of them are about.
    pub fn problem(&self, app: &App) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for member in &self.members {
            *counts.entry(&member.problem).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(problem, _)| problem_title(app, problem)).unwrap_or_default()
    }

    /// Where they are.
    pub fn boroughs(&self, app: &App) -> String {
        let said: BTreeSet<String> = self
            .members
            .iter()
            .filter(|member| !member.borough.is_empty())
            .map(|member| words::borough(&app.region, &member.borough))
            .collect();
        let named: Vec<&str> = said.iter().take(MOST_BOROUGHS).map(String::as_str).collect();
        match (named.len(), said.len() - named.len()) {
            (0, _) => "Nobody said where".to_owned(),
            (_, 0) => format!("In {}", named.join(", ")),
            (_, more) => format!(
                "In {} and {}",
                named.join(", "),
                words::counted(more as u64, "other borough", "other boroughs")
            ),
        }
    }
}

/// What people call a problem; its word where the list has no such problem any more.
pub(super) fn problem_title(app: &App, id: &str) -> String {
    app.guide.guide().problems.get(id).map_or_else(|| id.to_owned(), |problem| problem.title.clone())
}

/// The waves among open cases, the most urgent first, and whether older links were left out.
///
/// # Errors
/// When the store fails.
pub async fn found(app: &App, restricted: bool) -> Result<(Vec<Found>, bool), Problem> {
    let rows = app.store.shared_by_open_cases(restricted, MOST_ROWS).await?;
    let is_cut = rows.len() == MOST_ROWS as usize;
    let seen: Vec<Seen> = rows.iter().map(|row| row.seen.clone()).collect();
    let mut by_case: BTreeMap<CaseId, Member> = BTreeMap::new();
    for row in &rows {
        by_case.entry(row.seen.case).or_insert_with(|| Member::of(row));
    }
    let mut all: Vec<Found> = waves(&seen)
        .into_iter()
        .map(|wave| {
            let mut members: Vec<Member> =
                wave.cases.iter().filter_map(|case| by_case.get(case).cloned()).collect();
            members.sort_by_key(|member| (member.rank, member.received_at, member.case));
            Found { wave, members }
        })
        .filter(|found| found.members.len() > 1)
        .collect();
    all.sort_by_key(|found| {
        (found.members[0].rank, std::cmp::Reverse(found.members.len()), found.members[0].case)
    });
    Ok((all, is_cut))
}
