use super::*;
use crate::case::{Class, Flag, Severity, Urgency};
use crate::first_hour::tests::guide;

fn problem(id: &str) -> crate::problem::Problem {
    guide().problems.get(id).unwrap().clone()
}

fn yes(question: Question) -> Account {
    Account::default().answering(Answers::default().with(question, Answer::Yes))
}

#[test]
fn an_account_comes_back_as_it_was_written() {
    let account = Account {
        happened: "The bill had another account number.".to_owned(),
        came_by: Some(CameBy::Email),
        traces: vec![PlainLine::parse("billing@example.com").unwrap()],
        wishes: vec![Wish::MoneyBack],
        ..yes(Question::Money)
    };
    assert_eq!(Account::read(&account.write()), Ok(account));
    assert_eq!(Account::read("{}"), Ok(Account::default()));
    assert_eq!(Account::read(r#"{"colour":"red"}"#), Err(AccountFault::Unreadable));
}

#[test]
fn the_limits_hold_and_one_past_them_does_not() {
    let story = |count| Account { happened: "é".repeat(count), ..Account::default() };
    assert_eq!(story(LONGEST_HAPPENED).check(), Ok(()));
    assert_eq!(story(LONGEST_HAPPENED + 1).check(), Err(AccountFault::TooLong));
    let traces =
        |count| Account { traces: vec![PlainLine::parse("x").unwrap(); count], ..Account::default() };
    assert_eq!(traces(MOST_TRACES).check(), Ok(()));
    assert_eq!(traces(MOST_TRACES + 1).check(), Err(AccountFault::TooMany));
}

#[test]
fn answers_raise_and_never_lower() {
    for known in guide().problems.all() {
        let quiet = first(known, &Account::default()).triage;
        for question in Question::ALL {
            let loud = first(known, &yes(*question)).triage;
            assert!(loud.severity <= quiet.severity, "{} {question}", known.id);
            assert!(loud.urgency <= quiet.urgency, "{} {question}", known.id);
            assert!(loud.class.promise() <= quiet.class.promise(), "{} {question}", known.id);
        }
    }
}

#[test]
fn danger_comes_before_everything() {
    let told = first(&problem("false-bill"), &yes(Question::Danger)).triage;
    assert_eq!((told.severity, told.urgency), (Severity::P1, Urgency::Now));
    let unsafe_now = Account { safe_now: Some(Answer::No), ..Account::default() };
    assert_eq!(first(&problem("false-bill"), &unsafe_now).triage.severity, Severity::P1);
}

#[test]
fn money_that_has_just_gone_is_now() {
    let told = first(&problem("false-bill"), &yes(Question::Money)).triage;
    assert_eq!((told.class.promise() <= Class::MoneyGone.promise(), told.urgency), (true, Urgency::Now));
}

#[test]
fn whoever_is_followed_is_flagged_and_the_machine_says_why_it_thinks_so() {
    let followed = guide().problems.all().iter().find(|p| p.trouble == crate::routes_today::Trouble::Stalked);
    let told = first(followed.unwrap(), &Account::default());
    assert_eq!(told.flags, [Flag::Stalking]);
    for known in guide().problems.all() {
        let (_, because) = first(known, &Account::default()).category.unwrap();
        assert!(because.as_str().contains(known.title.chars().next().unwrap()), "{}", known.id);
    }
}
