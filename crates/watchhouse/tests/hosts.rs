//! The demonstration's hosts, visited by the real scout: what it meets is what the made check-ups say, and it can meet
//! nobody else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and says how much it looked at"
)]

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use checkup::{Answers, Approach, Judgement, Level, Reached, RecordName, Service, Sight};
use probe::gate::Refusal;
use probe::{Asker, Introduction, Scout};
use terms::edge::Clock;
use terms::{DomainName, EmailAddress, Timestamp};
use watchhouse::demo::firm::firm;
use watchhouse::demo::hosts::Hosts;
use watchhouse::demo::looks::visit;
use watchhouse::demo::name_server::NameServer;
use watchhouse::demo::stage::Stage;
use watchhouse::demo::zones::mix::{Behaviour, MailCase, Mistakes, WebCase, mistakes};
use watchhouse::demo::zones::{Names, Seal, used_name};
use watchhouse::edge::SystemChance;
use web::stage::{Part, StageChange, StageRefusal, StageSet};

const SEED: u64 = 7;

struct At(Timestamp);
impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn now() -> Timestamp {
    "2026-11-27T10:00:00Z".parse().unwrap()
}

/// The stage with everything that answers for it, and somebody who looks.
struct World {
    stage: Arc<Stage>,
    hosts: Hosts,
    asker: Asker,
    scout: Scout,
    _names: NameServer,
}

async fn world() -> World {
    let clock: Arc<dyn Clock> = Arc::new(At(now()));
    let stage = Arc::new(Stage::new(Arc::new(Names::new(SEED)), now()));
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let names = NameServer::start(Arc::clone(stage.names()), at).await.unwrap();
    let hosts = Hosts::start(Arc::clone(&stage), Arc::clone(&clock)).await.unwrap();
    let asker = Asker::open(&[names.address()], Arc::clone(&clock), Arc::new(SystemChance)).await.unwrap();
    let introduction = Introduction {
        agent: "Watchhouse (+https://centre.example/looking)".to_owned(),
        host: DomainName::parse("looking.centre.example").unwrap(),
        mailbox: EmailAddress::parse("postmaster@centre.example").unwrap(),
    };
    let scout = Scout::open(hosts.gate(), hosts.roots(), introduction, clock, Arc::new(SystemChance))
        .with_registry(RecordName::parse("rdap.registry.example").unwrap());
    World { stage, hosts, asker, scout, _names: names }
}

impl World {
    async fn look(&self, name: &str, level: Level) -> (Answers, Judgement) {
        let domain = DomainName::parse_bare(name).unwrap();
        let seen = self.asker.round().with_scout(self.scout.clone()).look(&domain, level).await;
        let judgement = checkup::judge(&domain, &seen.answers, level, now());
        (seen.answers, judgement)
    }

    /// Puts exactly these parts in order that `wanted` chooses.
    fn mend(&self, name: &str, wanted: impl Fn(Part) -> bool) {
        let domain = DomainName::parse_bare(name).unwrap();
        let good = Part::ALL.into_iter().filter(|part| wanted(*part)).collect();
        self.stage.change(&domain, StageChange::Mend(good)).unwrap();
    }
}

fn plain(m: &Mistakes) -> bool {
    m.registered && !m.only_a_shop && m.behaviour == Behaviour::Answering && m.seal == Seal::None
}

fn first_with(wanted: impl Fn(&Mistakes) -> bool) -> String {
    let number = (0..200_000).find(|n| wanted(&mistakes(SEED, *n))).expect("the city has one");
    firm(SEED, number).apex
}

/// A firm with a website and a mail server of its own.
fn an_own_server() -> String {
    first_with(|m| plain(m) && m.mail == MailCase::Own && m.web == WebCase::Addresses)
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_over_the_wire_and_made_visits_come_to_the_same() {
    let world = world().await;
    let firms = (0..2_000).map(|n| (firm(SEED, n), mistakes(SEED, n)));
    let asked = firms.filter(|(_, m)| m.behaviour != Behaviour::Silent).take(150);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (firm, m) in asked {
        let name = used_name(&firm, &m);
        let (answers, over_the_wire) = world.look(&name, Level::Visitor).await;
        let domain = DomainName::parse_bare(&name).unwrap();
        let (made_answers, made) = visit(&world.stage, &domain, now());
        assert_eq!(over_the_wire.findings, made.findings, "{name}");
        assert_eq!(over_the_wire.promises, made.promises, "{name}");
        assert_eq!(over_the_wire.not_checked, made.not_checked, "{name}");
        let approaches = |answers: &Answers| {
            answers.observations().map(|seen| (seen.of.clone(), seen.reached)).collect::<Vec<_>>()
        };
        assert_eq!(approaches(&answers), approaches(&made_answers), "{name}");
        for finding in made.findings {
            *found.entry(finding.check).or_default() += 1;
        }
    }
    println!("{found:?}");
    for check in [
        "web-no-redirect",
        "web-hsts-missing",
        "web-cookie-flags",
        "web-headers",
        "web-mixed-content",
        "web-software-old",
        "web-security-txt",
        "web-no-https",
        "mail-no-encryption",
        "domain-not-locked",
    ] {
        assert!(found.contains_key(check), "no firm of 150 has {check}: {found:?}");
    }
    assert_eq!(world.hosts.waiting(), 0, "every call that was announced came");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_of_the_demonstration_leads_to_its_own_hosts_and_nowhere_else() {
    let world = world().await;
    let gate = world.hosts.gate();
    for foreign in [
        "11.22.33.44",
        "8.8.8.8",
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.7",
        "169.254.169.254",
        "2a00::1",
        "::1",
    ] {
        let address: IpAddr = foreign.parse().unwrap();
        assert_eq!(gate.check(address), Err(Refusal::OtherWorld), "{foreign}");
        let host = RecordName::parse("bakery.test").unwrap();
        let seen = world.scout.approach(&Approach::Page { host, address }).await;
        assert_eq!((seen.reached, seen.sight), (Reached::NotAllowed, Sight::Nothing), "{foreign}");
    }
    let nobody = RecordName::parse("bakery.test").unwrap();
    let address = "192.0.2.99".parse().unwrap();
    let seen = world.scout.approach(&Approach::Page { host: nobody, address }).await;
    assert_eq!(seen.reached, Reached::Refused, "an address of the city at which there is no computer");
    assert_eq!(world.hosts.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_that_is_put_right_is_seen_at_the_next_look() {
    let world = world().await;
    let name = an_own_server();
    // Everything wrong: the site first, then what only a yes allows.
    world.mend(&name, |part| {
        matches!(part, Part::Rented | Part::Answering | Part::Encryption | Part::Certificate)
    });
    let (_, before) = world.look(&name, Level::Consented).await;
    for check in [
        "web-no-redirect",
        "web-hsts-missing",
        "web-cookie-flags",
        "web-headers",
        "web-mixed-content",
        "web-software-old",
        "web-exposed-files",
        "web-old-tls",
        "mail-no-encryption",
        "mail-open-relay",
        "dns-zone-transfer",
        "domain-not-locked",
    ] {
        assert!(before.found(check), "{check}: {:?}", before.findings);
    }
    assert!(
        before.findings.iter().any(|finding| finding.check.starts_with("open-")),
        "{:?}",
        before.findings
    );
    world.mend(&name, |_| true);
    let (_, after) = world.look(&name, Level::Consented).await;
    let visited = |finding: &&terms::Finding| {
        let level = checkup::catalogue::entry(&finding.check).map(|entry| entry.level);
        level > Some(Level::Records) && finding.check != "web-security-txt"
    };
    let left: Vec<_> = after.findings.iter().filter(visited).collect();
    assert!(left.is_empty(), "{left:?}");
    world.mend(&name, |part| part != Part::Encryption);
    assert!(world.look(&name, Level::Visitor).await.1.found("web-no-https"));
    let domain = DomainName::parse_bare(&name).unwrap();
    world.stage.change(&domain, StageChange::PutBack).unwrap();
    assert!(!world.stage.name(&domain).unwrap().is_changed);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_and_files_that_are_put_there_are_met_at_once() {
    let world = world().await;
    let name = an_own_server();
    let domain = DomainName::parse_bare(&name).unwrap();
    world.mend(&name, |_| true);
    let path = "/.well-known/watchhouse-check.txt".to_owned();
    let text = "watchhouse-check=00".to_owned();
    world.stage.change(&domain, StageChange::PutFile { path, text: text.clone() }).unwrap();
    let (answers, _) = world.look(&name, Level::Visitor).await;
    let address = answers.observations().find_map(|seen| match &seen.of {
        Approach::SecurePage { host, address } if host.as_str() == name => Some(*address),
        _ => None,
    });
    let host = RecordName::parse(&name).unwrap();
    let seen = world.scout.approach(&Approach::ProofFile { host, address: address.unwrap() }).await;
    assert_eq!((seen.reached, seen.sight), (Reached::Whole, Sight::ProofFile { status: 200, text }));
    let lasts = "Contact: mailto:anna@bakery.test\nExpires: 2027-06-01T00:00:00Z\n".to_owned();
    assert!(world.look(&name, Level::Visitor).await.1.found("web-security-txt"));
    let path = "/.well-known/security.txt".to_owned();
    world.stage.change(&domain, StageChange::PutFile { path, text: lasts }).unwrap();
    assert!(!world.look(&name, Level::Visitor).await.1.found("web-security-txt"));
    let rule = checkup::Record::Txt("v=DMARC1; p=reject; rua=mailto:r@".to_owned() + &name);
    let owner = RecordName::parse(&format!("_dmarc.{name}")).unwrap();
    let old = world.stage.name(&domain).unwrap().records;
    for record in old.into_iter().filter(|record| record.owner == owner) {
        world.stage.change(&domain, StageChange::Remove(record.owner, record.record)).unwrap();
    }
    assert!(world.look(&name, Level::Records).await.1.found("dmarc-missing"));
    world.stage.change(&domain, StageChange::Add(owner.clone(), rule.clone())).unwrap();
    assert!(!world.look(&name, Level::Records).await.1.found("dmarc-missing"));
    let again = world.stage.change(&domain, StageChange::Add(owner, rule));
    assert_eq!(again, Err(StageRefusal::AlreadyThere));
}

#[tokio::test(flavor = "multi_thread")]
async fn doors_are_known_by_their_own_greetings() {
    let world = world().await;
    let mut met: BTreeMap<Service, usize> = BTreeMap::new();
    let mut looks = tokio::task::JoinSet::new();
    for place in 0..=255_u8 {
        let address = IpAddr::from([203, 0, 113, place]);
        if !world.stage.is_in_order(address, Part::DoorsShut) {
            let scout = world.scout.clone();
            looks.spawn(async move { (address, scout.approach(&Approach::OpenDoors { address }).await) });
        }
    }
    while let Some(looked) = looks.join_next().await {
        let (address, seen) = looked.unwrap();
        let Sight::OpenDoors { open, silent } = seen.sight else { panic!("{:?}", seen.reached) };
        assert!(silent.is_empty() && !open.is_empty(), "{address}: {open:?} {silent:?}");
        for door in open {
            *met.entry(door.service.unwrap_or_else(|| panic!("{address}: {door:?}"))).or_default() += 1;
        }
    }
    println!("{met:?}");
    assert!(met.len() >= 8, "{met:?}");
}

#[test]
fn the_stage_refuses_what_no_name_host_would_take() {
    let stage = Stage::new(Arc::new(Names::new(SEED)), now());
    let name = an_own_server();
    let domain = DomainName::parse_bare(&name).unwrap();
    let owner = |label: &str| RecordName::parse(&format!("{label}.{name}")).unwrap();
    let apex = RecordName::parse(&name).unwrap();
    let text = |text: &str| checkup::Record::Txt(text.to_owned());
    let add = |owner: &RecordName, record| stage.change(&domain, StageChange::Add(owner.clone(), record));
    let alias = checkup::Record::Cname(RecordName::parse("web.pennyhost.example").unwrap());
    assert_eq!(add(&RecordName::parse("other.test").unwrap(), text("x")), Err(StageRefusal::NotWithin));
    assert_eq!(add(&apex, alias.clone()), Err(StageRefusal::AliasBesideOthers));
    assert_eq!(add(&owner("shop"), alias), Ok(()));
    assert_eq!(add(&owner("shop"), text("beside")), Err(StageRefusal::AliasBesideOthers));
    let foreign = checkup::Record::A("11.22.33.44".parse().unwrap());
    assert_eq!(add(&owner("new"), foreign), Err(StageRefusal::ForeignAddress));
    let mut last = Ok(());
    let mut added = 0;
    while last.is_ok() && added <= web::stage::MOST_STAGED_RECORDS {
        last = add(&owner("many"), text(&format!("text {added}")));
        added += 1;
    }
    assert_eq!(last, Err(StageRefusal::TooManyRecords));
    assert_eq!(
        stage.names().zone_of(&name).unwrap().records().count(),
        web::stage::MOST_STAGED_RECORDS,
        "the last one that fits is there"
    );
    let put =
        |path: String, length| stage.change(&domain, StageChange::PutFile { path, text: "a".repeat(length) });
    let longest = web::stage::LONGEST_STAGED_FILE;
    let at = |number| format!("/.well-known/{number}.txt");
    assert_eq!(put(at(0), longest), Ok(()));
    assert_eq!(put(at(0), longest + 1), Err(StageRefusal::FileTooLong));
    assert_eq!(put("/index.html".to_owned(), 1), Err(StageRefusal::Path));
    for number in 1..web::stage::MOST_STAGED_FILES {
        assert_eq!(put(at(number), 1), Ok(()));
    }
    assert_eq!(put(at(web::stage::MOST_STAGED_FILES), 1), Err(StageRefusal::TooManyFiles));
    let nobody = DomainName::parse("nobody-at-all.test").unwrap();
    assert_eq!(stage.change(&nobody, StageChange::PutBack), Err(StageRefusal::NoSuchName));
    assert!(stage.name(&nobody).is_none());
    let unrented = DomainName::parse_bare(&first_with(|m| !m.registered)).unwrap();
    let staged = stage.name(&unrented).unwrap();
    assert!(staged.records.is_empty() && staged.parts == [(Part::Rented, false)], "{staged:?}");
    stage.change(&unrented, StageChange::Mend(vec![Part::Rented])).unwrap();
    assert!(!stage.name(&unrented).unwrap().records.is_empty(), "a name that is rented has records");
}

#[test]
fn no_more_names_are_changed_than_there_is_room_for() {
    let stage = Stage::new(Arc::new(Names::new(SEED)), now());
    let most = web::stage::MOST_STAGED_NAMES;
    let change = |number: usize| {
        let domain = DomainName::parse_bare(&firm(SEED, number as u64).apex).unwrap();
        stage.change(&domain, StageChange::Mend(Vec::new()))
    };
    for number in 0..most {
        assert_eq!(change(number), Ok(()));
    }
    assert_eq!(change(most), Err(StageRefusal::TooManyNames));
    assert_eq!(change(0), Ok(()), "one that is changed already can be changed again");
}
