//! The list of members: found, filtered, sorted, a page at a time, all of it in the address.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use centre::policy::Act;
use store::{HowMany, MemberLine, MemberPage, SizeBand, Standing, Tier};

use super::asked::Asked;
use super::search::{CONTACTS, MemberSearch, NEVER_CHECKED, PROMISES};
use super::{frame, may, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Cell, Input, Label, PageStep, Pagination, Select, SelectItem};
use crate::face::content::Content;
use crate::face::house::{Column, DataTable, EmptyState, Sorting};
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// Lines on a page.
pub const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "desk/members.html")]
struct MembersPage {
    chrome: Chrome,
    words: Input,
    filters: Vec<Select>,
    sort: String,
    narrows: bool,
    table: Option<DataTable>,
    nothing: EmptyState,
    pages: Pagination,
    export: Option<String>,
}

/// Shows one page of the list.
///
/// # Errors
/// When the address asks for what there is not, or the store fails.
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(search): Asked<MemberSearch>,
) -> Result<impl IntoResponse, Problem> {
    let question = search.read(&app.region, app.now())?;
    let page = app.store.members(&question.filter, question.sort, question.from.as_ref(), LINES).await?;
    let title = match question.filter.standing {
        Standing::Prospect => "Prospects",
        Standing::Unconfirmed => "Not confirmed yet",
        _ => "Members",
    };
    let export = may(caller.role, Act::ExportMembers).then(|| {
        MemberSearch { sort: String::new(), from: String::new(), ..search.clone() }
            .address("/desk/members.csv")
    });
    Ok(Page::new(MembersPage {
        chrome: frame(&app, &caller, title, "/desk/members"),
        words: Input {
            name: "words".to_owned(),
            label: Label { text: "Search".into(), ..Label::default() },
            value: Some(search.words.clone()),
            kind: "search".to_owned(),
            autocomplete: "off".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        filters: filters(&app, &search),
        sort: search.sort.clone(),
        narrows: search.narrows(),
        table: (!page.lines.is_empty()).then(|| table(&app, &search, title, &page)),
        nothing: nothing(&search),
        pages: pages(&search, &page),
        export: export.filter(|_| !page.lines.is_empty()),
    }))
}

fn nothing(search: &MemberSearch) -> EmptyState {
    if search.narrows() {
        return EmptyState {
            title: "Nobody fits this search".into(),
            text: "Words are found by their beginnings. Take a filter away, or start again.".into(),
            button: Some(Button::link("Start again", "/desk/members")),
            heading_level: None,
        };
    }
    EmptyState {
        title: "There are no members yet".into(),
        text: "The first one appears here when it has joined and followed the link in its e-mail.".into(),
        button: None,
        heading_level: None,
    }
}

/// The choices that narrow the list, each with "any" first.
fn filters(app: &App, search: &MemberSearch) -> Vec<Select> {
    let boroughs = app.region.boroughs.iter().map(|b| SelectItem::new(b.code.as_str(), &b.name));
    let sectors = app.region.sectors.iter().map(|s| SelectItem::new(s.letter.to_string(), &s.name));
    let sizes = SizeBand::ALL.iter().map(|s| SelectItem::new(s.name(), s.spoken()));
    let promises = PROMISES.iter().map(|(name, state)| SelectItem::new(*name, words::promise(Some(*state))));
    let promises = promises.chain([SelectItem::new(NEVER_CHECKED, words::promise(None))]);
    let tiers = Tier::ALL.iter().map(|t| SelectItem::new(t.name(), words::tier(*t)));
    let standings = [Standing::Prospect, Standing::Unconfirmed];
    let standings = standings.iter().map(|s| SelectItem::new(s.name(), words::standing(*s)));
    let contacts = CONTACTS.iter().map(|(name, days)| {
        SelectItem::new(*name, days.map_or("Never".to_owned(), |days| format!("More than {days} days ago")))
    });
    vec![
        choice("standing", "Standing", "Member", &search.standing, standings),
        choice("borough", "Borough", "Any", &search.borough, boroughs),
        choice("sector", "Sector", "Any", &search.sector, sectors),
        choice("size", "Size", "Any", &search.size, sizes),
        choice("promise", "Worst promise", "Any", &search.promise, promises),
        choice("tier", "Tier", "Any", &search.tier, tiers),
        choice("contact", "Last contact", "Any", &search.contact, contacts),
    ]
}

fn choice(
    name: &str,
    label: &str,
    otherwise: &str,
    value: &str,
    items: impl Iterator<Item = SelectItem>,
) -> Select {
    Select {
        name: name.to_owned(),
        label: Label { text: label.into(), ..Label::default() },
        items: std::iter::once(SelectItem::new("", otherwise)).chain(items).collect(),
        value: value.to_owned(),
        ..Select::default()
    }
}

fn table(app: &App, search: &MemberSearch, title: &str, page: &MemberPage) -> DataTable {
    let in_all = match page.how_many {
        HowMany::Exactly(count) => words::number(count),
        HowMany::MoreThan(count) => format!("more than {}", words::number(count)),
    };
    let shown = page.lines.len() as u64;
    let caption = match page.how_many {
        HowMany::Exactly(count) if count == shown => format!("{title}: {in_all}"),
        _ => format!("{title}: {} of {in_all}", words::number(shown)),
    };
    let sorted = |name: &str, by: &str, sorting: Sorting| {
        let is_sorted = search.sort == by || (search.sort.is_empty() && by == "name");
        let by = MemberSearch { sort: by.to_owned(), from: String::new(), ..search.clone() };
        Column {
            name: name.into(),
            sort_href: by.address("/desk/members"),
            sorting: is_sorted.then_some(sorting),
            is_numeric: false,
        }
    };
    DataTable {
        id: "members".to_owned(),
        caption,
        columns: vec![
            sorted("Name", "name", Sorting::Ascending),
            "Reference".into(),
            "Borough".into(),
            "Sector".into(),
            "Size".into(),
            "Tier".into(),
            "Domain".into(),
            "Worst promise".into(),
            sorted("Last contact", "contact", Sorting::Ascending),
            sorted("Joined", "joined", Sorting::Descending),
        ],
        rows: page.lines.iter().map(|line| row(app, line)).collect(),
    }
}

#[derive(Template)]
#[template(source = r#"<a class="govuk-link" href="{{ href }}">{{ text }}</a>"#, ext = "html")]
struct Link<'a> {
    href: &'a str,
    text: &'a str,
}

/// A link inside a table.
pub(crate) fn link(href: &str, text: &str) -> Content {
    Content::of(&Link { href, text })
}

fn row(app: &App, line: &MemberLine) -> Vec<Cell> {
    let contact = line.last_contact_at.map_or("never".to_owned(), |at| words::distance(app, at));
    vec![
        link(&format!("/desk/members/{}", line.id), &line.name).into(),
        line.reference.to_string().into(),
        words::borough(&app.region, &line.borough).into(),
        words::sector(&app.region, &line.sector).into(),
        line.size.map_or("", words::short_size).into(),
        line.tier.map_or("", words::tier).into(),
        line.domain.as_ref().map(ToString::to_string).unwrap_or_default().into(),
        Content::from(words::promise_tag(line.promise)).into(),
        contact.into(),
        words::day(app, line.joined_at).into(),
    ]
}

fn pages(search: &MemberSearch, page: &MemberPage) -> Pagination {
    let step = |cursor: &store::Cursor| PageStep {
        href: MemberSearch { from: cursor.to_string(), ..search.clone() }.address("/desk/members"),
        ..PageStep::default()
    };
    Pagination {
        previous: page.previous.as_ref().map(step),
        next: page.next.as_ref().map(step),
        label: "Pages of the list".to_owned(),
        ..Pagination::default()
    }
}
