//! The program.
//!
//! Question answered: *which room does what, when?* In: the command line. Out: what the command asked for.
//! Never: a rule of an engine, a page, a socket.
//! Start reading at [`cli`]; [`edge`] is where time and chance come in.

pub mod cli;
pub mod edge;
