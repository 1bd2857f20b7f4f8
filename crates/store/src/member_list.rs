//! The list of members: found, filtered, sorted, a page at a time.

use terms::{DomainName, OrganisationId, PromiseState, Reference, Timestamp};

use crate::{SizeBand, Standing, Store, StoreError, Tier};

/// Which organisations. Everything that is given must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberFilter {
    /// How they stand; members when nobody says otherwise.
    pub standing: Standing,
    /// Beginnings of words in name, postcode, domain, reference, or of the people's names and addresses.
    pub words: String,
    /// Borough's code.
    pub borough: Option<String>,
    /// Sector's code.
    pub sector: Option<String>,
    /// Size.
    pub size: Option<SizeBand>,
    /// Tier.
    pub tier: Option<Tier>,
    /// Worst promise: `Some(None)` for those never checked.
    pub promise: Option<Option<PromiseState>>,
    /// Not in touch since; those never in touch are among them.
    pub last_contact_before: Option<Timestamp>,
}

impl Default for MemberFilter {
    fn default() -> Self {
        Self {
            standing: Standing::Member,
            words: String::new(),
            borough: None,
            sector: None,
            size: None,
            tier: None,
            promise: None,
            last_contact_before: None,
        }
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By name, A first.
    #[default]
    Name,
    /// By last contact, longest ago first.
    LastContact,
    /// By when they joined, newest first.
    Joined,
}

/// A place in the list: where the next or the previous page begins. Text that can stand in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// Reads a cursor from an address. One that is nonsense begins at the first page.
    pub fn parse(text: &str) -> Option<Self> {
        unimplemented!()
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many there are; beyond [`HowMany::COUNTED`] nobody counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowMany {
    /// So many.
    Exactly(u64),
    /// More than so many.
    MoreThan(u64),
}

impl HowMany {
    /// So far the store counts.
    pub const COUNTED: u64 = 1_000;
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberLine {
    /// The organisation.
    pub id: OrganisationId,
    /// Its reference.
    pub reference: Reference,
    /// How it stands.
    pub standing: Standing,
    /// Its name.
    pub name: String,
    /// Its postcode as text; empty when there is none.
    pub postcode: String,
    /// Borough's code.
    pub borough: String,
    /// Sector's code.
    pub sector: String,
    /// Size.
    pub size: SizeBand,
    /// Tier.
    pub tier: Tier,
    /// First domain.
    pub domain: Option<DomainName>,
    /// Worst promise.
    pub promise: Option<PromiseState>,
    /// When it joined.
    pub joined_at: Timestamp,
    /// Last contact.
    pub last_contact_at: Option<Timestamp>,
    /// Where it came from.
    pub source: String,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberPage {
    /// The lines.
    pub lines: Vec<MemberLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Where the previous page begins, if there is one.
    pub previous: Option<Cursor>,
    /// How many there are on all pages.
    pub how_many: HowMany,
}

impl Store {
    /// A page of organisations, at most `limit` lines (1 to 200), beginning at `from`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members(
        &self,
        filter: &MemberFilter,
        sort: Sort,
        from: Option<&Cursor>,
        limit: u32,
    ) -> Result<MemberPage, StoreError> {
        unimplemented!()
    }

    /// Every organisation of the filter, in chunks of at most 500, for exports of any length.
    /// Give the last cursor back to get the next chunk; `None` when there is no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn each_member(
        &self,
        filter: &MemberFilter,
        from: Option<&Cursor>,
    ) -> Result<(Vec<MemberLine>, Option<Cursor>), StoreError> {
        unimplemented!()
    }
}
