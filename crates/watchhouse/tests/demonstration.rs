//! The demonstration: the same seed is the same city, and its check-ups are real packets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use program::{Scratch, get, open, open_as, watchhouse};
use store::{Keys, MemberFilter, Place, Sort, Standing, Store};
use terms::{DomainName, Timestamp};
use watchhouse::demo::city::{Made, make};
use watchhouse::demo::firm::firm;
use watchhouse::demo::looks::look;
use watchhouse::demo::name_server::NameServer;
use watchhouse::demo::zones::mix::{Behaviour, mistakes};
use watchhouse::demo::zones::{Names, used_name};
use watchhouse::edge::{SeededChance, SystemChance};

async fn city(folder: &Path, seed: u64) -> (Made, Vec<String>) {
    std::fs::create_dir_all(folder).unwrap();
    let keys = Keys::open(folder, &SystemChance).unwrap();
    let chance = Arc::new(SeededChance::new(seed));
    let store = Store::open(Place::Folder(folder.to_owned()), keys, chance).await.unwrap();
    let region = watchhouse::region::read(None).unwrap();
    let at: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
    let made = make(&store, &region, seed, 150, at).await.unwrap();
    let mut lines = Vec::new();
    for standing in [Standing::Member, Standing::Prospect, Standing::Unconfirmed] {
        let filter = MemberFilter { standing, ..MemberFilter::default() };
        let page = store.members(&filter, Sort::Name, None, 200).await.unwrap();
        lines.extend(page.lines.iter().map(|line| format!("{line:?}")));
    }
    lines.extend(store.accounts().await.unwrap().iter().map(|person| format!("{person:?}")));
    store.close().await;
    (made, lines)
}

#[tokio::test]
async fn the_same_seed_is_the_same_city_and_another_is_another() {
    let scratch = Scratch::new();
    let (made, first) = city(&scratch.path("first"), 7).await;
    assert_eq!(made, Made { members: 150, prospects: 18 });
    assert_eq!(city(&scratch.path("second"), 7).await.1, first);
    assert_ne!(city(&scratch.path("third"), 8).await.1, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn packets_and_the_made_check_ups_come_to_the_same() {
    const SEED: u64 = 7;
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = NameServer::start(Arc::new(Names::new(SEED)), at).await.unwrap();
    // A silent server costs a deadline for each question, so few of them are asked.
    let firms = (0..2_000).map(|n| (firm(SEED, n), mistakes(SEED, n)));
    let asked: Vec<String> = firms
        .filter(|(_, m)| m.behaviour != Behaviour::Silent)
        .take(250)
        .map(|(firm, m)| used_name(&firm, &m))
        .collect();
    let names = asked.join("\n");
    let resolver = server.address().to_string();
    let said = tokio::task::spawn_blocking(move || {
        let mut child = watchhouse()
            .args(["check", "-", "--json", "--resolver", &resolver])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(names.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    });
    let said = said.await.unwrap();
    assert_eq!(said.lines().count(), asked.len());
    let world = Names::new(SEED);
    for (line, name) in said.lines().zip(&asked) {
        let over_the_wire: checkup::Judgement = serde_json::from_str(line).unwrap();
        let domain = DomainName::parse_bare(name).unwrap();
        let (_, in_process) = look(&world, &domain, over_the_wire.judged_at);
        assert_eq!(over_the_wire.findings, in_process.findings, "{name}");
        assert_eq!(over_the_wire.promises, in_process.promises, "{name}");
    }
}

#[test]
fn a_demonstration_keeps_its_city_in_a_folder_of_its_own() {
    let scratch = Scratch::new();
    let demo = ["--demo", "--members", "40", "--seed", "7"];
    let house = open(&scratch.path("data"), &demo);
    assert!(get(house.address, "/readyz").contains("\"store\",\"works\":true"));
    let (code, log) = house.stop();
    assert!(code == 0 && log.contains("the demonstration's city is made"), "{log}");
    let again = open(&scratch.path("data"), &demo);
    let (_, log) = again.stop();
    assert!(!log.contains("city is made"), "the city was there already: {log}");
}

#[test]
fn a_demonstration_without_a_folder_leaves_nothing_behind() {
    let scratch = Scratch::new();
    let mut command = watchhouse();
    command.env("TMPDIR", &scratch.0).args(["serve", "--demo", "--members", "20", "--listen", "127.0.0.1:0"]);
    let house = open_as(&mut command);
    assert_eq!(std::fs::read_dir(&scratch.0).unwrap().count(), 1);
    let (code, log) = house.stop();
    assert_eq!((code, std::fs::read_dir(&scratch.0).unwrap().count()), (0, 0), "{log}");
}
