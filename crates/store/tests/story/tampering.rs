//! Somebody with the machine changes the ledger: the verifier says which entry, and what was done to it.

use std::path::{Path, PathBuf};

use centre::ledger::{Actor, Fault, FaultKind, Verdict};
use store::verify_ledger;

use crate::world::{World, at, scratch};

/// A stopped centre's database with ten entries and a head over eight of them.
async fn stopped_centre() -> (World, PathBuf, [u8; 32]) {
    let world = World::sqlite().await;
    for n in 0..8 {
        world.store.set_setting("n", &serde_json::json!(n), &Actor::CommandLine, at(n)).await.unwrap();
    }
    world.store.checkpoint(at(100)).await.unwrap();
    world.store.checkpoint(at(101)).await.unwrap();
    assert_eq!(world.store.ledger_head().await.unwrap().unwrap().head.sequence, 8);
    for n in 8..10 {
        world.store.set_setting("n", &serde_json::json!(n), &Actor::CommandLine, at(n)).await.unwrap();
    }
    let key = world.store.keys().public_key();
    world.store.close().await;
    let file = world.folder.join("watchhouse.db");
    (world, file, key)
}

async fn after(statements: &[&'static str]) -> Verdict {
    let (world, file, key) = stopped_centre().await;
    change(&file, statements).await;
    verify_ledger(&file, Some(&world.folder.join("ledger-head.json")), Some(key)).await.unwrap()
}

async fn change(file: &Path, statements: &[&'static str]) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    for statement in statements {
        sqlx::query(*statement).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

fn broken(sequence: u64, kind: FaultKind) -> Verdict {
    Verdict::Broken(Fault { sequence, kind })
}

#[tokio::test]
async fn an_untouched_ledger_is_whole() {
    assert!(matches!(after(&[]).await, Verdict::Whole { entries: 10, erased: 0, signed: Some((8, _)) }));
}

#[tokio::test]
async fn whatever_is_flipped_is_named() {
    for statement in [
        "update ledger set at = at + 1 where sequence = 4",
        "update ledger set actor = 'visitor' where sequence = 4",
        "update ledger set actor = 'nonsense' where sequence = 4",
        "update ledger set act = 'read' where sequence = 4",
        "update ledger set object_id = 'm' where sequence = 4",
        "update ledger set commitment = zeroblob(32) where sequence = 4",
        "update ledger set previous = zeroblob(32) where sequence = 4",
        "update ledger set hash = zeroblob(32) where sequence = 4",
        "update ledger set hash = x'00' where sequence = 4",
    ] {
        assert_eq!(after(&[statement]).await, broken(4, FaultKind::Changed), "{statement}");
    }
}

#[tokio::test]
async fn payloads_must_fit_and_only_an_erasure_explains_their_absence() {
    let fault = after(&["update ledger_payloads set payload = '9' where sequence = 5"]).await;
    assert_eq!(fault, broken(5, FaultKind::PayloadDoesNotFit));
    let fault = after(&["update ledger_payloads set payload = null where sequence = 5"]).await;
    assert_eq!(fault, broken(5, FaultKind::PayloadMissing));
    let fault = after(&["delete from ledger_payloads where sequence = 6"]).await;
    assert_eq!(fault, broken(6, FaultKind::PayloadMissing));
}

#[tokio::test]
async fn what_is_dropped_reordered_or_cut_short_is_named() {
    assert_eq!(after(&["delete from ledger where sequence = 3"]).await, broken(3, FaultKind::Dropped));
    let renumbered = [
        "delete from ledger where sequence = 3",
        "update ledger set sequence = sequence - 1 where sequence > 3",
    ];
    assert_eq!(after(&renumbered).await, broken(3, FaultKind::Dropped));
    let swapped = [
        "update ledger set sequence = 99 where sequence = 3",
        "update ledger set sequence = 3 where sequence = 4",
        "update ledger set sequence = 4 where sequence = 99",
    ];
    assert_eq!(after(&swapped).await, broken(3, FaultKind::Reordered));
    assert_eq!(after(&["delete from ledger where sequence > 9"]).await, broken(10, FaultKind::CutShort));
    let with_the_tip = [
        "update ledger_tip set sequence = 6, hash = (select hash from ledger where sequence = 6)",
        "delete from ledger where sequence > 6",
    ];
    assert_eq!(after(&with_the_tip).await, broken(7, FaultKind::CutShort), "the heads tell");
    let with_the_heads = [with_the_tip[0], with_the_tip[1], "delete from ledger_heads"];
    assert_eq!(after(&with_the_heads).await, broken(7, FaultKind::RolledBack), "the file outside tells");
}

#[tokio::test]
async fn yesterdays_file_and_a_foreign_signature_are_found_out() {
    let (world, file, key) = stopped_centre().await;
    let yesterday = scratch("yesterday").join("watchhouse.db");
    std::fs::copy(&file, &yesterday).unwrap();
    let keys = store::Keys::open(&world.folder, &*crate::world::chance(7)).unwrap();
    let store = store::Store::open(world.place.clone(), keys, crate::world::chance(2)).await.unwrap();
    store.set_setting("n", &serde_json::json!(11), &Actor::CommandLine, at(200)).await.unwrap();
    store.checkpoint(at(201)).await.unwrap();
    store.close().await;
    let head = world.folder.join("ledger-head.json");
    let verdict = verify_ledger(&yesterday, Some(&head), Some(key)).await.unwrap();
    assert_eq!(verdict, broken(11, FaultKind::RolledBack));
    let verdict = verify_ledger(&file, Some(&head), Some([9; 32])).await.unwrap();
    assert_eq!(verdict, broken(8, FaultKind::BadSignature));
    change(&file, &["update ledger_heads set signature = zeroblob(64) where sequence = 8"]).await;
    assert_eq!(verify_ledger(&file, None, None).await.unwrap(), broken(8, FaultKind::BadSignature));
    assert!(verify_ledger(&file.with_extension("gone"), None, None).await.is_err());
}
