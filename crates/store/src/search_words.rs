//! The words by which an organisation is found.
//!
//! Beside the words stand their beginnings of up to six letters, each in the order of names: most searches are one
//! of them, or begin with one.
//!
//! A table of our own and not a full text index: staff search by how names begin, a range of a plain key finds
//! that on both databases alike, and rows that are deleted are gone (a full text index outlives its text).

use std::collections::BTreeSet;

use sqlx::QueryBuilder;
use terms::OrganisationId;

use crate::change::{Change, ROWS_AT_ONCE};
use crate::db::within;
use crate::organisations::Organisation;
use crate::people::Person;
use crate::{Standing, StoreError};

/// Words of a search that count; who types more has found it already.
pub(crate) const MOST_SEARCH_WORDS: usize = 5;
/// Words kept of one organisation.
const MOST_WORDS: usize = 60;
/// Letters of a word that count.
const LONGEST_WORD: usize = 40;

/// Letters of the longest beginning that is kept.
const LONGEST_BEGINNING: usize = 6;

/// The words of a text: letters and digits in lower case. An apostrophe is no gap: `Anna's` is `annas`.
pub(crate) fn words_in(text: &str) -> impl Iterator<Item = String> {
    let folded: String =
        text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).flat_map(char::to_lowercase).collect();
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST_WORD).collect())
        .collect();
    words.into_iter()
}

/// The words for which somebody looks. An address or a domain is one word, as it is kept.
pub(crate) fn words_sought(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for token in text.split_whitespace() {
        if token.contains('@') || token.contains('.') {
            words.push(token.to_lowercase().chars().take(LONGEST_WORD).collect());
        } else {
            words.extend(words_in(token));
        }
    }
    words.truncate(MOST_SEARCH_WORDS);
    words
}

/// Where the words that begin with this one end.
pub(crate) fn end_of(word: &str) -> String {
    format!("{word}{}", char::MAX)
}

/// How a word begins, and whether it goes on after that.
pub(crate) fn beginning_of(word: &str) -> (String, bool) {
    (word.chars().take(LONGEST_BEGINNING).collect(), word.chars().nth(LONGEST_BEGINNING).is_some())
}

/// How a name is sorted: in lower case, without apostrophes, without a leading *The*.
pub(crate) fn sort_key(name: &str) -> String {
    let folded = words_in(name).collect::<Vec<_>>().join(" ");
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

/// Every word by which an organisation is found.
pub(crate) fn words_for(
    name: &str,
    reference: &str,
    postcode: &str,
    domain: &str,
    people: &[(String, String)],
) -> BTreeSet<String> {
    let mut words: BTreeSet<String> =
        words_in(name).chain(words_in(reference)).chain(words_in(postcode)).collect();
    let whole = |text: &str| text.to_lowercase().chars().take(LONGEST_WORD).collect::<String>();
    words.insert(whole(&postcode.replace(' ', "")));
    words.insert(whole(domain));
    words.extend(words_in(domain));
    for (name, email) in people {
        words.extend(words_in(name));
        words.insert(whole(email));
    }
    words.remove("");
    words.into_iter().take(MOST_WORDS).collect()
}

/// A word, the organisation that is found by it, and what a page of the list needs before it looks anything up.
pub(crate) struct FoundBy {
    pub(crate) word: String,
    pub(crate) organisation: OrganisationId,
    pub(crate) standing: Standing,
    pub(crate) name_sort: String,
}

/// How words begin, as the table of beginnings keeps it. The same text stands in the migration that made the table.
macro_rules! beginnings_of_words {
    () => {
        "select distinct substr(w.word, 1, n.letters), w.standing, w.name_sort, w.organisation
         from organisation_words w
         cross join (select 1 as letters union all select 2 union all select 3 union all select 4
          union all select 5 union all select 6) n"
    };
}

impl Change {
    /// Erases the words of an organisation, and how they begin.
    pub(crate) async fn forget_words(&mut self, id: OrganisationId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query(concat!(
                "delete from organisation_beginnings
                 where (beginning, standing, name_sort, organisation) in (",
                beginnings_of_words!(),
                " where w.organisation = $1)"
            ))
            .bind(id.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("delete from organisation_words where organisation = $1")
                .bind(id.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }

    /// Brings the words of an organisation up to date.
    pub(crate) async fn index_words(&mut self, id: OrganisationId) -> Result<(), StoreError> {
        self.forget_words(id).await?;
        let (organisation, people): (Option<Organisation>, Vec<Person>) = within!(self.tx, |c| {
            let organisation = sqlx::query_as("select * from organisations where id = $1")
                .bind(id.0)
                .fetch_optional(&mut *c)
                .await?;
            let people = sqlx::query_as("select * from people where organisation = $1")
                .bind(id.0)
                .fetch_all(c)
                .await?;
            (organisation, people)
        });
        let Some(organisation) = organisation else { return Ok(()) };
        let people: Vec<(String, String)> =
            people.iter().map(|person| (person.name.to_string(), person.email.to_string())).collect();
        let words = words_for(
            &organisation.name,
            &organisation.reference.to_string(),
            &organisation.postcode.map(|postcode| postcode.to_string()).unwrap_or_default(),
            &organisation.domain.map(String::from).unwrap_or_default(),
            &people,
        );
        let (standing, name_sort) = (organisation.standing, sort_key(&organisation.name));
        let row = |word| FoundBy { word, organisation: id, standing, name_sort: name_sort.clone() };
        self.insert_words(&words.into_iter().map(row).collect::<Vec<_>>()).await?;
        self.insert_beginnings(&[id]).await
    }

    pub(crate) async fn insert_words(&mut self, words: &[FoundBy]) -> Result<(), StoreError> {
        for chunk in words.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into organisation_words (word, organisation, standing, name_sort) ",
                )
                .push_values(chunk, |mut row, found| {
                    row.push_bind(&found.word).push_bind(found.organisation.0);
                    row.push_bind(found.standing.name()).push_bind(&found.name_sort);
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }

    /// Puts in how the words of organisations begin, of which no beginning is there yet.
    pub(crate) async fn insert_beginnings(&mut self, ids: &[OrganisationId]) -> Result<(), StoreError> {
        for chunk in ids.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                let mut query = QueryBuilder::new(concat!(
                    "insert into organisation_beginnings (beginning, standing, name_sort, organisation) ",
                    beginnings_of_words!(),
                    " where w.organisation in ("
                ));
                let mut list = query.separated(", ");
                for id in chunk {
                    list.push_bind(id.0);
                }
                // In the order of the key, neighbours are written together.
                query.push(") order by 1, 2, 3, 4").build().execute(c).await?;
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_sorted_as_people_expect() {
        assert_eq!(
            words_in("Anna's Café & Sons (1982) Ltd.").collect::<Vec<_>>(),
            ["annas", "café", "sons", "1982", "ltd"]
        );
        assert_eq!(sort_key("The Bakery, O'Neill"), "bakery oneill");
        assert_eq!(words_sought("WH-7K3D-92 Shop.Example"), ["wh", "7k3d", "92", "shop.example"]);
        assert_eq!(words_sought("a b c d e").len(), MOST_SEARCH_WORDS);
        assert_eq!(words_sought("a b c d e f").len(), MOST_SEARCH_WORDS);
        assert_eq!(words_in(&"x".repeat(LONGEST_WORD + 1)).next().unwrap().len(), LONGEST_WORD);
    }
}
