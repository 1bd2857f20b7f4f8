//! Text files that people of the centre edit: a region pack, the problems and playbooks of Help now.
//! Every fault is found at once, and each names file, line and what to do.

mod fault;
mod toml_lines;

pub use fault::Fault;
pub(crate) use fault::Faults;
pub(crate) use toml_lines::{Document, Entry};
