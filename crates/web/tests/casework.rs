//! A case under the pages: received, taken by one of two, merged and parted, and put away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use centre::account::Account;
use centre::case::{Actor, Deed, Flag, Refusal, Stage, State};
use centre::ledger;
use centre::playbook::{Answer, Answers, Question};
use centre::roles::Role;
use house::House;
use store::{QueueFilter, RetentionRule};
use terms::{CaseId, PersonId, PlainLine};
use web::casework::{Saying, Who, merge, peek, tell, unmerge};

fn officer(number: u128) -> Who {
    let person = PersonId(format!("{number:032x}").parse().unwrap());
    let case = Actor::Officer { person, role: Role::ContactOfficer };
    Who { case, ledger: ledger::Actor::Person(person) }
}

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

async fn queue(house: &House) -> Vec<CaseId> {
    let filter = QueueFilter { restricted: true, ..QueueFilter::default() };
    house.app.store.queue(&filter, None, 50).await.unwrap().iter().map(|case| case.id).collect()
}

#[tokio::test]
async fn a_report_stands_in_the_queue_by_harm_as_soon_as_it_is_received() {
    let house = House::open().await;
    let quiet = house.report("strange-mail", Account::default()).await;
    let danger = Answers::default().with(Question::Danger, Answer::Yes);
    let loud = house.report("false-bill", Account::default().answering(danger)).await;
    assert_eq!(queue(&house).await, [loud.case, quiet.case]);
    let opened = peek(&house.app, loud.case).await.unwrap();
    assert_eq!(opened.case.stage(), Stage::Received);
    assert!(opened.case.suggested.is_some());
    assert!(opened.kept.place.due_at.is_some());
}

#[tokio::test]
async fn of_two_who_take_a_case_at_one_moment_one_has_it() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let (ana, ben) = (officer(1), officer(2));
    let take = [Saying::from(Deed::Taken {})];
    let (a, b) = tokio::join!(
        tell(&house.app, &ana, report.case, &take, None),
        tell(&house.app, &ben, report.case, &take, None),
    );
    let refused: Vec<Refusal> = [a.unwrap(), b.unwrap()].into_iter().filter_map(Result::err).collect();
    let holder = peek(&house.app, report.case).await.unwrap().case.held_by().unwrap();
    assert_eq!(refused, [Refusal::HeldBy(holder)]);
}

#[tokio::test]
async fn a_message_and_its_event_are_one_act_and_the_words_stand_in_the_mailbox() {
    let house = House::open().await;
    let report = house.anonymous_report("false-bill", Account::default()).await;
    let out = Saying { words: None, ..Saying::with_words(&house.app, "", |text| Deed::MessageOut { text }) };
    let words = "We have read what you wrote.";
    tell(&house.app, &officer(1), report.case, std::slice::from_ref(&out), Some((report.report, words)))
        .await
        .unwrap()
        .unwrap();
    let mailbox =
        house.app.store.mailbox_behind(&report.receipt.unwrap(), house.now()).await.unwrap().unwrap();
    assert_eq!(mailbox.messages.iter().map(|m| m.words.as_str()).collect::<Vec<_>>(), [words]);
    // A message that cannot be kept leaves no event behind it.
    let before = peek(&house.app, report.case).await.unwrap().events.len();
    assert!(tell(&house.app, &officer(1), report.case, &[out], Some((report.report, " "))).await.is_err());
    assert_eq!(peek(&house.app, report.case).await.unwrap().events.len(), before);
}

#[tokio::test]
async fn merging_and_parting_leave_both_cases_as_they_were() {
    let house = House::open().await;
    let first = house.report("false-bill", Account::default()).await.case;
    let second = house.report("false-bill", Account::default()).await.case;
    let before = peek(&house.app, second).await.unwrap();
    merge(&house.app, &officer(1), second, first, &line("Same account number")).await.unwrap().unwrap();
    let below = peek(&house.app, second).await.unwrap();
    assert_eq!(below.case.state(), State::DuplicateOf(first));
    assert_eq!(queue(&house).await, [first]);
    assert_eq!(peek(&house.app, first).await.unwrap().case.children, [second]);
    let again = merge(&house.app, &officer(1), second, first, &line("Again")).await.unwrap();
    assert_eq!(again, Err(Refusal::Merged(first)));
    unmerge(&house.app, &officer(1), second, &line("Another firm")).await.unwrap().unwrap();
    let after = peek(&house.app, second).await.unwrap();
    assert_eq!((after.case.state(), after.kept.place), (before.case.state(), before.kept.place));
    assert!(peek(&house.app, first).await.unwrap().case.children.is_empty());
}

#[tokio::test]
async fn whose_safety_is_flagged_stands_first_and_for_few_and_spam_is_put_away() {
    let house = House::open().await;
    let spam = house.report("strange-mail", Account::default()).await.case;
    let flagged = house.report("strange-mail", Account::default()).await.case;
    let raise = Saying::from(Deed::FlagRaised { flag: Flag::Coercion });
    tell(&house.app, &officer(1), flagged, &[raise], None).await.unwrap().unwrap();
    let opened = peek(&house.app, flagged).await.unwrap();
    assert!(opened.kept.place.restricted);
    assert_eq!(queue(&house).await, [flagged, spam]);
    let reject = Saying::from(Deed::Rejected { because: line("An advert") });
    tell(&house.app, &officer(1), spam, &[reject], None).await.unwrap().unwrap();
    let put_away = peek(&house.app, spam).await.unwrap().kept.place;
    assert_eq!((put_away.rule, put_away.closed_at), (RetentionRule::Spam, Some(house.now())));
}

#[tokio::test]
async fn of_an_anonymous_report_only_the_day_is_kept_anywhere() {
    let house = House::open().await;
    let report = house.anonymous_report("false-bill", Account::default()).await;
    let opened = peek(&house.app, report.case).await.unwrap();
    let noon: terms::Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    assert!(opened.events.iter().all(|event| event.at == noon), "{:?}", opened.events);
    assert_eq!(opened.kept.opened_at, noon);
    let due = opened.kept.place.due_at.unwrap();
    let exact = house.now().as_second() % 3_600;
    assert!(due.as_second() % 60 == 0 && exact == 0 || due.as_second() % 3_600 != exact, "{due}");
}
