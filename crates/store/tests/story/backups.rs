//! Backups are taken while the centre works, proved by restoring them, and brought back.

use centre::ledger::{Actor, Verdict};
use store::{Keys, Place, Store, StoreError, backups_in, newest_good_backup, restore};

use crate::figures::city;
use crate::world::{DAY, HOUR, World, at, chance, on_both, scratch};

#[tokio::test]
async fn a_backup_is_proved_kept_and_brought_back_on_either_database() {
    on_both(async |world| {
        let folder = scratch("backups");
        assert_eq!(newest_good_backup(&folder.join("none")).unwrap(), None);
        world.store.seed(&city(300, 5), &Actor::CommandLine, at(0)).await.unwrap();
        let (id, _) = world.member("Kept Ltd", 10).await;
        let robot = Actor::Reconciler("backup".into());
        world.store.know_reconciler("backup", at(0)).await.unwrap();
        for day in 1..=3 {
            world.store.write_note(id, "note", false, &format!("{day}"), &robot, at(day * DAY)).await.unwrap();
            let backup = world.store.back_up(&folder, 2, at(day * DAY)).await.unwrap();
            assert!(backup.rows > 300 && backup.bytes > 100_000, "{backup:?}");
        }
        let kept = backups_in(&folder).unwrap();
        assert_eq!(kept.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [at(3 * DAY), at(2 * DAY)]);
        let (newest, _) = newest_good_backup(&folder).unwrap().unwrap();
        let names: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
        assert_eq!(names.len(), 4, "two of records and two of keys, and nothing half-done: {names:?}");

        let head = world.folder.join("ledger-head.json");
        let verdict = store::verify_ledger(&newest, Some(&head), Some(world.store.keys().public_key())).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { signed: Some(_), .. }), "{verdict:?}");

        let new_folder = scratch("restored");
        std::fs::copy(world.folder.join("master.key"), new_folder.join("master.key")).unwrap();
        let to_file = World::postgres().await;
        to_file.store.close().await;
        let Place::Postgres(url) = crate::world::World::postgres().await.place else { panic!() };
        let refused = restore(&newest, &Place::Postgres(url), &new_folder).await.unwrap_err();
        assert_eq!(refused.to_string(), "the PostgreSQL database is not empty; restore to an empty place, or move what is there away first");
        for place in [Place::Folder(new_folder.clone()), Place::Postgres(crate::postgres::new_database().await)] {
            let restored = restore(&newest, &place, &new_folder).await.unwrap();
            assert_eq!(restored.at, at(3 * DAY));
            let keys = Keys::open(&new_folder, &*chance(9)).unwrap();
            let again = Store::open(place, keys, chance(9)).await.unwrap();
            assert_eq!(again.organisation(id).await.unwrap(), world.store.organisation(id).await.unwrap());
            assert_eq!(again.notes_of(id, 9).await.unwrap().len(), 3);
            assert!(matches!(again.verify_ledger().await.unwrap(), Verdict::Whole { .. }));
            again.write_note(id, "and it goes on", false, "4", &robot, at(4 * DAY)).await.unwrap();
            again.close().await;
        }
        let twice = restore(&newest, &Place::Folder(new_folder.clone()), &new_folder).await.unwrap_err();
        assert!(matches!(twice, StoreError::NotEmpty(_)), "{twice:?}");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_was_damaged_is_not_brought_back() {
    let world = World::sqlite().await;
    let folder = scratch("damaged");
    world.store.seed(&city(200, 5), &Actor::CommandLine, at(0)).await.unwrap();
    let backup = world.store.back_up(&folder, 1, at(HOUR)).await.unwrap();
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", backup.file.display())).await.unwrap();
    sqlx::query("update ledger set act = 'read' where sequence = 7").execute(&pool).await.unwrap();
    pool.close().await;
    let target = scratch("target");
    let error = restore(&backup.file, &Place::Folder(target.clone()), &target).await.unwrap_err();
    assert!(error.to_string().ends_with("is not good: entry 7 was changed after it was written"), "{error}");

    let full = folder.join("a file where the folder should be");
    std::fs::write(&full, "x").unwrap();
    assert!(world.store.back_up(&full, 1, at(2 * HOUR)).await.is_err());
    assert_eq!(backups_in(&folder).unwrap().len(), 1, "the old one is still there");
    world.end().await;
}

#[tokio::test]
async fn a_backup_of_an_earlier_release_is_brought_back_and_up_to_date() {
    let world = World::sqlite().await;
    let (id, _) = world.member("Kept Ltd", 10).await;
    let backup = world.store.back_up(&scratch("earlier"), 1, at(HOUR)).await.unwrap();
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", backup.file.display())).await.unwrap();
    for step in [
        "drop table legal_holds",
        "drop table custody_events",
        "drop table case_events",
        "drop table mailbox_messages",
        "drop table mailboxes",
        "drop table evidence_items",
        "drop table drafts",
        "drop table reporters",
        "drop table reports",
        "drop table cases",
        "drop table sealed_keys",
        "delete from _sqlx_migrations where version = 14",
        "drop table findings",
        "alter table organisations drop column findings_told_at",
        "alter table organisations drop column findings_stopped_at",
        "delete from _sqlx_migrations where version = 12",
    ] {
        sqlx::query(step).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let folder = scratch("later");
    std::fs::copy(world.folder.join("master.key"), folder.join("master.key")).unwrap();
    for place in [Place::Folder(folder.clone()), Place::Postgres(crate::postgres::new_database().await)] {
        restore(&backup.file, &place, &folder).await.unwrap();
        let keys = Keys::open(&folder, &*chance(9)).unwrap();
        let again = Store::open(place, keys, chance(9)).await.unwrap();
        assert_eq!(again.organisation(id).await.unwrap(), world.store.organisation(id).await.unwrap());
        again.close().await;
    }
    world.end().await;
}

#[tokio::test]
async fn no_table_is_left_out_of_a_backup() {
    let world = World::sqlite().await;
    let file = world.store.back_up(&scratch("tables"), 1, at(HOUR)).await.unwrap().file;
    let url = format!("sqlite://{}?mode=ro", file.display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_master where type = 'table' and name not like '\\_sqlx%' escape '\\' order by name",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let source = include_str!("../../src/copy.rs");
    for table in tables {
        assert!(source.contains(&format!("    \"{table}\",\n")), "copy.rs has no {table}");
    }
    world.end().await;
}
