//! One element: its name, the attributes that matter, and how its words are seen.

use super::style::{self, Colour, Size, Style};
use crate::reading::Hiding;

/// Bytes of one attribute that are read.
const LONGEST_ATTRIBUTE: usize = 16_000;
/// Letters smaller than this many pixels cannot be read.
const TINY: f32 = 2.5;

/// The name of an element, cut at a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tag {
    bytes: [u8; 12],
    length: u8,
}

impl Tag {
    pub fn of(name: &[u8]) -> Self {
        let mut tag = Self::default();
        for (place, byte) in tag.bytes.iter_mut().zip(name.iter().filter(|byte| byte.is_ascii_graphic())) {
            *place = byte.to_ascii_lowercase();
            tag.length += 1;
        }
        tag
    }

    pub fn name(&self) -> &str {
        self.bytes
            .get(..usize::from(self.length))
            .and_then(|name| std::str::from_utf8(name).ok())
            .unwrap_or_default()
    }

    /// Elements whose words belong to no page.
    pub fn is_apart(&self) -> bool {
        matches!(self.name(), "script" | "style" | "title" | "template" | "noframes" | "xml")
    }

    pub fn is_void(&self) -> bool {
        matches!(
            self.name(),
            "br" | "hr"
                | "img"
                | "input"
                | "meta"
                | "link"
                | "area"
                | "base"
                | "col"
                | "embed"
                | "param"
                | "source"
                | "track"
                | "wbr"
                | "frame"
        )
    }

    pub fn is_block(&self) -> bool {
        matches!(
            self.name(),
            "p" | "div"
                | "tr"
                | "table"
                | "ul"
                | "ol"
                | "li"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "pre"
                | "center"
                | "form"
                | "section"
                | "article"
                | "header"
                | "footer"
                | "body"
                | "tbody"
                | "thead"
                | "dl"
                | "dt"
                | "dd"
                | "fieldset"
                | "address"
                | "main"
                | "option"
        )
    }

    pub fn is_cell(&self) -> bool {
        matches!(self.name(), "td" | "th")
    }

    pub fn is_table(&self) -> bool {
        self.name() == "table"
    }

    /// Whether an open element of this name ends where `next` begins (HTML 13.1.2.4, optional tags).
    pub fn ends_before(&self, next: &Self) -> bool {
        match self.name() {
            "p" => next.is_block() && !matches!(next.name(), "table") || next.is_cell(),
            "li" => next.name() == "li",
            "dt" | "dd" => matches!(next.name(), "dt" | "dd"),
            "td" | "th" => next.is_cell() || matches!(next.name(), "tr" | "tbody"),
            "tr" => matches!(next.name(), "tr" | "tbody"),
            "option" => next.name() == "option",
            "head" => next.is_block(),
            _ => false,
        }
    }

    /// Whether it holds what is quoted of an earlier message.
    pub fn quotes(&self, attributes: &Attributes) -> bool {
        self.name() == "blockquote"
            && (attributes.kind == "cite" || attributes.class.contains("quote") || attributes.has_cite)
    }
}

/// The attributes of one start tag that matter. The first of two with one name counts, as in browsers.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    which: Which,
    pub href: String,
    pub src: String,
    pub action: String,
    pub data: String,
    pub background: String,
    pub style: String,
    pub class: String,
    pub id: String,
    pub kind: String,
    pub content: String,
    pub width: String,
    pub height: String,
    pub colour: String,
    pub ground: String,
    pub size: String,
    pub hides: bool,
    pub has_cite: bool,
    /// A handler of script, such as `onclick`.
    pub handles: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Which {
    #[default]
    None,
    Href,
    Src,
    Action,
    Data,
    Background,
    Style,
    Class,
    Id,
    Kind,
    Content,
    Width,
    Height,
    Colour,
    Ground,
    Size,
}

impl Attributes {
    pub fn clear(&mut self) {
        for which in [
            Which::Href,
            Which::Src,
            Which::Action,
            Which::Data,
            Which::Background,
            Which::Style,
            Which::Class,
            Which::Id,
            Which::Kind,
            Which::Content,
            Which::Width,
            Which::Height,
            Which::Colour,
            Which::Ground,
            Which::Size,
        ] {
            if let Some(place) = self.place(which) {
                place.clear();
            }
        }
        self.which = Which::None;
        self.hides = false;
        self.has_cite = false;
        self.handles = false;
    }

    fn place(&mut self, which: Which) -> Option<&mut String> {
        Some(match which {
            Which::None => return None,
            Which::Href => &mut self.href,
            Which::Src => &mut self.src,
            Which::Action => &mut self.action,
            Which::Data => &mut self.data,
            Which::Background => &mut self.background,
            Which::Style => &mut self.style,
            Which::Class => &mut self.class,
            Which::Id => &mut self.id,
            Which::Kind => &mut self.kind,
            Which::Content => &mut self.content,
            Which::Width => &mut self.width,
            Which::Height => &mut self.height,
            Which::Colour => &mut self.colour,
            Which::Ground => &mut self.ground,
            Which::Size => &mut self.size,
        })
    }

    pub fn name(&mut self, name: &[u8]) {
        let which = match name {
            b"href" | b"xlink:href" => Which::Href,
            b"src" => Which::Src,
            b"action" | b"formaction" => Which::Action,
            b"data" => Which::Data,
            b"background" => Which::Background,
            b"style" => Which::Style,
            b"class" => Which::Class,
            b"id" => Which::Id,
            b"type" => Which::Kind,
            b"content" => Which::Content,
            b"width" => Which::Width,
            b"height" => Which::Height,
            b"color" | b"text" => Which::Colour,
            b"bgcolor" => Which::Ground,
            b"size" => Which::Size,
            b"hidden" => {
                self.hides = true;
                Which::None
            }
            b"cite" => {
                self.has_cite = true;
                Which::None
            }
            _ => {
                self.handles |=
                    name.len() > 4 && name.starts_with(b"on") && name.iter().all(u8::is_ascii_alphabetic);
                Which::None
            }
        };
        self.which = match self.place(which) {
            Some(place) if place.is_empty() => which,
            _ => Which::None,
        };
    }

    pub fn value(&mut self, value: &[u8]) {
        let which = self.which;
        if let Some(place) = self.place(which) {
            let room = LONGEST_ATTRIBUTE.saturating_sub(place.len());
            place.push_str(&String::from_utf8_lossy(value.get(..value.len().min(room)).unwrap_or_default()));
            if which == Which::Kind || which == Which::Class {
                place.make_ascii_lowercase();
            }
        }
    }

    /// A picture of one dot, as counters of openings have it.
    pub fn is_dot(&self) -> bool {
        let small = |held: &str| matches!(held.trim().trim_end_matches("px"), "0" | "1");
        small(&self.width) && small(&self.height)
    }
}

/// An element that is open.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub tag: Tag,
    pub seen: Seen,
    pub quotes: bool,
}

/// How words in an element are seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seen {
    gone: bool,
    invisible: bool,
    /// `None` is without colour.
    colour: Option<Colour>,
    /// `None` is a ground that is not known.
    ground: Option<Colour>,
    size: f32,
    pub keeps_lines: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            gone: false,
            invisible: false,
            colour: Some([0, 0, 0]),
            ground: Some([255, 255, 255]),
            size: 16.0,
            keeps_lines: false,
        }
    }
}

impl Seen {
    /// How words in an element with these attributes are seen, whose parent is `self`.
    pub fn inside(mut self, name: &str, attributes: &Attributes, sheet: Style) -> Self {
        let mut style = sheet;
        if !attributes.style.is_empty() {
            style.over(&Style::read(&attributes.style));
        }
        self.gone |= attributes.hides || style.is_gone().unwrap_or_default();
        self.invisible = style.invisible.unwrap_or(self.invisible);
        if name == "a" {
            self.colour = Some([0, 0, 238]);
        }
        if matches!(name, "font" | "body") && !attributes.colour.is_empty() {
            self.colour = style::colour(&attributes.colour.to_ascii_lowercase()).or(self.colour);
        }
        self.colour = style.colour.unwrap_or(self.colour);
        if !attributes.background.is_empty() {
            self.ground = None;
        } else if !attributes.ground.is_empty() {
            self.ground = style::colour(&attributes.ground.to_ascii_lowercase()).or(self.ground);
        }
        self.ground = style.ground.unwrap_or(self.ground);
        self.size = match style.size {
            Some(Size::Pixels(size)) => size,
            Some(Size::Times(times)) => self.size * times,
            None => self.size,
        };
        self.keeps_lines = self.keeps_lines || name == "pre";
        self.gone |= matches!(name, "datalist" | "head");
        self
    }

    pub fn hidden(&self) -> Option<Hiding> {
        if self.gone || self.invisible {
            return Some(Hiding::NotShown);
        }
        if self.size < TINY {
            return Some(Hiding::Tiny);
        }
        match (self.colour, self.ground) {
            (None, _) => Some(Hiding::SameColour),
            (Some(colour), Some(ground)) if style::alike(colour, ground) => Some(Hiding::SameColour),
            _ => None,
        }
    }

    pub fn is_seen(&self) -> bool {
        !self.gone && !self.invisible
    }
}
