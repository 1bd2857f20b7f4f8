//! Checks of who holds the name, and who may act for it.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::NameIsYours;

pub(super) const EXPIRING: Entry = Entry {
    id: "domain-expiring",
    title: "Your name runs out soon",
    why: "When it runs out, your site and your mail stop. Then anyone can buy it and read your mail.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9083",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Log in at the firm you rent the name from. Do not use a link in a mail.",
            "Pay for the name for one more year or more.",
            "Turn on auto renew, and look if your card there is still good.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again the next day. It should show the new date.",
    },
};

pub(super) const NOT_LOCKED: Entry = Entry {
    id: "domain-not-locked",
    title: "Your name can be moved without an extra step",
    why: "A crook who gets into your account could move the name away. A lock makes that hard.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 8056",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 5,
        steps: &[
            "Log in at the firm you rent the name from, and pick your name.",
            "Find the switch for the lock. It may be called domain lock or transfer lock.",
            "Turn it on. It does not change your site or your mail.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again the next day. This point should be gone.",
    },
};

pub(super) const ZONE_TRANSFER: Entry = Entry {
    id: "dns-zone-transfer",
    title: "Anyone can copy your whole list of servers",
    why: "The list is a map of all you have. It shows a crook where to look first.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 5936",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Write to the firm that runs the name server we saw.",
            "Tell them: please turn off zone transfer to all. Only our own servers need it.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again when they say it is done.",
    },
};

pub(super) const CAA_BLOCKS_OWN: Entry = Entry {
    id: "caa-blocks-own",
    title: "Your own rule forbids the firm that makes your certificate",
    why: "A certificate is the proof that a site is yours. The next one will not come, and visitors \
          will see a warning.",
    severity: Severity::Important,
    promise: Promise::WebsiteIsSafe,
    reference: "RFC 8659",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 15,
        steps: &[
            "Ask the person who runs your site which firm makes your certificate.",
            "On the page called DNS, add one more CAA line for that firm. The line below shows how.",
            "Leave the other CAA lines as they are.",
        ],
        paste: lines::caa_own,
        see_it_worked: "Check the name here again in one hour. This point should be gone.",
    },
};
