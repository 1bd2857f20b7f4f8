//! Hostile zones: each limit at its edge and one past it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use checkup::{
    DAYS_IMPORTANT, DAYS_URGENT, LONGEST_CHAIN, LOOKUPS_ALLOWED, Level, MOST_LOOKUPS_COUNTED,
    MOST_MAIL_SERVERS, MOST_NAME_SERVERS, MOST_PROOFS, MOST_QUESTIONS, MOST_REPORT_ADDRESSES, Question,
    VOID_ALLOWED,
};
use terms::{DomainName, Severity, Timestamp};
use world::{World, findings, now, tidy_but, visits};

fn asked(text: &str) -> Vec<Question> {
    let domain = DomainName::parse("bakery.example").unwrap();
    World::new(text).answers(&domain).iter().map(|answer| answer.question.clone()).collect()
}

fn list(terms: &str, more: &str) -> String {
    tidy_but(&format!("- bakery.example TXT\nbakery.example TXT v=spf1 {terms} -all\n{more}"))
}

#[test]
fn ten_look_ups_pass_and_eleven_do_not() {
    let terms = |n: u32| "mx ".repeat(n as usize);
    assert_eq!(findings(&World::new(&list(&terms(LOOKUPS_ALLOWED), "")).judge("bakery.example")), "");
    let found = findings(&World::new(&list(&terms(LOOKUPS_ALLOWED + 1), "")).judge("bakery.example"));
    assert_eq!(found, "spf-too-many-lookups: 11 look-ups of 10");
}

#[test]
fn two_void_look_ups_pass_and_three_do_not() {
    let terms = |n: u32| (0..n).map(|i| format!("a:old{i}.gone.example ")).collect::<String>();
    assert_eq!(findings(&World::new(&list(&terms(VOID_ALLOWED), "")).judge("bakery.example")), "");
    let found = findings(&World::new(&list(&terms(VOID_ALLOWED + 1), "")).judge("bakery.example"));
    assert_eq!(found, "spf-too-many-void: 3 look-ups that find nothing, of 2");
}

#[test]
fn a_fan_of_lists_makes_us_ask_ten_times_at_most() {
    let fan = |at: &str| (0..100).map(|i| format!("include:l{i}.{at} ")).collect::<String>();
    let wide = list(&fan("fan.example"), "");
    let lists = |questions: Vec<Question>| {
        questions.iter().filter(|question| question.name.as_str().ends_with("fan.example")).count()
    };
    assert_eq!(lists(asked(&wide)), 0);
    let ten: String = (0..10).map(|i| format!("include:l{i}.fan.example ")).collect();
    let deep: String = (0..10)
        .map(|i| format!("l{i}.fan.example TXT v=spf1 {} -all\n", fan(&format!("m{i}.fan.example"))))
        .collect();
    assert_eq!(lists(asked(&list(&ten, &deep))), 10);
    let judgement = World::new(&list(&ten, &deep)).judge("bakery.example");
    let counts = judgement.setting.spf_counts.unwrap();
    assert_eq!((counts.lookups, counts.whole), (MOST_LOOKUPS_COUNTED, false));
    assert_eq!(findings(&judgement), "spf-too-many-lookups: at least 100 look-ups of 10");
}

#[test]
fn counting_stops_where_it_no_longer_matters() {
    let counts = |n: u32| {
        let judgement = World::new(&list(&"mx ".repeat(n as usize), "")).judge("bakery.example");
        let counts = judgement.setting.spf_counts.unwrap();
        (counts.lookups, counts.whole)
    };
    assert_eq!(counts(MOST_LOOKUPS_COUNTED - 1), (MOST_LOOKUPS_COUNTED - 1, true));
    assert_eq!(counts(MOST_LOOKUPS_COUNTED + 1), (MOST_LOOKUPS_COUNTED, false));
}

#[test]
fn mail_servers_past_the_limit_are_not_asked_for_and_not_called_good() {
    let world = |n: usize| {
        let servers: String = (0..n)
            .map(|i| format!("bakery.example MX {i} m{i}.host.example\nm{i}.host.example A 192.0.2.1\n"))
            .collect();
        tidy_but(&format!("- bakery.example MX\n{servers}"))
    };
    let servers = |n: usize| {
        let asked = asked(&world(n));
        asked.iter().filter(|question| question.name.as_str().ends_with(".host.example")).count()
    };
    assert_eq!(servers(MOST_MAIL_SERVERS), MOST_MAIL_SERVERS);
    assert_eq!(servers(MOST_MAIL_SERVERS + 1), MOST_MAIL_SERVERS);
    assert_eq!(World::new(&world(MOST_MAIL_SERVERS)).judge("bakery.example").not_checked, []);
    let over = World::new(&world(MOST_MAIL_SERVERS + 1)).judge("bakery.example");
    assert_eq!(
        over.not_checked.iter().map(|gap| &gap.check[..]).collect::<Vec<_>>(),
        ["mx-broken", "mx-cname"]
    );
}

#[test]
fn report_addresses_past_the_limit_are_not_asked_for() {
    let asked = |n: usize| {
        let list: Vec<String> = (0..n).map(|i| format!("mailto:r@v{i}.example")).collect();
        let rule = format!("_dmarc.bakery.example TXT v=DMARC1; p=reject; rua={}", list.join(","));
        let questions = asked(&tidy_but(&format!("- _dmarc.bakery.example TXT\n{rule}")));
        questions.iter().filter(|question| question.name.as_str().contains("_report")).count()
    };
    assert_eq!(asked(MOST_REPORT_ADDRESSES), MOST_REPORT_ADDRESSES);
    assert_eq!(asked(MOST_REPORT_ADDRESSES + 1), MOST_REPORT_ADDRESSES);
}

#[test]
fn a_way_of_aliases_is_followed_to_the_limit_and_no_further() {
    let world = |n: usize| {
        let mut text = tidy_but("- www.bakery.example CNAME\nwww.bakery.example CNAME c1.far.example");
        for i in 1..n {
            text.push_str(&format!("\nc{i}.far.example CNAME c{}.far.example", i + 1));
        }
        text.push_str(&format!("\nc{n}.far.example A 192.0.2.1"));
        let mut world = World::new(&text);
        world.recursive = false;
        world.judge("bakery.example")
    };
    assert_eq!(world(LONGEST_CHAIN).not_checked, []);
    let over = world(LONGEST_CHAIN + 1);
    assert_eq!(over.not_checked[0].check, "web-dangling-name");
    assert_eq!(
        over.not_checked[0].reason,
        "The entry leads round in a circle, so there was nothing to read."
    );
}

#[test]
fn name_servers_past_the_limit_are_not_asked_for_the_whole_list() {
    let look = |n: usize| {
        let mut text = tidy_but("- bakery.example NS");
        for i in 0..n {
            text.push_str(&format!(
                "\nbakery.example NS ns{i}.far.example\nns{i}.far.example A 192.0.2.{}",
                60 + i
            ));
        }
        let mut world = World::new(&text);
        world.level = Level::Visitor;
        let asked = world.answers(&DomainName::parse("bakery.example").unwrap());
        let transfers =
            asked.observations().filter(|seen| seen.of.to_string().starts_with("whole list")).count();
        let judgement = world.judge("bakery.example");
        (transfers, judgement.not_checked.iter().any(|gap| gap.check == "dns-zone-transfer"))
    };
    assert_eq!(look(MOST_NAME_SERVERS), (MOST_NAME_SERVERS, false));
    assert_eq!(look(MOST_NAME_SERVERS + 1), (MOST_NAME_SERVERS, true));
}

#[test]
fn signatures_are_tried_up_to_the_limit() {
    // The keys and the start of the zone have as many signatures each, the right one last.
    let look = |each: usize| {
        let mut world = World::new(&tidy_but(""));
        world.sealing.decoys = each - 1;
        let judgement = world.judge("bakery.example");
        assert_eq!(findings(&judgement), "");
        judgement.not_checked.iter().map(|gap| format!("{}: {}", gap.check, gap.reason)).collect::<String>()
    };
    assert_eq!(look(MOST_PROOFS / 2), "");
    assert_eq!(look(MOST_PROOFS / 2 + 1), "dnssec-bogus: There was more than we read.");
}

#[test]
fn the_days_before_a_name_runs_out_decide_how_pressing_it_is() {
    let severity = |days: i64, seconds: i64| {
        let seconds = now().as_second() + days * 86_400 + seconds;
        let expires = Timestamp::from_second(seconds).unwrap().to_string();
        let mut world = World::new(&tidy_but(""));
        let sight = visits::registered(&expires, &["client transfer prohibited"]);
        world.sights.insert(visits::registration(), sight);
        world.judge("bakery.example").findings.first().map(|finding| finding.severity)
    };
    assert_eq!(severity(-1, 0), Some(Severity::Urgent));
    assert_eq!(severity(DAYS_URGENT, -1), Some(Severity::Urgent));
    assert_eq!(severity(DAYS_URGENT, 0), Some(Severity::Important));
    assert_eq!(severity(DAYS_IMPORTANT, -1), Some(Severity::Important));
    assert_eq!(severity(DAYS_IMPORTANT, 0), None);
}

#[test]
fn no_zone_can_make_us_ask_more_than_the_limit() {
    // Everything at once: many mail servers without addresses, ten lists, five report addresses, no end
    // of aliases.
    let mut text =
        String::from("bakery.example NS ns1.host.example\n_dmarc.bakery.example TXT v=DMARC1; p=none; rua=");
    text.push_str(&(0..20).map(|i| format!("mailto:r@v{i}.example,")).collect::<String>());
    text.push_str("\nbakery.example TXT v=spf1 ");
    text.push_str(&(0..10).map(|i| format!("a:a{i}.far.example ")).collect::<String>());
    for i in 0..60 {
        text.push_str(&format!("\nbakery.example MX {i} m{i}.far.example"));
        text.push_str(&format!(
            "\nm{i}.far.example CNAME n{i}.far.example\nn{i}.far.example CNAME o{i}.far.example"
        ));
        text.push_str(&format!(
            "\na{i}.far.example CNAME b{i}.far.example\nb{i}.far.example CNAME c{i}.far.example"
        ));
    }
    let domain = DomainName::parse("bakery.example").unwrap();
    let mut world = World::new(&text);
    world.recursive = false;
    assert_eq!(world.answers(&domain).len(), MOST_QUESTIONS);
    assert!(world.judge("bakery.example").not_checked.iter().any(|gap| gap.check == "mx-broken"));
}
