//! What may stand in a page: text made safe, work of other templates, attributes and classes.

use std::borrow::Cow;
use std::fmt;

use askama::Template;
use askama::filters::{Html, HtmlSafe, escape};

/// What stands inside an element: words, made safe here and now, or the work of another template.
///
/// There is no way to put ready-made HTML in. Markup comes from templates only, so a reader of
/// the templates has seen every tag that can reach a browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    html: String,
    words: bool,
}

impl Content {
    /// Words of anybody: every sign with a meaning in HTML is escaped.
    pub fn words(text: &str) -> Self {
        let Ok(escaped) = escape(text, Html);
        Self { html: escaped.to_string(), words: true }
    }

    /// The work of a template.
    pub fn of(template: &impl Template) -> Self {
        let html = template.render().unwrap_or_else(|fault| {
            tracing::error!(%fault, "a part of a page could not be drawn");
            String::new()
        });
        Self { html, words: false }
    }

    /// Several pieces, one after another.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let html = parts.into_iter().map(|part| part.html).collect();
        Self { html, words: false }
    }

    /// Whether nothing stands here.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// Whether this is plain words, which some components put into a paragraph of their own.
    pub fn is_words(&self) -> bool {
        self.words
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html)
    }
}

impl HtmlSafe for Content {}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::words(text)
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::words(&text)
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::words(text)
    }
}

impl From<Cow<'_, str>> for Content {
    fn from(text: Cow<'_, str>) -> Self {
        Self::words(&text)
    }
}

/// A drawing of the press, which is the only room that makes them.
#[derive(Template)]
#[template(source = "{{ svg|safe }}", ext = "html")]
struct Drawing<'a> {
    svg: &'a press::Svg,
}

impl From<press::Svg> for Content {
    fn from(svg: press::Svg) -> Self {
        Self::of(&Drawing { svg: &svg })
    }
}

/// Further attributes of an element. Names are fixed in the code, values may be anybody's.
///
/// `style` and `on…` are refused: the content security policy would refuse them too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(Cow<'static, str>, String)>);

impl Attributes {
    /// One more attribute at the end.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        debug_assert!(
            name != "style" && !name.starts_with("on"),
            "the content security policy refuses the attribute {name}"
        );
        self.0.push((name.into(), value.into()));
        self
    }

    /// The words of a component's script, after these.
    pub fn and_words(mut self, words: &ScriptWords) -> Self {
        let named = |(key, message): &(&str, String)| (format!("data-i18n.{key}").into(), message.clone());
        self.0.extend(words.0.iter().map(named));
        self
    }

    /// These and those, these first.
    pub fn and(mut self, more: &Self) -> Self {
        self.0.extend(more.0.iter().cloned());
        self
    }
}

impl<const N: usize> From<[(&'static str, &str); N]> for Attributes {
    fn from(pairs: [(&'static str, &str); N]) -> Self {
        pairs.into_iter().fold(Self::default(), |all, (name, value)| all.with(name, value))
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            write!(f, " {name}=\"{}\"", Content::words(value))?;
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

/// Words for a component's script in another language than English, by the script's own keys, for
/// example `("show-section", "Show")` or, by plural rule, `("words-under-limit.one", "…")`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScriptWords(Vec<(&'static str, String)>);

impl ScriptWords {
    /// One more message at the end.
    pub fn with(mut self, key: &'static str, message: impl Into<String>) -> Self {
        self.0.push((key, message.into()));
        self
    }

    /// The message under this key.
    pub fn message(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, message)| message.as_str())
    }
}

impl fmt::Display for ScriptWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (key, message) in &self.0 {
            write!(f, " data-i18n.{key}=\"{}\"", Content::words(message))?;
        }
        Ok(())
    }
}

impl HtmlSafe for ScriptWords {}

/// Further classes of an element, written after the component's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(String);

impl Classes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this class is among them.
    pub fn has(&self, class: &str) -> bool {
        self.0.split_ascii_whitespace().any(|one| one == class)
    }

    /// Whether one of them begins so.
    pub fn has_beginning(&self, beginning: &str) -> bool {
        self.0.split_ascii_whitespace().any(|one| one.starts_with(beginning))
    }

    /// These and those, these first.
    pub fn and(&self, more: &Self) -> Self {
        Self(format!("{}{more}", self.0))
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " {}", self.0) }
    }
}

impl From<&str> for Classes {
    fn from(classes: &str) -> Self {
        Self(classes.trim().to_owned())
    }
}

impl From<String> for Classes {
    fn from(classes: String) -> Self {
        Self::from(classes.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_strangers_cannot_become_markup() {
        let hostile = Content::from("<img src=x onerror='alert(1)'> & \"more\"");
        let shown = hostile.to_string();
        assert!(!shown.contains(['<', '>', '"', '\'']), "{shown}");
    }

    #[test]
    fn an_attribute_value_cannot_leave_its_quotes() {
        let attributes = Attributes::from([("data-name", "\" autofocus x=\"")]);
        assert_eq!(attributes.to_string(), " data-name=\"&#34; autofocus x=&#34;\"");
    }

    #[test]
    fn classes_bring_their_own_space() {
        assert_eq!(format!("one{}", Classes::from("two ")), "one two");
        assert_eq!(format!("one{}", Classes::default()), "one");
    }
}
