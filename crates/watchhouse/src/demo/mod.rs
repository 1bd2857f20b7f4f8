//! The demonstration city: a believable London from a seed, with its own name server and hosts.
//!
//! Every firm, every record of its name and every mistake follows from the seed and the firm's
//! number ([`firm`], [`zones`]), so that a hundred thousand names cost no memory and the same
//! seed is always the same city. [`city`] puts it into a store; [`name_server`] puts its names on the wire,
//! [`hosts`] its websites and mail servers, as they stand on the [`stage`].

pub mod bodies;
pub mod city;
pub mod draw;
mod findings;
pub mod firm;
pub mod hosts;
mod lookalikes;
pub mod looks;
pub mod messages;
pub mod name_server;
mod notes;
pub mod organisations;
pub mod people;
pub mod reports;
pub mod sights;
pub mod staff;
pub mod stage;
pub mod stories;
pub mod wave;
pub mod words;
pub mod zones;

/// The seed of the demonstration when none is given.
pub const USUAL_SEED: u64 = 1829;
/// How many members the city has when nothing is said.
pub const USUAL_MEMBERS: u64 = 2_000;
/// How many members it can have at most.
pub const MOST_MEMBERS: u64 = 100_000;
