//! Eleven words open a mailbox, from both sides, and nothing else does.

use centre::ledger::Actor;
use evidence::Receipt;
use store::{LONGEST_MESSAGE, MAILBOX_DAYS, Manner, NewReport, StoreError};

use crate::accounts_of_events::{new_report, officer, received};
use crate::world::{DAY, World, at, on_both};

async fn anonymous(world: &World) -> (store::ReceivedReport, Receipt) {
    let new = NewReport { manner: Manner::Anonymous, mailbox: true, ..new_report(world) };
    let taken = received(world, &new, 10).await;
    let receipt = taken.receipt.clone().unwrap();
    (taken, receipt)
}

#[tokio::test]
async fn whoever_has_the_words_and_the_desk_write_to_each_other() {
    on_both(async |world| {
        let store = &world.store;
        let (taken, receipt) = anonymous(&world).await;
        let words = receipt.words().join("-").to_uppercase();
        let typed = Receipt::parse(&words).unwrap();
        let empty = store.mailbox_behind(&typed, at(DAY)).await.unwrap().unwrap();
        assert_eq!((empty.report, empty.case, empty.messages.len()), (taken.report, taken.case, 0));
        assert_eq!(
            store
                .write_message(taken.report, " It came again. ", &Actor::Visitor, at(2 * DAY))
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            store.write_message(taken.report, "Are you safe?", &officer(1), at(3 * DAY)).await.unwrap(),
            2
        );
        let desk = store.mailbox_for(&officer(1), taken.report, at(3 * DAY)).await.unwrap().unwrap();
        let own = store.mailbox_behind(&receipt, at(4 * DAY)).await.unwrap().unwrap();
        assert_eq!(desk.messages, own.messages);
        let told: Vec<_> = own.messages.iter().map(|m| (m.sequence, m.from_desk, m.words.as_str())).collect();
        assert_eq!(told, [(1, false, "It came again."), (2, true, "Are you safe?")]);
        assert_eq!(own.messages[1].at, at(3 * DAY), "of what the desk does the moment is kept");
        let wrong = Receipt::from_secret(&[3; 32]);
        assert_eq!(store.mailbox_behind(&wrong, at(4 * DAY)).await.unwrap(), None);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_message_has_words_and_a_limit() {
    on_both(async |world| {
        let (taken, _) = anonymous(&world).await;
        let write = async |words: &str| {
            world.store.write_message(taken.report, words, &Actor::Visitor, at(DAY)).await
        };
        assert!(write(&"x".repeat(LONGEST_MESSAGE)).await.is_ok());
        for words in ["", "  \n", &"x".repeat(LONGEST_MESSAGE + 1)] {
            assert!(matches!(write(words).await, Err(StoreError::TooMuch(_))));
        }
        let other = received(&world, &new_report(&world), 20).await;
        let none = world.store.write_message(other.report, "hello", &officer(1), at(DAY)).await;
        assert!(matches!(none, Err(StoreError::NoSuch("mailbox"))), "{none:?}");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn ninety_days_after_the_last_word_or_look_a_mailbox_is_erased() {
    on_both(async |world| {
        let store = &world.store;
        let (taken, receipt) = anonymous(&world).await;
        store.write_message(taken.report, "zebrafinch", &Actor::Visitor, at(DAY)).await.unwrap();
        let due = async |day: i64| store.due_for_erasure(at(day * DAY), at(day * DAY), 9).await.unwrap();
        assert_eq!(due(MAILBOX_DAYS).await, []);
        store.mailbox_behind(&receipt, at(80 * DAY)).await.unwrap();
        assert_eq!(due(MAILBOX_DAYS + 2).await, [], "its owner looked");
        let over = due(80 + MAILBOX_DAYS + 1).await;
        assert_eq!(over.iter().map(|due| due.of).collect::<Vec<_>>(), [store::DueOf::Mailbox(taken.report)]);
        let robot = Actor::Reconciler("retention".into());
        assert!(store.erase_mailbox(taken.report, &robot, at(171 * DAY)).await.unwrap());
        assert!(!store.erase_mailbox(taken.report, &robot, at(171 * DAY)).await.unwrap());
        assert_eq!(store.mailbox_behind(&receipt, at(171 * DAY)).await.unwrap(), None);
        assert_eq!(world.count("mailbox_messages").await, 0);
        assert!(store.account_for(&officer(1), taken.report, "x", at(171 * DAY)).await.unwrap().is_some());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_full_mailbox_says_so() {
    on_both(async |world| {
        let (taken, _) = anonymous(&world).await;
        world.set("update mailboxes set messages = 999").await;
        let write = async || world.store.write_message(taken.report, "x", &Actor::Visitor, at(DAY)).await;
        assert_eq!(write().await.unwrap(), store::MOST_MESSAGES as u64);
        assert!(matches!(write().await, Err(StoreError::TooMuch(_))));
        world.end().await;
    })
    .await;
}
