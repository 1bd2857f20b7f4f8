//! Components of the house's own, on top of those of GOV.UK Frontend.
//!
//! The amber light belongs to [`NextThing`] alone. Colour never says anything that words and a sign
//! do not say beside it.

mod doors;
mod figure;
mod help;
mod numbers;
mod promises;
mod staff;
mod time;

pub use doors::{Door, Doors, EmptyState, Progress};
pub use figure::{Figure, PasteLine};
pub use help::{Step, Steps, Tap, Taps};
pub use numbers::{Stat, Stats};
pub use promises::{NextThing, PromiseTile, PromiseTiles};
pub use staff::{Column, DataTable, Sorting};
pub use time::{Clock, ClockState, Timeline, TimelineEntry};

use super::components::component;
