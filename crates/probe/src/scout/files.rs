//! Files that must not be there for everybody. A path counts only when its content is what the path says: hosts that
//! answer every path with a page give no false alarm. What was read is forgotten at once.

use checkup::{Reached, RecordName, Sight};

use super::Scout;
use super::web::Web;
use crate::gate::Visit;

/// How much of a file is looked at, in bytes.
pub(super) const FIRST_BYTES: usize = 1024;
/// The most paths that are asked for.
pub const MOST_PATHS: usize = 16;
/// How often the line may be opened: hosts that close after each answer are not asked for ever.
const MOST_LINES: usize = 16;

type Is = fn(&[u8]) -> bool;

/// The paths, and how their content is known.
const PATHS: [(&str, Is); MOST_PATHS] = [
    ("/.git/HEAD", is_git_head),
    ("/.git/config", |bytes| starts(bytes, b"[core]")),
    ("/.svn/wc.db", |bytes| starts(bytes, b"SQLite format 3\0")),
    ("/.env", is_settings),
    ("/.htpasswd", is_passwords),
    ("/.aws/credentials", |bytes| has(bytes, b"aws_secret_access_key")),
    ("/.ssh/id_rsa", |bytes| has(bytes, b"PRIVATE KEY-----")),
    ("/wp-config.php.bak", |bytes| has(bytes, b"DB_PASSWORD")),
    ("/wp-config.php~", |bytes| has(bytes, b"DB_PASSWORD")),
    ("/backup.zip", is_zip),
    ("/backup.tar.gz", is_gzip),
    ("/backup.sql", is_database),
    ("/db.sql", is_database),
    ("/dump.sql", is_database),
    ("/database.sql", is_database),
    ("/phpinfo.php", |bytes| has(bytes, b"<title>phpinfo()</title>") || has(bytes, b"PHP License")),
];

impl Scout {
    /// Asks for each path of the list, one after the other on one line as long as the host keeps it open.
    pub(super) async fn exposed_files(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let mut web = Web::of(self, visit, host, MOST_LINES)?;
        let mut open = Vec::new();
        for (path, is) in PATHS {
            // A file that is longer than its first bytes is not read to its end: the line is given up.
            let reply = web.get(path, "*/*", FIRST_BYTES).await?;
            if matches!(reply.status, 200 | 206) && is(&reply.body) {
                open.push(path.to_owned());
            }
            *sight = Sight::ExposedFiles { open: open.clone() };
        }
        Ok(Reached::Whole)
    }
}

fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(with)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// `ref: refs/…`, or the number of a commit.
fn is_git_head(bytes: &[u8]) -> bool {
    let line = bytes.trim_ascii();
    line.starts_with(b"ref: refs/")
        || (matches!(line.len(), 40 | 64) && line.iter().all(u8::is_ascii_hexdigit))
}

/// Lines of `NAME=value`, and nothing that looks like a page.
fn is_settings(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let is_setting = |line: &str| {
        line.trim_start_matches("export ").split_once('=').is_some_and(|(name, _)| {
            name.len() > 2 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        })
    };
    !text.trim_start().starts_with('<') && text.lines().filter(|line| is_setting(line.trim())).count() >= 2
}

/// Lines of `name:hash`.
fn is_passwords(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let first = text.lines().next().unwrap_or_default();
    first.split_once(':').is_some_and(|(name, hash)| {
        !name.is_empty()
            && !name.contains(['<', ' ', '{'])
            && ["$apr1$", "$2y$", "$2a$", "$1$", "$5$", "$6$", "{SHA}"]
                .iter()
                .any(|kind| hash.starts_with(kind))
    })
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// The beginnings that programs give to a copy of a database.
fn is_database(bytes: &[u8]) -> bool {
    let page = starts(bytes, b"<");
    let signs: [&[u8]; 6] = [
        b"-- MySQL dump",
        b"-- MariaDB dump",
        b"-- PostgreSQL database dump",
        b"CREATE TABLE",
        b"INSERT INTO",
        b"-- phpMyAdmin SQL Dump",
    ];
    !page && signs.iter().any(|sign| has(bytes, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_by_what_it_is_and_a_page_is_nothing_of_it() {
        let page =
            b"<!doctype html><title>Bakery</title><p>-- INSERT INTO your basket; A_B=c\nC_D=e ref: refs/"
                .as_slice();
        for (path, is) in PATHS {
            assert!(!is(page), "{path}");
            assert!(!is(b""), "{path}");
            assert!(!is(b"Not found"), "{path}");
        }
        let real: [(&str, &[u8]); 8] = [
            ("/.git/HEAD", b"ref: refs/heads/main\n"),
            ("/.git/HEAD", b"3a46279b25615147f121bbc2f9193a429d2d8fdc\n"),
            ("/.env", b"APP_NAME=shop\nDB_PASSWORD=secret\n"),
            ("/.htpasswd", b"anna:$apr1$x$y\n"),
            ("/backup.zip", b"PK\x03\x04\x14"),
            ("/backup.tar.gz", &[0x1f, 0x8b, 8, 0]),
            ("/db.sql", b"-- MySQL dump 10.13\n"),
            ("/wp-config.php.bak", b"<?php define('DB_PASSWORD', 'x');"),
        ];
        for (path, content) in real {
            let (_, is) = PATHS.iter().find(|(one, _)| *one == path).unwrap();
            assert!(is(content), "{path}");
        }
    }
}
