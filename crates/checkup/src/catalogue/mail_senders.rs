//! Checks of the list of senders (SPF).

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::MailIsYours;
const SEE: &str = "Check the name here again in one hour. This point should be gone.";

pub(super) const ALLOWS_EVERYONE: Entry = Entry {
    id: "spf-allows-everyone",
    title: "Your list lets the whole world send as you",
    why: "Your list of senders ends with a rule that lets all pass. That is worse than no list.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "RFC 7208, 8.2",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Change its last word to ~all. The line below shows how.",
        ],
        paste: lines::spf_soft_end,
        see_it_worked: SEE,
    },
};

pub(super) const MULTIPLE: Entry = Entry {
    id: "spf-multiple",
    title: "You have two lists of senders; mail firms then read none",
    why: "Your mail can land with the spam, and anyone can send as you.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 4.5",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "On the page called DNS, find all TXT lines that start with v=spf1.",
            "Put the words in the middle of each line into the first one.",
            "Keep one v=spf1 at the start and one ~all at the end.",
            "Delete the other lines.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const SYNTAX: Entry = Entry {
    id: "spf-syntax",
    title: "Your list of senders has a slip and does not count",
    why: "It is as if you had no list: anyone can send mail as you.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 4.6",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Look at what we saw: it is the word with the slip.",
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Put the word right. There is no space after a colon, and each number has four parts.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const TYPO: Entry = Entry {
    id: "spf-typo",
    title: "You have a list of senders, but it starts wrong or is in the wrong place",
    why: "Mail firms do not see it. It is as if you had no list: anyone can send mail as you.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 4.5",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Look at what we saw: it is the line as it stands now.",
            "It has to be a TXT line. Its name has to be your own, which is often shown as @.",
            "It has to start with v=spf1 and a space. Take away marks or blanks in front of it.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const TOO_MANY_LOOKUPS: Entry = Entry {
    id: "spf-too-many-lookups",
    title: "Your list of senders is too long to be read",
    why: "Mail firms look up ten things in a list, then they stop. Your own mail may be refused.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 4.6.4",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 30,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Each word that starts with include: is a firm that may send as you.",
            "Delete the ones that you do not use any more.",
            "If there are still too many, ask your mail firm for help.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const TOO_MANY_VOID: Entry = Entry {
    id: "spf-too-many-void",
    title: "Your list of senders points at names that are gone",
    why: "Mail firms stop after two such names. Your own mail may be refused.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 4.6.4",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 20,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Look for names in it of old servers or old firms.",
            "Delete those words from the line.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const INCLUDE_BROKEN: Entry = Entry {
    id: "spf-include-broken",
    title: "Your list of senders refers to one that is missing",
    why: "Then your whole list does not count. Your own mail may be refused.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 5.2",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Look at what we saw: it names the list that is missing.",
            "If you do not use that firm any more, delete the word from your TXT line.",
            "If you do, ask its help desk what the word should be.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const LOOP: Entry = Entry {
    id: "spf-loop",
    title: "Your list of senders refers to itself",
    why: "Mail firms go round in a circle and stop. Your own mail may be refused.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208, 5.2",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Look at what we saw: it names the list that goes round in a circle.",
            "If it is your own name, delete that word from your TXT line.",
            "If it is another firm's, tell their help desk.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};

pub(super) const MISSING: Entry = Entry {
    id: "spf-missing",
    title: "You do not say who may send mail for you",
    why: "Anyone can pretend to be you, and your own mail looks less real.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "RFC 7208",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 15,
        steps: &[
            "Write down all that sends mail in your name: your mail, your shop, your news mail.",
            "Add the line below on the page called DNS. It covers your mail.",
            "For each other sender, ask its help desk for the word to add.",
        ],
        paste: lines::spf_new,
        see_it_worked: SEE,
    },
};

pub(super) const NO_END: Entry = Entry {
    id: "spf-no-end",
    title: "Your list of senders does not say what to do with others",
    why: "Mail from a stranger in your name is not marked.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 7208, 4.7",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Add ~all at its end. The line below shows how.",
        ],
        paste: lines::spf_soft_end,
        see_it_worked: SEE,
    },
};

pub(super) const NEUTRAL: Entry = Entry {
    id: "spf-neutral",
    title: "Your list of senders says nothing about others",
    why: "Its last word means: we do not care. Mail from a stranger in your name is not marked.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 7208, 8.2",
    level: Level::Records,
    remedy: Remedy {
        who: Who::NameHost,
        minutes: 10,
        steps: &[
            "On the page called DNS, find the TXT line that starts with v=spf1.",
            "Change its last word to ~all. The line below shows how.",
        ],
        paste: lines::spf_soft_end,
        see_it_worked: SEE,
    },
};

pub(super) const PTR: Entry = Entry {
    id: "spf-ptr",
    title: "Your list of senders uses an old and slow rule",
    why: "The word ptr is slow, and many mail firms skip it.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 7208, 5.5",
    level: Level::Records,
    remedy: Remedy {
        who: Who::MailProvider,
        minutes: 15,
        steps: &[
            "Ask your mail firm which servers the word ptr stands for.",
            "Put their names or numbers in your TXT line, and delete ptr.",
        ],
        paste: lines::none,
        see_it_worked: SEE,
    },
};
