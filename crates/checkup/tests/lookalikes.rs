//! Names that look like a member's: what is asked about them, what we think of them, and why.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a fixture that does not read is a broken test"
)]

mod world;

use checkup::lookalike::{
    self, COPIES_DIFFER_BY, ESTABLISHED_DAYS, FRESH_DAYS, Lookalike, MOST_LOOKALIKE_APPROACHES,
    MOST_LOOKALIKE_QUESTIONS, MOST_OWN_PAGES, Own, PageKind, Told, Verdict,
};
use checkup::{Answers, Approach, Level, Reached, RegistrationSeen, Sight};
use jiff::SignedDuration;
use terms::{DomainName, Severity, Timestamp};
use world::sights::{Page, page, redirect};
use world::visits::{address, name};
use world::{World, now};

const SUSPECT: &str = "bakery-pay.example";
/// A name that is registered and takes mail.
const WITH_MAIL: &str = "bakery-pay.example NS ns1.seller.example
    bakery-pay.example A 192.0.2.66
    bakery-pay.example MX 10 mx.letters.example";
/// One that has a page and no mail.
const WITH_PAGE: &str = "bakery-pay.example NS ns1.seller.example
    bakery-pay.example A 192.0.2.66";
const WORDS: &str = "<title>The Old Street Bakery</title><h1>Bread and cakes</h1><p>We bake bread and cakes in \
    the old street by the river each day from six in the morning and sell them warm with coffee and tea to all who \
    come by on foot or by boat</p>";

fn domain(text: &str) -> DomainName {
    DomainName::parse_bare(text).unwrap()
}

/// The member: its domain, its name, and its page as a visit saw it.
fn bakery() -> Own {
    let mut answers = Answers::new();
    let at = Approach::Page { host: name("bakery.example"), address: address(10) };
    let mut world = World::new("bakery.example A 192.0.2.10");
    world.sights.insert(at.clone(), Sight::Page(page().body(WORDS).seen()));
    answers.observe(world.observation(at));
    Own::of(&domain("bakery.example"), "The Old Street Bakery Ltd", Some(&answers))
}

fn suspect(text: &str) -> World {
    let mut world = World::new(text);
    world.sights.clear();
    world.level = Level::Visitor;
    world
}

fn shows(world: &mut World, shown: &Page) {
    let at = Approach::Page { host: name(SUSPECT), address: address(66) };
    world.sights.insert(at, Sight::Page(shown.seen()));
}

fn registered(world: &mut World, days_ago: i64) {
    let seen = RegistrationSeen {
        found: true,
        registered: Some(now() - SignedDuration::from_hours(24 * days_ago)),
        registrar: Some("Names & Co".to_owned()),
        ..RegistrationSeen::default()
    };
    let of = Approach::Registration { domain: domain(SUSPECT) };
    world.sights.insert(of, Sight::Registration(seen));
}

/// The whole conversation, and what came of it.
fn look_at(world: &World, suspect: &str) -> Lookalike {
    let suspect = domain(suspect);
    let mut answers = Answers::new();
    for _ in 0..20 {
        let wanted = lookalike::next(&suspect, &answers, world.level);
        if wanted.is_empty() {
            assert!(answers.len() <= MOST_LOOKALIKE_QUESTIONS);
            assert!(answers.observations().count() <= MOST_LOOKALIKE_APPROACHES);
            return lookalike::look(&suspect, &bakery(), &answers, world.level, now());
        }
        answers.extend(wanted.questions.iter().map(|question| world.answer(question)));
        answers.extend(wanted.approaches.into_iter().map(|approach| world.observation(approach)));
    }
    panic!("the conversation about {suspect:?} does not end");
}

fn told(world: &World) -> (Verdict, Option<(&'static str, Severity)>) {
    let found = look_at(world, SUSPECT);
    (found.verdict(), found.finding())
}

#[test]
fn a_name_that_nobody_has_is_not_there() {
    let found = look_at(&suspect("other.example A 192.0.2.1"), SUSPECT);
    assert_eq!((found.there, found.verdict(), found.finding()), (Told::No, Verdict::NotThere, None));
    assert!(!found.is_uncertain());
}

#[test]
fn mail_is_important_and_urgent_while_the_name_is_fresh() {
    let mut world = suspect(WITH_MAIL);
    assert_eq!(told(&world), (Verdict::Mail, Some(("lookalike-mail", Severity::Important))));
    for (days, severity) in [(FRESH_DAYS - 1, Severity::Urgent), (FRESH_DAYS, Severity::Important)] {
        registered(&mut world, days);
        assert_eq!(told(&world), (Verdict::Mail, Some(("lookalike-mail", severity))), "{days}");
    }
    let found = look_at(&world, SUSPECT);
    assert_eq!(
        found.seen,
        [
            "name servers: ns1.seller.example",
            "mail goes to: mx.letters.example",
            "registered on 13 November 2026",
            "sold by Names & Co",
            "address of its page: 192.0.2.66",
        ]
    );
}

#[test]
fn whoever_names_senders_can_send() {
    let with = |list: &str| told(&suspect(&format!("{WITH_PAGE}\nbakery-pay.example TXT {list}"))).0;
    assert_eq!(with("v=spf1 include:spf.letters.example ~all"), Verdict::Mail);
    assert_eq!(with("v=spf1 ?all"), Verdict::Mail);
    assert_eq!(with("v=spf1 -all"), Verdict::Registered);
    assert_eq!(with("site-verification=1"), Verdict::Registered);
    let refuses = format!("{WITH_PAGE}\nbakery-pay.example MX 0 .");
    assert_eq!(told(&suspect(&refuses)).0, Verdict::Registered);
}

#[test]
fn a_copy_of_the_page_is_urgent() {
    let mut world = suspect(WITH_PAGE);
    shows(&mut world, &page().body(&WORDS.replace("coffee", "juice")));
    assert_eq!(told(&world), (Verdict::Copy, Some(("lookalike-site", Severity::Urgent))));
    // The same words under another title are a copy; other words under the same title are not.
    shows(&mut world, &page().body(&WORDS.replace("The Old Street", "Best")));
    assert_eq!(told(&world).0, Verdict::Copy);
    shows(
        &mut world,
        &page().body("<title>The Old Street Bakery</title><p>Our film club meets on Mondays in the hall</p>"),
    );
    assert_eq!(told(&world).0, Verdict::Registered);
    assert_eq!(COPIES_DIFFER_BY, 8);
}

#[test]
fn a_log_in_in_the_members_name_is_urgent_and_any_other_is_not() {
    let form = "<form><input type=password></form>";
    let mut world = suspect(WITH_PAGE);
    for named in ["<h1>Old Street <em>Bakery</em>: sign in</h1>", "<title>BAKERY.example sign in</title>"] {
        shows(&mut world, &page().body(&format!("{named}{form}")));
        assert_eq!(told(&world), (Verdict::LogIn, Some(("lookalike-site", Severity::Urgent))), "{named}");
    }
    shows(&mut world, &page().body(&format!("<title>Webmail</title>{form}")));
    assert_eq!(told(&world).0, Verdict::Registered);
}

#[test]
fn a_name_that_leads_to_the_member_is_asked_about() {
    let mut world = suspect(WITH_MAIL);
    shows(&mut world, &redirect("https://www.bakery.example/"));
    assert_eq!(told(&world), (Verdict::ProbablyYours, Some(("lookalike-registered", Severity::Note))));
    // Whoever means harm sends visitors on too: with mail, and fresh, it counts as such.
    registered(&mut world, 1);
    assert_eq!(told(&world).0, Verdict::Mail);
    for elsewhere in ["https://bakery.example.evil.example/", "https://evil.example/?bakery.example", "/home"]
    {
        shows(&mut world, &redirect(elsewhere));
        assert_ne!(look_at(&world, SUSPECT).page, PageKind::LeadsToYou, "{elsewhere}");
    }
}

#[test]
fn a_name_with_a_long_past_and_a_page_of_its_own_is_another_firms() {
    let mut world = suspect(WITH_MAIL);
    shows(&mut world, &page().body("<title>Baker Payroll</title><p>Payroll for small firms since 1990</p>"));
    for (days, verdict) in [(ESTABLISHED_DAYS, Verdict::AnotherFirm), (ESTABLISHED_DAYS - 1, Verdict::Mail)] {
        registered(&mut world, days);
        assert_eq!(told(&world).0, verdict, "{days}");
    }
}

#[test]
fn a_name_for_sale_is_parked() {
    let mut world = suspect(WITH_PAGE);
    shows(&mut world, &page().body("<h1>This domain is for sale!</h1>"));
    assert_eq!(told(&world).0, Verdict::Parked);
    let mut kept = suspect("bakery-pay.example NS ns1.sedoparking.com\nbakery-pay.example A 192.0.2.66");
    shows(&mut kept, &page().body("<title>bakery-pay.example</title><p>Links</p>"));
    assert_eq!(told(&kept).0, Verdict::Parked);
}

#[test]
fn what_could_not_be_seen_is_never_good() {
    for failure in ["timeout", "servfail", "refused"] {
        let found = look_at(&suspect(&format!("bakery-pay.example NS !{failure}")), SUSPECT);
        assert_eq!(found.verdict(), Verdict::CouldNotCheck, "{failure}");
        assert!(found.is_uncertain() && found.finding().is_none());
    }
    let no_mail_told = format!("{WITH_PAGE}\nbakery-pay.example MX !timeout");
    assert_eq!(told(&suspect(&no_mail_told)).0, Verdict::CouldNotCheck);
    let mut silent = suspect(WITH_PAGE);
    for of in [
        Approach::Page { host: name(SUSPECT), address: address(66) },
        Approach::SecurePage { host: name(SUSPECT), address: address(66) },
    ] {
        silent.ends.insert(of, Reached::TimedOut);
    }
    let found = look_at(&silent, SUSPECT);
    assert_eq!((found.page, found.verdict()), (PageKind::Unknown, Verdict::Registered));
    assert!(found.is_uncertain());
    assert_eq!(found.gap.as_deref(), Some("No answer came in time. We will try again."));
    // Where nobody listens there is no page.
    assert_eq!(look_at(&suspect(WITH_PAGE), SUSPECT).page, PageKind::None);
}

#[test]
fn a_look_at_records_visits_nobody_and_keeps_what_a_visit_saw() {
    let mut world = suspect(WITH_MAIL);
    registered(&mut world, 3);
    shows(&mut world, &page().body(WORDS));
    let visited = look_at(&world, SUSPECT);
    assert_eq!(visited.verdict(), Verdict::Copy);
    world.level = Level::Records;
    let records = look_at(&world, SUSPECT);
    assert_eq!((records.page, records.registered, records.page_at), (PageKind::NotVisited, None, None));
    assert!(!records.is_uncertain(), "nobody tried");
    let week = SignedDuration::from_hours(24 * 7);
    let both = records.clone().with_earlier(Some(&visited), week);
    assert_eq!((both.verdict(), both.registered), (Verdict::Copy, visited.registered));
    let late = Lookalike { looked_at: now() + week, ..records.clone() };
    assert_eq!(late.with_earlier(Some(&visited), week).page, PageKind::NotVisited);
    let gone = Lookalike { there: Told::No, ..records };
    assert_eq!(gone.with_earlier(Some(&visited), week).verdict(), Verdict::NotThere);
}

#[test]
fn a_name_below_somebody_elses_has_to_exist_itself() {
    let world = suspect("shops.example NS ns1.seller.example\nbakery.shops.example A 192.0.2.66");
    assert_eq!(look_at(&world, "bakery.shops.example").there, Told::Yes);
    assert_eq!(look_at(&world, "bakery2.shops.example").there, Told::No);
}

#[test]
fn strangers_texts_are_inert_and_cut() {
    let mut world = suspect(WITH_MAIL);
    shows(&mut world, &page().body(&format!("<title>a\u{1b}[2J{}</title>", "é".repeat(900))));
    let found = look_at(&world, SUSPECT);
    assert!(found.seen.iter().all(|line| line.is_ascii() || line.ends_with('…')), "{:?}", found.seen);
    assert!(found.seen.iter().all(|line| !line.contains('\u{1b}') && line.chars().count() <= 161));
}

#[test]
fn so_many_pages_of_the_member_count_and_the_rest_do_not() {
    let visited = |many: usize| {
        let mut answers = Answers::new();
        let mut world = World::new("bakery.example A 192.0.2.10");
        for number in 0..many {
            let at =
                Approach::Page { host: name(&format!("a{number:02}.bakery.example")), address: address(10) };
            let body =
                format!("<p>{}</p>", "word ".repeat(number + 1).replace("word", &format!("w{number}")));
            world.sights.insert(at.clone(), Sight::Page(page().body(&body).seen()));
            answers.observe(world.observation(at));
        }
        let own = Own::of(&domain("bakery.example"), "", Some(&answers));
        let mut copy = suspect(WITH_PAGE);
        let last = many - 1;
        shows(&mut copy, &page().body(&format!("<p>{}</p>", format!("w{last} ").repeat(many))));
        let mut answers = Answers::new();
        loop {
            let wanted = lookalike::next(&domain(SUSPECT), &answers, Level::Visitor);
            if wanted.is_empty() {
                let found = lookalike::look(&domain(SUSPECT), &own, &answers, Level::Visitor, now());
                return found.verdict() == Verdict::Copy;
            }
            answers.extend(wanted.questions.iter().map(|question| copy.answer(question)));
            answers.extend(wanted.approaches.into_iter().map(|approach| copy.observation(approach)));
        }
    };
    assert!(visited(MOST_OWN_PAGES) && !visited(MOST_OWN_PAGES + 1));
}

#[test]
fn a_verdict_reads_back_from_its_word() {
    for verdict in Verdict::ALL {
        assert_eq!(verdict.name().parse(), Ok(verdict));
    }
    assert!("good".parse::<Verdict>().is_err());
    let found = look_at(&suspect(WITH_MAIL), SUSPECT);
    let kept = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Lookalike>(&kept).unwrap(), found);
    assert_eq!(found.looked_at, "2026-11-27T09:00:00Z".parse::<Timestamp>().unwrap());
}
