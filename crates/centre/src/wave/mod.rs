//! Waves: which open cases may be one and the same thing that happens to many.
//!
//! Two cases are linked when both accounts name the same value that whoever did it must use again: an account that money
//! goes to, a wallet, an address, a number. Only exact values link, after they are written in one way. What is everybody's
//! (a webmail's domain, a bank's own number, the reporter's own address) never links. A link is a guess that a person
//! judges: it says by which rule and how strong it is, and it changes no case.
//!
//! The words of accounts come from strangers: every reader here has its limits, and none of them fails.

mod group;
mod money;
mod names;
mod numbers;
mod read;
mod shared;

#[cfg(test)]
mod tests;

use crate::named_values::named_values;

pub use group::{Seen, Share, Wave, waves};
pub use read::{LONGEST_TOKEN, LONGEST_VALUE, MOST_OBSERVABLES, MOST_TOKENS, observables};
pub use shared::Shared;

named_values! {
    /// A kind of value that links.
    Kind, "kind of observable" {
        /// A bank account: sort code and number together, or an IBAN.
        Account = "account",
        /// A wallet of a crypto currency.
        Wallet = "wallet",
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// A page of one account on a platform that is everybody's.
        Profile = "profile",
        /// A domain that somebody registered.
        Domain = "domain",
    }
}

named_values! {
    /// How much a shared value says.
    Strength, "strength of a link" {
        /// It belongs to one hand, and changes seldom.
        Strong = "strong",
        /// It mostly belongs to one hand; it can be forged or passed on.
        Good = "good",
    }
}

/// Why a shared value links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub name: &'static str,
    /// Which values.
    pub kind: Kind,
    /// How much it says.
    pub strength: Strength,
    /// What is the same, as it goes on after "name the same".
    pub what: &'static str,
    /// Why it says so much and no more, one sentence.
    pub because: &'static str,
}

/// Every rule, the strongest first.
pub const RULES: [Rule; 6] = [
    Rule {
        name: "same-bank-account",
        kind: Kind::Account,
        strength: Strength::Strong,
        what: "bank account",
        because: "Money goes to one account, and a new one is hard to get.",
    },
    Rule {
        name: "same-wallet",
        kind: Kind::Wallet,
        strength: Strength::Strong,
        what: "crypto wallet",
        because: "Whoever has the key of a wallet gets what is paid to it.",
    },
    Rule {
        name: "same-mailbox",
        kind: Kind::Email,
        strength: Strength::Good,
        what: "e-mail address",
        because: "Answers go to one mailbox; but a sender's address can be forged.",
    },
    Rule {
        name: "same-number",
        kind: Kind::Phone,
        strength: Strength::Good,
        what: "phone number",
        because: "Calls back reach one phone; but the number that is shown can be forged.",
    },
    Rule {
        name: "same-profile",
        kind: Kind::Profile,
        strength: Strength::Good,
        what: "profile online",
        because: "A profile has one owner; but it can be a stolen one.",
    },
    Rule {
        name: "same-domain",
        kind: Kind::Domain,
        strength: Strength::Good,
        what: "web address",
        because: "A name is registered by one; but mail in its name can be forged.",
    },
];

impl Kind {
    /// The rule by which values of this kind link.
    pub fn rule(self) -> Rule {
        RULES.into_iter().find(|rule| rule.kind == self).unwrap_or(RULES[0])
    }
}

/// A value that can link, written in one way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Observable {
    /// What it is.
    pub kind: Kind,
    /// The value: digits of an account, an address in small letters, a number as E.164.
    pub value: String,
}
