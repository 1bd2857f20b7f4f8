//! Who really sent it.

use super::{Family, Signal};
use crate::authentication::shown;
use crate::examination::Checked;
use crate::facts::Facts;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "authentication.not-sent-by",
        Family::Authentication,
        90,
        "it stands in the talk of a list, which breaks proofs",
        not_sent_by,
    ),
    Signal::asks(
        "authentication.nobody-vouches",
        Family::Authentication,
        45,
        "a proof holds, or nobody looked",
        nobody_vouches,
    ),
    Signal::asks(
        "authentication.wrong-server",
        Family::Authentication,
        40,
        "another proof holds, or it stands in the talk of a list",
        wrong_server,
    ),
];

fn not_sent_by(facts: &Facts<'_>) -> Option<String> {
    let Checked::NotSentBy { domain } = &facts.proof.checked else { return None };
    (!facts.reading.headers.list).then(|| {
        format!("It says that it is from {}, but that sender's own checks say that it is not.", shown(domain))
    })
}

fn nobody_vouches(facts: &Facts<'_>) -> Option<String> {
    (facts.proof.nobody_vouches && !facts.proof.is_bad() && !facts.reading.headers.list)
        .then(|| "Your mail provider found no proof of who sent it.".to_owned())
}

fn wrong_server(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender_owner()?;
    (facts.proof.wrong_server && facts.proof.domain().is_none() && !facts.reading.headers.list)
        .then(|| format!("The computer that sent it is not one that {} uses.", shown(sender)))
}
