//! Puts the city into an empty store.

use centre::ledger::Actor;
use centre::region::Region;
use store::{NewFundedPlaces, NewLetter, SeedOrganisation, Standing, Store, StoreError};
use terms::{EmailAddress, OrganisationId, PersonId, PlainLine, Timestamp};

use super::organisations::{PROSPECTS_PERCENT, Town};
use super::{people, staff};

/// Organisations given to the store at one time: their check-ups lie in memory until then.
const AT_ONCE: usize = 500;
/// How many members get a funded place.
const GIVEN_PLACES: usize = 40;
/// Who pays for places, for how many, and where.
const FUNDERS: [(&str, u32, Option<&str>); 3] = [
    ("The Lantern Fund", 120, None),
    ("Quayside Traders' Trust", 30, Some("E09000030")),
    ("Bellfounders' Charity", 25, None),
];

/// What the city came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Members, and those who did not confirm yet.
    pub members: usize,
    /// Known, not asked to join.
    pub prospects: usize,
}

/// Makes the city of `seed` with so many members. The store must be empty.
///
/// # Errors
/// When the database fails.
pub async fn make(
    store: &Store,
    region: &Region,
    seed: u64,
    members: u64,
    now: Timestamp,
) -> Result<Made, StoreError> {
    let by = Actor::CommandLine;
    let officers = staff::add(store, now).await?;
    let town = Town::new(region, seed, &officers, now);
    let mut made = Made { members: 0, prospects: 0 };
    let mut first_members = Vec::new();
    for numbers in batches(0, members) {
        let organisations = judged(region, seed, &officers, now, numbers);
        let ids = store.seed(&organisations, &by, now).await?;
        made.members += ids.len();
        let joined = organisations.iter().zip(&ids).filter(|(o, _)| o.standing == Standing::Member);
        let room = GIVEN_PLACES - first_members.len().min(GIVEN_PLACES);
        first_members.extend(joined.map(|(_, id)| *id).take(room));
    }
    for numbers in batches(members, members + members * PROSPECTS_PERCENT / 100) {
        let organisations: Vec<_> = numbers.filter_map(|number| town.prospect(number)).collect();
        made.prospects += store.seed(&organisations, &by, now).await?.len();
    }
    give_places(store, &first_members, now).await?;
    write_letters(store, now).await?;
    super::lookalikes::add(store, now).await?;
    super::messages::add(store, seed, members, now).await?;
    Ok(made)
}

/// The members with these numbers, their check-ups judged on every core: the engine is the
/// longest part of making a city.
fn judged(
    region: &Region,
    seed: u64,
    officers: &[PersonId],
    at: Timestamp,
    numbers: std::ops::Range<u64>,
) -> Vec<SeedOrganisation> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let share = (numbers.end - numbers.start).div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let part = |core: u64| {
            let from = numbers.start + core * share;
            let until = (from + share).min(numbers.end);
            scope.spawn(move || {
                let town = Town::new(region, seed, officers, at);
                (from..until).filter_map(|number| town.member(number)).collect::<Vec<_>>()
            })
        };
        let parts: Vec<_> = (0..cores).map(part).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

fn batches(from: u64, until: u64) -> impl Iterator<Item = std::ops::Range<u64>> {
    (from..until).step_by(AT_ONCE).map(move |start| start..(start + AT_ONCE as u64).min(until))
}

async fn give_places(store: &Store, members: &[OrganisationId], now: Timestamp) -> Result<(), StoreError> {
    let by = Actor::CommandLine;
    let mut open = None;
    for (funder, places, borough) in FUNDERS {
        let Ok(funder) = PlainLine::parse(funder) else { continue };
        let new = NewFundedPlaces { funder, borough: borough.map(str::to_owned), sector: None, places };
        let id = store.add_funded_places(&new, &by, now).await?;
        open = open.or(borough.is_none().then_some(id));
    }
    if let Some(id) = open {
        for member in members {
            store.give_place(id, *member, &by, now).await?;
        }
    }
    Ok(())
}

/// A few letters, so that the page of letters is not empty.
async fn write_letters(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    const LETTERS: [(&str, &str, &str); 3] = [
        (
            "manager",
            "The ledger is whole",
            "Last night's check of the ledger found every entry in its place.\n",
        ),
        (
            "desk",
            "Two firms asked for a call",
            "Two members asked on their page that somebody rings them today.\n",
        ),
        (
            "funder",
            "Your places this month",
            "Forty of your places were given. The list is on the accounts page.\n",
        ),
    ];
    for (mailbox, subject, text) in LETTERS {
        let address = format!("{mailbox}@{}", people::CENTRE_DOMAIN);
        let Ok(recipient) = EmailAddress::parse(&address) else { continue };
        let letter = NewLetter {
            recipient,
            confirmed: true,
            organisation: None,
            subject: subject.to_owned(),
            text: text.to_owned(),
            cause: "demonstration".to_owned(),
        };
        store.queue_letter(&letter, &Actor::CommandLine, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_every_number_once() {
        let numbers: Vec<u64> = batches(3, 4_500).flatten().collect();
        assert_eq!(numbers, (3..4_500).collect::<Vec<_>>());
        assert_eq!(batches(5, 5).count(), 0);
    }
}
