//! DNS at any volume: questions of the check-up go to the operator's resolver, or from the root down to the
//! servers of the names themselves; answers come back.

mod asker;
pub(crate) mod content;
mod handful;
mod line;
pub(crate) mod message;
pub(crate) mod name;
pub(crate) mod numbers;
pub(crate) mod recursion;
mod resolver;
mod resolvers;
mod round;
pub(crate) mod seal;
pub(crate) mod wire;

pub use asker::{Asker, AskerError, QUESTION_DEADLINE};
pub use recursion::{DEFAULT_A_SECOND, MOST_PACKETS, RecursionRules, TrustAnchor};
pub use resolver::MOST_IN_FLIGHT;
pub use resolvers::system_resolvers;
pub use round::{Look, MOST_SHARED, MOST_SHARED_SIGHTS, Round};
