//! The migrations as they are built into the program, in order. How to write one: `migrations/README.md`.

use std::borrow::Cow;
use std::sync::LazyLock;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Number, name and both texts of each, by the name of its file.
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        const NAMES: &[&str] = &[$($name),*];
        const SQLITE: &[&str] = &[$(include_str!(concat!("../migrations/sqlite/", $name, ".sql"))),*];
        const POSTGRES: &[&str] = &[$(include_str!(concat!("../migrations/postgres/", $name, ".sql"))),*];
    };
}

migrations![
    "0001_ledger",
    "0002_organisations",
    "0003_people",
    "0004_checks",
    "0005_work",
    "0006_beginnings",
    "0007_tickets",
    "0008_consent",
    "0009_errands",
    "0010_lookalikes",
    "0011_cohorts",
    "0012_findings",
    "0013_reads",
    "0014_reports",
    "0015_missing_problems",
    "0016_packs",
    "0017_desk",
    "0018_surge",
    "0019_call_checks",
    "0020_messages",
    "0021_message_answers",
    "0022_published_records",
];

/// The migrations of SQLite.
pub(crate) static SQLITE_MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| migrator(SQLITE));
/// The migrations of PostgreSQL.
pub(crate) static POSTGRES_MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| migrator(POSTGRES));

fn migrator(texts: &'static [&'static str]) -> Migrator {
    let migrations = NAMES.iter().zip(texts).zip(1..).map(|((name, text), number)| {
        let said = name.split_once('_').map_or(*name, |(_, said)| said).replace('_', " ");
        Migration::new(number, Cow::Owned(said), MigrationType::Simple, text.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_both_folders_is_built_in_under_its_number() {
        for folder in ["sqlite", "postgres"] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/").to_owned() + folder;
            let files = std::fs::read_dir(folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap());
            let mut names: Vec<String> =
                files.filter_map(|file| file.strip_suffix(".sql").map(str::to_owned)).collect();
            names.sort();
            assert_eq!(names, NAMES);
        }
        for (name, number) in NAMES.iter().zip(1..) {
            assert!(name.starts_with(&format!("{number:04}_")), "{name}");
        }
    }
}
