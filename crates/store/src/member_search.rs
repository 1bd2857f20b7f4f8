//! How the list of members is asked of the database: by words, by codes, in an order, from a place.

use sqlx::QueryBuilder;

use crate::cells::{Cells as _, from_row, promise_word};
use crate::db::on;
use crate::member_list::At;
use crate::moment::Moment;
use crate::search_words::{end_of, words_sought};
use crate::{HowMany, MemberFilter, MemberLine, Sort, Store, StoreError};

/// So few matches of one word are looked up one by one; of more, the list is walked in its order, and the page is
/// full soon.
const FEW_MATCHES: i64 = 2_000;
/// So many matches of the rarest of several words are looked up one by one at most.
const MOST_LOOKED_UP: i64 = 20_000;

/// The words of a filter, that which fewest organisations match first.
pub(crate) struct Search {
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
    pub(crate) async fn search(&self, filter: &MemberFilter) -> Result<Search, StoreError> {
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

    pub(crate) async fn how_many(
        &self,
        filter: &MemberFilter,
        search: &Search,
    ) -> Result<HowMany, StoreError> {
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

    pub(crate) async fn lines(
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
