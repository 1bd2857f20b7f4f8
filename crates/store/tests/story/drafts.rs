//! What somebody types is there when they come back, and theirs alone until they send it.

use evidence::{MOST_ITEM_BYTES, MOST_ITEMS, MOST_REPORT_BYTES};
use store::{DRAFT_DAYS, LONGEST_ACCOUNT, NewReport, SavedDraft, StoreError};

use crate::accounts_of_events::{blobs_in, kept_file, new_report, received};
use crate::world::{DAY, HOUR, at, on_both};

#[tokio::test]
async fn every_word_is_there_when_the_line_comes_back_and_no_window_overwrites_another() {
    on_both(async |world| {
        let store = &world.store;
        let token = store.new_draft_token();
        assert_eq!(token.reveal().len(), 43, "256 bits");
        assert_eq!(store.draft(&token).await.unwrap(), None);
        assert_eq!(
            store.save_draft(&token, 0, "{\"what\":\"They\"}", at(0)).await.unwrap(),
            SavedDraft::Saved(1)
        );
        assert_eq!(
            store.save_draft(&token, 1, "{\"what\":\"They rang\"}", at(5)).await.unwrap(),
            SavedDraft::Saved(2)
        );
        assert_eq!(
            store.save_draft(&token, 1, "{\"what\":\"\"}", at(6)).await.unwrap(),
            SavedDraft::Newer(2)
        );
        let draft = store.draft(&token).await.unwrap().unwrap();
        assert_eq!((draft.account.as_str(), draft.version), ("{\"what\":\"They rang\"}", 2));
        assert_eq!(
            store.draft(&store.new_draft_token()).await.unwrap(),
            None,
            "another's token opens nothing"
        );
        assert!(store.save_draft(&token, 2, &"x".repeat(LONGEST_ACCOUNT), at(7)).await.is_ok());
        let longer = store.save_draft(&token, 3, &"x".repeat(LONGEST_ACCOUNT + 1), at(8)).await;
        assert!(matches!(longer, Err(StoreError::TooMuch(_))), "{longer:?}");
        store.throw_draft_away(&token, at(9)).await.unwrap();
        assert_eq!(store.draft(&token).await.unwrap(), None);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_with_its_files_becomes_a_report_and_is_gone() {
    on_both(async |world| {
        let store = &world.store;
        let new = new_report(&world);
        for name in ["first.txt", "second.txt", "third.txt"] {
            let file = kept_file(&world, name, name.as_bytes(), 0).await;
            store.add_to_draft(&new.token, &file, at(1)).await.unwrap();
        }
        assert_eq!(store.save_draft(&new.token, 0, "{}", at(2)).await.unwrap(), SavedDraft::Saved(1));
        let items = store.draft(&new.token).await.unwrap().unwrap().items;
        assert_eq!(items.iter().map(|item| item.place).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(store.take_out_of_draft(&new.token, items[1].id, at(3)).await.unwrap());
        assert!(!store.take_out_of_draft(&new.token, items[1].id, at(3)).await.unwrap());
        assert_eq!(blobs_in(&world.folder).len(), 2, "its file is gone too");
        let last = kept_file(&world, "with the form.txt", b"form", 4).await;
        let taken = received(&world, &NewReport { files: vec![last], ..new.clone() }, 10).await;
        let names: Vec<_> = store.items_of_report(taken.report).await.unwrap();
        let names: Vec<_> = names.into_iter().map(|item| item.facts.unwrap().name).collect();
        assert_eq!(names, ["first.txt", "third.txt", "with the form.txt"]);
        assert_eq!(store.draft(&new.token).await.unwrap(), None);
        assert_eq!((world.count("drafts").await, world.count("evidence_items").await), (0, 3));
        assert_eq!(store.save_draft(&new.token, 0, "{}", at(20)).await.unwrap(), SavedDraft::Sent);
        let late = kept_file(&world, "late.txt", b"late", 20).await;
        assert!(matches!(
            store.add_to_draft(&new.token, &late, at(20)).await,
            Err(StoreError::NotAllowed(_))
        ));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_nobody_touches_is_erased_with_its_files() {
    on_both(async |world| {
        let store = &world.store;
        let (old, touched) = (store.new_draft_token(), store.new_draft_token());
        for token in [&old, &touched] {
            store.save_draft(token, 0, "{}", at(0)).await.unwrap();
            store.add_to_draft(token, &kept_file(&world, "a", b"a", 0).await, at(0)).await.unwrap();
        }
        store.save_draft(&touched, 1, "{}", at(3 * DAY)).await.unwrap();
        assert_eq!(store.erase_old_drafts(9, at(DRAFT_DAYS * DAY - HOUR)).await.unwrap(), 0);
        assert_eq!(store.erase_old_drafts(9, at((DRAFT_DAYS + 1) * DAY)).await.unwrap(), 1);
        assert_eq!(store.draft(&old).await.unwrap(), None);
        assert_eq!(store.draft(&touched).await.unwrap().unwrap().items.len(), 1);
        assert_eq!((blobs_in(&world.folder).len(), world.count("sealed_keys").await), (1, 1));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_report_takes_twenty_files_of_a_hundred_megabytes_together_and_no_more() {
    on_both(async |world| {
        let store = &world.store;
        let token = store.new_draft_token();
        for _ in 0..MOST_ITEMS {
            store.add_to_draft(&token, &kept_file(&world, "a", b"a", 0).await, at(0)).await.unwrap();
        }
        let one_more = kept_file(&world, "a", b"a", 0).await;
        let refused = store.add_to_draft(&token, &one_more, at(0)).await;
        assert!(matches!(refused, Err(StoreError::TooMuch(_))), "{refused:?}");
        let twenty = kept_file(&world, "a", b"a", 0).await;
        let too_many = NewReport { token: token.clone(), files: vec![twenty], ..new_report(&world) };
        let refused = store.receive_report(&too_many, &centre::ledger::Actor::Visitor, at(1)).await;
        assert!(matches!(refused, Err(StoreError::TooMuch(_))), "{refused:?}");
        assert!(store.draft(&token).await.unwrap().is_some(), "the draft is still there");

        let heavy = store.new_draft_token();
        let add = async || store.add_to_draft(&heavy, &kept_file(&world, "a", b"a", 0).await, at(0)).await;
        add().await.unwrap();
        assert_eq!(MOST_REPORT_BYTES, 100_000_000);
        world.set("update evidence_items set bytes = 99999999 where place = 1").await;
        add().await.unwrap();
        assert!(matches!(add().await, Err(StoreError::TooMuch(_))));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_largest_file_is_taken_and_one_byte_more_is_not() {
    let world = crate::world::World::sqlite().await;
    let large = vec![7; MOST_ITEM_BYTES as usize];
    let file = kept_file(&world, "film.mp4", &large, 0).await;
    assert_eq!(file.bytes, MOST_ITEM_BYTES);
    let mut longer = world.store.file_arrives().await.unwrap();
    longer.write(&large).await.unwrap();
    assert!(matches!(longer.write(b"x").await, Err(StoreError::TooMuch(_))));
    drop(longer);
    assert_eq!(
        std::fs::read_dir(world.folder.join("blobs/arriving")).unwrap().count(),
        0,
        "nothing is left of it"
    );
    world.end().await;
}
