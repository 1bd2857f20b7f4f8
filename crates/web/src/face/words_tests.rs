use super::*;

#[test]
fn languages_are_found_by_their_tags() {
    assert_eq!(Language::of_tag("en-GB"), Some(Language::BritishEnglish));
    assert_eq!(Language::of_tag("en-US"), Some(Language::BritishEnglish));
    assert_eq!(Language::of_tag("xx"), None);
}

#[test]
fn direction_follows_from_the_language() {
    assert_eq!(Language::BritishEnglish.direction(), "ltr");
    assert_eq!(direction_of("ur"), "rtl");
    assert_eq!(direction_of("ar-EG"), "rtl");
}
