//! Values of JavaScript as our types: words, classes, attributes, what counts as no.

use askama::Template;
use serde_json::Value;
use web::face::{Attributes, Classes, Content, ScriptWords};

/// Ready-made HTML of a fixture. The house itself has no way to put any into a page but a template,
/// and neither has this test.
#[derive(Template)]
#[template(source = "{{ html|safe }}", ext = "html")]
struct Raw<'a> {
    html: &'a str,
}

/// That HTML as the work of a template.
pub fn raw(html: &str) -> Content {
    Content::of(&Raw { html })
}

/// What JavaScript takes for no.
pub fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub fn text(o: &Value, key: &str) -> String {
    if is_falsy(&o[key]) { String::new() } else { plain(&o[key]) }
}

pub fn given(o: &Value, key: &str) -> Option<String> {
    (!o[key].is_null()).then(|| plain(&o[key]))
}

pub fn truth(o: &Value, key: &str) -> bool {
    !is_falsy(&o[key])
}

pub fn choice(o: &Value, key: &str) -> Option<bool> {
    o[key].as_bool()
}

pub fn number(o: &Value, key: &str) -> Option<u64> {
    o[key].as_u64()
}

pub fn level(o: &Value, key: &str) -> Option<u8> {
    number(o, key).map(|level| level.try_into().unwrap())
}

/// Words under one key, or HTML under another.
pub fn either(o: &Value, words: &str, html: &str) -> Content {
    if truth(o, html) { raw(plain(&o[html]).trim()) } else { text(o, words).trim().into() }
}

pub fn content(o: &Value) -> Content {
    either(o, "text", "html")
}

pub fn classes(o: &Value) -> Classes {
    text(o, "classes").into()
}

pub fn leaked(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

pub fn attributes_of(o: &Value) -> Attributes {
    let pairs = o.as_object().into_iter().flatten();
    pairs.fold(Attributes::default(), |all, (name, value)| all.with(leaked(name), plain(value)))
}

pub fn attributes(o: &Value) -> Attributes {
    attributes_of(&o["attributes"])
}

/// Entries of a list without the empty ones, which our lists cannot have.
pub fn entries<'a>(o: &'a Value, key: &str) -> Vec<&'a Value> {
    let is_entry = |entry: &&Value| !is_falsy(entry) && entry.as_object().is_none_or(|o| !o.is_empty());
    o[key].as_array().into_iter().flatten().filter(is_entry).collect()
}

pub fn all<T>(o: &Value, key: &str, each: impl Fn(&Value) -> T) -> Vec<T> {
    entries(o, key).into_iter().map(each).collect()
}

pub fn some<T>(o: &Value, key: &str, each: impl Fn(&Value) -> T) -> Option<T> {
    (!is_falsy(&o[key])).then(|| each(&o[key]))
}

/// Words of a script: pairs of the option's name and the script's key.
pub fn script_words(o: &Value, keys: &[(&str, &str)]) -> ScriptWords {
    let mut words = ScriptWords::default();
    for (option, key) in keys {
        match &o[*option] {
            Value::Object(rules) => {
                for (rule, message) in rules {
                    words = words.with(leaked(&format!("{key}.{rule}")), plain(message));
                }
            }
            value if is_falsy(value) => {}
            value => words = words.with(leaked(key), plain(value)),
        }
    }
    words
}
