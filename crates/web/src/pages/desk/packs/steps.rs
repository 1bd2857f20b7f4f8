//! What an officer does with a hand-over: notes a yes, sends it, notes a reference, drops it, notes an answer.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use centre::case::Deed;
use serde::Deserialize;
use terms::CaseId;

use super::one::needed;
use super::{address, pack_id, refused};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Who, tell};
use crate::handing::{self, Answer};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// A line that is said with a step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LineSent {
    reference: String,
    because: String,
}

/// An answer that was told by telephone, or given by the body's own people.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerSent {
    pub(crate) answer: String,
    pub(crate) because: String,
    pub(crate) outcome: String,
}

impl AnswerSent {
    /// The answer.
    ///
    /// # Errors
    /// [`Problem`], which says what is missing.
    pub(crate) fn read(&self) -> Result<Answer, Problem> {
        match self.answer.as_str() {
            "accept" => Ok(Answer::Accept),
            "decline" => {
                needed(&self.because, "Say why it is not taken on, in one line.").map(Answer::Decline)
            }
            "return" => {
                let outcome = self.outcome.parse();
                outcome.map(Answer::Return).map_err(|_| Problem::does_not_fit("Choose what became of it."))
            }
            _ => Err(Problem::does_not_fit("Choose one of the answers.")),
        }
    }
}

fn back(case: CaseId, pack: &str, done: &str) -> Redirect {
    Redirect::to(&format!("{}/{pack}?done={done}", address(case)))
}

/// `POST …/consent`: the person said yes to an officer.
///
/// # Errors
/// When the case does not allow it now, or the store fails.
pub(crate) async fn consented(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Redirect, Problem> {
    let deed = Deed::PackConsented { pack: pack_id(&pack)? };
    let done = tell(&app, &Who::of(&caller)?, case, &[deed.into()], None).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(back(case, &pack, "consented"))
}

/// `POST …/send`
///
/// # Errors
/// As [`handing::send`].
pub(crate) async fn sent(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Redirect, Problem> {
    let done = handing::send(&app, &Who::of(&caller)?, case, pack_id(&pack)?).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(back(case, &pack, "sent"))
}

/// `POST …/noted`: it left another way, under a reference.
///
/// # Errors
/// When there is no reference, or the case does not allow it now.
pub(crate) async fn noted(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Sent(line): Sent<LineSent>,
) -> Result<Redirect, Problem> {
    let reference = needed(&line.reference, "Write the reference that they gave, in one line.")?;
    let done = handing::note_sent(&app, &Who::of(&caller)?, case, pack_id(&pack)?, reference).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(back(case, &pack, "noted"))
}

/// `POST …/drop`
///
/// # Errors
/// When there is no reason, or the case does not allow it now.
pub(crate) async fn dropped(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Sent(line): Sent<LineSent>,
) -> Result<Redirect, Problem> {
    let because = needed(&line.because, "Say why it is not sent, in one line.")?;
    let done = handing::drop_pack(&app, &Who::of(&caller)?, case, pack_id(&pack)?, because).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(back(case, &pack, "dropped"))
}

/// `POST …/answer`: what the body said by telephone.
///
/// # Errors
/// When something is missing, or the case does not allow it now.
pub(crate) async fn answered(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Sent(sent): Sent<AnswerSent>,
) -> Result<Redirect, Problem> {
    let done = handing::answer(&app, &Who::of(&caller)?, case, pack_id(&pack)?, sent.read()?).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(back(case, &pack, "answered"))
}
