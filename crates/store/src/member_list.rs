//! The list of members: found, filtered, sorted, a page at a time.

use data_encoding::BASE64URL_NOPAD;
use sqlx::QueryBuilder;
use terms::{DomainName, OrganisationId, PromiseState, Reference, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row, promise_word};
use crate::db::on;
use crate::moment::Moment;
use crate::search_words::{end_of, sort_key, words_sought};
use crate::{SizeBand, Standing, Store, StoreError, Tier};

/// The longest page.
const LONGEST_PAGE: u32 = 200;
/// Lines of one chunk of an export.
const CHUNK: usize = 500;
/// So few matches of one word are looked up one by one; of more, the list is walked in its order, and the page is
/// full soon.
const FEW_MATCHES: i64 = 2_000;
/// So many matches of the rarest of several words are looked up one by one at most.
const MOST_LOOKED_UP: i64 = 20_000;

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
        let limit = limit.clamp(1, LONGEST_PAGE) as usize;
        let search = self.search(filter).await?;
        let place = from.and_then(|cursor| cursor.place(sort));
        let backward = place.as_ref().is_some_and(|place| place.backward);
        let mut lines = self.lines(filter, &search, sort, place.as_ref(), limit + 1).await?;
        let more = lines.len() > limit;
        lines.truncate(limit);
        if backward {
            lines.reverse();
        }
        let first = lines.first().map(|line| Cursor::at(line, sort, true));
        let last = lines.last().map(|line| Cursor::at(line, sort, false));
        Ok(MemberPage {
            next: last.filter(|_| more || backward),
            previous: first.filter(|_| if backward { more } else { place.is_some() }),
            how_many: self.how_many(filter, &search).await?,
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
        let mut lines = self.lines(filter, &search, Sort::Name, place.as_ref(), CHUNK + 1).await?;
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
    size: row.word("size")?,
    tier: row.word("tier")?,
    domain: row.maybe_typed("domain")?,
    promise: row.promise("promise")?,
    joined_at: row.moment("joined_at")?,
    last_contact_at: Some(row.moment("last_contact_at")?).filter(|at| *at > Timestamp::UNIX_EPOCH),
    source: row.text("source")?,
});

/// A place in one order of the list: before or after the line with this key and id.
struct At {
    backward: bool,
    key: String,
    id: Uuid,
}

impl Sort {
    fn letter(self) -> &'static str {
        match self {
            Self::Name => "n",
            Self::LastContact => "c",
            Self::Joined => "j",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Name => "o.name_sort",
            Self::LastContact => "o.last_contact_at",
            Self::Joined => "o.joined_at",
        }
    }

    fn newest_first(self) -> bool {
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

/// The words of a filter, that which fewest organisations match first.
struct Search {
    words: Vec<String>,
    /// Whether to look the matches of the first word up one by one, rather than walk the list in its order.
    few: bool,
}

struct One(i64);
from_row!(One, |row| One(row.number("one")?));

/// Says which matches of the first word are looked up: each organisation once.
macro_rules! push_matches {
    ($query:expr, $word:expr) => {{
        $query.push("(select organisation from organisation_words where word >= ");
        $query.push_bind($word.clone()).push(" and word < ").push_bind(end_of($word));
    }};
}

/// Says which words an organisation must have, looked up one by one.
macro_rules! push_words {
    ($query:expr, $words:expr) => {
        for word in $words {
            $query.push(
                " and exists (select 1 from organisation_words w where w.organisation = o.id and w.word >= ",
            );
            $query.push_bind(word.clone()).push(" and w.word < ").push_bind(end_of(word)).push(")");
        }
    };
}

/// Says which organisations are found by all words, from the words alone.
macro_rules! push_found {
    ($query:expr, $filter:expr, $first:expr, $others:expr) => {{
        $query.push("organisation_words o where o.word >= ");
        $query.push_bind($first.clone()).push(" and o.word < ").push_bind(end_of($first));
        $query.push(" and o.standing = ").push_bind($filter.standing.name());
        for word in $others {
            $query.push(
                " and exists (select 1 from organisation_words w where w.organisation = o.organisation and w.word >= ",
            );
            $query.push_bind(word.clone()).push(" and w.word < ").push_bind(end_of(word)).push(")");
        }
    }};
}

/// What a line of the list is read from.
const LINE: &str =
    "select o.id, o.reference, o.standing, o.name, o.postcode, o.borough, o.sector, o.size, o.tier,
    o.domain, o.promise, o.joined_at, o.last_contact_at, o.source from ";

fn capped(counted: One) -> HowMany {
    let counted = counted.0.unsigned_abs();
    if counted > HowMany::COUNTED { HowMany::MoreThan(HowMany::COUNTED) } else { HowMany::Exactly(counted) }
}

impl MemberFilter {
    /// Whether nothing but words and standing is asked for, which the words themselves can answer.
    fn asks_for_words_only(&self) -> bool {
        let Self { standing: _, words: _, borough, sector, size, tier, promise, last_contact_before } = self;
        let no_code = borough.is_none() && sector.is_none() && size.is_none() && tier.is_none();
        no_code && promise.is_none() && last_contact_before.is_none()
    }
}

/// Says the rest of the filter. Only the most telling of several codes is offered to the database as an index: without
/// figures about the tables SQLite takes any, and `|| ''` or `+ 0` keeps it from taking a poor one.
macro_rules! push_filter {
    ($query:expr, $filter:expr, $by_contact:expr) => {{
        let (query, filter): (_, &MemberFilter) = ($query, $filter);
        query.push_bind(filter.standing.name());
        let codes = [
            ("o.borough", filter.borough.clone()),
            ("o.sector", filter.sector.clone()),
            ("o.promise", filter.promise.map(|promise| promise_word(promise).to_owned())),
            ("o.size", filter.size.map(|size| size.name().to_owned())),
            ("o.tier", filter.tier.map(|tier| tier.name().to_owned())),
        ];
        let mut plain = "";
        for (column, code) in codes {
            if let Some(code) = code {
                query.push(format_args!(" and {column}{plain} = ")).push_bind(code);
                plain = " || ''";
            }
        }
        if let Some(before) = filter.last_contact_before {
            let plain = if $by_contact { "" } else { " + 0" };
            query.push(format_args!(" and o.last_contact_at{plain} < ")).push_bind(Moment::from(before));
        }
    }};
}

impl Store {
    /// Looks how many organisations match each word, at most so many as would ever be looked up.
    async fn search(&self, filter: &MemberFilter) -> Result<Search, StoreError> {
        let mut counted = Vec::new();
        for word in words_sought(&filter.words) {
            let matches: One = on!(self, |c| {
                let mut query = QueryBuilder::new("select count(*) as one from ");
                push_matches!(query, &word);
                query.push(" limit ").push_bind(MOST_LOOKED_UP + 1).push(") m");
                query.build_query_as().fetch_one(c).await?
            });
            counted.push((matches.0, word));
        }
        counted.sort();
        // One common word fills a page after few lines; two that are each common may hardly ever meet.
        let most = if counted.len() > 1 { MOST_LOOKED_UP } else { FEW_MATCHES };
        let few = counted.first().is_some_and(|(matches, _)| *matches <= most);
        Ok(Search { words: counted.into_iter().map(|(_, word)| word).collect(), few })
    }

    async fn how_many(&self, filter: &MemberFilter, search: &Search) -> Result<HowMany, StoreError> {
        let most = HowMany::COUNTED as i64 + 1;
        let counted: One = on!(self, |c| {
            if let Some((first, others)) = search.words.split_first()
                && filter.asks_for_words_only()
            {
                let mut query = QueryBuilder::new("select count(*) as one from (select o.organisation from ");
                push_found!(query, filter, first, others);
                query.push(" group by o.organisation limit ").push_bind(most).push(") n");
                return Ok(capped(query.build_query_as::<One>().fetch_one(c).await?));
            }
            let mut query = QueryBuilder::new("select count(*) as one from (select o.id from ");
            if let Some((first, others)) = search.words.split_first() {
                // Each organisation once, before it is looked up: its name, domain and addresses often share a
                // beginning. `cross join` keeps SQLite from turning it round.
                push_matches!(query, first);
                query.push(" group by organisation) f cross join organisations o where o.id = f.organisation and o.standing = ");
                push_filter!(&mut query, filter, false);
                push_words!(query, others);
            } else {
                query = QueryBuilder::new(
                    "select count(*) as one from (select o.id from organisations o where o.standing = ",
                );
                push_filter!(&mut query, filter, true);
            }
            query.push(" limit ").push_bind(most).push(") n");
            query.build_query_as().fetch_one(c).await?
        });
        Ok(capped(counted))
    }

    async fn lines(
        &self,
        filter: &MemberFilter,
        search: &Search,
        sort: Sort,
        from: Option<&At>,
        limit: usize,
    ) -> Result<Vec<MemberLine>, StoreError> {
        let backward = from.is_some_and(|from| from.backward);
        let (order, sign) = if sort.newest_first() == backward { ("asc", ">") } else { ("desc", "<") };
        let column = sort.column();
        if let Some((first, others)) = search.words.split_first()
            && filter.asks_for_words_only()
            && sort == Sort::Name
        {
            return Ok(on!(self, |c| {
                let mut query =
                    QueryBuilder::new(format!("{LINE} (select o.organisation, o.name_sort from "));
                push_found!(query, filter, first, others);
                if let Some(from) = from {
                    query.push(format_args!(" and (o.name_sort, o.organisation) {sign} ("));
                    query.push_bind(from.key.clone()).push(", ").push_bind(from.id).push(")");
                }
                query.push(" group by o.organisation, o.name_sort");
                query.push(format_args!(" order by o.name_sort {order}, o.organisation {order} limit "));
                query
                    .push_bind(limit as i64)
                    .push(") f cross join organisations o where o.id = f.organisation");
                query.push(format_args!(" order by o.name_sort {order}, o.id {order}"));
                query.build_query_as().fetch_all(c).await?
            }));
        }
        Ok(on!(self, |c| {
            let mut query = QueryBuilder::new(LINE);
            match search.words.split_first() {
                Some((first, others)) if search.few => {
                    push_matches!(query, first);
                    query.push(" group by organisation) f cross join organisations o where o.id = f.organisation and o.standing = ");
                    push_filter!(&mut query, filter, false);
                    push_words!(query, others);
                }
                _ => {
                    query.push("organisations o where o.standing = ");
                    push_filter!(&mut query, filter, sort == Sort::LastContact);
                    push_words!(query, &search.words);
                }
            }
            if let Some(from) = from {
                query.push(format_args!(" and ({column}, o.id) {sign} ("));
                match sort {
                    Sort::Name => query.push_bind(from.key.clone()),
                    Sort::LastContact | Sort::Joined => query.push_bind(from.key.parse::<i64>().unwrap_or(0)),
                };
                query.push(", ").push_bind(from.id).push(")");
            }
            query.push(format_args!(" order by {column} {order}, o.id {order} limit "));
            query.push_bind(limit as i64);
            query.build_query_as().fetch_all(c).await?
        }))
    }
}
