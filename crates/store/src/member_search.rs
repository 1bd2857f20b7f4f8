//! How the list of members is asked of the database: by words, by codes, in an order, from a place.
//!
//! There are three ways to the same lines. *The list* is walked in its order, and each line is tried. *A beginning* is
//! the range of firms that are found by up to six letters, which stands in the order of names: a page of it is read
//! and no more. *Matches* of a longer word are looked up and sorted, when they are few. A way is chosen by counting a
//! little of each.

use crate::cells::{Cells as _, from_row, promise_word};
use crate::db::on;
use crate::member_list::At;
use crate::moment::Moment;
use crate::question::{Question, ready};
use crate::search_words::{beginning_of, end_of, words_sought};
use crate::{HowMany, MemberFilter, MemberLine, Sort, Standing, Store, StoreError};

/// So few matches are looked up and sorted; of more, an order is walked, and the page is full soon.
const FEW_MATCHES: i64 = HowMany::COUNTED as i64;
/// So far is counted to find the rarest of several words and codes.
const MOST_COUNTED: i64 = 10_000;

/// What a line of the list is read from.
const LINE: &str =
    "select o.id, o.reference, o.standing, o.name, o.postcode, o.borough, o.sector, o.size, o.tier,
    o.domain, o.promise, o.joined_at, o.last_contact_at, o.source from ";

/// A word that somebody looks for.
struct Sought {
    word: String,
    beginning: String,
    /// Whether the word goes on after its beginning.
    goes_on: bool,
    /// Of a word that goes on: whether it has so few matches that they are looked up.
    few: bool,
    /// How many organisations are found, or rather more; not counted beyond a limit.
    matches: i64,
    /// Whether the number is that of the organisations, and not of rows among which one stands twice.
    exact: bool,
}

/// The words of a filter, that which fewest organisations match first, and whether they are fewer than those of a code.
pub(crate) struct Search {
    words: Vec<Sought>,
    words_first: bool,
}

/// Rows that words or codes are compared with: how their id and their place in the alphabet are called.
#[derive(Clone, Copy)]
struct Alias {
    id: &'static str,
    name_sort: &'static str,
}

const FOUND: Alias = Alias { id: "f.organisation", name_sort: "f.name_sort" };
const LISTED: Alias = Alias { id: "o.id", name_sort: "o.name_sort" };

struct Rows(i64);
from_row!(Rows, |row| Rows(row.number("found")?));

struct Matches {
    rows: i64,
    organisations: i64,
}
from_row!(Matches, |row| Matches { rows: row.number("found")?, organisations: row.number("organisations")? });

impl MemberFilter {
    /// The codes that are asked for, the most telling first.
    fn codes(&self) -> Vec<(&'static str, &str)> {
        let codes = [
            ("o.borough", self.borough.as_deref()),
            ("o.sector", self.sector.as_deref()),
            ("o.promise", self.promise.map(promise_word)),
            ("o.size", self.size.map(|size| size.name())),
            ("o.tier", self.tier.map(|tier| tier.name())),
        ];
        codes.into_iter().filter_map(|(column, code)| Some((column, code?))).collect()
    }

    /// Whether nothing but words and standing is asked for, which the words themselves can answer.
    fn asks_for_words_only(&self) -> bool {
        self.codes().is_empty() && self.last_contact_before.is_none()
    }
}

impl Question {
    /// Goes on with the rows of a word, called `f`, and what holds for them.
    fn rows_of(&mut self, sought: &Sought, standing: Standing, and_lines: bool) -> &mut Self {
        // `cross join` keeps SQLite from turning it round.
        let lines = if and_lines { " cross join organisations o" } else { "" };
        if sought.few {
            self.say("(select organisation, name_sort from organisation_words where word >= ");
            self.value(sought.word.as_str()).say(" and word < ").value(end_of(&sought.word).as_str());
            self.say(" and standing = ").value(standing.name());
            // Each organisation once: its name, domain and addresses often share a beginning.
            self.say(" group by organisation, name_sort) f").say(lines).say(" where 1 = 1");
        } else {
            self.say("organisation_beginnings f").say(lines).say(" where f.beginning = ");
            self.value(sought.beginning.as_str()).say(" and f.standing = ").value(standing.name());
            self.and_goes_on(sought, FOUND);
        }
        if and_lines {
            self.say(" and o.id = f.organisation");
        }
        self
    }

    fn and_goes_on(&mut self, sought: &Sought, alias: Alias) {
        if sought.goes_on {
            self.say(" and exists (select 1 from organisation_words w where w.organisation = ").say(alias.id);
            self.say(" and w.word >= ").value(sought.word.as_str());
            self.say(" and w.word < ").value(end_of(&sought.word).as_str()).say(")");
        }
    }

    /// Goes on with the words that rows must have. The beginning is tried first: its neighbours are tried by the
    /// neighbours of the row, so it is at hand.
    fn and_words(&mut self, words: &[Sought], standing: Standing, alias: Alias) {
        for sought in words {
            self.say(" and exists (select 1 from organisation_beginnings b where b.beginning = ");
            self.value(sought.beginning.as_str()).say(" and b.standing = ").value(standing.name());
            self.say(" and b.name_sort = ").say(alias.name_sort);
            self.say(" and b.organisation = ").say(alias.id).say(")");
            self.and_goes_on(sought, alias);
        }
    }

    /// Goes on with the rest of the filter. Only the most telling of several codes is offered to the database as an
    /// index: without figures about the tables SQLite takes any, and `|| ''` or `+ 0` keeps it from taking a poor one.
    fn and_codes(&mut self, filter: &MemberFilter, by_contact: bool) {
        let mut plain = "";
        for (column, code) in filter.codes() {
            self.say(" and ").say(column).say(plain).say(" = ").value(code);
            plain = " || ''";
        }
        if let Some(before) = filter.last_contact_before {
            let plain = if by_contact { "" } else { " + 0" };
            self.say(" and o.last_contact_at").say(plain).say(" < ").value(Moment::from(before));
        }
    }

    fn and_beyond(&mut self, from: Option<&At>, key: &str, id: &str, sort: Sort, sign: &str) -> &mut Self {
        let Some(from) = from else { return self };
        self.say(" and (").say(key).say(", ").say(id).say(") ").say(sign).say(" (");
        match sort {
            Sort::Name => self.value(from.key.as_str()),
            Sort::LastContact | Sort::Joined => self.value(from.key.parse::<i64>().unwrap_or(0)),
        };
        self.say(", ").value(from.id).say(")")
    }

    fn in_order(&mut self, key: &str, id: &str, order: &str, limit: usize) -> &mut Self {
        self.say(" order by ").say(key).say(" ").say(order).say(", ").say(id).say(" ").say(order);
        self.say(" limit ").value(limit as i64)
    }
}

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
        let most = if alone { FEW_MATCHES + 1 } else { MOST_COUNTED };
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
                question.say(" and ").say(column).say(" = ").value(*code);
                question.say(" limit ").value(MOST_COUNTED).say(") n");
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

    pub(crate) async fn how_many(
        &self,
        filter: &MemberFilter,
        search: &Search,
    ) -> Result<HowMany, StoreError> {
        let mut question = Question::new("select count(*) as found from (select 1 as one from ");
        match search.words.split_first() {
            Some((only, [])) if only.exact && filter.asks_for_words_only() => {
                return Ok(capped(only.matches));
            }
            Some((first, others)) if search.words_first => {
                let alone = filter.asks_for_words_only();
                question.rows_of(first, filter.standing, !alone);
                question.and_words(others, filter.standing, FOUND);
                question.and_codes(filter, false);
            }
            _ => {
                question.say("organisations o where o.standing = ").value(filter.standing.name());
                question.and_codes(filter, search.words.is_empty());
                question.and_words(&search.words, filter.standing, LISTED);
            }
        }
        question.say(" limit ").value(FEW_MATCHES + 1).say(") n");
        Ok(capped(self.rows(question).await?))
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
        let standing = filter.standing;
        let mut question = Question::new(LINE);
        let (mut key, mut id) = (sort.column(), LISTED.id);
        match search.words.split_first() {
            Some((first, others)) if sort == Sort::Name && search.words_first => {
                (key, id) = (FOUND.name_sort, FOUND.id);
                if filter.asks_for_words_only() {
                    // The page is cut before its lines are looked up.
                    question.say("(select f.organisation, f.name_sort from ");
                    question.rows_of(first, standing, false).and_words(others, standing, FOUND);
                    question.and_beyond(from, key, id, sort, sign).in_order(key, id, order, limit);
                    question.say(") f cross join organisations o where o.id = f.organisation");
                    question.in_order(LISTED.name_sort, LISTED.id, order, limit);
                    return Ok(on!(self, |c| ready!(sqlx::query_as, question).fetch_all(c).await?));
                }
                question.rows_of(first, standing, true).and_words(others, standing, FOUND);
                question.and_codes(filter, false);
            }
            Some((first, others)) if search.words_first && first.matches <= FEW_MATCHES => {
                question.rows_of(first, standing, true).and_words(others, standing, FOUND);
                question.and_codes(filter, false);
            }
            _ => {
                question.say("organisations o where o.standing = ").value(standing.name());
                question.and_codes(filter, sort == Sort::LastContact);
                question.and_words(&search.words, standing, LISTED);
            }
        }
        question.and_beyond(from, key, id, sort, sign).in_order(key, id, order, limit);
        Ok(on!(self, |c| ready!(sqlx::query_as, question).fetch_all(c).await?))
    }
}
