//! A city of any size, and how fast its pages are.
//!
//! Measured on 21 November 2026 with 100,000 organisations, pages of 50 lines with their count, medians of 20 pages, in
//! the **unoptimised dev build** (SQLite itself too) on two cores with a load of 8 to 10, so the order of size counts:
//!
//! | page | SQLite | PostgreSQL 15 |
//! |---|---|---|
//! | all, by name, last contact or joined; one borough | 2 to 8 ms | 5 to 7 ms |
//! | borough, sector, size and promise together | 6 ms | 17 ms |
//! | one letter | 22 ms | 47 ms |
//! | two common words | 247 ms | 106 ms |
//! | three words, one rare | 5 ms | 39 ms |
//! | a word and a borough | 66 ms | 33 ms |
//! | not in touch for long | 2 ms | 8 ms |
//! | figures of the map | 19 ms | 19 ms |
//! | putting the 100,000 in | 210 s | 205 s |

use std::sync::Arc;
use std::time::{Duration, Instant};

use centre::ledger::Actor;
use store::{
    CheckSummary, Cursor, MemberFilter, SeedCheck, SeedOrganisation, SizeBand, Sort, Standing, Tier,
};
use terms::edge::{Chance, random};
use terms::{DomainName, Postcode, Promise, PromiseState};

use crate::world::{DAY, World, at, chance, email, line};

const FIRST: [&str; 12] =
    ["Anna", "Blue", "Corner", "Daily", "East", "Fine", "Green", "High", "Iron", "Jolly", "Kind", "Little"];
const TRADE: [&str; 12] = [
    "Bakery", "Books", "Barbers", "Cafe", "Cycles", "Deli", "Dental", "Flowers", "Garage", "Lettings",
    "Plumbing", "Prints",
];

struct Dice(Arc<dyn Chance>);

impl Dice {
    fn roll(&self, sides: u64) -> u64 {
        u64::from_be_bytes(random(&*self.0)) % sides
    }

    fn one_of<T: Clone>(&self, list: &[T]) -> T {
        list[self.roll(list.len() as u64) as usize].clone()
    }
}

/// Organisations from a seed: 33 boroughs, 20 sectors, names that share words as those of a city do.
pub fn city(count: usize, seed: u64) -> Vec<SeedOrganisation> {
    let dice = Dice(chance(100 + seed));
    (0..count)
        .map(|n| {
            let standing = match dice.roll(20) {
                0 => Standing::Prospect,
                1 => Standing::Unconfirmed,
                _ => Standing::Member,
            };
            let name = format!("{} {} {n}", dice.one_of(&FIRST), dice.one_of(&TRADE));
            let domain = format!("firm{n}.example.com");
            let joined_at = at(-(dice.roll(700 * DAY as u64) as i64));
            let state = dice.one_of(&[PromiseState::Kept, PromiseState::Partly, PromiseState::NotKept]);
            let check = SeedCheck {
                at: at(-1_000),
                answers: format!("{{\"domain\":\"{domain}\"}}"),
                judgement: "[]".into(),
                summary: CheckSummary {
                    promises: vec![(Promise::MailIsYours, state)],
                    ..CheckSummary::default()
                },
            };
            let checked = standing == Standing::Member && dice.roll(4) > 0;
            SeedOrganisation {
                standing,
                name: line(&name),
                postcode: Postcode::parse("SE1 9GF").unwrap(),
                borough: format!("E090000{:02}", 1 + dice.roll(33)),
                sector: format!("{}", 10 + dice.roll(20)),
                size: dice.one_of(SizeBand::ALL),
                tier: if dice.roll(10) == 0 { dice.one_of(Tier::ALL) } else { Tier::Core },
                undertakings: "1".into(),
                joined_at,
                confirmed_at: (standing == Standing::Member).then_some(joined_at),
                last_contact_at: (dice.roll(3) > 0).then(|| at(-(dice.roll(400 * DAY as u64) as i64))),
                people: vec![(line("Xenia Quill"), email(&format!("xenia@{domain}")), None, n % 2 == 0)],
                domain: checked.then(|| (DomainName::parse(&domain).unwrap(), vec![check])),
                notes: if n % 10 == 0 {
                    vec![(joined_at, Actor::CommandLine, "Met at the market.".into())]
                } else {
                    vec![]
                },
                actions: vec![("spf-missing".into(), None, None)],
            }
        })
        .collect()
}

async fn worlds() -> [World; 2] {
    [World::sqlite().await, World::postgres().await]
}

#[tokio::test]
async fn a_demonstration_city_is_there_in_seconds() {
    for world in worlds().await {
        let city = city(2_000, 1);
        let began = Instant::now();
        let ids = world.store.seed(&city, &Actor::CommandLine, at(0)).await.unwrap();
        let took = began.elapsed();
        println!("{}: 2,000 organisations in {took:?}", world.name);
        assert_eq!(ids.len(), 2_000);
        // The goal is 2 s; a machine that builds and tests at the same time gets more.
        assert!(took < Duration::from_secs(10), "{took:?}");
        let record = world.store.member_for(&Actor::CommandLine, ids[0], at(1)).await.unwrap().unwrap();
        assert_eq!((record.people.len(), record.notes.len()), (1, 1));
        let line = &world.store.timeline(ids[0], None, 50).await.unwrap()[0];
        assert!(line.at <= at(0), "the past is in the past");
        world.end().await;
    }
}

#[tokio::test]
#[ignore = "a measurement of some minutes, not a test"]
async fn page_times_at_a_hundred_thousand_on_sqlite() {
    page_times(World::sqlite().await).await;
}

#[tokio::test]
#[ignore = "a measurement of some minutes, not a test"]
async fn page_times_at_a_hundred_thousand_on_postgres() {
    page_times(World::postgres().await).await;
}

async fn page_times(world: World) {
    let began = Instant::now();
    for part in 0..10 {
        world.store.seed(&city(10_000, 10 + part), &Actor::CommandLine, at(0)).await.unwrap();
    }
    println!("{}: 100,000 organisations in {:?}", world.name, began.elapsed());
    let filter = MemberFilter::default();
    let questions: Vec<(&str, MemberFilter, Sort)> = vec![
        ("all by name", filter.clone(), Sort::Name),
        ("all by last contact", filter.clone(), Sort::LastContact),
        ("all by joined", filter.clone(), Sort::Joined),
        ("borough", MemberFilter { borough: Some("E09000007".into()), ..filter.clone() }, Sort::Joined),
        (
            "borough, sector, size, promise",
            MemberFilter {
                borough: Some("E09000007".into()),
                sector: Some("12".into()),
                size: Some(SizeBand::Large),
                promise: Some(Some(PromiseState::NotKept)),
                ..filter.clone()
            },
            Sort::Name,
        ),
        ("words: one letter", MemberFilter { words: "b".into(), ..filter.clone() }, Sort::Name),
        ("words: common", MemberFilter { words: "corner bakery".into(), ..filter.clone() }, Sort::Name),
        (
            "words: rare",
            MemberFilter { words: "corner bakery 777".into(), ..filter.clone() },
            Sort::LastContact,
        ),
        ("words: nothing", MemberFilter { words: "zebra".into(), ..filter.clone() }, Sort::Name),
        (
            "words and borough",
            MemberFilter { words: "bakery".into(), borough: Some("E09000007".into()), ..filter.clone() },
            Sort::Name,
        ),
        (
            "never in touch for long",
            MemberFilter { last_contact_before: Some(at(-399 * DAY)), ..filter.clone() },
            Sort::Name,
        ),
        (
            "nobody that long ago",
            MemberFilter {
                last_contact_before: Some(at(-9_999 * DAY)),
                tier: Some(Tier::Paid),
                ..filter.clone()
            },
            Sort::Name,
        ),
    ];
    for (what, filter, sort) in questions {
        println!("{} | {what} | {}", world.name, times(&world, &filter, sort).await);
    }
    let began = Instant::now();
    world.store.borough_picture().await.unwrap();
    println!("{} | map | {:?}", world.name, began.elapsed());
    world.store.close().await;
    let _ = std::fs::remove_dir_all(&world.folder);
}

async fn times(world: &World, filter: &MemberFilter, sort: Sort) -> String {
    let mut times = Vec::new();
    let mut from: Option<Cursor> = None;
    for _ in 0..20 {
        let began = Instant::now();
        let page = world.store.members(filter, sort, from.as_ref(), 50).await.unwrap();
        times.push(began.elapsed());
        from = page.next;
    }
    times.sort();
    format!("median {:?}, worst {:?}", times[10], times[19])
}
