//! Words for what the store and the region keep as codes: staff read names, dates and plain states.

use std::collections::BTreeMap;

use centre::clock_words::{Distance, date_in_words, moment_in_full};
use centre::ledger::Actor;
use centre::region::{BoroughCode, Region, SectorLetter};
use store::{SizeBand, Standing, Tier};
use terms::{PersonId, Promise, PromiseState, Timestamp};

use crate::app::App;
use crate::face::components::Tag;
use crate::problem::Problem;

/// A borough's name; the code where the pack has no such borough, and plain words for none.
pub fn borough(region: &Region, code: &str) -> String {
    if code.is_empty() {
        return "not known".to_owned();
    }
    let known = BoroughCode::parse(code).ok().and_then(|c| region.borough(&c).map(|b| b.name.clone()));
    known.unwrap_or_else(|| code.to_owned())
}

/// A sector's plain name.
pub fn sector(region: &Region, code: &str) -> String {
    if code.is_empty() {
        return "not known".to_owned();
    }
    let known = SectorLetter::parse(code).ok().and_then(|l| region.sector(l).map(|s| s.name.clone()));
    known.unwrap_or_else(|| code.to_owned())
}

/// A size for a narrow column.
pub fn short_size(size: SizeBand) -> &'static str {
    match size {
        SizeBand::SoleTrader => "owner",
        SizeBand::Micro => "1–9",
        SizeBand::Small => "10–49",
        SizeBand::Medium => "50–249",
        SizeBand::Large => "250+",
    }
}

/// A tier with a capital.
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Core => "Core",
        Tier::Funded => "Funded",
        Tier::Paid => "Paid",
    }
}

/// A standing with a capital.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Prospect => "Prospect",
        Standing::Unconfirmed => "Not confirmed yet",
        Standing::Member => "Member",
        Standing::PublicBody => "Public body",
        Standing::Left => "Left",
    }
}

/// How promises stand, in words.
pub fn promise(state: Option<PromiseState>) -> &'static str {
    match state {
        Some(PromiseState::Kept) => "Kept",
        Some(PromiseState::Partly) => "Partly kept",
        Some(PromiseState::NotKept) => "Not kept",
        Some(PromiseState::CouldNotCheck) => "Could not check",
        None => "Never checked",
    }
}

/// The same as a tag, whose colour repeats the words.
pub fn promise_tag(state: Option<PromiseState>) -> Tag {
    let colour = match state {
        Some(PromiseState::Kept) => "govuk-tag--green",
        Some(PromiseState::Partly) => "govuk-tag--yellow",
        Some(PromiseState::NotKept) => "govuk-tag--red",
        Some(PromiseState::CouldNotCheck) => "govuk-tag--blue",
        None => "govuk-tag--grey",
    };
    // A tag stays in one piece, also in a narrow column.
    let text = promise(state).replace(' ', "\u{a0}");
    Tag { text: text.into(), classes: colour.into(), ..Tag::default() }
}

/// What a promise is called among staff.
pub fn promise_name(promise: Promise) -> &'static str {
    match promise {
        Promise::MailIsYours => "Mail is yours",
        Promise::WebsiteIsSafe => "Website is safe",
        Promise::NothingDangerousOpen => "Nothing dangerous is open",
        Promise::NameIsYours => "Name is yours",
    }
}

/// A day on the clock of the place: `5 January 2026`.
pub fn day(app: &App, at: Timestamp) -> String {
    date_in_words(app.region.time_zone.to_datetime(at).date())
}

/// Day and time on the clock of the place.
pub fn moment(app: &App, at: Timestamp) -> String {
    moment_in_full(at, &app.region.time_zone)
}

/// How long ago or how far ahead: `3 days ago`.
pub fn distance(app: &App, at: Timestamp) -> String {
    Distance::of(at, app.now(), &app.region.time_zone).to_string()
}

/// A number with commas between thousands.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let places = digits.len();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (places - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 member`, `1,204 members`.
pub fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// The names behind the actors of a page; each person is looked up once.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<PersonId, String>);

impl Names {
    /// Looks up everybody who acts in a list.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of<'a>(app: &App, actors: impl IntoIterator<Item = &'a Actor>) -> Result<Self, Problem> {
        let mut names = BTreeMap::new();
        let people = actors.into_iter().filter_map(|actor| match actor {
            Actor::Person(id) => Some(*id),
            _ => None,
        });
        for id in people.collect::<std::collections::BTreeSet<_>>() {
            if let Some(person) = app.store.person(id).await? {
                names.insert(id, format!("{} ({})", person.name, person.role.spoken().to_lowercase()));
            }
        }
        Ok(Self(names))
    }

    /// Who it was.
    pub fn who(&self, actor: &Actor) -> String {
        match actor {
            Actor::Person(id) => self.0.get(id).cloned().unwrap_or_else(|| "somebody who left".to_owned()),
            Actor::Visitor => "a visitor".to_owned(),
            Actor::Reconciler(name) => format!("the centre ({})", name.replace(['_', '-'], " ")),
            Actor::CommandLine => "the command line".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_thousands() {
        for (value, words) in [(0, "0"), (999, "999"), (1_204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(number(value), words);
        }
        assert_eq!(counted(1, "member", "members"), "1 member");
    }

    #[test]
    fn not_knowing_never_looks_good() {
        for state in [None, Some(PromiseState::CouldNotCheck)] {
            assert!(!promise_tag(state).classes.to_string().contains("green"));
        }
    }
}
