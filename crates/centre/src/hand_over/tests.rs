//! The closed table is the truth: each field is changed, and only the packs of those who need it change.

use jiff::civil::date;
use proptest::prelude::*;
use terms::{EvidenceId, Money, PackId, PlainLine};

use super::*;
use crate::account::{Account, CameBy, Paid, Place, Strand, Told};
use crate::case::{Ground, Wish, Word};
use crate::playbook::{Answer, Question};
use crate::region::BodyKind;

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

fn pack_id() -> PackId {
    "0123456789abcdef0123456789abcdef".parse().unwrap()
}

fn cover() -> Cover {
    Cover {
        pack: pack_id(),
        centre: "London Watchhouse".to_owned(),
        reference: "WH-7K3D-92".to_owned(),
        to: Word::parse("metropolitan-police").unwrap(),
        to_name: "Metropolitan Police".to_owned(),
        ground: Ground::Consent,
        on: date(2026, 11, 21),
        ask: None,
    }
}

fn source() -> Source {
    Source {
        account: Account {
            happened: "A bill came with another account number.".to_owned(),
            ..Account::default()
        },
        person: Person::default(),
        problem: "I paid a bill, and it was a trick".to_owned(),
        received: date(2026, 11, 20),
        borough: None,
        wishes: Vec::new(),
        items: vec![item("letter.png")],
        timeline: Vec::new(),
        linked: Vec::new(),
    }
}

fn item(name: &str) -> SeenItem {
    SeenItem {
        id: "00112233445566778899aabbccddeeff".parse::<EvidenceId>().unwrap(),
        kind: "a picture".to_owned(),
        bytes: 2_048,
        sha256: "ab".repeat(32),
        name: name.to_owned(),
        kept: date(2026, 11, 20),
    }
}

fn paid(to: &str) -> Paid {
    Paid {
        amount: Money::pounds(420),
        way: None,
        day: Some(date(2026, 11, 19)),
        time: None,
        to: Some(line(to)),
        account: None,
    }
}

/// The source with this field changed so that its new value has the canary in it, where it is text.
fn with(field: Field, canary: &str) -> Source {
    let mut new = source();
    let (account, person) = (&mut new.account, &mut new.person);
    let words = || Some(line(canary));
    match field {
        Field::Name => person.name = words(),
        Field::Email => person.email = Some(format!("{canary}@example.com")),
        Field::Phone => person.phone = Some(canary.to_owned()),
        Field::Organisation => person.organisation = words(),
        Field::SafeContact => person.safe_contact = words(),
        Field::Problem => new.problem = canary.to_owned(),
        Field::Received => new.received = date(2001, 1, 1),
        Field::Borough => new.borough = Some(canary.to_owned()),
        Field::Answers => account.yes.push(Question::Now),
        Field::Happened => account.happened = canary.to_owned(),
        Field::Noticed => account.noticed = Some(date(2001, 1, 1)),
        Field::Began => account.began = words(),
        Field::CameBy => account.came_by = Some(CameBy::Inside),
        Field::Traces => account.traces.push(line(canary)),
        Field::Hit => account.hit = words(),
        Field::Paid => account.paid.push(paid(canary)),
        Field::AskedFor => account.asked_for = Some(Money::pounds(9)),
        Field::DetailsSeen => account.details_seen = Some(Answer::Yes),
        Field::DetailsOf => account.details_of = Some(77),
        Field::Told => {
            for body in ["platform", "bank"] {
                account.told.push(Told { body: Word::parse(body).unwrap(), reference: words() });
            }
        }
        Field::Places => account.places.push(Place { platform: None, address: line(canary) }),
        Field::Strands => account.strands.push(Strand::Disability),
        Field::SafeNow => account.safe_now = Some(Answer::No),
        Field::Wishes => new.wishes.push(Wish::PoliceAct),
        Field::WishWords => account.wish = words(),
        Field::WrittenBy => account.written_by = words(),
        Field::Evidence => new.items[0].bytes = 9_999,
        Field::EvidenceSums => new.items[0].sha256 = "cd".repeat(32),
        Field::EvidenceNames => new.items = vec![item(canary)],
        Field::Timeline => new.timeline.push(Step { on: date(2026, 11, 21), what: canary.to_owned() }),
        Field::Linked => new.linked.push(canary.to_owned()),
    }
    new
}

fn packed(recipient: Recipient, source: &Source) -> Content {
    Content::of(recipient, cover(), source, &Grading::usual(), &[], &TakeDown::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_field_is_in_the_packs_of_those_who_need_it_and_in_no_other(canary in "[a-z]{12,40}") {
        let before = source();
        for field in Field::ALL {
            let after = with(*field, &canary);
            for recipient in Recipient::ALL {
                let (old, new) = (packed(*recipient, &before), packed(*recipient, &after));
                let is_needed = recipient.needs().contains(field);
                prop_assert_eq!(old.write() != new.write(), is_needed, "{} for {}", field, recipient);
                prop_assert_eq!(new.write().contains(&canary) && !is_needed, false, "{} in {}", field, recipient);
                // What stands on paper is in the content, and what is in the content stands on paper.
                prop_assert_eq!(old.paper() != new.paper(), is_needed, "{} on paper for {}", field, recipient);
            }
        }
    }
}

#[test]
fn each_field_is_needed_by_somebody_and_named_once() {
    for field in Field::ALL {
        assert!(Recipient::ALL.iter().any(|recipient| recipient.needs().contains(field)), "{field}");
    }
    for recipient in Recipient::ALL {
        let needs = recipient.needs();
        for (place, field) in needs.iter().enumerate() {
            assert!(!needs[..place].contains(field), "{field} twice for {recipient}");
        }
    }
}

#[test]
fn what_is_frozen_comes_back_and_its_sum_tells_it_from_another() {
    for recipient in Recipient::ALL {
        let content = packed(*recipient, &with(Field::Happened, "Somebody rang."));
        assert_eq!(Content::read(&content.write()), Ok(content.clone()), "{recipient}");
        assert_eq!(content.recipient(), *recipient);
        let other = packed(*recipient, &with(Field::Problem, "Something else"));
        assert_ne!(content.sha256(), other.sha256(), "{recipient}");
    }
    assert_eq!(Content::read("{}"), Err(UnreadableContent));
    let more =
        packed(Recipient::Bank, &source()).write().replacen("{\"name\"", "{\"strands\":[],\"name\"", 1);
    assert_eq!(Content::read(&more), Err(UnreadableContent));
}

#[test]
fn nothing_is_sent_in_a_victims_name() {
    for recipient in [Recipient::ReportFraud, Recipient::Bank, Recipient::Insurer, Recipient::DataAuthority] {
        assert!(!recipient.may_be_sent_by_us(), "{recipient}");
    }
    let sheet = packed(Recipient::ReportFraud, &source()).paper();
    assert!(sheet.text().contains("You report, not we."));
    let titles: Vec<&str> = sheet.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles[..2], ["About this", "Before you begin"]);
    assert!(titles.contains(&"3. What happened"));
}

#[test]
fn a_bank_and_a_platform_hear_nothing_of_who_else_was_told() {
    let told = |body: &str| Told { body: Word::parse(body).unwrap(), reference: Some(line("canary77")) };
    let account = Account { told: vec![told("cyber-helpline"), told("insurer")], ..Account::default() };
    let source = Source { account, ..source() };
    for recipient in [Recipient::Bank, Recipient::Platform] {
        assert!(!packed(recipient, &source).write().contains("canary77"), "{recipient}");
    }
}

#[test]
fn each_body_is_answered_in_the_order_in_which_it_asks() {
    let mut full = source();
    for field in Field::ALL {
        let (given, account) = (with(*field, "words").account, full.account.clone());
        full = Source {
            account: Account {
                yes: if given.yes.is_empty() { account.yes } else { given.yes },
                noticed: account.noticed.or(given.noticed),
                traces: if given.traces.is_empty() { account.traces } else { given.traces },
                paid: if given.paid.is_empty() { account.paid } else { given.paid },
                told: if given.told.is_empty() { account.told } else { given.told },
                details_seen: account.details_seen.or(given.details_seen),
                ..account
            },
            ..full
        };
    }
    full.person.name = Some(line("Ana Perera"));
    let titles = |recipient| -> Vec<String> {
        packed(recipient, &full).paper().parts.into_iter().skip(1).map(|part| part.title).collect()
    };
    assert_eq!(
        titles(Recipient::ReportFraud),
        [
            "Before you begin",
            "1. Who you are",
            "2. What it is, and when",
            "3. What happened",
            "4. Money",
            "5. What they used: addresses, numbers, names, accounts",
            "6. Whom you have told",
            "7. What you have to show",
        ]
    );
    assert_eq!(
        titles(Recipient::DataAuthority),
        [
            "Before you send it",
            "When you became aware",
            "(a) What happened to which details",
            "(b) Whom to ask",
            "(c) What it may lead to for these people",
            "(d) What was done, and what will be",
        ]
    );
    assert_eq!(
        titles(Recipient::Bank),
        [
            "Who I am",
            "The payments",
            "How it came about",
            "What happened, in my words",
            "What I have done since",
            "Signed",
        ]
    );
}

#[test]
fn only_a_package_for_the_police_encloses_originals() {
    let id = item("x").id;
    for recipient in Recipient::ALL {
        let content =
            Content::of(*recipient, cover(), &source(), &Grading::usual(), &[id], &TakeDown::default());
        let enclosed = content.enclosed();
        assert_eq!(enclosed == [id], *recipient == Recipient::Police, "{recipient}");
    }
}

#[test]
fn three_marks_are_three_fields_and_white_is_read_and_never_written() {
    assert_eq!(Tlp::read("TLP:WHITE"), Some(Tlp::Clear));
    assert_eq!(Tlp::read(" white "), Some(Tlp::Clear));
    assert_eq!(Tlp::read("tlp:amber+strict"), Some(Tlp::AmberStrict));
    assert_eq!(Tlp::read("TLP:BLUE"), None);
    assert!(Tlp::ALL.iter().all(|tlp| !tlp.mark().contains("WHITE")));
    let text = serde_json::to_string(&Grading::usual()).unwrap();
    assert_eq!(
        text,
        r#"{"tlp":"TLP:AMBER+STRICT","pap":"PAP:AMBER","source":"2","information":"A","handling":"P","conditions":null}"#
    );
    let old = text.replace("AMBER+STRICT", "WHITE");
    assert_eq!(serde_json::from_str::<Grading>(&old).unwrap().tlp, Tlp::Clear);
    let conditional = Grading { handling: Handling::Conditions, ..Grading::usual() };
    assert_eq!(conditional.check(), Err(GradingFault::NoConditions));
    assert_eq!(Grading { conditions: Some(line("Ask first")), ..conditional }.check(), Ok(()));
}

#[test]
fn a_long_story_is_on_paper_to_its_last_word() {
    let story: String = (0..4_000).map(|number| format!("w{number} ")).collect();
    let long = Source { account: Account { happened: story.clone(), ..Account::default() }, ..source() };
    for recipient in Recipient::ALL {
        let text = packed(*recipient, &long).paper().text();
        let needs = recipient.needs().contains(&Field::Happened) && *recipient != Recipient::Bank;
        assert_eq!(text.contains("w3999"), needs, "{recipient}");
    }
    let bank = packed(Recipient::Bank, &long).paper().text();
    assert!(bank.contains("The rest is with my own papers."), "{bank}");
    let word = Source { account: Account { happened: "x".repeat(20_000), ..Account::default() }, ..source() };
    assert!(packed(Recipient::Support, &word).paper().parts.len() > 1);
}

#[test]
fn nothing_goes_to_a_number_to_ring_and_something_to_whoever_works_on_it() {
    assert_eq!(Recipient::of_body("emergency", BodyKind::National), []);
    assert_eq!(Recipient::of_body("ceop", BodyKind::National), []);
    assert_eq!(Recipient::of_body("metropolitan-police", BodyKind::Police), [Recipient::Police]);
    assert_eq!(Recipient::of_body("council-hackney", BodyKind::Council), [Recipient::Support]);
    for recipient in Recipient::ALL {
        assert!(recipient.answers_within() > 0 && !recipient.spoken().is_empty());
    }
}
