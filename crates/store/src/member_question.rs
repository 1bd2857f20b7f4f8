//! The pieces of a question for members: rows of a word, codes, places and orders, in words that both databases take.
//!
//! What is tried is tried on an index alone: a line is looked up when it is shown. Bounds on an id instead of the id
//! itself keep SQLite from going by the id to the whole line, where an index holds all that is asked.

use crate::cells::promise_word;
use crate::member_list::At;
use crate::moment::Moment;
use crate::question::Question;
use crate::search_words::end_of;
use crate::{MemberFilter, Sort, Standing};

/// What a line of the list is read from.
pub(crate) const LINE: &str =
    "select o.id, o.reference, o.standing, o.name, o.postcode, o.borough, o.sector, o.size, o.tier,
    o.domain, o.promise, o.joined_at, o.last_contact_at, o.source from ";

/// A word that somebody looks for.
pub(crate) struct Sought {
    pub(crate) word: String,
    pub(crate) beginning: String,
    /// Whether the word goes on after its beginning.
    pub(crate) goes_on: bool,
    /// Of a word that goes on: whether it has so few matches that they are looked up.
    pub(crate) few: bool,
    /// How many organisations are found, or rather more; not counted beyond a limit.
    pub(crate) matches: i64,
    /// Whether the number is that of the organisations, and not of rows among which one stands twice.
    pub(crate) exact: bool,
}

/// Rows that words are compared with: how their id and their place in the alphabet are called.
#[derive(Clone, Copy)]
pub(crate) struct Alias {
    pub(crate) id: &'static str,
    pub(crate) name_sort: &'static str,
}

/// Rows of a word.
pub(crate) const FOUND: Alias = Alias { id: "f.organisation", name_sort: "f.name_sort" };
/// Lines of the list.
pub(crate) const LISTED: Alias = Alias { id: "o.id", name_sort: "o.name_sort" };

impl MemberFilter {
    /// The codes that are asked for, the most telling first.
    pub(crate) fn codes(&self) -> Vec<(&'static str, &str)> {
        let codes = [
            ("borough", self.borough.as_deref()),
            ("sector", self.sector.as_deref()),
            ("promise", self.promise.map(promise_word)),
            ("size", self.size.map(|size| size.name())),
            ("tier", self.tier.map(|tier| tier.name())),
        ];
        codes.into_iter().filter_map(|(column, code)| Some((column, code?))).collect()
    }

    /// Whether nothing but words and standing is asked for, which the words themselves can answer.
    pub(crate) fn asks_for_words_only(&self) -> bool {
        self.codes().is_empty() && self.last_contact_before.is_none()
    }
}

impl Question {
    /// Goes on with the rows of a word, called `f`; beside them the line, called `o`, where more is asked of it.
    pub(crate) fn rows_of(&mut self, sought: &Sought, standing: Standing, and_lines: bool) -> &mut Self {
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
        if and_lines { self.and_line_of_found(standing) } else { self }
    }

    /// Goes on with which line, called `o`, belongs to a row of a word: by the index that has the names in order and the
    /// last contact beside them.
    pub(crate) fn and_line_of_found(&mut self, standing: Standing) -> &mut Self {
        self.say(" and o.standing = ").value(standing.name());
        self.say(" and o.name_sort = f.name_sort and o.id >= f.organisation and o.id <= f.organisation")
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
    pub(crate) fn and_words(&mut self, words: &[Sought], standing: Standing, alias: Alias) -> &mut Self {
        for sought in words {
            self.say(" and exists (select 1 from organisation_beginnings b where b.beginning = ");
            self.value(sought.beginning.as_str()).say(" and b.standing = ").value(standing.name());
            self.say(" and b.name_sort = ").say(alias.name_sort);
            self.say(" and b.organisation = ").say(alias.id).say(")");
            self.and_goes_on(sought, alias);
        }
        self
    }

    /// Goes on with the rest of the filter for rows of a word: each code by the index that has its organisations in the
    /// order of names, the last contact by the line beside the row.
    pub(crate) fn and_rest_of_found(&mut self, filter: &MemberFilter) -> &mut Self {
        for (column, code) in filter.codes() {
            self.say(" and exists (select 1 from organisations c where c.standing = ");
            self.value(filter.standing.name()).say(" and c.").say(column).say(" = ").value(code);
            self.say(" and c.name_sort = f.name_sort and c.id >= f.organisation and c.id <= f.organisation)");
        }
        if let Some(before) = filter.last_contact_before {
            self.say(" and o.last_contact_at < ").value(Moment::from(before));
        }
        self
    }

    /// Goes on with the rest of the filter for lines of the list. Only the most telling of several codes is offered to
    /// the database as an index: without figures about the tables SQLite takes any, and `|| ''` or `+ 0` keeps it from
    /// taking a poor one.
    pub(crate) fn and_rest_of_listed(&mut self, filter: &MemberFilter, by_contact: bool) -> &mut Self {
        let mut plain = "";
        for (column, code) in filter.codes() {
            self.say(" and o.").say(column).say(plain).say(" = ").value(code);
            plain = " || ''";
        }
        if let Some(before) = filter.last_contact_before {
            let plain = if by_contact { "" } else { " + 0" };
            self.say(" and o.last_contact_at").say(plain).say(" < ").value(Moment::from(before));
        }
        self
    }

    /// Goes on with what lies beyond a place in an order.
    pub(crate) fn and_beyond(&mut self, from: Option<&At>, alias: Alias, walk: Walk) -> &mut Self {
        let Some(from) = from else { return self };
        self.say(" and (").say(walk.key(alias)).say(", ").say(alias.id).say(") ").say(walk.sign()).say(" (");
        match walk.sort {
            Sort::Name => self.value(from.key.as_str()),
            Sort::LastContact | Sort::Joined => self.value(from.number()),
        };
        self.say(", ").value(from.id).say(")")
    }

    /// Ends with an order and a limit.
    pub(crate) fn in_order(&mut self, alias: Alias, walk: Walk, limit: usize) -> &mut Self {
        let (key, order) = (walk.key(alias), walk.order());
        self.say(" order by ").say(key).say(" ").say(order).say(", ").say(alias.id).say(" ").say(order);
        self.say(" limit ").value(limit as i64)
    }
}

/// An order of the list, and which way it is walked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk {
    /// The order.
    pub(crate) sort: Sort,
    /// Whether the page before a place is wanted.
    pub(crate) backward: bool,
}

impl Walk {
    /// Whether keys grow as it is walked.
    pub(crate) fn upward(self) -> bool {
        self.sort.newest_first() == self.backward
    }

    fn order(self) -> &'static str {
        if self.upward() { "asc" } else { "desc" }
    }

    fn sign(self) -> &'static str {
        if self.upward() { ">" } else { "<" }
    }

    fn key(self, alias: Alias) -> &'static str {
        match self.sort {
            Sort::Name => alias.name_sort,
            Sort::LastContact => "o.last_contact_at",
            Sort::Joined => "o.joined_at",
        }
    }
}
