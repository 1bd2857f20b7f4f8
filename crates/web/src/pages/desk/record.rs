//! The parts of a member's record: tags, details, contacts, domains, actions, the picture, who looked.

use store::{Action, Line, MemberRecord, PromisesAt, SizeBand, Standing};

use super::lines::deed;
use super::members::link;
use super::pictures::{figure, promises_over_time};
use super::words::{self, Names};
use crate::app::App;
use crate::face::components::{Cell, SummaryList, SummaryRow, Table, Tag};
use crate::face::content::Content;
use crate::face::house::Figure;
use crate::problem::Problem;

pub(super) fn shown_name(record: &MemberRecord) -> String {
    match record.organisation.name.as_str() {
        "" => format!("{} (left)", record.organisation.reference),
        name => name.to_owned(),
    }
}

pub(super) fn tags(record: &MemberRecord) -> Vec<Tag> {
    let organisation = &record.organisation;
    let plain = |text: &str| Tag { classes: "govuk-tag--grey".into(), ..Tag::from(text) };
    let mut tags = vec![plain(words::standing(organisation.standing))];
    if organisation.standing == Standing::Member {
        tags.extend(organisation.tier.map(|tier| plain(words::tier(tier))));
        tags.push(words::promise_tag(organisation.promise));
    }
    tags
}

pub(super) fn details(app: &App, record: &MemberRecord) -> SummaryList {
    let org = &record.organisation;
    let day = |at: Option<terms::Timestamp>, never: &str| {
        at.map_or(never.to_owned(), |at| format!("{} ({})", words::day(app, at), words::distance(app, at)))
    };
    let mut rows = vec![
        SummaryRow::new(
            "Postcode",
            org.postcode.as_ref().map_or("not known".to_owned(), ToString::to_string),
        ),
        SummaryRow::new("Borough", words::borough(&app.region, &org.borough)),
        SummaryRow::new("Sector", words::sector(&app.region, &org.sector)),
        SummaryRow::new("Size", org.size.map_or("not known", SizeBand::spoken)),
        SummaryRow::new("Last contact", day(org.last_contact_at, "never")),
        SummaryRow::new(
            if org.standing == Standing::Prospect { "Came in" } else { "Asked to join" },
            day(Some(org.joined_at), ""),
        ),
    ];
    if org.standing != Standing::Prospect {
        rows.push(SummaryRow::new("Member since", day(org.confirmed_at, "not confirmed")));
        let accepted = org
            .undertakings
            .as_ref()
            .map(|(version, at)| format!("version {version}, {}", words::day(app, *at)));
        rows.push(SummaryRow::new("Agreed to", accepted.unwrap_or_else(|| "not accepted".to_owned())));
    }
    if org.left_at.is_some() {
        rows.push(SummaryRow::new("Left", day(org.left_at, "")));
    }
    rows.push(SummaryRow::new("Came from", org.source.as_str()));
    SummaryList { rows, ..SummaryList::default() }
}

pub(super) fn contacts(record: &MemberRecord) -> Table {
    let row = |person: &store::Person| {
        let address = person.email.to_string();
        let confirmed = if person.confirmed_at.is_some() { "" } else { " (not confirmed)" };
        vec![
            Cell::from(person.name.as_str()),
            Cell::from(Content::all([link(&format!("mailto:{address}"), &address), confirmed.into()])),
            match &person.phone {
                Some(phone) => {
                    link(&format!("tel:{}", String::from(phone.clone())), &phone.to_string()).into()
                }
                None => Cell::from(""),
            },
            Cell::from(person.role.spoken()),
        ]
    };
    Table {
        caption: "Contacts".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["Name", "E-mail", "Phone", "Role"].map(Cell::from).to_vec(),
        rows: record.people.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

pub(super) fn domains(app: &App, record: &MemberRecord) -> Table {
    let row = |asset: &store::Asset| {
        vec![
            Cell::from(link(&format!("/desk/domains/{}", asset.id), &asset.domain.to_string())),
            Cell::from(Content::from(words::promise_tag(asset.promise))),
            Cell::from(asset.checked_at.map_or("never".to_owned(), |at| words::distance(app, at))),
            Cell::from(words::distance(app, asset.due_at)),
        ]
    };
    Table {
        caption: "Domains".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["Domain", "Worst promise", "Last looked at", "Next look"].map(Cell::from).to_vec(),
        rows: record.assets.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

/// Names that look like the member's, what we think of each, and what the member says.
pub(super) fn names_like_theirs(app: &App, names: &[store::KeptLookalike]) -> Table {
    let row = |kept: &store::KeptLookalike| {
        let verdict = if kept.verdict.is_empty() { "not looked at yet" } else { kept.verdict.as_str() };
        let severity = if kept.check.is_empty() { "" } else { kept.severity.word() };
        let word = kept.word.map_or("", store::LookalikeWord::name);
        vec![
            Cell::from(kept.name.to_string()),
            Cell::from(verdict.replace('_', " ")),
            Cell::from(severity),
            Cell::from(word),
            Cell::from(words::day(app, kept.first_seen_at)),
            Cell::from(kept.looked_at.map_or("never".to_owned(), |at| words::distance(app, at))),
        ]
    };
    Table {
        caption: "Names like theirs".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["Name", "What we think", "How much it matters", "They say", "First seen", "Last looked at"]
            .map(Cell::from)
            .to_vec(),
        rows: names.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

pub(super) fn actions_table(app: &App, actions: &[Action]) -> Table {
    let row = |action: &Action| {
        let day = |at: Option<terms::Timestamp>| at.map(|at| words::day(app, at)).unwrap_or_default();
        let title = crate::pages::firm::title_of(crate::face::Words::default(), &action.action);
        let state = match action {
            Action { sustained_at: Some(_), .. } => "we saw it done, and again half a year later",
            Action { seen_at: Some(_), .. } => "we saw it done",
            Action { said_at: Some(_), .. } => "they say it is done",
            Action { dropped_at: Some(_), .. } => "no longer asked for",
            _ => "open",
        };
        vec![
            Cell::from(title.as_str()),
            Cell::from(state),
            Cell::from(day(Some(action.added_at))),
            Cell::from(day(action.sustained_at.or(action.seen_at).or(action.said_at))),
        ]
    };
    Table {
        caption: "Actions".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["What", "How far", "Asked for", "Done"].map(Cell::from).to_vec(),
        rows: actions.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

pub(super) fn picture(
    app: &App,
    record: &MemberRecord,
    checks: &[PromisesAt],
) -> Result<Option<Figure>, Problem> {
    let Some(asset) = record.assets.first().filter(|_| !checks.is_empty()) else { return Ok(None) };
    let chart = promises_over_time(app, "promises-over-time", checks, app.now())?;
    let title = format!("{}: promises kept over time", asset.domain);
    let csv = format!("/desk/domains/{}/promises.csv", asset.id);
    Ok(Some(figure("promises-figure", &title, &chart, csv)))
}

pub(super) async fn lookers(app: &App, looks: &[Line]) -> Result<Table, Problem> {
    let names = Names::of(app, looks.iter().map(|line| &line.by)).await?;
    let row = |line: &Line| {
        vec![
            Cell::from(words::moment(app, line.at)),
            Cell::from(names.who(&line.by)),
            Cell::from(format!("{} ({})", deed(line.deed), line.noun.name().replace('_', " "))),
        ]
    };
    Ok(Table {
        caption: "Who looked at this record".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["When", "Who", "What"].map(Cell::from).to_vec(),
        rows: looks.iter().map(row).collect(),
        ..Table::default()
    })
}
