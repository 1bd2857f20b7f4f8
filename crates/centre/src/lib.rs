//! The centre's own rules as pure functions.
//!
//! Question answered: *what does this centre do, for whom, and who may?*
//! In: typed values and the text of region packs and lists. Out: decisions, plans, previews.
//! Never: a database, the web, a socket, a clock. Bad input is an answer, not an error.
//! Start reading at [`policy`], the only place that decides who may see or do what.

pub mod account;
pub mod badge;
pub mod calendar;
pub mod call_check;
pub mod campaign;
pub mod case;
pub mod clock;
pub mod clock_words;
pub mod cohort;
pub mod consent;
pub mod errand;
pub mod export;
pub mod first_hour;
pub mod hand_over;
pub mod ledger;
pub mod membership;
mod named_values;
pub mod pack;
pub mod plan;
pub mod playbook;
pub mod policy;
pub mod problem;
pub mod prospects;
pub mod published;
pub mod reclaim;
pub mod region;
pub mod roles;
pub mod routes_today;
pub mod small_cells;
pub mod tally;
pub mod watching;
pub mod wave;
