//! Where a part of a drawing leads.

use std::fmt;

/// The address does not stay on this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address in a drawing begins with one slash and has no blanks or control characters")]
pub struct SiteAddressError;

/// An address on this site: a path, perhaps with a query, never another host or scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAddress(String);

impl SiteAddress {
    /// Reads an address such as `/desk/members?borough=camden`.
    ///
    /// # Errors
    /// [`SiteAddressError`] when it could lead anywhere else.
    pub fn parse(text: &str) -> Result<Self, SiteAddressError> {
        let leads_elsewhere = !text.starts_with('/')
            || text[1..].starts_with(['/', '\\'])
            || text.chars().any(|c| c.is_whitespace() || c.is_control());
        if leads_elsewhere { Err(SiteAddressError) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for SiteAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_leads_nowhere_else() {
        assert!(SiteAddress::parse("/desk/members?borough=camden").is_ok());
        for text in [
            "javascript:alert(1)",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/a b",
            "/a\nb",
        ] {
            assert_eq!(SiteAddress::parse(text), Err(SiteAddressError), "{text:?}");
        }
    }
}
