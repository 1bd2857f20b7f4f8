//! Messages of one wave: keys by which they find each other, and groups that can be explained and undone.

mod grouping;
mod keys;

pub use grouping::{Grouping, MOST_BUCKET, Tie, Why};
pub(crate) use keys::keys_of;
pub use keys::{HASHES, likeness};
