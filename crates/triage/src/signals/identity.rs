//! Who it says it is from.

use super::{Family, Signal, plain};
use crate::address::{is_of_a_list, listed, owner};
use crate::authentication::shown;
use crate::claim::{Claimed, only_company_words};
use crate::facts::Facts;
use crate::lists::List;
use message::Flag;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "identity.claims-brand",
        Family::Identity,
        120,
        "the sender is one of that organisation's own addresses, or a firm that writes for it and is proved; or words alone without a sender",
        claims_in_name,
    ),
    Signal::asks(
        "identity.speaks-for-brand",
        Family::Identity,
        70,
        "as for the name; and in the talk of a list",
        speaks_for,
    ),
    Signal::asks(
        "identity.disguised-name",
        Family::Identity,
        80,
        "no organisation's name comes out when the letters are put together",
        disguised,
    ),
    Signal::decides(
        "identity.lookalike-sender",
        Family::Identity,
        150,
        "the address is one of the organisation's own, or well known itself",
        lookalike_sender,
    ),
    Signal::asks(
        "identity.brand-in-sender",
        Family::Identity,
        60,
        "the name is an ordinary word, or the address is the organisation's own; or the talk of a list",
        brand_in_sender,
    ),
    Signal::asks(
        "identity.hidden-letters",
        Family::Identity,
        70,
        "whole words of another language are ordinary names",
        hidden_letters,
    ),
    Signal::asks(
        "identity.reply-elsewhere",
        Family::Identity,
        60,
        "both addresses are of one owner, or it is a list, or the answer goes to one",
        reply_elsewhere,
    ),
    Signal::asks(
        "identity.office-on-free-mail",
        Family::Identity,
        80,
        "the name is that of a person",
        office_on_free_mail,
    ),
    Signal::asks(
        "identity.name-is-address",
        Family::Identity,
        60,
        "the address in the name is the sender's, or it is a list",
        name_is_address,
    ),
    Signal::asks(
        "identity.your-own-house",
        Family::Identity,
        100,
        "the sender is of that house",
        your_own_house,
    ),
];

fn brand_name(facts: &Facts<'_>) -> Option<(u32, String)> {
    let claim = facts.claim.as_ref()?;
    Some((claim.brand, facts.setting.book.at(claim.brand)?.name.clone()))
}

/// Whether the sender is one of the addresses of the organisation that it claims to be, or proved to write for it.
fn is_theirs(facts: &Facts<'_>, brand: u32) -> bool {
    let book = facts.setting.book;
    let by_address =
        facts.sender.as_deref().is_some_and(|host| book.may_write_for(brand, host)) && !facts.proof.is_bad();
    by_address || facts.proof.domain().is_some_and(|domain| book.may_write_for(brand, domain))
}

fn claims_in_name(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let (brand, name) = brand_name(facts)?;
    if facts.claim.as_ref()?.place != Claimed::Name || is_theirs(facts, brand) || facts.is_talk() {
        return None;
    }
    Some(if facts.proof.is_bad() && facts.setting.book.owns(brand, sender) {
        format!("It says that it is from {name}, but {name}'s own checks say that it is not.")
    } else {
        format!(
            "It says that it is from {name}, but it was sent from {}, which is not one of {name}'s addresses.",
            shown(sender)
        )
    })
}

fn speaks_for(facts: &Facts<'_>) -> Option<String> {
    let (brand, name) = brand_name(facts)?;
    if facts.claim.as_ref()?.place == Claimed::Name || is_theirs(facts, brand) || facts.on_a_list() {
        return None;
    }
    match facts.sender.as_deref() {
        Some(sender) => Some(format!(
            "It writes as if it were {name}, but it was sent from {}, which is not one of {name}'s addresses.",
            shown(sender)
        )),
        // A text message has no address; its links speak.
        None => {
            let elsewhere = facts.elsewhere().next()?;
            Some(format!(
                "It writes as if it were {name}, but its link goes to {}.",
                shown(&elsewhere.address.host)
            ))
        }
    }
}

fn disguised(facts: &Facts<'_>) -> Option<String> {
    let (_, name) = brand_name(facts)?;
    facts
        .claim
        .as_ref()?
        .disguised
        .then(|| format!("It writes the name {name} with its letters kept apart, to slip past filters."))
}

fn lookalike_sender(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let alike = super::pretence::alike(facts, sender).filter(|alike| alike.letters)?;
    Some(format!("The address looks like {}, but it is {}.", shown(&alike.domain), shown(owner(sender))))
}

fn brand_in_sender(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let alike = super::pretence::alike(facts, sender).filter(|alike| !alike.letters && !alike.shy)?;
    Some(format!(
        "It was sent from {}, which has the name of {} in it without being theirs.",
        shown(owner(sender)),
        shown(&alike.domain)
    ))
}

fn hidden_letters(facts: &Facts<'_>) -> Option<String> {
    let noticed = [facts.name.noticed, facts.subject.noticed];
    let flagged = facts.reading.flags.contains(&Flag::MixedScripts);
    (flagged || noticed.iter().any(|each| each.mixed_words > 0 || each.invisible > 1 || each.fancy > 3)).then(|| {
        "The sender's name or the subject is written with hidden or foreign letters, to slip past filters.".to_owned()
    })
}

fn reply_elsewhere(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender_owner()?;
    let headers = &facts.reading.headers;
    // "Jo via a list" answers to Jo.
    let through_list =
        headers.list && (facts.is_talk() || facts.name.text.contains(" via ") || !facts.on_a_list());
    if through_list || facts.proved_known() {
        return None;
    }
    let reply = headers.reply_to.iter().find(|reply| {
        !reply.address.is_empty()
            && !reply.address.eq_ignore_ascii_case(&facts.from.address)
            && !is_of_a_list(&reply.address)
    })?;
    let host = crate::address::domain_of(&reply.address)?;
    let free = listed(&host, List::FreeMail);
    if owner(&host) == sender && !(free && facts.free_sender()) {
        return None;
    }
    (free || listed(&host, List::RareEnding))
        .then(|| format!("An answer would go to somebody else: {}.", plain(&reply.address)))
}

/// Words of an office, in the languages that reports come in.
const OFFICE: &[&str] = &[
    "bank",
    "support",
    "service",
    "services",
    "team",
    "department",
    "dept",
    "office",
    "security",
    "admin",
    "administrator",
    "helpdesk",
    "billing",
    "customer",
    "foundation",
    "trust",
    "ministry",
    "minister",
    "government",
    "court",
    "police",
    "barrister",
    "attorney",
    "lottery",
    "award",
    "awards",
    "fund",
    "funds",
    "payment",
    "payments",
    "delivery",
    "courier",
    "express",
    "notification",
    "notifications",
    "invoice",
    "account",
    "accounts",
    "hr",
    "recruitment",
    "finance",
    "loan",
    "loans",
    "investment",
    "capital",
    "diplomat",
    "agent",
    "director",
    "manager",
    "money",
    "claims",
    "reward",
    "rewards",
    "bitcoin",
    "crypto",
    "wallet",
    "banco",
    "atendimento",
    "comunicado",
    "portal",
    "servico",
    "kundenservice",
    "konto",
    "equipe",
    "servicio",
    "ltd",
    "limited",
    "inc",
    "gmbh",
    "holdings",
    "winner",
    "giveaway",
    "union",
    "nations",
];

fn office_on_free_mail(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    if !facts.free_sender() || facts.is_talk() {
        return None;
    }
    facts.name.text.split(|sign: char| !sign.is_alphanumeric()).find(|word| OFFICE.contains(word))?;
    Some(format!(
        "\"{}\" sounds like an office, but it writes from {}, where anybody can get an address.",
        plain(&facts.from.name),
        shown(sender)
    ))
}

fn name_is_address(facts: &Facts<'_>) -> Option<String> {
    if facts.on_a_list() {
        return None;
    }
    let name = &facts.from.name;
    let word = name
        .split(|s: char| s.is_whitespace() || "<>()\"',;:".contains(s))
        .find(|word| word.contains('@'))?;
    let host = crate::address::domain_of(word)?;
    let differs = owner(&host) != facts.sender_owner()? && !facts.is_own(&host);
    (differs && host.contains('.')).then(|| {
        format!(
            "Its name shows one address ({}), but it was sent from another ({}).",
            plain(word),
            plain(&facts.from.address)
        )
    })
}

fn your_own_house(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    if facts.is_own(sender) || facts.is_talk() {
        return None;
    }
    let own = facts.setting.own.iter().find(|own| {
        let label = own.split('.').next().unwrap_or_default();
        let name = &facts.name.text;
        // A firm's name is a word that others have too, so it counts only beside words of an office.
        let beside = || name.find(label).is_some_and(|at| only_company_words(name, at, at + label.len()));
        name.contains(*own) || (label.len() >= 5 && beside())
    })?;
    Some(format!(
        "Its name says that it is from your own {}, but it was sent from {}.",
        shown(own),
        shown(sender)
    ))
}
