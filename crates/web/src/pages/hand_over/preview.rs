//! What would leave, for whoever reported: shown before they say yes or no, and for as long as it is kept after that.

use askama::Template;
use centre::case::{Consent, PackStep};
use centre::hand_over::{Content, Recipient};
use centre::ledger;
use terms::{CaseId, PackId};

use super::PaperShown;
use crate::app::App;
use crate::casework::peek;
use crate::face::words::{FluentValue, Words};
use crate::handing::kept_of;
use crate::problem::Problem;

/// Why the read is in the ledger.
const WHY: &str = "what would leave, shown to whoever reported";

/// A fragment of a page of the reporter's: what would leave, for whom, who sends it, and how it stands. The page around it
/// has the forms; [`Preview::asks`] and [`Preview::is_theirs_to_send`] say which.
#[derive(Debug, Clone, Template)]
#[template(path = "hand_over/preview.html")]
pub struct Preview {
    lead: String,
    next: String,
    take_back: String,
    paper_title: String,
    paper: PaperShown,
    /// Whether it waits for their yes or no.
    pub asks: bool,
    /// Whether a yes can be taken back.
    pub can_take_back: bool,
    /// Whether they send it themselves and tell us the reference.
    pub is_theirs_to_send: bool,
    /// What the body is called.
    pub to_name: String,
}

impl askama::filters::HtmlSafe for Preview {}

/// What would leave with a pack, for whoever reported. None where they may not know of it (the law lets it go without asking),
/// where the case has no such pack, and where it was dropped or erased. The read is in the ledger first.
///
/// # Errors
/// [`Problem`] when the store fails or the read could not be logged.
pub async fn preview(
    app: &App,
    reader: &ledger::Actor,
    case: CaseId,
    pack: PackId,
) -> Result<Option<Preview>, Problem> {
    let opened = peek(app, case).await?;
    let shown = opened.case.pack(pack).filter(|pack| pack.consent != Consent::NotNeeded);
    let Some(stands) = shown.filter(|pack| pack.step != PackStep::Dropped) else { return Ok(None) };
    let (_, content) = kept_of(app, reader, case, pack, WHY).await?;
    Ok(content.map(|content| Preview::of(&content, stands.consent, stands.step)))
}

impl Preview {
    fn of(content: &Content, consent: Consent, step: PackStep) -> Self {
        let (words, recipient) = (Words::default(), content.recipient());
        let gaps = [("body", FluentValue::from(content.cover.to_name.as_str()))];
        let say = |id: &str| words.say_with(id, &gaps);
        let is_theirs_to_send = !recipient.may_be_sent_by_us();
        let is_waiting = step == PackStep::Decided;
        let next = match (consent, is_waiting, is_theirs_to_send) {
            (Consent::Withdrawn, true, _) => "hand-over-next-no",
            (Consent::Withdrawn, false, _) => "hand-over-next-taken-back",
            (Consent::Asked, true, false) => "hand-over-next-asked",
            (_, true, true) => "hand-over-next-yours",
            (_, true, false) => "hand-over-next-ours",
            (_, false, _) => "hand-over-next-gone",
        };
        Self {
            lead: say(lead_id(recipient)),
            next: say(next),
            take_back: say("hand-over-take-back"),
            paper_title: say("hand-over-paper"),
            paper: content.paper().into(),
            asks: is_waiting && consent == Consent::Asked,
            can_take_back: consent == Consent::Given,
            is_theirs_to_send: is_waiting && is_theirs_to_send,
            to_name: content.cover.to_name.clone(),
        }
    }
}

fn lead_id(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::ReportFraud => "hand-over-lead-report-fraud",
        Recipient::Bank => "hand-over-lead-bank",
        Recipient::Insurer => "hand-over-lead-insurer",
        Recipient::DataAuthority => "hand-over-lead-data-authority",
        Recipient::ItProvider => "hand-over-lead-it-provider",
        Recipient::Police => "hand-over-lead-police",
        Recipient::Platform => "hand-over-lead-platform",
        Recipient::Support => "hand-over-lead-support",
    }
}
