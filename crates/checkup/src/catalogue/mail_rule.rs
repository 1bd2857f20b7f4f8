//! Checks of the rule for forged mail (DMARC).

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;
const SEE: &str = "Check the name here again in one hour. This point should be gone.";

pub(super) const MULTIPLE: Entry = Entry {
    id: "dmarc-multiple",
    title: "You have two rules for fake mail, so neither counts",
    why: "You think you are safe, but fake bills in your name get through.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989, 4.10",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT lines with the name _dmarc.",
            "Keep one that starts with v=DMARC1 and delete the others.",
            "If you are not sure which to keep, use the line below.",
        ],
        paste: lines::dmarc_new,
        see_it_worked: SEE,
    },
};

pub(super) const INVALID: Entry = Entry {
    id: "dmarc-invalid",
    title: "Your rule for fake mail has a slip and does not count",
    why: "You think you are safe, but fake bills in your name get through.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989, 4.7",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line with the name _dmarc.",
            "It has to start with v=DMARC1 and a semicolon, in just these letters.",
            "Put the line below in its place. It is a safe start.",
        ],
        paste: lines::dmarc_new,
        see_it_worked: SEE,
    },
};

pub(super) const WRONG_PLACE: Entry = Entry {
    id: "dmarc-wrong-place",
    title: "Your rule for fake mail is in the wrong place and does not count",
    why: "You think you are safe, but nobody finds the rule. Fake bills in your name get through.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989, 4.5",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=DMARC1.",
            "Change its name to _dmarc and no more. Your own name is added by itself.",
            "Or delete it and add the line below.",
        ],
        paste: lines::dmarc_new,
        see_it_worked: SEE,
    },
};

pub(super) const BROKEN_NAME: Entry = Entry {
    id: "dmarc-broken-name",
    title: "Your rule for fake mail points at a name that is gone",
    why: "You think you are safe, but there is no rule. Fake bills in your name get through.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989, 4.10",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "On the page called DNS, find the CNAME line with the name _dmarc. Delete it.",
            "Add the line below.",
            "If a firm looks after the rule for you, ask it for the right line.",
        ],
        paste: lines::dmarc_new,
        see_it_worked: SEE,
    },
};

pub(super) const MISSING: Entry = Entry {
    id: "dmarc-missing",
    title: "You do not tell others to refuse forged mail",
    why: "A crook can send fake bills in your name, and they look real.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, add the line below.",
            "If the line has an address for reports in it, make that mailbox first.",
            "Leave it for a month and read the reports. Then come back here for the next step.",
        ],
        paste: lines::dmarc_new,
        see_it_worked: SEE,
    },
};

pub(super) const NOT_ENFORCED: Entry = Entry {
    id: "dmarc-not-enforced",
    title: "You watch forged mail but let it through",
    why: "Your rule only counts fake mail. Fake bills in your name still get in.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9989, 4.7",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 30,
        steps: &[
            "You need a month of reports first. If you have none yet, the line below turns them on.",
            "Look in the reports for all that sends mail in your name. Each has to pass.",
            "When they all pass, put the line below in place of the old one. Fake mail then goes to spam.",
            "Watch for a week that your own mail still gets through.",
        ],
        paste: lines::dmarc_next_step,
        see_it_worked: SEE,
    },
};

pub(super) const SUBDOMAINS_OPEN: Entry = Entry {
    id: "dmarc-subdomains-open",
    title: "Names below yours can still be forged",
    why: "A crook can send mail from bills.yourname in place of yourname.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 9989, 4.7 (sp, np)",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Think: does a name below yours send mail, such as news.yourname? If so, ask us first.",
            "On the page called DNS, find the TXT line with the name _dmarc.",
            "Put the line below in its place.",
        ],
        paste: lines::dmarc_close_below,
        see_it_worked: SEE,
    },
};

pub(super) const PARTIAL: Entry = Entry {
    id: "dmarc-partial",
    title: "Only part of forged mail is stopped",
    why: "Your rule is still set to test, or to a share of the mail. The rest gets in.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 9989, 4.7 (t); RFC 7489, 6.3 (pct)",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Look in your reports for a week. All your own mail should pass.",
            "On the page called DNS, find the TXT line with the name _dmarc.",
            "Put the line below in its place.",
        ],
        paste: lines::dmarc_whole,
        see_it_worked: SEE,
    },
};

pub(super) const NO_REPORTS: Entry = Entry {
    id: "dmarc-no-reports",
    title: "You do not get the reports about fake mail",
    why: "Without them you cannot see who sends in your name, so the next step is a guess.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 9990",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "Make a mailbox for the reports.",
            "On the page called DNS, find the TXT line with the name _dmarc.",
            "Put the line below in its place.",
        ],
        paste: lines::dmarc_reports_home,
        see_it_worked: "Reports should come to the new mailbox in two days.",
    },
};

pub(super) const REPORTS_NOT_AUTHORISED: Entry = Entry {
    id: "dmarc-reports-not-authorised",
    title: "Your reports go to a firm that did not agree to get them",
    why: "So nobody sends them, and you do not see who sends in your name.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 9990, 4",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "If you use that firm, ask its help desk to agree to reports for your name.",
            "If not, make a mailbox of your own and use the line below.",
        ],
        paste: lines::dmarc_reports_home,
        see_it_worked: "Reports should come in two days.",
    },
};

pub(super) const REPORTS_BAD_ADDRESS: Entry = Entry {
    id: "dmarc-reports-bad-address",
    title: "The address for your reports has a slip",
    why: "So nobody sends them, and you do not see who sends in your name.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 9990, 3",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line with the name _dmarc.",
            "The address has to start with mailto: and be one that works.",
            "Put the line below in its place, if the mailbox in it is there.",
        ],
        paste: lines::dmarc_reports_home,
        see_it_worked: "Reports should come in two days.",
    },
};
