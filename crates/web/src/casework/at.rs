//! The desk at a moment: all that deciding about a case needs. Pages have it from the app; the demonstration makes its past
//! with moments of its own.

use store::Store;
use terms::Timestamp;
use terms::edge::Chance;

use super::Rules;
use crate::app::App;

/// The desk at a moment.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The records.
    pub store: &'a Store,
    /// Promises and hours.
    pub rules: &'a Rules,
    /// Random bytes for ids.
    pub chance: &'a dyn Chance,
    /// The moment.
    pub now: Timestamp,
}

impl<'a> At<'a> {
    /// The desk now.
    pub fn of(app: &'a App) -> Self {
        Self { store: &app.store, rules: &app.desk, chance: &*app.chance, now: app.now() }
    }
}
