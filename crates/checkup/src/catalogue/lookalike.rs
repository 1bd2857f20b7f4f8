//! Checks of names that look like the firm's own. No look at its own name makes them.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;
use crate::lookalike;

const PROMISE: Promise = Promise::NameIsYours;
const REFERENCE: &str = "NCSC Takedown: removing malicious content to protect your brand";

pub(super) const SITE: Entry = Entry {
    id: lookalike::SITE,
    title: "A name that looks like yours shows your page or a log-in",
    why: "We think it is there to get passwords or money from people who take it for you.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: REFERENCE,
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::You,
        minutes: 30,
        steps: &[
            "Do not visit it, and do not write to it. Is it your own? Then tell us so on the page of names like yours.",
            "Send our text to the firm that sold the name. You find it on the page of names like yours.",
            "Tell your staff and customers the name, and that it is not you.",
            "Did it trick someone? Then tell the police, and ring us.",
        ],
        paste: lines::none,
        see_it_worked: "We look at it each day. When it is gone, this point goes too.",
    },
};

pub(super) const MAIL: Entry = Entry {
    id: lookalike::MAIL,
    title: "A name that looks like yours can send or get mail",
    why: "We think someone could use it to write to your customers as if they were you.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: REFERENCE,
    level: Level::Records,
    remedy: Remedy {
        who: Who::You,
        minutes: 20,
        steps: &[
            "Do not write to it, and do not visit it. Is it your own? Then tell us so on the page of names like yours.",
            "Tell your staff and customers the name, and that it is not you.",
            "Ask them to ring you if a bill comes with new bank details.",
            "Did such a mail come? Send our text to the firm that sold the name.",
        ],
        paste: lines::none,
        see_it_worked: "We look at it each day. When it is gone, this point goes too.",
    },
};

pub(super) const REGISTERED: Entry = Entry {
    id: lookalike::REGISTERED,
    title: "Someone has a name that looks like yours",
    why: "We saw no mail and no copy of your page there. We keep an eye on it for you.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: REFERENCE,
    level: Level::Records,
    remedy: Remedy {
        who: Who::You,
        minutes: 5,
        steps: &[
            "Look at the page of names like yours.",
            "Is one of them your own? Then tell us so there.",
            "There is no more to do. We tell you when it changes.",
        ],
        paste: lines::none,
        see_it_worked: "When you have said what is yours, those names go from the list.",
    },
};
