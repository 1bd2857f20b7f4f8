//! Letting a case go on in another, and parting them again.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::{Act, Decision, decide};
use store::Thing;
use terms::{CaseId, Reference};

use super::show::{Asked, page};
use super::typed::{Mend, Typed};
use super::{Slip, refusal_in_words};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Who, merge as merge_cases, unmerge as part};
use crate::problem::Problem;
use crate::sent::Sent;

/// `POST /desk/cases/{case}/merge`
pub(crate) async fn merge(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let read = async {
        let because = typed.line("merge_because", "Say why they are the same.")?;
        let parent = parent(&app, &caller, &typed).await?;
        Ok::<_, Mend>((parent, because))
    };
    let (parent, because) = match read.await {
        Ok(read) => read,
        Err(mend) => return page(&app, &caller, id, &Asked::default(), Slip::mend(&mend, typed)).await,
    };
    match merge_cases(&app, &Who::of(&caller)?, id, parent, &because).await? {
        Ok(()) => Ok(Redirect::to(&format!("/desk/cases/{id}?done=merge")).into_response()),
        Err(refusal) => {
            let slip = Slip::refused(refusal_in_words(&app, refusal).await?, typed);
            page(&app, &caller, id, &Asked::default(), slip).await
        }
    }
}

/// The other case, which whoever asks may work on as well.
async fn parent(app: &App, caller: &Caller, typed: &Typed) -> Result<CaseId, Mend> {
    let none = || Mend {
        field: "parent",
        words: "We know no case with this reference that you can open. Look at it once more.".to_owned(),
    };
    let reference: Reference = Reference::parse(typed.get("parent")).map_err(|_| none())?;
    let found = app.store.case_by_reference(&reference).await.map_err(|_| none())?.ok_or_else(none)?;
    let owner = app.store.owner_of(Thing::Case(found.id)).await.map_err(|_| none())?.ok_or_else(none)?;
    let relation = crate::standing::stands(caller, &owner);
    if decide(caller.role, Act::WorkCase, relation) != Decision::Allow {
        return Err(none());
    }
    Ok(found.id)
}

/// `POST /desk/cases/{case}/unmerge`
pub(crate) async fn unmerge(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let because = match typed.line("unmerge_because", "Say why they are not the same.") {
        Ok(because) => because,
        Err(mend) => return page(&app, &caller, id, &Asked::default(), Slip::mend(&mend, typed)).await,
    };
    match part(&app, &Who::of(&caller)?, id, &because).await? {
        Ok(()) => Ok(Redirect::to(&format!("/desk/cases/{id}?done=unmerge")).into_response()),
        Err(refusal) => {
            let slip = Slip::refused(refusal_in_words(&app, refusal).await?, typed);
            page(&app, &caller, id, &Asked::default(), slip).await
        }
    }
}
