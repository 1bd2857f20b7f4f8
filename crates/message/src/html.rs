//! HTML as a person sees it: a walk over tags, with a small memory of the elements that are open. No tree is built.

mod element;
pub(crate) mod style;

use std::collections::HashSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::plain::{LONGEST_LINK, MOST_TEXT};
use crate::reading::{Hidden, Hiding, Link, Place};
use crate::strange::{self, LONGEST_HIDDEN, MOST_HIDDEN};
use element::{Attributes, Open, Seen, Tag};

/// Links of one message that are kept.
pub(crate) const MOST_LINKS: usize = 2_000;
/// Elements that are kept in mind as open; what lies deeper is seen as what lies above it.
pub(crate) const MOST_OPEN: usize = 400;
/// Bytes of a skeleton.
pub(crate) const LONGEST_SKELETON: usize = 2_000;
/// Quotations inside quotations that are marked.
const MOST_QUOTES: usize = 5;
/// Letters of the words of one link.
const LONGEST_SHOWN: usize = 500;

/// What was read of all HTML parts of one message.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub text: String,
    pub hidden: Vec<Hidden>,
    pub links: Vec<Link>,
    pub skeleton: String,
    pub pictures: u32,
    pub asks_in_form: bool,
    pub script: bool,
    pub cids: HashSet<String>,
    pub cut: bool,
    /// Where in `text` links and hidden words stand; in step with them.
    pub links_at: Vec<usize>,
    pub hidden_at: Vec<usize>,
    /// How long the skeleton was at places of `text`.
    pub marks: Vec<(usize, usize)>,
    unseen: String,
    unseen_how: Option<Hiding>,
    /// Whether the last letter of `text` is a blank or the start of a line.
    rests: bool,
}

/// Walks over one HTML part.
pub(crate) fn read(markup: &str, page: &mut Page) {
    let mut walk = Walk::new(page);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        walk.event(event);
        None
    });
    emitter.naively_switch_states(true);
    // The walk takes every event, so that the first thing to come out is the end.
    let _: Option<Result<Infallible, Infallible>> = Tokenizer::new_with_emitter(markup, emitter).next();
    walk.close_link();
    page.flush_unseen();
    page.break_line();
}

impl Page {
    /// Words of a plain part among HTML parts.
    pub fn plain(&mut self, words: &str) {
        self.break_line();
        strange::push_visible(words, &mut self.text, &mut self.hidden);
        self.rests = false;
        self.break_line();
    }

    /// Ends the last line.
    pub fn finish(&mut self) {
        self.flush_unseen();
        let end = self.text.trim_end().len();
        self.text.truncate(end);
    }

    /// Begins a line, if one is begun already.
    fn line(&mut self) {
        if !self.text.trim_end_matches(' ').ends_with('\n') {
            self.break_line();
        }
        self.rests = true;
    }

    fn break_line(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self.rests = true;
        let mark = (self.text.len(), self.skeleton.len());
        if self.marks.last().is_none_or(|(_, length)| *length < mark.1) {
            self.marks.push(mark);
        }
        self.note_hidden();
    }

    fn note_hidden(&mut self) {
        let at = self.text.len();
        self.hidden_at.resize(self.hidden.len(), at);
    }

    fn flush_unseen(&mut self) {
        let how = self.unseen_how.take();
        let held = std::mem::take(&mut self.unseen);
        if let Some(how) = how
            && held.chars().any(char::is_alphanumeric)
            && self.hidden.len() < MOST_HIDDEN
        {
            self.hidden.push(Hidden { text: held.trim().to_owned(), how });
            self.note_hidden();
        }
    }

    fn hide(&mut self, words: &str, how: Hiding) {
        if self.unseen_how != Some(how) {
            self.flush_unseen();
            self.unseen_how = Some(how);
        }
        for word in words.split_whitespace() {
            if self.unseen.len() + word.len() > LONGEST_HIDDEN {
                break;
            }
            if !self.unseen.is_empty() {
                self.unseen.push(' ');
            }
            self.unseen.push_str(word);
        }
    }

    fn link(&mut self, target: &str, shown: String, place: Place, at: usize) {
        let target: String = target
            .chars()
            .filter(|letter| !letter.is_whitespace() && !letter.is_control())
            .take(LONGEST_LINK)
            .collect();
        if target.is_empty() || target.starts_with('#') {
            return;
        }
        if is_script(&target) {
            self.script = true;
        }
        if self.links.len() < MOST_LINKS {
            self.links.push(Link { target, shown, place });
            self.links_at.push(at);
        } else {
            self.cut = true;
        }
    }

    fn blank(&mut self) {
        if !self.rests {
            self.text.push(' ');
        }
        self.rests = true;
    }

    /// Words in the flow of the page: runs of blanks are one.
    fn flow(&mut self, words: &str, keeps_lines: bool) {
        if self.text.len() > MOST_TEXT {
            self.cut = true;
            return;
        }
        let from = self.text.len();
        for (nth, line) in words.split('\n').enumerate() {
            if nth > 0 && keeps_lines {
                self.text.push('\n');
                self.rests = true;
            } else if nth > 0 {
                self.blank();
            }
            for (nth, word) in line.split(char::is_whitespace).enumerate() {
                if nth > 0 {
                    self.blank();
                }
                if !word.is_empty() {
                    self.text.push_str(word);
                    self.rests = false;
                }
            }
        }
        if !words.is_ascii() && words.chars().any(strange::is_invisible) {
            let added = self.text.split_off(from);
            strange::push_visible(&added, &mut self.text, &mut self.hidden);
        }
    }
}

fn is_script(target: &str) -> bool {
    let start: String = target.chars().take(20).collect::<String>().to_ascii_lowercase();
    start.starts_with("javascript:") || start.starts_with("vbscript:") || start.starts_with("data:text/html")
}

struct Walk<'p> {
    page: &'p mut Page,
    open: Vec<Open>,
    tag: Tag,
    attributes: Attributes,
    sheet: style::Sheet,
    /// The link that is open: target, where its words begin, whether a picture is in it, whether it can be seen.
    link: Option<OpenLink>,
    /// Quotations that are open.
    quotes: usize,
    /// Inside `script`, `style`, `title`, `template` or the like.
    apart: Option<Tag>,
}

struct OpenLink {
    target: String,
    from: usize,
    picture: bool,
    seen: bool,
}

impl<'p> Walk<'p> {
    fn new(page: &'p mut Page) -> Self {
        page.rests = true;
        Self {
            page,
            open: Vec::with_capacity(32),
            tag: Tag::default(),
            attributes: Attributes::default(),
            sheet: style::Sheet::default(),
            link: None,
            quotes: 0,
            apart: None,
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag::of(name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => self.attributes.name(name),
            CallbackEvent::AttributeValue { value } => self.attributes.value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => {
                let tag = Tag::of(name);
                self.end(&tag);
            }
            CallbackEvent::String { value } => self.words(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } => self.comment(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    /// A link without words.
    fn unworded(&mut self, target: &str, place: Place) {
        let at = self.page.text.len();
        self.page.link(target, String::new(), place, at);
    }

    fn seen(&self) -> Seen {
        self.open.last().map_or_else(Seen::default, |open| open.seen)
    }

    fn start(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let name = tag.name();
        if self.page.skeleton.len() + name.len() < LONGEST_SKELETON {
            if !self.page.skeleton.is_empty() {
                self.page.skeleton.push('>');
            }
            self.page.skeleton.push_str(name);
        }
        self.page.script |= self.attributes.handles;
        if tag.is_apart() {
            self.page.script |= name == "script";
            if !self_closing || name == "script" || name == "style" {
                self.apart = Some(tag);
            }
            return;
        }
        self.close_implied(&tag);
        if tag.is_block() {
            self.page.line();
        } else if tag.is_cell() && !self.page.rests {
            self.page.text.push(' ');
            self.page.rests = true;
        }
        let sheet = self.sheet.of(name, &self.attributes.class, &self.attributes.id);
        let seen = self.seen().inside(name, &self.attributes, sheet);
        self.take_part(&tag, seen);
        if tag.is_void() {
            return;
        }
        if self.open.len() < MOST_OPEN {
            let quotes = tag.quotes(&self.attributes);
            if quotes && seen.is_seen() {
                self.page.line();
            }
            self.quotes += usize::from(quotes);
            self.open.push(Open { tag, seen, quotes });
        }
    }

    /// Elements that end where others begin, without a tag of their own.
    fn close_implied(&mut self, tag: &Tag) {
        for _ in 0..8 {
            let Some(top) = self.open.last() else { return };
            if !top.tag.ends_before(tag) {
                return;
            }
            if self.open.pop().is_some_and(|open| open.quotes) {
                self.quotes = self.quotes.saturating_sub(1);
            }
        }
    }

    /// What an element does besides holding words: links, pictures, fields.
    fn take_part(&mut self, tag: &Tag, seen: Seen) {
        let attributes = &mut self.attributes;
        match tag.name() {
            "a" | "area" => {
                let target = std::mem::take(&mut attributes.href);
                self.close_link();
                if !target.is_empty() {
                    let from = self.page.text.len();
                    if tag.name() == "area" {
                        self.unworded(&target, Place::Picture);
                    } else {
                        self.link = Some(OpenLink { target, from, picture: false, seen: seen.is_seen() });
                    }
                }
            }
            "img" | "v:imagedata" | "image" => {
                let source = std::mem::take(&mut attributes.src);
                let tiny = attributes.is_dot();
                if seen.is_seen() && !tiny && !source.is_empty() {
                    self.page.pictures = self.page.pictures.saturating_add(1);
                    if let Some(link) = &mut self.link {
                        link.picture = true;
                    }
                }
                match source.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("cid:")) {
                    true if self.page.cids.len() < MOST_LINKS => {
                        self.page.cids.insert(source.get(4..).unwrap_or_default().to_owned());
                    }
                    _ if source.starts_with("data:") => {}
                    _ => self.unworded(&source, Place::Unseen),
                }
            }
            "form" => {
                let target = std::mem::take(&mut attributes.action);
                self.unworded(&target, Place::Form);
            }
            "input" | "textarea" | "select" => {
                let kind = attributes.kind.as_str();
                self.page.asks_in_form |= !matches!(kind, "hidden" | "submit" | "button" | "image" | "reset");
            }
            "iframe" | "frame" | "embed" | "link" | "object" | "base" | "source" | "video" | "body"
            | "table" | "td" | "v:fill" => {
                let addresses = [
                    &mut attributes.src,
                    &mut attributes.href,
                    &mut attributes.data,
                    &mut attributes.background,
                ];
                for address in addresses {
                    let address = std::mem::take(address);
                    let at = self.page.text.len();
                    self.page.link(&address, String::new(), Place::Unseen, at);
                }
            }
            "meta" => {
                if let Some(at) = attributes.content.to_ascii_lowercase().find("url=") {
                    let address = attributes
                        .content
                        .get(at + 4..)
                        .unwrap_or_default()
                        .trim_matches(['\'', '"', ' '])
                        .to_owned();
                    self.unworded(&address, Place::Unseen);
                }
            }
            "br" | "hr" => self.page.break_line(),
            _ => {}
        }
    }

    fn end(&mut self, tag: &Tag) {
        if let Some(apart) = &self.apart {
            if apart == tag {
                self.apart = None;
            }
            return;
        }
        if tag.name() == "a" {
            self.close_link();
        }
        if tag.is_block() {
            self.page.line();
            if tag.name() == "p" {
                self.page.break_line();
            }
        }
        let near = self.open.iter().rev().take(64).position(|open| open.tag == *tag);
        if let Some(up) = near {
            // A cell's end tag closes nothing outside of its table.
            let keep = self.open.len() - up - 1;
            let crosses = !tag.is_table() && self.open.iter().skip(keep + 1).any(|open| open.tag.is_table());
            if !crosses {
                let closed = self.open.drain(keep..).filter(|open| open.quotes).count();
                self.quotes = self.quotes.saturating_sub(closed);
            }
        }
    }

    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let words = self.page.text.get(link.from..).unwrap_or_default();
        let words = words.trim_start_matches(['>', ' ', '\n']);
        let shown: String =
            words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_SHOWN).collect();
        let place = match (link.seen, shown.is_empty(), link.picture) {
            (false, ..) => Place::Unseen,
            (true, true, true) => Place::Picture,
            (true, true, false) => Place::Unseen,
            (true, false, _) => Place::Words,
        };
        self.page.link(&link.target, shown, place, link.from);
    }

    fn words(&mut self, words: &str) {
        if let Some(apart) = &self.apart {
            if apart.name() == "style" {
                self.sheet.read(words);
            }
            return;
        }
        let (seen, keeps_lines, quotes) = match self.open.last() {
            Some(open) => (open.seen, open.seen.keeps_lines, self.quotes.min(MOST_QUOTES)),
            None => (Seen::default(), false, 0),
        };
        match seen.hidden() {
            Some(how) => self.page.hide(words, how),
            None => {
                if words.trim().is_empty() {
                    self.page.flow(words, keeps_lines);
                    return;
                }
                self.page.flush_unseen();
                if quotes > 0 && (self.page.text.is_empty() || self.page.text.ends_with('\n')) {
                    for _ in 0..quotes {
                        self.page.text.push('>');
                    }
                    self.page.text.push(' ');
                }
                self.page.flow(words, keeps_lines);
            }
        }
    }

    fn comment(&mut self, words: &str) {
        let mut held = String::new();
        let mut inside = words.starts_with("[if");
        for letter in words.chars().take(LONGEST_HIDDEN) {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    held.push(' ');
                }
                _ if !inside => held.push(letter),
                _ => {}
            }
        }
        let is_styles = held.contains('{') || words.contains("OfficeDocumentSettings");
        if !is_styles
            && held.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3
        {
            self.page.hide(&held, Hiding::Comment);
            self.page.flush_unseen();
        }
    }
}
