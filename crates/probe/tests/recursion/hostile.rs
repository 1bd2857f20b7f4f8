//! Zones and servers that mean harm: what they cost is bounded.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use checkup::{Kind, MOST_RECORDS, Outcome};
use probe::{MOST_PACKETS, QUESTION_DEADLINE};

use super::world::{
    A, CNAME, Say, TXT, World, a, answer, ask, bakery, cname, nothing, ns, question, refer, rr, wire,
};

/// The most questions that one question of ours may cause, streams counted as they cost.
fn purse() -> usize {
    usize::try_from(MOST_PACKETS).unwrap()
}

#[tokio::test]
async fn a_crowd_of_name_servers_without_addresses_does_not_make_us_a_weapon() {
    // NXNSAttack: every name server is another name of the victim, none has an address.
    let world = World::new();
    world.root().await;
    world
        .server(2, |ask| {
            if !ask.stream {
                return Some(Say { flags: 0x0200, ..Say::default() });
            }
            let victims = (0..200).map(|n| ns("bakery.example", &format!("n{n}.victim.test")));
            Some(refer(victims.collect(), vec![]))
        })
        .await;
    world
        .server(3, |ask| {
            Some(if ask.is_within("victim.test") {
                refer(vec![ns("victim.test", "ns.victim.test")], vec![a("ns.victim.test", 31)])
            } else {
                nothing("test")
            })
        })
        .await;
    world.server(31, |_| Some(Say { flags: 0x0403, ..nothing("victim.test") })).await;
    assert_eq!(world.ask("bakery.example", Kind::A).await.outcome, Outcome::ServerFailed);
    assert!(world.heard(31).len() <= 6, "{:?}", world.heard(31));
    assert!(world.count() <= 20, "{}", world.count());
}

#[tokio::test]
async fn name_servers_that_lead_to_each_other_lead_nowhere_and_not_for_long() {
    let world = World::new();
    world.root().await;
    world
        .server(2, |ask| {
            Some(if ask.is_within("bakery.example") {
                refer(vec![ns("bakery.example", "ns.butcher.example")], vec![])
            } else {
                refer(vec![ns("butcher.example", "ns.bakery.example")], vec![])
            })
        })
        .await;
    let began = Instant::now();
    let asker = world.asker();
    let questions = ["bakery.example", "butcher.example"].map(|name| question(name, Kind::A));
    let answers = asker.ask(&questions).await;
    assert!(answers.iter().all(|answer| answer.outcome == Outcome::ServerFailed), "{answers:?}");
    assert!(began.elapsed() < QUESTION_DEADLINE + Duration::from_secs(1));
    assert!(world.count() <= purse());
}

#[tokio::test]
async fn a_server_that_always_sends_us_deeper_is_left() {
    let world = World::new();
    world.root().await;
    world
        .server(2, |ask| {
            // Each label is a zone of its own, all at this server.
            let labels: Vec<&str> = ask.name.split('.').collect();
            let zone = labels[labels.len() - 2..].join(".");
            Some(refer(vec![ns(&zone, &format!("ns.{zone}"))], vec![a(&format!("ns.{zone}"), 40)]))
        })
        .await;
    world
        .server(40, |ask| {
            Some(refer(
                vec![ns(&ask.name, &format!("ns.{}", ask.name))],
                vec![a(&format!("ns.{}", ask.name), 40)],
            ))
        })
        .await;
    let name = format!("{}bakery.example", "a.".repeat(100));
    assert_eq!(world.ask(&name, Kind::A).await.outcome, Outcome::ServerFailed);
    assert!(world.count() <= 30, "{}", world.count());
}

#[tokio::test]
async fn an_endless_way_of_fresh_aliases_ends_at_the_limit() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    let number = AtomicUsize::new(0);
    world
        .server(11, move |ask| {
            let next = number.fetch_add(1, Ordering::SeqCst);
            Some(answer(vec![cname(&ask.name, &format!("fresh{next}.bakery.example"))]))
        })
        .await;
    let found = world.ask("step.bakery.example", Kind::A).await;
    assert_eq!(found.outcome, Outcome::Malformed);
    assert!(world.heard(11).len() <= checkup::LONGEST_CHAIN + 1);
}

#[tokio::test]
async fn one_question_sends_no_more_packets_than_its_purse_holds() {
    // Every zone has thirteen silent servers, and each alias leads into the next such zone.
    let world = World::new();
    world.root().await;
    world
        .server(2, |ask| {
            let labels: Vec<&str> = ask.name.split('.').collect();
            let zone = labels[labels.len() - 2..].join(".");
            let servers = (0..13).map(|n| format!("ns{n}.{zone}"));
            let glue = servers.clone().enumerate().map(|(n, server)| a(&server, 100 + n as u8)).collect();
            Some(refer(servers.map(|server| ns(&zone, &server)).collect(), glue))
        })
        .await;
    for last in 100..113 {
        world
            .raw(last, move |ask| {
                // The last one answers, by stream only, and leads on.
                let number: usize =
                    ask.name.trim_start_matches('z').split('.').next().unwrap().parse().unwrap_or(0);
                if last != 112 {
                    return vec![Say { flags: 2, ..Say::default() }.to(ask)];
                }
                let next = cname(&ask.name, &format!("z{}.example", number + 1));
                vec![
                    if ask.stream { answer(vec![next]) } else { Say { flags: 0x0600, ..Say::default() } }
                        .to(ask),
                ]
            })
            .await;
    }
    let found = world.ask("z0.example", Kind::A).await;
    assert!(!found.outcome.tells());
    assert!(world.count() <= purse(), "{}", world.count());
}

#[tokio::test]
async fn slow_servers_do_not_hold_us_past_the_deadline() {
    let world = World::new();
    world.root().await;
    world.top(&[11, 12, 13]).await;
    for last in [11, 12, 13] {
        // The datagram says "come by stream", and the stream never says anything whole.
        world
            .raw(last, |ask| {
                if ask.stream {
                    std::thread::sleep(Duration::from_millis(1))
                }
                if ask.stream { vec![] } else { vec![Say { flags: 0x0600, ..Say::default() }.to(ask)] }
            })
            .await;
    }
    let began = Instant::now();
    let found = world.ask("drip.bakery.example", Kind::A).await;
    assert!(!found.outcome.tells());
    assert!(began.elapsed() < QUESTION_DEADLINE + Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_huge_set_is_cut_and_said_so() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            if !ask.stream {
                return Some(Say { flags: 0x0600, ..Say::default() });
            }
            let count = if ask.name.starts_with("past") { MOST_RECORDS + 1 } else { MOST_RECORDS };
            let texts =
                (0..count).map(|n| rr(&ask.name, TXT, &[2, b'a' + (n / 26) as u8, b'a' + (n % 26) as u8]));
            Some(answer(texts.collect()))
        })
        .await;
    let at = world.ask("at.bakery.example", Kind::Txt).await;
    assert_eq!((at.records.len(), at.cut), (MOST_RECORDS, false));
    let past = world.ask("past.bakery.example", Kind::Txt).await;
    assert_eq!((past.records.len(), past.cut), (MOST_RECORDS, true));
}

#[tokio::test]
async fn what_nobody_asked_for_is_not_learned() {
    let world = World::new();
    world.root().await;
    world.top(&[11, 12]).await;
    // The bakery's server speaks of the bank, and of the servers of its own zone above.
    world
        .server(11, |ask| {
            let mut said = answer(vec![a(&ask.name, 80), a("bank.example", 66)]);
            said.authority =
                vec![ns("example", "ns.bakery.example"), ns("bank.example", "ns.bakery.example")];
            said.additional = vec![a("ns.bakery.example", 11), a("ns.example", 11)];
            Some(said)
        })
        .await;
    world.server(12, bakery).await;
    let asker = world.asker();
    for n in 0..4 {
        ask(&asker, question(&format!("n{n}.bakery.example"), Kind::A)).await;
    }
    let bank = ask(&asker, question("bank.example", Kind::A)).await;
    assert_eq!(bank.outcome, Outcome::NoSuchName, "the true servers of example know no bank");
    assert!(!world.heard(11).iter().any(|heard| heard.contains("bank")));
}

#[tokio::test]
async fn a_name_that_leads_to_no_printable_name_is_malformed() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            let odd = [&[3, b'a', 0, b'"'][..], &wire("bakery.example")].concat();
            Some(answer(vec![rr(&ask.name, CNAME, &odd)]))
        })
        .await;
    assert_eq!(world.ask("odd.bakery.example", Kind::A).await.outcome, Outcome::Malformed);
}

#[tokio::test]
async fn random_replies_never_break_the_asker() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    let number = AtomicUsize::new(1);
    world
        .raw(11, move |ask| {
            let mut x = number.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut said = answer(vec![a(&ask.name, 80), ns(&ask.name, "ns.bakery.example")]).to(ask);
            for _ in 0..4 {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = 2 + (x >> 33) % (said.len() - 2);
                said[at] = (x >> 17) as u8;
            }
            vec![said, bakery(ask).unwrap().to(ask)]
        })
        .await;
    let asker = world.asker();
    let questions: Vec<_> = (0..500).map(|n| question(&format!("n{n}.bakery.example"), Kind::A)).collect();
    assert_eq!(asker.ask(&questions).await.len(), 500);
}

#[tokio::test]
async fn one_question_is_not_taken_round_all_the_servers_of_a_zone() {
    // As many tries as `MOST_TRIES` in `asking.rs`.
    for (servers, heard) in
        [(&[11, 12, 13, 14, 15, 16, 17, 18][..], 8), (&[11, 12, 13, 14, 15, 16, 17, 18, 19], 8)]
    {
        let world = World::new();
        world.root().await;
        world.top(servers).await;
        for last in servers {
            world.server(*last, |_| Some(Say { flags: 5, ..Say::default() })).await;
        }
        assert_eq!(world.ask("bakery.example", Kind::A).await.outcome, Outcome::ServerFailed);
        assert_eq!(servers.iter().map(|last| world.heard(*last).len()).sum::<usize>(), heard);
    }
}
