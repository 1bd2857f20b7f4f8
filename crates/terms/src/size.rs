//! The size of a file, as people say it.

/// A size in words: `999 bytes`, `25 kB`, `2.5 MB`. Thousands, as shops count them; kilobytes are rounded up, so that no file
/// that holds something is said to hold less.
pub fn size_in_words(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(size_in_words(0), "0 bytes");
        assert_eq!(size_in_words(1), "1 byte");
        assert_eq!(size_in_words(999), "999 bytes");
        assert_eq!(size_in_words(1_001), "2 kB");
        assert_eq!(size_in_words(25_000), "25 kB");
        assert_eq!(size_in_words(2_560_000), "2.5 MB");
    }
}
