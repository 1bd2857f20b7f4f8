//! The words of papers. In English, whatever the page's language is: bodies of this country read them.

use jiff::civil::Date;

use crate::account::{Account, CameBy, Paid, Place, Strand, Told};
use crate::case::Wish;
use crate::playbook::{Answer, Question};
use crate::reclaim::Way;

pub(super) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

pub(super) fn came_by(by: CameBy) -> &'static str {
    match by {
        CameBy::Email => "By e-mail",
        CameBy::Text => "By text message",
        CameBy::Call => "By telephone",
        CameBy::Social => "By a chat program or social network",
        CameBy::Website => "By a website or advert",
        CameBy::Letter => "By letter",
        CameBy::InPerson => "In person",
        CameBy::Inside => "From inside the firm",
        CameBy::Other => "Some other way",
        CameBy::NotSure => "They cannot say",
    }
}

pub(super) fn strand(strand: Strand) -> &'static str {
    match strand {
        Strand::Race => "Race or ethnic group",
        Strand::Religion => "Religion or belief",
        Strand::Orientation => "Sexual orientation",
        Strand::Disability => "Disability",
        Strand::Transgender => "Being transgender",
        Strand::Other => "Something else",
    }
}

pub(super) fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::MakeItStop => "That it stops",
        Wish::MoneyBack => "The money back",
        Wish::WorkAgain => "To work again",
        Wish::TakenDown => "That it is taken down",
        Wish::PoliceAct => "That the police act",
        Wish::NoPolice => "That the police are not told",
        Wish::WarnOthers => "That others are warned",
        Wish::Apology => "An apology",
        Wish::OnlyTell => "To be heard, and nothing more",
    }
}

pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "Yes",
        Answer::No => "No",
        Answer::Unknown => "They cannot say",
    }
}

pub(super) fn question(question: Question) -> &'static str {
    match question {
        Question::Danger => "Is anybody in danger?",
        Question::Money => "Did money go in the last day?",
        Question::Now => "Is it still happening?",
        Question::Known => "Is it somebody they know?",
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Transfer => "bank transfer in the UK",
        Way::Chaps => "CHAPS",
        Way::Card => "card",
        Way::Cash => "cash or cheque",
        Way::Crypto => "crypto coins",
        Way::Abroad => "transfer to another country",
        Way::NotSure => "way not known",
    }
}

/// The answers that were given, in the order of the questions.
pub(super) fn answers(account: &Account) -> Vec<(Question, Answer)> {
    let given = account.answers();
    Question::ALL
        .iter()
        .map(|question| (*question, given.to(*question)))
        .filter(|(_, answer)| *answer != Answer::Unknown)
        .collect()
}

/// A payment in one line.
pub(super) fn paid(paid: &Paid) -> String {
    let mut said = paid.amount.to_string();
    if let Some(on) = paid.day {
        said.push_str(&format!(" on {}", day(on)));
    }
    if let Some(time) = paid.time {
        said.push_str(&format!(" at {}", time.strftime("%H:%M")));
    }
    if let Some(by) = paid.way {
        said.push_str(&format!(", {}", way(by)));
    }
    if let Some(to) = &paid.to {
        said.push_str(&format!(", to {to}"));
    }
    if let Some(account) = &paid.account {
        said.push_str(&format!(", account {account}"));
    }
    said
}

/// Who was told, in one line.
pub(super) fn told(told: &Told) -> String {
    let body = told.body.as_str().replace(['-', '_'], " ");
    match &told.reference {
        Some(reference) => format!("{body}: {reference}"),
        None => body,
    }
}

/// A place online, in one line.
pub(super) fn place(place: &Place) -> String {
    match &place.platform {
        Some(platform) => format!("{platform}: {}", place.address),
        None => place.address.to_string(),
    }
}
