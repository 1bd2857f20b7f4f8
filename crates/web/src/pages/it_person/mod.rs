//! Playing the IT person: what the companies of an invented firm would change for it, on one page. In a demonstration
//! only; everywhere else these addresses answer as if they were not there, whatever the method.

mod forms;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use terms::DomainName;

use self::forms::{FileForms, PartsForm, RecordForm, RecordLine, files, mail_hosts, parts, record_lines};
use super::desk::asked::Asked;
use super::{Faults, frame};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Input, Label};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};
use crate::stage::{Part, StageChange, StageRefusal, StageSet, StagedName, WELL_KNOWN};

/// Where names are looked up.
const ALL: &str = "/demonstration/names";

#[derive(Template)]
#[template(path = "demonstration/names.html")]
struct NamesPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    name: Input,
}

#[derive(Template)]
#[template(path = "demonstration/name.html")]
struct NamePage {
    chrome: Chrome,
    here: String,
    name: String,
    name_host: String,
    mail_hosts: String,
    told: Option<&'static str>,
    errors: Option<ErrorSummary>,
    is_rented: bool,
    is_changed: bool,
    record: RecordForm,
    file: FileForms,
    parts: Vec<PartsForm>,
    records: Vec<RecordLine>,
    files: Vec<(String, String)>,
}

/// Which name somebody wants to look after.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NameAsked {
    name: String,
}

/// What the address asks of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PageAsked {
    /// The place of the record that is to be changed.
    change: String,
    told: String,
}

/// A record that was typed; `instead` is the one that it takes the place of.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecordSent {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) instead: String,
}

/// A file that was typed, or is to go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FileSent {
    pub(super) path: String,
    pub(super) text: String,
}

/// A record that is to go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RemoveSent {
    record: String,
}

/// The parts that are in order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PartsSent {
    parts: Vec<String>,
}

fn stage(app: &App) -> Result<&Arc<dyn StageSet>, Problem> {
    app.stage.as_ref().filter(|_| app.facts.demonstration).ok_or_else(Problem::not_found)
}

/// The name that the address means, and what stands behind it.
fn staged(app: &App, name: &str) -> Result<(DomainName, StagedName), Problem> {
    let domain = DomainName::parse_bare(name).map_err(|_| Problem::not_found())?;
    let staged = stage(app)?.name(&domain).ok_or_else(Problem::not_found)?;
    Ok((domain, staged))
}

/// `GET /demonstration/names`: which name? `?name=` leads there.
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<NameAsked>,
) -> Result<Response, Problem> {
    let stage = stage(&app)?;
    let mut faults = Faults::default();
    if !asked.name.is_empty() {
        match DomainName::parse(&asked.name) {
            Ok(domain) if stage.name(&domain).is_some() => {
                return Ok(Redirect::to(&address(&domain)).into_response());
            }
            Ok(_) => {
                faults.add("name", "No firm of the made-up city has this name. Copy one from a firm's page.")
            }
            Err(_) => faults.add("name", "Type a name such as lantern-bakery.test"),
        }
    }
    let mut chrome = frame(&app, &caller, "Play the IT person", ALL);
    chrome.has_error = !faults.is_empty();
    let name = Input {
        name: "name".to_owned(),
        label: Label::from("Whose name do you look after?"),
        hint: Some("The web address of a firm of the made-up city.".into()),
        error: faults.at("name"),
        value: (!asked.name.is_empty()).then(|| asked.name.clone()),
        autocapitalize: "none".to_owned(),
        inputmode: "url".to_owned(),
        spellcheck: Some(false),
        ..Input::default()
    };
    let page = NamesPage { errors: faults.summary(), name, chrome };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// `GET /demonstration/names/{domain}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    Asked(asked): Asked<PageAsked>,
) -> Result<Response, Problem> {
    let (domain, staged) = staged(&app, &name)?;
    let place = asked.change.parse::<usize>().ok();
    let line = place.and_then(|place| record_lines(&staged).into_iter().nth(place));
    let sent = line.map(|line| line.to_change()).unwrap_or_default();
    let told = told(&asked.told);
    Ok(page(&app, &caller, &domain, &staged, (sent, FileSent::default()), told, &Faults::default()))
}

/// `POST /demonstration/names/{domain}/records`: a record more, or another in the place of one.
pub(crate) async fn record(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    Sent(sent): Sent<RecordSent>,
) -> Result<Response, Problem> {
    let (domain, staged) = staged(&app, &name)?;
    let fails = |faults: Faults| {
        Ok(page(&app, &caller, &domain, &staged, (sent.clone(), FileSent::default()), None, &faults))
    };
    let new = match forms::read(&sent, &staged) {
        Ok(new) => new,
        Err(faults) => return fails(faults),
    };
    let old = record_lines(&staged).into_iter().find(|line| line.key == sent.instead);
    let change = match old.and_then(|line| line.staged) {
        Some(old) => StageChange::Replace(Box::new([(old.owner, old.record), new])),
        None if sent.instead.is_empty() => StageChange::Add(new.0, new.1),
        None => return fails(Faults::of("value", refused(StageRefusal::Gone).1)),
    };
    match changed(&app, &domain, change).await? {
        Ok(()) => Ok(done(&domain, "record")),
        Err(refusal) => {
            let (field, words) = refused(refusal);
            fails(Faults::of(field, words))
        }
    }
}

/// `POST /demonstration/names/{domain}/records/remove`
pub(crate) async fn remove_record(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Sent(sent): Sent<RemoveSent>,
) -> Result<Response, Problem> {
    let (domain, staged) = staged(&app, &name)?;
    let line = record_lines(&staged).into_iter().find(|line| line.key == sent.record);
    // Whoever presses twice has what they wanted.
    if let Some(old) = line.and_then(|line| line.staged) {
        let _gone_already = changed(&app, &domain, StageChange::Remove(old.owner, old.record)).await?;
    }
    Ok(done(&domain, "gone"))
}

/// `POST /demonstration/names/{domain}/files`
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    Sent(sent): Sent<FileSent>,
) -> Result<Response, Problem> {
    let (domain, staged) = staged(&app, &name)?;
    let bare = sent.path.trim();
    let bare = bare.strip_prefix(&format!("https://{domain}")).unwrap_or(bare);
    let path = if bare.starts_with('/') { bare.to_owned() } else { format!("{WELL_KNOWN}{bare}") };
    let change = StageChange::PutFile { path, text: sent.text.replace("\r\n", "\n") };
    match changed(&app, &domain, change).await? {
        Ok(()) => Ok(done(&domain, "file")),
        Err(refusal) => {
            let (field, words) = refused(refusal);
            let field = if field == "text" { "text" } else { "path" };
            let typed = (RecordSent::default(), sent);
            Ok(page(&app, &caller, &domain, &staged, typed, None, &Faults::of(field, words)))
        }
    }
}

/// `POST /demonstration/names/{domain}/files/remove`
pub(crate) async fn remove_file(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Sent(sent): Sent<FileSent>,
) -> Result<Response, Problem> {
    let (domain, _) = staged(&app, &name)?;
    let _gone_already = changed(&app, &domain, StageChange::RemoveFile(sent.path)).await?;
    Ok(done(&domain, "gone"))
}

/// `POST /demonstration/names/{domain}/parts`: exactly these are in order.
pub(crate) async fn mend(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Sent(sent): Sent<PartsSent>,
) -> Result<Response, Problem> {
    let (domain, _) = staged(&app, &name)?;
    let good = sent.parts.iter().filter_map(|part| Part::parse(part)).collect();
    match changed(&app, &domain, StageChange::Mend(good)).await? {
        Ok(()) => Ok(done(&domain, "parts")),
        Err(_) => Ok(done(&domain, "full")),
    }
}

/// `POST /demonstration/names/{domain}/back`: everything as it was in the beginning.
pub(crate) async fn put_back(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (domain, _) = staged(&app, &name)?;
    let _full = changed(&app, &domain, StageChange::PutBack).await?;
    Ok(done(&domain, "back"))
}

/// Changes a name. A look may come by at once then: on a stage nobody has to be spared.
async fn changed(
    app: &App,
    domain: &DomainName,
    change: StageChange,
) -> Result<Result<(), StageRefusal>, Problem> {
    let changed = stage(app)?.change(domain, change);
    if changed.is_ok() {
        app.store.forget_target(domain, app.now()).await?;
    }
    Ok(changed)
}

/// The address of a name's page.
pub(crate) fn address(domain: &DomainName) -> String {
    format!("{ALL}/{}", domain.registrable().as_ascii())
}

/// The address at which somebody plays the IT person of a firm's domain; none outside of a demonstration.
pub(crate) fn link(app: &App, domain: &DomainName) -> Option<String> {
    let stage = stage(app).ok()?;
    stage.name(domain).map(|_| address(domain))
}

fn done(domain: &DomainName, told: &str) -> Response {
    Redirect::to(&format!("{}?told={told}#told", address(domain))).into_response()
}

fn told(told: &str) -> Option<&'static str> {
    Some(match told {
        "record" => "The record is there. Look again, and you see what became of it.",
        "file" => "The file is there. Look again, and you see what became of it.",
        "gone" => "It is gone.",
        "parts" => "That is how it is now. Look again, and you see what became of it.",
        "back" => "Everything is as it was in the beginning.",
        "full" => {
            "Nothing was changed: in this demonstration too many names were changed already. Start it again."
        }
        _ => return None,
    })
}

/// At which field a refusal is shown, and what it says.
fn refused(refusal: StageRefusal) -> (&'static str, &'static str) {
    match refusal {
        StageRefusal::NoSuchName => ("name", "Nobody rents this name. Tick that it is rented, further down"),
        StageRefusal::NotWithin => {
            ("name", "Write a name that ends in the firm's own, or only the part in front of it")
        }
        StageRefusal::AliasBesideOthers => {
            ("name", "A CNAME record stands alone. Take away the other records of this name first")
        }
        StageRefusal::ForeignAddress => {
            ("value", "Use an address of the made-up city, such as 203.0.113.10 or 2001:db8::80")
        }
        StageRefusal::AlreadyThere => ("value", "This record is there already"),
        StageRefusal::Gone => ("value", "The record that you wanted to change is gone. Add this one as new"),
        StageRefusal::TooManyRecords => ("value", "There are 60 records already. Take one away first"),
        StageRefusal::TooManyFiles => ("path", "There are 12 files already. Take one away first"),
        StageRefusal::FileTooLong => ("text", "The text is too long. Use at most 8,192 letters"),
        StageRefusal::Path => ("path", "Write the name of one file, such as security.txt"),
        StageRefusal::TooManyNames => {
            ("value", "In this demonstration too many names were changed already. Start it again")
        }
    }
}

fn page(
    app: &App,
    caller: &Caller,
    domain: &DomainName,
    staged: &StagedName,
    (record, file): (RecordSent, FileSent),
    told: Option<&'static str>,
    faults: &Faults,
) -> Response {
    let apex = staged.apex.as_str().to_owned();
    let shown = DomainName::parse_bare(&apex).map_or(apex, |apex| apex.to_unicode());
    let mut chrome = frame(app, caller, format!("Play the IT person of {shown}"), ALL);
    chrome.has_error = !faults.is_empty();
    let page = NamePage {
        here: address(domain),
        name: shown,
        name_host: staged.name_host.clone(),
        mail_hosts: mail_hosts(staged),
        told,
        errors: faults.summary(),
        is_rented: !staged.records.is_empty(),
        is_changed: staged.is_changed,
        record: forms::record(&record, staged, faults),
        file: files(&file, faults),
        parts: parts(staged),
        records: record_lines(staged),
        files: staged.files.clone(),
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}
