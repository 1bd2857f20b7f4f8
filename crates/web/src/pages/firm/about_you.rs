//! What we hold about you: all of it in short, who looked at it, and the whole as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use centre::region::{BoroughCode, SectorLetter};
use store::{Noun, Seen};

use super::who::Who;
use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{SummaryList, SummaryRow};
use crate::face::house::{Timeline, TimelineEntry};
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::pages::join::size_id;
use crate::problem::Problem;

/// So many of those who looked are shown; the file has them all.
const LOOKED_SHOWN: u32 = 50;
/// Notes are counted up to here.
const MOST_NOTES_COUNTED: u32 = 1_000;

#[derive(Template)]
#[template(path = "firm/about_you.html")]
struct AboutYouPage {
    chrome: Chrome,
    firm: SummaryList,
    people: SummaryList,
    kept: SummaryList,
    looked: Timeline,
}

/// `GET /firm/about-you`
pub(crate) async fn about_you(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let mut who = Who::for_firm(&app, words, firm.id);
    let mut entries = Vec::new();
    for line in app.store.who_looked_at(firm.id, LOOKED_SHOWN).await? {
        entries.push(TimelineEntry {
            at: line.at,
            when: moment(&app, line.at, firm.now),
            title: who.is(&line.by).await?.into(),
            content: line.payload.get("why").and_then(|why| why.as_str()).unwrap_or_default().into(),
            who: String::new(),
        });
    }
    let page = AboutYouPage {
        chrome: frame(&app, &caller, words.say("firm-about-you-title"), "/firm/about-you"),
        firm: firm_rows(&app, &firm),
        people: people_rows(&app, &firm).await?,
        kept: kept_rows(&app, &firm).await?,
        looked: Timeline { entries, heading_level: Some(3) },
    };
    Ok(Page::new(page).into_response())
}

/// `GET /firm/export`: everything as a file. That it was taken is in the ledger before it is given.
pub(crate) async fn export(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let reference = firm.organisation.reference.to_string();
    let seen = Seen { organisation: Some(firm.id), noun: Noun::Organisation, object: firm.id.to_string() };
    let why = firm.words.say("firm-export-why");
    app.store.log_read(&caller.actor(), &seen, &why, firm.now).await?;
    let all = app.store.everything_about(firm.id).await?;
    let text = serde_json::to_string_pretty(&all).map_err(Problem::broken)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{reference}.json\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

fn firm_rows(app: &App, firm: &Firm) -> SummaryList {
    let (words, known) = (firm.words, &firm.organisation);
    let borough = BoroughCode::parse(&known.borough).ok().and_then(|code| app.region.borough(&code));
    let sector = SectorLetter::parse(&known.sector).ok().and_then(|letter| app.region.sector(letter));
    let size = known.size.map_or_else(Default::default, |size| words.say(size_id(size)));
    let postcode = known.postcode.as_ref().map(ToString::to_string).unwrap_or_default();
    SummaryList {
        rows: vec![
            SummaryRow::new(words.say("join-ask-name"), known.name.as_str()),
            SummaryRow::new(words.say("firm-card-reference"), known.reference.to_string()),
            SummaryRow::new(words.say("join-ask-postcode"), postcode),
            SummaryRow::new(words.say("firm-borough"), borough.map_or("", |b| b.name.as_str())),
            SummaryRow::new(words.say("firm-sector"), sector.map_or("", |s| s.name.as_str())),
            SummaryRow::new(words.say("firm-size"), size),
        ],
        ..SummaryList::default()
    }
}

async fn people_rows(app: &App, firm: &Firm) -> Result<SummaryList, Problem> {
    let people = app.store.people_of(firm.id).await?;
    let row = |person: &store::Person| {
        let phone = person.phone.as_ref().map(ToString::to_string);
        let ways: Vec<String> = [Some(person.email.to_string()), phone].into_iter().flatten().collect();
        SummaryRow::new(person.name.as_str(), ways.join(", "))
    };
    Ok(SummaryList { rows: people.iter().map(row).collect(), ..SummaryList::default() })
}

/// How many records of each kind there are. The file has more of them than can be counted quickly.
async fn kept_rows(app: &App, firm: &Firm) -> Result<SummaryList, Problem> {
    let kinds = [
        ("firm-kept-domains", app.store.assets_of(firm.id).await?.len()),
        ("firm-kept-actions", app.store.actions_of(firm.id).await?.len()),
        ("firm-kept-notes", app.store.notes_of(firm.id, MOST_NOTES_COUNTED).await?.len()),
    ];
    let row = |(id, count): (&str, usize)| SummaryRow::new(firm.words.say(id), count.to_string());
    Ok(SummaryList { rows: kinds.into_iter().map(row).collect(), ..SummaryList::default() })
}
