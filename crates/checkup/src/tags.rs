//! Lists of tags, `name=value; name=value`, as many mail records are written (RFC 6376, 3.2).

use std::collections::BTreeSet;

/// The longest list of tags that is read; no record that we know has more than a dozen.
pub(crate) const MOST_TAGS: usize = 64;

/// The tags of a text in their order, blanks around names and values taken away. Parts without `=` are
/// passed over, and so is everything past [`MOST_TAGS`].
pub(crate) fn of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(';').take(MOST_TAGS).filter_map(|tag| {
        let (name, value) = tag.split_once('=')?;
        Some((name.trim_matches(is_blank), value.trim_matches(is_blank)))
    })
}

/// The value of the first tag of this name; names are written exactly so.
pub(crate) fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    of(text).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Does a tag stand twice? Such a list is void (RFC 6376, 3.2).
pub(crate) fn any_twice(text: &str) -> bool {
    let mut names = BTreeSet::new();
    !of(text).all(|(name, _)| names.insert(name))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_up_to_the_limit() {
        let many = |n: usize| format!("{}p=last", "x=y;".repeat(n));
        assert_eq!(value(&many(MOST_TAGS - 1), "p"), Some("last"));
        assert_eq!(value(&many(MOST_TAGS), "p"), None);
        assert_eq!(value(" v = DKIM1 ;\tp=a=b ", "p"), Some("a=b"));
    }
}
