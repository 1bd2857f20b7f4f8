//! Handing over: from a case to what leaves for a body, and back to what the body says of it.
//!
//! What is in a pack is `centre::hand_over`'s, whether it may leave is `centre::case`'s, how it is kept is the store's; here
//! they meet. A pack is frozen when it is decided: what somebody is shown and says yes to is what leaves, byte for byte.

mod bodies;
mod deciding;
mod gathering;
mod moving;
mod package;
mod sheet;
pub(crate) mod words;

pub(crate) use bodies::name_of;
pub use bodies::{Destination, destination, destinations, has_window, ring};
pub(crate) use deciding::ground_fits;
pub use deciding::{Decision, decide};
pub use gathering::{Gathered, gather};
pub use moving::{Answer, answer, drop_pack, kept_of, note_sent, send};
pub(crate) use package::as_file;
pub(crate) use sheet::as_pdf;
