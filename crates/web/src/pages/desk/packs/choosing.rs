//! Deciding a hand-over: what would leave is shown first, with everything that an officer can choose beside it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::{Ground, Wish};
use centre::hand_over::{
    Grading, Handling, Information, Pap, Recipient, Reliability, SeenItem, TakeDown, Tlp,
};
use jiff::civil::Date;
use serde::Deserialize;
use terms::{CaseId, PackId, PlainLine};

use super::{WHY, address, crumbs, refused};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Who, open_for};
use crate::face::components::{
    Breadcrumbs, Checkboxes, Choice, ErrorSummary, Hint, Input, Radios, Select, SelectItem, WarningText,
};
use crate::face::{Chrome, Page};
use crate::handing::{self, Decision, Destination, destination, gather};
use crate::pages::Faults;
use crate::pages::desk::asked::Asked;
use crate::pages::desk::frame;
use crate::pages::hand_over::PaperShown;
use crate::problem::Problem;
use crate::sent::Sent;

/// To whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ToAsked {
    to: String,
}

/// What an officer chose.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecisionSent {
    to: String,
    ground: String,
    ask: String,
    tlp: String,
    pap: String,
    source: String,
    information: String,
    handling: String,
    conditions: String,
    enclosed: Vec<String>,
    rule: String,
    asked: String,
    answered: String,
}

#[derive(Template)]
#[template(path = "desk/packs/new.html")]
struct NewPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    summary: Option<ErrorSummary>,
    action: String,
    to: String,
    lead: String,
    warning: Option<WarningText>,
    ground: Option<Radios>,
    ask: Input,
    marks: Vec<Select>,
    conditions: Option<Input>,
    enclosed: Option<Checkboxes>,
    platform: Vec<Input>,
    paper: PaperShown,
}

/// `GET /desk/cases/{case}/packs/new?to=…`. The reads are in the ledger first.
///
/// # Errors
/// When there is no such case or body, or a read could not be logged.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Asked(asked): Asked<ToAsked>,
) -> Result<Response, Problem> {
    let sent = DecisionSent { to: asked.to, ..DecisionSent::usual() };
    page(&app, &caller, id, &sent, &Faults::default()).await
}

/// `POST /desk/cases/{case}/packs`: decides, and freezes what would leave.
///
/// # Errors
/// When the store fails, or the case does not allow it now.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Sent(sent): Sent<DecisionSent>,
) -> Result<Response, Problem> {
    let to = destination(&app, &sent.to).ok_or_else(Problem::not_found)?;
    let who = Who::of(&caller)?;
    let decision = match sent.read(to) {
        Ok(decision) => decision,
        Err(faults) => return page(&app, &caller, id, &sent, &faults).await,
    };
    let opened = open_for(&app, &who.ledger, id, WHY).await?;
    let gathered = gather(&app, &who.ledger, &opened).await?;
    let decided = handing::decide(&app, &who, id, &decision, (&opened, &gathered)).await?;
    let pack = decided.map_err(|refusal| refused(&refusal))?;
    Ok(Redirect::to(&format!("{}/{pack}?done=decided", address(id))).into_response())
}

impl DecisionSent {
    fn usual() -> Self {
        let usual = Grading::usual();
        Self {
            ground: "consent".to_owned(),
            tlp: usual.tlp.name().to_owned(),
            pap: usual.pap.name().to_owned(),
            source: usual.source.name().to_owned(),
            information: usual.information.name().to_owned(),
            handling: usual.handling.name().to_owned(),
            ..Self::default()
        }
    }

    fn read(&self, to: Destination) -> Result<Decision, Faults> {
        let mut faults = Faults::default();
        let ground = match self.ground.as_str() {
            "" | "consent" => Ground::Consent,
            "law" if handing::ground_fits(to.recipient, Ground::Law) => Ground::Law,
            _ => {
                faults.add("ground", "Choose on what ground it may leave.");
                Ground::Consent
            }
        };
        let decision = Decision {
            ground,
            ask: line("ask", &self.ask, &mut faults),
            grading: self.grading(to.recipient, &mut faults),
            enclosed: self.enclosed.iter().filter_map(|id| id.parse().ok()).collect(),
            take_down: TakeDown {
                rule: line("rule", &self.rule, &mut faults),
                asked: day("asked", &self.asked, &mut faults),
                answered: day("answered", &self.answered, &mut faults),
            },
            to,
        };
        if faults.is_empty() { Ok(decision) } else { Err(faults) }
    }

    fn grading(&self, recipient: Recipient, faults: &mut Faults) -> Grading {
        let usual = Grading::usual();
        if recipient != Recipient::Police {
            return usual;
        }
        let mut missing = |field: &'static str| faults.add(field, "Choose one of the list.");
        let grading = Grading {
            tlp: Tlp::read(&self.tlp).unwrap_or_else(|| {
                missing("tlp");
                usual.tlp
            }),
            pap: self.pap.parse().unwrap_or_else(|_| {
                missing("pap");
                usual.pap
            }),
            source: self.source.parse().unwrap_or_else(|_| {
                missing("source");
                usual.source
            }),
            information: self.information.parse().unwrap_or_else(|_| {
                missing("information");
                usual.information
            }),
            handling: self.handling.parse().unwrap_or_else(|_| {
                missing("handling");
                usual.handling
            }),
            conditions: line("conditions", &self.conditions, faults),
        };
        if grading.check().is_err() {
            faults.add("conditions", "Say under which conditions it may be shared.");
        }
        grading
    }
}

fn line(field: &'static str, text: &str, faults: &mut Faults) -> Option<PlainLine> {
    if text.trim().is_empty() {
        return None;
    }
    PlainLine::parse(text)
        .map_err(|_| faults.add(field, "Write this in one line of 200 letters at most."))
        .ok()
}

fn day(field: &'static str, text: &str, faults: &mut Faults) -> Option<Date> {
    if text.trim().is_empty() {
        return None;
    }
    let how = "Write the day as year, month, day, for example 2026-11-21.";
    text.trim().parse().map_err(|_| faults.add(field, how)).ok()
}

async fn page(
    app: &App,
    caller: &Caller,
    id: CaseId,
    sent: &DecisionSent,
    faults: &Faults,
) -> Result<Response, Problem> {
    let to = destination(app, &sent.to).ok_or_else(Problem::not_found)?;
    let by = caller.actor();
    let opened = open_for(app, &by, id, WHY).await?;
    let gathered = gather(app, &by, &opened).await?;
    let shown = sent.read(to.clone()).unwrap_or_else(|_| Decision::usual(to.clone()));
    let content = shown.content(app, &opened, &gathered, PackId::random(&*app.chance));
    let is_police = to.recipient == Recipient::Police;
    let title = format!("What {} would get", to.name);
    let mut chrome = frame(app, caller, title.as_str(), "/desk/cases");
    chrome.has_error = !faults.is_empty();
    let page = NewPage {
        crumbs: crumbs(id, &opened.kept.reference.to_string(), Some(&title)),
        chrome,
        summary: faults.summary(),
        action: address(id),
        to: to.value(),
        lead: lead(to.recipient).to_owned(),
        warning: (is_police && opened.case.wishes.contains(&Wish::NoPolice)).then(|| WarningText {
            text: "The person said that the police are not to be told. Speak with them first.".into(),
            ..WarningText::default()
        }),
        ground: to.recipient.may_be_sent_by_us().then(|| grounds(sent, faults)),
        ask: input("ask", "What we ask of them", "One line. It is part of what leaves.", &sent.ask, faults),
        marks: if is_police { marks(sent, faults) } else { Vec::new() },
        conditions: is_police.then(|| {
            let hint = "For handling code C only.";
            input("conditions", "Under which conditions it may be shared", hint, &sent.conditions, faults)
        }),
        enclosed: Some(enclosed(&gathered.source.items, sent))
            .filter(|boxes| is_police && !boxes.items.is_empty()),
        platform: if to.recipient == Recipient::Platform { platform(sent, faults) } else { Vec::new() },
        paper: content.paper().into(),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn lead(recipient: Recipient) -> &'static str {
    if recipient.may_be_sent_by_us() {
        "The person sees exactly this before they say yes. What is decided is frozen: later changes need a new hand-over."
    } else {
        "Only the person may send this: it is never sent in their name. They see it on their page, send it themselves, and the reference is noted here."
    }
}

fn grounds(sent: &DecisionSent, faults: &Faults) -> Radios {
    let law = Choice {
        hint: Some(Hint::from("A life, or a child's safety. They are not asked and do not see it.")),
        ..Choice::new("law", "The law, without asking")
    };
    Radios {
        name: "ground".to_owned(),
        fieldset: Some("On what ground".into()),
        error: faults.at("ground"),
        items: vec![Choice::new("consent", "The person's yes: we ask them"), law],
        value: sent.ground.clone(),
        ..Radios::default()
    }
}

fn input(name: &str, label: &str, hint: &str, value: &str, faults: &Faults) -> Input {
    Input {
        name: name.to_owned(),
        label: label.into(),
        hint: Some(hint.into()),
        error: faults.at(name),
        value: (!value.is_empty()).then(|| value.to_owned()),
        autocomplete: "off".to_owned(),
        ..Input::default()
    }
}

/// Who may see, what may be done, how good it is: each for itself.
fn marks(sent: &DecisionSent, faults: &Faults) -> Vec<Select> {
    let select = |name: &str, label: &str, items: Vec<SelectItem>, value: &str| Select {
        name: name.to_owned(),
        label: label.into(),
        error: faults.at(name),
        items,
        value: value.to_owned(),
        ..Select::default()
    };
    let tlp = Tlp::ALL.iter().map(|tlp| SelectItem::new(tlp.name(), tlp.mark())).collect();
    let pap = Pap::ALL.iter().map(|pap| SelectItem::new(pap.name(), pap.mark())).collect();
    let source = [
        (Reliability::Reliable, "1 Reliable"),
        (Reliability::Untested, "2 Untested"),
        (Reliability::NotReliable, "3 Not reliable"),
    ];
    let information = [
        (Information::Directly, "A Known directly to the source"),
        (Information::Corroborated, "B Known indirectly, and corroborated"),
        (Information::Indirectly, "C Known indirectly"),
        (Information::NotKnown, "D Not known"),
        (Information::SuspectedFalse, "E Suspected to be false"),
    ];
    let handling = [
        (Handling::Permitted, "P Sharing permitted"),
        (Handling::Conditions, "C Sharing permitted with conditions"),
    ];
    vec![
        select("tlp", "Who may see it (TLP 2.0)", tlp, Tlp::read(&sent.tlp).map_or("", Tlp::name)),
        select("pap", "What may be done with it (PAP)", pap, &sent.pap),
        select(
            "source",
            "How reliable the source is (3x5x2, first)",
            source.map(|(value, text)| SelectItem::new(value.name(), text)).to_vec(),
            &sent.source,
        ),
        select(
            "information",
            "How the source knows (3x5x2, second)",
            information.map(|(value, text)| SelectItem::new(value.name(), text)).to_vec(),
            &sent.information,
        ),
        select(
            "handling",
            "How it may be handled (3x5x2, third)",
            handling.map(|(value, text)| SelectItem::new(value.name(), text)).to_vec(),
            &sent.handling,
        ),
    ]
}

fn enclosed(items: &[SeenItem], sent: &DecisionSent) -> Checkboxes {
    Checkboxes {
        name: "enclosed".to_owned(),
        fieldset: Some("Originals that go with it".into()),
        hint: Some("All are on the list with their sums. Only those that you tick leave as files.".into()),
        items: items
            .iter()
            .map(|item| Choice::new(item.id.to_string(), format!("{} ({})", item.name, item.kind)))
            .collect(),
        values: sent.enclosed.clone(),
        ..Checkboxes::default()
    }
}

fn platform(sent: &DecisionSent, faults: &Faults) -> Vec<Input> {
    vec![
        input("rule", "Which of its own rules it breaks", "In plain words.", &sent.rule, faults),
        input(
            "asked",
            "When it was asked first",
            "For example 2026-11-21. Empty if never.",
            &sent.asked,
            faults,
        ),
        input("answered", "When it answered", "Empty if it did not.", &sent.answered, faults),
    ]
}
