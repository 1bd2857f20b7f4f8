//! Checks of the way that mail takes: encrypted, to the right server, with a word when it fails.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;
const SEE: &str = "Check the name here again in one hour. This point should be gone.";

pub(super) const MTA_STS_MISSING: Entry = Entry {
    id: "mta-sts-missing",
    title: "Others may be talked out of locking the mail they send you",
    why: "A small file tells them: only send mail to me locked. Your mail firm may do it for you.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 8461",
    level: Level::Records,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 45,
        steps: &[
            "First ask the firm that runs your mail if it does MTA-STS for you.",
            "If not, make a small site with mta-sts. in front of your name. It needs https.",
            "Put the file there as .well-known/mta-sts.txt in plain text.",
            "When the file shows in your browser, add the line below.",
        ],
        paste: lines::mta_sts,
        see_it_worked: SEE,
    },
};

pub(super) const MTA_STS_BROKEN: Entry = Entry {
    id: "mta-sts-broken",
    title: "Your rule for locked mail does not fit your mail servers",
    why: "Careful firms keep to your rule. When it does not fit, they may not send you mail.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 8461, 3 and 4",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 30,
        steps: &[
            "Look at what we saw: it tells what does not fit.",
            "Put the right file in place, as .well-known/mta-sts.txt on your mta-sts site.",
            "Then put a new number behind id= in your TXT line with the name _mta-sts.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const DANE_BROKEN: Entry = Entry {
    id: "dane-broken",
    title: "The seal on your mail server does not fit",
    why: "Careful firms check the seal. When it does not fit, they do not send you mail.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7672",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 30,
        steps: &[
            "Tell the firm that runs your mail: the TLSA line does not fit your certificate.",
            "If you run the server, make a new TLSA line from the new certificate.",
            "Next time, add the new TLSA line first, and change the certificate two days later.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const TLS_RPT_MISSING: Entry = Entry {
    id: "tls-rpt-missing",
    title: "You would not hear of trouble with mail to you",
    why: "One line asks other mail firms to tell you when they cannot send you mail the safe way.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 8460",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Make the mailbox that stands in the line below. Or put one of your own in it.",
            "On the page called DNS, add the line below.",
        ],
        paste: lines::tls_rpt,
        see_it_worked: SEE,
    },
};

pub(super) const BIMI_BROKEN: Entry = Entry {
    id: "bimi-broken",
    title: "Your logo will not show next to your mail",
    why: "There is a line for your logo, but mail firms pass it over. No harm is done.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 9989; draft-brand-indicators-for-message-identification",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells why the logo does not show.",
            "First see to your rule for fake mail. Logos need one that keeps fakes out.",
            "Then put the line with the name default._bimi right. Its l= must start with https.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};
