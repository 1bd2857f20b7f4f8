//! DNS at any volume: questions of the check-up go to one resolver, answers come back.

mod asker;
mod line;
mod resolvers;
mod round;
pub(crate) mod wire;

pub use asker::{Asker, AskerError, MOST_IN_FLIGHT, QUESTION_DEADLINE};
pub use resolvers::system_resolvers;
pub use round::{Look, MOST_SHARED, MOST_SHARED_SIGHTS, Round};
