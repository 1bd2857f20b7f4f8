//! Where its links lead.

use message::Place;

use super::{Family, Signal, plain};
use crate::address::{Address, is_under, listed, machine_made};
use crate::authentication::shown;
use crate::facts::Facts;
use crate::lists::List;
use crate::targets::Target;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "links.shortener",
        Family::Links,
        50,
        "the sender is proved and well known; or the talk of a list",
        |f| kind(f, List::Shortener, "Its link ({}) hides where it leads."),
    ),
    Signal::asks(
        "links.free-site",
        Family::Links,
        60,
        "the sender is proved and well known; or the talk of a list",
        |f| kind(f, List::FreeSite, "Its link goes to {}, where anybody can put up a page."),
    ),
    Signal::asks(
        "links.free-store",
        Family::Links,
        65,
        "the sender is proved and well known; or the talk of a list",
        |f| kind(f, List::FreeStore, "Its link goes to {}, where anybody can put a file."),
    ),
    Signal::asks(
        "links.free-form",
        Family::Links,
        70,
        "the sender is proved and well known; or the talk of a list",
        free_form,
    ),
    Signal::asks(
        "links.number",
        Family::Links,
        80,
        "an address inside a private network, or the talk of a list",
        number,
    ),
    Signal::asks("links.in-front-of-at", Family::Links, 100, "nothing stands before an @", in_front_of_at),
    Signal::asks(
        "links.rare-ending",
        Family::Links,
        45,
        "the ending is one that organisations use; or the talk of a list",
        |f| {
            kind(
                f,
                List::RareEnding,
                "Its link goes to {}. Few organisations use such an ending, and many scams do.",
            )
        },
    ),
    Signal::asks(
        "links.machine-made",
        Family::Links,
        40,
        "the sender is proved and of the brand book, or the host counts clicks for firms",
        machine_made_link,
    ),
    Signal::asks(
        "links.many-levels",
        Family::Links,
        40,
        "fewer than three levels stand before the name, or the host is well known",
        many_levels,
    ),
    Signal::asks(
        "links.only-picture",
        Family::Links,
        60,
        "there are words enough to read, or the sender is proved and of the brand book",
        only_picture,
    ),
    Signal::asks(
        "links.little-else",
        Family::Links,
        45,
        "there are words enough to read, or the sender is proved and of the brand book",
        little_else,
    ),
    Signal::asks(
        "links.one-elsewhere",
        Family::Links,
        55,
        "a link leads to the sender; or the talk of a list, or somebody speaks through a list's own address",
        one_elsewhere,
    ),
    Signal::asks(
        "links.your-address-inside",
        Family::Links,
        15,
        "the receiver's address is not in the link, or it is the link to unsubscribe of a list",
        your_address_inside,
    ),
    Signal::asks(
        "links.from-a-stranger",
        Family::Links,
        50,
        "the sender uses the address of a house, or there are words enough to read; or the talk of a list",
        from_a_stranger,
    ),
    Signal::asks(
        "links.in-a-text",
        Family::Links,
        45,
        "it is a mail, or the address is of an organisation of the book or very common",
        in_a_text,
    ),
    Signal::asks(
        "links.program",
        Family::Links,
        70,
        "it leads to the sender, to an organisation of the book or to a very common site; or the talk of a list",
        program,
    ),
    Signal::asks("links.in-code", Family::Links, 60, "no code, or it leads to the sender", in_code),
];

pub(super) fn quiet(facts: &Facts<'_>) -> bool {
    facts.is_talk()
        || facts.is_plain_list()
        || facts.is_plain_answer()
        || facts.points_around()
        || facts.proved_known()
}

fn kind(facts: &Facts<'_>, list: List, say: &str) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let link = links_of(facts).find(|link| {
        listed(&link.address.host, list)
            && !(list == List::RareEnding && facts.setting.book.is_known(&link.address.host))
    })?;
    Some(say.replace("{}", &shown(&link.address.host)))
}

fn links_of<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = &'a Target> {
    // What a service for everybody sends leads to what somebody made there.
    let everybodys =
        facts.free_sender() || facts.sender.as_deref().is_some_and(|host| listed(host, List::SelfService));
    facts.pressed().filter(move |link| everybodys || Some(link.address.owner()) != facts.sender_owner())
}

fn free_form(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let link = links_of(facts).find(|link| {
        listed(&link.address.host, List::FreeForm)
            || (link.address.host == "docs.google.com" && link.address.path.starts_with("/forms"))
    })?;
    Some(format!("Its link goes to a form at {}, which anybody can make.", shown(&link.address.host)))
}

fn number(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let link = facts.pressed().find(|link| {
        link.address.is_number()
            && !link
                .address
                .host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|ip| ip.is_private() || ip.is_loopback())
    })?;
    Some(format!("Its link goes to a bare number ({}) instead of a name.", shown(&link.address.host)))
}

fn in_front_of_at(facts: &Facts<'_>) -> Option<String> {
    let link = facts.pressed().find(|link| {
        link.address.user.as_deref().is_some_and(|user| user.contains('.') && !user.contains(':'))
            && link.address.host.contains('.')
    })?;
    let user = link.address.user.as_deref()?;
    Some(format!(
        "Its link begins like {}, but it really goes to {}.",
        plain(user),
        shown(&link.address.host)
    ))
}

fn machine_made_link(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let link = facts.elsewhere().find(|link| {
        machine_made(link.address.owner().split('.').next().unwrap_or_default())
            && ![List::FreeStore, List::Shortener].iter().any(|list| listed(&link.address.host, *list))
    })?;
    Some(format!("Its link goes to {}, a name that looks made up by a machine.", shown(&link.address.host)))
}

fn many_levels(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let link = facts.elsewhere().find(|link| {
        let before = link.address.host.len().saturating_sub(link.address.owner().len());
        link.address.host[..before].matches('.').count() >= 3
            && ![List::FreeStore, List::FreeSite].iter().any(|list| listed(&link.address.host, *list))
    })?;
    Some(format!(
        "Its link goes to {}: an address with that many parts is a trick to hide whose it is.",
        shown(&link.address.host)
    ))
}

fn only_picture(facts: &Facts<'_>) -> Option<String> {
    let pictures = facts.pressed().any(|link| link.place == Place::Picture);
    (pictures && facts.body_words < FEW_WORDS && !quiet(facts) && !facts.is_who_it_claims()).then(|| {
        "It is little more than a picture to press, so that filters cannot read its words.".to_owned()
    })
}

/// Fewer words than this are hardly a letter.
const FEW_WORDS: usize = 40;

fn little_else(facts: &Facts<'_>) -> Option<String> {
    let link = facts.elsewhere().find(|link| link.place != Place::Picture)?;
    (facts.body_words < FEW_WORDS && facts.reading.body.html && !quiet(facts) && !facts.bare).then(|| {
        format!("It says very little and wants you to press a link to {}.", shown(&link.address.host))
    })
}

fn one_elsewhere(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) || facts.speaks_through_a_list() || facts.reading.body.history.len() > 200 {
        return None;
    }
    let sender = facts.sender_owner()?;
    let mut owners: Vec<&str> = facts.elsewhere().map(|link| link.address.owner()).collect();
    owners.dedup();
    let own = facts.pressed().any(|link| is_under(&link.address.host, sender));
    (owners.len() == 1 && !own && facts.reading.body.html)
        .then(|| format!("It was sent from {}, but all its links go to {}.", shown(sender), shown(owners[0])))
}

fn your_address_inside(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() || quiet(facts) {
        return None;
    }
    let to = facts.reading.headers.to.first()?.address.to_ascii_lowercase();
    (to.contains('@')).then_some(())?;
    facts
        .elsewhere()
        .find(|link| link.address.path.to_ascii_lowercase().replace("%40", "@").contains(&to))
        .map(|link| {
            format!(
                "Its link to {} has your own address in it, so that the page can look as if it knew you.",
                shown(&link.address.host)
            )
        })
}

/// A file or page of everybody's, from an address of everybody's, with hardly a word.
fn from_a_stranger(facts: &Facts<'_>) -> Option<String> {
    if !facts.free_sender() || facts.body_words >= FEW_WORDS || facts.reading.headers.list {
        return None;
    }
    let everybodys = [List::FreeStore, List::FreeForm, List::FreeSite, List::Shortener];
    let link =
        facts.pressed().find(|link| everybodys.iter().any(|list| listed(&link.address.host, *list)))?;
    Some(format!(
        "Somebody with an address that anybody can get sends hardly a word and a link to {}.",
        shown(&link.address.host)
    ))
}

fn in_a_text(facts: &Facts<'_>) -> Option<String> {
    if !facts.bare {
        return None;
    }
    let link = facts.elsewhere().next()?;
    Some(format!("A text message wants you to open {}, which we do not know.", shown(&link.address.host)))
}

fn in_code(facts: &Facts<'_>) -> Option<String> {
    let codes = facts.contents.iter().flat_map(|each| &each.codes);
    let address = codes.filter_map(|code| Address::parse(code)).find(|address| {
        address.host.contains('.')
            && Some(address.owner()) != facts.sender_owner()
            && !facts.setting.book.is_known(&address.host)
    })?;
    Some(format!("It has a code to scan, which leads to {}.", shown(&address.host)))
}

/// A link that puts a program onto the machine.
fn program(facts: &Facts<'_>) -> Option<String> {
    const ENDS: &[&str] = &[
        ".apk",
        ".exe",
        ".msi",
        ".scr",
        ".bat",
        ".cmd",
        ".vbs",
        ".hta",
        ".jar",
        ".lnk",
        ".mobileconfig",
        ".xapk",
        ".appx",
    ];
    if quiet(facts) || facts.on_a_list() {
        return None;
    }
    let link = facts.elsewhere().find(|link| {
        let path = link.address.path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        ENDS.iter().any(|end| path.ends_with(end))
    })?;
    Some(format!("Its link puts a program from {} onto your phone or computer.", shown(&link.address.host)))
}
