//! Findings from look to look: what a member sees of them, and which letters it gets over a year and a half.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use centre::consent::Reach;
use centre::ledger::Actor;
use checkup::catalogue::entry;
use checkup::{Answers, Judgement, Level};
use house::{Firm, House};
use jiff::SignedDuration;
use store::{DueAsset, Letter};
use terms::{DomainName, Finding};
use web::looking::keep_look;
use web::ports::Look;
use web::telling::{CAUSE, MOST_LINES, Writer, tell};

const MAILBOX: &str = "anna@bakery.example";

fn by() -> Actor {
    Actor::Reconciler("watching".to_owned())
}

fn writer() -> Writer {
    Writer { origin: house::ORIGIN.to_owned(), centre: "London Watchhouse".to_owned() }
}

/// A look of this level that finds these and nothing else.
fn look_that_finds(house: &House, domain: &DomainName, level: Level, found: &[&str]) -> Look {
    let finding = |check: &&str| {
        let entry = entry(check).unwrap();
        let seen = match *check {
            "domain-expiring" => "bakery.example runs out on 3 January 2027".to_owned(),
            _ => String::new(),
        };
        Finding { check: (*check).to_owned(), severity: entry.severity, promise: entry.promise, seen }
    };
    let judgement = checkup::judge(domain, &Answers::new(), level, house.now());
    let judgement =
        Judgement { findings: found.iter().map(finding).collect(), not_checked: Vec::new(), ..judgement };
    Look { answers: Answers::new(), judgement }
}

async fn due(house: &House) -> Vec<DueAsset> {
    house.app.store.due_for_recheck(house.now(), 100).await.unwrap()
}

/// Keeps a look at every domain that is due; returns how many there were.
async fn looks(house: &House, level: Level, found: &[&str]) -> usize {
    // These looks are made up whole: nothing of an earlier one is carried over.
    let reach = if level > Level::Records { Reach::Visitor } else { Reach::Records };
    let due = due(house).await;
    for asset in &due {
        let look = look_that_finds(house, &asset.domain, level, found);
        keep_look(&house.app.store, asset, &look, reach, &by(), house.now()).await.unwrap();
    }
    due.len()
}

/// One round of the work that writes letters; returns how many it wrote.
async fn round(house: &House) -> usize {
    let mut written = 0;
    for member in house.app.store.members_to_tell(None, 100, house.now()).await.unwrap() {
        written += usize::from(tell(&house.app.store, member, &writer(), &by(), house.now()).await.unwrap());
    }
    written
}

async fn letters(house: &House) -> Vec<Letter> {
    let mut letters = house.letters().await;
    letters.retain(|letter| letter.cause == CAUSE);
    letters.reverse();
    letters
}

async fn bakery(house: &House) -> Firm {
    house.firm_with("Anna's Bakery", MAILBOX, Some("bakery.example")).await
}

fn day(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// What is found on which day: a rule that is missing for good, a small thing from the third day on, an open
/// list for ten days in the second month.
fn found_on(day: i64) -> Vec<&'static str> {
    let mut found = vec!["dmarc-missing"];
    if day >= 3 {
        found.push("web-private-address");
    }
    if (40..50).contains(&day) {
        found.push("spf-allows-everyone");
    }
    found
}

#[tokio::test]
async fn over_a_year_and_a_half_a_member_hears_of_everything_once_and_is_reminded_as_it_matters() {
    let house = House::open().await;
    let _firm = bakery(&house).await;
    let mut written: Vec<(i64, String)> = Vec::new();
    let mut looked = 0;
    for hours in (0..24 * 560).step_by(6) {
        let today = hours / 24;
        looked += looks(&house, Level::Records, &found_on(today)).await;
        for _ in 0..2 {
            if round(&house).await > 0 {
                let letter = letters(&house).await.pop().unwrap();
                let lines = letter.text.lines().filter_map(|line| line.strip_prefix("- "));
                let lines = lines.map(|line| line.split(" at ").next().unwrap()).collect::<Vec<_>>();
                written.push((today, format!("{}: {}", letter.subject, lines.join(", "))));
            }
        }
        house.wait(SignedDuration::from_hours(6));
    }
    assert!((550..=562).contains(&looked), "{looked} looks");
    let told: Vec<(i64, &str)> = written.iter().map(|(day, told)| (*day, told.as_str())).collect();
    let usual = |told: &str| format!("What is new at your web names: {told}");
    assert_eq!(told[0], (0, usual("New").as_str()));
    assert_eq!(told[1], (7, usual("New").as_str()), "the small thing waits for the week");
    let (when, urgent) = told[2];
    assert!((40..=41).contains(&when), "{when}");
    assert_eq!(urgent, "Please look at your web names today: New");
    assert_eq!(told[3].1, usual("Mended"));
    assert!((50..=51).contains(&told[3].0), "{:?}", told[3]);
    // The rule is important: told on day 0, again every 122 days. The small thing after 548: on day 555.
    let reminders: Vec<i64> = told[4..].iter().map(|(day, _)| *day).collect();
    assert_eq!(reminders, [122, 244, 366, 488, 555]);
    assert!(told[4..].iter().all(|(_, told)| *told == usual("Still there")), "{told:?}");
}

#[tokio::test]
async fn an_urgent_thing_that_stands_is_told_again_after_two_months() {
    let house = House::open().await;
    let _firm = bakery(&house).await;
    let mut written = Vec::new();
    for today in 0..130 {
        looks(&house, Level::Records, &["spf-allows-everyone"]).await;
        if round(&house).await > 0 {
            written.push(today);
        }
        house.wait(day(1));
    }
    assert_eq!(written, [0, 61, 122]);
}

#[tokio::test]
async fn what_a_visit_met_once_is_shown_and_not_counted_until_it_is_met_again() {
    let house = House::open().await;
    let firm = bakery(&house).await;
    let asset = due(&house).await.remove(0).id;
    let mut anna = house.browser_for(firm.person).await;
    looks(&house, Level::Visitor, &["web-cert-expired"]).await;
    let page = anna.get(&format!("/firm/domains/{asset}")).await.text();
    assert!(page.contains("We saw this once. We look again today at 11:00 before we count it."), "{page}");
    assert!(page.contains("We saw this once. We look again before we count it."), "the tile says so: {page}");
    assert_eq!(round(&house).await, 0);
    let promise = house.app.store.asset(asset).await.unwrap().unwrap().promise;
    assert_eq!(promise, Some(terms::PromiseState::CouldNotCheck));
    assert!(!anna.get("/firm").await.text().contains("your certificate has run out"));

    house.wait(SignedDuration::from_mins(59));
    assert!(due(&house).await.is_empty());
    house.wait(SignedDuration::from_mins(1));
    assert_eq!(looks(&house, Level::Visitor, &["web-cert-expired"]).await, 1);
    let page = anna.get(&format!("/firm/domains/{asset}")).await.text();
    assert!(page.contains("To be mended. We saw it first on 21 November 2026."), "{page}");
    assert!(page.contains("Not by letter"), "{page}");
    assert!(anna.get("/firm").await.text().contains("your certificate has run out"), "the plan has it");
    assert_eq!(round(&house).await, 1);
    let page = anna.get(&format!("/firm/domains/{asset}")).await.text();
    assert!(!page.contains("Not by letter"), "{page}");

    // A night that only reads records does not mend what a visit found; the next visit does.
    house.wait(day(1));
    looks(&house, Level::Records, &[]).await;
    let still = house.app.store.asset(asset).await.unwrap().unwrap().promise;
    assert_eq!(still, Some(terms::PromiseState::NotKept));
    house.wait(day(7));
    looks(&house, Level::Visitor, &[]).await;
    let mut anna = house.browser_for(firm.person).await;
    let page = anna.get(&format!("/firm/domains/{asset}")).await.text();
    assert!(page.contains("Mended. We saw that on 29 November 2026."), "{page}");
    assert_eq!(round(&house).await, 1);
    let letter = letters(&house).await.pop().unwrap();
    assert!(
        letter.text.contains("There is nothing more to do about these points. Well done."),
        "{}",
        letter.text
    );
}

#[tokio::test]
async fn a_letter_says_what_is_new_what_to_do_first_and_how_to_stop_it() {
    let house = House::open().await;
    let firm = bakery(&house).await;
    looks(&house, Level::Visitor, &["domain-expiring", "dmarc-missing"]).await;
    assert_eq!(round(&house).await, 1);
    let letter = letters(&house).await.pop().unwrap();
    assert_eq!(letter.recipient, MAILBOX);
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap()[0].id;
    let expected = "\
we look after the web names of Anna's Bakery. This is what we saw.

- New at bakery.example: Your name runs out soon. We saw: bakery.example runs out on 3 January 2027
- New at bakery.example: You do not tell others to refuse forged mail

Do this first: Your name runs out soon. How to do it, step by step: http://localhost:8080/firm/domains/ASSET

We write once a week at most. Only what cannot wait comes sooner. You want no such letters? Stop them here: http://localhost:8080/firm/letters
";
    assert!(letter.text.contains(&expected.replace("ASSET", &asset.to_string())), "{}", letter.text);

    let mut anna = house.browser_for(firm.person).await;
    let page = anna.get("/firm/letters").await;
    assert!(page.text().contains("The last letter went out on 21 November 2026."), "{}", page.text());
    let page = anna.submit(&page, "Stop these letters", &[]).await;
    assert!(page.text().contains("You stopped these letters on 21 November 2026."), "{}", page.text());
    house.wait(day(8));
    looks(&house, Level::Records, &["spf-allows-everyone"]).await;
    assert_eq!(round(&house).await, 0);
    assert!(!tell(&house.app.store, firm.organisation, &writer(), &by(), house.now()).await.unwrap());
    let mut anna = house.browser_for(firm.person).await;
    let page = anna.get("/firm/letters").await;
    anna.submit(&page, "Send me these letters again", &[]).await;
    assert_eq!(round(&house).await, 1, "nothing that was found meanwhile is lost");
}

#[tokio::test]
async fn a_letter_names_ten_findings_and_counts_the_rest() {
    let all: Vec<&str> = checkup::catalogue::all()
        .filter(|entry| entry.is_certain() && entry.severity != terms::Severity::Note)
        .map(|entry| entry.id)
        .collect();
    for (found, more) in [(&all[..MOST_LINES], false), (&all[..=MOST_LINES], true)] {
        let house = House::open().await;
        let _firm = bakery(&house).await;
        looks(&house, Level::Visitor, found).await;
        assert_eq!(round(&house).await, 1);
        let text = letters(&house).await.pop().unwrap().text;
        assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), MOST_LINES, "{text}");
        assert_eq!(
            text.contains("There is one more. You find it all here: http://localhost:8080/firm/domains"),
            more,
            "{text}"
        );
        assert_eq!(round(&house).await, 0, "all of it counts as told");
    }
}

#[tokio::test]
async fn nobody_is_written_to_who_has_not_confirmed_the_address() {
    let house = House::open().await;
    let firm = bakery(&house).await;
    house.sabotage("update people set confirmed_at = null").await;
    looks(&house, Level::Records, &["spf-allows-everyone"]).await;
    assert_eq!(round(&house).await, 0);
    assert_eq!(house.app.store.finding_letters(firm.organisation).await.unwrap().told_at, None);
}

#[tokio::test]
async fn whatever_moment_the_program_ends_at_nothing_is_told_twice_or_lost() {
    let house = House::open().await;
    let firm = bakery(&house).await;
    let asset = due(&house).await.remove(0).id;
    let mut cut = 0;
    for microseconds in (0..4_000).step_by(100) {
        let found = ["spf-allows-everyone"];
        looks(&house, Level::Records, &found).await;
        let (store, who) = (&house.app.store, writer());
        let by = by();
        let writes = tell(store, firm.organisation, &who, &by, house.now());
        let within = std::time::Duration::from_micros(microseconds);
        cut += usize::from(tokio::time::timeout(within, writes).await.is_err());
        tell(store, firm.organisation, &who, &by, house.now()).await.unwrap();
        let kept = house.letters().await.into_iter().filter(|letter| letter.cause == CAUSE);
        let of_today = kept.filter(|letter| letter.queued_at == house.now()).count();
        assert_eq!(of_today, 1, "cut after {microseconds} microseconds");
        let told = house.app.store.findings_of(asset).await.unwrap()[0].watched.told_at;
        assert_eq!(told, Some(house.now()));
        house.wait(day(61));
    }
    assert!(cut > 0, "the letter was never cut off");
}
