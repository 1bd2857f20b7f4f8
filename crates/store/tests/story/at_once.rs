//! What happens when two do the same thing at the same moment: one does it.

use std::future::Future;

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{CodeAnswer, Confirmed, NewFundedPlaces, NewLetter, Secret};

use crate::world::{at, email, letter, line, on_both};

const TOGETHER: usize = 12;

/// Runs the same deed many times at one moment, each as a task of its own.
async fn together<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    deed: impl Fn(usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..TOGETHER).map(|n| tokio::spawn(deed(n))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_confirm_one_confirms() {
    on_both(async |world| {
        let link = world.join("Bakery", "1", 0).await.link.unwrap();
        let store = world.store.clone();
        let answers = together(|_| {
            let (store, link) = (store.clone(), link.clone());
            async move { store.confirm(&link, &Actor::Visitor, at(10)).await.unwrap() }
        })
        .await;
        let now = answers.iter().filter(|answer| matches!(answer, Confirmed::Now(..))).count();
        let already = answers.iter().filter(|answer| matches!(answer, Confirmed::Already(..))).count();
        assert_eq!((now, already), (1, TOGETHER - 1), "{}", world.name);
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_sent_many_times_at_once_joins_once() {
    on_both(async |world| {
        let store = world.store.clone();
        let joined = together(|_| {
            let store = store.clone();
            async move {
                let new = crate::world::new_member("Bakery", "same form");
                store.join(&new, &Actor::Visitor, at(0), |_| letter("a@b.example", "x")).await.unwrap()
            }
        })
        .await;
        assert_eq!(joined.iter().filter(|joined| !joined.again).count(), 1, "{}", world.name);
        assert!(joined.iter().all(|one| one.organisation == joined[0].organisation));
        assert_eq!(world.count("organisations").await, 1);
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn never_more_places_are_given_than_there_are() {
    on_both(async |world| {
        let mut members = Vec::new();
        for n in 0..TOGETHER {
            members.push(world.member(&format!("Firm {n}"), n as i64 * 100).await.0);
        }
        let new = NewFundedPlaces { funder: line("City fund"), borough: None, sector: None, places: 3 };
        let place = world.store.add_funded_places(&new, &Actor::CommandLine, at(5_000)).await.unwrap();
        let store = world.store.clone();
        let given = together(|n| {
            let (store, member) = (store.clone(), members[n]);
            async move { store.give_place(place, member, &Actor::CommandLine, at(6_000)).await.is_ok() }
        })
        .await;
        assert_eq!(given.iter().filter(|given| **given).count(), 3, "{}", world.name);
        assert_eq!(world.store.gifts_of(place).await.unwrap().len(), 3);

        let second = world.store.add_funded_places(&new, &Actor::CommandLine, at(7_000)).await.unwrap();
        let lucky = world.member("Lucky", 8_000).await.0;
        let given = together(|_| {
            let store = store.clone();
            async move { store.give_place(second, lucky, &Actor::CommandLine, at(9_000)).await.is_ok() }
        })
        .await;
        assert_eq!(
            given.iter().filter(|given| **given).count(),
            1,
            "{}: one member has one place",
            world.name
        );
        assert_eq!(world.store.funded_places().await.unwrap()[0].given, 1);
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_want_a_lease_one_gets_it_and_no_letter_is_held_twice() {
    on_both(async |world| {
        let store = world.store.clone();
        store.know_reconciler("outbox", at(0)).await.unwrap();
        for n in 0..30 {
            let one = NewLetter { confirmed: true, ..letter("a@far.example", "x") };
            store.queue_letter(&one, &Actor::CommandLine, at(n)).await.unwrap();
        }
        let minute = SignedDuration::from_mins(1);
        let leases = together(|n| {
            let store = store.clone();
            async move { store.take_lease("outbox", &format!("node {n}"), minute, at(100)).await.unwrap() }
        })
        .await;
        assert_eq!(leases.iter().flatten().count(), 1, "{}", world.name);
        let letters = together(|n| {
            let store = store.clone();
            async move { store.lease_letters(&format!("node {n}"), minute, 5, at(100)).await.unwrap() }
        })
        .await;
        let mut held: Vec<_> = letters.iter().flatten().map(|letter| letter.id).collect();
        let all = held.len();
        held.sort();
        held.dedup();
        assert_eq!((held.len(), all), (30, 30), "{}", world.name);
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_right_code_opens_one_door() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let anna = email("anna@tailor.example.com");
        let mut code = Secret::presented("");
        let send = |c: &Secret| {
            code = c.clone();
            NewLetter { confirmed: true, ..letter("anna@tailor.example.com", "x") }
        };
        let ticket = Secret::presented("laptop");
        world.store.ask_for_code(&anna, &ticket, &Actor::Visitor, at(100), send).await.unwrap();
        let store = world.store.clone();
        let answers = together(|_| {
            let (store, anna, ticket, code) = (store.clone(), anna.clone(), ticket.clone(), code.clone());
            async move { store.try_code(&anna, &ticket, &code, at(101)).await.unwrap() }
        })
        .await;
        let right = answers.iter().filter(|answer| **answer == CodeAnswer::Right).count();
        assert_eq!(right, 1, "{}", world.name);
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_manager_stays_however_many_revoke_each_other() {
    on_both(async |world| {
        let mut managers = Vec::new();
        for n in 0..TOGETHER {
            let new = store::NewAccount {
                name: line("M"),
                email: email(&format!("m{n}@centre.example")),
                role: centre::roles::Role::Manager,
                body: None,
                remit: None,
                expires_at: None,
            };
            managers.push(world.store.add_account(&new, 1, &Actor::CommandLine, at(0)).await.unwrap().0);
        }
        let store = world.store.clone();
        let gone = together(|n| {
            let (store, manager) = (store.clone(), managers[n]);
            async move { store.revoke(manager, &Actor::CommandLine, at(1)).await.is_ok() }
        })
        .await;
        assert_eq!(gone.iter().filter(|gone| **gone).count(), TOGETHER - 1, "{}", world.name);
        assert!(world.store.has_a_manager().await.unwrap());
        world.end().await;
    })
    .await;
}

/// Handlers and reconcilers run as tasks that move between threads; a verb that cannot is found here, not in `web`.
#[test]
fn verbs_can_move_between_threads() {
    fn moves<T: Send>(_: impl FnOnce(&store::Store) -> T) {}
    let now = at(0);
    moves(|store| {
        let store = store.clone();
        async move { store.back_up(std::path::Path::new("nowhere"), 1, now).await }
    });
    moves(|store| {
        let store = store.clone();
        async move { store.verify_ledger().await }
    });
    moves(|store| {
        let store = store.clone();
        async move {
            let token = Secret::presented("x");
            let limits = |_| store::SessionLimits {
                idle: SignedDuration::from_secs(1),
                absolute: SignedDuration::from_secs(1),
            };
            store.session(&token, now, limits).await
        }
    });
    moves(|store| {
        let store = store.clone();
        async move {
            store.members(&store::MemberFilter::default(), store::Sort::Name, None, 1).await?;
            store.seed(&[], &Actor::CommandLine, now).await?;
            store.expire_unconfirmed(1, &Actor::CommandLine, now).await?;
            store
                .member_for(
                    &Actor::CommandLine,
                    terms::OrganisationId::random(&*crate::world::chance(3)),
                    now,
                )
                .await
        }
    });
    moves(|_| async {
        let nowhere = std::path::Path::new("nowhere");
        store::restore(nowhere, &store::Place::Postgres(String::new()), nowhere).await
    });
}
