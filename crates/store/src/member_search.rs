//! How the list of members is asked of the database: by words, by codes, in an order, from a place.
//!
//! There are three ways to the same lines. *Matches* of a word that few organisations have are all read, tried and put in
//! order at once. *A beginning* is the range of firms that are found by up to six letters, which stands in the order of
//! names: it is walked until the page is full. *The list* is walked in its order, and each line is tried. A way is chosen
//! by counting a little of each.

use std::collections::HashMap;

use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::member_list::At;
use crate::member_question::{FOUND, LINE, LISTED, Sought, Walk};
use crate::question::{Question, ready};
use crate::search_words::{beginning_of, end_of, words_sought};
use crate::{HowMany, MemberFilter, MemberLine, Sort, Standing, Store, StoreError};

/// So few matches are all read; of more, an order is walked, and the page is full soon.
const FEW_MATCHES: i64 = HowMany::COUNTED as i64;
/// So far is counted to find the rarest of several words and codes, and so many are tried to say how many there are.
const MOST_TRIED: i64 = 2_000;

/// The words of a filter, that which fewest organisations match first, and whether they are fewer than those of a code.
pub(crate) struct Search {
    words: Vec<Sought>,
    words_first: bool,
}

impl Search {
    /// Whether the one word answers all that is asked: its rows are the lines, in the order of names.
    fn tells_of_all(&self, filter: &MemberFilter) -> bool {
        self.words.len() == 1 && filter.asks_for_words_only()
    }
}

/// Lines in their order, and how many there are on all pages where the way to them showed it.
pub(crate) struct Found {
    pub(crate) lines: Vec<MemberLine>,
    pub(crate) how_many: Option<HowMany>,
}

struct Rows(i64);
from_row!(Rows, |row| Rows(row.number("found")?));

struct Matches {
    rows: i64,
    organisations: i64,
}
from_row!(Matches, |row| Matches { rows: row.number("found")?, organisations: row.number("organisations")? });

/// An organisation and its place in an order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Its place where the order is one of moments, else 0.
    at: i64,
    /// Its place where the order is that of names, else nothing.
    name: String,
    id: Uuid,
}
from_row!(Key, |row| Key { id: row.uuid("id")?, name: row.text("name")?, at: row.number("at")? });

fn capped(counted: i64) -> HowMany {
    let counted = counted.unsigned_abs();
    if counted > HowMany::COUNTED { HowMany::MoreThan(HowMany::COUNTED) } else { HowMany::Exactly(counted) }
}

impl Store {
    /// Looks which of the words and codes fewest organisations have, counting no further than needed.
    pub(crate) async fn search(&self, filter: &MemberFilter) -> Result<Search, StoreError> {
        let mut words = Vec::new();
        let sought = words_sought(&filter.words);
        let alone = sought.len() == 1 && filter.asks_for_words_only();
        let most = if alone { FEW_MATCHES + 1 } else { MOST_TRIED + 1 };
        for word in sought {
            words.push(self.count_of(word, filter.standing, most).await?);
        }
        words.sort_by_key(|sought| sought.matches);
        let words_first = match (words.first(), filter.codes().first()) {
            (Some(rarest), Some((column, code))) if rarest.matches > FEW_MATCHES => {
                let mut question = Question::new(
                    "select count(*) as found from (select 1 as one from organisations o where o.standing = ",
                );
                question.value(filter.standing.name());
                question.say(" and o.").say(column).say(" = ").value(*code);
                question.say(" limit ").value(MOST_TRIED + 1).say(") n");
                rarest.matches <= self.rows(question).await?
            }
            (rarest, _) => rarest.is_some(),
        };
        Ok(Search { words, words_first })
    }

    async fn count_of(&self, word: String, standing: Standing, most: i64) -> Result<Sought, StoreError> {
        let (beginning, goes_on) = beginning_of(&word);
        let mut sought = Sought { word, beginning, goes_on, few: false, matches: 0, exact: !goes_on };
        if goes_on {
            let mut question = Question::new(
                "select count(*) as found, count(distinct organisation) as organisations from (select organisation from organisation_words where word >= ",
            );
            question.value(sought.word.as_str()).say(" and word < ").value(end_of(&sought.word).as_str());
            question.say(" and standing = ").value(standing.name());
            question.say(" limit ").value(FEW_MATCHES + 1).say(") n");
            let found: Matches = on!(self, |c| ready!(sqlx::query_as, question).fetch_one(c).await?);
            if found.rows <= FEW_MATCHES {
                return Ok(Sought { few: true, exact: true, matches: found.organisations, ..sought });
            }
        }
        let mut question = Question::new(
            "select count(*) as found from (select 1 as one from organisation_beginnings where beginning = ",
        );
        question.value(sought.beginning.as_str()).say(" and standing = ").value(standing.name());
        question.say(" limit ").value(most).say(") n");
        sought.matches = self.rows(question).await?;
        Ok(sought)
    }

    async fn rows(&self, question: Question) -> Result<i64, StoreError> {
        let rows: Rows = on!(self, |c| ready!(sqlx::query_as, question).fetch_one(c).await?);
        Ok(rows.0)
    }

    /// How many there are, where the way to the lines did not show it. Not counted beyond a limit, nor tried beyond one:
    /// then there are as many as were found, or more.
    pub(crate) async fn how_many(
        &self,
        filter: &MemberFilter,
        search: &Search,
    ) -> Result<HowMany, StoreError> {
        let mut question = Question::new("select count(*) as found from (select 1 as one from ");
        let Some((first, others)) = search.words.split_first() else {
            question.say("organisations o where o.standing = ").value(filter.standing.name());
            question.and_rest_of_listed(filter, true).say(" limit ").value(FEW_MATCHES + 1).say(") n");
            return Ok(capped(self.rows(question).await?));
        };
        if first.exact && search.tells_of_all(filter) {
            return Ok(capped(first.matches));
        }
        let all_are_tried = search.words_first && first.matches <= MOST_TRIED;
        if search.words_first {
            question.say("(select f.organisation, f.name_sort from ").rows_of(first, filter.standing, false);
            question.say(" limit ").value(MOST_TRIED).say(") f");
            if filter.last_contact_before.is_some() {
                question.say(" cross join organisations o where 1 = 1").and_line_of_found(filter.standing);
            } else {
                question.say(" where 1 = 1");
            }
            question.and_words(others, filter.standing, FOUND).and_rest_of_found(filter);
        } else {
            question.say("(select o.id, o.name_sort from organisations o where o.standing = ");
            question.value(filter.standing.name()).and_rest_of_listed(filter, false);
            question.say(" limit ").value(MOST_TRIED).say(") o where 1 = 1");
            question.and_words(&search.words, filter.standing, LISTED);
        }
        question.say(") n");
        let counted = self.rows(question).await?;
        Ok(match capped(counted) {
            HowMany::Exactly(found) if !all_are_tried => HowMany::MoreThan(found.saturating_sub(1)),
            how_many => how_many,
        })
    }

    /// Lines beyond a place, in the order of the walk.
    pub(crate) async fn lines(
        &self,
        filter: &MemberFilter,
        search: &Search,
        sort: Sort,
        from: Option<&At>,
        limit: usize,
    ) -> Result<Found, StoreError> {
        let walk = Walk { sort, backward: from.is_some_and(|from| from.backward) };
        let standing = filter.standing;
        let mut question = Question::new(LINE);
        match search.words.split_first() {
            Some((first, others))
                if first.matches <= FEW_MATCHES && !(sort == Sort::Name && search.tells_of_all(filter)) =>
            {
                return self.lines_of_few(filter, (first, others), walk, from, limit).await;
            }
            Some((first, others)) if sort == Sort::Name && search.words_first => {
                // The page is cut before its lines are looked up.
                question.say("(select f.organisation, f.name_sort from ");
                question.rows_of(first, standing, filter.last_contact_before.is_some());
                question.and_words(others, standing, FOUND).and_rest_of_found(filter);
                question.and_beyond(from, FOUND, walk).in_order(FOUND, walk, limit);
                question.say(") f cross join organisations o where o.id = f.organisation");
            }
            _ => {
                question.say("organisations o where o.standing = ").value(standing.name());
                question.and_rest_of_listed(filter, sort == Sort::LastContact);
                question.and_words(&search.words, standing, LISTED).and_beyond(from, LISTED, walk);
            }
        }
        question.in_order(LISTED, walk, limit);
        let lines = on!(self, |c| ready!(sqlx::query_as, question).fetch_all(c).await?);
        Ok(Found { lines, how_many: None })
    }

    /// The same where the rarest word has few matches: all that hold are read with their places, which tells how many
    /// there are too, and only the lines of the page are looked up.
    async fn lines_of_few(
        &self,
        filter: &MemberFilter,
        (first, others): (&Sought, &[Sought]),
        walk: Walk,
        from: Option<&At>,
        limit: usize,
    ) -> Result<Found, StoreError> {
        let (name, at) = match walk.sort {
            Sort::Name => ("f.name_sort", "cast(0 as bigint)"),
            Sort::LastContact => ("''", "o.last_contact_at"),
            Sort::Joined => ("''", "o.joined_at"),
        };
        let and_lines = walk.sort != Sort::Name || filter.last_contact_before.is_some();
        let mut question = Question::new("select f.organisation as id, ");
        question.say(name).say(" as name, ").say(at).say(" as at from ");
        question.rows_of(first, filter.standing, and_lines);
        question.and_words(others, filter.standing, FOUND).and_rest_of_found(filter);
        let mut keys: Vec<Key> = on!(self, |c| ready!(sqlx::query_as, question).fetch_all(c).await?);
        keys.sort_unstable();
        if !walk.upward() {
            keys.reverse();
        }
        let how_many = Some(capped(i64::try_from(keys.len()).unwrap_or(i64::MAX)));
        let beyond = from.map(|from| {
            let named = walk.sort == Sort::Name;
            let (at, name) = if named { (0, from.key.clone()) } else { (from.number(), String::new()) };
            Key { at, name, id: from.id }
        });
        let is_beyond = |key: &Key| match &beyond {
            None => true,
            Some(place) if walk.upward() => key > place,
            Some(place) => key < place,
        };
        let page: Vec<Uuid> =
            keys.iter().filter(|key| is_beyond(key)).take(limit).map(|key| key.id).collect();
        Ok(Found { lines: self.lines_with(&page).await?, how_many })
    }

    /// The lines with these ids, in their order.
    async fn lines_with(&self, ids: &[Uuid]) -> Result<Vec<MemberLine>, StoreError> {
        let Some((first, others)) = ids.split_first() else { return Ok(Vec::new()) };
        let mut question = Question::new(LINE);
        question.say("organisations o where o.id in (").value(*first);
        for id in others {
            question.say(", ").value(*id);
        }
        question.say(")");
        let lines: Vec<MemberLine> = on!(self, |c| ready!(sqlx::query_as, question).fetch_all(c).await?);
        let mut lines: HashMap<Uuid, MemberLine> = lines.into_iter().map(|line| (line.id.0, line)).collect();
        Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
    }
}
