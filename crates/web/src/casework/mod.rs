//! The desk's bridge: what a case means is `centre::case`'s, how it is kept is the store's, and here the one becomes the
//! other. Pages open a case and say what is done; whether it may be done is decided with the case as it is in the same
//! moment, and of two who do the same thing at once one is told how it stands now.

mod anew;
mod at;
mod count;
mod glance;
pub mod group;
mod open;
mod place;
mod receive;
mod tell;
mod written;

use centre::calendar::Calendar;
use centre::clock::{Policy, PolicyBook, PolicyFault};
use centre::region::Region;
use centre::wave::Shared;

pub use anew::place_anew;
pub use at::At;
pub use count::count_cases;
pub use glance::{Glance, glances};
pub use open::{Opened, glimpse, open_for, peek};
pub use receive::{Telling, receive, receive_at};
pub use tell::{Saying, Who, merge, merge_at, tell, tell_at, tell_of_pack, tell_unless, unmerge};

/// By what the desk counts: its promises and its hours.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Every policy of clocks that the centre ever had.
    pub book: PolicyBook,
    /// When somebody is there.
    pub calendar: Calendar,
    /// What is everybody's, and links no reports.
    pub shared: Shared,
}

impl Rules {
    /// The rules of a region's centre, with the levels that we propose.
    ///
    /// # Errors
    /// When the policy is not one that can be put into force.
    pub fn of(region: &Region) -> Result<Self, Vec<PolicyFault>> {
        Ok(Self {
            book: PolicyBook::new(vec![Policy::proposed()])?,
            calendar: Calendar::of(region),
            shared: Shared::of(region),
        })
    }
}
