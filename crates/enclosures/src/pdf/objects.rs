//! The objects of a PDF, found where they stand.

use std::collections::HashMap;

use super::filter::{Filtered, filtered};
use super::value::{Dict, Reader, Value};
use crate::field::find;
use crate::reading::{Reading, stop_at};
use crate::{Contents, Limit, Unread};

/// The most objects of one file.
pub(crate) const MOST_OBJECTS: usize = 20_000;
/// The most values in all objects of one file.
pub(crate) const MOST_VALUES: usize = 400_000;
/// What beginning to unpack a stream costs, in bytes of markup: a page may name the same empty stream without end.
const COST_OF_A_STREAM: u64 = 256;
/// The most references that lead to each other.
const MOST_STEPS: usize = 8;

/// An object.
pub(super) struct Object<'a> {
    pub(super) number: u32,
    pub(super) value: Value,
    /// The bytes of its stream, as they stand.
    pub(super) stream: Option<&'a [u8]>,
}

/// All objects of a file.
pub(super) struct Objects<'a> {
    all: Vec<Object<'a>>,
    pub(super) by_number: HashMap<u32, usize>,
    pub(super) encrypted: bool,
}

impl<'a> Objects<'a> {
    /// Finds the objects, those that are packed in others too.
    pub(super) fn find(bytes: &'a [u8], out: &mut Contents, with: &mut Reading) -> Self {
        let mut objects = Self { all: Vec::new(), by_number: HashMap::new(), encrypted: false };
        let mut values = MOST_VALUES;
        objects.scan(bytes, &mut values, out);
        objects.unpack_lists(&mut values, out, with);
        if values == 0 {
            stop_at(out, Limit::Parts);
        }
        objects
    }

    fn scan(&mut self, bytes: &'a [u8], values: &mut usize, out: &mut Contents) {
        let (mut at, mut endless) = (0, false);
        while let Some((word, found)) = next_word(bytes, at) {
            at = found + word.len();
            if word == b"trailer" {
                let mut reader = Reader::new(bytes, at, *values);
                let trailer = reader.value();
                (*values, at) = (reader.left, reader.at.max(at));
                if let Some(Value::Dict(trailer)) = trailer {
                    self.encrypted |= trailer.get("Encrypt").is_some_and(|lock| *lock != Value::Null);
                    self.add(Object { number: u32::MAX, value: Value::Dict(trailer), stream: None });
                }
                continue;
            }
            let Some(number) = number_before(bytes, found) else { continue };
            if self.all.len() >= MOST_OBJECTS {
                stop_at(out, Limit::Parts);
                return;
            }
            let mut reader = Reader::new(bytes, at, *values);
            let value = reader.value();
            (*values, at) = (reader.left, reader.at.max(at));
            let Some(value) = value else {
                if *values == 0 {
                    return;
                }
                continue;
            };
            reader.skip_space();
            let stream = stream_at(bytes, reader.at, &value, &mut endless);
            if let Some(stream) = stream {
                at = stream.as_ptr() as usize - bytes.as_ptr() as usize + stream.len();
            }
            if let Value::Dict(dict) = &value
                && dict.name("Type") == Some("XRef")
            {
                self.encrypted |= dict.get("Encrypt").is_some();
            }
            self.add(Object { number, value, stream });
        }
    }

    fn add(&mut self, object: Object<'a>) {
        self.by_number.insert(object.number, self.all.len());
        self.all.push(object);
    }

    /// Objects that are packed in streams (7.5.7).
    fn unpack_lists(&mut self, values: &mut usize, out: &mut Contents, with: &mut Reading) {
        let is_list = |object: &&Object| matches!(&object.value, Value::Dict(dict) if dict.name("Type") == Some("ObjStm"));
        let lists: Vec<_> = self.all.iter().filter(is_list).map(|object| object.number).collect();
        if self.encrypted {
            return;
        }
        for list in lists {
            let Some(Value::Dict(dict)) = self.object(list).map(|object| &object.value) else { continue };
            let number =
                |name: &str| dict.get(name).and_then(Value::number).and_then(|n| usize::try_from(n).ok());
            let (Some(count), Some(first)) = (number("N"), number("First")) else { continue };
            let Some(stream) = self.stream(list, out, with) else { continue };
            let mut head = Reader::new(&stream.bytes, 0, *values);
            let mut places = Vec::new();
            for _ in 0..count.min(MOST_OBJECTS) {
                let (Some(Value::Number(number)), Some(Value::Number(place))) = (head.value(), head.value())
                else {
                    break;
                };
                places.push((number as u32, place as usize));
            }
            *values = head.left;
            for (number, place) in places {
                if self.all.len() >= MOST_OBJECTS {
                    stop_at(out, Limit::Parts);
                    return;
                }
                let mut reader = Reader::new(&stream.bytes, first.saturating_add(place), *values);
                let value = reader.value();
                *values = reader.left;
                if let Some(value) = value {
                    self.add(Object { number, value, stream: None });
                }
            }
        }
    }

    pub(super) fn object(&self, number: u32) -> Option<&Object<'a>> {
        self.by_number.get(&number).and_then(|at| self.all.get(*at))
    }

    pub(super) fn in_order(&self) -> impl Iterator<Item = &Object<'a>> {
        self.all.iter()
    }

    /// What a reference leads to.
    pub(super) fn follow<'b>(&'b self, value: &'b Value) -> &'b Value {
        let mut value = value;
        for _ in 0..MOST_STEPS {
            match value {
                Value::Ref(number) => match self.object(*number) {
                    Some(object) => value = &object.value,
                    None => return &Value::Null,
                },
                _ => return value,
            }
        }
        &Value::Null
    }

    pub(super) fn dict<'b>(&'b self, value: &'b Value) -> Option<&'b Dict> {
        match self.follow(value) {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The numbers of the objects that a field names, one or a list.
    pub(super) fn references(&self, value: Option<&Value>) -> Vec<u32> {
        const MOST: usize = 1_000;
        match value {
            Some(Value::Ref(number)) => match self.object(*number).map(|object| &object.value) {
                Some(list @ Value::Array(_)) => self.references(Some(list)),
                _ => vec![*number],
            },
            Some(Value::Array(values)) => {
                let number =
                    |value: &Value| if let Value::Ref(number) = value { Some(*number) } else { None };
                values.iter().filter_map(number).take(MOST).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The bytes of a stream, unpacked.
    pub(super) fn stream(&self, number: u32, out: &mut Contents, with: &mut Reading) -> Option<Filtered> {
        let object = self.object(number)?;
        let Value::Dict(dict) = &object.value else { return None };
        let Some(left) = with.budget.markup.checked_sub(COST_OF_A_STREAM) else {
            out.not_whole(Unread::Budget);
            return None;
        };
        with.budget.markup = left;
        Some(filtered(object.stream?, dict, self, out, with))
    }
}

/// The next `obj` or `trailer`, and where it stands.
fn next_word(bytes: &[u8], from: usize) -> Option<(&'static [u8], usize)> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| matches!(byte, b'o' | b't'))?;
        for word in [&b"obj"[..], b"trailer"] {
            if bytes[at..].starts_with(word)
                && at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphabetic())
            {
                return Some((word, at));
            }
        }
        at += 1;
    }
}

/// The number of an object: before `obj` stand number and generation.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let head = &bytes[at.saturating_sub(32)..at];
    let text: String =
        head.iter().map(|byte| if byte.is_ascii_digit() { char::from(*byte) } else { ' ' }).collect();
    let mut numbers = text.split_whitespace().rev();
    let (_, number) = (numbers.next()?, numbers.next()?);
    number.parse().ok()
}

/// The stream behind an object's value: as long as it says when it then ends, or else up to the word that ends it.
fn stream_at<'a>(bytes: &'a [u8], at: usize, value: &Value, endless: &mut bool) -> Option<&'a [u8]> {
    let Value::Dict(dict) = value else { return None };
    let rest = bytes.get(at..)?.strip_prefix(b"stream")?;
    let rest = rest
        .strip_prefix(b"\r\n")
        .or_else(|| rest.strip_prefix(b"\n"))
        .or_else(|| rest.strip_prefix(b"\r"))
        .unwrap_or(rest);
    let said = dict.get("Length").and_then(Value::number).and_then(|length| usize::try_from(length).ok());
    if let Some(data) = said.and_then(|length| rest.get(..length)) {
        let behind = &rest[data.len()..];
        if find(&behind[..behind.len().min(20)], b"endstream", 0).is_some() {
            return Some(data);
        }
    }
    // Where no stream ends, none ends further on either; it is looked for once.
    let end = if *endless { None } else { find(rest, b"endstream", 0) };
    *endless |= end.is_none();
    let end = end.or_else(|| find(rest, b"endobj", 0)).unwrap_or(rest.len());
    Some(&rest[..end])
}
