//! How the sender's name and address are made. Part of the family of identity.

use super::{Family, Signal, plain};
use crate::address::{listed, machine_made, owner};
use crate::authentication::shown;
use crate::facts::Facts;
use crate::lists::List;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "identity.to-yourself",
        Family::Identity,
        15,
        "sender and receiver differ; or a list",
        to_yourself,
    ),
    Signal::asks("identity.odd-name", Family::Identity, 45, "the name ends as names do", odd_name),
    Signal::asks(
        "identity.machine-made-sender",
        Family::Identity,
        55,
        "the sender is proved and of the brand book",
        machine_made_sender,
    ),
    Signal::asks(
        "identity.many-levels",
        Family::Identity,
        60,
        "fewer than three levels stand before the name, or the host is well known",
        many_levels,
    ),
    Signal::asks(
        "identity.rare-ending",
        Family::Identity,
        50,
        "the ending is one that organisations use",
        rare_ending,
    ),
    Signal::asks(
        "identity.no-sender",
        Family::Identity,
        60,
        "there is an address; or words alone",
        no_sender,
    ),
    Signal::asks(
        "identity.rented-machine",
        Family::Identity,
        55,
        "the sender's address is a name that people gave; or the sender is proved and of the brand book; or the talk of a list",
        rented_machine,
    ),
    Signal::asks(
        "identity.name-of-nobody",
        Family::Identity,
        35,
        "the name is one word, or shares one with the address; or the sender is known or proved; or it answers something; or a list; or no link leads elsewhere",
        name_of_nobody,
    ),
    Signal::asks(
        "identity.name-not-in-address",
        Family::Identity,
        30,
        "the name and the address share a word; or the sender uses the address of a house",
        name_not_in_address,
    ),
];

fn machine_made_sender(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    if facts.proved_known()
        || facts.is_talk()
        || facts.setting.book.is_known(sender)
        || listed(sender, List::MailService)
    {
        return None;
    }
    let label = owner(sender).split('.').next()?;
    let numbered = sender.split('.').any(|label| label.bytes().filter(u8::is_ascii_digit).count() >= 8);
    let (local, _) = facts.from.address.split_once('@')?;
    let local = local.to_ascii_lowercase();
    let local_made = local.len() <= 16
        && machine_made(&local)
        && !facts.reading.headers.list
        && facts.proof.domain().is_none();
    // `first_last_13941`: programs for mass mail count their addresses.
    let counted = local
        .rsplit_once('_')
        .is_some_and(|(_, end)| end.len() >= 4 && end.bytes().all(|b| b.is_ascii_digit()));
    (machine_made(label) || local_made || numbered || counted).then(|| {
        format!("It was sent from {}, which looks made up by a machine.", plain(&facts.from.address))
    })
}

fn many_levels(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let before = sender.len().checked_sub(owner(sender).len())?;
    let levels = sender[..before].matches('.').count();
    (levels >= 3 && !facts.proved_known() && !facts.setting.book.is_known(sender)).then(|| {
        format!(
            "It was sent from {}: an address with that many parts is a trick to hide who sends.",
            shown(sender)
        )
    })
}

fn rare_ending(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    if !listed(sender, List::RareEnding) || facts.setting.book.is_known(sender) || facts.is_talk() {
        return None;
    }
    let ending = sender.rsplit('.').next()?;
    Some(format!(
        "It was sent from an address that ends in .{ending}. Few organisations use that, and many scams do."
    ))
}

fn to_yourself(facts: &Facts<'_>) -> Option<String> {
    let from = &facts.from.address;
    let to = &facts.reading.headers.to;
    (from.contains('@')
        && to.len() == 1
        && to[0].address.eq_ignore_ascii_case(from)
        && facts.proof.domain().is_none()
        && !facts.on_a_list())
    .then(|| "It was made to look as if you had sent it to yourself.".to_owned())
}

fn no_sender(facts: &Facts<'_>) -> Option<String> {
    (facts.has_headers() && facts.sender.is_none() && !facts.bare)
        .then(|| "It does not say which address it comes from.".to_owned())
}

/// Bits that programs for mass mail leave behind a name.
fn odd_name(facts: &Facts<'_>) -> Option<String> {
    let name = facts.from.name.trim();
    let odd = name.ends_with([',', ';', '_', '|', '>', '<'])
        || name.contains(",_")
        || name.contains("  ,")
        || facts.reading.headers.from.len() > 1;
    (odd && !name.is_empty() && !facts.is_talk()).then(|| {
        format!("The sender's name is written as programs for mass mail write it: \"{}\".", plain(name))
    })
}

fn name_not_in_address(facts: &Facts<'_>) -> Option<String> {
    if !facts.free_sender() || facts.is_talk() {
        return None;
    }
    let (local, _) = facts.from.address.split_once('@')?;
    let local = local.to_ascii_lowercase();
    let words: Vec<&str> =
        facts.name.text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| word.len() >= 3).collect();
    let shares = words.iter().any(|word| {
        let start = &word[..word.floor_char_boundary(4)];
        local.contains(start)
    });
    let initials = words.iter().filter_map(|word| word.chars().next()).collect::<String>();
    (words.len() >= 2 && !shares && !local.contains(&initials) && words.iter().all(|word| word.is_ascii()))
        .then(|| {
            format!(
                "The name \"{}\" and the address {} have nothing in common.",
                plain(&facts.from.name),
                plain(&facts.from.address)
            )
        })
}

/// A house writes under its own name, and a person under one of which something stands in the address.
fn name_of_nobody(facts: &Facts<'_>) -> Option<String> {
    let sender = facts.sender.as_deref()?;
    let known = facts.setting.book.is_known(sender)
        || listed(sender, List::MailService)
        || listed(sender, List::SelfService);
    if facts.free_sender() || known || facts.proved_known() || facts.reading.headers.list || facts.on_a_list()
    {
        return None;
    }
    if facts.reading.headers.answers || !facts.reading.body.history.is_empty() || !facts.reading.body.html {
        return None;
    }
    facts.elsewhere().next()?;
    let address = facts.from.address.to_ascii_lowercase();
    let words: Vec<&str> =
        facts.name.text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| word.len() >= 3).collect();
    let shares = words.iter().any(|word| address.contains(&word[..word.floor_char_boundary(4)]));
    let initials = words.iter().filter_map(|word| word.chars().next()).collect::<String>();
    (words.len() >= 2 && words.iter().all(|word| word.is_ascii()) && !shares && !address.contains(&initials))
        .then(|| {
            format!(
                "It calls itself \"{}\", and nothing of that stands in its address ({}).",
                plain(&facts.from.name),
                plain(&facts.from.address)
            )
        })
}

/// Machines that are let by the hour bear names of their landlord, such as `vps-0a1b2c3d.landlord.example`.
fn rented_machine(facts: &Facts<'_>) -> Option<String> {
    const FRONTS: &[&str] =
        &["vps", "ec2", "ip", "vm", "srv", "hwsrv", "server", "static", "droplet", "instance"];
    let sender = facts.sender.as_deref()?;
    if facts.proved_known() || facts.is_talk() || facts.setting.book.is_known(sender) {
        return None;
    }
    let before = sender.get(..sender.len().checked_sub(owner(sender).len())?)?;
    let rented = before.split('.').any(|label| {
        FRONTS
            .iter()
            .filter_map(|front| label.strip_prefix(front))
            .any(|rest| rest.starts_with('-') && rest.bytes().filter(u8::is_ascii_digit).count() >= 2)
    });
    rented.then(|| {
        format!(
            "It was sent from {}, a machine that anybody can rent. Offices have an address of their own.",
            shown(sender)
        )
    })
}
