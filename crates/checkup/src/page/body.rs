//! The page itself, read as a stream of tags and texts.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::likeness::Likeness;
use super::{LONGEST_FIELD, MOST_GENERATORS, MOST_INSECURE_PARTS, MOST_MARKS, fields, marks, one_line};
use crate::observation::PageSeen;

/// Elements whose text nobody sees.
const UNSEEN: [&[u8]; 6] = [b"script", b"style", b"template", b"noscript", b"title", b"svg"];

pub(super) fn read(body: &[u8], page: &mut PageSeen) {
    let mut emitter = DefaultEmitter::default();
    // Without it, the text of a script would be read as tags.
    emitter.naively_switch_states(true);
    let mut reading = Reading {
        page,
        likeness: Likeness::new(),
        base_is_open: false,
        inside: None,
        heading: Heading::NotYet,
    };
    for token in Tokenizer::new_with_emitter(body, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reading.start(&tag),
            Ok(Token::EndTag(tag)) => reading.end(&tag.name),
            Ok(Token::String(text)) => reading.text(&String::from_utf8_lossy(&text)),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    let likeness = reading.likeness.bits();
    let heading = reading.heading.text();
    page.heading = heading;
    page.likeness = likeness;
    if upgrades(page) {
        page.insecure_parts.clear();
    }
}

/// The page tells browsers to load all of its parts over encryption (Upgrade Insecure Requests, W3C).
fn upgrades(page: &PageSeen) -> bool {
    let policy = page.fields.get("content-security-policy");
    policy.is_some_and(|policy| policy.to_ascii_lowercase().contains("upgrade-insecure-requests"))
}

struct Reading<'p> {
    page: &'p mut PageSeen,
    likeness: Likeness,
    /// `<base>` makes relative addresses lead to an unencrypted place.
    base_is_open: bool,
    /// The unseen element that we are in.
    inside: Option<Vec<u8>>,
    heading: Heading,
}

/// The first heading, whose words may stand in elements of their own.
enum Heading {
    NotYet,
    Inside(String),
    Over(String),
}

impl Heading {
    fn add(&mut self, text: &str) {
        // A heading that never ends takes no more than is kept of it.
        if let Self::Inside(words) = self
            && words.len() < 4 * LONGEST_FIELD
        {
            words.extend(text.chars().take(LONGEST_FIELD));
        }
    }

    fn begin(&mut self) {
        if let Self::NotYet = self {
            *self = Self::Inside(String::new());
        }
    }

    fn end(&mut self) {
        if let Self::Inside(words) = self {
            *self = Self::Over(std::mem::take(words));
        }
    }

    fn text(self) -> Option<String> {
        let (Self::Inside(words) | Self::Over(words)) = self else { return None };
        Some(one_line(&words, LONGEST_FIELD)).filter(|line| !line.is_empty())
    }
}

impl Reading<'_> {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        match name {
            b"meta" => self.meta(tag),
            b"h1" => self.heading.begin(),
            b"base" => {
                self.base_is_open = attribute(tag, b"href").is_some_and(|href| starts(&href, "http:"));
            }
            b"input" if word(tag, b"type") == "password" => self.page.asks_password = true,
            b"script" | b"iframe" | b"frame" | b"img" | b"embed" | b"audio" | b"video" | b"source" => {
                self.part(attribute(tag, b"src"));
            }
            b"object" => self.part(attribute(tag, b"data")),
            b"link" if is_style(&word(tag, b"rel")) => self.part(attribute(tag, b"href")),
            _ => {}
        }
        if self.inside.is_none() && UNSEEN.contains(&name) && !tag.self_closing {
            self.inside = Some(name.to_vec());
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.inside.as_deref() == Some(name) {
            self.inside = None;
        }
        if name == b"h1" {
            self.heading.end();
        }
    }

    fn text(&mut self, text: &str) {
        match self.inside.as_deref() {
            None => {
                self.likeness.add(text);
                self.heading.add(text);
            }
            Some(b"title") if self.page.title.is_none() => {
                self.page.title = Some(one_line(text, LONGEST_FIELD)).filter(|title| !title.is_empty());
            }
            Some(_) => {}
        }
    }

    /// What a page may say in itself in place of a field, and who made it.
    fn meta(&mut self, tag: &StartTag<()>) {
        let Some(content) = attribute(tag, b"content") else { return };
        if word(tag, b"http-equiv") == "content-security-policy" {
            fields::add(&mut self.page.fields, "content-security-policy", &content);
        }
        match word(tag, b"name").as_str() {
            "referrer" => fields::add(&mut self.page.fields, "referrer-policy", &content),
            "generator" => self.generator(&content),
            _ => {}
        }
    }

    fn generator(&mut self, content: &str) {
        let line = one_line(content, LONGEST_FIELD / MOST_GENERATORS);
        match &mut self.page.generator {
            _ if line.is_empty() => {}
            None => self.page.generator = Some(line),
            Some(known) if known.lines().count() < MOST_GENERATORS => {
                known.push('\n');
                known.push_str(&line);
            }
            Some(_) => {}
        }
    }

    /// A part that browsers load with the page.
    fn part(&mut self, address: Option<String>) {
        let Some(address) = address else { return };
        let has_scheme = address.find(':').is_some_and(|colon| !address[..colon].contains(['/', '?', '#']));
        let open = starts(&address, "http:") || (self.base_is_open && !has_scheme);
        let address = one_line(&address, LONGEST_FIELD);
        if let Some(mark) = marks::of_address(&address)
            && self.page.made_with.len() < MOST_MARKS
            && !self.page.made_with.contains(&mark)
        {
            self.page.made_with.push(mark);
        }
        let parts = &mut self.page.insecure_parts;
        if open && parts.len() < MOST_INSECURE_PARTS && !parts.contains(&address) {
            parts.push(address);
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    let value = tag.attributes.get(&HtmlString::from(name.to_vec()))?;
    Some(String::from_utf8_lossy(value).trim().to_owned())
}

/// An attribute that holds a word, in lower case; empty where there is none.
fn word(tag: &StartTag<()>, name: &[u8]) -> String {
    attribute(tag, name).unwrap_or_default().to_ascii_lowercase()
}

fn is_style(rel: &str) -> bool {
    rel.split_whitespace().any(|word| word == "stylesheet")
}

fn starts(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}
