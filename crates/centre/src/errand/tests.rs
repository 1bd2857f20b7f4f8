use jiff::civil::date;

use super::*;
use crate::region::tests::london;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

#[test]
fn a_day_is_set_by_how_much_it_matters_in_working_days() {
    let calendar = Calendar::of(&london());
    let due = |severity, asked| due_by(severity, asked, &calendar);
    // Thursday before Easter 2026: Friday and Monday are holidays.
    let maundy = date(2026, 4, 2);
    assert_eq!(due(Severity::Urgent, maundy), date(2026, 4, 7));
    assert_eq!(due(Severity::Important, maundy), date(2026, 4, 13));
    // Saturday, 21 November 2026.
    let saturday = date(2026, 11, 21);
    assert_eq!(due(Severity::Urgent, saturday), date(2026, 11, 23));
    assert_eq!(due(Severity::Important, saturday), date(2026, 11, 27));
    assert_eq!(due(Severity::WorthDoing, saturday), date(2026, 12, 18));
    // 40 working days from there, over Christmas, Boxing Day's substitute and New Year.
    assert_eq!(due(Severity::Note, saturday), date(2027, 1, 20));
    assert!(LINK_LIVES.as_hours() / 24 > 60 + 27, "the link outlives the latest day by a month");
}

fn watched(last_seen: i64, closed: Option<i64>) -> Watched {
    Watched {
        check: "spf-missing".into(),
        severity: Severity::Important,
        first_seen: at(0),
        last_seen: at(last_seen),
        opened_at: Some(at(0)),
        closed_at: closed.map(at),
        told_at: None,
        told_mended_at: None,
    }
}

#[test]
fn what_is_said_is_not_seen_and_what_is_not_known_is_not_good() {
    assert_eq!(seen_now(Some(&watched(10, None)), at(20)), SeenNow::NotSince);
    assert_eq!(seen_now(Some(&watched(20, None)), at(20)), SeenNow::StillThere(at(20)));
    assert_eq!(seen_now(Some(&watched(10, Some(30))), at(20)), SeenNow::Mended(at(30)));
    assert_eq!(seen_now(None, at(20)), SeenNow::NotSince);
}

#[test]
fn an_errand_is_open_until_all_is_seen_done_or_it_ends() {
    let (mended, still) = (SeenNow::Mended(at(1)), SeenNow::StillThere(at(1)));
    assert_eq!(standing(None, at(10), &[still, mended], at(9)), Standing::Open);
    assert_eq!(standing(None, at(10), &[still, mended], at(10)), Standing::RunOut);
    assert_eq!(standing(None, at(10), &[mended, mended], at(11)), Standing::Done);
    assert_eq!(standing(Some(at(5)), at(10), &[mended], at(9)), Standing::TakenBack);
    assert_eq!(standing(None, at(10), &[], at(9)), Standing::Open);
}

const TODAY: Date = date(2026, 11, 21);

#[test]
fn an_answer_needs_its_reason_or_its_day_and_nothing_else() {
    let none = ["", "", ""];
    assert_eq!(read_reply(Answer::Done, "x\u{0}", ["99", "", ""], TODAY), Ok(Reply::Done));
    let because = |words: &str| read_reply(Answer::Cannot, words, none, TODAY);
    assert_eq!(because("  the web  firm\thas the log-in ").unwrap().answer(), Answer::Cannot);
    assert_eq!(because(" "), Err(ReplyFault::NoReason));
    assert!(because(&"a".repeat(200)).is_ok());
    assert_eq!(because(&"a".repeat(201)), Err(ReplyFault::ReasonTooLong));
    assert_eq!(because("a\u{202e}b"), Err(ReplyFault::ReasonUnshowable));
    let until = |day, month, year| read_reply(Answer::Until, "", [day, month, year], TODAY);
    assert_eq!(until(" 4", "12 ", "2026"), Ok(Reply::Until(date(2026, 12, 4))));
    assert_eq!(until("22", "11", "2026"), Ok(Reply::Until(date(2026, 11, 22))));
    assert_eq!(until("21", "11", "2026"), Err(ReplyFault::DayIsOver));
    assert_eq!(until("20", "5", "2027"), Ok(Reply::Until(date(2027, 5, 20))));
    assert_eq!(until("21", "5", "2027"), Err(ReplyFault::DayTooFar));
    for [day, month, year] in
        [["31", "2", "2027"], ["", "", ""], ["1", "x", "2027"], ["1", "1", "99999999999"]]
    {
        assert_eq!(until(day, month, year), Err(ReplyFault::NoDay), "{day}/{month}/{year}");
    }
}

#[test]
fn a_name_in_a_letter_to_a_stranger_carries_no_link_and_no_advert() {
    assert_eq!(name_in_mail("Anna's Bakery & Sons (2019), Ltd."), "Anna's Bakery & Sons (2019), Ltd");
    assert_eq!(
        name_in_mail("Win http://evil.example/now at www.evil.example"),
        "Win http evil example now at www evil example"
    );
    assert_eq!(name_in_mail("a@evil.example\nSubject: hi"), "a evil example Subject hi");
    assert_eq!(name_in_mail("Bäckerei Żółw"), "Bäckerei Żółw");
    assert_eq!(name_in_mail(&"a".repeat(200)).chars().count(), LONGEST_NAME_IN_MAIL);
    let long = name_in_mail(&"word ".repeat(50));
    assert!(long.chars().count() <= LONGEST_NAME_IN_MAIL && !long.ends_with(' '), "{long:?}");
    assert_eq!(name_in_mail("\u{202e}\u{0}"), "");
}
