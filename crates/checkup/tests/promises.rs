//! What the engine promises about its promises: unknown is never good, and worse is never better.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use checkup::{
    Answers, Approach, Judgement, Kind, Level, MOST_APPROACHES, MOST_QUESTIONS, Observation, Outcome,
    Question, Reached, Record, Sight, catalogue, compare, judge, next,
};
use proptest::prelude::*;
use terms::{DomainName, Promise, PromiseState, Severity};
use world::faults::FAULTS;
use world::{TIDY, World, findings, now, seal, sights, tidy_but, visits};

fn bakery() -> DomainName {
    DomainName::parse("bakery.example").unwrap()
}

fn standings(judgement: &Judgement) -> String {
    let lines: Vec<String> = judgement
        .promises
        .iter()
        .map(|standing| format!("{:?}: {:?}. {}", standing.promise, standing.state, standing.reason))
        .collect();
    lines.join("\n")
}

/// A kept promise has no check behind it that could not be made.
fn assert_unknown_is_never_good(judgement: &Judgement) {
    for gap in &judgement.not_checked {
        let promise = catalogue::entry(&gap.check).unwrap().promise;
        assert_ne!(judgement.standing(promise), PromiseState::Kept, "{}", gap.check);
    }
}

#[test]
fn a_tidy_firm_keeps_what_records_can_show() {
    let judgement = World::new(TIDY).judge("https://www.bakery.example/");
    assert_eq!(findings(&judgement), "");
    assert_eq!(judgement.not_checked, []);
    assert_eq!(judgement.next, None);
    assert_eq!(
        standings(&judgement),
        "MailIsYours: Kept. We looked, and found nothing to mend.\n\
         WebsiteIsSafe: CouldNotCheck. This look did not visit your website.\n\
         NothingDangerousOpen: CouldNotCheck. We look at this only when you say yes.\n\
         NameIsYours: Kept. We looked, and found nothing to mend."
    );
}

#[test]
fn severity_decides_how_a_promise_stands() {
    let state = |edits: &str, promise| World::new(&tidy_but(edits)).judge("bakery.example").standing(promise);
    let noted = state("- bakery.example DS", Promise::NameIsYours);
    let worth_doing = state("- bakery.example NS\nbakery.example NS ns1.host.example", Promise::NameIsYours);
    let important = state("- bakery.example TXT", Promise::MailIsYours);
    let web = "- www.bakery.example CNAME\nwww.bakery.example CNAME old.shop.example";
    assert_eq!(noted, PromiseState::Kept);
    assert_eq!(worth_doing, PromiseState::Partly);
    assert_eq!(important, PromiseState::NotKept);
    assert_eq!(state(web, Promise::WebsiteIsSafe), PromiseState::NotKept);
}

#[test]
fn a_time_out_is_neither_a_fault_nor_good() {
    let judgement = World::new(&tidy_but("spf.mailfirm.example ANY !timeout")).judge("bakery.example");
    assert_eq!(findings(&judgement), "");
    assert_eq!(judgement.standing(Promise::MailIsYours), PromiseState::CouldNotCheck);
    let gap = judgement.not_checked.iter().find(|gap| gap.check == "spf-too-many-void").unwrap();
    assert_eq!(gap.reason, "No answer came in time. We will try again.");
}

#[test]
fn a_resolver_that_refuses_tells_nothing_about_the_firm() {
    for failure in ["refused", "timeout", "unreachable", "malformed"] {
        let names = ["", "www.", "_dmarc.", "default._bimi."];
        let text: String = names.map(|front| format!("{front}bakery.example ANY !{failure}\n")).concat();
        let mut world = World::new(&text);
        world.sights.clear();
        let judgement = world.judge("bakery.example");
        assert_eq!(findings(&judgement), "", "{failure}");
        let is_wanted = |entry: &&catalogue::Entry| entry.level == Level::Records && entry.is_of_a_look();
        let records = catalogue::all().filter(is_wanted).count();
        assert_eq!(judgement.not_checked.len(), records, "{failure}: {:?}", judgement.not_checked);
        assert!(judgement.promises.iter().all(|standing| standing.state == PromiseState::CouldNotCheck));
    }
}

#[test]
fn one_failing_question_does_not_make_the_whole_name_broken() {
    let judgement = World::new(&tidy_but("bakery.example NS !servfail")).judge("bakery.example");
    assert_eq!(findings(&judgement), "");
    assert_eq!(judgement.standing(Promise::NameIsYours), PromiseState::CouldNotCheck);
    assert_eq!(judgement.standing(Promise::MailIsYours), PromiseState::Kept);
}

#[test]
fn a_name_below_is_covered_by_the_rule_above() {
    let shop = "shop.bakery.example A 192.0.2.11\n- _dmarc.bakery.example TXT\n";
    let rule = |rule: &str| {
        let text = tidy_but(&format!("{shop}_dmarc.bakery.example TXT {rule}"));
        findings(&World::new(&text).judge("shop.bakery.example"))
    };
    let mail = "rua=mailto:r@bakery.example";
    assert_eq!(rule(&format!("v=DMARC1; p=reject; {mail}")), "");
    assert_eq!(
        rule(&format!("v=DMARC1; p=reject; sp=none; {mail}")),
        format!(
            "dmarc-not-enforced: v=DMARC1; p=reject; sp=none; {mail}\n\
             dmarc-subdomains-open: v=DMARC1; p=reject; sp=none; {mail}"
        )
    );
}

#[test]
fn the_rule_of_a_registry_counts_only_without_one_of_the_firm() {
    let registry = "_dmarc.example TXT v=DMARC1; p=reject; psd=y; rua=mailto:r@nic.example\n\
                    bakery.example._report._dmarc.nic.example TXT v=DMARC1\n\
                    example._report._dmarc.nic.example TXT v=DMARC1\n";
    let with = findings(&World::new(&tidy_but(registry)).judge("bakery.example"));
    let without = tidy_but(&format!("{registry}- _dmarc.bakery.example TXT"));
    assert_eq!(with, "");
    assert_eq!(findings(&World::new(&without).judge("bakery.example")), "");
}

#[test]
fn a_wildcard_is_no_list_in_a_wrong_place() {
    let text = tidy_but(
        "- bakery.example TXT
         - _dmarc.bakery.example TXT
         spf.bakery.example TXT v=spf1 -all
         _spf.bakery.example TXT v=spf1 -all
         _dmarc.bakery.example TXT v=spf1 -all",
    );
    let found = findings(&World::new(&text).judge("bakery.example"));
    assert!(found.contains("spf-missing") && found.contains("dmarc-missing"), "{found}");
}

#[test]
fn a_seal_that_the_resolver_vouches_for_is_not_asked_about() {
    let asked = |vouches: bool| {
        let mut world = World::new(TIDY);
        world.vouches = vouches;
        let answers = world.answers(&bakery());
        answers.iter().filter(|answer| matches!(answer.question.kind, Kind::Dnskey | Kind::Soa)).count()
    };
    assert_eq!((asked(true), asked(false)), (0, 2));
    let unsealed = World::new(&tidy_but("- bakery.example DS")).answers(&bakery());
    assert!(unsealed.iter().all(|answer| answer.question.kind != Kind::Dnskey));
}

#[test]
fn nothing_else_is_certain_below_a_broken_seal() {
    let mut world = World::new(&tidy_but("- bakery.example TXT\n- _dmarc.bakery.example TXT"));
    world.sealing.forged = true;
    let judgement = world.judge("bakery.example");
    assert_eq!(
        findings(&judgement),
        "dnssec-bogus: bakery.example: the signature over the keys does not fit"
    );
    let mail = judgement.promises.iter().find(|standing| standing.promise == Promise::MailIsYours).unwrap();
    assert_eq!(mail.state, PromiseState::CouldNotCheck);
    assert_eq!(mail.reason, "Your name's seal is broken, so we cannot trust what we read.");
}

#[test]
fn a_seal_of_a_kind_that_we_cannot_check_is_neither_broken_nor_good() {
    let judgement = World::new(&tidy_but("- bakery.example DS\nbakery.example DS 4711 16 2 0011"))
        .judge("bakery.example");
    assert_eq!(findings(&judgement), "");
    assert_eq!(judgement.not_checked[0].check, "dnssec-bogus");
    assert_eq!(judgement.standing(Promise::NameIsYours), PromiseState::CouldNotCheck);
}

#[test]
fn a_policy_that_refuses_mail_weighs_more_than_one_that_is_not_read() {
    let mail = |policy: &str| {
        let mut world = World::new(TIDY);
        world.level = Level::Visitor;
        world.sights.insert(visits::mail_policy(), visits::policy(policy));
        let judgement = world.judge("bakery.example");
        judgement.findings.iter().find(|f| f.check == "mta-sts-broken").map(|f| f.severity)
    };
    let other = visits::POLICY.replace("mailfirm", "oldfirm");
    assert_eq!(mail(visits::POLICY), None);
    assert_eq!(mail(&other), Some(Severity::Important));
    assert_eq!(mail(&other.replace("enforce", "testing")), Some(Severity::WorthDoing));
    assert_eq!(mail(&other.replace("enforce", "none")), None);
    assert_eq!(mail("version: STSv2"), Some(Severity::WorthDoing));
}

#[test]
fn a_country_without_locks_is_not_asked_for_one() {
    let registry = |name: &str| {
        let text = TIDY.replace("bakery.example", name);
        let mut world = World::new(&text);
        let domain = DomainName::parse(name).unwrap();
        let sight = visits::registered("2027-09-01T00:00:00Z", &["active"]);
        world.level = Level::Visitor;
        world.sights.insert(checkup::Approach::Registration { domain }, sight);
        world.judge(name).found("domain-not-locked")
    };
    assert!(registry("bakery.com"));
    assert!(!registry("bakery.co.uk"));
}

#[test]
fn certificates_of_mail_servers_fit_in_each_way_that_the_standard_has() {
    let fits = |record: &str| {
        let text = tidy_but(&format!("_25._tcp.mx.mailfirm.example TLSA {record}"));
        let mut world = World::new(&text);
        (world.level, world.vouches) = (Level::Visitor, true);
        let mut tls = visits::tls("mx.mailfirm.example");
        let mut above = visits::certificate("A Company");
        above.sha256 = "ee".repeat(32);
        tls.chain.push(above);
        world.sights.insert(visits::mail_server(), visits::encrypts(tls));
        !world.judge("bakery.example").found("dane-broken")
    };
    let hash = |pair: &str, times| pair.repeat(times);
    assert!(fits(&format!("3 0 1 {}", hash("aa", 32))) && fits(&format!("3 0 2 {}", hash("BB", 64))));
    assert!(fits(&format!("3 1 1 {}", hash("cc", 32))) && fits(&format!("3 1 2 {}", hash("dd", 64))));
    assert!(fits(&format!("2 0 1 {}", hash("ee", 32))));
    assert!(!fits(&format!("2 0 1 {}", hash("aa", 32))) && !fits(&format!("3 0 1 {}", hash("ee", 32))));
    assert!(!fits("3 0 0 0011"));
    // Usages that are not for mail are passed over, and then encryption alone is enough (RFC 7672, 2.2).
    assert!(fits("1 0 1 00"));
}

#[test]
fn a_judgement_can_be_kept_and_made_again() {
    let world = World::new(&tidy_but("- bakery.example TXT"));
    let answers = world.answers(&bakery());
    let kept: Answers = serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
    let (first, again) =
        (judge(&bakery(), &answers, Level::Records, now()), judge(&bakery(), &kept, Level::Records, now()));
    assert_eq!(first, again);
    let read: Judgement = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    assert_eq!(read, first);
    assert!(next(&bakery(), &kept, Level::Records).is_empty());
}

#[test]
fn changes_tell_mended_from_not_to_be_seen() {
    let look = |edits: &str| World::new(&tidy_but(edits)).judge("bakery.example");
    let before = look("- bakery.example TXT\n- bakery.example DS");
    let after = look("bakery.example DS !timeout\nbakery.example MX 5 gone.mailfirm.example");
    let changes = compare(&before, &after);
    let ids = |list: &[terms::Finding]| list.iter().map(|f| f.check.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&changes.mended), ["spf-missing"]);
    assert_eq!(ids(&changes.still), ["dnssec-missing"]);
    assert_eq!(ids(&changes.new), ["mx-broken"]);
}

#[test]
fn a_stronger_rule_never_reads_as_a_weaker_one() {
    let worst = |policy: &str| {
        let rule = format!("_dmarc.bakery.example TXT v=DMARC1; p={policy}; rua=mailto:r@bakery.example");
        let text = tidy_but(&format!("- _dmarc.bakery.example TXT\n{rule}"));
        World::new(&text).judge("bakery.example").standing(Promise::MailIsYours)
    };
    assert!(worst("none") < worst("quarantine"));
    assert!(worst("quarantine") <= worst("reject"));
}

/// What a stranger may answer: few words, many meanings.
fn any_record() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "v=spf1 -all",
        "v=spf1 mx a include:bakery.example",
        "v=spf1 include:a.example include:b.example +all",
        "v=spf1 redirect=c.example",
        "v=spf1 exists:%{i}.a.example ptr ?all",
        "v=spf1;",
        "v=DMARC1; p=none",
        "v=DMARC1; p=reject; rua=mailto:a@b.example,c",
        "v=DMARC1; psd=y; p=reject",
        "v=dmarc1",
        "v=DKIM1; p=",
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "p=MIIB; k=rsa",
        "v=STSv1; id=1",
        "v=TLSRPTv1; rua=mailto:a@b.example",
        "v=BIMI1; l=https://a.example/a.svg",
        "\u{e9}\u{0}",
        "v=spf1 a:a.a.example a:b.a.example a:c.a.example include:d.example -all",
        "",
        "x",
    ]);
    words.prop_map(str::to_owned)
}

fn any_answer(question: Question, seed: &(u8, Vec<String>, u8)) -> checkup::Answer {
    let (outcome, texts, extra) = seed;
    let text = texts.join("");
    let zone = match extra % 5 {
        0 => format!("{} CNAME a.example", question.name),
        1 => format!("{} {} 192.168.0.1", question.name, "A"),
        2 => texts.iter().map(|t| format!("{} TXT {t}x\n", question.name)).collect(),
        3 => format!("{} MX 0 .\n{} MX 5 bakery.example", question.name, question.name),
        _ => format!("{} NS a.example", question.name),
    };
    let mut answer = World::new(&zone).answer(&question);
    if question.kind == Kind::Txt {
        answer.records = vec![Record::Txt(text)];
        answer.outcome = Outcome::Records;
    }
    if *extra > 100
        && let Some(records) = sealing(question.kind, *extra)
    {
        answer.records = records;
        answer.outcome = Outcome::Records;
        let zone = answer.question.name.clone();
        answer.signatures =
            seal::signatures(&seal::Sealing::default(), &zone, question.kind, &answer.records);
    }
    answer.sealed = extra % 3 == 0;
    answer.outcome = match outcome % 12 {
        0 => Outcome::TimedOut,
        1 => Outcome::ServerFailed,
        2 => Outcome::Refused,
        3 => Outcome::Malformed,
        4 => Outcome::NoSuchName,
        5 => Outcome::Unreachable,
        _ => answer.outcome,
    };
    answer.cut = outcome % 7 == 0;
    answer.recursive = outcome % 2 == 0;
    answer
}

/// Records by which seals and certificates are judged, good ones and others.
fn sealing(kind: Kind, seed: u8) -> Option<Vec<Record>> {
    Some(match kind {
        Kind::Ds => vec![if seed.is_multiple_of(2) { seal::ds("bakery.example") } else { half("0011") }],
        Kind::Dnskey => vec![seal::dnskey(); usize::from(seed % 3)],
        Kind::Tlsa => vec![Record::Tlsa {
            usage: seed % 5,
            selector: seed % 3,
            matching: seed % 4,
            data: if seed.is_multiple_of(2) { "cc".repeat(32) } else { "0".to_owned() },
        }],
        Kind::Caa => vec![Record::Caa { critical: false, tag: "issue".to_owned(), value: ";".to_owned() }],
        _ => return None,
    })
}

fn half(digest: &str) -> Record {
    Record::Ds { key_tag: 1, algorithm: 15, digest_type: 2, digest: digest.to_owned() }
}

/// What a host may show: what a tidy one shows, something that belongs elsewhere, or nothing.
fn any_observation(of: Approach, seed: &(u8, Vec<String>, u8)) -> Observation {
    let (how, texts, extra) = seed;
    let mut world = World::new("");
    if extra % 4 == 1 {
        world.sights.insert(of.clone(), visits::policy(&texts.join("\n")));
    }
    if extra % 4 == 2 {
        world.sights.insert(of.clone(), visits::registered("2026-12-01T00:00:00Z", &[]));
    }
    if extra % 4 == 3 {
        sights::any(&mut world, &of, usize::from(how ^ extra));
    }
    let mut seen = world.observation(of);
    seen.reached = match how % 9 {
        0 => Reached::TimedOut,
        1 => Reached::Unreachable,
        2 => Reached::Malformed,
        3 => Reached::NotAllowed,
        4 => Reached::Cut,
        _ => seen.reached,
    };
    seen
}

const LEVELS: [Level; 3] = [Level::Records, Level::Visitor, Level::Consented];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_answers_give_a_judgement_and_the_conversation_ends(
        seeds in prop::collection::vec((any::<u8>(), prop::collection::vec(any_record(), 0..3), any::<u8>()), 1..40),
        level in prop::sample::select(LEVELS.to_vec()),
    ) {
        let mut answers = Answers::new();
        for round in 0..=MOST_QUESTIONS + MOST_APPROACHES {
            let judgement = judge(&bakery(), &answers, level, now());
            assert_unknown_is_never_good(&judgement);
            let wanted = next(&bakery(), &answers, level);
            if wanted.is_empty() {
                break;
            }
            prop_assert!(round < MOST_QUESTIONS + MOST_APPROACHES);
            prop_assert!(judgement.promises.iter().any(|s| s.state != PromiseState::Kept));
            for question in wanted.questions {
                let seed = &seeds[(answers.len() + round) % seeds.len()];
                answers.insert(any_answer(question, seed));
            }
            for approach in wanted.approaches {
                prop_assert!(approach.level() <= level);
                let seed = &seeds[(answers.observations().count() + round) % seeds.len()];
                answers.observe(any_observation(approach, seed));
            }
            prop_assert!(answers.len() <= MOST_QUESTIONS);
            prop_assert!(answers.observations().count() <= MOST_APPROACHES);
        }
    }

    #[test]
    fn what_is_taken_away_never_makes_a_promise_better(
        mask in prop::collection::vec(0..3_u8, 80),
        fault in prop::option::of(any::<prop::sample::Index>()),
        level in prop::sample::select(LEVELS.to_vec()),
        edits in prop::sample::select(vec![
            "",
            "- bakery.example DS",
            "- bakery.example TXT",
            "_25._tcp.mx.mailfirm.example TLSA 3 1 1 1234",
            "- default._domainkey.bakery.example TXT\ndefault._domainkey.bakery.example TXT v=DKIM1; p=x",
        ]),
    ) {
        let mut world = World::visited(edits, level);
        world.vouches = mask.first() == Some(&1);
        if let Some(fault) = fault.map(|fault| fault.get(FAULTS)).filter(|fault| fault.edits.is_empty()) {
            (fault.spoil)(&mut world);
        }
        let whole = world.answers(&bakery());
        let full = judge(&bakery(), &whole, level, now());
        let mut touched = false;
        let mut mask = mask.into_iter().cycle();
        let mut part = Answers::new();
        for answer in whole.iter() {
            let mut answer = answer.clone();
            match mask.next() {
                Some(0) => { touched = true; continue }
                Some(1) => { touched = true; answer.outcome = Outcome::TimedOut; answer.records.clear() }
                _ => {}
            }
            part.insert(answer);
        }
        for seen in whole.observations() {
            let mut seen = seen.clone();
            match mask.next() {
                Some(0) => continue,
                Some(1) => { seen.reached = Reached::TimedOut; seen.sight = Sight::Nothing }
                _ => {}
            }
            part.observe(seen);
        }
        let judgement = judge(&bakery(), &part, level, now());
        assert_unknown_is_never_good(&judgement);
        for promise in Promise::ALL {
            let (before, after) = (full.standing(promise), judgement.standing(promise));
            // A fault that can no longer be seen does not count any more; it is told as unknown instead.
            let unseen = |check: &str| judgement.not_checked.iter().any(|gap| gap.check == check);
            let hidden = full.findings.iter().any(|f| f.promise == promise && unseen(&f.check));
            prop_assert!(
                after <= before || (hidden && after != PromiseState::Kept),
                "{:?}: {:?} after {:?}", promise, after, before
            );
        }
        prop_assert!(!touched || !judgement.not_checked.is_empty());
    }
}
