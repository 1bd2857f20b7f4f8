use std::collections::BTreeSet;

use super::*;
use crate::first_hour::Guide;
use crate::first_hour::tests::{files, guide};

/// The faults after one change in the list of problems.
fn faults_after(from: &str, to: &str) -> String {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == FILE).unwrap();
    assert!(text.contains(from), "no {from}");
    *text = text.replacen(from, to, 1);
    let faults = Guide::read(&files).expect_err("the change must be a fault");
    faults.iter().map(|f| format!("{f}\n")).collect()
}

fn found(words: &str) -> Vec<String> {
    guide().problems.search(words).into_iter().take(3).map(|problem| problem.id.clone()).collect()
}

#[test]
fn the_list_covers_what_people_meet() {
    let guide = guide();
    let problems = guide.problems.all();
    assert!((50..=MOST_PROBLEMS).contains(&problems.len()), "{}", problems.len());
    let classes: BTreeSet<&str> =
        problems.iter().filter_map(|problem| problem.incident.name().split('/').next()).collect();
    for class in [
        "fraud",
        "intrusions",
        "availability",
        "malicious-code",
        "abusive-content",
        "information-content-security",
    ] {
        assert!(classes.contains(class), "{class}");
    }
    let both = problems.iter().filter(|problem| problem.who.business).count();
    assert!(both > 40, "a firm finds its problem: {both}");
}

#[test]
fn people_find_their_problem_in_their_own_words() {
    for (words, first) in [
        ("paid a fake invoice", "false-bill"),
        ("our files are encrypted and they want bitcoin", "locked"),
        ("someone hacked my facebook", "account"),
        ("my ex husband is stalking me", "followed"),
        ("clicked on a link and entered my password", "password"),
        ("customer list taken by an employee", "taken-along"),
        ("website is down ddos", "flooded"),
        ("racist comments", "hate"),
        ("sim swap", "number-moved"),
        ("ANYDESK!!!", "let-someone-in"),
    ] {
        let found = found(words);
        assert!(found.iter().any(|id| id == first), "{words}: {found:?}");
    }
    assert!(found("").is_empty());
    assert!(found("the and of").is_empty());
    assert!(found(&"z".repeat(100_000)).is_empty());
}

#[test]
fn what_touches_a_child_is_only_signposted() {
    let guide = guide();
    let children: Vec<&Problem> =
        guide.problems.all().iter().filter(|problem| problem.is_signpost_only()).collect();
    assert_eq!(children.len(), 3);
    for child in children {
        assert_eq!(
            (child.urgency, &child.playbook, child.duties.len()),
            (Urgency::Child, &None, 0),
            "{}",
            child.id
        );
    }
    let fault = faults_after(
        "trouble = \"child_picture\"\nurgency = \"child\"",
        "trouble = \"child_picture\"\nurgency = \"urgent\"",
    );
    assert!(fault.contains("what touches a child has both"), "{fault}");
}

#[test]
fn a_fault_names_file_line_and_what_to_do() {
    let fault = faults_after("id = \"false-bill\"", "id = \"False Bill\"");
    assert!(fault.contains("problems.toml:") && fault.contains("use a-z, 0-9 and hyphens"), "{fault}");
    let line: usize = fault.split(':').nth(1).unwrap().parse().unwrap();
    let (_, text) = files().into_iter().find(|(name, _)| name == FILE).unwrap();
    assert_eq!(text.lines().nth(line - 1), Some("id = \"false-bill\""));
    for (from, to, says) in [
        ("id = \"boss-asked\"", "id = \"false-bill\"", "stands here twice"),
        ("id = \"boss-asked\"", "id = \"not-here\"", "is the name of another page"),
        ("group = \"computers\"", "group = \"machines\"", "there is no group \"machines\""),
        ("type = \"fraud/masquerade\"", "type = \"fraud/theft\"", "write an RSIT type"),
        ("crime = \"5D\"", "crime = \"99Z\"", "there is no [[crime]] \"99Z\""),
        ("playbook = \"invoice-fraud\"", "playbook = \"no-such\"", "add playbooks/no-such.json"),
        ("trouble = \"money_gone\"", "trouble = \"rich\"", "say whom to turn to"),
        ("urgency = \"money\"", "urgency = \"soon\"", "say how urgent it is"),
        ("who = [\"business\", \"person\"]", "who = [\"cats\"]", "write business, person or both"),
        (
            "duties = [\"claim_from_bank\", \"tell_insurer\"]",
            "duties = [\"tell_mum\"]",
            "these are: tell_regulator",
        ),
        ("delicate = true", "delicate = \"yes\"", "delicate must be true or false"),
        ("lead = \"", "note = \"x\"\nlead = \"", "\"note\" is not known here"),
    ] {
        let fault = faults_after(from, to);
        assert!(fault.contains(says), "{to}: {fault}");
    }
}

#[test]
fn limits_hold() {
    let title = |length: usize| format!("title = \"{}\"\n#", "x".repeat(length));
    let (_, text) = files().into_iter().find(|(name, _)| name == FILE).unwrap();
    let with = |title: String| {
        let mut files = files();
        for (name, own) in &mut files {
            if name == FILE {
                *own =
                    text.replacen("title = \"I paid a bill", &format!("{title}title = \"I paid a bill"), 1);
            }
        }
        Guide::read(&files)
    };
    assert!(with(title(LONGEST_TITLE)).is_ok());
    assert!(with(title(LONGEST_TITLE + 1)).is_err());
}

#[test]
fn a_week_begins_on_monday() {
    use jiff::civil::date;
    for day in [date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)] {
        assert_eq!(week_of(day), date(2026, 11, 23), "{day}");
    }
    assert_eq!(week_of(date(2027, 1, 1)), date(2026, 12, 28));
}
