//! Rich text (RTF 1.9.1): words, links, and objects that are written in it as digits.

use crate::contents::cut;
use crate::field::{find, hex, place_at, slice};
use crate::reading::{Reading, stop_at};
use crate::{Alarm, Contents, Limit, MOST_TEXT, Unread};

/// The most control words that are read.
const MOST_WORDS: usize = 400_000;
/// The deepest group whose end is remembered.
const DEEPEST: usize = 256;
/// The most objects of one document.
const MOST_OBJECTS: usize = 64;
/// Groups whose words nobody sees.
const UNSEEN: [&[u8]; 13] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"listtable",
    b"rsidtbl",
    b"generator",
    b"themedata",
    b"datastore",
    b"latentstyles",
    b"colorschememapping",
    b"xmlnstbl",
];

/// What the words of a group are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Seen,
    Unseen,
    Object,
    Class,
    Field,
    Template,
}

/// Reads rich text.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let bytes = with.markup(out, bytes);
    let mut text = Text { groups: vec![Words::Seen], ..Text::default() };
    let mut at = 0;
    for _ in 0..MOST_WORDS {
        let Some(next) = text.token(bytes, at) else { break };
        at = next;
    }
    if at < bytes.len() {
        stop_at(out, Limit::Parts);
    }
    crate::old_office::fields(&text.fields, out);
    crate::text::addresses(&text.seen, out);
    out.say(&text.seen);
    if !text.template.trim().is_empty() {
        let target = cut(text.template.trim(), 2_048).to_owned();
        out.link(&target, "");
        if target.contains("//") || target.starts_with("\\\\") {
            out.alarm(Alarm::ExternalTemplate { target });
        }
    }
    if text.updates {
        out.alarm(Alarm::OleObject {
            what: "an object that is made anew when the document opens".to_owned(),
        });
    }
    if !text.class.trim().is_empty() {
        out.alarm(Alarm::OleObject { what: cut(text.class.trim(), 200).to_owned() });
    }
    for object in std::mem::take(&mut text.objects) {
        embedded(&hex(&object), out, with);
    }
}

#[derive(Default)]
struct Text {
    groups: Vec<Words>,
    depth_over: usize,
    seen: String,
    fields: String,
    template: String,
    class: String,
    objects: Vec<Vec<u8>>,
    updates: bool,
}

impl Text {
    fn now(&self) -> Words {
        self.groups.last().copied().unwrap_or(Words::Seen)
    }

    fn set(&mut self, words: Words) {
        if let Some(now) = self.groups.last_mut() {
            *now = words;
        }
    }

    /// Reads one token; the place behind it.
    fn token(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        match bytes.get(at)? {
            b'{' if self.groups.len() < DEEPEST => self.groups.push(self.now()),
            b'{' => self.depth_over += 1,
            b'}' if self.depth_over > 0 => self.depth_over -= 1,
            b'}' => {
                if matches!(self.now(), Words::Field) {
                    self.fields.push('\n');
                }
                if self.groups.len() > 1 {
                    self.groups.pop();
                }
            }
            b'\\' => return self.control(bytes, at + 1),
            b'\r' | b'\n' => {}
            _ => {
                let rest = &bytes[at..];
                let end = rest.iter().position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n'));
                let run = &rest[..end.unwrap_or(rest.len())];
                self.run(run);
                return Some(at + run.len());
            }
        }
        Some(at + 1)
    }

    fn run(&mut self, run: &[u8]) {
        let into = match self.now() {
            Words::Unseen => return,
            Words::Object => {
                if let Some(object) = self.objects.last_mut() {
                    object.extend_from_slice(run);
                }
                return;
            }
            Words::Seen => &mut self.seen,
            Words::Class => &mut self.class,
            Words::Field => &mut self.fields,
            Words::Template => &mut self.template,
        };
        if into.len() < MOST_TEXT {
            into.extend(run.iter().map(|byte| char::from(*byte)));
        }
    }

    fn control(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.sign(bytes, at);
        }
        let (word, rest) = rest.split_at(letters);
        let digits = rest
            .iter()
            .enumerate()
            .take_while(|(nth, byte)| byte.is_ascii_digit() || (*nth == 0 && **byte == b'-'));
        let digits = digits.count().min(12);
        let number: Option<i64> =
            std::str::from_utf8(&rest[..digits]).ok().and_then(|digits| digits.parse().ok());
        let mut next = at + letters + digits + usize::from(rest.get(digits) == Some(&b' '));
        match word {
            b"par" | b"line" | b"row" | b"sect" | b"page" => self.run(b"\n"),
            b"tab" | b"cell" => self.run(b" "),
            b"u" => {
                let letter =
                    number.and_then(|n| u32::try_from(n.rem_euclid(65_536)).ok()).and_then(char::from_u32);
                if self.now() == Words::Seen && self.seen.len() < MOST_TEXT {
                    self.seen.extend(letter);
                }
                // One letter follows for programs without Unicode.
                next += usize::from(bytes.get(next).is_some_and(|byte| !matches!(byte, b'\\' | b'{' | b'}')));
            }
            b"objdata" if self.objects.len() < MOST_OBJECTS => {
                self.objects.push(Vec::new());
                self.set(Words::Object);
            }
            b"objclass" => self.set(Words::Class),
            b"objupdate" => self.updates = true,
            b"fldinst" => self.set(Words::Field),
            b"fldrslt" => self.set(Words::Seen),
            b"template" => self.set(Words::Template),
            b"bin" => next = next.saturating_add(number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0)),
            _ if UNSEEN.contains(&word) => self.set(Words::Unseen),
            _ => {}
        }
        Some(next.min(bytes.len()))
    }

    /// A control sign: a letter by its number, a mark that unknown groups may be left out, or the sign itself.
    fn sign(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        match bytes.get(at)? {
            b'\'' => {
                let digits = bytes.get(at + 1..at + 3)?;
                if let [letter] = hex(digits).as_slice() {
                    self.run(&[*letter]);
                }
                return Some(at + 3);
            }
            b'*' => {
                let named = bytes.get(at + 1..).unwrap_or_default();
                let known = [&b"\\fldinst"[..], b"\\objdata", b"\\objclass", b"\\template", b"\\shpinst"];
                if !known.iter().any(|name| named.starts_with(name)) {
                    self.set(Words::Unseen);
                }
            }
            sign @ (b'{' | b'}' | b'\\') => self.run(&[*sign]),
            b'~' => self.run(b" "),
            _ => {}
        }
        Some(at + 1)
    }
}

/// An object as its digits spell it (MS-OLEDS 2.2): class, and data in the form that the class has.
fn embedded(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let word = |at: usize| {
        let length = place_at(bytes, at)?;
        let text = slice(bytes, at + 4, length)?;
        Some((String::from_utf8_lossy(text).trim_end_matches('\0').to_owned(), at + 4 + length))
    };
    let told = || {
        let (class, at) = word(8)?;
        let (_, at) = word(at)?;
        let (_, at) = word(at)?;
        Some((class, slice(bytes, at + 4, place_at(bytes, at)?)?))
    };
    if let Err(limit) = with.budget.unpack(bytes.len() as u64) {
        stop_at(out, limit);
        return;
    }
    match told() {
        Some((class, data)) => {
            out.alarm(Alarm::OleObject { what: cut(&class, 200).to_owned() });
            if class.eq_ignore_ascii_case("package") {
                let mut stream = (data.len() as u32).to_le_bytes().to_vec();
                stream.extend_from_slice(data);
                crate::old_office::native(&stream, out, with);
            } else {
                with.inside(out, &class, data);
            }
        }
        None => match find(bytes, &crate::compound::SIGNATURE, 0) {
            Some(at) => {
                with.inside(out, "object", &bytes[at..]);
            }
            None => {
                out.alarm(Alarm::OleObject { what: "an object that is written wrongly".to_owned() });
                out.not_whole(Unread::Damaged);
            }
        },
    }
}
