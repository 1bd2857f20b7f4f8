//! Checks of the mail that comes in, and of names without mail.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;

pub(super) const MX_BROKEN: Entry = Entry {
    id: "mx-broken",
    title: "Mail to you can get lost",
    why: "One of the mail servers in your list cannot be found. Orders and bills may not come in.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 5321, 5; RFC 7505",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "Ask the firm that runs your mail which MX lines you should have.",
            "On the page called DNS, make your MX lines the same as theirs.",
            "Delete each MX line that is not in their list.",
        ],
        paste: lines::none,
        see_it_worked: "Send yourself mail from another account. Then check the name here again.",
    },
};

pub(super) const MX_CNAME: Entry = Entry {
    id: "mx-cname",
    title: "Mail to you can get lost: your mail server goes by a second name",
    why: "Some senders do not follow a second name. Their mail will not reach you.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 2181, 10.3",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Look at what we saw: it tells the real name of your mail server.",
            "On the page called DNS, put the real name in your MX line.",
        ],
        paste: lines::none,
        see_it_worked: "Send yourself mail from another account. Then check the name here again.",
    },
};

pub(super) const PARKED_NOT_CLOSED: Entry = Entry {
    id: "parked-not-closed",
    title: "You do not use mail here but did not say so",
    why: "A name with no mail is easy to fake. Three short lines close it for good.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 7505, RFC 7208, RFC 9989",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Be sure that nobody sends mail with this name. Think of your shop and your news mail too.",
            "On the page called DNS, add a TXT line for your name: v=spf1 -all",
            "Add a TXT line with the name _dmarc: v=DMARC1; p=reject",
            "Add an MX line for your name: 0 and then a single dot.",
        ],
        paste: lines::parked,
        see_it_worked: "Check the name here again in one hour. All three lines should show.",
    },
};
