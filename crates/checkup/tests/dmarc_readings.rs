//! Rules for forged mail, each with the reading that RFC 9989 gives it (`fixtures/dmarc-readings.json`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use checkup::{DmarcPolicy, DmarcRegistry, parse_dmarc};
use serde::Deserialize;
use world::{World, tidy_but};

#[derive(Deserialize)]
struct Reading {
    record: String,
    is_rule: bool,
    policy: Option<String>,
    below: Option<String>,
    missing_below: Option<String>,
    effective: Option<String>,
    share: Option<u8>,
    registry: Option<String>,
    reports: Option<Vec<String>>,
    slip: Option<String>,
    near: Option<bool>,
}

fn word(policy: DmarcPolicy) -> Option<String> {
    Some(format!("{policy:?}").to_lowercase())
}

#[test]
fn every_rule_reads_as_the_standard_has_it() {
    let readings: Vec<Reading> = serde_json::from_str(include_str!("fixtures/dmarc-readings.json")).unwrap();
    assert!(readings.len() > 50);
    for reading in readings {
        let record = &reading.record;
        let rule = parse_dmarc(record);
        assert_eq!(rule.is_some(), reading.is_rule, "{record}");
        let Some(rule) = rule else {
            // A blank in front, or nothing at all, cannot be typed into the small world.
            if !record.is_empty() && !record.starts_with(' ') {
                let edits = format!("- _dmarc.bakery.example TXT\n_dmarc.bakery.example TXT {record}");
                let near = World::new(&tidy_but(&edits)).judge("bakery.example").found("dmarc-invalid");
                assert_eq!(Some(near), reading.near, "{record}");
            }
            continue;
        };
        assert_eq!(rule.slip, reading.slip, "{record}");
        if rule.slip.is_some() {
            continue;
        }
        let own = rule.policy.unwrap_or(DmarcPolicy::None);
        let below = rule.below.unwrap_or(own);
        assert_eq!(word(own), reading.policy, "{record}");
        assert_eq!(word(below), reading.below, "{record}");
        assert_eq!(word(rule.missing_below.unwrap_or(below)), reading.missing_below, "{record}");
        assert_eq!(word(rule.effective(false)), reading.effective, "{record}");
        assert_eq!(rule.share, reading.share.unwrap_or(100), "{record}");
        assert_eq!(rule.reports, reading.reports.unwrap_or_default(), "{record}");
        let registry = match reading.registry.as_deref() {
            Some("y") => DmarcRegistry::Yes,
            Some("n") => DmarcRegistry::No,
            _ => DmarcRegistry::Unsaid,
        };
        assert_eq!(rule.registry, registry, "{record}");
    }
}

/// What is found at a name deep below the firm's, with rules at these names of the tree.
fn found_below(rules: &[(&str, &str)]) -> String {
    let mut edits = "- _dmarc.bakery.example TXT\na.news.bakery.example A 192.0.2.11\n".to_owned();
    for (at, rule) in rules {
        edits.push_str(&format!("_dmarc.{at} TXT {rule}; rua=mailto:r@bakery.example\n"));
    }
    let judgement = World::new(&tidy_but(&edits)).judge("a.news.bakery.example");
    let rules = judgement.findings.iter().filter(|finding| finding.check.starts_with("dmarc-"));
    rules.map(|finding| finding.check.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_walk_up_the_tree_takes_the_rule_of_the_organisation() {
    // Its own rule comes first (RFC 9989, 4.10.1).
    assert_eq!(
        found_below(&[
            ("a.news.bakery.example", "v=DMARC1; p=reject"),
            ("bakery.example", "v=DMARC1; p=none")
        ]),
        ""
    );
    // Otherwise that of the organisation, and not one half way (4.10.2).
    assert_eq!(
        found_below(&[("news.bakery.example", "v=DMARC1; p=reject"), ("bakery.example", "v=DMARC1; p=none")]),
        "dmarc-not-enforced"
    );
    // A name that says that it is an organisation is one.
    assert_eq!(
        found_below(&[
            ("news.bakery.example", "v=DMARC1; p=reject; psd=n"),
            ("bakery.example", "v=DMARC1; p=none")
        ]),
        ""
    );
    // The rule for names below counts, not the one for the name itself.
    assert_eq!(found_below(&[("bakery.example", "v=DMARC1; p=none; sp=reject")]), "");
    // The rule of a registry counts where the organisation has none (4.10.1).
    assert_eq!(found_below(&[("example", "v=DMARC1; p=reject; psd=y")]), "dmarc-reports-not-authorised");
    assert_eq!(found_below(&[]), "dmarc-missing");
}
