//! How an event of a case is written down: who and what as JSON, its long words beside it, all of it sealed by the store
//! under the case's key. The moment stands in the store's own column, which keeps of some reporters only the day.

use std::collections::HashMap;

use centre::case::{Actor, Deed, Event};
use serde::{Deserialize, Serialize};
use store::{CaseEvent, NewCaseEvent};
use terms::{TextId, Timestamp};

use crate::problem::Problem;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    by: Actor,
    deed: Deed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

/// Long words of a case, by their ids.
pub type Texts = HashMap<TextId, String>;

/// An event as the store takes it.
///
/// # Errors
/// Never in practice: a deed can always be written as JSON.
pub(super) fn write(
    at: Timestamp,
    by: &Actor,
    deed: &Deed,
    words: Option<&str>,
) -> Result<NewCaseEvent, Problem> {
    let written = Written { by: by.clone(), deed: deed.clone(), words: words.map(str::to_owned) };
    let body =
        serde_json::to_string(&written).map_err(|_| Problem::broken("a deed that cannot be written"))?;
    Ok(NewCaseEvent { at, deed: deed.word().to_owned(), body })
}

/// The events and their long words. What was erased is left out.
///
/// # Errors
/// When an event is of a newer release.
pub(super) fn read(kept: &[CaseEvent]) -> Result<(Vec<Event>, Texts), Problem> {
    let (mut events, mut texts) = (Vec::with_capacity(kept.len()), Texts::new());
    for event in kept {
        let Some(body) = &event.body else { continue };
        let written: Written = serde_json::from_str(body)
            .map_err(|_| Problem::broken("an entry of a case that this release cannot read"))?;
        if let (Some(id), Some(words)) = (written.deed.text(), written.words) {
            texts.insert(id, words);
        }
        events.push(Event { at: event.at, by: written.by, deed: written.deed });
    }
    Ok((events, texts))
}
