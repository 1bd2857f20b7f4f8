//! Checks of the way to the website: encryption, certificates, redirects.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::WebsiteIsSafe;

pub(super) const CERT_EXPIRED: Entry = Entry {
    id: "web-cert-expired",
    title: "Visitors see a warning: your certificate has run out",
    why: "A certificate is the proof that a site is yours. Yours is out of date, so browsers warn people away.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 5280, 4.1.2.5",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Ask the firm that hosts your site to renew the certificate today.",
            "Ask them to turn on its renewal by itself.",
            "If you pay for the certificate, look if the bill was paid.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site with https in front. There should be no warning.",
    },
};

pub(super) const CERT_NAME: Entry = Entry {
    id: "web-cert-name",
    title: "Visitors see a warning: your certificate is for another name",
    why: "A certificate is the proof that a site is yours. Yours names some other site, so browsers warn people away.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 9525",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells which of your names shows the warning.",
            "Ask the firm that hosts your site for a certificate with all your names.",
            "Ask for both forms, with www and with no www.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site with https in front, with www and with no www. There should be no warning.",
    },
};

pub(super) const CERT_UNTRUSTED: Entry = Entry {
    id: "web-cert-untrusted",
    title: "Visitors see a warning: browsers do not trust your certificate",
    why: "A certificate is the proof that a site is yours. Browsers do not know who made yours, so they warn people away.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 5280, 6",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 30,
        steps: &[
            "Ask the firm that hosts your site for a certificate that browsers trust. There are free ones.",
            "If you bought one, ask them if a part of it, the chain, is missing.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site with https in front on a phone. There should be no warning.",
    },
};

pub(super) const NO_HTTPS: Entry = Entry {
    id: "web-no-https",
    title: "What visitors type on your site can be read on the way",
    why: "Your site does not use encryption. Browsers call it not secure, and some people leave.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9110, 4.2.2",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 30,
        steps: &[
            "Log in at the firm that hosts your site. Look for SSL or HTTPS.",
            "Turn it on. Most firms ask no money for it.",
            "If there is no such switch, ask their help desk for a free certificate.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site with https in front. You should see a closed lock.",
    },
};

pub(super) const REDIRECT_LOOP: Entry = Entry {
    id: "web-redirect-loop",
    title: "Your site sends visitors round in a circle",
    why: "Each page sends people on to the next, and they never arrive. They see an error page.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9110, 15.4",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells the address where the circle starts.",
            "Ask the person who looks after your site to find the two rules that send people on.",
            "One of them must go.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site on a phone that was never there before. It should show.",
    },
};

pub(super) const NO_MODERN_TLS: Entry = Entry {
    id: "web-no-modern-tls",
    title: "Your site cannot do today's encryption",
    why: "It knows only old ways to encrypt. New browsers do not open such a site.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 9325, 3.1",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 30,
        steps: &[
            "Ask the firm that hosts your site to turn on TLS 1.2 and TLS 1.3.",
            "If they cannot, your site stands on an old computer. Ask them to move it.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const CERT_EXPIRING: Entry = Entry {
    id: "web-cert-expiring",
    title: "Your certificate runs out soon",
    why: "When it runs out, browsers warn people away from your site.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 5280, 4.1.2.5; CA/Browser Forum ballot SC-081",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 15,
        steps: &[
            "Look at what we saw: it tells the day.",
            "Ask the firm that hosts your site if the certificate renews by itself.",
            "If it does not, renew it now.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again the next day. The day should be later.",
    },
};

pub(super) const NO_REDIRECT: Entry = Entry {
    id: "web-no-redirect",
    title: "The old address with no encryption still works",
    why: "Who comes in by it stays there, and what they type can be read on the way.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 6797, 7.2",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 10,
        steps: &[
            "Log in at the firm that hosts your site. Look for a switch such as Force HTTPS.",
            "Turn it on.",
        ],
        paste: lines::none,
        see_it_worked: "Open your site with http in front. It should turn into https.",
    },
};

pub(super) const HSTS_MISSING: Entry = Entry {
    id: "web-hsts-missing",
    title: "Browsers are not told to stay with encryption",
    why: "One line tells them. Then a crook on open Wi-Fi cannot lead your visitors off.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 6797",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 15,
        steps: &[
            "First be sure that all of your site works with https.",
            "Ask the person who looks after your site to send this line: Strict-Transport-Security: max-age=86400",
            "If all is well after a week, make the number 31536000. That is one year.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const OLD_TLS: Entry = Entry {
    id: "web-old-tls",
    title: "Your site still takes old encryption",
    why: "It takes TLS 1.0 or 1.1, or older. They have holes, and the rules for card payment do not allow them.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 8996",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 20,
        steps: &[
            "Ask the firm that hosts your site to turn off TLS 1.0, TLS 1.1 and all that is older.",
            "TLS 1.2 and TLS 1.3 should stay on.",
        ],
        paste: lines::none,
        see_it_worked: "Check the name here again. This should be gone.",
    },
};

pub(super) const LIVES_ELSEWHERE: Entry = Entry {
    id: "web-lives-elsewhere",
    title: "Your site lives at another name",
    why: "This name only sends people on. We did not follow, so we can say nothing of the site itself.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 9110, 15.4",
    level: Level::Visitor,
    remedy: Remedy {
        who: Who::WebPerson,
        minutes: 5,
        steps: &[
            "Look at what we saw: it tells where this name leads.",
            "If that name is yours, check it here too.",
            "If you do not know that name, ask the person who looks after your site.",
        ],
        paste: lines::none,
        see_it_worked: "Check the other name here.",
    },
};
