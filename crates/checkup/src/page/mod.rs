//! A page as sent becomes the few things that checks read: fields, cookies without values, title, maker's
//! marks, parts that load without encryption.
//!
//! Whatever a page says is a stranger's text: read to a limit, kept to a limit, never followed and never
//! run. There is no error: a page that is no page comes to an empty [`PageSeen`].

mod body;
mod fields;
mod likeness;
mod marks;

use crate::observation::PageSeen;

pub(crate) use likeness::of_words as likeness_of_words;
pub(crate) use marks::version as version_at_start;

/// The most bytes of a page that are read; what comes after them is not looked at.
pub const LONGEST_PAGE: usize = 512 * 1024;
/// The most fields of an answer that are looked at.
pub const MOST_FIELDS: usize = 128;
/// The longest text of one field, title, generator or address that is kept, in characters.
pub const LONGEST_FIELD: usize = 1_000;
/// The most cookies of one answer that are kept.
pub const MOST_COOKIES: usize = 24;
/// The longest name of a cookie that is kept, in characters.
pub const LONGEST_COOKIE_NAME: usize = 80;
/// The most makers' names (`<meta name=generator>`) of one page that are kept.
pub const MOST_GENERATORS: usize = 4;
/// The most parts loaded without encryption that are kept.
pub const MOST_INSECURE_PARTS: usize = 8;
/// The most makers' files with a version that are kept.
pub const MOST_MARKS: usize = 12;
/// The most words of a page that go into its likeness.
pub const MOST_WORDS: usize = 4_000;

/// Reads one answer of a web host: status, fields in the order of sending, and the page itself, which may be
/// cut off anywhere. Only what checks need is kept; the value of a cookie never is.
pub fn read_page(status: u16, fields: &[(String, String)], body: &[u8]) -> PageSeen {
    let mut page = PageSeen { status, ..PageSeen::default() };
    fields::read(fields, &mut page);
    if is_markup(&page) {
        body::read(body.get(..LONGEST_PAGE).unwrap_or(body), &mut page);
    }
    page
}

/// A host that names no kind of content is read as browsers do: as a page, if it looks like one.
fn is_markup(page: &PageSeen) -> bool {
    page.fields.get("content-type").is_none_or(|kind| kind.to_ascii_lowercase().contains("html"))
}

/// A text in one line without control characters, cut to a limit.
fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut room = longest;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            if room == 0 {
                break;
            }
            line.push(' ');
            room -= 1;
        }
        for c in word.chars().take(room) {
            line.push(c);
            room -= 1;
        }
    }
    line
}

#[cfg(test)]
mod tests;
