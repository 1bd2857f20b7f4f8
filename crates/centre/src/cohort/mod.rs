//! Many firms counted together: how their promises stand, by place, trade and provider, and what one
//! provider could change for all of them. Counts only: no name goes in, so none can come out.

mod lever;
mod month;
mod picture;
mod shown;
#[cfg(test)]
mod tests;

pub use lever::{HostKind, Lever, LeverCount, ProviderLever, levers, ranked};
pub use month::{Month, MonthError};
pub use picture::{CountedFirm, Counts, Picture, UNKNOWN};
pub use shown::{ShownRow, shown_rows};

use crate::named_values::named_values;

named_values! {
    /// By what firms are counted.
    Lens, "way of counting" {
        /// All of them together.
        City = "city",
        /// By borough.
        Borough = "borough",
        /// By sector.
        Sector = "sector",
        /// By how many work there.
        Size = "size",
        /// By the company that takes their mail.
        MailProvider = "mail_provider",
        /// By the company that answers for their name.
        NameHost = "name_host",
    }
}

/// The longest name of a cohort, in characters.
pub const LONGEST_COHORT: usize = 60;
/// The cohort of all members.
pub const MEMBERS: &str = "members";
/// The cohort of the region's public bodies.
pub const PUBLIC_BODIES: &str = "public-bodies";

/// Whether a list may be published under this name: small letters, digits and hyphens, and not a cohort that the
/// centre counts by itself.
pub fn may_be_named(name: &str) -> bool {
    let is_sound = (1..=LONGEST_COHORT).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-');
    is_sound && name != MEMBERS && name != PUBLIC_BODIES
}
