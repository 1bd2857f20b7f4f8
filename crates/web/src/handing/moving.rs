//! What happens to a hand-over after it was decided: it leaves, or does not; the body answers.

use centre::case::{Deed, Outcome, Refusal};
use centre::hand_over::{Content, Recipient};
use centre::ledger;
use store::{Pack, PackMove, PackState, RetentionRule};
use terms::{CaseId, PackId, PlainLine, Timestamp};

use super::bodies::name_of;
use super::has_window;
use crate::app::App;
use crate::casework::{Opened, Who, tell_of_pack};
use crate::problem::Problem;

/// What a body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It takes it on.
    Accept,
    /// It does not, for this reason.
    Decline(PlainLine),
    /// What became of it.
    Return(Outcome),
}

/// What came of a step: the case as it is now, or what to do instead.
pub type Moved = Result<Result<Opened, Refusal>, Problem>;

/// A pack of a case with what is in it, for somebody: the read is in the ledger first. What is in it is none when it was
/// dropped or erased.
///
/// # Errors
/// [`Problem`] when the case has no such pack, or the read could not be logged.
pub async fn kept_of(
    app: &App,
    reader: &ledger::Actor,
    case: CaseId,
    pack: PackId,
    why: &str,
) -> Result<(Pack, Option<Content>), Problem> {
    // Whose it is comes before the read: a pack of another case is none here, and nothing of it is logged.
    app.store.pack(pack).await?.filter(|pack| pack.case == case).ok_or_else(Problem::not_found)?;
    let found = app.store.pack_for(reader, pack, why, app.now()).await?;
    let (pack, content) = found.ok_or_else(Problem::not_found)?;
    let content = content.map(|json| Content::read(&json)).transpose().map_err(Problem::broken)?;
    Ok((pack, content))
}

/// Sends a pack by the partners' window: from now on the body's people see it. Whatever only the person may send is never
/// sent by us.
///
/// # Errors
/// [`Problem`] when the person sends it themselves, or nobody of the body can look; the refusal says what to do instead.
pub async fn send(app: &App, who: &Who, case: CaseId, pack: PackId) -> Moved {
    let (kept, content) = kept_of(app, &who.ledger, case, pack, "to send it").await?;
    let recipient = recipient_of(&kept)?;
    if !recipient.may_be_sent_by_us() {
        return Err(Problem::clash(
            "Only the person may send this. Give it to them, and note the reference.",
        ));
    }
    if !has_window(app, &kept.body).await? {
        let told =
            "Nobody of this body has an account here. Give it to them another way, and note the reference.";
        return Err(Problem::clash(told));
    }
    let content = content.ok_or_else(Problem::not_found)?;
    let reference = content.cover.reference.clone();
    let line = PlainLine::parse(&reference).map_err(Problem::broken)?;
    let deed = Deed::PackSent { pack, reference: line };
    let reply_due = reply_due(app, recipient);
    let (enclosed, to_whom) = (content.enclosed(), format!("to {}, {reference}", name_of(app, &kept.body)));
    let step = PackMove::Send {
        pack,
        reference: &reference,
        in_window: true,
        reply_due,
        enclosed: &enclosed,
        to_whom: &to_whom,
    };
    tell_of_pack(app, who, case, &deed, &step, rule_of(recipient)).await
}

/// Notes that a pack left another way, under a reference: the person sent it, or we gave it by hand.
///
/// # Errors
/// [`Problem`] when there is no such pack; the refusal says what to do instead.
pub async fn note_sent(app: &App, who: &Who, case: CaseId, pack: PackId, reference: PlainLine) -> Moved {
    let kept = of_case(app, case, pack).await?;
    let recipient = recipient_of(&kept)?;
    let (text, reply_due) = (reference.to_string(), reply_due(app, recipient));
    let step =
        PackMove::Send { pack, reference: &text, in_window: false, reply_due, enclosed: &[], to_whom: "" };
    let deed = Deed::PackSent { pack, reference };
    tell_of_pack(app, who, case, &deed, &step, rule_of(recipient)).await
}

/// Lets a pack go unsent, with a reason. What was in it is gone.
///
/// # Errors
/// [`Problem`] when there is no such pack; the refusal says what to do instead.
pub async fn drop_pack(app: &App, who: &Who, case: CaseId, pack: PackId, because: PlainLine) -> Moved {
    of_case(app, case, pack).await?;
    let deed = Deed::PackDropped { pack, because };
    tell_of_pack(app, who, case, &deed, &PackMove::Drop(pack), None).await
}

/// Keeps what a body says: itself, or an officer to whom it was said.
///
/// # Errors
/// [`Problem`] when there is no such pack; the refusal says what to do instead.
pub async fn answer(app: &App, who: &Who, case: CaseId, pack: PackId, answer: Answer) -> Moved {
    of_case(app, case, pack).await?;
    let (deed, state) = match answer {
        Answer::Accept => (Deed::PackAccepted { pack }, PackState::Accepted),
        Answer::Decline(because) => (Deed::PackDeclined { pack, because }, PackState::Declined),
        Answer::Return(outcome) => (Deed::PackReturned { pack, outcome }, PackState::Returned),
    };
    tell_of_pack(app, who, case, &deed, &PackMove::Answer { pack, state }, None).await
}

async fn of_case(app: &App, case: CaseId, pack: PackId) -> Result<Pack, Problem> {
    app.store.pack(pack).await?.filter(|kept| kept.case == case).ok_or_else(Problem::not_found)
}

fn recipient_of(pack: &Pack) -> Result<Recipient, Problem> {
    pack.recipient.parse().map_err(Problem::broken)
}

/// By the end of which working day an answer is due.
fn reply_due(app: &App, recipient: Recipient) -> Timestamp {
    let calendar = &app.desk.calendar;
    let today = calendar.zone().to_datetime(app.now()).date();
    let day = calendar.after_working_days(today, recipient.answers_within());
    calendar.end_of(day).unwrap_or_else(|| app.now())
}

/// What the police have is kept until they say, and looked at each year.
fn rule_of(recipient: Recipient) -> Option<RetentionRule> {
    (recipient == Recipient::Police).then_some(RetentionRule::Police)
}
