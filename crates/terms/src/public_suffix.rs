//! Under which endings names are sold: the one place that asks the Public Suffix List (publicsuffix.org).
//!
//! The list is a tree of generic functions, which is compiled anew in every crate that asks it (some forty seconds each at the
//! highest level of optimisation). Everybody asks here.

/// The ending of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicSuffix<'a> {
    /// The ending, for example `co.uk`.
    pub text: &'a str,
    /// Whether the list names it; otherwise it is taken to be the last label.
    pub is_known: bool,
    /// Whether somebody other than a registry gives names away under it, for example `github.io`.
    pub is_private: bool,
}

/// The ending of a host in ASCII and small letters. None for a host without labels.
pub fn public_suffix(host: &str) -> Option<PublicSuffix<'_>> {
    let suffix = psl::suffix(host.as_bytes())?;
    let text = str::from_utf8(suffix.as_bytes()).ok()?;
    let is_private = suffix.typ() == Some(psl::Type::Private);
    Some(PublicSuffix { text, is_known: suffix.is_known(), is_private })
}

/// The part of a host that its owner registered: `bakery.co.uk` of `shop.bakery.co.uk`. None for an ending alone.
pub fn registrable_part(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_known_private_or_neither() {
        let of = |host| public_suffix(host).map(|s| (s.text, s.is_known, s.is_private));
        assert_eq!(of("shop.bakery.co.uk"), Some(("co.uk", true, false)));
        assert_eq!(of("bakery.github.io"), Some(("github.io", true, true)));
        assert_eq!(of("bakery.example"), Some(("example", false, false)));
        assert_eq!(of(""), None);
        assert_eq!(registrable_part("shop.bakery.co.uk"), Some("bakery.co.uk"));
        assert_eq!(registrable_part("co.uk"), None);
    }
}
