//! Checks of the website that public records alone can answer.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::WebsiteIsSafe;

pub(super) const DANGLING_NAME: Entry = Entry {
    id: "web-dangling-name",
    title: "An old entry points at a service you gave up",
    why: "A stranger can take that service and show a page under your name.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 1912; lists of services that can be taken over",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Look at what we saw: it names the entry and where it points.",
            "If you do not use that service any more, delete the entry on the page called DNS.",
            "If you still use it, ask its help desk for the right name to point at.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again in one hour. The old entry should be gone.",
    },
};

pub(super) const PRIVATE_ADDRESS: Entry = Entry {
    id: "web-private-address",
    title: "Your public entry points into an office network",
    why: "The site cannot be seen from outside, and the entry shows how your office is built.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 6303",
    level: Level::Records,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 15,
        steps: &[
            "Ask the person who runs your site for its public number address.",
            "Put that number in place of the one we saw, on the page called DNS.",
            "If it is only for your office, delete the entry there.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site on a phone with Wi-Fi off. It should show.",
    },
};
