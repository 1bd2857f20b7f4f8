//! JSON lines: one object a line. Lists become several values in one cell, parted by `|`.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{LONGEST_ROW, MOST_NAMED, Met, Unreadable, shown, too_long};

/// An object's entries in the order in which they stand.
struct Entries(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(InOrder)
    }
}

pub(super) fn read(bytes: &[u8], take: &mut dyn FnMut(Met<'_>)) -> Result<(), Unreadable> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut cells: Vec<String> = Vec::new();
    for (at, text) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = at as u64 + 1;
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match row(text, &mut places, &mut cells, take) {
            Ok(()) => take(Met::Row { line, cells: &cells }),
            Err(why) => take(Met::Bad { line, why }),
        }
    }
    Ok(())
}

fn row(
    text: &[u8],
    places: &mut FxHashMap<String, usize>,
    cells: &mut Vec<String>,
    take: &mut dyn FnMut(Met<'_>),
) -> Result<(), String> {
    if text.len() > LONGEST_ROW {
        return Err(too_long());
    }
    let text = std::str::from_utf8(text)
        .map_err(|_| "the line is not UTF-8: save the file again as UTF-8".to_owned())?;
    let entries: Entries =
        serde_json::from_str(text).map_err(|_| "the line is not one object of JSON".to_owned())?;
    let mut values = Vec::with_capacity(entries.0.len());
    for (name, value) in entries.0 {
        let name = name.trim().to_owned();
        let value = plain(&value).ok_or_else(|| {
            format!("what stands under `{}` is neither a plain value nor a list of some", shown(&name))
        })?;
        if values.iter().any(|(other, _)| *other == name) {
            return Err(format!("`{}` stands twice", shown(&name)));
        }
        values.push((name, value));
    }
    let new = values.iter().filter(|(name, _)| !places.contains_key(name)).count();
    if places.len() + new > MOST_NAMED {
        return Err(format!("with this line the file would name more than {MOST_NAMED} columns"));
    }
    cells.iter_mut().for_each(String::clear);
    for (name, value) in values {
        let next = places.len();
        let at = *places.entry(name).or_insert_with_key(|name| {
            take(Met::Column(name));
            next
        });
        if at == cells.len() {
            cells.push(value);
        } else if let Some(cell) = cells.get_mut(at) {
            *cell = value;
        }
    }
    Ok(())
}

fn plain(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let parts = list.iter().map(|item| match item {
                Value::Array(_) => None,
                other => plain(other).map(|text| text.replace('|', " ")),
            });
            parts.collect::<Option<Vec<_>>>()?.join("|")
        }
        Value::Object(_) => return None,
    })
}
