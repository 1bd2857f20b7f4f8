//! The search for names like a member's own: the likeliest ones are tried one after the other, those that somebody has are
//! kept and looked at. In memory while it runs and a while after; what it found is in the store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use centre::ledger::Actor;
use checkup::{Kind, Outcome, Question, RecordName};
use jiff::SignedDuration;
use lookalikes::{Candidate, candidates};
use store::{Asset, DueLookalike, LookalikeWay, NewLookalike, StoreError};
use terms::{AssetId, DomainName, Timestamp};

use super::{examine, hit};
use crate::app::App;
use crate::consent::Consent;
use crate::problem::Problem;

/// So many names are tried in one search, the likeliest.
pub const MOST_TRIED: usize = 300;
/// So many searches run at one time. Whoever comes then is asked to come back in a minute.
pub const MOST_SEARCHES: usize = 4;
/// So many of the names that a search found are looked at at once; the rest in the background.
pub const EXAMINED_AT_ONCE: usize = 20;
/// Between two questions, so that no name server feels it.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(50);
/// A domain is searched for once in this time.
pub const SEARCH_PACE: SignedDuration = SignedDuration::from_hours(1);

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchState {
    /// When it began.
    pub begun_at: Timestamp,
    /// How many names are to be tried.
    pub of: usize,
    /// How many were tried.
    pub tried: usize,
    /// How many of them somebody has.
    pub found: usize,
    /// How many could not be asked about.
    pub unseen: usize,
    /// Whether it is over.
    pub over: bool,
}

/// What beginning a search came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// It runs, whoever began it.
    Runs,
    /// One ran less than an hour ago.
    JustRan,
}

/// All searches that are remembered. Cheap to clone; every clone is the same memory.
#[derive(Clone, Default)]
pub struct Searches(Arc<Mutex<BTreeMap<AssetId, SearchState>>>);

impl Searches {
    /// How far the search for names like a domain is; none where none ran within the last hour.
    pub fn of(&self, asset: AssetId, now: Timestamp) -> Option<SearchState> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, state| !state.over || now.duration_since(state.begun_at) < SEARCH_PACE);
        all.get(&asset).copied()
    }

    /// Begins a search, unless one runs or just ran.
    ///
    /// # Errors
    /// [`Problem::busy`] while [`MOST_SEARCHES`] run.
    pub(crate) fn begin(&self, app: &Arc<App>, asset: &Asset, by: Actor) -> Result<Search, Problem> {
        let now = app.now();
        if let Some(state) = self.of(asset.id, now) {
            return Ok(if state.over { Search::JustRan } else { Search::Runs });
        }
        let tries = candidates_of(&asset.domain);
        let state =
            SearchState { begun_at: now, of: tries.len(), tried: 0, found: 0, unseen: 0, over: false };
        {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if all.values().filter(|state| !state.over).count() >= MOST_SEARCHES {
                return Err(Problem::busy());
            }
            all.insert(asset.id, state);
        }
        let (app, asset) = (Arc::clone(app), asset.clone());
        tokio::spawn(async move {
            // However the search ends, it is over then: a fault must not hold the member's place for ever.
            let _over = Over { searches: app.searches.clone(), asset: asset.id };
            if let Err(error) = search(&app, &asset, tries, &by).await {
                tracing::error!(%error, "a search for names like a member's could not be kept");
            }
        });
        Ok(Search::Runs)
    }

    fn tell(&self, asset: AssetId, change: impl FnOnce(&mut SearchState)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = all.get_mut(&asset) {
            change(state);
        }
    }
}

struct Over {
    searches: Searches,
    asset: AssetId,
}

impl Drop for Over {
    fn drop(&mut self) {
        self.searches.tell(self.asset, |state| state.over = true);
    }
}

/// The names that are tried for a domain, the likeliest first.
pub fn candidates_of(domain: &DomainName) -> Vec<Candidate> {
    let all = candidates(domain, MOST_TRIED);
    all.into_iter().filter(|candidate| candidate.weight >= lookalikes::TOLD_FROM).collect()
}

/// The question whether somebody has a name.
fn question(name: &DomainName) -> Question {
    Question::new(RecordName::from(&name.registrable()), Kind::Ns)
}

/// A candidate as it is kept, if this outcome says that somebody has it; none where nobody has.
pub fn new_of(candidate: &Candidate, outcome: Outcome) -> Option<NewLookalike> {
    let is_there = matches!(outcome, Outcome::Records | Outcome::ServerFailed);
    is_there.then(|| hit(&candidate.name, &candidate.kinds, candidate.weight, LookalikeWay::Search))
}

async fn search(app: &App, asset: &Asset, tries: Vec<Candidate>, by: &Actor) -> Result<(), StoreError> {
    let mut found = Vec::new();
    for candidate in &tries {
        // A stop switch that is turned meanwhile counts from the next question on.
        if app.store.looking_stopped().await?.is_some() {
            break;
        }
        let outcome = app.proofs.ask(&question(&candidate.name)).await.outcome;
        let new = new_of(candidate, outcome);
        app.searches.tell(asset.id, |state| {
            state.tried += 1;
            state.found += usize::from(new.is_some());
            state.unseen += usize::from(!outcome.tells() && new.is_none());
        });
        found.extend(new);
        tokio::time::sleep(BETWEEN_QUESTIONS).await;
    }
    app.store.note_lookalikes(asset.id, &found, by, app.now()).await?;
    let consent = Consent::of(app);
    for new in found.into_iter().take(EXAMINED_AT_ONCE) {
        let due = DueLookalike {
            asset: asset.id,
            organisation: asset.organisation,
            domain: asset.domain.clone(),
            name: new.name,
        };
        let kept = app.store.lookalike(due.asset, &due.name).await?;
        // What was looked at before has its own time.
        if kept.is_some_and(|kept| kept.looked_at.is_none()) {
            examine(&consent, app.lookalikes.as_ref(), &due, by, app.now()).await?;
        }
    }
    Ok(())
}
