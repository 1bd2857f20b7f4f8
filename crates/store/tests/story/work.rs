//! Letters go out, work is done by one holder at a time, settings and requests are kept.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use store::{LetterState, MOST_TRIES_TO_SEND, Once, Queued, Rule};

use crate::world::{DAY, HOUR, at, letter, on_both};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

#[tokio::test]
async fn a_letter_is_leased_sent_and_its_text_forgotten() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        store.set_setting("mail.host", &json!("centre.example"), &by, at(0)).await.unwrap();
        let Queued::Queued(id) =
            store.queue_letter(&letter("a@far.example", "code 123456"), &by, at(1)).await.unwrap()
        else {
            panic!()
        };
        let held = store.lease_letters("one", MINUTE, 10, at(2)).await.unwrap();
        assert_eq!((held.len(), held[0].tries), (1, 0));
        let (text, code) = held[0].text.split_once("\n\nLetter code: ").unwrap();
        assert_eq!((text, code.len()), ("code 123456", "M123-4567-89AB".len()));
        assert_eq!(held[0].message_id, format!("{id}@centre.example"));
        assert!(store.lease_letters("two", MINUTE, 10, at(3)).await.unwrap().is_empty());
        let again = store.lease_letters("two", MINUTE, 10, at(62)).await.unwrap();
        assert_eq!(again[0].message_id, held[0].message_id, "the same Message-ID after a lost lease");
        assert!(!store.letter_sent(id, "one", false, at(63)).await.unwrap(), "the first holder lost it");
        assert!(store.letter_sent(id, "two", false, at(64)).await.unwrap());
        let kept = store.letter(id).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.text.as_str(), kept.sent_at), (LetterState::Sent, "", Some(at(64))));
        assert!(store.lease_letters("two", MINUTE, 10, at(DAY)).await.unwrap().is_empty());

        let Queued::Queued(second) =
            store.queue_letter(&letter("B@far.example", "shown"), &by, at(70)).await.unwrap()
        else {
            panic!()
        };
        store.lease_letters("one", MINUTE, 10, at(71)).await.unwrap();
        store.letter_sent(second, "one", true, at(72)).await.unwrap();
        let found = store.letters(Some("b@far.example"), Some(LetterState::Sent), None, 10).await.unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].text.starts_with("shown\n\nLetter code: M"), "{}", found[0].text);
        assert_eq!(store.letters(None, None, Some(at(70)), 10).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_fails_waits_longer_each_time_and_is_given_up_visibly() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        let Queued::Queued(id) = store.queue_letter(&letter("a@far.example", "x"), &by, at(0)).await.unwrap()
        else {
            panic!()
        };
        let mut now = 0;
        for try_number in 1..=MOST_TRIES_TO_SEND {
            now = store.letter(id).await.unwrap().unwrap().due_at.as_second() - at(0).as_second();
            assert_eq!(
                store.lease_letters("one", MINUTE, 1, at(now)).await.unwrap().len(),
                1,
                "try {try_number}"
            );
            let state = store.letter_failed(id, "one", "451 later", false, at(now)).await.unwrap();
            let last = try_number == MOST_TRIES_TO_SEND;
            assert_eq!(state, if last { LetterState::GivenUp } else { LetterState::Waiting });
        }
        assert!(now > 8 * HOUR, "{now}");
        assert_eq!(store.letter_counts().await.unwrap()[3], (LetterState::GivenUp, 1));
        assert_eq!(store.letter(id).await.unwrap().unwrap().last_error.as_deref(), Some("451 later"));
        store.try_letter_again(id, &by, at(now)).await.unwrap();
        store.lease_letters("one", MINUTE, 1, at(now)).await.unwrap();
        let state = store.letter_failed(id, "one", "550 nobody here", true, at(now)).await.unwrap();
        assert_eq!(state, LetterState::GivenUp, "refused for good");
        assert!(store.letter_failed(id, "one", "again", true, at(now)).await.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn work_is_leased_fenced_stopped_and_hastened() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        store.know_reconciler("backup", at(0)).await.unwrap();
        store.know_reconciler("backup", at(5)).await.unwrap();
        let lease = store.take_lease("backup", "node 1", MINUTE, at(0)).await.unwrap().unwrap();
        assert!(store.take_lease("backup", "node 2", MINUTE, at(59)).await.unwrap().is_none());
        let lease = store.renew_lease(&lease, MINUTE, at(59)).await.unwrap().unwrap();
        assert!(store.take_lease("backup", "node 2", MINUTE, at(100)).await.unwrap().is_none());
        let second = store.take_lease("backup", "node 2", MINUTE, at(119)).await.unwrap().unwrap();
        assert!(second.fence > lease.fence);
        assert!(
            store.renew_lease(&lease, MINUTE, at(120)).await.unwrap().is_none(),
            "it slept through its end"
        );
        assert!(!store.finish_work(&lease, Ok("done"), at(DAY), at(120)).await.unwrap());
        assert!(store.finish_work(&second, Ok("1 backup taken"), at(DAY), at(121)).await.unwrap());
        let progress = store.progress().await.unwrap();
        assert_eq!(progress[0].result.as_deref(), Some("1 backup taken"));
        assert_eq!((progress[0].runs, progress[0].due_at, progress[0].holder.clone()), (2, at(DAY), None));

        assert!(store.take_lease("backup", "node 1", MINUTE, at(122)).await.unwrap().is_none(), "not due");
        store.hasten_work("backup", &by, at(123)).await.unwrap();
        let third = store.take_lease("backup", "node 1", MINUTE, at(123)).await.unwrap().unwrap();
        store.hasten_work("backup", &by, at(124)).await.unwrap();
        store.finish_work(&third, Err("disk full"), at(2 * DAY), at(125)).await.unwrap();
        let progress = store.progress().await.unwrap();
        assert_eq!(
            (progress[0].error.as_deref(), progress[0].due_at),
            (Some("disk full"), at(124)),
            "the wish stands"
        );
        store.stop_work("backup", &by, at(126)).await.unwrap();
        assert!(store.take_lease("backup", "node 1", MINUTE, at(127)).await.unwrap().is_none());
        store.start_work("backup", &by, at(128)).await.unwrap();
        let fourth = store.take_lease("backup", "node 1", MINUTE, at(129)).await.unwrap().unwrap();
        store.stop_work("backup", &by, at(130)).await.unwrap();
        assert!(store.renew_lease(&fourth, MINUTE, at(131)).await.unwrap().is_none(), "stopped");
        store.release_lease(&fourth, at(132)).await.unwrap();
        assert!(store.stop_work("nothing", &by, at(1)).await.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn settings_and_requests_are_kept() {
    on_both(async |world| {
        let store = &world.store;
        store.is_ready().await.unwrap();
        assert_eq!(store.setting("centre.name").await.unwrap(), None);
        store.set_setting("centre.name", &json!("London"), &Actor::CommandLine, at(1)).await.unwrap();
        store.set_setting("centre.name", &json!({"en": "London"}), &Actor::CommandLine, at(2)).await.unwrap();
        assert_eq!(store.settings().await.unwrap(), [("centre.name".to_owned(), json!({"en": "London"}))]);
        assert!(store.set_setting("store.key_mark", &json!(1), &Actor::CommandLine, at(3)).await.is_err());

        assert_eq!(store.begin_once("anna", "k", at(1)).await.unwrap(), Once::First);
        assert_eq!(store.begin_once("anna", "k", at(2)).await.unwrap(), Once::Begun);
        assert_eq!(
            store.begin_once("ben", "k", at(2)).await.unwrap(),
            Once::First,
            "nobody gets another's answer"
        );
        store.finish_once("anna", "k", "done").await.unwrap();
        assert_eq!(store.begin_once("anna", "k", at(3)).await.unwrap(), Once::Done("done".into()));
        store.forget_once("ben", "k").await.unwrap();
        assert_eq!(store.begin_once("ben", "k", at(4)).await.unwrap(), Once::First);
        assert!(store.finish_once("nobody", "k", "done").await.is_err());

        let rule = Rule { every: MINUTE, burst: 1, longest_wait: SignedDuration::from_mins(2) };
        assert!(store.slow_down("192.0.2.1", rule, at(0)).is_none());
        assert_eq!(store.slow_down("192.0.2.1", rule, at(0)).0, MINUTE);
        assert!(store.slow_down("192.0.2.2", rule, at(0)).is_none());
        world.end().await;
    })
    .await;
}
