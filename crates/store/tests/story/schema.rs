//! Both databases have the same tables, column by column, and every verb of the store is in a story.

use std::collections::BTreeMap;

use store::{Place, StoreError};

use crate::world::{World, chance};

/// Table and column, kind, whether it may be missing, and its place in the primary key.
type Columns = BTreeMap<(String, String), (String, bool, i64)>;
/// Index: its table, whether it is unique, its columns in order.
type Indexes = BTreeMap<String, (String, bool, Vec<String>)>;

async fn sqlite_schema(world: &World) -> (Columns, Indexes) {
    let url = format!("sqlite://{}?mode=ro", world.folder.join("watchhouse.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let columns: Vec<(String, String, String, i64, i64)> = sqlx::query_as(
        "select t.name, c.name, lower(c.type), c.\"notnull\", c.pk from sqlite_master t, pragma_table_info(t.name) c
         where t.type = 'table' and t.name not like '\\_sqlx%' escape '\\' and t.name not like 'sqlite%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let indexes: Vec<(String, String, i64, String)> = sqlx::query_as(
        "select i.name, t.name, i.\"unique\", c.name from sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
         where t.type = 'table' and i.origin = 'c' order by i.name, c.seqno",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let strict: i64 = sqlx::query_scalar(
        "select count(*) from pragma_table_list where schema = 'main' and strict = 0 and type = 'table'
         and name not like '\\_sqlx%' escape '\\' and name not like 'sqlite%'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(strict, 0, "every SQLite table is strict");
    (
        columns.into_iter().map(|(t, c, kind, needed, pk)| ((t, c), (kind, needed == 0, pk))).collect(),
        gather(indexes.into_iter().map(|(name, table, unique, column)| (name, table, unique == 1, column))),
    )
}

async fn postgres_schema(world: &World) -> (Columns, Indexes) {
    let Place::Postgres(url) = &world.place else { panic!("not PostgreSQL") };
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let columns: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "select c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES',
                coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint
         from information_schema.columns c
         join pg_attribute a on a.attrelid = c.table_name::regclass and a.attname = c.column_name
         left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
         where c.table_schema = 'public' and c.table_name not like '\\_sqlx%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let indexes: Vec<(String, String, bool, String)> = sqlx::query_as(
        "select x.relname::text, t.relname::text, i.indisunique, a.attname::text
         from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
         cross join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, place)
         join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
         where not i.indisprimary and t.relname not like '\\_sqlx%'
           and not exists (select 1 from pg_constraint where conindid = i.indexrelid)
         order by 1, k.place",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let kind = |kind: &str| match kind {
        "uuid" | "bytea" => "blob",
        "bigint" | "boolean" => "integer",
        "text" => "text",
        other => panic!("{other} has no counterpart in SQLite"),
    };
    (
        columns
            .into_iter()
            .map(|(t, c, k, missing, pk)| ((t, c), (kind(&k).to_owned(), missing, pk)))
            .collect(),
        gather(indexes.into_iter()),
    )
}

fn gather(rows: impl Iterator<Item = (String, String, bool, String)>) -> Indexes {
    let mut indexes = Indexes::new();
    for (name, table, unique, column) in rows {
        indexes.entry(name).or_insert((table, unique, Vec::new())).2.push(column);
    }
    indexes
}

#[tokio::test]
async fn both_schemas_are_the_same_column_by_column() {
    let (sqlite, postgres) = (World::sqlite().await, World::postgres().await);
    let (left_columns, left_indexes) = sqlite_schema(&sqlite).await;
    let (right_columns, right_indexes) = postgres_schema(&postgres).await;
    assert!(left_columns.len() > 150, "{}", left_columns.len());
    for (column, left) in &left_columns {
        assert_eq!(Some(left), right_columns.get(column), "{column:?}");
    }
    assert_eq!(left_columns.len(), right_columns.len());
    assert_eq!(left_indexes, right_indexes);
    sqlite.end().await;
    postgres.end().await;
}

#[test]
fn migrations_have_the_same_numbers_and_names() {
    let names = |side: &str| {
        let folder = format!("{}/migrations/{side}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn every_verb_is_in_a_story_told_on_both() {
    let read = |folder: &str| {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|e| std::fs::read_to_string(e.path()).unwrap())
            .collect::<Vec<_>>()
    };
    let stories = read("tests/story").concat();
    let mut verbs = 0;
    for source in read("src") {
        for (i, _) in source.match_indices("pub async fn ") {
            let rest = &source[i + "pub async fn ".len()..];
            let verb = &rest[..rest.find(['(', '<']).unwrap()];
            verbs += 1;
            assert!(stories.contains(&format!("{verb}(")), "no story has the verb `{verb}`");
        }
    }
    assert!(verbs > 100, "{verbs}");
}

#[tokio::test]
async fn a_newer_database_is_refused_politely() {
    let world = World::sqlite().await;
    let (folder, place) = (world.folder.clone(), world.place.clone());
    world.store.close().await;
    let url = format!("sqlite://{}", folder.join("watchhouse.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', 1, x'00', 0)")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let keys = store::Keys::open(&folder, &*chance(7)).unwrap();
    let error = store::Store::open(place, keys, chance(1)).await.err().unwrap();
    assert!(matches!(error, StoreError::NewerThanProgram { found: 9999, .. }), "{error:?}");
    assert!(error.to_string().ends_with("start that release again"), "{error}");
}

#[tokio::test]
async fn the_wrong_key_file_and_the_wrong_place_are_told() {
    let world = World::sqlite().await;
    let place = world.place.clone();
    let elsewhere = crate::world::scratch("keys");
    let other = store::Keys::open(&elsewhere, &*chance(8)).unwrap();
    let error = store::Store::open(place, other, chance(1)).await.err().unwrap();
    assert!(matches!(error, StoreError::WrongKey), "{error:?}");

    let keys = store::Keys::open(&elsewhere, &*chance(8)).unwrap();
    let nowhere = Place::Postgres("postgres://anna:secret@localhost/none?host=/nonexistent".into());
    let error = store::Store::open(nowhere, keys, chance(1)).await.err().unwrap();
    assert!(
        error.to_string().starts_with("PostgreSQL at postgres://anna@localhost/none does not answer"),
        "{error}"
    );

    let keys = store::Keys::open(&elsewhere, &*chance(8)).unwrap();
    let file = elsewhere.join("master.key").join("below");
    let error = store::Store::open(Place::Folder(file), keys, chance(1)).await.err().unwrap();
    assert!(error.to_string().contains("cannot be used; make it"), "{error}");
    world.end().await;
}
