//! What a suspicious message is.
//!
//! Question answered: *which message did somebody send us, what of it would a person see, and which of its proofs survived
//! the way to us?*
//! In: bytes and the way in which they [`Came`]. Out: a [`Reading`]. Bad input is a [`Flag`], never an error.
//! Never: deciding whether it is a scam, following a link, a socket, a clock, a file.
//! Start reading at [`read`]; [`Reading`] has the words that other rooms use.

mod chat;
mod forward;
mod html;
mod mbox;
mod mime;
mod outlook;
mod plain;
mod reading;
mod sight;
mod strange;
mod text;
mod ways;

pub use mbox::{MOST_MESSAGES, split_mbox};
pub use reading::{
    Body, Came, Dialect, Enclosure, Flag, Headers, Hidden, Hiding, Hop, Kept, Link, Mailbox, Place,
    ProviderResult, Reading, Reporter, Way,
};
pub use ways::read;

/// Bytes that are read of one message; what is longer is cut and flagged ([`Flag::Cut`]).
pub const MOST_BYTES: usize = 30 << 20;
/// Parts that are read of one message.
pub const MOST_PARTS: usize = 1_000;
/// How deep parts may lie in each other.
pub const MOST_DEPTH: usize = 20;
