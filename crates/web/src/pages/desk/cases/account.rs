//! What was told, in the order of the questions, and what is not known yet. Nothing that was told is asked again.

use centre::account::{Account, CameBy, Strand};
use centre::clock_words::date_in_words;
use centre::playbook::{Answer, Question};
use centre::problem::Problem;
use centre::reclaim::Way;
use centre::routes_today::Trouble;
use store::{Manner, Reporter};
use terms::PlainLine;

use super::words;
use crate::app::App;
use crate::face::components::{SummaryList, SummaryRow};

/// Who gave the account, the safe way to reach them first.
pub fn who(manner: Manner, reporter: Option<&Reporter>) -> SummaryList {
    let mut rows = Vec::new();
    let Some(reporter) = reporter else {
        let words = if manner == Manner::Anonymous {
            "Nobody is named. Answer in the mailbox; they read it with their receipt."
        } else {
            "Nobody is named, or it was erased."
        };
        return SummaryList { rows: vec![SummaryRow::new("Reporter", words)], ..SummaryList::default() };
    };
    let safe = reporter.safe_contact.as_ref();
    rows.push(SummaryRow::new(
        "Safe way to reach them",
        safe.map_or("not said: ask first", PlainLine::as_str),
    ));
    let mut row =
        |key: &str, value: Option<String>| rows.extend(value.map(|value| SummaryRow::new(key, value)));
    row("Name", reporter.name.as_ref().map(ToString::to_string));
    row("Telephone", reporter.phone.as_ref().map(ToString::to_string));
    row("E-mail", reporter.email.as_ref().map(ToString::to_string));
    row("Organisation", reporter.organisation.as_ref().map(ToString::to_string));
    row(
        "Kept of them",
        Some(
            match manner {
                Manner::Named => "who and when",
                Manner::Sensitive => "who, and the day only; no letter is ever sent",
                Manner::Anonymous => "nobody, and the day only",
            }
            .to_owned(),
        ),
    );
    SummaryList { rows, ..SummaryList::default() }
}

/// What they told, as rows of question and answer.
pub fn told(app: &App, account: &Account) -> SummaryList {
    let mut rows = Vec::new();
    for question in Question::ALL {
        match account.answers().to(*question) {
            Answer::Yes => rows.push(SummaryRow::new(words::question(*question), "Yes")),
            Answer::No => rows.push(SummaryRow::new(words::question(*question), "No")),
            Answer::Unknown => {}
        }
    }
    let mut row =
        |key: &str, value: Option<String>| rows.extend(value.map(|value| SummaryRow::new(key, value)));
    row("What happened", Some(account.happened.clone()).filter(|words| !words.is_empty()));
    row("Found out on", account.noticed.map(date_in_words));
    row("Began", account.began.as_ref().map(ToString::to_string));
    row("They came", account.came_by.map(|by| came_by(by).to_owned()));
    row("What they used", joined(account.traces.iter().map(ToString::to_string)));
    row("What is hit", account.hit.as_ref().map(ToString::to_string));
    for paid in &account.paid {
        row("Money went", Some(payment(paid)));
    }
    row("Money asked for", account.asked_for.map(|money| money.to_string()));
    row("Details of others seen", account.details_seen.map(|answer| answered(answer).to_owned()));
    row("Of how many people", account.details_of.map(words_of_count));
    row("Told already", joined(account.told.iter().map(|told| told_body(app, told))));
    row(
        "Seen online at",
        joined(account.places.iter().map(|place| {
            let platform = place.platform.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
            format!("{}{platform}", place.address)
        })),
    );
    row("Aimed at", joined(account.strands.iter().map(|strand| strand_words(*strand).to_owned())));
    row("Feels safe now", account.safe_now.map(|answer| answered(answer).to_owned()));
    row("Written down by", account.written_by.as_ref().map(ToString::to_string));
    if rows.is_empty() {
        rows.push(SummaryRow::new("What happened", "They told nothing yet. Ring them."));
    }
    SummaryList { rows, ..SummaryList::default() }
}

/// What nobody told yet and an officer may ask, the most urgent first.
pub fn unknown(problem: Option<&Problem>, account: &Account, reporter: Option<&Reporter>) -> Vec<String> {
    let mut ask = Vec::new();
    let answers = account.answers();
    let mut when = |is_missing: bool, question: &str| ask.extend(is_missing.then(|| question.to_owned()));
    let is_about = |group: &str| problem.is_some_and(|problem| problem.group == group);
    when(answers.to(Question::Danger) == Answer::Unknown, "Is anybody in danger now?");
    when(reporter.is_some_and(|r| r.safe_contact.is_none()), "What is the safe way and time to reach you?");
    let may_be_money = is_about("money-gone") || answers.is_yes(Question::Money);
    when(answers.to(Question::Money) == Answer::Unknown, "Has money left in the last day?");
    when(may_be_money && account.paid.is_empty(), "How much went, when, how, and to which account?");
    let bank = account.told.iter().any(|told| told.body.as_str() == "bank");
    when(may_be_money && !bank, "Have you rung your bank? What did they say?");
    when(answers.to(Question::Now) == Answer::Unknown, "Is it still happening?");
    when(answers.to(Question::Known) == Answer::Unknown, "Do you know who does it?");
    when(account.happened.is_empty(), "What happened, in your words?");
    when(account.noticed.is_none(), "When did you find out?");
    when(account.traces.is_empty(), "Which addresses, numbers or accounts did they use?");
    when(
        account.details_seen.is_none() && is_about("our-details"),
        "May somebody have seen details of other people?",
    );
    let is_hate = problem.is_some_and(|problem| problem.trouble == Trouble::Hate);
    when(is_hate && account.places.is_empty(), "Where can it be seen?");
    when(account.safe_now.is_none() && problem.is_some_and(|p| p.is_delicate), "Do you feel safe now?");
    when(account.wishes.is_empty() && account.wish.is_none(), "What do you want to come of this?");
    ask
}

fn payment(paid: &centre::account::Paid) -> String {
    let mut parts = vec![paid.amount.to_string()];
    parts.extend(paid.way.map(|way| way_words(way).to_owned()));
    parts.extend(paid.day.map(|day| format!("on {}", date_in_words(day))));
    parts.extend(paid.time.map(|time| format!("at {:02}:{:02}", time.hour(), time.minute())));
    parts.extend(paid.to.as_ref().map(|to| format!("to {to}")));
    parts.extend(paid.account.as_ref().map(|account| format!("account {account}")));
    parts.join(", ")
}

fn told_body(app: &App, told: &centre::account::Told) -> String {
    let name = match told.body.as_str() {
        "bank" => "the bank".to_owned(),
        "insurer" => "the insurer".to_owned(),
        "platform" => "the platform".to_owned(),
        "other" => "somebody else".to_owned(),
        _ => words::body(app, &told.body),
    };
    told.reference.as_ref().map_or(name.clone(), |reference| format!("{name} ({reference})"))
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = parts.collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn answered(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "Yes",
        Answer::No => "No",
        Answer::Unknown => "They cannot say",
    }
}

fn words_of_count(count: u32) -> String {
    super::super::words::number(u64::from(count))
}

/// How whoever did it came.
pub fn came_by(by: CameBy) -> &'static str {
    match by {
        CameBy::Email => "by e-mail",
        CameBy::Text => "by text message",
        CameBy::Call => "by telephone",
        CameBy::Social => "by a chat or social network",
        CameBy::Website => "by a website or advert",
        CameBy::Letter => "by letter",
        CameBy::InPerson => "in person",
        CameBy::Inside => "from inside",
        CameBy::Other => "some other way",
        CameBy::NotSure => "they cannot say",
    }
}

fn strand_words(strand: Strand) -> &'static str {
    match strand {
        Strand::Race => "race or ethnic group",
        Strand::Religion => "religion or belief",
        Strand::Orientation => "sexual orientation",
        Strand::Disability => "disability",
        Strand::Transgender => "being transgender",
        Strand::Other => "something else",
    }
}

/// How money went.
pub fn way_words(way: Way) -> &'static str {
    match way {
        Way::Transfer => "by bank transfer",
        Way::Chaps => "by CHAPS",
        Way::Card => "by card",
        Way::Cash => "in cash or by cheque",
        Way::Crypto => "in crypto coins",
        Way::Abroad => "to an account abroad",
        Way::NotSure => "they cannot say how",
    }
}
