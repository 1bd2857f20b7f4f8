//! The parts of a case's page: how it stands, what it is, what came of it, what was handed on, what belongs to it.

use centre::account::Account;
use centre::case::State as CaseState;
use centre::problem::Problem as Trouble;
use store::Reporter;

use super::account::{told, who};
use super::drafts;
use super::fields::{Fields, Item};
use super::history::{MessageShown, holders, messages, outcome_words};
use super::show::Asked;
use super::ticking::{CRIME, CRIME_WORDS, SHOW_CRIME};
use super::typed::LONGEST_WORDS;
use super::words;
use crate::app::App;
use crate::caller::Caller;
use crate::casework::Opened;
use crate::face::components::{
    Cell, Radios, Select, SelectItem, SummaryList, SummaryRow, Table, Tag, Textarea, WarningText,
};
use crate::pages::desk::members::link;
use crate::pages::desk::words as desk_words;
use crate::pages::tell::parts::shown;
use crate::problem::Problem;

/// One account of the case.
pub(super) struct ReportShown {
    pub(super) title: String,
    pub(super) who: SummaryList,
    pub(super) told: SummaryList,
}

/// What it is: the machine's word beside the officer's.
pub(super) struct Kind {
    pub(super) machine: String,
    pub(super) because: String,
    pub(super) officer: Option<String>,
    pub(super) choice: Select,
}

pub(super) fn tags(opened: &Opened) -> Vec<Tag> {
    let grey = |text: &str| Tag { classes: "govuk-tag--grey".into(), ..Tag::from(text) };
    let case = &opened.case;
    let mut tags = vec![grey(words::state(case.state()))];
    if let Some(triage) = case.triage {
        tags.push(grey(&format!("Harm {}", words::short_severity(triage.severity))));
        tags.push(grey(&format!("Act: {}", words::urgency(triage.urgency).to_lowercase())));
    }
    tags
}

pub(super) fn flags(opened: &Opened) -> Vec<(WarningText, &'static str)> {
    let shown = opened.case.flags.iter().map(|flag| {
        let text = format!(
            "{}. Only the safeguarding lead, managers and the holder read this case.",
            words::flag(*flag)
        );
        (WarningText { text: text.into(), ..WarningText::default() }, words::flag_script(*flag))
    });
    shown.collect()
}

pub(super) fn script_title(opened: &Opened) -> &'static str {
    if opened.case.flags.is_empty() {
        "What to do, step by step"
    } else {
        "What to do, after the safety script above"
    }
}

pub(super) async fn goes_on_in(app: &App, opened: &Opened) -> Result<Option<(String, String)>, Problem> {
    let CaseState::DuplicateOf(parent) = opened.case.state() else { return Ok(None) };
    let other = app.store.case(parent).await?.map(|case| case.reference.to_string()).unwrap_or_default();
    Ok(Some((format!("/desk/cases/{parent}"), other)))
}

pub(super) async fn facts(
    app: &App,
    opened: &Opened,
    problem: Option<&Trouble>,
) -> Result<SummaryList, Problem> {
    let case = &opened.case;
    let holder = case.held_by();
    let names = holders(app, holder.into_iter().collect()).await?;
    let first = opened.reports.first();
    let received = case.received_at.unwrap_or(opened.kept.opened_at);
    let when =
        if opened.kept.by_day { desk_words::day(app, received) } else { desk_words::moment(app, received) };
    let on_duty = crate::pages::desk::rota::on_duty(app).await?;
    let rows = vec![
        SummaryRow::new(
            "Holder",
            holder.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "nobody yet".to_owned()),
        ),
        SummaryRow::new("On duty now", on_duty),
        SummaryRow::new("Received", format!("{when}, by {}", first.map_or("", |r| channel(&r.channel)))),
        SummaryRow::new(
            "Borough",
            desk_words::borough(&app.region, first.map_or("", |r| r.borough.as_str())),
        ),
        SummaryRow::new("Promise", case.triage.map_or("", |triage| words::class(triage.class))),
        SummaryRow::new("Problem", problem.map_or("not on our list", |problem| problem.lead.as_str())),
    ];
    Ok(SummaryList { rows, classes: "govuk-summary-list--no-border".into(), ..SummaryList::default() })
}

pub(super) fn channel(word: &str) -> &str {
    match word {
        "web" => "the web form",
        "phone" => "telephone",
        "partner" => "a partner",
        "api" => "a program",
        other => other,
    }
}

pub(super) fn shown_reports(
    app: &App,
    opened: &Opened,
    read: &[(Account, Option<Reporter>)],
) -> Vec<ReportShown> {
    let shown = opened.reports.iter().zip(read).map(|(report, (account, reporter))| ReportShown {
        title: report.reference.to_string(),
        who: who(report.manner, reporter.as_ref()),
        told: told(app, account),
    });
    shown.collect()
}

pub(super) fn kind(app: &App, opened: &Opened, f: Fields<'_>) -> Kind {
    let case = &opened.case;
    let because = opened.events.iter().rev().find_map(|event| match &event.deed {
        centre::case::Deed::CategorySuggested { because, .. } => Some(because.to_string()),
        _ => None,
    });
    let mut names: Vec<&str> =
        app.guide.problems().all().iter().map(|problem| problem.incident.name()).collect();
    names.sort_unstable();
    names.dedup();
    let items: Vec<Item> = names.into_iter().map(|name| (name.to_owned(), words::category(name))).collect();
    let now = case.category().map(ToString::to_string).unwrap_or_default();
    let choice = f.select("category", "An officer says it is", &items, &now);
    Kind {
        machine: case.suggested.as_ref().map_or("nothing".to_owned(), |word| words::category(word.as_str())),
        because: because.unwrap_or_default(),
        officer: case.corrected.as_ref().map(|word| words::category(word.as_str())),
        choice: Select { items: sorted(choice.items), ..choice },
    }
}

pub(super) fn sorted(mut items: Vec<SelectItem>) -> Vec<SelectItem> {
    items.sort_by(|a, b| a.text.cmp(&b.text));
    items
}

pub(super) async fn mail(app: &App, caller: &Caller, opened: &Opened) -> Result<Vec<MessageShown>, Problem> {
    let mut all = Vec::new();
    for report in &opened.reports {
        let mailbox = app.store.mailbox_for(&caller.actor(), report.id, app.now()).await?;
        if let Some(mailbox) = mailbox {
            all.extend(messages(app, opened.kept.by_day, &mailbox.messages).await?);
        }
    }
    Ok(all)
}

pub(super) fn message_field(f: Fields<'_>, asked: &Asked, problem: Option<&Trouble>) -> Textarea {
    let hint = "Plain words. Never ask for a password, a code or a payment.";
    let area = f.area("message", "Message to the reporter", hint, 6);
    let draft = drafts::of(&asked.draft, problem).filter(|_| area.value.is_empty());
    Textarea { value: draft.map_or(area.value.clone(), |draft| draft.words), ..area }
}

pub(super) fn to_report(opened: &Opened) -> Option<Select> {
    (opened.reports.len() > 1).then(|| Select {
        name: "to_report".to_owned(),
        label: "To whoever gave".into(),
        items: opened
            .reports
            .iter()
            .map(|report| SelectItem::new(report.id.to_string(), report.reference.to_string()))
            .collect(),
        ..Select::default()
    })
}

pub(super) fn note_field(f: Fields<'_>) -> Textarea {
    let hint =
        format!("Only the centre sees it. Up to {} letters.", desk_words::number(LONGEST_WORDS as u64));
    f.area("note", "Note for ourselves", &hint, 4)
}

pub(super) fn wishes(opened: &Opened) -> String {
    let all: Vec<&str> = opened.case.wishes.iter().map(|wish| words::wish(*wish)).collect();
    let own = opened.events.iter().rev().find_map(|event| match &event.deed {
        centre::case::Deed::WishTold { text: Some(text), .. } => opened.texts.get(text).cloned(),
        _ => None,
    });
    match (all.is_empty(), own) {
        (true, None) => "not said yet: ask".to_owned(),
        (true, Some(own)) => format!("\u{201c}{own}\u{201d}"),
        (false, None) => all.join(", "),
        (false, Some(own)) => format!("{}. \u{201c}{own}\u{201d}", all.join(", ")),
    }
}

pub(super) fn outcomes(opened: &Opened) -> Vec<String> {
    let mut all: Vec<String> =
        opened.case.outcomes.iter().map(|noted| outcome_words(noted.outcome, noted.pence, None)).collect();
    all.extend(opened.case.helped_others.then(|| "It helped to warn others".to_owned()));
    all
}

/// Shown where the centre's setting says so, for its own papers; the person never sees it.
pub(super) async fn crime(app: &App, opened: &Opened, f: Fields<'_>) -> Result<Option<Radios>, Problem> {
    if app.store.setting(SHOW_CRIME).await? != Some(serde_json::Value::Bool(true)) {
        return Ok(None);
    }
    let now = app.store.mark_of_case(opened.kept.id, CRIME).await?.unwrap_or_default();
    let items: Vec<Item> =
        CRIME_WORDS.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
    Ok(Some(Radios { value: now, ..f.radios("crime", "For our papers: is it a crime?", &items) }))
}

pub(super) async fn evidence(app: &App, opened: &Opened, path: &str) -> Result<Option<Table>, Problem> {
    let mut rows = Vec::new();
    for report in &opened.reports {
        for item in app.store.items_of_report(report.id).await? {
            let name = item.facts.as_ref().map_or("destroyed".to_owned(), |facts| shown(&facts.name));
            let hash = item.facts.as_ref().map(|facts| facts.sha256.clone()).unwrap_or_default();
            rows.push(vec![
                Cell::from(link(&format!("{path}/evidence/{}", item.id), &name)),
                Cell::from(item.kind.words()),
                Cell::from(format!("{} bytes", desk_words::number(item.bytes))),
                Cell { classes: "wh-hash".into(), ..Cell::from(hash) },
            ]);
        }
    }
    Ok((!rows.is_empty()).then(|| Table {
        caption: "Evidence".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["File", "Kind", "Size", "SHA-256"].map(Cell::from).to_vec(),
        rows,
        ..Table::default()
    }))
}

pub(super) fn packs(app: &App, opened: &Opened) -> Vec<String> {
    use centre::case::{Consent, PackStep};
    let shown = opened.case.packs.iter().map(|pack| {
        let stands = match (pack.step, pack.consent) {
            (PackStep::Decided, Consent::Asked) => "waits for the person's yes",
            (PackStep::Decided, Consent::Withdrawn) => "the person says no",
            (PackStep::Decided, _) => "to be sent",
            (PackStep::Dropped, _) => "dropped",
            (PackStep::Sent, _) => "sent, no answer yet",
            (PackStep::Accepted, _) => "taken on",
            (PackStep::Declined, _) => "not taken on",
            (PackStep::Returned(_), _) => "answered",
        };
        format!("{}: {stands}", words::body(app, &pack.to))
    });
    shown.collect()
}

pub(super) async fn children(app: &App, opened: &Opened) -> Result<Vec<(String, String)>, Problem> {
    let mut all = Vec::new();
    for child in &opened.case.children {
        if let Some(case) = app.store.case(*child).await? {
            all.push((format!("/desk/cases/{child}"), case.reference.to_string()));
        }
    }
    Ok(all)
}
