//! How servers are spoken to: EDNS, cookies, letters, streams, and not too often.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use checkup::{Kind, Outcome};
use probe::gate::OptOut;

use super::world::{A, FORMAT, REFUSED, Say, World, a, answer, ask, bakery, code, question};

#[tokio::test]
async fn a_server_that_does_not_understand_edns_is_spoken_to_as_in_1987() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world.server(11, |ask| if ask.edns { Some(code(FORMAT)) } else { bakery(ask) }).await;
    let asker = world.asker();
    assert_eq!(ask(&asker, question("bakery.example", Kind::A)).await.outcome, Outcome::Records);
    assert_eq!(world.heard(11).len(), 3, "with a cookie, without one, without EDNS");
    ask(&asker, question("www.bakery.example", Kind::A)).await;
    assert_eq!(world.heard(11).len(), 4, "it is remembered");
}

#[tokio::test]
async fn letters_have_to_come_back_as_they_went_or_the_answer_comes_by_stream() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .raw(11, |ask| {
            let mut folded = ask.clone();
            folded.raw.make_ascii_lowercase();
            let id = [ask.raw[0], ask.raw[1]];
            let last = if ask.stream { 80 } else { 66 };
            let mut said = answer(vec![a(&ask.name, last)]).to(&folded);
            said[..2].copy_from_slice(&id);
            vec![said]
        })
        .await;
    let asker = world.asker();
    let name = "a-name-of-many-letters.bakery.example";
    let first = ask(&asker, question(name, Kind::A)).await;
    assert_eq!(first.records, [super::at(80)]);
    assert!(world.asks(11).iter().any(|ask| ask.stream));
    let again = ask(&asker, question("another-name-of-letters.bakery.example", Kind::A)).await;
    assert_eq!(again.records, [super::at(66)], "it is remembered that this server folds letters");
}

#[tokio::test]
async fn a_cookie_is_shown_again_and_whoever_has_none_is_not_believed() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .raw(11, |ask| {
            let ours = ask.cookie.as_ref().map(|cookie| cookie[..8].to_vec()).unwrap_or_default();
            let known = ask.cookie.as_ref().is_some_and(|cookie| cookie.len() == 24);
            let cookie = Some([&ours[..], &[7; 16]].concat());
            let good = Say { cookie, ..answer(vec![a(&ask.name, 80)]) };
            let forged = answer(vec![a(&ask.name, 66)]);
            let wrong = Say { cookie: Some(vec![1; 24]), ..forged.clone() };
            if known {
                vec![wrong.to(ask), forged.to(ask), good.to(ask)]
            } else {
                vec![wrong.to(ask), good.to(ask)]
            }
        })
        .await;
    let asker = world.asker();
    for name in ["a.bakery.example", "b.bakery.example"] {
        assert_eq!(ask(&asker, question(name, Kind::A)).await.records, [super::at(80)], "{name}");
    }
    let shown: Vec<usize> =
        world.asks(11).iter().map(|ask| ask.cookie.as_ref().map_or(0, Vec::len)).collect();
    assert_eq!(shown, [8, 24]);
}

#[tokio::test]
async fn a_bad_cookie_is_mended_with_the_one_that_comes_with_the_refusal() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .raw(11, |ask| {
            let Some(cookie) = ask.cookie.clone() else { return vec![code(REFUSED).to(ask)] };
            let cookie_again = Some([&cookie[..8], &[7; 8]].concat());
            if cookie.len() == 16 {
                return vec![Say { cookie: cookie_again, ..answer(vec![a(&ask.name, 80)]) }.to(ask)];
            }
            // Code 23: 7 in the header, 1 in EDNS.
            let mut said = Say { cookie: cookie_again, ..code(7) }.to(ask);
            let wide = said.len() - 16 - 4 - 2 - 4;
            said[wide] = 1;
            vec![said]
        })
        .await;
    assert_eq!(world.ask("bakery.example", Kind::A).await.records, [super::at(80)]);
    assert_eq!(world.heard(11).len(), 2);
}

#[tokio::test]
async fn what_does_not_fit_comes_by_stream() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world
        .server(11, |ask| {
            Some(if ask.stream {
                answer((0..150).map(|last| a(&ask.name, last)).collect())
            } else {
                Say { flags: 0x0600, ..Say::default() }
            })
        })
        .await;
    let found = world.ask("bakery.example", Kind::A).await;
    assert_eq!((found.records.len(), found.cut), (150, false));
}

#[tokio::test]
async fn no_server_hears_more_than_the_pace_allows() {
    let mut world = World::new();
    world.most_a_second = 40;
    world.root().await;
    world.top(&[11]).await;
    let times: &'static Mutex<Vec<Instant>> = Box::leak(Box::default());
    world
        .server(11, |ask| {
            times.lock().unwrap().push(Instant::now());
            (ask.kind == A).then(|| answer(vec![a(&ask.name, 80)]))
        })
        .await;
    let questions: Vec<_> = (0..80).map(|n| question(&format!("n{n}.bakery.example"), Kind::A)).collect();
    let answers = world.asker().ask(&questions).await;
    assert!(
        answers.iter().all(|answer| answer.outcome == Outcome::Records),
        "waiting for a turn is no time-out"
    );
    let times = times.lock().unwrap();
    // Half a second's worth may go at once, the rest in turn.
    for (number, time) in times.iter().enumerate() {
        let within = times[number..].iter().filter(|later| **later < *time + Duration::from_secs(1)).count();
        assert!(within <= 40 + 20 + 2, "{within} in the second after question {number}");
    }
    assert!(*times.last().unwrap() - times[0] >= Duration::from_millis(1_400));
}

#[tokio::test]
async fn a_server_that_refuses_is_asked_more_and_more_seldom() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world.server(11, |_| Some(code(REFUSED))).await;
    let asker = world.asker();
    let began = Instant::now();
    for number in 0..28 {
        let failed = ask(&asker, question(&format!("n{number}.bakery.example"), Kind::A)).await;
        assert_eq!(failed.outcome, Outcome::ServerFailed);
    }
    // One name's refusals are free; the last two waited 100 and 200 milliseconds.
    assert!(began.elapsed() > Duration::from_millis(300), "{:?}", began.elapsed());
    assert_eq!(world.heard(11).len(), 28);
}

#[tokio::test]
async fn a_crowd_that_waits_for_one_turn_is_not_too_late_when_it_comes() {
    let mut world = World::new();
    world.most_a_second = 10;
    world.root().await;
    world.top(&[11]).await;
    world.server(11, bakery).await;
    let asker = world.asker();
    // The top level is asked once for each of these, five at once and then ten a second: the last ones wait for longer
    // than a question may take, and so does whoever wants another kind of the same name.
    let crowd: Vec<_> = (0..40).map(|n| question(&format!("firm{n}.example"), Kind::A)).collect();
    let other: Vec<_> = (0..40).map(|n| question(&format!("firm{n}.example"), Kind::Mx)).collect();
    let answers = asker.ask(&[crowd, other].concat()).await;
    assert_eq!(answers.iter().filter(|answer| answer.outcome == Outcome::NoSuchName).count(), 80);
}

#[tokio::test]
async fn a_server_of_somebody_who_wants_to_be_left_alone_hears_nothing() {
    let world = World::new();
    world.root().await;
    world.top(&[11]).await;
    world.server(11, bakery).await;
    world.wishes.stay_away(OptOut::Network("127.0.0.11/32".parse().unwrap())).unwrap();
    let left_alone = world.ask("bakery.example", Kind::A).await;
    assert!(!left_alone.outcome.tells(), "{:?}", left_alone.outcome);
    assert!(world.heard(11).is_empty());
    assert!(!world.heard(1).is_empty(), "the servers above it were asked");
}
