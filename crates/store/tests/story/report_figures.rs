//! How fast reports come in and the queue is shown, with a million of them kept.

use std::time::{Duration, Instant};

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{HeldBy, NewReport, QueueFilter};
use terms::PersonId;
use uuid::Uuid;

use crate::accounts_of_events::{kept_file, new_report, place};
use crate::world::{World, at};

/// Reports in the database, of which one case in fifty is open.
const MANY: i64 = 1_000_000;
/// A report has files of so many bytes together.
const FILES: usize = 5_000_000;

/// Rows as the store would write them, with noise where it keeps sealed bytes. Of the ledger none: nothing here reads it.
const SQLITE: [&str; 2] = [
    "insert into cases (id, reference, state, severity, harm, due_at, holder, restricted, by_day, rule, events, custody,
        opened_at, changed_at, closed_at, erase_at, destroy_at)
     with recursive n (n) as (select 1 union all select n + 1 from n where n < 1000000)
     select randomblob(16), printf('WH-%04d-%02d', (n - 1) / 100, (n - 1) % 100), 'open', 'urgent', n % 4, 1795000000000000 + (n * 7919 % 1000003) * 1000000,
        case n % 3 when 0 then unhex(printf('%030d%02x', 0, 49 + n % 9)) end, n % 50 = 1, 0, 'citizen', 1, 0, 1795000000000000, 1795000000000000,
        case n % 50 when 0 then null else 1795000000000000 end, case n % 50 when 0 then null else 1895000000000000 end, null from n",
    "insert into reports (id, reference, case_id, manner, channel, problem, borough, received_at, account)
     select randomblob(16), reference, id, 'named', 'web', 'card-fraud', 'E09000028', opened_at, randomblob(900) from cases",
];
const POSTGRES: [&str; 3] = [
    "insert into cases (id, reference, state, severity, harm, due_at, holder, restricted, by_day, rule, events, custody,
        opened_at, changed_at, closed_at, erase_at, destroy_at)
     select gen_random_uuid(), 'WH-' || lpad(((n - 1) / 100)::text, 4, '0') || '-' || lpad(((n - 1) % 100)::text, 2, '0'), 'open', 'urgent', n % 4, 1795000000000000 + (n * 7919 % 1000003) * 1000000,
        case n % 3 when 0 then ('00000000-0000-0000-0000-00000000003' || (n % 9 + 1)::text)::uuid end, n % 50 = 1, false, 'citizen', 1, 0, 1795000000000000, 1795000000000000,
        case n % 50 when 0 then null else 1795000000000000 end, case n % 50 when 0 then null else 1895000000000000 end, null
     from generate_series(1::bigint, 1000000) n",
    "insert into reports (id, reference, case_id, manner, channel, problem, borough, received_at, account)
     select gen_random_uuid(), reference, id, 'named', 'web', 'card-fraud', 'E09000028', opened_at,
        decode(repeat(md5(reference), 56), 'hex') from cases",
    "analyze",
];

fn told(name: &str, what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)];
    println!(
        "{name}: {what}: p50 {:?}, p99 {:?}, worst {:?} of {}",
        at(50),
        at(99),
        took[took.len() - 1],
        took.len()
    );
}

async fn measure(world: World) {
    let filled = Instant::now();
    let statements: &[&'static str] = if world.name == "SQLite" { &SQLITE } else { &POSTGRES };
    for statement in statements {
        world.set(statement).await;
    }
    assert_eq!(world.count("reports").await, MANY);
    println!("{}: filled in {:?}", world.name, filled.elapsed());
    let anna = PersonId(Uuid::from_u128(0x31));
    for (what, held) in [
        ("queue, everybody's", HeldBy::Anybody),
        ("queue, nobody's", HeldBy::Nobody),
        ("queue, one person's", HeldBy::Person(anna)),
    ] {
        let filter = QueueFilter { held, ..QueueFilter::default() };
        let (mut took, mut after) = (Vec::new(), None);
        for _ in 0..300 {
            let began = Instant::now();
            let page = world.store.queue(&filter, after, 50).await.unwrap();
            took.push(began.elapsed());
            after = page.last().map(store::Case::cursor);
        }
        told(world.name, what, took);
    }
    let began = Instant::now();
    world.store.due_for_erasure(at(0) + SignedDuration::from_hours(30_000), at(0), 100).await.unwrap();
    println!("{}: due for erasure: {:?}", world.name, began.elapsed());
    reports_come_in(&world).await;
    world.store.close().await;
}

/// Twenty a second, each begun at its moment whether the one before is done or not.
async fn reports_come_in(world: &World) {
    for (what, mailbox) in [("a report with 5 MB in two files", false), ("the same with a receipt", true)] {
        let mut running = Vec::new();
        let begun = Instant::now();
        for n in 0..400_u32 {
            tokio::time::sleep_until((begun + Duration::from_millis(50) * n).into()).await;
            let world = world.same();
            running.push(tokio::spawn(async move {
                let began = Instant::now();
                let half = vec![7; FILES / 2];
                let files =
                    vec![kept_file(&world, "a", &half, 0).await, kept_file(&world, "b", &half, 0).await];
                let new = NewReport { files, mailbox, place: place("new"), ..new_report(&world) };
                world.store.receive_report(&new, &Actor::Visitor, at(1)).await.unwrap();
                began.elapsed()
            }));
        }
        let mut took = Vec::new();
        for one in running {
            took.push(one.await.unwrap());
        }
        told(world.name, what, took);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement of some minutes, not a test"]
async fn a_million_reports_in_sqlite() {
    measure(World::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement of some minutes, not a test"]
async fn a_million_reports_in_postgres() {
    measure(World::postgres().await).await;
}
