//! Reports come in, networks come out, and each link says why.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use linking::reports::{Event, Evidence, Linker, Model, Refused, Report, Role, Saying, day, read, read_csv};
use proptest::prelude::*;

/// A report of a day with a telephone and an account; nothing is said with "".
fn report(id: &str, day: i32, phone: &str, account: &str) -> Report {
    Report {
        id: id.to_owned(),
        received: Some(day),
        crime: "shopping".to_owned(),
        phones: phone.to_owned(),
        accounts: account.to_owned(),
        ..Report::default()
    }
}

fn told(id: &str, narrative: &str) -> Report {
    Report { id: id.to_owned(), received: Some(20_000), narrative: narrative.to_owned(), ..Report::default() }
}

fn ring() -> Vec<Report> {
    vec![
        report("R1", 20_000, "07700 900101", ""),
        report("R2", 20_003, "+44 7700 900101", "20-00-00 31510604"),
        report("R3", 20_009, "", "200000 31510604"),
        report("X1", 20_001, "07700 900202", ""),
    ]
}

fn together(linker: &Linker, left: &str, right: &str) -> bool {
    linker.network_of(left).is_some() && linker.network_of(left) == linker.network_of(right)
}

#[test]
fn a_ring_that_changes_its_telephone_is_one_network() {
    let linker = Linker::with_model(&ring(), Model::default(), 1);
    assert!(together(&linker, "R1", "R2"), "one telephone in two spellings");
    assert!(together(&linker, "R1", "R3"), "joined through the report in between");
    assert_eq!(linker.network_of("X1"), None);
}

#[test]
fn the_victims_own_number_and_the_banks_link_nobody() {
    let reports = [
        told("A", "He called me and said he was from the bank. My number is 07700 900301."),
        told("B", "A man came to the door. You can reach me on 07700 900301."),
        told("C", "I rang my bank on 020 7946 0123."),
        told("D", "The bank told me to call 020 7946 0123."),
    ];
    let roles: Vec<Role> = reports
        .iter()
        .map(|r| read(r).into_iter().find(|v| v.kind == Evidence::Phone).expect("a telephone").role)
        .collect();
    assert_eq!(roles, [Role::Victim, Role::Victim, Role::Helper, Role::Helper]);
    assert!(Linker::with_model(&reports, Model::default(), 1).networks().is_empty());
}

#[test]
fn names_that_look_alike_to_the_eye_are_one_name() {
    let reports = [
        told("A", "They sent me to parcel-redelivery.example.com"),
        Report { urls: "https://swift-parcels-claim.com/pay".to_owned(), ..report("B", 20_000, "", "") },
        Report { urls: "hxxp://swiftparcelsc1aim[.]net".to_owned(), ..report("C", 20_004, "", "") },
    ];
    let linker = Linker::with_model(&reports, Model::default(), 1);
    assert!(together(&linker, "B", "C"));
    assert!(!together(&linker, "A", "B"));
}

/// Many reports that have a switchboard in common and nothing else, a ring as large that has a telephone, a brand and
/// its weeks in common, and ten times as many that have nothing in common with anybody.
fn switchboard_and_ring() -> Vec<Report> {
    let crimes = ["shopping", "romance", "tickets", "rental", "loans", "shares", "hacking", "tradesmen"];
    let of = |id: String, at: usize, day: i32, phone: &str| Report {
        crime: crimes[at % 8].to_owned(),
        brand: format!("brand{}", at % 13),
        ..report(&id, day, phone, "")
    };
    let mut reports = Vec::new();
    for at in 0..40_usize {
        reports.push(of(format!("S{at}"), at, 19_000 + 25 * at as i32, "020 7946 0999"));
        reports.push(Report {
            brand: "parcelhaste".to_owned(),
            ..of(format!("G{at}"), 0, 19_500 + at as i32, "07700 900444")
        });
    }
    for at in 0..400_usize {
        let phone = format!("07700 900{:03}", 500 + at);
        reports.push(of(format!("Z{at}"), at, 19_000 + (at * 37 % 1_000) as i32, &phone));
    }
    reports
}

#[test]
fn a_switchboard_becomes_a_hub_and_the_telephone_of_a_ring_does_not() {
    let linker = Linker::learn(&switchboard_and_ring(), 1);
    assert!(!together(&linker, "S1", "S30"), "a shared switchboard is no link");
    assert!(together(&linker, "G1", "G38"), "forty reports of one ring stay together");
    let why = linker.explain_link("S1", "S30").unwrap();
    assert!(why.shared[0].hub, "{why:?}");
    assert_eq!(why.shared[0].reports, 40, "a hub stays countable");
}

#[test]
fn the_steps_of_an_explanation_add_up_to_the_score_and_a_replay_gives_the_same() {
    let linker = Linker::with_model(&ring(), Model::default(), 1);
    let why = linker.explain_link("R1", "R2").unwrap();
    let sum = why.prior
        + why.shared.iter().map(|s| s.weight).sum::<f64>()
        + why.circumstances.iter().map(|(_, _, weight)| weight).sum::<f64>();
    assert!((sum - why.score).abs() < 1e-3, "{sum} {why:?}");
    assert!(why.linked);
    let stored = Model::from_toml(&linker.model().to_toml().unwrap()).unwrap();
    let again = Linker::with_model(&ring(), stored, 2).explain_link("R1", "R2").unwrap();
    assert_eq!(again, why);
    let apart = linker.explain_link("R1", "X1").unwrap();
    assert!(!apart.linked && apart.missing > 0.0 && apart.shared.is_empty());
}

#[test]
fn a_network_tells_where_it_would_break() {
    let linker = Linker::with_model(&ring(), Model::default(), 1);
    let network = linker.explain_network(linker.network_of("R1").unwrap()).unwrap();
    assert_eq!(network.reports.len(), 3);
    let cut = network.cut.expect("three reports in a row break somewhere");
    assert_eq!(cut.falls_off.len(), 1);
    assert_eq!(cut.links.len(), 1);
}

#[test]
fn an_analyst_keeps_two_reports_apart_and_takes_it_back() {
    let mut linker = Linker::with_model(&ring(), Model::default(), 1);
    let before = linker.networks().into_iter().map(|(n, m)| (n, m.join(" "))).collect::<Vec<_>>();
    let (number, _) = linker
        .judge(Saying::NotSame("R1".to_owned(), "R3".to_owned()), "analyst", "different voices")
        .expect("both are there");
    assert!(!together(&linker, "R1", "R3"));
    let late = report("R4", 20_005, "07700 900101", "20-00-00 31510604");
    linker.add(&late).unwrap();
    linker.settle();
    assert!(!together(&linker, "R1", "R3"), "what was said holds when a report comes that would join them");
    assert!(linker.judge(Saying::Same("R3".to_owned(), "R1".to_owned()), "other", "").is_err());
    let mut linker = Linker::with_model(&ring(), Model::default(), 1);
    let (again, _) = linker.judge(Saying::NotSame("R1".to_owned(), "R3".to_owned()), "analyst", "").unwrap();
    assert_eq!(again, number);
    linker.take_back(again).expect("it stands");
    let after = linker.networks().into_iter().map(|(n, m)| (n, m.join(" "))).collect::<Vec<_>>();
    assert_eq!(after, before);
}

#[test]
fn a_recycled_number_is_cut_and_an_analyst_joins_what_no_value_joins() {
    let mut linker = Linker::with_model(&ring(), Model::default(), 1);
    linker
        .judge(
            Saying::NoEvidence(Evidence::Phone, "+447700900101".to_owned()),
            "analyst",
            "the number was sold on",
        )
        .unwrap();
    assert!(!together(&linker, "R1", "R2"));
    linker.judge(Saying::Same("R1".to_owned(), "X1".to_owned()), "analyst", "one voice").unwrap();
    assert!(together(&linker, "R1", "X1"));
}

#[test]
fn the_oldest_number_stays_on_a_merge() {
    let mut linker = Linker::new(Model::default());
    for report in [
        report("A1", 20_000, "07700 900501", ""),
        report("A2", 20_001, "07700 900501", ""),
        report("B1", 20_002, "", "20-00-00 31510604"),
        report("B2", 20_003, "", "20-00-00 31510604"),
    ] {
        linker.add(&report).unwrap();
        linker.settle();
    }
    let (old, young) = (linker.network_of("A1").unwrap(), linker.network_of("B1").unwrap());
    assert!(old < young);
    linker.add(&report("C", 20_002, "07700 900501", "20-00-00 31510604")).unwrap();
    let events = linker.settle();
    assert!(events.contains(&Event::Merged { network: young, into: old }), "{events:?}");
    assert_eq!(linker.network_of("B2"), Some(old));
}

#[test]
fn the_same_report_twice_is_refused() {
    let mut linker = Linker::new(Model::default());
    linker.add(&report("A", 1, "07700 900101", "")).unwrap();
    assert_eq!(linker.add(&report("A", 2, "07700 900102", "")), Err(Refused::Known));
    assert_eq!(linker.len(), 1);
}

#[test]
fn a_warm_ring_with_an_account_stands_before_a_cold_one() {
    let mut reports = ring();
    reports.push(report("O1", 18_000, "07700 900601", ""));
    reports.push(report("O2", 18_001, "07700 900601", ""));
    let linker = Linker::with_model(&reports, Model::default(), 1);
    let ranked = linker.rank(20_010);
    assert_eq!(ranked[0].network, linker.network_of("R1").unwrap());
    assert!(ranked[0].parts.2 > ranked[1].parts.2, "more of the trail is left");
    assert_eq!(ranked[0].reasons.len(), 3);
}

#[test]
fn the_record_of_transparency_names_the_running_model() {
    let linker = Linker::with_model(&ring(), Model::default(), 1);
    let record = linker.transparency_record();
    assert!(record.contains(&linker.model().fingerprint()));
    assert!(record.contains("4 reports, 1 networks"));
}

#[test]
fn bad_rows_are_listed_and_the_rest_is_read() {
    let batch = read_csv(b"report_id,received_at,phones,colour\nA,2026-01-05T10:00,07700 900101,red\nB,short\n,2026-01-05,x,y\nC,yesterday,07700 900101,\n");
    assert_eq!(batch.reports.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    assert_eq!(batch.bad, 2);
    assert_eq!(batch.bad_rows[0], (3, "the row has 2 cells and the table 4".to_owned()));
    assert_eq!(batch.notes, ["column `colour` is not known here and was not read"]);
    assert_eq!(batch.reports[1].received, None);
    assert_eq!(day("1970-01-02"), Some(1));
    assert_eq!(day("2026-02-28T23:59"), Some(20_512));
}

#[test]
fn every_number_of_threads_gives_the_same() {
    let one = Linker::learn(&switchboard_and_ring(), 1);
    for threads in [2, 8] {
        let more = Linker::learn(&switchboard_and_ring(), threads);
        assert_eq!(more.networks(), one.networks());
        assert_eq!(more.model().to_toml().unwrap(), one.model().to_toml().unwrap());
    }
}

/// A made-up report out of small pools, so that much is shared.
fn any_report() -> impl Strategy<Value = (u8, u8, u8, u8, u8)> {
    (0..12_u8, 0..10_u8, 0..10_u8, 0..4_u8, 0..60_u8)
}

fn made(at: usize, (phone, account, handle, crime, day): (u8, u8, u8, u8, u8)) -> Report {
    Report {
        crime: format!("crime{crime}"),
        brand: format!("brand{}", crime % 3),
        handles: if handle < 6 { format!("seller_{handle}x") } else { String::new() },
        narrative: if handle % 3 == 0 {
            "Every message said 'kindly pay the fee today'.".to_owned()
        } else {
            String::new()
        },
        ..report(
            &format!("N{at}"),
            20_000 + i32::from(day),
            &if phone < 8 { format!("07700 9001{phone:02}") } else { String::new() },
            &if account < 5 { format!("20-00-0{account} 31510604") } else { String::new() },
        )
    }
}

/// Networks as sets of references, without their numbers.
fn sets(linker: &Linker) -> Vec<String> {
    let mut sets: Vec<String> = linker.networks().into_iter().map(|(_, members)| members.join(" ")).collect();
    sets.sort();
    sets
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_and_any_portions_end_where_all_at_once_ends(
        made_up in prop::collection::vec(any_report(), 2..70),
        seed in any::<u64>(),
        portion in 1..9_usize,
    ) {
        let reports: Vec<Report> = made_up.into_iter().enumerate().map(|(at, one)| made(at, one)).collect();
        let whole = Linker::with_model(&reports, Model::default(), 2);
        let mut order: Vec<usize> = (0..reports.len()).collect();
        order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut live = Linker::new(Model::default());
        for (count, at) in order.iter().enumerate() {
            live.add(&reports[*at]).unwrap();
            if count % portion == 0 {
                live.settle();
            }
        }
        live.settle();
        prop_assert_eq!(sets(&live), sets(&whole));
        for report in &reports {
            prop_assert_eq!(live.links_of(&report.id), whole.links_of(&report.id));
        }
    }

    #[test]
    fn taking_everything_back_leaves_no_trace(
        made_up in prop::collection::vec(any_report(), 4..40),
        pairs in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 1..6),
    ) {
        let reports: Vec<Report> = made_up.into_iter().enumerate().map(|(at, one)| made(at, one)).collect();
        let mut linker = Linker::with_model(&reports, Model::default(), 1);
        let before = sets(&linker);
        let mut taken = Vec::new();
        for (left, right, what) in pairs {
            let (left, right) = (left.get(&reports).id.clone(), right.get(&reports).id.clone());
            let saying = match what {
                0 => Saying::Same(left, right),
                1 => Saying::NotSame(left, right),
                _ => Saying::NoEvidence(Evidence::Phone, "+447700900101".to_owned()),
            };
            if let Ok((number, _)) = linker.judge(saying, "analyst", "a test") {
                taken.push(number);
            }
        }
        for number in taken {
            linker.take_back(number).expect("it stands");
        }
        prop_assert_eq!(sets(&linker), before);
    }

    #[test]
    fn no_text_stops_the_reader(text in ".{0,400}") {
        let _ = read(&told("A", &text));
        let _ = read_csv(text.as_bytes());
        let _ = Model::from_toml(&text);
    }
}
