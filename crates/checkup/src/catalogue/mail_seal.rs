//! Checks of the seal on the firm's mail (DKIM).

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;
const SEE: &str = "Check the name here again in one day. This point should be gone.";

pub(super) const MISSING: Entry = Entry {
    id: "dkim-missing",
    title: "We found no seal for your mail at the usual places",
    why: "A seal (DKIM) proves that mail is from you. Without one, more of your mail lands in spam. \
          Yours may be at a place that we do not know.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 6376",
    level: Level::Records,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 20,
        steps: &[
            "Ask the firm that runs your mail: is DKIM on for my name?",
            "If not, ask them to turn it on. They show you a line or two.",
            "Add those on the page called DNS. Copy them, do not type them.",
        ],
        paste: lines::dkim,
        see_it_worked: SEE,
    },
};

pub(super) const WEAK: Entry = Entry {
    id: "dkim-weak",
    title: "The key for the seal on your mail is weak",
    why: "A short key can be guessed. Then a crook can put your seal on fake mail.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 8301",
    level: Level::Records,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 20,
        steps: &[
            "Ask the firm that runs your mail for a new DKIM key of 2048 bits.",
            "Add the new line they show you on the page called DNS.",
            "Wait a week. Then delete the old line that we saw.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const BROKEN: Entry = Entry {
    id: "dkim-broken",
    title: "The key for the seal on your mail is damaged",
    why: "Mail firms cannot read the key. Your own mail looks like a fake to them.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 6376, 3.6.1; RFC 8463",
    level: Level::Records,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 20,
        steps: &[
            "Look at what we saw: it names the line and what is wrong with it.",
            "Get the right line from the firm that runs your mail.",
            "Delete the old line on the page called DNS, and add the right one. Copy it, do not type it.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};
