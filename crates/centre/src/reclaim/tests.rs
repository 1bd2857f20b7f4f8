use jiff::civil::{Date, date, time};
use terms::{Money, PlainLine};

use super::*;
use crate::calendar::Calendar;
use crate::first_hour::Guide;
use crate::first_hour::tests::{files, guide};
use crate::region::tests::london;

const TODAY: Date = date(2026, 11, 27); // a Friday

fn paid(day: Date, pounds: u32) -> Payment {
    Payment { day, time: None, amount: Money::pounds(pounds), to: None, account: None }
}

fn claim(payments: Vec<Payment>) -> Claim {
    Claim {
        claimant: Claimant::MicroFirm,
        happened: Happened::Tricked,
        way: Way::Transfer,
        payments,
        needs_care: false,
    }
}

fn judge(claim: &Claim) -> Verdict {
    claim.judge(&guide().reclaim, &Calendar::of(&london()), TODAY).unwrap()
}

fn stands(claim: &Claim) -> (Standing, Reason) {
    let verdict = judge(claim);
    (verdict.standing, verdict.reason)
}

#[test]
fn a_false_bill_of_yesterday_may_be_claimed() {
    let verdict = judge(&claim(vec![paid(date(2026, 11, 26), 4_200)]));
    assert_eq!((verdict.standing, verdict.reason), (Standing::May, Reason::Fits));
    assert_eq!(verdict.cap.to_string(), "£85,000");
    assert_eq!(verdict.covered.to_string(), "£4,200");
    assert_eq!(verdict.excess.to_string(), "£100");
    assert_eq!(verdict.last_day, date(2027, 12, 26));
    assert_eq!(verdict.decides_by, date(2026, 12, 4));
}

#[test]
fn bank_holidays_are_no_working_days() {
    let before_christmas = claim(vec![paid(date(2026, 12, 22), 10)]);
    let verdict =
        before_christmas.judge(&guide().reclaim, &Calendar::of(&london()), date(2026, 12, 23)).unwrap();
    // 25 and 28 December (for the 26th) are holidays, and so is 1 January.
    assert_eq!(verdict.decides_by, date(2027, 1, 4));
}

#[test]
fn the_cap_is_a_cap_and_care_takes_the_excess_away() {
    let large = claim(vec![paid(date(2026, 11, 1), 60_000), paid(date(2026, 11, 20), 60_000)]);
    let verdict = judge(&large);
    assert_eq!(
        (verdict.paid.to_string(), verdict.covered.to_string()),
        ("£120,000".into(), "£85,000".into())
    );
    let cared = Claim { needs_care: true, ..large };
    assert_eq!(judge(&cared).excess, Money::ZERO);
}

#[test]
fn the_first_day_of_the_rules_counts_and_the_day_before_does_not() {
    let on = |day: Date, today: Date| {
        let verdict =
            claim(vec![paid(day, 10)]).judge(&guide().reclaim, &Calendar::of(&london()), today).unwrap();
        (verdict.standing, verdict.reason)
    };
    assert_eq!(on(date(2024, 10, 7), date(2024, 10, 8)), (Standing::May, Reason::Fits));
    assert_eq!(on(date(2024, 10, 6), date(2024, 10, 8)), (Standing::MayNot, Reason::BeforeTheRules));
    assert_eq!(on(date(2025, 10, 27), TODAY), (Standing::May, Reason::Fits));
    assert_eq!(on(date(2025, 10, 26), TODAY), (Standing::MayNot, Reason::TooLate));
    // The 31st of a month that the thirteenth month does not have.
    assert_eq!(on(date(2026, 1, 31), date(2027, 2, 28)), (Standing::May, Reason::Fits));
    assert_eq!(on(date(2026, 1, 31), date(2027, 3, 1)), (Standing::MayNot, Reason::TooLate));
}

#[test]
fn payments_before_the_rules_are_not_covered_beside_later_ones() {
    let verdict = claim(vec![paid(date(2024, 10, 6), 500), paid(date(2024, 10, 7), 300)])
        .judge(&guide().reclaim, &Calendar::of(&london()), date(2024, 11, 1))
        .unwrap();
    assert_eq!((verdict.paid.to_string(), verdict.covered.to_string()), ("£800".into(), "£300".into()));
}

#[test]
fn every_answer_has_one_reason() {
    let base = claim(vec![paid(date(2026, 11, 26), 100)]);
    let happened = |happened| stands(&Claim { happened, ..base.clone() });
    let way = |way| stands(&Claim { way, ..base.clone() });
    let who = |claimant| stands(&Claim { claimant, ..base.clone() });
    let not = Standing::MayNot;
    assert_eq!(happened(Happened::Taken), (not, Reason::TakenByOthers));
    assert_eq!(happened(Happened::Quarrel), (not, Reason::RealSeller));
    assert_eq!(happened(Happened::NotSure), (Standing::Unsure, Reason::NotClear));
    assert_eq!(way(Way::Chaps), (Standing::May, Reason::Fits));
    assert_eq!(way(Way::Card), (not, Reason::PaidByCard));
    assert_eq!(way(Way::Cash), (not, Reason::PaidInCash));
    assert_eq!(way(Way::Crypto), (not, Reason::PaidInCrypto));
    assert_eq!(way(Way::Abroad), (not, Reason::PaidAbroad));
    assert_eq!(way(Way::NotSure), (Standing::Unsure, Reason::NotClear));
    for fits in [Claimant::Person, Claimant::SoleTrader, Claimant::MicroFirm, Claimant::SmallCharity] {
        assert_eq!(who(fits), (Standing::May, Reason::Fits));
    }
    assert_eq!(who(Claimant::Larger), (not, Reason::TooLarge));
    assert_eq!(who(Claimant::NotSure), (Standing::Unsure, Reason::NotClear));
    assert!(claim(vec![]).judge(&guide().reclaim, &Calendar::of(&london()), TODAY).is_none());
}

fn line(text: &str) -> Option<PlainLine> {
    Some(PlainLine::parse(text).unwrap())
}

fn facts() -> Facts {
    let payment = Payment {
        day: date(2026, 11, 26),
        time: Some(time(16, 10, 0, 0)),
        amount: Money::parse("4,200.50").unwrap(),
        to: line("Bright Roofs"),
        account: line("00-00-00 00000000"),
    };
    Facts {
        name: PlainLine::parse("Ada Example").unwrap(),
        firm: line("Corner Bakery"),
        bank: line("Example Bank"),
        account: line("ending 1234"),
        contact: None,
        claim: claim(vec![payment]),
        came_by: line("an e-mail with new bank details"),
        story: Story::parse("A bill came.\n\nI paid it.").unwrap(),
        found: Some(date(2026, 11, 27)),
        told_bank: None,
        crime_reference: None,
    }
}

#[test]
fn the_statement_tells_the_bank_what_it_asks() {
    let text = facts().statement(TODAY).text();
    assert_eq!(
        text,
        "Statement of facts

Who I am
Name: Ada Example
Firm: Corner Bakery
Bank: Example Bank
Account: ending 1234
We are a firm of fewer than 10 people.

The payments
£4,200.50 on 26 November 2026 at 16:10 to Bright Roofs, account 00-00-00 00000000

How it came about
I sent the money myself, because I was tricked.
It went by bank transfer inside the UK.
They reached me by: an e-mail with new bank details
I found out on 27 November 2026.

What happened, in my words
A bill came.
I paid it.

What I have done since
I tell my bank with this statement.

I say that this is true as far as I know. Ada Example, 27 November 2026
"
    );
}

#[test]
fn nobody_signs_what_they_did_not_say() {
    let silent = facts().statement(TODAY).text();
    for unsaid in ["reported", "kept the messages", "Report Fraud"] {
        assert!(!silent.contains(unsaid), "{unsaid}: {silent}");
    }
    let told = Facts { crime_reference: line("RF-0000"), told_bank: line("today at 9, case 12"), ..facts() };
    let told = told.statement(TODAY).text();
    assert!(told.contains("I reported it. The reference is RF-0000"), "{told}");
    assert!(told.contains("I told my bank: today at 9, case 12"), "{told}");
}

#[test]
fn the_letter_names_the_rules_the_cap_and_the_day() {
    let facts = facts();
    let letter = facts.letter(&judge(&facts.claim), TODAY).text();
    for said in [
        "£85,000",
        "5 working days. That is until 4 December 2026",
        "£4,200.50 in all",
        "excess of up to £100",
    ] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    let cared = Facts { claim: Claim { needs_care: true, ..facts.claim.clone() }, ..facts.clone() };
    let letter = cared.letter(&judge(&cared.claim), TODAY).text();
    assert!(letter.contains("no excess is taken off") && !letter.contains("excess of up to"), "{letter}");
    let by_card = Facts { claim: Claim { way: Way::Card, ..facts.claim.clone() }, ..facts };
    let letter = by_card.letter(&judge(&by_card.claim), TODAY).text();
    assert!(letter.contains("chargeback") && !letter.contains("£85,000"), "{letter}");
}

#[test]
fn a_story_has_limits_and_no_tricks() {
    assert_eq!(Story::parse(&"é".repeat(LONGEST_STORY + 1)), Err(StoryError::TooLong));
    let longest = Story::parse(&"é".repeat(LONGEST_STORY)).unwrap();
    assert_eq!(longest.lines().iter().map(|l| l.as_str().chars().count()).sum::<usize>(), LONGEST_STORY);
    assert!(Story::parse(&"a\n".repeat(MOST_STORY_LINES)).is_ok());
    assert_eq!(Story::parse(&"a\n".repeat(MOST_STORY_LINES + 1)), Err(StoryError::TooLong));
    assert_eq!(Story::parse("evil\u{202e}txt"), Err(StoryError::Unshowable));
    assert!(Story::parse(" \n\t\n").unwrap().is_empty());
}

#[test]
fn rules_are_data_and_faults_say_what_to_do() {
    let with = |from: &str, to: &str| {
        let mut files = files();
        let (_, text) = files.iter_mut().find(|(name, _)| name == FILE).unwrap();
        *text = text.replacen(from, to, 1);
        Guide::read(&files)
    };
    let fault = with("cap_pounds = 85000", "cap_pounds = \"a lot\"").unwrap_err()[0].to_string();
    assert!(
        fault.starts_with("reclaim.toml:") && fault.contains("cap_pounds must be a whole number"),
        "{fault}"
    );
    let newer = "\n[[rules]]\nfrom = 2027-01-01\ncap_pounds = 90000\nexcess_pounds = 0\nclaim_within_months = 12\n\
        bank_decides_working_days = 3\nbank_decides_at_latest_working_days = 20\nmicro_firm_people_below = 10\n\
        micro_firm_euros_at_most = 2000000\ncharity_income_pounds_below = 1000000\nsource = \"a change\"\n\
        checked = 2026-12-01\n\n[[rules]]";
    let book = with("\n[[rules]]", newer).unwrap().reclaim;
    assert_eq!(book.on(date(2026, 12, 31)).unwrap().cap.to_string(), "£85,000");
    assert_eq!(book.on(date(2027, 1, 1)).unwrap().cap.to_string(), "£90,000");
    assert_eq!(book.on(date(2024, 10, 6)), None);
}
