//! What people send is kept as it came, found out if it is changed, and in nobody's hands unseen.

use std::time::{Duration, SystemTime};

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use evidence::Kind;
use evidence::custody::Act;
use sha2::{Digest, Sha256};
use store::{
    Deed, HOURS_TO_GET_A_ROW, Keys, NewReport, Place, Store, StoreError, SweptBlobs, Taken, restore,
};

use crate::accounts_of_events::{blobs_in, kept_file, new_report, officer, reading, received};
use crate::world::{DAY, HOUR, World, at, chance, on_both, scratch};

const LETTER: &[u8] = b"Pay by noon or your customers hear of it. zebrafinch";

async fn report_with(world: &World, bytes: &[u8]) -> (store::ReceivedReport, store::EvidenceItem) {
    let file = kept_file(world, "the letter.txt", bytes, 5).await;
    let taken = received(world, &NewReport { files: vec![file], ..new_report(world) }, 10).await;
    let items = world.store.items_of_report(taken.report).await.unwrap();
    (taken, items.into_iter().next().unwrap())
}

#[tokio::test]
async fn a_file_comes_out_as_it_came_in_and_is_nowhere_in_clear() {
    on_both(async |world| {
        let store = &world.store;
        let large: Vec<u8> = LETTER.iter().copied().cycle().take(700_001).collect();
        let (taken, item) = report_with(&world, &large).await;
        let facts = item.facts.clone().unwrap();
        assert_eq!(facts.sha256, HEXLOWER.encode(&Sha256::digest(&large)));
        assert_eq!((facts.name.as_str(), item.kind, item.bytes), ("the letter.txt", Kind::Text, 700_001));
        let (_, file) = store.item_for(&officer(1), item.id, reading(), false, at(20)).await.unwrap();
        assert!(file.all().await.unwrap() == large);
        let blobs = blobs_in(&world.folder);
        assert_eq!(blobs.len(), 1);
        let kept = std::fs::read(&blobs[0]).unwrap();
        assert_eq!(kept.len() as u64, evidence::sealed_size(700_001));
        assert!(!kept.windows(10).any(|window| window == b"zebrafinch"));
        let day = SystemTime::from(at(5)).duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() / 86_400;
        let noted = std::fs::metadata(&blobs[0]).unwrap().modified().unwrap();
        assert_eq!(
            noted,
            SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400),
            "of its time only the day"
        );
        let again = report_with(&world, &large).await.1;
        assert_eq!(
            blobs_in(&world.folder).len(),
            2,
            "the same file in two reports is not seen to be the same"
        );
        assert_ne!(again.id, item.id);
        let long = kept_file(&world, &"é".repeat(store::LONGEST_FILE_NAME + 1), b"x", 5).await;
        assert_eq!(long.name.chars().count(), store::LONGEST_FILE_NAME);
        assert!(store.verify_custody(taken.case).await.unwrap().is_ok());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn every_hand_through_which_a_file_goes_is_in_its_chain() {
    on_both(async |world| {
        let store = &world.store;
        let (taken, item) = report_with(&world, LETTER).await;
        store.item_for(&officer(1), item.id, reading(), false, at(20)).await.unwrap();
        let for_police = Taken { act: Act::HandOver, words: "police, reference 42 zebrafinch" };
        assert_eq!(store.note_custody(item.id, for_police, &officer(2), at(30)).await.unwrap(), 3);
        let back = Taken { act: Act::Return, words: "came back whole" };
        assert_eq!(store.note_custody(item.id, back, &officer(2), at(40)).await.unwrap(), 4);
        let steps = store.custody_of(taken.case).await.unwrap();
        let told: Vec<_> = steps
            .iter()
            .map(|step| (step.step.act, step.step.by.clone(), step.words.clone().unwrap()))
            .collect();
        assert_eq!(told[0], (Act::Collect, Actor::Visitor.to_string(), "web".into()));
        assert_eq!(told[1], (Act::Read, officer(1).to_string(), "to understand what happened".into()));
        assert_eq!(
            told[2],
            (Act::HandOver, officer(2).to_string(), "police, reference 42 zebrafinch".into())
        );
        assert_eq!(told[3].0, Act::Return);
        assert_eq!(store.verify_custody(taken.case).await.unwrap(), Ok(4));
        let lines = store.ledger_of_case(taken.case, 99).await.unwrap();
        let last = lines.iter().find(|line| line.deed == Deed::CustodyTaken).unwrap();
        assert_eq!(
            last.payload["hash"],
            HEXLOWER.encode(&steps[3].step.hash),
            "the ledger knows where the chain ends"
        );
        assert!(lines.iter().any(|line| line.deed == Deed::Read && line.at == at(20)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_chain_that_was_changed_cut_or_swapped_is_found_out() {
    for (i, tampering) in [
        "update custody_events set act = 'copy' where sequence = 2",
        "update custody_events set actor = 'visitor' where sequence = 3",
        "update custody_events set at = at + 1 where sequence = 1",
        "delete from custody_events where sequence = 4",
        "update custody_events set words = (select words from custody_events where sequence = 1) where sequence = 2",
        "update cases set custody = 5",
    ]
    .into_iter()
    .enumerate()
    {
        let world = World::sqlite().await;
        let (taken, item) = report_with(&world, LETTER).await;
        for n in 1..4 {
            world.store.item_for(&officer(n), item.id, reading(), false, at(20)).await.unwrap();
        }
        assert_eq!(world.store.verify_custody(taken.case).await.unwrap(), Ok(4));
        world.set(tampering).await;
        let broken = world.store.verify_custody(taken.case).await.unwrap().unwrap_err();
        assert_eq!(broken.sequence, [2, 3, 1, 4, 2, 5][i], "{tampering}");
        world.end().await;
    }
}

#[tokio::test]
async fn a_sealed_file_that_was_changed_swapped_or_lost_is_found_out() {
    on_both(async |world| {
        let store = &world.store;
        let (_, first) = report_with(&world, LETTER).await;
        let (_, second) = report_with(&world, b"another letter").await;
        assert_eq!(store.check_items(None, 9).await.unwrap().0, 2);
        let blobs = blobs_in(&world.folder);
        let whole: Vec<_> = blobs.iter().map(|blob| std::fs::read(blob).unwrap()).collect();
        let read = async |id| -> Result<Vec<u8>, StoreError> {
            store.item_for(&officer(1), id, reading(), false, at(20)).await?.1.all().await
        };
        let mut flipped = whole[0].clone();
        flipped[30] ^= 1;
        for changed in [vec![flipped, whole[1].clone()], vec![whole[1].clone(), whole[0].clone()]] {
            for (blob, bytes) in blobs.iter().zip(&changed) {
                std::fs::write(blob, bytes).unwrap();
            }
            let (_, bad, last) = store.check_items(None, 9).await.unwrap();
            assert!(!bad.is_empty() && last.is_some());
            for id in bad {
                let error = read(id).await.unwrap_err();
                assert!(matches!(error, StoreError::Tampered { .. }), "{error:?}");
            }
        }
        std::fs::remove_file(&blobs[0]).unwrap();
        assert!(read(first.id).await.is_err() || read(second.id).await.is_err());
        assert_eq!(store.check_items(None, 9).await.unwrap().1.len(), 2);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_locked_file_leaves_for_the_safeguarding_lead_alone() {
    on_both(async |world| {
        let store = &world.store;
        let (taken, item) = report_with(&world, LETTER).await;
        store.lock_item(item.id, &officer(1), at(20)).await.unwrap();
        store.lock_item(item.id, &officer(1), at(30)).await.unwrap();
        let refused = store.item_for(&officer(1), item.id, reading(), false, at(40)).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))));
        assert!(store.item_for(&officer(2), item.id, reading(), true, at(50)).await.is_ok());
        assert_eq!(store.items_of_report(taken.report).await.unwrap()[0].locked_at, Some(at(20)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_never_got_a_row_is_swept_out_and_nothing_else() {
    on_both(async |world| {
        let store = &world.store;
        report_with(&world, LETTER).await;
        let orphan = kept_file(&world, "never sent", b"x", 0).await;
        drop(orphan);
        let mut half = store.file_arrives().await.unwrap();
        half.write(&[7; 400_000]).await.unwrap();
        std::mem::forget(half);
        assert_eq!(
            store.sweep_blobs(at(HOUR)).await.unwrap(),
            SweptBlobs::default(),
            "they may be on their way"
        );
        let dropped = store.file_arrives().await.unwrap();
        drop(dropped);
        assert_eq!(std::fs::read_dir(world.folder.join("blobs/arriving")).unwrap().count(), 1);
        let later = at((HOURS_TO_GET_A_ROW + 24) * HOUR).max(far_future());
        assert_eq!(store.sweep_blobs(later).await.unwrap(), SweptBlobs { orphans: 1, half_done: 1 });
        assert_eq!(blobs_in(&world.folder).len(), 1);
        assert_eq!(
            store.check_items(None, 9).await.unwrap(),
            (1, vec![], store.check_items(None, 9).await.unwrap().2)
        );
        world.end().await;
    })
    .await;
}

/// Half-done files bear the machine's own time, which may be after the story's.
fn far_future() -> terms::Timestamp {
    "2099-01-01T00:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn files_are_in_a_backup_and_come_back_with_it_on_either_database() {
    on_both(async |world| {
        let store = &world.store;
        let (taken, item) = report_with(&world, LETTER).await;
        let folder = scratch("files");
        for day in 1..=3 {
            let backup = store.back_up(&folder, 2, at(day * DAY)).await.unwrap();
            assert_eq!(backup.files, 1);
        }
        assert_eq!(blobs_in(&folder).len(), 1, "copied once for all backups");
        let (newest, _) = store::newest_good_backup(&folder).unwrap().unwrap();
        for place in [None, Some(Place::Postgres(crate::postgres::new_database().await))] {
            let data = scratch("came-back");
            for key in ["master.key", "identity.key"] {
                std::fs::copy(world.folder.join(key), data.join(key)).unwrap();
            }
            let place = place.unwrap_or(Place::Folder(data.clone()));
            assert_eq!(restore(&newest, &place, &data).await.unwrap().files, 1);
            let again = Store::open(place, Keys::open(&data, &*chance(9)).unwrap(), chance(9)).await.unwrap();
            let (_, file) =
                again.item_for(&officer(1), item.id, reading(), false, at(4 * DAY)).await.unwrap();
            assert!(file.all().await.unwrap() == LETTER);
            assert!(again.account_for(&officer(1), taken.report, "x", at(4 * DAY)).await.unwrap().is_some());
            assert!(again.reporter_for(&officer(1), taken.report, "x", at(4 * DAY)).await.unwrap().is_some());
            assert!(again.verify_custody(taken.case).await.unwrap().is_ok());
            again.close().await;
        }
        let blob = &blobs_in(&folder)[0];
        let mut bytes = std::fs::read(blob).unwrap();
        bytes[9] ^= 1;
        std::fs::write(blob, bytes).unwrap();
        let data = scratch("damaged-file");
        let refused = restore(&newest, &Place::Folder(data.clone()), &data).await;
        assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{refused:?}");
        world.end().await;
    })
    .await;
}
