//! A report from its reporter's side: sent once, looked at again, added to.

use evidence::MOST_ITEMS;
use store::{Manner, NewReport, StoreError};

use crate::accounts_of_events::{kept_file, new_report, received};
use crate::world::{DAY, at, on_both};

#[tokio::test]
async fn whoever_has_the_token_learns_that_it_was_sent_and_gets_the_same_words() {
    on_both(async |world| {
        let new = NewReport { mailbox: true, ..new_report(&world) };
        assert_eq!(world.store.sent_with(&new.token).await.unwrap(), None);
        let taken = received(&world, &new, 10).await;
        let again = world.store.sent_with(&new.token).await.unwrap().unwrap();
        assert_eq!((again.report, &again.receipt, again.again), (taken.report, &taken.receipt, true));
        assert_eq!(world.store.sent_with(&world.store.new_draft_token()).await.unwrap(), None);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_comes_later_has_its_step_of_custody_and_keeps_to_the_limit() {
    on_both(async |world| {
        let store = &world.store;
        let new = NewReport { manner: Manner::Anonymous, mailbox: true, ..new_report(&world) };
        let taken = received(&world, &new, 10).await;
        let photo = kept_file(&world, "photo.png", b"\x89PNG\r\n\x1a\nmore", 20).await;
        let ids = store.add_to_report(taken.report, std::slice::from_ref(&photo), at(20)).await.unwrap();
        assert_eq!(ids, [photo.id]);
        let items = store.items_of_report(taken.report).await.unwrap();
        assert_eq!(items.len(), 1);
        assert_ne!(items[0].kept_at, at(20), "only the day is kept");
        assert_eq!(store.custody_of(taken.case).await.unwrap().len(), 1);
        assert_eq!(store.verify_custody(taken.case).await.unwrap(), Ok(1));
        for number in 1..MOST_ITEMS {
            let file = kept_file(&world, &format!("{number}.txt"), b"text", 30).await;
            store.add_to_report(taken.report, &[file], at(30)).await.unwrap();
        }
        let file = kept_file(&world, "one-too-many.txt", b"text", 40).await;
        let refused = store.add_to_report(taken.report, &[file], at(40)).await;
        assert!(matches!(refused, Err(StoreError::TooMuch(_))), "{refused:?}");
        assert_eq!(store.verify_custody(taken.case).await.unwrap(), Ok(MOST_ITEMS as u64));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn its_owner_looks_at_a_mailbox_without_the_words_for_a_while_and_it_lives_on() {
    on_both(async |world| {
        let store = &world.store;
        let new = NewReport { mailbox: true, ..new_report(&world) };
        let taken = received(&world, &new, 10).await;
        let first = store.own_mailbox(taken.report, at(DAY)).await.unwrap().unwrap();
        let later = store.own_mailbox(taken.report, at(9 * DAY)).await.unwrap().unwrap();
        assert_eq!((first.report, first.case), (taken.report, taken.case));
        let known = store.own_mailbox(taken.report, at(9 * DAY)).await.unwrap().unwrap();
        assert!(known.erase_at > first.erase_at && known.erase_at >= later.erase_at);
        let other = received(&world, &new_report(&world), 20).await;
        assert_eq!(store.own_mailbox(other.report, at(DAY)).await.unwrap(), None);
        world.end().await;
    })
    .await;
}
