//! Is this real? One page to paste, upload or photograph a message, an answer at an address of its own, and the words that
//! lead back there. No account, no script; nothing that was sent is lost.

mod answer;
mod ask;
mod back;
mod in_words;

pub(crate) use answer::{forget, live, show as show_answer};
pub(crate) use ask::{ask, show};
pub(crate) use back::{find, show as show_back};
pub(crate) use in_words::{next, verdict_id, verdict_lead, verdict_said};

use store::Secret;

use crate::pages::tell::read_token;
use crate::problem::Problem;

/// Where an answer is.
pub(crate) fn address(token: &Secret) -> String {
    format!("/real/{}", token.reveal())
}

/// The secret of an address, if it can be one of ours.
fn token(text: &str) -> Result<Secret, Problem> {
    read_token(text).ok_or_else(Problem::not_found)
}
