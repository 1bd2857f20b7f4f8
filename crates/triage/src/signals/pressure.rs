//! How it rushes or frightens. Weak alone: lawful letters rush people too.

use super::{Family, Signal};

const TALK: &str = "it stands in the talk of a list";

pub(super) static SIGNALS: &[Signal] = &[
    Signal::says(
        "pressure.account-closing",
        Family::Pressure,
        50,
        1,
        "It says that something of yours is in trouble: \"{}\".",
        TALK,
    ),
    Signal::says("pressure.deadline", Family::Pressure, 20, 1, "It tries to rush you: \"{}\".", TALK),
    Signal::says("pressure.threat", Family::Pressure, 15, 1, "It tries to frighten you: \"{}\".", TALK),
];
