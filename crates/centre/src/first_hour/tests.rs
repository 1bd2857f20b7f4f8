use std::path::Path;
use std::sync::OnceLock;

use super::*;
use crate::region::tests::london;

/// The files of the guide as the program would hand them over.
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let text = |name: &str| (name.to_owned(), std::fs::read_to_string(root.join(name)).unwrap());
    let mut files = vec![text("problems.toml"), text("reclaim.toml")];
    for entry in std::fs::read_dir(root.join("playbooks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files.push(text(&format!("playbooks/{name}")));
    }
    files.sort();
    files
}

pub(crate) fn guide() -> &'static Guide {
    static GUIDE: OnceLock<Guide> = OnceLock::new();
    GUIDE.get_or_init(|| {
        Guide::read(&files()).unwrap_or_else(|faults| {
            panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>())
        })
    })
}

fn answers(given: &[(Question, Answer)]) -> Answers {
    given.iter().fold(Answers::default(), |all, (question, answer)| all.with(*question, *answer))
}

fn card(problem: &str, given: &[(Question, Answer)]) -> Card<'static> {
    Card::of(guide(), guide().problems.get(problem).unwrap(), answers(given))
}

fn told(card: &Card<'_>) -> Vec<String> {
    let told = |step: &CardStep<'_>| match step {
        CardStep::Rule(rule) => rule.name().to_owned(),
        CardStep::Step(step) => step.name.clone(),
    };
    card.steps.iter().map(told).collect()
}

use Answer::{No, Yes};
use Question::{Danger, Known, Money, Now};

#[test]
fn every_problem_has_a_card_for_every_answer() {
    let guide = guide();
    let every = || Answer::ALL.iter().copied();
    let mut all = Vec::new();
    for (danger, money) in every().flat_map(|danger| every().map(move |money| (danger, money))) {
        for (now, known) in every().flat_map(|now| every().map(move |known| (now, known))) {
            all.push(answers(&[(Danger, danger), (Money, money), (Now, now), (Known, known)]));
        }
    }
    let mut cards = 0;
    for problem in guide.problems.all() {
        for answers in &all {
            let card = Card::of(guide, problem, *answers);
            cards += 1;
            assert!(!card.ring.is_empty(), "{}", problem.id);
            assert_eq!(card.steps.is_empty(), problem.is_signpost_only(), "{}", problem.id);
            assert!(card.steps.len() <= 14, "{} has {} steps", problem.id, card.steps.len());
            assert!(card.steps.iter().all(|step| step.minutes() > 0), "{}", problem.id);
        }
    }
    assert_eq!(cards, guide.problems.all().len() * 81);
}

#[test]
fn without_answers_a_card_is_short() {
    for problem in guide().problems.all() {
        let card = card(&problem.id, &[]);
        assert!(card.steps.len() <= 8, "{} has {} steps", problem.id, card.steps.len());
        assert!(
            card.minutes() <= 60,
            "{} takes {} minutes: that is no first hour",
            problem.id,
            card.minutes()
        );
    }
}

#[test]
fn danger_comes_before_everything() {
    let card = card("false-bill", &[(Danger, Yes), (Money, Yes), (Known, Yes)]);
    assert_eq!(card.emergency, Emergency::Now);
    assert_eq!(card.urgency, Urgency::Safety);
    assert_eq!(told(&card)[..2], ["get-safe", "ring-emergency"]);
    assert_eq!(card.ring[..2], ["emergency", "bank"]);
}

#[test]
fn money_goes_to_the_bank_first_and_once() {
    for problem in guide().problems.all().iter().filter(|problem| !problem.is_signpost_only()) {
        let card = card(&problem.id, &[(Money, Yes)]);
        assert_eq!(card.steps[0].call(), Some("bank"), "{}", problem.id);
        assert_eq!(card.ring[0], "bank", "{}", problem.id);
        assert!(card.duties.contains(&Duty::ClaimFromBank), "{}", problem.id);
        let rung = card.steps.iter().filter(|step| **step == CardStep::Rule(Rule::RingBank)).count();
        let own = card.steps.iter().filter(|step| step.call() == Some("bank")).count();
        assert!(rung == 0 || own == 1, "{}: the bank is not rung twice", problem.id);
    }
}

#[test]
fn somebody_known_changes_the_script_everywhere() {
    for problem in guide().problems.all().iter().filter(|problem| !problem.is_signpost_only()) {
        let card = card(&problem.id, &[(Known, Yes)]);
        assert_eq!(card.script, Script::KnownPerson, "{}", problem.id);
        let told = told(&card);
        assert_eq!(
            told[..4],
            ["safety-first", "not-just-block", "safer-phone", "keep-proof"],
            "{}",
            problem.id
        );
        assert!(card.ring.iter().any(|id| id == "police-101"), "{}", problem.id);
        for step in &card.steps {
            if let CardStep::Step(step) = step {
                let text = format!("{} {}", step.name, step.text()).to_lowercase();
                let says_block = text.contains("block")
                    && !["do not block", "do not just block", "not block yet", "then block it"]
                        .iter()
                        .any(|careful| text.contains(careful));
                assert!(!says_block, "{}: {text}", problem.id);
            }
        }
    }
}

#[test]
fn whom_they_may_know_is_not_blocked_before_they_say_no() {
    let is_told_to_block = |given: &[(Question, Answer)]| {
        card("pictures", given)
            .steps
            .iter()
            .any(|step| matches!(step, CardStep::Step(s) if s.text().contains("block them and")))
    };
    assert!(!is_told_to_block(&[]));
    assert!(!is_told_to_block(&[(Known, Yes)]));
    assert!(is_told_to_block(&[(Known, No)]));
}

#[test]
fn threats_and_hate_never_go_to_report_fraud() {
    for problem in ["blackmail", "followed", "controlled", "hate", "pictures", "data-blackmail"] {
        for given in [&[][..], &[(Known, Yes)], &[(Money, Yes)], &[(Now, Yes)]] {
            assert!(!card(problem, given).ring.iter().any(|id| id == "report-fraud"), "{problem}");
        }
    }
}

#[test]
fn what_touches_a_child_has_no_steps_and_no_questions() {
    for (problem, ring) in [
        ("child", &["iwf", "emergency"][..]),
        ("child-contact", &["emergency", "ceop", "childline"]),
        ("child-threatened", &["emergency", "ceop", "childline"]),
    ] {
        let plain = card(problem, &[]);
        assert_eq!((plain.script, plain.urgency), (Script::Signpost, Urgency::Child));
        assert_eq!(plain.ring, ring);
        assert_eq!(card(problem, &[(Money, Yes), (Known, Yes)]), plain, "answers change nothing");
    }
}

#[test]
fn an_answer_makes_it_more_urgent_and_never_less() {
    let urgency = |problem: &str, given: &[(Question, Answer)]| card(problem, given).urgency;
    assert_eq!(urgency("strange-mail", &[]), Urgency::Standard);
    assert_eq!(urgency("strange-mail", &[(Now, Yes)]), Urgency::Live);
    assert_eq!(urgency("strange-mail", &[(Now, Yes), (Money, Yes)]), Urgency::Money);
    assert_eq!(urgency("followed", &[(Money, Yes)]), Urgency::Safety);
    assert_eq!(urgency("false-bill", &[(Now, Yes)]), Urgency::Money);
}

#[test]
fn the_regulators_clock_runs_72_hours_through_a_change_of_the_clocks() {
    let found: Timestamp = "2026-10-24T10:00:00Z".parse().unwrap();
    assert_eq!(Duty::TellRegulator.due(found).unwrap().to_string(), "2026-10-27T10:00:00Z");
    assert_eq!(Duty::ClaimFromBank.due(found), None);
}

#[test]
fn london_has_everybody_whom_a_playbook_calls() {
    assert_eq!(guide().unknown_bodies(&london()), []);
}

#[test]
fn a_playbook_that_no_problem_names_is_not_shipped() {
    let guide = guide();
    for playbook in guide.playbooks.all() {
        let named = guide.problems.all().iter().any(|p| p.playbook.as_deref() == Some(&playbook.name));
        assert!(named, "{}", playbook.name);
    }
}
