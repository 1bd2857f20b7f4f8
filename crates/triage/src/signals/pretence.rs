//! Links that pretend to lead to somebody else. Part of the family of links.

use message::Place;
use terms::public_suffix;

use super::links::quiet;
use super::{Family, Signal};
use crate::address::{Address, listed, owner};
use crate::authentication::shown;
use crate::brand::Alike;
use crate::claim::Claimed;
use crate::facts::Facts;
use crate::lists::List;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::decides(
        "links.lookalike",
        Family::Links,
        150,
        "the address is one of the organisation's own or well known itself; or the talk of a list",
        lookalike_link,
    ),
    Signal::asks(
        "links.brand-in-name",
        Family::Links,
        70,
        "the name is an ordinary word, or the address is the organisation's own; or the talk of a list",
        brand_in_link,
    ),
    Signal::decides(
        "links.brand-in-front",
        Family::Links,
        140,
        "the organisation owns the whole address",
        brand_in_front,
    ),
    Signal::asks(
        "links.not-the-claimed",
        Family::Links,
        60,
        "the sender is proved to be whom it claims to be, or one link leads there; or a list, unless the name claims it",
        not_the_claimed,
    ),
    Signal::asks(
        "links.all-one-page",
        Family::Links,
        35,
        "fewer than three links, or they lead to different pages, or to the sender; or the talk of a list",
        all_one_page,
    ),
    Signal::asks(
        "links.borrowed-picture",
        Family::Links,
        50,
        "the sender may write for the owner of the picture, or is proved; or the site is a very common one; or a list",
        borrowed_picture,
    ),
    Signal::asks(
        "links.shown-differs",
        Family::Links,
        70,
        "both are of one owner, or the link only goes through a service that counts clicks, and the sender owns what is shown",
        shown_differs,
    ),
];

/// What a host looks like, where it is neither known nor everybody's.
pub(super) fn alike(facts: &Facts<'_>, host: &str) -> Option<Alike> {
    let book = facts.setting.book;
    let theirs = owner(host);
    if book.is_known(host) || facts.is_own(host) || facts.is_talk() {
        return None;
    }
    let everybodys = [
        List::Common,
        List::MailService,
        List::FreeMail,
        List::FreeSite,
        List::FreeStore,
        List::FreeForm,
        List::Shortener,
    ];
    if everybodys.iter().any(|list| listed(theirs, *list)) {
        return None;
    }
    book.looks_like(theirs).filter(|alike| alike.weight >= LOOKALIKE_FROM)
}

/// The weight of a likeness from which it is one.
const LOOKALIKE_FROM: u8 = 50;

fn lookalike_link(facts: &Facts<'_>) -> Option<String> {
    let (theirs, alike) = alike_link(facts, |alike| alike.letters)?;
    Some(format!("Its link looks like {}, but it goes to {}.", shown(&alike.domain), shown(&theirs)))
}

fn brand_in_link(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let (theirs, alike) = alike_link(facts, |alike| !alike.letters && !alike.shy)?;
    Some(format!(
        "Its link goes to {}, which has the name of {} in it without being theirs.",
        shown(&theirs),
        shown(&alike.domain)
    ))
}

fn alike_link(facts: &Facts<'_>, test: fn(&Alike) -> bool) -> Option<(String, Alike)> {
    let mut seen = Vec::new();
    for link in facts.elsewhere() {
        let theirs = link.address.owner();
        if seen.len() < MOST_COMPARED && !seen.contains(&theirs) {
            seen.push(theirs);
            if let Some(alike) = alike(facts, &link.address.host).filter(test) {
                return Some((theirs.to_owned(), alike));
            }
        }
    }
    None
}

/// Different owners of links that are held against the brand book.
const MOST_COMPARED: usize = 12;

fn brand_in_front(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    let book = facts.setting.book;
    facts.elsewhere().find_map(|link| {
        let host = &link.address.host;
        let front = host.strip_suffix(link.address.owner())?.trim_end_matches('.');
        let levels: Vec<&str> = front.split('.').collect();
        (0..levels.len()).find_map(|from| {
            let upto = levels[from..].join(".");
            // `hmrc.gov.uk.refund.example`: a whole address of theirs stands in front of somebody else's.
            let brand =
                book.domains().find(|domain| upto == *domain || upto.starts_with(&format!("{domain}.")))?;
            Some(format!(
                "Its link begins like {}, but it really goes to {}.",
                shown(brand),
                shown(link.address.owner())
            ))
        })
    })
}

fn not_the_claimed(facts: &Facts<'_>) -> Option<String> {
    let claim = facts.claim.as_ref()?;
    let book = facts.setting.book;
    if facts.is_who_it_claims()
        || facts.is_talk()
        || (facts.on_a_list() && claim.place != Claimed::Name)
        || facts.sender.as_deref().is_some_and(|host| book.may_write_for(claim.brand, host))
    {
        return None;
    }
    if facts.pressed().any(|link| book.owns(claim.brand, &link.address.host)) {
        return None;
    }
    let link = facts.elsewhere().next()?;
    let name = &book.at(claim.brand)?.name;
    Some(format!("It speaks of {name}, but its links go to {}.", shown(&link.address.host)))
}

fn shown_differs(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    facts.pressed().filter(|link| link.place == Place::Words).find_map(|link| {
        let seen = shown_address(&link.shown)?;
        let (seen_owner, real_owner) = (seen.owner(), link.address.owner());
        let same = seen_owner == real_owner || real_owner.split('.').next() == seen_owner.split('.').next();
        let counted =
            listed(&link.address.host, List::MailService) || facts.sender_owner() == Some(real_owner);
        let sender_owns = facts.sender_owner() == Some(seen_owner) || listed(&seen.host, List::Common);
        (!same && !(counted && (sender_owns || !facts.setting.book.is_known(&seen.host)))).then(|| {
            format!("The link says {}, but it goes to {}.", shown(&seen.host), shown(&link.address.host))
        })
    })
}

/// What is shown, if it reads as one web address.
fn shown_address(text: &str) -> Option<Address> {
    let text = text.trim().trim_matches(|sign: char| "<>()[]\"'.,".contains(sign));
    if text.contains(char::is_whitespace) || text.contains('@') || text.len() > 200 {
        return None;
    }
    let address = Address::parse(text)?;
    let ending = address.host.rsplit('.').next()?;
    let named = text.contains("://") || text.starts_with("www.") || KNOWN_ENDINGS.contains(&ending);
    (named && address.host.contains('.') && !address.is_number() && public_suffix(&address.host)?.is_known)
        .then_some(address)
}

const KNOWN_ENDINGS: &[&str] =
    &["com", "org", "net", "uk", "de", "fr", "es", "it", "nl", "br", "eu", "gov", "edu", "io", "co"];

/// Whatever is pressed leads to one page: nobody who has something to say does that.
fn all_one_page(facts: &Facts<'_>) -> Option<String> {
    if quiet(facts) {
        return None;
    }
    let first = facts.elsewhere().next()?;
    let page = |address: &Address| address.path.split(['?', '#']).next().unwrap_or_default().to_owned();
    let wanted = page(&first.address);
    let mut count = 0;
    for link in facts.pressed().take(MOST_PAGES) {
        if link.address.host != first.address.host || page(&link.address) != wanted {
            return None;
        }
        count += 1;
    }
    (count >= ONE_PAGE_FROM)
        .then(|| format!("Whatever you press in it, you land on one page at {}.", shown(&first.address.host)))
}

/// Links that are compared.
const MOST_PAGES: usize = 50;
/// So many links to one page are no chance.
const ONE_PAGE_FROM: usize = 3;

/// A mark of an organisation, loaded from its own site by somebody else: kits for phishing do so.
fn borrowed_picture(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let book = facts.setting.book;
    if facts.is_talk() || facts.on_a_list() || facts.proof.domain().is_some() || book.is_known(sender) {
        return None;
    }
    facts.links.iter().filter(|link| link.place == Place::Unseen).take(MOST_PICTURES).find_map(|link| {
        let host = &link.address.host;
        let brand = book
            .owners_of(host)
            .next()
            .filter(|_| !listed(host, List::Common) && !listed(owner(host), List::Common))?;
        let everybodys = [List::FreeStore, List::FreeSite, List::MailService, List::SelfService];
        let theirs = book.may_write_for(brand, sender) || everybodys.iter().any(|list| listed(host, *list));
        (!theirs).then(|| {
            format!(
                "It was sent from {}, and shows pictures of {} that belong to somebody else.",
                shown(sender),
                shown(host)
            )
        })
    })
}

/// Pictures that are looked at.
const MOST_PICTURES: usize = 60;
