//! Checks of the name itself: it is there, it answers, it is sealed.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::NameIsYours;

pub(super) const DNS_NOT_FOUND: Entry = Entry {
    id: "dns-not-found",
    title: "Your name does not exist on the internet",
    why: "Nobody can see your site or send you mail. The name may have run out, or there may be a slip \
          in how it was typed.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 1034",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "Look at the name again. Is each letter right?",
            "Log in at the firm you rent the name from. Look if it has run out.",
            "If it has run out, pay for it again today. Others can buy it soon.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again in one hour. It should be found.",
    },
};

pub(super) const DNS_BROKEN: Entry = Entry {
    id: "dns-broken",
    title: "The servers that should answer for your name do not",
    why: "Mail and your site fail for some people or for all of them.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 1912, 2.8",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 30,
        steps: &[
            "Ring or write to the firm you rent your name from.",
            "Tell them: the name servers do not answer for my name. Please set them up again.",
            "If you moved to a new firm of late, ask if the old one has closed your account.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again when they say it is done.",
    },
};

pub(super) const DNSSEC_BOGUS: Entry = Entry {
    id: "dnssec-bogus",
    title: "Your name's seal is broken",
    why: "A seal proves that an answer about your name is real. Yours does not fit, so careful firms \
          cannot reach you at all.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 4035",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "Log in at the firm you rent your name from. Find the page called DNSSEC.",
            "Turn DNSSEC off. Your name works again in a day or less.",
            "Then ask their help desk to turn it on again the right way.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again the next day. The broken seal should be gone.",
    },
};

pub(super) const DNS_SINGLE_SERVER: Entry = Entry {
    id: "dns-single-server",
    title: "Only one server answers for your name",
    why: "If that one server has a fault, your site and your mail stop.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 2182",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Log in at the firm you rent your name from. Find the page with your name servers.",
            "Ask the firm for a second name server, and add it there.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again the next day. Two servers should show.",
    },
};

pub(super) const CAA_MISSING: Entry = Entry {
    id: "caa-missing",
    title: "Any certificate company may issue for your name",
    why: "A certificate is the proof that a site is yours. One line says which firm may make it.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 8659",
    level: Level::Records,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 10,
        steps: &[
            "Ask the person who runs your site which firm makes your certificate.",
            "If it is Let's Encrypt, add the line below. If not, put the other firm's name in it.",
            "Do not guess. With the wrong firm in it, your site can stop at the next change.",
        ],
        paste: lines::caa,
        see_it_worked: "Check the name here again in one hour. This note should be gone.",
    },
};

pub(super) const DNSSEC_MISSING: Entry = Entry {
    id: "dnssec-missing",
    title: "Your name is not sealed",
    why: "Without a seal, a crook can fake answers about your name. It is often one click.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 9364",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Log in at the firm you rent your name from. Find the page called DNSSEC.",
            "Turn it on. If there is no such page, ask the help desk.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again in two days. It should show as sealed.",
    },
};
