//! How much an account may hold.

use super::Account;

/// The longest story, in characters.
pub const LONGEST_HAPPENED: usize = 20_000;
/// The most traces of whoever did it.
pub const MOST_TRACES: usize = 40;
/// The most payments.
pub const MOST_PAYMENTS: usize = 10;
/// The most places online.
pub const MOST_PLACES: usize = 40;
/// The most bodies that were told already.
pub const MOST_TOLD: usize = 10;

/// What is wrong with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// It is no account of this release.
    #[error("this is no account of events; open the form again")]
    Unreadable,
    /// The story is too long.
    #[error("this is too long; 20,000 characters are enough, put the rest into a file")]
    TooLong,
    /// There are too many lines of one kind.
    #[error("these are too many; 40 addresses and 10 payments are enough, put the rest into a file")]
    TooMany,
}

impl Account {
    /// Whether it keeps to the limits.
    ///
    /// # Errors
    /// [`AccountFault`], which says what is too much.
    pub fn check(&self) -> Result<(), AccountFault> {
        if self.happened.chars().count() > LONGEST_HAPPENED {
            return Err(AccountFault::TooLong);
        }
        let fits = self.traces.len() <= MOST_TRACES
            && self.paid.len() <= MOST_PAYMENTS
            && self.places.len() <= MOST_PLACES
            && self.told.len() <= MOST_TOLD;
        if fits { Ok(()) } else { Err(AccountFault::TooMany) }
    }
}
