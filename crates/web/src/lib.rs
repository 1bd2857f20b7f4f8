//! The only room that knows HTTP in and HTML.
//!
//! Question answered: *who is at the door, may they come in, and what do they see?*
//! In: requests. Out: pages, the programming interface, files. What a page needs from the world
//! (a look at a domain, a sign-on provider's answer) comes through [`ports`], so that this room
//! opens no connection and holds no SQL.
//! Never: deciding who may see what (that is `centre::policy`), judging, or reaching for a clock.
//! Start reading at [`routes`], the site map, then [`door`], through which every request comes.

pub mod alike;
pub mod api;
mod app;
pub mod board;
mod caller;
mod calls;
pub mod casework;
pub mod consent;
mod cookie;
pub mod counter;
mod door;
mod errand;
pub mod face;
mod guide_shelf;
pub mod handing;
pub mod looking;
mod pace;
pub mod pages;
pub mod ports;
mod problem;
pub mod real;
pub mod routes;
mod same_origin;
pub mod scopes;
mod sent;
mod site;
pub mod stage;
mod standing;
pub mod telling;
pub mod watching;

pub use app::{App, Facts, Introduction, SignOn};
pub use caller::Caller;
pub use calls::letter_closing;
pub use guide_shelf::GuideShelf;
pub use problem::Problem;
pub use site::{About, Kind, Route, Site};
