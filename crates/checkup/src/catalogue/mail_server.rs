//! Checks of the mail server, as another mail server meets it.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;

pub(super) const OPEN_RELAY: Entry = Entry {
    id: "mail-open-relay",
    title: "Strangers can send mail through your server",
    why: "Senders of junk will find it. Then your own mail is refused all over the world.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 5321, 7.9",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 30,
        steps: &[
            "Tell the person who runs your mail server today: it is an open relay.",
            "Ask them to let it send only for people who log in.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const NO_ENCRYPTION: Entry = Entry {
    id: "mail-no-encryption",
    title: "Mail to you comes with no encryption",
    why: "Your mail server does not take it, so your mail can be read on the way.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 3207",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 30,
        steps: &[
            "Ask the firm that runs your mail to turn on STARTTLS.",
            "If the server is yours and it is on, look at the firewall in front. Some take it away.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const CERT_BAD: Entry = Entry {
    id: "mail-cert-bad",
    title: "The certificate of your mail server is not right",
    why: "A sender cannot be sure that it talks to your server and not to a fake one.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 8314; RFC 9525",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 20,
        steps: &[
            "Send what we saw to the firm that runs your mail.",
            "Ask for a certificate that is in date and holds the name of the server.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};
