//! Writes SVG: the only place that turns names and numbers into markup.

use crate::{FigureId, Svg};

/// Markup in the making.
pub(crate) struct Drawing {
    out: String,
}

impl Drawing {
    /// Opens a drawing with its title and description, which screen readers speak. `role` is
    /// `img` for a drawing to look at, `group` for one with links inside.
    pub(crate) fn open(id: &FigureId, attributes: &[(&str, &str)], title: &str, description: &str) -> Self {
        let mut drawing = Self { out: String::new() };
        let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
        let labelled_by = format!("{title_id} {description_id}");
        let mut all =
            vec![("xmlns", "http://www.w3.org/2000/svg"), ("aria-labelledby", labelled_by.as_str())];
        all.extend_from_slice(attributes);
        drawing.start("svg", &all);
        drawing.words("title", &[("id", title_id.as_str())], title);
        drawing.words("desc", &[("id", description_id.as_str())], description);
        drawing
    }

    /// Opens a drawing that says nothing of its own, because a table or text beside it does.
    pub(crate) fn open_silent(attributes: &[(&str, &str)]) -> Self {
        let mut drawing = Self { out: String::new() };
        let mut all = vec![("xmlns", "http://www.w3.org/2000/svg"), ("aria-hidden", "true")];
        all.extend_from_slice(attributes);
        drawing.start("svg", &all);
        drawing
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }

    /// An element with others inside; [`Drawing::end`] closes it.
    pub(crate) fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
    }

    pub(crate) fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with nothing inside.
    pub(crate) fn shape(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with words inside.
    pub(crate) fn words(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        escape(text, &mut self.out);
        self.end(name);
    }

    pub(crate) fn close(mut self) -> Svg {
        self.end("svg");
        Svg::trusted(self.out)
    }
}

/// Escapes for text and attributes alike. Characters that XML 1.0 forbids become a
/// replacement sign, so that the drawing stays well formed whatever it is given.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// A number with at most two decimals, as short as it can be written.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A share of a whole as a percentage for an attribute; nothing of nothing is nothing.
pub(crate) fn percent(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 { part / whole * 100.0 } else { 0.0 };
    format!("{}%", number(share))
}

/// A text cut to what fits on a phone; the table has it whole.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strange_names_stay_text() {
        let mut out = String::new();
        escape("<script>\"&'\0\u{ffff}", &mut out);
        assert_eq!(out, "&lt;script&gt;&quot;&amp;&#39;\u{fffd}\u{fffd}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, 0.5, 12.345, -0.001].map(number), ["1", "0.5", "12.35", "0"]);
        assert_eq!(percent(1.0, 3.0), "33.33%");
        assert_eq!(percent(1.0, 0.0), "0%");
        assert_eq!(cut("Hammersmith and Fulham", 12), "Hammersmith…");
    }
}
