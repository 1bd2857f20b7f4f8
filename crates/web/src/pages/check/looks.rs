//! Looks that are under way or just over: in memory, for a short while, and nowhere else.
//!
//! A look that anybody asked for leaves nothing behind. A member's own look is kept by
//! [`crate::looking::keep_look`] before it counts as over.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use centre::consent::Reason;
use centre::ledger::Actor;
use jiff::SignedDuration;
use store::DueAsset;
use terms::edge::random;
use terms::{AssetId, DomainName, IdError, Timestamp};
use tokio::sync::watch;

use crate::app::App;
use crate::consent::{Consent, When, level_of};
use crate::looking::keep_look;
use crate::ports::Look;
use crate::problem::Problem;

/// So many looks are remembered at one time. The oldest that is over makes room.
pub const MOST_LOOKS: usize = 1_000;
/// So many looks are under way at one time. Whoever comes then is asked to come back in a minute.
pub const MOST_UNDER_WAY: usize = 64;
/// So long a look is remembered, so that a page can be read, printed and shown.
pub const REMEMBERED: SignedDuration = SignedDuration::from_mins(30);
/// A look takes no longer than this.
pub const LONGEST_LOOK: Duration = Duration::from_secs(60);

/// The address of a look: 128 random bits, so that nobody finds another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookId(u128);

impl fmt::Display for LookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for LookId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let is_id = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = is_id.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or(IdError)
    }
}

/// How far a look is.
#[derive(Debug, Clone)]
pub enum Stage {
    /// Questions are still open.
    UnderWay,
    /// It is over, and this came of it.
    Over(Arc<Look>),
    /// We did not look: the owner does not want it, or all looking is stopped.
    LeftAlone(Reason),
    /// It took too long, or broke on our side.
    Failed,
}

/// A look as the pages see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What is looked at.
    pub domain: DomainName,
    /// The member's domain whose look it is; none for a look of anybody.
    pub asset: Option<AssetId>,
    /// How far it is; pages can wait for a change.
    pub stage: watch::Receiver<Stage>,
}

/// For whom a member's look is kept.
pub(crate) struct Keep {
    /// Whose domain.
    pub(crate) asset: DueAsset,
    /// Who asked for it.
    pub(crate) by: Actor,
}

struct Remembered {
    begun_at: Timestamp,
    seen: Seen,
}

impl Remembered {
    fn is_under_way(&self) -> bool {
        // A task that died leaves its channel closed: it is not under way.
        matches!(*self.seen.stage.borrow(), Stage::UnderWay) && self.seen.stage.has_changed().is_ok()
    }
}

/// All looks that are remembered. Cheap to clone; every clone is the same memory.
#[derive(Clone, Default)]
pub struct Looks(Arc<Mutex<BTreeMap<LookId, Remembered>>>);

impl Looks {
    /// Begins a look, or joins one of the same member's domain that is under way.
    ///
    /// # Errors
    /// [`Problem::busy`] while [`MOST_UNDER_WAY`] are under way.
    pub(crate) fn begin(
        &self,
        app: &Arc<App>,
        domain: DomainName,
        keep: Option<Keep>,
    ) -> Result<LookId, Problem> {
        let now = app.now();
        let (tell, stage) = watch::channel(Stage::UnderWay);
        let asset = keep.as_ref().map(|keep| keep.asset.id);
        let id = LookId(u128::from_be_bytes(random(app.chance.as_ref())));
        {
            let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            make_room(&mut looks, now);
            if let Some(same) = of_asset(&looks, asset) {
                return Ok(same);
            }
            if looks.values().filter(|look| look.is_under_way()).count() >= MOST_UNDER_WAY {
                return Err(Problem::busy());
            }
            let seen = Seen { domain: domain.clone(), asset, stage };
            looks.insert(id, Remembered { begun_at: now, seen });
        }
        let app = Arc::clone(app);
        tokio::spawn(async move {
            tell.send_replace(look(&app, &domain, keep).await);
        });
        Ok(id)
    }

    /// The look with this id, while it is remembered.
    pub fn get(&self, id: LookId, now: Timestamp) -> Option<Seen> {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut looks, now);
        looks.get(&id).map(|look| look.seen.clone())
    }

    /// The look at a member's domain that is under way.
    pub fn under_way(&self, asset: AssetId) -> Option<LookId> {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        of_asset(&looks, Some(asset))
    }
}

fn of_asset(looks: &BTreeMap<LookId, Remembered>, asset: Option<AssetId>) -> Option<LookId> {
    let asset = asset?;
    let same = |look: &Remembered| look.seen.asset == Some(asset) && look.is_under_way();
    looks.iter().find(|(_, look)| same(look)).map(|(id, _)| *id)
}

/// Forgets what is old, and the oldest that is over while there are too many.
fn make_room(looks: &mut BTreeMap<LookId, Remembered>, now: Timestamp) {
    looks.retain(|_, look| now.duration_since(look.begun_at) < REMEMBERED || look.is_under_way());
    while looks.len() >= MOST_LOOKS {
        let over = looks.iter().filter(|(_, look)| !look.is_under_way());
        let Some(oldest) = over.min_by_key(|(_, look)| look.begun_at).map(|(id, _)| *id) else { return };
        looks.remove(&oldest);
    }
}

async fn look(app: &App, domain: &DomainName, keep: Option<Keep>) -> Stage {
    let consent = Consent::of(app);
    let permit = match &keep {
        None => consent.for_anybody(domain, app.now()).await,
        Some(keep) => consent.for_member(keep.asset.id, When::Pressed, &keep.by, app.now()).await,
    };
    let permit = match permit {
        Ok(permit) => permit,
        Err(fault) => {
            tracing::error!(%fault, "it could not be told how close a look may go");
            return Stage::Failed;
        }
    };
    let Some(level) = level_of(permit.reach) else {
        return Stage::LeftAlone(permit.reasons.first().copied().unwrap_or(Reason::StaysAway));
    };
    let Ok(look) = tokio::time::timeout(LONGEST_LOOK, app.look.look(domain, level)).await else {
        tracing::warn!("a look took too long");
        return Stage::Failed;
    };
    if let Some(Keep { asset, by }) = keep
        && let Err(fault) = keep_look(&app.store, &asset, &look, permit.consent, &by, app.now()).await
    {
        tracing::error!(%fault, "a look could not be kept");
        return Stage::Failed;
    }
    Stage::Over(Arc::new(look))
}
