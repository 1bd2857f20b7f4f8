//! What we see of an errand's points now, and what was answered, in words.

use std::collections::BTreeMap;

use centre::clock_words::{Moment, date_in_words};
use centre::errand::{Answer, SeenNow, Standing, seen_now, standing};
use centre::plan::ActionKey;
use store::{Errand, ErrandPoint, Store, StoreError, WatchedFinding};
use terms::{AssetId, Timestamp};

use crate::app::App;
use crate::face::words::{FluentValue, Words};

/// What we see of one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    /// What we see.
    pub(crate) seen: SeenNow,
    /// Whether a look at its domain is under way.
    pub(crate) is_looked_at: bool,
}

impl Sight {
    /// Whether it is in order.
    pub(crate) fn is_mended(self) -> bool {
        matches!(self.seen, SeenNow::Mended(_))
    }

    /// What to say of it; `answered` tells whether somebody said that it is done.
    pub(crate) fn in_words(self, app: &App, words: Words, answered: bool) -> String {
        let now = app.now();
        let when = |at: Timestamp| {
            let when = Moment::of(at, now, &app.region.time_zone).to_string();
            [("when", FluentValue::from(when))]
        };
        match self.seen {
            SeenNow::Mended(at) => words.say_with("errand-sight-mended", &when(at)),
            _ if self.is_looked_at => words.say("errand-sight-looking").into_owned(),
            SeenNow::StillThere(at) if answered => words.say_with("errand-sight-still", &when(at)),
            SeenNow::NotSince if answered => words.say("errand-sight-not-yet").into_owned(),
            SeenNow::StillThere(_) | SeenNow::NotSince => words.say("errand-sight-open").into_owned(),
        }
    }
}

/// What we see of each point of an errand, in their order.
///
/// # Errors
/// When the database fails.
pub(crate) async fn sights(app: &App, errand: &Errand) -> Result<Vec<Sight>, StoreError> {
    let findings = findings_of(&app.store, errand).await?;
    let sight = |point: &ErrandPoint| Sight {
        seen: seen_of(point, errand, &findings),
        is_looked_at: app.looks.under_way(point.asset).is_some(),
    };
    Ok(errand.points.iter().map(sight).collect())
}

async fn findings_of(
    store: &Store,
    errand: &Errand,
) -> Result<BTreeMap<AssetId, Vec<WatchedFinding>>, StoreError> {
    let mut findings = BTreeMap::new();
    for point in &errand.points {
        if let std::collections::btree_map::Entry::Vacant(place) = findings.entry(point.asset) {
            place.insert(store.findings_of(point.asset).await?);
        }
    }
    Ok(findings)
}

fn seen_of(
    point: &ErrandPoint,
    errand: &Errand,
    findings: &BTreeMap<AssetId, Vec<WatchedFinding>>,
) -> SeenNow {
    let Ok(ActionKey::Mend(check)) = point.action.parse() else { return SeenNow::NotSince };
    let of_asset = findings.get(&point.asset).map(Vec::as_slice).unwrap_or_default();
    let watched = of_asset.iter().map(|finding| &finding.watched).find(|watched| watched.check == check);
    seen_now(watched, point.replied_at.unwrap_or(errand.made_at))
}

/// How an errand stands, with what we see of it.
pub(crate) fn standing_of(errand: &Errand, sights: &[Sight], now: Timestamp) -> Standing {
    let seen: Vec<SeenNow> = sights.iter().map(|sight| sight.seen).collect();
    standing(errand.taken_back_at, errand.expires_at, &seen, now)
}

/// What was answered to a point, as the member reads it; none while nothing was.
pub(crate) fn answer_in_words(point: &ErrandPoint, words: Words) -> Option<String> {
    Some(match point.answer? {
        Answer::Done => words.say("errand-answer-done").into_owned(),
        Answer::Cannot => {
            let because = point.because.clone().unwrap_or_default();
            words.say_with("errand-answer-cannot", &[("because", FluentValue::from(because))])
        }
        Answer::Until => {
            let day = point.until.map(date_in_words).unwrap_or_default();
            words.say_with("errand-answer-until", &[("day", FluentValue::from(day))])
        }
    })
}
