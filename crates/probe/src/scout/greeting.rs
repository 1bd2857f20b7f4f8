//! How a host greets, made inert and short.

use checkup::inert;

/// The longest greeting that is kept, in characters.
pub(super) const LONGEST_GREETING: usize = 200;

/// A stranger's bytes as short plain text.
pub(super) fn greeting(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    inert(text.trim_end()).chars().take(LONGEST_GREETING).collect()
}

/// A stranger's text, short and inert; letters of other scripts stay readable.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_GREETING).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_inert_and_short() {
        assert_eq!(greeting(b"220 \x1b[2Jhello\r\n"), "220 \\027[2Jhello");
        assert_eq!(greeting(&[b'a'; LONGEST_GREETING]).len(), LONGEST_GREETING);
        assert_eq!(greeting(&[b'a'; LONGEST_GREETING + 1]).len(), LONGEST_GREETING);
        assert_eq!(plain("Bäckerei\u{1b}\n"), "Bäckerei");
    }
}
