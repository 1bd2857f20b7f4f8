//! The linking engine.
//!
//! Question answered: *which of these reports belong to one offender, and why?* and, for the rows of any table, *which
//! of these are one entity?*
//! In: reports with their narratives, or tables as CSV, JSON lines or Parquet, and a model or none. Out: scored links, networks with numbers
//! that last, bridges between them as leads, and for each of these how it came about.
//! Never: a clock, sockets, a database, chance; deciding what is done about a network; a merge over an analyst's word.
//! Start reading at [`reports::Linker`] in `reports/linker.rs`, then `reports/strength.rs` (the hub model) and
//! `reports/cores.rs` (what becomes one network); for tables at [`tables::dedupe`] in `tables/mod.rs`.
//!
//! Linking reports is not linking records. A ring's reports are different events that share some of a changing set of
//! telephones, accounts and words: links that are right in 97 of 100 cases, closed transitively, give one heap of
//! everything. So a value is weighed by what else its reports have in common, and two networks become one only by
//! evidence that grows with their size.

mod dictionary;
mod parallel;
pub mod reports;
pub mod rows;
mod sets;
mod strings;
pub mod tables;

/// The chance, from 0 to 1, that odds of so many bits stand for: the logarithm to base 2 of the odds, 0 is even.
pub fn chance(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}
