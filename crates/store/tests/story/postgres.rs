//! A PostgreSQL for the stories: the one that `WATCHHOUSE_TEST_POSTGRES` names, or one of our own on a socket.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const MISSING: &str = "these stories need PostgreSQL: install Debian's `postgresql`, or name a server \
                       in WATCHHOUSE_TEST_POSTGRES, for example postgres://user:password@localhost/postgres";

/// Makes an empty database, and returns its address.
pub async fn new_database() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = server_url();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("wh_story_{}_{count}", std::process::id());
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    for statement in [format!("drop database if exists {name}"), format!("create database {name}")] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let (front, query) = match server.split_once('?') {
        Some((front, query)) => (front, format!("?{query}")),
        None => (server.as_str(), String::new()),
    };
    let host = front.rfind('/').unwrap();
    format!("{}/{name}{query}", &front[..host])
}

fn server_url() -> String {
    static SERVER: OnceLock<(String, Option<Child>)> = OnceLock::new();
    let (url, _) = SERVER.get_or_init(|| match std::env::var("WATCHHOUSE_TEST_POSTGRES") {
        Ok(url) => (url, None),
        Err(_) => start_our_own(),
    });
    url.clone()
}

/// Starts a server in a scratch folder. A shell watches it: when this test ends, in whatever way, the shell's
/// input closes, and it stops the server and takes the folder away.
fn start_our_own() -> (String, Option<Child>) {
    let bin = find_programs().expect(MISSING);
    let folder = std::env::temp_dir().join(format!("wh-pg-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let folder_text = folder.display().to_string();
    let bin_text = bin.display();
    let script = format!(
        "set -e; cd {folder_text}; {bin_text}/initdb -D data -U postgres -A trust -E UTF8 --no-sync >initdb.log 2>&1; \
         {bin_text}/postgres -D data -k {folder_text} -c listen_addresses= -c fsync=off -c max_connections=300 \
         >server.log 2>&1 & pid=$!; cat >/dev/null; kill -QUIT $pid; wait $pid || true; cd /; rm -rf {folder_text}"
    );
    let mut command = as_nobody_special(&folder);
    let child = command
        .args(["sh", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the shell starts");
    let started = Instant::now();
    while !folder.join(".s.PGSQL.5432").exists() {
        assert!(started.elapsed() < Duration::from_secs(60), "PostgreSQL did not start; see {folder_text}");
        std::thread::sleep(Duration::from_millis(50));
    }
    (format!("postgres://postgres@localhost/postgres?host={folder_text}"), Some(child))
}

/// PostgreSQL refuses to run as root: then it runs as the user that Debian made for it, or as nobody.
fn as_nobody_special(folder: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
    if !root {
        return Command::new("env");
    }
    let known = |user: &str| Command::new("id").arg(user).output().is_ok_and(|out| out.status.success());
    let user = if known("postgres") { "postgres" } else { "nobody" };
    assert!(Command::new("chown").arg(user).arg(folder).status().is_ok_and(|status| status.success()));
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--clear-groups", "--"]);
    command
}

fn find_programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    debian.sort();
    on_path
        .chain(debian.into_iter().rev())
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}
