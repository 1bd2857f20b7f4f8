//! Saying who one is: every way in, and every way that must stay shut.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod accounts;
mod demonstration;
#[path = "../house/mod.rs"]
mod house;
mod members;
mod passkeys;
mod single;
mod staff;
