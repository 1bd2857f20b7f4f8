//! A hand-over as people see it: the paper itself, and for whoever reported what would leave, before they say yes.

mod paper;
mod preview;

pub(crate) use paper::PaperShown;
pub use preview::{Preview, preview};
