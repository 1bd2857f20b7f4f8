//! The list of members: found, filtered, sorted, a page at a time.

use data_encoding::BASE64URL_NOPAD;
use terms::{DomainName, OrganisationId, PromiseState, Reference, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::member_search::Found;
use crate::moment::Moment;
use crate::search_words::sort_key;
use crate::{SizeBand, Standing, Store, StoreError, Tier};

/// The longest page.
const LONGEST_PAGE: u32 = 200;
/// Lines of one chunk of an export.
const CHUNK: usize = 500;
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
        let read: Option<(String, bool, String, Uuid)> = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        read.map(|_| Self(text.to_owned()))
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

    /// The same, where lines on other pages show that there are more than on this one.
    fn and_more_than(self, shown: u64) -> Self {
        match self {
            Self::MoreThan(found) => Self::MoreThan(found.max(shown)),
            exactly @ Self::Exactly(_) => exactly,
        }
    }
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
    /// Size; gone when it left.
    pub size: Option<SizeBand>,
    /// Tier; gone when it left.
    pub tier: Option<Tier>,
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
        let limit = limit.clamp(1, LONGEST_PAGE) as usize;
        let search = self.search(filter).await?;
        let place = from.and_then(|cursor| cursor.place(sort));
        let backward = place.as_ref().is_some_and(|place| place.backward);
        let Found { mut lines, how_many } =
            self.lines(filter, &search, sort, place.as_ref(), limit + 1).await?;
        let more = lines.len() > limit;
        lines.truncate(limit);
        if backward {
            lines.reverse();
        }
        let is_first = place.is_none();
        let how_many = match how_many {
            // The only page shows them all.
            _ if is_first && !more => HowMany::Exactly(lines.len() as u64),
            Some(how_many) => how_many,
            None => self.how_many(filter, &search).await?.and_more_than(lines.len() as u64),
        };
        let first = lines.first().map(|line| Cursor::at(line, sort, true));
        let last = lines.last().map(|line| Cursor::at(line, sort, false));
        Ok(MemberPage {
            next: last.filter(|_| more || backward),
            previous: first.filter(|_| if backward { more } else { !is_first }),
            how_many,
            lines,
        })
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
        let search = self.search(filter).await?;
        let place = from.and_then(|cursor| cursor.place(Sort::Name)).filter(|place| !place.backward);
        let Found { mut lines, .. } =
            self.lines(filter, &search, Sort::Name, place.as_ref(), CHUNK + 1).await?;
        let more = lines.len() > CHUNK;
        lines.truncate(CHUNK);
        let next = lines.last().filter(|_| more).map(|line| Cursor::at(line, Sort::Name, false));
        Ok((lines, next))
    }
}

from_row!(MemberLine, |row| MemberLine {
    id: OrganisationId(row.uuid("id")?),
    reference: row.typed("reference")?,
    standing: row.word("standing")?,
    name: row.text("name")?,
    postcode: row.maybe_text("postcode")?.unwrap_or_default(),
    borough: row.text("borough")?,
    sector: row.text("sector")?,
    size: row.word_if_any("size")?,
    tier: row.word_if_any("tier")?,
    domain: row.maybe_typed("domain")?,
    promise: row.promise("promise")?,
    joined_at: row.moment("joined_at")?,
    last_contact_at: Some(row.moment("last_contact_at")?).filter(|at| *at > Timestamp::UNIX_EPOCH),
    source: row.text("source")?,
});

/// A place in one order of the list: before or after the line with this key and id.
pub(crate) struct At {
    pub(crate) backward: bool,
    pub(crate) key: String,
    pub(crate) id: Uuid,
}

impl At {
    /// The key of an order of moments.
    pub(crate) fn number(&self) -> i64 {
        self.key.parse().unwrap_or(0)
    }
}

impl Sort {
    fn letter(self) -> &'static str {
        match self {
            Self::Name => "n",
            Self::LastContact => "c",
            Self::Joined => "j",
        }
    }

    pub(crate) fn newest_first(self) -> bool {
        self == Self::Joined
    }
}

impl Cursor {
    fn at(line: &MemberLine, sort: Sort, backward: bool) -> Self {
        let key = match sort {
            Sort::Name => sort_key(&line.name),
            Sort::LastContact => line.last_contact_at.map_or(0, |at| Moment::from(at).0).to_string(),
            Sort::Joined => Moment::from(line.joined_at).0.to_string(),
        };
        let place = serde_json::json!([sort.letter(), backward, key, line.id.0]);
        Self(BASE64URL_NOPAD.encode(place.to_string().as_bytes()))
    }

    /// The place, if it is one of this order; one of another order begins at the first page.
    fn place(&self, sort: Sort) -> Option<At> {
        let bytes = BASE64URL_NOPAD.decode(self.0.as_bytes()).ok()?;
        let (letter, backward, key, id): (String, bool, String, Uuid) =
            serde_json::from_slice(&bytes).ok()?;
        (letter == sort.letter()).then_some(At { backward, key, id })
    }
}
