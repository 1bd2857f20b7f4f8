//! The only room with sockets out.
//!
//! Question answered: *what does the outside say to this question?*
//! In: questions and approaches of the engines, the operator's resolver or the servers of the root, a clock, chance.
//! Out: answers with time, server and outcome, and observations of hosts; a failure is an outcome, not an error.
//! Never: deciding anything, resolving a name that was not asked for, and opening a socket elsewhere than in [`gate`].
//! Start reading at [`Asker`], which asks DNS, and [`Scout`], which approaches hosts through the [`Gate`];
//! `dns/message.rs` is where strangers' bytes of DNS are read.

mod dns;
pub mod feed;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod gate;
pub mod mail;
pub mod scout;
pub mod sign_on;

pub use dns::{
    Asker, AskerError, DEFAULT_A_SECOND, Look, MOST_IN_FLIGHT, MOST_PACKETS, MOST_SHARED, MOST_SHARED_SIGHTS,
    QUESTION_DEADLINE, RecursionRules, Round, TrustAnchor, system_resolvers,
};
pub use gate::Gate;
pub use scout::{Introduction, Roots, Scout};
