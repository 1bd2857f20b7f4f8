//! Checks of the page that visitors are shown, and of files beside it.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::WebsiteIsSafe;

pub(super) const EXPOSED_FILES: Entry = Entry {
    id: "web-exposed-files",
    title: "Files that should be private can be fetched from your site",
    why: "There may be passwords or your customer list in them. Crooks look for such files all day.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "OWASP Web Security Testing Guide, CONF-04",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 30,
        steps: &[
            "Look at what we saw: it tells the files.",
            "Ask the person who looks after your site to take them away today.",
            "Then change all the passwords that stood in them.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. The list should be empty.",
    },
};

pub(super) const COOKIE_FLAGS: Entry = Entry {
    id: "web-cookie-flags",
    title: "A cookie of your site can be stolen on open Wi-Fi",
    why: "A cookie can hold a log-in. Who has it can act as that person.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 6265, 4.1.2",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells the cookie.",
            "Ask the person who looks after your site to add the words Secure and HttpOnly to it.",
            "In most site kits this is one setting.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const MIXED_CONTENT: Entry = Entry {
    id: "web-mixed-content",
    title: "Parts of your page load with no encryption",
    why: "Those parts can be changed on the way. Browsers leave some of them out.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "W3C Mixed Content",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells the parts.",
            "In the text of the page, change http to https in front of each of them.",
            "If a part does not load then, use another one.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site. You should see a closed lock and all the pictures.",
    },
};

pub(super) const DEFAULT_PAGE: Entry = Entry {
    id: "web-default-page",
    title: "Your name shows a page that is not yours",
    why: "It is the first page of a new server, from its maker. We think the server was set up and then left.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "OWASP Web Security Testing Guide, CONF-02",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 15,
        steps: &[
            "Ask the person who looks after your site if this server is still used.",
            "If it is, put your own page there.",
            "If it is not, have it turned off.",
        ],
        paste: lines::none,
        see_it_worked: "Open your name in a browser. You should see your own page.",
    },
};

pub(super) const HEADERS: Entry = Entry {
    id: "web-headers",
    title: "A few settings that guard your page are off",
    why: "They are small. They stop other sites from showing your page as part of theirs.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "OWASP Secure Headers Project",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Send what we saw to the person who looks after your site.",
            "Each is one line. Only the line Content-Security-Policy needs care, so it can wait.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const SECURITY_TXT: Entry = Entry {
    id: "web-security-txt",
    title: "There is no address for people who find a hole",
    why: "Kind people who find a hole in your site do not know whom to tell.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 9116",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 10,
        steps: &[
            "Make a file with two lines. The first line is Contact: mailto: and then your mail address.",
            "The second line is Expires: and a day within a year, such as 2027-06-30T00:00:00Z",
            "Put it on your site as /.well-known/security.txt",
        ],
        paste: lines::none,
        see_it_worked: "Open that address in a browser. You should see your two lines.",
    },
};

pub(super) const SOFTWARE_EXPLOITED: Entry = Entry {
    id: "web-software-exploited",
    title: "We think your site runs software with a hole that crooks use now",
    why: "The maker has mended it. Until you take the new version, crooks can get in.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "CISA Known Exploited Vulnerabilities",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 60,
        steps: &[
            "Send what we saw to the person who looks after your site, today.",
            "Ask them to make a copy of the site and then take the new version.",
            "Ask them to look if somebody was in already.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. The new version should show, or none at all.",
    },
};

pub(super) const SOFTWARE_VULNERABLE: Entry = Entry {
    id: "web-software-vulnerable",
    title: "We think your site runs software with a known hole",
    why: "The maker has mended it in a newer version.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "CVE list; notes of the maker",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 45,
        steps: &[
            "Send what we saw to the person who looks after your site.",
            "Ask them to make a copy of the site and then take the new version.",
            "Ask them to turn on updates that come by themselves.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. The new version should show, or none at all.",
    },
};

pub(super) const SOFTWARE_OLD: Entry = Entry {
    id: "web-software-old",
    title: "We think your site runs software that its maker no longer mends",
    why: "New holes in it stay open for good.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "Support dates of the maker",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 120,
        steps: &[
            "Send what we saw to the person who looks after your site.",
            "Ask them what it takes to move to a version that is still looked after.",
            "If the firm that hosts your site picks the version, ask its help desk.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. The new version should show, or none at all.",
    },
};
