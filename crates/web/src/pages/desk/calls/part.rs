//! The part of a page from which a call is begun: why, and the code of whoever rings; and what was checked before.

use centre::call_check::{Reason, Side, Standing};
use store::CallCheck;
use terms::OrganisationId;

use crate::app::App;
use crate::calls::reason_id;
use crate::face::components::{Button, Hint, Input, Select, SelectItem};
use crate::face::words::Words;
use crate::pages::Faults;
use crate::pages::desk::words;
use crate::problem::Problem;

/// The field for a firm's code, and its id.
pub(super) const CODE_FIELD: &str = "call_code";

/// What stands on a member's page, on a case, and on the page of calls.
pub(crate) struct CallPart {
    /// Where the form is sent.
    pub(crate) action: String,
    pub(crate) reason: Select,
    pub(crate) button: Button,
    /// The field for a firm's code, where one can be taken.
    pub(crate) code: Option<Input>,
    /// Whose code is expected; empty for any.
    pub(crate) firm: String,
    /// What was checked before: where it stands, where there is a page for it, and in words.
    pub(crate) lines: Vec<String>,
}

impl CallPart {
    /// The form that begins a call, and how these checks stand.
    pub(crate) async fn of(action: String, checks: &[CallCheck], app: &App) -> Result<Self, Problem> {
        let reason =
            |reason: &Reason| SelectItem::new(reason.name(), Words::default().say(reason_id(*reason)));
        let mut lines = Vec::new();
        for check in checks {
            lines.push(line(app, check).await?);
        }
        Ok(Self {
            action,
            reason: Select {
                name: "reason".to_owned(),
                id: "call_reason".to_owned(),
                label: "Why you ring, as they read it".into(),
                items: Reason::ALL.iter().map(reason).collect(),
                value: Reason::Report.name().to_owned(),
                ..Select::default()
            },
            button: Button::secondary("Get a code for this call"),
            code: None,
            firm: String::new(),
            lines,
        })
    }

    /// With a field for the code that a firm says; of `firm` alone, where it is given.
    pub(crate) fn and_their_code(self, firm: Option<OrganisationId>, faults: &Faults) -> Self {
        let code = Input {
            name: "code".to_owned(),
            id: CODE_FIELD.to_owned(),
            label: "The code that they tell you".into(),
            hint: Some(Hint::from("They make it under My firm, Show us that it is you.")),
            error: faults.at(CODE_FIELD),
            inputmode: "numeric".to_owned(),
            autocomplete: "off".to_owned(),
            spellcheck: Some(false),
            classes: "govuk-input--width-20 wh-code-field".into(),
            ..Input::default()
        };
        Self { code: Some(code), firm: firm.map(|id| id.to_string()).unwrap_or_default(), ..self }
    }
}

/// One check in a line.
async fn line(app: &App, check: &CallCheck) -> Result<String, Problem> {
    let at = words::moment(app, check.made_at);
    let firm = match check.organisation {
        Some(firm) => app.store.organisation(firm).await?.map(|firm| firm.name),
        None => None,
    };
    let with = match (firm, check.case) {
        (Some(name), _) => name,
        (None, Some(_)) => "whoever told us of a case".to_owned(),
        (None, None) => "somebody who is no member".to_owned(),
    };
    let who = match check.side {
        Side::Ours => format!("{} rang {with}", check.role.spoken()),
        Side::Theirs => format!("Code of {with}"),
    };
    Ok(format!("{at}: {who}; {}", stands(app, check)))
}

/// How a check stands, in words.
pub(super) fn stands(app: &App, check: &CallCheck) -> String {
    let zone = &app.region.time_zone;
    match check.standing(app.now()) {
        Standing::Waiting => "not confirmed yet".to_owned(),
        Standing::Confirmed(at) => {
            let at = zone.to_datetime(at);
            format!("confirmed at {:02}:{:02}", at.hour(), at.minute())
        }
        Standing::RunOut => "nobody confirmed it in time".to_owned(),
        Standing::Replaced => "replaced by a newer code".to_owned(),
    }
}
