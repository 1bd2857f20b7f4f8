//! The only room that knows HTTP in and HTML.
pub mod face;
