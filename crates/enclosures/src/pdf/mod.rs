//! PDF (ISO 32000-2): links, words, scripts, actions, pictures and files in it.
//!
//! The table at the file's end is not believed: objects are looked for where they stand, so that damaged files and those
//! whose tables run in circles are read as far as any program could read them, and no reference is followed twice.

mod filter;
mod font;
mod objects;
mod page;
mod value;

use std::collections::HashMap;

use crate::contents::{cut, evidence};
use crate::reading::{Reading, stop_at};
use crate::{Alarm, Contents, Limit, Picture, Unread};
use filter::Filtered;
use objects::Objects;
use value::{Dict, Value};

/// Fewer words than this, and one link: the link is all there is.
pub(crate) const FEW_WORDS: usize = 40;
/// The most pages whose words are read.
pub(crate) const MOST_PAGES: usize = 200;
/// The most drawings that pages share whose words are read.
const MOST_FORMS: usize = 400;
/// The most pictures that are looked at.
const MOST_PICTURES: usize = 16;
/// The most files that are taken out.
const MOST_FILES: usize = 32;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let objects = Objects::find(bytes, out, with);
    if objects.encrypted {
        out.alarm(Alarm::PdfEncrypted);
        out.not_whole(Unread::Locked);
    }
    if objects.by_number.is_empty() {
        out.alarm(Alarm::Broken { what: "there is no object in the PDF".to_owned() });
        out.not_whole(Unread::Damaged);
    }
    let mut seen = Seen::default();
    for object in objects.in_order() {
        seen.look(&object.value, &objects, out);
    }
    seen.named_scripts(&objects, out, with);
    let mut pages = 0;
    if !objects.encrypted {
        pages = words(&objects, out, with);
    }
    let drawn = pictures(&objects, out, with);
    files(&objects, &seen, out, with);
    conclude(pages, drawn, out);
}

/// What was met in the values of all objects.
#[derive(Default)]
struct Seen {
    scripts: Vec<Value>,
    names: HashMap<u32, String>,
}

impl Seen {
    /// Looks at a value and all in it. Values are no deeper than their reader allows.
    fn look(&mut self, value: &Value, objects: &Objects, out: &mut Contents) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.look(value, objects, out)),
            Value::Dict(dict) => {
                self.action(dict, objects, out);
                self.opens(dict, objects, out);
                for (_, value) in dict.fields() {
                    self.look(value, objects, out);
                }
            }
            _ => {}
        }
    }

    fn action(&mut self, dict: &Dict, objects: &Objects, out: &mut Contents) {
        if let Some(script) = dict.get("JS") {
            self.scripts.push(script.clone());
        }
        if let (Some(Value::Ref(file)), Some(name)) = (
            dict.get("EF").and_then(|ef| objects.dict(ef)).and_then(|ef| ef.get("F").or(ef.get("UF"))),
            name_of(dict, objects),
        ) {
            self.names.insert(*file, name);
        }
        let Some(action) = dict.name("S") else { return };
        let words = |name: &str| {
            dict.get(name).map(|value| objects.follow(value)).and_then(|value| file_words(value, objects))
        };
        match action {
            "URI" => {
                if let Some(target) = words("URI") {
                    out.link(&target, "");
                }
            }
            "SubmitForm" | "ImportData" | "GoToR" | "GoToE" => {
                let target = words("F").unwrap_or_default();
                if target.contains("//") {
                    out.link(&target, "");
                }
                if action == "SubmitForm" {
                    out.alarm(Alarm::PdfOpens { action: action.to_owned() });
                }
            }
            "Launch" => {
                let windows = dict.get("Win").and_then(|win| objects.dict(win));
                let part = |name: &str| {
                    windows
                        .and_then(|win| win.get(name))
                        .and_then(|value| file_words(objects.follow(value), objects))
                };
                let command = [words("F").or_else(|| part("F")), part("P")]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ");
                out.alarm(Alarm::PdfLaunch { command: cut(&command, 2_048).to_owned() });
            }
            _ => {}
        }
    }

    /// What happens by itself.
    fn opens(&self, dict: &Dict, objects: &Objects, out: &mut Contents) {
        let action_of =
            |value: &Value| objects.dict(value).and_then(|action| action.name("S")).map(str::to_owned);
        if let Some(action) = dict.get("OpenAction").and_then(action_of)
            && action != "GoTo"
        {
            out.alarm(Alarm::PdfOpens { action });
        }
        if let Some(actions) = dict.get("AA").and_then(|aa| objects.dict(aa)) {
            // What happens when a page or the document opens; keys in fields of forms are ordinary.
            for (key, value) in
                actions.fields().filter(|(key, _)| matches!(key.as_str(), "O" | "WC" | "WS" | "PO" | "PV"))
            {
                if let Some(action) = action_of(value) {
                    out.alarm(Alarm::PdfOpens { action: format!("{action} ({key})") });
                }
            }
        }
    }

    fn named_scripts(&mut self, objects: &Objects, out: &mut Contents, with: &mut Reading) {
        const MOST_SCRIPTS: usize = 64;
        for script in self.scripts.iter().take(MOST_SCRIPTS) {
            let text = match script {
                Value::Ref(number) => {
                    objects.stream(*number, out, with).map(|stream| value::text(&stream.bytes))
                }
                _ => None,
            };
            let text = text.or_else(|| file_words(objects.follow(script), objects)).unwrap_or_default();
            crate::text::addresses(&text, out);
            out.alarm(Alarm::PdfScript { script: cut(text.trim(), 512).to_owned() });
        }
    }
}

/// The name of a file, or a string.
fn file_words(value: &Value, objects: &Objects) -> Option<String> {
    match value {
        Value::Text(text) => Some(value::text(text)),
        Value::Dict(dict) => name_of(dict, objects),
        _ => None,
    }
}

fn name_of(dict: &Dict, objects: &Objects) -> Option<String> {
    let name = dict.get("UF").or_else(|| dict.get("F")).or_else(|| dict.get("URI"))?;
    match objects.follow(name) {
        Value::Text(text) => Some(value::text(text)),
        _ => None,
    }
}

/// The words of all pages; how many pages there are.
fn words(objects: &Objects, out: &mut Contents, with: &mut Reading) -> usize {
    let mut fonts = font::Fonts::default();
    let mut text = String::new();
    let (mut pages, mut forms) = (0, 0);
    for object in objects.in_order() {
        let Value::Dict(dict) = &object.value else { continue };
        let is_page = dict.name("Type") == Some("Page");
        let is_form = dict.name("Subtype") == Some("Form") && object.stream.is_some();
        if !is_page && !is_form {
            continue;
        }
        pages += usize::from(is_page);
        forms += usize::from(is_form);
        if pages > MOST_PAGES || forms > MOST_FORMS {
            stop_at(out, Limit::Parts);
            break;
        }
        let own = fonts.of_page(dict, objects, out, with);
        let streams = if is_form { vec![object.number] } else { objects.references(dict.get("Contents")) };
        for stream in streams {
            let Some(stream) = objects.stream(stream, out, with) else { continue };
            let marks = with.markup(out, &stream.bytes);
            page::words(marks, &own, &mut text);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    crate::text::addresses(&text, out);
    out.say(&text);
    pages
}

/// Looks for codes in the pictures of pages; how many pictures there are.
fn pictures(objects: &Objects, out: &mut Contents, with: &mut Reading) -> usize {
    let mut drawn = 0;
    for object in objects.in_order() {
        let Value::Dict(dict) = &object.value else { continue };
        if dict.name("Subtype") != Some("Image") || object.stream.is_none() {
            continue;
        }
        drawn += 1;
        if drawn > MOST_PICTURES || objects.encrypted {
            continue;
        }
        let Some(stream) = objects.stream(object.number, out, with) else { continue };
        match stream.left {
            Some("DCTDecode") => {
                with.inside(out, &format!("picture {drawn}"), &stream.bytes);
            }
            Some(_) => out.not_whole(Unread::NoReader),
            None => {
                if let Some(picture) = painted(dict, &stream, objects, with) {
                    crate::pictures::look_at(&picture, out, with);
                }
            }
        }
    }
    drawn
}

/// Pixels as they stand in a PDF: one or eight bits, of one or three colours, or numbers of a list of colours.
fn painted(dict: &Dict, stream: &Filtered, objects: &Objects, with: &mut Reading) -> Option<Picture> {
    let number = |name: &str| dict.get(name).map(|value| objects.follow(value)).and_then(Value::number);
    let width = u32::try_from(number("Width")?).ok().filter(|side| *side <= crate::pictures::LONGEST_SIDE)?;
    let height =
        u32::try_from(number("Height")?).ok().filter(|side| *side <= crate::pictures::LONGEST_SIDE)?;
    let mask = matches!(dict.get("ImageMask"), Some(Value::Bool(true)));
    let bits = if mask { 1 } else { number("BitsPerComponent")? };
    let row_pixels = width as usize;
    with.budget.paint(u64::from(width) * u64::from(height)).ok()?;
    let rows = height as usize;
    let mut grey = Vec::new();
    let (bytes, length) = (&stream.bytes, stream.bytes.len());
    if bits == 1 {
        let row = row_pixels.div_ceil(8);
        let turned = flipped(dict);
        for line in bytes.chunks(row).take(rows) {
            let bit = |x: usize| line.get(x / 8).is_some_and(|byte| byte >> (7 - x % 8) & 1 == 1);
            grey.extend((0..row_pixels).map(|x| if bit(x) == turned { 0 } else { 255 }));
        }
    } else if bits == 8 && rows > 0 {
        let colours = palette(dict, objects);
        let each = (length / rows).checked_div(row_pixels)?;
        let shade = |pixel: &[u8]| match (pixel, &colours) {
            ([index], Some(colours)) => colours.get(usize::from(*index)).copied().unwrap_or(0),
            ([grey], None) => *grey,
            ([r, g, b], _) => ((u32::from(*r) * 3 + u32::from(*g) * 6 + u32::from(*b)) / 10) as u8,
            ([c, m, y, k], _) => 255 - (u32::from(*c.max(m).max(y)) + u32::from(*k)).min(255) as u8,
            _ => 255,
        };
        if !matches!(each, 1 | 3 | 4) {
            return None;
        }
        grey = bytes.chunks(each).take(row_pixels * rows).map(shade).collect();
    }
    (grey.len() == row_pixels * rows && rows > 0).then_some(Picture { width, height, grey })
}

/// Whether a one means black.
fn flipped(dict: &Dict) -> bool {
    matches!(dict.get("Decode"), Some(Value::Array(ends)) if ends.first().and_then(Value::number) == Some(1))
}

/// The shades of a list of colours.
fn palette(dict: &Dict, objects: &Objects) -> Option<Vec<u8>> {
    let Value::Array(space) = objects.follow(dict.get("ColorSpace")?) else { return None };
    if space.first().and_then(Value::name) != Some("Indexed") {
        return None;
    }
    match objects.follow(space.get(3)?) {
        Value::Text(colours) => {
            let grey = |c: &[u8]| (c.iter().map(|part| u32::from(*part)).sum::<u32>() / 3) as u8;
            Some(colours.chunks_exact(3).map(grey).collect())
        }
        _ => None,
    }
}

/// Opens the files that are attached.
fn files(objects: &Objects, seen: &Seen, out: &mut Contents, with: &mut Reading) {
    let attached = |object: &&objects::Object| {
        let kind = match &object.value {
            Value::Dict(dict) => dict.name("Type"),
            _ => None,
        };
        object.stream.is_some() && (kind == Some("EmbeddedFile") || seen.names.contains_key(&object.number))
    };
    let found: Vec<_> = objects.in_order().filter(attached).map(|object| object.number).collect();
    if found.len() > MOST_FILES {
        stop_at(out, Limit::Files);
    }
    for number in found.into_iter().take(MOST_FILES) {
        let Some(stream) = objects.stream(number, out, with) else { continue };
        let name = seen.names.get(&number).cloned().unwrap_or_else(|| format!("attached file {number}"));
        if !with.inside(out, &name, &stream.bytes) {
            break;
        }
    }
}

/// What the whole of it says.
fn conclude(pages: usize, drawn: usize, out: &mut Contents) {
    let words = out.text.split_whitespace().count();
    let mut targets: Vec<_> = out.links.iter().map(|link| link.target.as_str()).collect();
    targets.sort_unstable();
    targets.dedup();
    if let [target] = targets.as_slice()
        && words < FEW_WORDS
        && pages <= 2
    {
        let target = evidence(target.as_bytes());
        out.alarm(Alarm::PdfOneLink { target });
    }
    if words == 0 && drawn > 0 && pages > 0 {
        out.alarm(Alarm::ImageOnly);
    }
}
