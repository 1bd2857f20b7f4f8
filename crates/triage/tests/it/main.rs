//! The room by its front door.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails says so")]

mod already;
mod any;
mod catalogue;
mod genuine;
mod house;
mod lures;
mod proofs;
mod texts;
mod waves;
