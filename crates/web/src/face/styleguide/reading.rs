//! What is read.

use super::Section;
use super::samples::{LONG, link, paragraph};
use crate::face::components::{
    Accordion, AccordionSection, ActionLink, Cell, Details, SummaryCard, SummaryList, SummaryRow, Tab, Table,
    Tabs, Tag, Task, TaskList, TaskStatus,
};
use crate::face::content::Content;

pub(super) fn sections() -> Vec<Section> {
    vec![folds(), tags(), tables(), summaries(), tasks()]
}

fn folds() -> Section {
    let section = |heading: &str, content: &str| AccordionSection {
        heading: heading.into(),
        content: content.into(),
        ..AccordionSection::default()
    };
    let accordion = Accordion {
        id: "sg-accordion".to_owned(),
        heading_level: Some(3),
        remembers: Some(false),
        items: vec![
            AccordionSection {
                summary: "For the person who looks after your domain".into(),
                ..section("What we asked", "Eleven questions to the name servers of example.org.")
            },
            AccordionSection {
                is_expanded: true,
                ..section(
                    "What they answered",
                    "Ten answers within 40 milliseconds; one question had no answer.",
                )
            },
            section("Long text", LONG),
        ],
        ..Accordion::default()
    };
    let tab = |label: &str, id: &str, content: Content| Tab {
        label: label.to_owned(),
        id: id.to_owned(),
        content,
        ..Tab::default()
    };
    let tabs = Tabs {
        items: vec![
            tab("This week", "sg-tab-week", "Twelve firms joined.".into()),
            tab("This month", "sg-tab-month", paragraph("Fifty-one firms joined.")),
            tab("This year", "sg-tab-year", "Six hundred firms joined.".into()),
        ],
        ..Tabs::default()
    };
    let details = |is_open| Details {
        summary: "What we saw, for the person who knows".into(),
        content: "v=spf1 include:mail.example.org ?all".into(),
        is_open,
        ..Details::default()
    };
    Section::new(
        "folds",
        "Details, accordion, tabs",
        "More for those who want it. All of it is there where no script runs.",
    )
    .with("Details, closed", details(false))
    .with("Details, open", details(true))
    .with("Accordion", accordion)
    .with("Tabs", tabs)
}

fn tags() -> Section {
    let colours = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"];
    let all = colours.map(|colour| {
        let tag = Tag { classes: format!("govuk-tag--{colour}").into(), ..Tag::from(colour) };
        Content::all([tag.into(), " ".into()])
    });
    Section::new(
        "tags",
        "Tags",
        "How something stands, in a word or two. The words carry it, not the colour.",
    )
    .with(
        "All colours",
        Content::all(std::iter::once(Content::all([Tag::from("default").into(), " ".into()])).chain(all)),
    )
}

fn tables() -> Section {
    let head = || vec!["Borough".into(), Cell { is_numeric: true, ..Cell::from("Members") }];
    let row = |name: &str, count: u32| vec![name.into(), Cell::number(count)];
    let table = Table {
        caption: "Members by borough".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: head(),
        rows: vec![row("Barnet", 61), row("Camden", 112), row("City of London", 9)],
        first_cell_is_header: true,
        ..Table::default()
    };
    Section::new("tables", "Table", "Rows and columns, with a name.")
        .with("With a caption and numbers", table)
}

fn summaries() -> Section {
    let change = |what: &str| vec![ActionLink::new("Change", "#summaries", what)];
    let rows = || {
        vec![
            SummaryRow { actions: change("name"), ..SummaryRow::new("Name", "Example Bakery") },
            SummaryRow { actions: change("borough"), ..SummaryRow::new("Borough", "Camden") },
            SummaryRow {
                actions: vec![
                    ActionLink::new("Change", "#summaries", "website"),
                    ActionLink::new("Check", "#summaries", "website"),
                ],
                ..SummaryRow::new("Website", "example.org")
            },
            SummaryRow::new("Joined", "28 April 2026"),
        ]
    };
    let card = SummaryCard {
        title: "Your firm".into(),
        heading_level: Some(3),
        actions: vec![ActionLink::new("See its page", "#summaries", "")],
        ..SummaryCard::default()
    };
    let long = vec![SummaryRow { actions: change("story"), ..SummaryRow::new("Story", LONG) }];
    Section::new("summaries", "Summary list", "What is known, line by line, and where it can be changed.")
        .with("Plain", SummaryList { rows: rows(), ..SummaryList::default() })
        .with("In a card", SummaryList { rows: rows(), card: Some(card), ..SummaryList::default() })
        .with("Long text", SummaryList { rows: long, ..SummaryList::default() })
}

fn tasks() -> Section {
    let task = |title: &str, href: &str, status: TaskStatus| Task {
        title: title.into(),
        href: href.to_owned(),
        status,
        ..Task::default()
    };
    let tag =
        |words: &str, classes: &str| TaskStatus::Tag(Tag { classes: classes.into(), ..Tag::from(words) });
    let items = vec![
        task("Name your cyber warden", "#tasks", TaskStatus::Words("Done".into())),
        Task {
            hint: "About ten minutes, with the person who looks after your domain".into(),
            ..task("Stop others from sending mail in your name", "#tasks", tag("To do", "govuk-tag--blue"))
        },
        task("Ask for a visit", "", TaskStatus::Words("Not possible yet".into())),
    ];
    Section::new(
        "tasks",
        "Task list",
        "What is to be done, and how far it is. Never more than three for a member.",
    )
    .with("Done, to do, not yet", TaskList { items, id_prefix: "sg-task".to_owned(), ..TaskList::default() })
    .with("A link in the text", link("See all that was done", "#tasks"))
}
