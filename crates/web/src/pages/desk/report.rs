//! An officer writes a report down while somebody tells it by telephone: the same account as in the form of the web, with
//! the first-hour card beside it, and at the end the reference and the receipt to read out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use centre::account::{Account, CameBy, LONGEST_HAPPENED, MOST_TRACES, Paid};
use centre::case::Wish;
use centre::first_hour::Card;
use centre::playbook::{Answer, Answers, Question};
use centre::problem::Problem as Trouble;
use centre::reclaim::Way;
use serde::Deserialize;
use store::{Manner, Reporter, Secret};
use terms::{CaseId, EmailAddress, PhoneNumber, PlainLine};

use super::asked::Asked;
use super::cases::typed::{Mend, Typed};
use super::cases::{Fields, Item, came_by, items, way_words, words};
use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Telling, receive};
use crate::face::components::{Button, ErrorSummary};
use crate::face::content::Content;
use crate::face::house::Steps;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;

/// By which door it came.
const CHANNEL: &str = "phone";

#[derive(Template)]
#[template(path = "desk/report_choose.html")]
struct ChoosePage {
    chrome: Chrome,
    groups: Vec<(String, Vec<(String, String)>)>,
}

#[derive(Template)]
#[template(path = "desk/report.html")]
struct ReportPage {
    chrome: Chrome,
    mistake: Option<ErrorSummary>,
    problem: String,
    title: String,
    token: String,
    is_signpost: bool,
    fields: Vec<Content>,
    card: Steps,
    ring: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "desk/report_done.html")]
struct DonePage {
    chrome: Chrome,
    reference: String,
    receipt: Vec<&'static str>,
    case: String,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReportAsked {
    problem: String,
}

/// `GET /desk/report`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<ReportAsked>,
) -> Result<Response, Problem> {
    if asked.problem.is_empty() {
        return Ok(Page::new(choose(&app, &caller)).into_response());
    }
    let problem = app.guide.problems().get(&asked.problem).ok_or_else(Problem::not_found)?;
    Ok(Page::new(page(&app, &caller, problem, &Typed::default(), &Faults::default())).into_response())
}

fn choose(app: &App, caller: &Caller) -> ChoosePage {
    let of = |group: &centre::problem::Group| {
        let all = app.guide.problems().of_group(&group.id);
        let links = all.map(|p| (format!("/desk/report?problem={}", p.id), p.title.clone()));
        (group.title.clone(), links.collect())
    };
    ChoosePage {
        chrome: frame(app, caller, "Write a report down", "/desk/report"),
        groups: app.guide.problems().groups.iter().map(of).collect(),
    }
}

fn page(app: &App, caller: &Caller, problem: &Trouble, typed: &Typed, faults: &Faults) -> ReportPage {
    let said = Words::default();
    let guide = app.guide.guide();
    let card = Card::of(&guide, problem, answers(typed));
    let f = Fields { typed, faults };
    let token = typed.get("token");
    let mut chrome = frame(app, caller, "Write a report down", "/desk/report");
    chrome.has_error = !faults.is_empty();
    ReportPage {
        chrome,
        mistake: faults.summary(),
        problem: problem.id.clone(),
        title: problem.title.clone(),
        token: if token.is_empty() {
            app.store.new_draft_token().reveal().to_owned()
        } else {
            token.to_owned()
        },
        is_signpost: problem.is_signpost_only(),
        fields: if problem.is_signpost_only() { Vec::new() } else { fields(app, f) },
        card: Steps {
            items: card.steps.iter().map(|step| crate::pages::help::now_step(app, said, step)).collect(),
            from: None,
            heading_level: Some(3),
        },
        ring: card
            .ring
            .iter()
            .filter_map(|id| app.region.body(id))
            .map(|body| {
                let phone = body.reach.phone.as_ref().map(ToString::to_string).unwrap_or_default();
                (body.name.clone(), phone)
            })
            .collect(),
    }
}

/// The questions in the order in which an officer asks them.
fn fields(app: &App, f: Fields<'_>) -> Vec<Content> {
    let answer = [("yes", "Yes"), ("no", "No"), ("unknown", "They cannot say")].map(own).to_vec();
    let mut all: Vec<Content> = Question::ALL
        .iter()
        .map(|question| f.radios(question.name(), words::question(*question), &answer).into())
        .collect();
    let boroughs: Vec<Item> =
        app.region.boroughs.iter().map(|b| (b.code.as_str().to_owned(), b.name.clone())).collect();
    let manner = [
        ("named", "With their name"),
        ("sensitive", "With their name, but only the day is kept and no letter is ever sent"),
        ("anonymous", "Without a name"),
    ];
    all.extend([
        Content::from(f.area("happened", "What happened, in their words", "", 8)),
        f.day("noticed", "Day on which they found out").into(),
        f.select(
            "came_by",
            "How it came to them",
            &or_none(items(CameBy::ALL, |by| came_by(by).to_owned())),
            "",
        )
        .into(),
        f.area(
            "traces",
            "Addresses, numbers and accounts that were used",
            "One on each line. Never open them.",
            3,
        )
        .into(),
        f.pounds("amount", "Money that went").into(),
        f.select("way", "How it went", &or_none(items(Way::ALL, |way| way_words(way).to_owned())), "").into(),
        f.day("paid_on", "Day on which it went").into(),
        f.line("paid_to", "Name to which it went", "").into(),
        f.line("paid_account", "Account to which it went", "").into(),
        f.boxes("wish", "What they want", &items(Wish::ALL, |wish| words::wish(wish).to_owned()), &[]).into(),
        f.line("wish_words", "In their words", "").into(),
        f.radios("manner", "How their report is kept", &manner.map(own)).into(),
        f.line("name", "Their name", "").into(),
        f.line("phone", "Telephone", "").into(),
        f.line("email", "E-mail address", "").into(),
        f.line("organisation", "Their business", "").into(),
        f.line("safe_contact", "Safe way and time to reach them", "").into(),
        f.select("borough", "Borough", &or_none(boroughs), "").into(),
    ]);
    all
}

fn or_none(items: Vec<Item>) -> Vec<Item> {
    std::iter::once(own(("", "Not said"))).chain(items).collect()
}

fn own((value, words): (&str, &str)) -> Item {
    (value.to_owned(), words.to_owned())
}

fn answers(typed: &Typed) -> Answers {
    Question::ALL.iter().fold(Answers::default(), |all, question| {
        all.with(*question, typed.get(question.name()).parse().unwrap_or(Answer::Unknown))
    })
}

/// `POST /desk/report`
pub(crate) async fn write(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let problem = app.guide.problems().get(typed.get("problem")).ok_or_else(Problem::not_found)?;
    let read = account(&typed).and_then(|account| Ok((account, reporter(&typed)?)));
    let (account, (manner, reporter)) = match read {
        Ok(read) => read,
        Err(mend) => {
            let faults = Faults::of(mend.field, mend.words);
            let page = page(&app, &caller, problem, &typed, &faults);
            return Ok(Page::new(page).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
        }
    };
    let telling = Telling {
        token: Secret::presented(typed.get("token")),
        manner,
        reporter,
        member: None,
        channel: CHANNEL,
        problem,
        borough: typed.get("borough").to_owned(),
        account,
        files: Vec::new(),
    };
    let received = receive(&app, telling, &caller.actor()).await?;
    Ok(Page::new(DonePage {
        chrome: frame(&app, &caller, "The report is received", "/desk/report"),
        reference: received.reference.to_string(),
        receipt: received.receipt.as_ref().map(|receipt| receipt.words().to_vec()).unwrap_or_default(),
        case: address(received.case),
    })
    .into_response())
}

fn address(case: CaseId) -> String {
    format!("/desk/cases/{case}")
}

fn account(typed: &Typed) -> Result<Account, Mend> {
    let mut account = Account {
        happened: match typed.get("happened") {
            "" => String::new(),
            _ => typed.words("happened", LONGEST_HAPPENED, "")?,
        },
        noticed: typed.day("noticed")?,
        came_by: typed.get("came_by").parse().ok(),
        wishes: typed.all("wish").iter().filter_map(|wish| wish.parse().ok()).collect(),
        wish: typed.maybe_line("wish_words")?,
        ..Account::default()
    }
    .answering(answers(typed));
    for line in typed.get("traces").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = PlainLine::parse(line).map_err(|_| Mend {
            field: "traces",
            words: "Each address or number is one short line.".to_owned(),
        })?;
        account.traces.push(line);
    }
    if account.traces.len() > MOST_TRACES {
        return Err(Mend { field: "traces", words: "Write at most 40 lines.".to_owned() });
    }
    if let Some(amount) = typed.money("amount")? {
        account.paid.push(Paid {
            amount,
            way: typed.get("way").parse().ok(),
            day: typed.day("paid_on")?,
            time: None,
            to: typed.maybe_line("paid_to")?,
            account: typed.maybe_line("paid_account")?,
        });
    }
    Ok(account)
}

fn reporter(typed: &Typed) -> Result<(Manner, Option<Reporter>), Mend> {
    let manner = match typed.get("manner") {
        "" => Manner::Named,
        word => {
            word.parse().map_err(|_| Mend { field: "manner", words: "Choose how it is kept.".to_owned() })?
        }
    };
    if manner == Manner::Anonymous {
        return Ok((manner, None));
    }
    let phone = match typed.get("phone") {
        "" => None,
        text => Some(PhoneNumber::parse(text).map_err(|_| Mend {
            field: "phone",
            words: "Write the number with its digits, for example 020 7946 0000.".to_owned(),
        })?),
    };
    let email = match typed.get("email") {
        "" => None,
        text => Some(EmailAddress::parse(text).map_err(|_| Mend {
            field: "email",
            words: "Write the address as name@place, or leave it out.".to_owned(),
        })?),
    };
    let reporter = Reporter {
        name: typed.maybe_line("name")?,
        email,
        phone,
        organisation: typed.maybe_line("organisation")?,
        member: None,
        safe_contact: typed.maybe_line("safe_contact")?,
    };
    Ok((manner, Some(reporter).filter(|reporter| *reporter != Reporter::default())))
}
