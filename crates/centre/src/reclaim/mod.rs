//! Getting money back from the bank after somebody was tricked into paying: who may claim, until when, how much,
//! and the two papers that the bank wants.
//!
//! The rules are data with a date (`reclaim.toml`): a payment is judged by the rules of its own day. In: what the
//! person says, as typed values. Out: may, may not or unsure, with a reason and dates. It is never legal advice,
//! and "unsure" is an answer: the bank decides, and the ombudsman after it.

mod claim;
mod papers;
mod rulebook;

pub use claim::{Claim, Claimant, Happened, MOST_PAYMENTS, Payment, Reason, Standing, Verdict, Way};
pub use papers::{Facts, LONGEST_STORY, MOST_STORY_LINES, Paper, Section, Story, StoryError};
pub use rulebook::{FILE, Rulebook, Rules};

pub(crate) use rulebook::read;

#[cfg(test)]
mod tests;
