//! The only room with sockets out.

pub mod mail;
