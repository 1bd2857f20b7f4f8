//! The program: settings, start and stop, background work, and the demonstration city.
//!
//! Question answered: *which room does what, when, with which settings?*
//! In: the command line, the environment, one settings file. Out: a running centre, or one sentence why not.
//! Never: SQL, HTML, a rule of the centre, a socket out (those are other rooms).
//! Start reading at [`cli`], the list of commands; [`edge`] is where time and chance come in.

pub mod asking;
pub mod cli;
pub mod demo;
pub mod edge;
pub mod examine;
pub mod examining;
pub mod figures;
pub mod guard;
pub mod guidance;
pub mod held_records;
pub mod house;
pub mod logs;
pub mod looking;
pub mod opening;
pub mod painting;
pub mod ready;
pub mod region;
pub mod settings;
pub mod shut_in;
pub mod sign_on;
pub mod started_anew;
pub mod trouble;
pub mod work;
