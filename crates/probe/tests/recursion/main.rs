//! Recursion in a little internet on loopback: the way down, hostile servers, seals.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod hostile;
mod manners;
mod seals;
mod world;

use std::time::{Duration, Instant};

use checkup::{Kind, LONGEST_CHAIN, Outcome, Record};
use probe::QUESTION_DEADLINE;
use world::{A, NS, REFUSED, Say, World, a, answer, ask, bakery, cname, code, nothing, ns, question, refer};

fn at(last: u8) -> Record {
    Record::A([127, 0, 0, last].into())
}

#[tokio::test]
async fn an_answer_is_found_from_the_root_down_and_nobody_is_told_more_than_needed() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world.server(11, bakery).await;
    let found = world.ask("shop.bakery.example", Kind::A).await;
    assert_eq!((found.outcome, found.records), (Outcome::Records, vec![at(80)]));
    assert!(found.recursive && !found.sealed);
    assert_eq!(found.server, format!("127.0.0.11:{}", world.port));
    assert_eq!(world.heard(1), [format!("example {NS}")]);
    assert_eq!(world.heard(2), [format!("bakery.example {NS}")]);
    assert_eq!(world.heard(11), [format!("shop.bakery.example {A}")]);
}

#[tokio::test]
async fn many_questions_about_one_name_ask_the_zone_above_once() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world.server(11, bakery).await;
    let kinds = [Kind::A, Kind::Ns, Kind::Mx, Kind::Txt, Kind::Caa];
    let questions: Vec<_> = kinds.into_iter().map(|kind| question("bakery.example", kind)).collect();
    let answers = world.asker().ask(&questions).await;
    assert!(answers.iter().all(|answer| answer.outcome.tells()));
    assert_eq!((world.heard(1).len(), world.heard(2).len(), world.heard(11).len()), (1, 1, 5));
}

#[tokio::test]
async fn a_server_without_glue_is_looked_up_in_its_own_zone() {
    let world = World::new();
    world.root().await;
    world
        .server(2, |_| Some(refer(vec![ns("bakery.example", "ns1.host.test")], vec![a("ns1.host.test", 66)])))
        .await;
    world
        .server(3, |ask| {
            Some(if ask.is_within("host.test") {
                refer(vec![ns("host.test", "ns1.host.test")], vec![a("ns1.host.test", 21)])
            } else {
                nothing("test")
            })
        })
        .await;
    world
        .server(21, |ask| match (ask.name.as_str(), ask.kind) {
            ("ns1.host.test", A) => Some(answer(vec![a("ns1.host.test", 21)])),
            _ => bakery(ask),
        })
        .await;
    world.server(66, bakery).await;
    assert_eq!(world.ask("bakery.example", Kind::A).await.records, [at(80)]);
    assert!(world.heard(66).is_empty(), "the zone above may not speak for another top level");
}

#[tokio::test]
async fn an_alias_is_followed_across_zones() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            let forged = a("shop.host.test", 66);
            Some(answer(vec![cname(&ask.name, "shop.host.test"), forged]))
        })
        .await;
    world
        .server(3, |ask| {
            Some(if ask.is("shop.host.test", A) {
                answer(vec![a("shop.host.test", 81)])
            } else {
                nothing("test")
            })
        })
        .await;
    let found = world.ask("www.bakery.example", Kind::A).await;
    assert_eq!((found.outcome, found.records), (Outcome::Records, vec![at(81)]));
    assert_eq!(found.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(), ["shop.host.test"]);
}

#[tokio::test]
async fn a_way_of_aliases_has_an_end() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            let number: usize = ask.name.split('.').next().unwrap()[1..].parse().unwrap_or(0);
            Some(match number {
                0 if ask.kind == A => answer(vec![a(&ask.name, 80)]),
                0 => nothing("bakery.example"),
                99 => answer(vec![cname(&ask.name, &ask.name)]),
                n => answer(vec![cname(&ask.name, &format!("n{}.bakery.example", n - 1))]),
            })
        })
        .await;
    let at_limit = world.ask(&format!("n{LONGEST_CHAIN}.bakery.example"), Kind::A).await;
    assert_eq!((at_limit.outcome, at_limit.aliases.len()), (Outcome::Records, LONGEST_CHAIN));
    let past = world.ask(&format!("n{}.bakery.example", LONGEST_CHAIN + 1), Kind::A).await;
    assert_eq!(past.outcome, Outcome::Malformed);
    let circle = world.ask("n99.bakery.example", Kind::A).await;
    assert_eq!((circle.outcome, circle.aliases.len()), (Outcome::NoRecords, 1));
}

#[tokio::test]
async fn lame_and_silent_servers_are_passed_over() {
    let world = World::new();
    world.root().await;
    world.top(&[11, 12, 13, 14]).await;
    world.server(11, |_| Some(code(REFUSED))).await;
    world.server(12, |_| None).await;
    world.server(13, |_| Some(refer(vec![ns("", "a.root.test")], vec![]))).await;
    world.server(14, bakery).await;
    assert_eq!(world.ask("bakery.example", Kind::A).await.records, [at(80)]);
}

#[tokio::test]
async fn when_all_servers_refuse_they_fail_and_when_all_are_silent_time_is_over() {
    let world = World::new();
    world.root().await;
    world.top(&[11, 12]).await;
    for last in [11, 12] {
        world.server(last, |ask| ask.is_within("lame.bakery.example").then(|| code(REFUSED))).await;
    }
    assert_eq!(world.ask("lame.bakery.example", Kind::A).await.outcome, Outcome::ServerFailed);
    let began = Instant::now();
    let asker = world.asker();
    let questions = [Kind::A, Kind::Mx, Kind::Txt].map(|kind| question("bakery.example", kind));
    let answers = asker.ask(&questions).await;
    assert!(answers.iter().all(|answer| answer.outcome == Outcome::TimedOut));
    assert!(began.elapsed() < QUESTION_DEADLINE + Duration::from_secs(1));
}

#[tokio::test]
async fn where_no_name_is_and_where_nothing_stands_is_told_apart() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            let missing = Say { flags: 0x0403, ..nothing("bakery.example") };
            Some(if ask.name.starts_with("no.") { missing } else { nothing("bakery.example") })
        })
        .await;
    assert_eq!(world.ask("no.bakery.example", Kind::A).await.outcome, Outcome::NoSuchName);
    assert_eq!(world.ask("yes.bakery.example", Kind::A).await.outcome, Outcome::NoRecords);
    assert_eq!(world.ask("nobody.example", Kind::A).await.outcome, Outcome::NoSuchName);
    assert_eq!(world.ask("bakery.nowhere", Kind::A).await.outcome, Outcome::NoSuchName);
}

#[tokio::test]
async fn a_server_that_stumbles_over_names_between_is_asked_for_the_whole_name() {
    for stumble in [REFUSED, 2, world::NO_SUCH_NAME] {
        let world = World::new();
        world.root().await;
        world.top(&[11]).await;
        world
            .server(11, move |ask| match ask.name.as_str() {
                "deep.bakery.example" => Some(Say { flags: 0x0400 | stumble, ..nothing("bakery.example") }),
                _ => bakery(ask),
            })
            .await;
        assert_eq!(world.ask("a.deep.bakery.example", Kind::A).await.records, [at(80)], "code {stumble}");
    }
}

#[tokio::test]
async fn one_set_of_servers_may_answer_for_a_zone_and_the_one_below() {
    let world = World::new();
    world.root().await;
    // As for uk and co.uk: the answer for the zone below has no referral in it.
    world
        .server(2, |ask| {
            Some(match (ask.name.as_str(), ask.kind) {
                ("co.example", NS) => answer(vec![ns("co.example", "ns.example")]),
                _ if ask.is_within("bakery.co.example") => refer(
                    vec![ns("bakery.co.example", "n.bakery.co.example")],
                    vec![a("n.bakery.co.example", 11)],
                ),
                _ => nothing("co.example"),
            })
        })
        .await;
    world.server(11, |ask| (ask.kind == A).then(|| answer(vec![a(&ask.name, 80)]))).await;
    let asker = world.asker();
    assert_eq!(ask(&asker, question("bakery.co.example", Kind::A)).await.records, [at(80)]);
    assert_eq!(world.heard(2), [format!("co.example {NS}"), format!("bakery.co.example {A}")]);
}
