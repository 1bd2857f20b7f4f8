//! Nobody sees a record unless the ledger says that they looked.

use std::collections::BTreeSet;

use centre::ledger::{Actor, Verdict};
use store::{Noun, Place, Seen, StoreError};
use terms::PersonId;
use uuid::Uuid;

use crate::world::{DAY, World, at, on_both};

/// Everything that is written when somebody looks, and how.
const WRITTEN: [(&str, &str); 3] =
    [("insert", "ledger"), ("insert", "ledger_payloads"), ("update", "ledger_tip")];

/// Lets the database itself refuse to write to a table, as a full disk or a lost right would.
async fn refuse(world: &World, kind: &str, table: &str) {
    let statements = match world.place {
        Place::Folder(_) => {
            vec![format!("create trigger no_more before {kind} on {table} begin select raise(abort, 'full'); end")]
        }
        Place::Postgres(_) => vec![
            "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$".to_owned(),
            format!("create trigger no_more before {kind} on {table} for each row execute function refuse()"),
        ],
    };
    run(world, statements).await;
}

async fn allow_again(world: &World, table: &str) {
    let statements = match world.place {
        Place::Folder(_) => vec!["drop trigger no_more".to_owned()],
        Place::Postgres(_) => {
            vec![format!("drop trigger no_more on {table}"), "drop function refuse".to_owned()]
        }
    };
    run(world, statements).await;
}

async fn run(world: &World, statements: Vec<String>) {
    for statement in statements {
        let statement = sqlx::AssertSqlSafe(statement);
        match &world.place {
            Place::Folder(folder) => {
                let url = format!("sqlite://{}", folder.join("watchhouse.db").display());
                let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
                sqlx::query(statement).execute(&pool).await.unwrap();
                pool.close().await;
            }
            Place::Postgres(url) => {
                let pool = sqlx::PgPool::connect(url).await.unwrap();
                sqlx::query(statement).execute(&pool).await.unwrap();
                pool.close().await;
            }
        }
    }
}

#[tokio::test]
async fn a_record_is_not_shown_when_the_look_cannot_be_logged() {
    on_both(async |world| {
        let store = &world.store;
        let (id, _) = world.member("Locked Out Ltd", 0).await;
        let officer = Actor::CommandLine;
        let export = Seen { organisation: None, noun: Noun::List, object: "members".into() };
        for (kind, table) in WRITTEN {
            let before = world.count("ledger").await;
            refuse(&world, kind, table).await;
            let shown = store.member_for(&officer, id, at(DAY)).await;
            assert!(matches!(shown, Err(StoreError::Database(_))), "{} {table}: {shown:?}", world.name);
            let logged = store.log_read(&officer, &export, "export", at(DAY)).await;
            assert!(matches!(logged, Err(StoreError::Database(_))), "{} {table}: {logged:?}", world.name);
            assert_eq!(world.count("ledger").await, before, "{} {table}: half an entry stays", world.name);
            allow_again(&world, table).await;
        }
        assert_eq!(store.who_looked_at(id, 10).await.unwrap(), []);
        assert!(store.member_for(&officer, id, at(2 * DAY)).await.unwrap().is_some());
        assert_eq!(store.who_looked_at(id, 10).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn looks_of_one_moment_each_have_their_entry_whoever_goes_away_meanwhile() {
    /// More than share one commit.
    const LOOKERS: u128 = 250;
    on_both(async |world| {
        let (id, _) = world.member("Much Seen Ltd", 0).await;
        let mut looks = Vec::new();
        for number in 1..=LOOKERS {
            let (store, by) = (world.store.clone(), Actor::Person(PersonId(Uuid::from_u128(number))));
            let at = at(DAY + i64::try_from(number).unwrap());
            looks.push(tokio::spawn(async move { store.member_for(&by, id, at).await }));
        }
        // The first is the one that would write for all; it goes away.
        looks.remove(0).abort();
        for look in looks {
            assert_eq!(look.await.unwrap().unwrap().unwrap().organisation.id, id, "{}", world.name);
        }
        let lines = world.store.who_looked_at(id, 300).await.unwrap();
        let lookers: BTreeSet<String> = lines.iter().map(|line| line.by.to_string()).collect();
        assert_eq!(lookers.len(), lines.len(), "{}: nobody is written down twice", world.name);
        for number in 2..=LOOKERS {
            let by = Actor::Person(PersonId(Uuid::from_u128(number)));
            let line = lines.iter().find(|line| line.by == by).unwrap();
            assert_eq!(line.at, at(DAY + i64::try_from(number).unwrap()), "{}", world.name);
        }
        assert!(
            matches!(world.store.verify_ledger().await.unwrap(), Verdict::Whole { .. }),
            "{}",
            world.name
        );
        world.end().await;
    })
    .await;
}
