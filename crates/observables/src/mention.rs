//! The words of a reading: what was found, where, and how it was written.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use terms::registrable_part;

use crate::{Currency, PhoneRange, amount, name, personal, phone, url};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A telephone number: E.164 (`+447700900123`), or a short code such as `159`.
    Phone,
    /// An e-mail address in lower case, its domain in ASCII.
    Email,
    /// A web address: with a scheme, a path or a query. The scheme stands in the value only where it was written.
    Url,
    /// A name below a public suffix, in ASCII and lower case, without `www.`.
    Domain,
    /// A British sort code with its account: `12-34-56 12345678`.
    SortCodeAccount,
    /// An international account number without blanks (ISO 13616).
    Iban,
    /// A payment card. The number is never kept: the value is `card ending 1881`.
    Card,
    /// An address of a cryptocurrency.
    Wallet(Chain),
    /// A name on a platform: `@name` in lower case.
    Handle(Platform),
    /// An IPv4 or IPv6 address as RFC 5952 writes it.
    Ip,
    /// A number or code under which something is filed, in capitals.
    Reference,
    /// A sum: `GBP 1250.00`.
    Amount,
    /// Until when something is demanded: `within 24 hours`, `by friday 17:00`, `by 2026-03-12`.
    Deadline,
    /// A fingerprint of a device where the text calls it one: 32, 40 or 64 hexadecimal digits, or an IMEI.
    Device,
}

impl Kind {
    /// One word for it, stable: for tables and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::SortCodeAccount => "account",
            Self::Iban => "iban",
            Self::Card => "card",
            Self::Wallet(_) => "wallet",
            Self::Handle(_) => "handle",
            Self::Ip => "ip",
            Self::Reference => "reference",
            Self::Amount => "amount",
            Self::Deadline => "deadline",
            Self::Device => "device",
        }
    }
}

/// Whose ledger a wallet belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// Base58Check with version 0 or 5, or Bech32 and Bech32m under `bc` (BIP 173, BIP 350).
    Bitcoin,
    /// Twenty bytes in hexadecimal behind `0x`, also those of its many sister chains (EIP-55).
    Ethereum,
    /// Base58Check with version 0x41.
    Tron,
    /// Base58Check with version 0x30 or 0x32, or Bech32 under `ltc`.
    Litecoin,
    /// Base58Check with version 0x1e.
    Dogecoin,
    /// Thirty-two bytes in Base58; without a checksum, so only where the text says Solana.
    Solana,
}

/// Where a handle lives, as far as the text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names of the platforms say it")]
pub enum Platform {
    /// The text does not say.
    Unsaid,
    Discord,
    Facebook,
    Instagram,
    LinkedIn,
    Reddit,
    Signal,
    Skype,
    Snapchat,
    Telegram,
    TikTok,
    WeChat,
    WhatsApp,
    X,
    YouTube,
}

/// How a value was written; where several fit, the one that hides most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As a machine writes it: the canonical value, or that in another case.
    Plain,
    /// As people write it: in groups, with brackets, with a scheme or a word before it.
    Grouped,
    /// Made harmless by somebody who reported it: `hxxp`, `[.]`, `(at)`.
    Defanged,
    /// In words: `oh seven seven`, `name at example dot com`.
    Spoken,
    /// With letters in place of digits: `O77OO`.
    LetterDigits,
    /// With invisible characters in it, or in letters that only look like those of the value.
    Hidden,
}

/// What the value's own check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// This kind, or this spelling of it, carries no check.
    None,
    /// Its check digits fit.
    Passed,
    /// It has the shape but its check digits do not fit: mistyped or invented.
    Failed,
}

/// One value that a text says, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: Kind,
    /// The value in its one spelling. Reading it again as its kind gives the same value.
    pub value: String,
    /// The bytes of the text that say it, on boundaries of characters. A sort code and its account may stand apart:
    /// then from the first to the last of both.
    pub written: Range<usize>,
    /// How it was written.
    pub form: Form,
    /// What its own check says.
    pub check: Check,
    /// It is what people write where they know nothing: `01234 567890`, `test@example.com`, `00-00-00`.
    pub placeholder: bool,
}

impl Mention {
    /// What two mentions have in common when they lead to the same thing, whatever their kind: an IBAN of Britain and
    /// its sort code with account, two spellings of one Gmail box, one page with and without its tracking tokens.
    /// For matching only, never to be shown.
    pub fn key(&self) -> String {
        match self.kind {
            Kind::Email => format!("email {}", name::mailbox_key(&self.value)),
            Kind::Url => format!("url {}", url::key(&personal::without_tokens(&self.value))),
            Kind::SortCodeAccount => format!("account {}", self.value),
            Kind::Iban => match self.british_account() {
                Some(account) => format!("account {account}"),
                None => format!("iban {}", self.value),
            },
            kind => format!("{} {}", kind.word(), self.value),
        }
    }

    /// The registered name that an e-mail address, a web address or a domain stands under.
    pub fn registrable(&self) -> Option<String> {
        let host = match self.kind {
            Kind::Email => self.value.rsplit_once('@')?.1,
            Kind::Url | Kind::Domain => url::host(&self.value),
            _ => return None,
        };
        registrable_part(host).map(str::to_owned)
    }

    /// Sort code and account that stand in an IBAN of Britain, or the value itself if it is one.
    pub fn british_account(&self) -> Option<String> {
        match self.kind {
            Kind::SortCodeAccount => Some(self.value.clone()),
            Kind::Iban if self.value.starts_with("GB") => {
                let digits = self.value.get(8..22)?;
                let (sort, account) = digits.split_at_checked(6)?;
                Some(format!("{}-{}-{} {account}", sort.get(..2)?, sort.get(2..4)?, sort.get(4..6)?))
            }
            _ => None,
        }
    }

    /// A sum in its smallest unit: pence, cents.
    pub fn sum(&self) -> Option<(Currency, u64)> {
        (self.kind == Kind::Amount).then(|| amount::sum(&self.value)).flatten()
    }

    /// A sum in pounds as the house counts it.
    pub fn money(&self) -> Option<terms::Money> {
        (self.kind == Kind::Amount).then(|| terms::Money::parse(&self.value).ok()).flatten()
    }

    /// What kind of telephone number it is, by the plans of numbers.
    pub fn phone_range(&self) -> Option<PhoneRange> {
        (self.kind == Kind::Phone).then(|| phone::range(&self.value))
    }

    /// The profile that a web address leads to, with its platform.
    pub fn profile(&self) -> Option<(Platform, String)> {
        match self.kind {
            Kind::Url => url::profile(&self.value),
            Kind::Handle(platform) => Some((platform, self.value.clone())),
            _ => None,
        }
    }
}
