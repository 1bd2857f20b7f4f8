//! A city of any size, and how fast its pages are.
//!
//! Measured on 27 November 2026 with 100,000 organisations in SQLite, pages of 50 lines with their count, medians of 100
//! pages asked one after the other, `store` unoptimised but SQLite and its driver at level 3, on two cores with a load of
//! 12 to 20, so only the order of size counts:
//!
//! | page | SQLite |
//! |---|---|
//! | all, by name, last contact or joined; one borough | 2 ms |
//! | borough, sector, size and promise together | 8 ms |
//! | words by name: `acorn` (800 firms), `wa` (3,200), `ba` (9,000), `bakery`, one letter | 2 to 5 ms |
//! | `acorn` by last contact; `wa` by joined | 5 ms; 9 ms |
//! | two words: `corner bakery`, `wa bakery`, `xenia bakery` | 5 to 10 ms |
//! | three words, one rare | 3 ms |
//! | a word and a borough | 8 ms |
//! | not in touch for long | 2 ms |
//!
//! On PostgreSQL 15 a page of `wa` or `acorn` reads 51 rows of one index and looks 51 lines up: 2.5 to 11 ms under the
//! same load, with 30,000 organisations.

use std::sync::Arc;
use std::time::{Duration, Instant};

use centre::ledger::Actor;
use store::{
    CheckSummary, Cursor, MemberFilter, SeedCheck, SeedOrganisation, SizeBand, Sort, Standing, Tier,
};
use terms::edge::{Chance, random};
use terms::{DomainName, Postcode, Promise, PromiseState, Severity};

use crate::findings::opened;
use crate::world::{DAY, World, at, chance, email, line};

/// Names of firms begin with one of so many words, as those of a city do: each is common, and some begin alike.
const FIRST: [&str; 126] = [
    "Acorn", "Albion", "Alder", "Amber", "Anchor", "Anna", "Apple", "Arch", "Ash", "Avenue", "Bankside",
    "Barley", "Basil", "Beacon", "Bell", "Birch", "Blue", "Bow", "Bramley", "Bridge", "Bright", "Brook",
    "Camden", "Canal", "Castle", "Cedar", "Chalk", "City", "Clover", "Coral", "Corner", "Cotton", "Crown",
    "Daily", "Daisy", "Deptford", "Dove", "Eagle", "East", "Echo", "Elm", "Ember", "Falcon", "Fern", "Field",
    "Fine", "Flint", "Forge", "Fox", "Garden", "Gate", "Globe", "Golden", "Grand", "Green", "Grove",
    "Hackney", "Harbour", "Hazel", "Heath", "High", "Hill", "Holly", "Hope", "Iron", "Ivy", "Jade", "Jolly",
    "Juniper", "Kind", "King", "Kite", "Lark", "Laurel", "Lemon", "Lime", "Lion", "Little", "Lotus", "Maple",
    "Market", "Marsh", "Meadow", "Mill", "Mint", "Moon", "New", "North", "Oak", "Olive", "Orchard", "Otter",
    "Park", "Pearl", "Pine", "Plum", "Poplar", "Quay", "Queen", "Raven", "Red", "River", "Robin", "Rose",
    "Royal", "Ruby", "Saffron", "Sage", "Silver", "Sky", "South", "Spring", "Star", "Stone", "Sun", "Swan",
    "Thames", "Thistle", "Tower", "Tulip", "Union", "Vine", "Walworth", "Wandle", "Wapping", "Waverley",
];
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
                visited_at: None,
                findings: (vec![opened("spf-missing", Severity::Important, joined_at)], Some(joined_at)),
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
async fn a_demonstration_city_is_there_at_once_with_its_past() {
    for world in worlds().await {
        let city = city(2_000, 1);
        let began = Instant::now();
        let ids = world.store.seed(&city, &Actor::CommandLine, at(0)).await.unwrap();
        let took = began.elapsed();
        println!("{}: 2,000 organisations in {took:?}", world.name);
        assert_eq!(ids.len(), 2_000);
        let record = world.store.member_for(&Actor::CommandLine, ids[0], at(1)).await.unwrap().unwrap();
        assert_eq!((record.people.len(), record.notes.len()), (1, 1));
        let line = &world.store.timeline(ids[0], None, 50).await.unwrap()[0];
        assert!(line.at <= at(0), "the past is in the past");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement of some minutes, not a test"]
async fn page_times_at_a_hundred_thousand_on_sqlite() {
    page_times(World::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
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
    let words = |words: &str| MemberFilter { words: words.into(), ..MemberFilter::default() };
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
        ("words: acorn", words("acorn"), Sort::Name),
        ("words: acorn", words("acorn"), Sort::LastContact),
        ("words: wa", words("wa"), Sort::Name),
        ("words: wa", words("wa"), Sort::Joined),
        ("words: ba", words("ba"), Sort::Name),
        ("words: bakery", words("bakery"), Sort::Name),
        ("words: wa bakery", words("wa bakery"), Sort::Name),
        ("words: xenia bakery", words("xenia bakery"), Sort::Name),
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
        println!("{} | {what}, {sort:?} | {}", world.name, times(&world, &filter, sort).await);
    }
    let began = Instant::now();
    world.store.borough_picture().await.unwrap();
    println!("{} | map | {:?}", world.name, began.elapsed());
    world.store.close().await;
    let _ = std::fs::remove_dir_all(&world.folder);
}

/// How long the first page, and twenty pages one after the other take, each alone; then the first page as
/// [`A_SECOND`] people ask for it on a clock of their own, measured from the moment at which they wanted it.
async fn times(world: &World, filter: &MemberFilter, sort: Sort) -> String {
    let mut alone = Vec::new();
    for _ in 0..5 {
        let mut from: Option<Cursor> = None;
        for _ in 0..20 {
            let began = Instant::now();
            let page = world.store.members(filter, sort, from.as_ref(), 50).await.unwrap();
            alone.push(began.elapsed());
            from = page.next;
        }
    }
    let (began, mut asked) = (Instant::now(), Vec::new());
    for n in 0..4 * A_SECOND {
        let wanted = began + Duration::from_secs(1) * n / A_SECOND;
        tokio::time::sleep_until(wanted.into()).await;
        let (store, filter) = (world.store.clone(), filter.clone());
        asked.push(tokio::spawn(async move {
            store.members(&filter, sort, None, 50).await.unwrap();
            wanted.elapsed()
        }));
    }
    let mut at_rate = Vec::new();
    for asked in asked {
        at_rate.push(asked.await.unwrap());
    }
    format!("alone {}; {A_SECOND} a second {}", percentiles(alone), percentiles(at_rate))
}

/// So many people ask at one time, each second.
const A_SECOND: u32 = 200;

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    format!("p50 {:.1} ms, p99 {:.1} ms", at(50), at(99))
}
