//! The doors that stay shut: who may know whom. Each failing rule is a sentence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Direct dependencies of our own crates, tests left out: crate, then what it asks for.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .output()
        .expect("cargo tells of the workspace");
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let wanted = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().expect("dependencies").iter();
        all.filter(|d| d["kind"] != "dev").map(|d| text(&d["name"])).collect::<BTreeSet<_>>()
    };
    packages.iter().map(|package| (text(&package["name"]), wanted(package))).collect()
}

/// The crates that may ask for `name`; everybody else is told the reason.
fn only(allowed: &[&str], name: &str, reason: &str) {
    for (ours, asks_for) in dependencies() {
        assert!(
            allowed.contains(&ours.as_str()) || !asks_for.contains(name),
            "`{ours}` depends on {name}, but only {allowed:?} may: {reason}"
        );
    }
}

#[test]
fn the_rooms_are_there() {
    let rooms: Vec<_> = dependencies().into_keys().collect();
    assert_eq!(
        rooms,
        [
            "centre",
            "checkup",
            "cohort",
            "enclosures",
            "evidence",
            "linking",
            "lookalikes",
            "message",
            "observables",
            "post",
            "press",
            "probe",
            "store",
            "terms",
            "triage",
            "watchhouse",
            "web"
        ]
    );
}

#[test]
fn only_the_store_knows_sql() {
    only(&["store"], "sqlx", "SQL in one room means one place to look for what is kept");
    only(&[], "rusqlite", "two bindings of SQLite cannot be linked together");
}

#[test]
fn only_probe_opens_connections() {
    for client in ["lettre", "reqwest", "hickory-resolver", "hickory-client", "rustls", "hyper-util"] {
        only(&["probe"], client, "every packet out goes through one gate");
    }
    only(
        &["probe", "watchhouse"],
        "tokio-rustls",
        "beside the gate only the demonstration's hosts speak TLS",
    );
    only(&["watchhouse"], "rcgen", "only the demonstration makes certificates");
    only(&["watchhouse"], "hickory-proto", "the demonstration's server speaks DNS with a codec of its own");
}

#[test]
fn only_web_knows_http_and_html() {
    for server in ["askama", "tower-http", "webauthn-rs", "openidconnect"] {
        only(&["web"], server, "pages are written in one room");
    }
    // The program hands the finished router to the server and looks at nothing in it.
    only(&["web", "watchhouse"], "axum", "requests are read in one room");
}

#[test]
fn only_press_sets_type() {
    for typesetter in ["typst", "typst-pdf", "typst-layout"] {
        only(&["press"], typesetter, "sheets are set in one room, from words that are data and never markup");
    }
}

#[test]
fn only_evidence_and_enclosures_decode_pictures() {
    only(
        &["evidence", "enclosures"],
        "image",
        "what strangers send is decoded in two rooms, with limits on pixels and memory",
    );
}

#[test]
fn the_program_names_axum_only_to_serve() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut said = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(sources)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources").map_while(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let uses =
                    text.match_indices("axum").map(|(at, _)| text[at..].chars().take(11).collect::<String>());
                said.extend(uses);
            }
        }
    }
    assert_eq!(
        said,
        ["axum::serve"],
        "the program may only hand the router over; everything else belongs to `web`"
    );
}

#[test]
fn engines_and_rules_know_no_world() {
    for pure in [
        "terms",
        "centre",
        "checkup",
        "enclosures",
        "evidence",
        "linking",
        "lookalikes",
        "message",
        "observables",
        "triage",
    ] {
        let asks_for = &dependencies()[pure];
        for world in [
            "tokio",
            "async-std",
            "sqlx",
            "axum",
            "reqwest",
            "lettre",
            "getrandom",
            "rand",
            "tracing",
            "metrics",
        ] {
            assert!(
                !asks_for.contains(world),
                "`{pure}` depends on {world}, but engines and rules take what they need as arguments and know no world"
            );
        }
    }
}

#[test]
fn arrows_between_rooms_run_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("terms", &[][..]),
        ("observables", &["terms"][..]),
        ("enclosures", &[][..]),
        ("message", &["terms"][..]),
        ("triage", &["terms", "enclosures", "lookalikes", "message", "observables"][..]),
        ("checkup", &["terms"][..]),
        ("centre", &["terms"][..]),
        ("cohort", &["terms", "centre", "checkup"][..]),
        ("evidence", &["terms"][..]),
        ("linking", &["terms", "observables"][..]),
        ("lookalikes", &["terms"][..]),
        ("post", &[][..]),
        ("probe", &["terms", "checkup"][..]),
        ("press", &["terms", "centre", "checkup"][..]),
        ("store", &["terms", "centre", "checkup", "evidence"][..]),
        (
            "web",
            &[
                "terms",
                "centre",
                "checkup",
                "evidence",
                "lookalikes",
                "message",
                "observables",
                "press",
                "store",
                "triage",
            ][..],
        ),
        (
            "watchhouse",
            &[
                "centre",
                "checkup",
                "cohort",
                "enclosures",
                "evidence",
                "linking",
                "lookalikes",
                "message",
                "observables",
                "post",
                "press",
                "probe",
                "store",
                "terms",
                "triage",
                "web",
            ][..],
        ),
    ]);
    for (room, asks_for) in dependencies() {
        let may =
            allowed.get(room.as_str()).unwrap_or_else(|| panic!("say in this test whom `{room}` may know"));
        let ours = asks_for.iter().filter(|name| allowed.contains_key(name.as_str()));
        let too_much: Vec<_> = ours.filter(|name| !may.contains(&name.as_str())).collect();
        assert!(
            too_much.is_empty(),
            "`{room}` may know {may:?} and knows {too_much:?} too: arrows run one way only"
        );
    }
}

#[test]
fn the_clock_and_chance_are_asked_in_one_file() {
    let bans = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../clippy.toml"))
        .expect("clippy.toml");
    for ban in ["jiff::Timestamp::now", "std::time::SystemTime::now", "getrandom::fill"] {
        assert!(
            bans.contains(&format!("\"{ban}\"")),
            "clippy.toml must forbid {ban}: time and chance are arguments"
        );
    }
}

#[test]
fn only_the_gate_dials() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let clippy = std::fs::read_to_string(format!("{root}/clippy.toml")).expect("clippy.toml");
    for ban in ["tokio::net::TcpStream::connect", "std::net::TcpStream::connect"] {
        assert!(
            clippy.contains(&format!("\"{ban}\"")),
            "clippy.toml must forbid {ban}: the gate is the only way out"
        );
    }
    // Where the ban is lifted, the call stands in the text.
    let mut folders = vec![std::path::PathBuf::from(format!("{root}/crates"))];
    let mut dials = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources").map_while(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("TcpStream::connect(")) {
                dials.extend(path.to_string_lossy().rsplit_once("/crates/").map(|(_, rest)| rest.to_owned()));
            }
        }
    }
    let ours = dials.iter().filter(|path| path.contains("/src/"));
    let outside: Vec<_> = ours.clone().filter(|path| !path.starts_with("probe/src/gate/")).collect();
    assert!(outside.is_empty(), "{outside:?} dial, but only `probe/src/gate/` may");
    assert!(ours.count() > 0, "the gate itself dials");
}
