//! Approaches to hosts, each against a listener of its own on this machine: good ones, broken ones, hostile ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test stops where it cannot go on"
)]

mod certificates;
mod doors;
mod files;
mod hosts;
mod look;
mod mail;
mod patience;
mod plain;
mod registry;
mod secure;
mod strangers;
mod zone;
