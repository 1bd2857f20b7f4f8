//! The words on a page, in the order in which they are written (ISO 32000-2, 9.4).

use std::collections::HashMap;
use std::rc::Rc;

use super::font::{Font, plain};
use super::value::{Reader, Value};
use crate::MOST_TEXT;

/// The most marks of one page.
pub(crate) const MOST_MARKS: usize = 400_000;
/// A step back of so many thousandths of a letter's height is a space.
const SPACE: f64 = -180.0;

/// Adds the words of a page's marks.
pub(super) fn words(marks: &[u8], fonts: &HashMap<String, Rc<Font>>, text: &mut String) {
    let mut reader = Reader::new(marks, 0, MOST_MARKS);
    let mut held: Vec<Value> = Vec::new();
    let mut font: Option<&Rc<Font>> = None;
    while let Some(value) = reader.value() {
        let Value::Word(word) = value else {
            if held.len() < 64 {
                held.push(value);
            }
            continue;
        };
        if text.len() >= MOST_TEXT {
            return;
        }
        match word.as_slice() {
            b"Tf" => font = held.iter().find_map(Value::name).and_then(|name| fonts.get(name)),
            b"Tj" => held.iter().for_each(|value| say(value, font, text)),
            b"'" | b"\"" => {
                line(text);
                held.iter().for_each(|value| say(value, font, text));
            }
            b"TJ" => held.iter().for_each(|value| say(value, font, text)),
            b"Td" | b"TD" | b"Tm" => moved(&word, &held, text),
            b"T*" | b"ET" => line(text),
            // The pixels of a picture stand between ID and EI.
            b"ID" => {
                let end = crate::field::find(marks, b"EI", reader.at);
                reader.at = end.map_or(marks.len(), |end| end + 2);
            }
            _ => {}
        }
        held.clear();
    }
}

fn say(value: &Value, font: Option<&Rc<Font>>, text: &mut String) {
    match value {
        Value::Text(codes) => match font {
            Some(font) => font.say(codes, text),
            None => text.extend(codes.iter().map(|code| plain(*code))),
        },
        Value::Array(values) => {
            for value in values {
                match value {
                    Value::Number(step) if *step < SPACE => space(text),
                    Value::Text(_) => say(value, font, text),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// A move: down is a new line, along is a space.
fn moved(word: &[u8], held: &[Value], text: &mut String) {
    let down = match (word, held) {
        (b"Tm", _) => true,
        (_, [.., Value::Number(_), Value::Number(down)]) => down.abs() > 0.5,
        _ => true,
    };
    if down { line(text) } else { space(text) }
}

fn line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn space(text: &mut String) {
    if !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
}
