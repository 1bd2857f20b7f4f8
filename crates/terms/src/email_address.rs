//! E-mail addresses as people have them: one mailbox, one domain, nothing clever.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::DomainName;

/// The longest address that mail can carry (RFC 5321, 4.5.3.1.3, less the angle brackets).
const LONGEST_ADDRESS: usize = 254;
/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_MAILBOX: usize = 64;

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this does not look like an e-mail address; it has a name, an @ and a domain, for example anna@bakery.example"
)]
pub struct EmailAddressError;

/// An e-mail address: the mailbox as typed, the domain in lower case. Two addresses are the
/// same when they differ only in case.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    mailbox: String,
    domain: DomainName,
}

impl EmailAddress {
    /// Reads one address; blanks around it are taken away. Quoted mailboxes and address
    /// literals, which no small firm has, are refused.
    ///
    /// # Errors
    /// [`EmailAddressError`] when it is not an address that mail can reach.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (mailbox, domain) = text.rsplit_once('@').ok_or(EmailAddressError)?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
        if text.len() > LONGEST_ADDRESS
            || mailbox.is_empty()
            || mailbox.len() > LONGEST_MAILBOX
            || mailbox.starts_with('.')
            || mailbox.ends_with('.')
            || mailbox.contains("..")
            || !mailbox.chars().all(allowed)
        {
            return Err(EmailAddressError);
        }
        let domain = DomainName::parse_bare(domain).map_err(|_| EmailAddressError)?;
        Ok(Self { mailbox: mailbox.to_owned(), domain })
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &DomainName {
        &self.domain
    }

    /// The address in lower case: equal for two spellings of one mailbox.
    pub fn folded(&self) -> String {
        self.to_string().to_ascii_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.mailbox, self.domain.as_ascii())
    }
}

/// Addresses are personal data: a log shows the domain only.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress(…@{})", self.domain.as_ascii())
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}
impl Eq for EmailAddress {}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressError;
    fn try_from(text: String) -> Result<Self, EmailAddressError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_mailbox_and_folds_its_domain() {
        let address = EmailAddress::parse("  Anna.B@Bakery.EXAMPLE ").unwrap();
        assert_eq!(address.to_string(), "Anna.B@bakery.example");
        assert_eq!(address, EmailAddress::parse("anna.b@bakery.example").unwrap());
        assert_eq!(format!("{address:?}"), "EmailAddress(…@bakery.example)");
    }

    #[test]
    fn the_limits_are_those_of_mail() {
        let at_limit = format!("{}@bakery.example", "a".repeat(LONGEST_MAILBOX));
        assert!(EmailAddress::parse(&at_limit).is_ok());
        assert!(EmailAddress::parse(&format!("a{at_limit}")).is_err());
    }

    #[test]
    fn what_mail_cannot_reach_is_refused() {
        for typed in [
            "",
            "anna",
            "@bakery.example",
            "anna@",
            "anna@bakery",
            "a b@c.example",
            "a..b@c.example",
            "anna@[127.0.0.1]",
            "\"a b\"@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "a@b@c.example",
        ] {
            assert!(EmailAddress::parse(typed).is_err(), "{typed}");
        }
    }
}
