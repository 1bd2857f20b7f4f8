//! Where money would go, and which numbers cost money.

use observables::Kind;

use super::{Family, Signal};
use crate::facts::Facts;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks("money.wallet", Family::Money, 85, "no wallet's check holds, or the talk of a list", wallet),
    Signal::asks("money.dear-number", Family::Money, 60, "the number costs what others cost", dear_number),
];

fn wallet(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    let wallet = facts.wallet()?;
    Some(format!(
        "It wants money at a wallet of digital money ({}…), from which nobody gets it back.",
        wallet.get(..8)?
    ))
}

/// Numbers on which the caller pays the one who is rung (Ofcom: 087, 09).
fn dear_number(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    let number = facts.mentions.iter().find(|mention| {
        mention.kind == Kind::Phone
            && (mention.value.starts_with("+449") || mention.value.starts_with("+4487"))
    })?;
    Some(format!("It wants you to ring {}, a number that costs a lot.", number.value))
}
