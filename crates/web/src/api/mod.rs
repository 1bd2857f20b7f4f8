//! The programming interface, version 1: what pages can do, for programs with tokens.
//!
//! Each operation is declared twice in code and once in words: its route in [`crate::routes`],
//! which the policy guards, and its `utoipa::path` beside its handler, from which the OpenAPI
//! document is made. A test holds the two together.

pub mod body;
pub mod caller_checks;
pub mod cases;
pub mod check;
pub mod city;
pub mod document;
pub mod firm;
pub mod hand_overs;
pub mod help;
pub mod members;
pub mod messages;
pub mod notes;
pub mod once;
pub mod proof;
pub mod region;
pub mod reports;
pub mod shapes;
pub mod status;

pub use document::openapi;
