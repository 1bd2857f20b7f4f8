//! `watchhouse lookalikes`: names that look like members' own.

mod of;
mod watch;

pub use of::{Of, of};
pub use watch::{Watch, watch};

use clap::Subcommand;

/// Names that look like members' own.
#[derive(Debug, Subcommand)]
pub enum Lookalikes {
    /// Hold a list of newly seen names against the names of all members.
    Watch(Watch),
    /// Which names look most like this one, and which of them does somebody have?
    Of(Of),
}
