//! What the real program says when it cannot open: the fact, the cause, what to do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::net::TcpListener;

use program::{Scratch, run, watchhouse};

#[test]
fn every_fault_of_the_settings_is_told_at_once() {
    let scratch = Scratch::new();
    let file = scratch.write(
        "wh.toml",
        "[web]\nlisten = \"everywhere\"\n\n[bakcup]\nkeep = 0\n\n[mail]\nserver = \"mx.example\"\n",
    );
    let file = file.display().to_string();
    let said = run(&["serve", "--settings", &file]);
    assert_eq!(said.code, 1);
    assert_eq!(
        said.err,
        format!(
            "watchhouse: the settings have 3 faults\n  \
             because: {file}:5: there is no setting \"bakcup.keep\"; did you mean \"backup.keep\"?\n           \
             {file}:2: web.listen: \"everywhere\" cannot be read; write an address and a port, such as \
             \"127.0.0.1:8080\" or \"[::1]:8080\"\n           \
             {file}:8: \"mail.server\" is set, but it does nothing without \"mail.from\"\n  \
             what to do: Mend what is named above; `watchhouse settings` shows the result.\n"
        )
    );
}

#[test]
fn a_settings_file_that_is_not_there_is_told() {
    let said = run(&["serve", "--settings", "/nowhere/wh.toml"]);
    assert_eq!(
        said.err,
        "watchhouse: the settings file /nowhere/wh.toml cannot be read\n  \
         because: No such file or directory (os error 2)\n  \
         what to do: Name another file with --settings, or make this one readable.\n"
    );
}

#[test]
fn an_address_that_is_taken_is_told_with_the_flag_that_names_another() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let scratch = Scratch::new();
    let data = scratch.path("data").display().to_string();
    let said = run(&["serve", "--listen", &at, "--data", &data]);
    assert_eq!(said.code, 1);
    assert_eq!(
        said.err,
        format!(
            "watchhouse: another program has the address {at} already\n  \
             what to do: Stop that program, or name another address with --listen or the setting web.listen.\n"
        )
    );
    assert!(!scratch.path("data").exists(), "nothing was written");
    let said = run(&["serve", "--listen", "127.0.0.1:0", "--metrics", &at, "--data", &data]);
    assert!(
        said.err.contains("name another address with --metrics or the setting metrics.listen"),
        "{}",
        said.err
    );
}

#[test]
fn an_address_of_another_machine_is_told() {
    let said = run(&["serve", "--listen", "192.0.2.1:8080", "--data", "/nowhere"]);
    assert!(
        said.err.starts_with("watchhouse: 192.0.2.1:8080 is no address of this machine\n"),
        "{}",
        said.err
    );
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told() {
    let scratch = Scratch::new();
    let file = scratch.write("a-file", "");
    let data = file.join("data").display().to_string();
    let said = run(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(
        said.err,
        format!(
            "watchhouse: the data folder {data} cannot be made\n  \
             because: Not a directory (os error 20)\n  \
             what to do: Name a folder with --data in which the user who runs this program may write.\n"
        )
    );
}

#[test]
fn faults_of_a_region_are_told_with_file_and_line() {
    let scratch = Scratch::new();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../centre/fixtures/testford");
    for entry in std::fs::read_dir(pack).unwrap().map_while(Result::ok) {
        std::fs::copy(entry.path(), scratch.0.join(entry.file_name())).unwrap();
    }
    let boroughs = std::fs::read_to_string(scratch.path("boroughs.csv")).unwrap();
    scratch.write("boroughs.csv", &boroughs.replacen("\n", "\nnonsense\n", 1));
    let set = format!("region.folder={}", scratch.0.display());
    let said = run(&["serve", "--listen", "127.0.0.1:0", "--data", "/nowhere", "--set", &set]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.starts_with(&format!("watchhouse: the region in {} has ", scratch.0.display())),
        "{}",
        said.err
    );
    assert!(said.err.contains("because: boroughs.csv:2: "), "{}", said.err);
    assert!(said.err.ends_with("what to do: Mend the lines named above and start again.\n"), "{}", said.err);
}

#[test]
fn commands_beside_the_server_do_not_make_a_centre_by_a_slip() {
    let scratch = Scratch::new();
    let data = scratch.path("dtaa").display().to_string();
    for command in [&["backup"][..], &["ledger", "verify"], &["ledger", "head"], &["user", "list"]] {
        let said = run(&[command, &["--data", &data]].concat());
        assert_eq!(
            said.err,
            format!(
                "watchhouse: there is no centre in {data}\n  \
                 what to do: Name its folder with --data, or open a new centre with `watchhouse serve`.\n"
            )
        );
    }
    assert!(!scratch.path("dtaa").exists());
}

#[test]
fn secrets_are_refused_on_the_command_line_and_not_repeated() {
    let said = run(&["serve", "--set", "database.url=postgres://wh:canary@localhost/wh"]);
    assert!(said.err.contains("database.url is a secret"), "{}", said.err);
    assert!(!said.err.contains("canary"), "{}", said.err);
    let mut command = watchhouse();
    command.env("WATCHHOUSE_DATABASE_URL", "canary").arg("serve");
    assert!(!program::said(&mut command).err.contains("canary"));
}
