//! The little of CSS that decides whether words are seen: display, visibility, opacity, size of letters and boxes, place,
//! colour and ground. Read from `style` attributes and from plain rules of `<style>`; rules for other widths and media are
//! left out, because they hide on a telephone what is shown elsewhere. So is `mso-hide`, which buttons use to show something
//! else in one program only.

use std::collections::HashMap;

/// Rules of all style sheets of one message that are read.
pub(crate) const MOST_RULES: usize = 2_000;
/// Declarations of one rule or attribute that are read.
const MOST_DECLARATIONS: usize = 100;

/// Red, green, blue.
pub(crate) type Colour = [u8; 3];

/// What an element's declarations say; `None` where they say nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Style {
    /// Neither the element nor anything in it is drawn.
    pub gone: Option<bool>,
    /// `visibility`.
    pub invisible: Option<bool>,
    pub colour: Option<Option<Colour>>,
    /// The ground; inner `None` is a picture or a gradient, of which nothing is known.
    pub ground: Option<Option<Colour>>,
    pub size: Option<Size>,
    /// A height or width of nothing.
    pub no_box: bool,
    pub clips: bool,
    pub off_page: bool,
    pub positioned: bool,
}

/// A size of letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Size {
    Pixels(f32),
    Times(f32),
}

impl Style {
    /// Declarations of `other` win.
    pub fn over(&mut self, other: &Self) {
        self.gone = other.gone.or(self.gone);
        self.invisible = other.invisible.or(self.invisible);
        self.colour = other.colour.or(self.colour);
        self.ground = other.ground.or(self.ground);
        self.size = other.size.or(self.size);
        self.no_box |= other.no_box;
        self.clips |= other.clips;
        self.off_page |= other.off_page;
        self.positioned |= other.positioned;
    }

    /// Reads declarations as they stand in a `style` attribute.
    pub fn read(declarations: &str) -> Self {
        let mut style = Self::default();
        for declaration in declarations.split(';').take(MOST_DECLARATIONS) {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let name = name.trim();
            if !name.is_empty() && name.len() < 20 {
                match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    true => style.declare(&name.to_ascii_lowercase(), value),
                    false => style.declare(name, value),
                }
            }
        }
        style
    }

    fn declare(&mut self, name: &str, value: &str) {
        if !matches!(
            name,
            "display"
                | "visibility"
                | "opacity"
                | "color"
                | "background"
                | "background-color"
                | "background-image"
                | "font-size"
                | "font"
                | "height"
                | "max-height"
                | "width"
                | "max-width"
                | "overflow"
                | "overflow-x"
                | "overflow-y"
                | "position"
                | "left"
                | "top"
                | "right"
                | "text-indent"
                | "clip"
                | "margin-left"
                | "transform"
        ) {
            return;
        }
        let value = value.split('!').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name {
            "display" => self.gone = Some(value == "none"),
            "visibility" => self.invisible = Some(matches!(value.as_str(), "hidden" | "collapse")),
            "opacity" if value.trim_end_matches('%').parse::<f32>().is_ok_and(|share| share < 0.05) => {
                self.gone = Some(true)
            }
            "color" => self.colour = colour(&value).map(Some).or((value == "transparent").then_some(None)),
            "background" | "background-color" | "background-image" => {
                self.ground = ground(&value).or(self.ground)
            }
            "font-size" => self.size = size(&value),
            "font" => {
                self.size = value
                    .split([' ', '/'])
                    .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
                    .find_map(size)
            }
            "height" | "max-height" | "width" | "max-width" => self.no_box |= is_nothing(&value),
            "overflow" | "overflow-x" | "overflow-y" => self.clips |= value.contains("hidden"),
            "position" => self.positioned = matches!(value.as_str(), "absolute" | "fixed"),
            "left" | "top" | "right" | "text-indent" | "margin-left" => {
                self.off_page |=
                    pixels(&value).is_some_and(|far| far <= -500.0 || (far >= 5_000.0 && name != "top"));
            }
            "clip" => self.off_page |= value.replace([' ', ',', 'p', 'x'], "").contains("rect(0000)"),
            "transform" => self.off_page |= value.replace(' ', "").contains("scale(0)"),
            _ => {}
        }
    }

    /// Whether a box of nothing, or one far away, takes the words in it along.
    pub fn is_gone(&self) -> Option<bool> {
        if self.off_page || (self.no_box && self.clips) {
            return Some(true);
        }
        self.gone
    }
}

fn number(value: &str) -> Option<(f32, &str)> {
    let end =
        value.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let (digits, unit) = value.split_at(end);
    Some((digits.parse().ok()?, unit.trim()))
}

fn is_nothing(value: &str) -> bool {
    number(value).is_some_and(|(size, unit)| {
        size.abs() < 0.01 || (size <= 1.0 && unit == "px" && size > 0.0 && size < 1.0)
    })
}

fn pixels(value: &str) -> Option<f32> {
    let (size, unit) = number(value)?;
    Some(match unit {
        "pt" => size * 1.33,
        "em" | "rem" | "ex" | "ch" => size * 16.0,
        "%" | "vw" | "vh" => size * 8.0,
        _ => size,
    })
}

fn size(value: &str) -> Option<Size> {
    let (size, unit) = number(value)?;
    Some(match unit {
        "px" | "" => Size::Pixels(size),
        "pt" => Size::Pixels(size * 1.33),
        "rem" => Size::Pixels(size * 16.0),
        "em" => Size::Times(size),
        "%" => Size::Times(size / 100.0),
        _ => return None,
    })
}

fn ground(value: &str) -> Option<Option<Colour>> {
    if value.contains("url(") || value.contains("gradient") {
        return Some(None);
    }
    if matches!(value, "transparent" | "none" | "inherit" | "initial") {
        return None;
    }
    colour(value).or_else(|| value.split_whitespace().find_map(colour)).map(Some)
}

/// A colour as CSS or an attribute has it.
pub(crate) fn colour(value: &str) -> Option<Colour> {
    let value = value.trim();
    if let Some(digits) = value.strip_prefix('#') {
        return hex(digits);
    }
    if let Some(rest) = value.strip_prefix("rgb") {
        let inner = rest.split_once('(')?.1.split(')').next()?;
        let mut parts = inner.split([',', ' ', '/']).filter(|part| !part.is_empty());
        let mut channel = || {
            let part = parts.next()?;
            let share: f32 = part.trim_end_matches('%').parse().ok()?;
            let share = if part.ends_with('%') { share * 2.55 } else { share };
            Some(share.clamp(0.0, 255.0) as u8)
        };
        return Some([channel()?, channel()?, channel()?]);
    }
    let named = match value {
        "white" => [255, 255, 255],
        "black" => [0, 0, 0],
        "red" => [255, 0, 0],
        "green" => [0, 128, 0],
        "blue" => [0, 0, 255],
        "yellow" => [255, 255, 0],
        "gray" | "grey" => [128, 128, 128],
        "silver" => [192, 192, 192],
        "lightgray" | "lightgrey" => [211, 211, 211],
        "whitesmoke" => [245, 245, 245],
        "snow" => [255, 250, 250],
        "ivory" => [255, 255, 240],
        "ghostwhite" => [248, 248, 255],
        "floralwhite" => [255, 250, 240],
        "navy" => [0, 0, 128],
        "orange" => [255, 165, 0],
        "maroon" => [128, 0, 0],
        "purple" => [128, 0, 128],
        _ => return (value.len() == 6 || value.len() == 3).then(|| hex(value)).flatten(),
    };
    Some(named)
}

fn hex(digits: &str) -> Option<Colour> {
    let digits = digits.as_bytes();
    let nibble =
        |at: usize| digits.get(at).and_then(|digit| (*digit as char).to_digit(16)).map(|digit| digit as u8);
    match digits.len() {
        3 | 4 => Some([nibble(0)? * 17, nibble(1)? * 17, nibble(2)? * 17]),
        6 | 8 => {
            Some([nibble(0)? * 16 + nibble(1)?, nibble(2)? * 16 + nibble(3)?, nibble(4)? * 16 + nibble(5)?])
        }
        _ => None,
    }
}

/// Whether letters of one colour cannot be told from a ground of the other.
pub(crate) fn alike(one: Colour, other: Colour) -> bool {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>() <= 10
}

/// The plain rules of all style sheets.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    classes: HashMap<String, Style>,
    tags: HashMap<String, Style>,
    ids: HashMap<String, Style>,
    rules: usize,
}

impl Sheet {
    /// Reads the text of a `<style>`.
    pub fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let selectors = rest.get(..open).unwrap_or_default().trim();
            let after = rest.get(open + 1..).unwrap_or_default();
            if selectors.rsplit(['}', ';']).next().is_some_and(|last| last.trim_start().starts_with('@')) {
                rest = skip_block(after);
                continue;
            }
            let end = after.find('}').unwrap_or(after.len());
            if self.rules >= MOST_RULES {
                return;
            }
            self.rules += 1;
            let style = Style::read(after.get(..end).unwrap_or_default());
            if style != Style::default() {
                self.add(selectors, &style);
            }
            rest = after.get(end + 1..).unwrap_or_default();
        }
    }

    fn add(&mut self, selectors: &str, style: &Style) {
        for selector in selectors.split(',').take(20) {
            let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
            if selector.is_empty()
                || selector.len() > 60
                || selector.contains([' ', '>', '+', '~', '[', ':', '*', '<'])
            {
                continue;
            }
            let (map, name) = match (selector.find('.'), selector.find('#')) {
                (Some(at), _) => (&mut self.classes, selector.get(at + 1..)),
                (None, Some(at)) => (&mut self.ids, selector.get(at + 1..)),
                (None, None) => (&mut self.tags, Some(selector)),
            };
            let Some(name) = name.filter(|name| !name.contains(['.', '#'])) else { continue };
            map.entry(name.to_ascii_lowercase()).or_default().over(style);
        }
    }

    /// What the rules say of an element.
    pub fn of(&self, tag: &str, class: &str, id: &str) -> Style {
        let mut style = Style::default();
        if let Some(found) = self.tags.get(tag).filter(|_| !self.tags.is_empty()) {
            style.over(found);
        }
        if self.classes.is_empty() && self.ids.is_empty() {
            return style;
        }
        for name in class.split_ascii_whitespace().take(20) {
            if let Some(found) = self.classes.get(&name.to_ascii_lowercase()) {
                style.over(found);
            }
        }
        if !id.is_empty()
            && let Some(found) = self.ids.get(&id.to_ascii_lowercase())
        {
            style.over(found);
        }
        style
    }
}

/// What stands behind the block of an at-rule.
fn skip_block(text: &str) -> &str {
    let mut depth = 1_u32;
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}
