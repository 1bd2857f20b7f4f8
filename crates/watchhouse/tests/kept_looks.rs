//! What a run keeps of the demonstration's names is judged as the looks themselves were, takes few bytes, and tells who
//! moved since an earlier run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and prints figures"
)]

mod program;

use std::path::Path;

use checkup::Judgement;
use cohort::{Before, Columns, Firm, Formats, Journal, Ordered, Totals, write_results};
use program::Scratch;
use terms::{DomainName, Promise, PromiseState, Timestamp};
use watchhouse::demo::firm::firm;
use watchhouse::demo::looks::look;
use watchhouse::demo::zones::Names;

const SEED: u64 = 7;
const FIRMS: u64 = 1_500;
/// What a firm may take in the journal, in bytes.
const BYTES_A_FIRM: u64 = 300;

fn domain(number: u64) -> DomainName {
    DomainName::parse_bare(&firm(SEED, number).apex).unwrap()
}

/// Looks at every firm and keeps it, the last ones first: results come in the order of the list all the same.
fn run(folder: &Path, names: &Names, at: Timestamp) -> Vec<Judgement> {
    std::fs::create_dir_all(folder).unwrap();
    let (mut journal, _) = Journal::open(&folder.join("answers.journal"), |_| {}).unwrap();
    let mut judged = Vec::new();
    for number in (0..FIRMS).rev() {
        let (answers, judgement) = look(names, &domain(number), at);
        let firm = Firm { line: number + 1, domain: domain(number), columns: Columns::default() };
        journal.add(&firm, &answers, at).unwrap();
        judged.push(judgement);
    }
    journal.flush().unwrap();
    judged.reverse();
    judged
}

fn results(folder: &Path, before: &Before) -> Totals {
    let formats = Formats { csv: true, parquet: true };
    write_results(&folder.join("answers.journal"), folder, formats, before).unwrap()
}

fn states(judgement: &Judgement) -> [PromiseState; 4] {
    Promise::ALL.map(|promise| judgement.standing(promise))
}

#[test]
fn kept_answers_are_judged_as_they_were_and_take_few_bytes() {
    let scratch = Scratch::new();
    let at: Timestamp = "2026-11-20T03:00:00Z".parse().unwrap();
    let (then, now) = (scratch.path("then"), scratch.path("now"));
    let before = run(&then, &Names::at_joining(SEED), at);
    let after = run(&now, &Names::new(SEED), at);

    let mut ordered = Ordered::open(&now.join("answers.journal")).unwrap();
    let places = ordered.looks.clone();
    assert_eq!(places.len() as u64, FIRMS);
    for (placed, live) in places.into_iter().zip(&after) {
        let kept = ordered.look(placed).unwrap();
        let judged =
            checkup::judge(&kept.firm().domain, &kept.answers(&ordered.shared), checkup::Level::Records, at);
        assert_eq!(judged.findings, live.findings, "{}", live.domain);
        assert_eq!(judged.promises, live.promises, "{}", live.domain);
        assert_eq!(judged.next, live.next, "{}", live.domain);
    }
    let bytes = std::fs::metadata(now.join("answers.journal")).unwrap().len() / FIRMS;
    println!("{bytes} bytes a firm, {} answers in common", ordered.shared.len());
    assert!(bytes <= BYTES_A_FIRM, "{bytes} bytes a firm");

    let totals = results(&now, &Before::read(&then.join("answers.journal")).unwrap());
    let mail = totals.picture.city(Promise::MailIsYours);
    let rung = |state: PromiseState| {
        [PromiseState::NotKept, PromiseState::Partly, PromiseState::Kept].iter().position(|s| *s == state)
    };
    let moved = |better: bool| {
        let pairs = before.iter().zip(&after).filter_map(|(b, a)| rung(states(b)[0]).zip(rung(states(a)[0])));
        pairs.filter(|(before, after)| if better { after > before } else { after < before }).count() as u64
    };
    assert_eq!((mail.better, mail.worse), (moved(true), moved(false)));
    assert!(mail.better > 0, "some firms mended something since they joined");
    assert_eq!(mail.firms(), FIRMS);
    let csv = std::fs::read_to_string(now.join("promises.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().skip(1).collect();
    assert!(lines[0].starts_with("\"1\",") && lines[lines.len() - 1].starts_with(&format!("\"{FIRMS}\",")));
}
