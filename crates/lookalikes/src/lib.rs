//! The lookalike engine.
//!
//! Question answered: *does this newly seen name look like the name of one of our firms, and in what way?*
//! In: the names of all firms, once; then newly seen names, one after the other, as bytes of a list or as
//! [`terms::DomainName`]. Out: [`Hit`]s, each with the [`Kind`]s of likeness and how much weight they have.
//! Never: asking whether a name exists (that is `checkup::lookalike` and `probe`), a clock, chance, a database.
//! Start reading at [`Index::hits`] in `index.rs`, then `compare.rs`, which decides, and `candidates.rs`
//! for the way in the other direction.
//!
//! One firm has up to 15,000 names that look like its own. A million firms have more than anybody can ask for,
//! so it is done the other way round: the firms' names are indexed once under a few keys each, and every new
//! name is held against the index with about thirty probes.

mod candidates;
mod compare;
mod endings;
mod glyphs;
mod index;
mod keys;
mod kind;
mod label;
mod list;
mod many;
mod memory;
mod table;
mod weight;
mod words;

pub use candidates::{Candidate, MOST_CANDIDATES, candidates};
pub use index::{Hit, Index, MOST_FIRMS, MOST_HITS, TooManyFirms};
pub use kind::Kind;
pub use list::{BadLine, LONGEST_LINE, Lines, MOST_BAD_LINES, MOST_ON_A_LINE};
pub use weight::TOLD_FROM;
