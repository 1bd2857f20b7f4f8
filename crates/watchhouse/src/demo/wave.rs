//! A wave of invented reports in a demonstration: firms that got a false bill with one account on it, among a few others.

use centre::account::{Account, CameBy, Paid};
use centre::ledger::Actor;
use centre::playbook::{Answer, Answers, Question};
use store::{Manner, Reporter};
use terms::{Money, PlainLine};
use web::App;
use web::casework::{Telling, receive};

use crate::trouble::Trouble;

/// What the wave is about.
const PROBLEM: &str = "false-bill";
/// The account on every bill, in the two ways in which people write it.
const ACCOUNT: [&str; 2] = ["Sort code 12-34-56, account 12345678", "123456 12345678"];
/// The most reports of one wave.
pub const MOST_REPORTS: u32 = 1_000;

/// Receives so many reports of one wave, from boroughs all over the city. One of them is of somebody in danger.
///
/// # Errors
/// When the records fail.
pub async fn receive_wave(app: &App, many: u32) -> Result<(), Trouble> {
    for number in 0..many {
        receive_one(app, number).await.map_err(|problem| {
            Trouble::new(
                format!("an invented report could not be received: {}", problem.title),
                "Start again.",
            )
        })?;
    }
    let from = store::CountedFrom::FirstDay;
    while web::casework::count_cases(app, from, MOST_REPORTS).await.is_ok_and(|counted| counted > 0) {}
    Ok(())
}

async fn receive_one(app: &App, number: u32) -> Result<(), web::Problem> {
    let guide = app.guide.guide();
    let place = usize::try_from(number).unwrap_or_default();
    let problem = guide.problems.get(PROBLEM).ok_or_else(web::Problem::not_found)?;
    let paid = Paid {
        amount: Money::pounds(300 + number),
        way: None,
        day: None,
        time: None,
        to: None,
        account: PlainLine::parse(ACCOUNT[place % ACCOUNT.len()]).ok(),
    };
    let account = Account {
        happened: "A bill came by e-mail. The account on it was not our supplier's.".to_owned(),
        came_by: Some(CameBy::Email),
        traces: PlainLine::parse("billing@evil-supplier.example").into_iter().collect(),
        paid: vec![paid],
        ..Account::default()
    };
    let answers = Answers::default().with(Question::Money, Answer::Yes);
    let danger = if number == 5 { answers.with(Question::Danger, Answer::Yes) } else { answers };
    let boroughs = &app.region.boroughs;
    let telling = Telling {
        token: app.store.new_draft_token(),
        manner: Manner::Named,
        reporter: Some(Reporter {
            name: PlainLine::parse(&format!("Owner {number}")).ok(),
            ..Reporter::default()
        }),
        member: None,
        channel: "web",
        problem,
        borough: boroughs
            .get(place % boroughs.len().max(1))
            .map(|b| b.code.as_str().to_owned())
            .unwrap_or_default(),
        account: account.answering(danger),
        files: Vec::new(),
    };
    receive(app, telling, &Actor::Visitor).await.map(|_| ())
}
