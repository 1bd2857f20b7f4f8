//! Hand-overs: what somebody told once, given to each body that needs it, and to each only what it needs.
//!
//! Question answered: *what leaves the house for this body, and in which order does it ask?* In: the account, who gave it,
//! the case and its list of evidence, as a [`Source`]. Out: a [`Content`], whose type for a kind of recipient has no room
//! for more than that kind needs ([`Recipient::needs`]), and a [`Paper`] made from the content alone. Never: a decision
//! that something leaves (that is the case's, with its consent), and never a report in somebody's name: what people must
//! send themselves is a sheet for them to copy from.
//!
//! Start reading at [`Recipient::needs`], the closed table; the types that keep it stand in `for_*.rs`.

mod content;
mod fields;
mod for_care;
mod for_experts;
mod for_money;
mod for_police;
mod grading;
pub mod package;
mod paper;
mod recipient;
mod say;
mod source;

#[cfg(test)]
mod tests;

pub use content::{Content, Cover, UnreadableContent};
pub use fields::Field;
pub use for_care::{ForPlatform, ForSupport, TakeDown};
pub use for_experts::{ForDataAuthority, ForItProvider};
pub use for_money::{ForBank, ForInsurer, ForReportFraud};
pub use for_police::ForPolice;
pub use grading::{Grading, GradingFault, Handling, Information, Pap, Reliability, Tlp};
pub use paper::{Block, Paper, Part};
pub use recipient::{Recipient, Sender};
pub use source::{Person, SeenItem, Source, Step, timeline};
