//! What two reports can have in common, and the key under which each is found.

use serde::{Deserialize, Serialize};

/// The kind of a value that links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A registered name; those that look alike are one.
    Host,
    /// A bank account.
    Account,
    /// An address of a cryptocurrency.
    Wallet,
    /// A name on a platform.
    Handle,
    /// An internet address.
    Ip,
    /// The fingerprint of a device.
    Device,
    /// A postal address.
    Address,
    /// A full name together with the brand that its bearer claimed.
    Persona,
    /// A sentence of the narrative without its names and numbers.
    Wording,
    /// Words of the offender that the narrative quotes.
    Quote,
}

/// How many kinds there are.
pub(crate) const KINDS: usize = 12;

impl Evidence {
    /// All kinds, in order.
    pub const ALL: [Self; KINDS] = [
        Self::Phone,
        Self::Email,
        Self::Host,
        Self::Account,
        Self::Wallet,
        Self::Handle,
        Self::Ip,
        Self::Device,
        Self::Address,
        Self::Persona,
        Self::Wording,
        Self::Quote,
    ];

    /// One word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "e-mail",
            Self::Host => "web name",
            Self::Account => "account",
            Self::Wallet => "wallet",
            Self::Handle => "handle",
            Self::Ip => "internet address",
            Self::Device => "device",
            Self::Address => "address",
            Self::Persona => "name and brand",
            Self::Wording => "wording",
            Self::Quote => "quoted words",
        }
    }

    /// Whether it is soft: wording and personas suggest, identifiers show.
    pub fn is_soft(self) -> bool {
        matches!(self, Self::Persona | Self::Wording | Self::Quote)
    }
}

/// Whose value it is, as far as the report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The offender's, as far as we know: only these link.
    Offender,
    /// The victim's own.
    Victim,
    /// Of somebody whom the victim turned to: a bank, the police.
    Helper,
    /// Written where nothing was known.
    Placeholder,
}

/// Where a value stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a field of the form.
    Field,
    /// In the narrative: from and to, in bytes.
    Narrative(u32, u32),
}

/// A value read out of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: Evidence,
    /// The key under which equal values meet.
    pub key: String,
    /// Whose it is.
    pub role: Role,
    /// Where it stood.
    pub place: Place,
}
