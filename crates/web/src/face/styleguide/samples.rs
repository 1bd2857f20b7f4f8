//! Words and pictures that several sections show.

use askama::Template;

use crate::face::content::Content;

/// A long text, to see how a component wraps.
pub(super) const LONG: &str = "A firm with a very long name and an even longer story: Harrington, \
    Featherstonehaugh, Okonkwo-Adeyemi and Daughters (Ironmongers, Locksmiths and Sundries) of the Old Kent Road, \
    trading since the year of the Great Exhibition without a single day off";

/// A paragraph as pages write it.
#[derive(Template)]
#[template(source = "<p class=\"govuk-body\">{{ text }}</p>", ext = "html")]
struct Paragraph<'a> {
    text: &'a str,
}

pub(super) fn paragraph(text: &str) -> Content {
    Content::of(&Paragraph { text })
}

/// A link as pages write it.
#[derive(Template)]
#[template(source = "<a class=\"govuk-link\" href=\"{{ href }}\">{{ text }}</a>", ext = "html")]
struct Link<'a> {
    text: &'a str,
    href: &'a str,
}

pub(super) fn link(text: &str, href: &str) -> Content {
    Content::of(&Link { text, href })
}

/// The headings and texts of a page.
#[derive(Template)]
#[template(path = "styleguide/typography.html")]
pub(super) struct Typography;

/// The colours.
#[derive(Template)]
#[template(path = "styleguide/colours.html")]
pub(super) struct Colours;
