//! The demonstration city: a believable London from a seed, with its own name server.
//!
//! Every firm, every record of its name and every mistake follows from the seed and the firm's
//! number ([`firm`], [`zones`]), so that a hundred thousand names cost no memory and the same
//! seed is always the same city.

pub mod draw;
pub mod firm;
pub mod name_server;
pub mod words;
pub mod zones;
