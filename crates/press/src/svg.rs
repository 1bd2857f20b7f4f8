//! Markup that may be put into a page as it is.

use std::fmt;

/// A drawing as SVG. Made by this room only, so a page may show it without escaping it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    pub(crate) fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup as a file of its own: what a link to download gives.
    pub fn into_file(self) -> String {
        self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A name that would break out of anything.
    pub(crate) fn hostile() -> &'static str {
        "\"><script>alert(1)</script><!-- ]]> & ' \u{0}\u{b}\u{202e}"
    }

    /// A drawing with one element on each line, to be read in a test.
    pub(crate) fn by_line(svg: &Svg) -> String {
        svg.as_str().replace("><", ">\n<")
    }

    /// Every drawing is well-formed XML without scripts, styles, or anything fetched.
    pub(crate) fn check_markup(svg: &Svg) {
        let document = roxmltree::Document::parse(svg.as_str())
            .unwrap_or_else(|e| panic!("not well-formed: {e}\n{svg}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(
                [
                    "svg", "title", "desc", "text", "rect", "line", "circle", "path", "g", "a", "defs",
                    "pattern"
                ]
                .contains(&name),
                "<{name}> has no business in a drawing"
            );
            for attribute in node.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                assert!(key != "style" && !key.starts_with("on"), "{key} in {svg}");
                assert!(key != "href" || value.starts_with('/'), "a link to {value}");
            }
        }
    }

    #[test]
    fn a_drawing_shows_as_its_markup() {
        let svg = Svg::trusted("<svg/>".into());
        assert_eq!((svg.to_string().as_str(), svg.as_str()), ("<svg/>", "<svg/>"));
        assert_eq!(svg.into_file(), "<svg/>");
    }
}
