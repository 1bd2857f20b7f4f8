//! The commands that need no records, through the real program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use program::{Scratch, run, said, watchhouse};

#[test]
fn the_version_is_one_line() {
    let said = run(&["version"]);
    assert_eq!((said.out.as_str(), said.code), (concat!("watchhouse ", env!("CARGO_PKG_VERSION"), "\n"), 0));
}

#[test]
fn without_a_command_the_program_says_what_it_can_do() {
    let said = run(&[]);
    assert_eq!(said.code, 2);
    for command in [
        "serve",
        "check",
        "user",
        "backup",
        "restore",
        "breach-file",
        "ledger",
        "settings",
        "openapi",
        "completions",
    ] {
        assert!(said.err.contains(&format!("\n  {command} ")), "{command} is missing in\n{}", said.err);
    }
}

#[test]
fn completions_are_made_for_each_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let said = run(&["completions", shell]);
        assert!(said.code == 0 && said.out.contains("watchhouse"), "{shell}");
    }
    assert_eq!(run(&["completions", "cowry"]).code, 2);
}

#[test]
fn settings_show_values_and_where_each_came_from() {
    let scratch = Scratch::new();
    let file = scratch.write(
        "centre.toml",
        "[centre]\nname = \"The Lantern\"\n\n[mail]\nuser = \"wh\"\npassword = \"canary\"\n",
    );
    let mut command = watchhouse();
    command
        .env("WATCHHOUSE_BACKUP_KEEP", "30")
        .arg("settings")
        .arg("--settings")
        .arg(&file)
        .args(["--set", "log.level=debug"]);
    let said = said(&mut command);
    assert_eq!(said.code, 0, "{}", said.err);
    let row = |name: &str| {
        let line = said.out.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("centre.name"), format!("The Lantern {}:2", file.display()));
    assert_eq!(row("backup.keep"), "30 environment WATCHHOUSE_BACKUP_KEEP");
    assert_eq!(row("log.level"), "debug command line");
    assert_eq!(row("web.listen"), "127.0.0.1:8080 default");
    assert_eq!(row("mail.password"), format!("set (hidden) {}:6", file.display()));
    assert_eq!(row("database.url"), "not set default");
    assert!(!said.out.contains("canary"));
}

#[test]
fn settings_can_be_explained() {
    let said = run(&["settings", "--explain"]);
    assert!(
        said.out.contains("# How many snapshots are kept. (WATCHHOUSE_BACKUP_KEEP)\nbackup.keep "),
        "{}",
        said.out
    );
}

#[test]
fn the_programming_interface_is_described() {
    let said = run(&["openapi"]);
    let document: serde_json::Value = serde_json::from_str(&said.out).expect("the description is JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", said.err);
}
