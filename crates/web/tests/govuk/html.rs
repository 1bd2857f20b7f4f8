//! HTML as a list of what matters in it.

use html5gum::{Token, Tokenizer};

/// Elements whose edges need no white space: spaces beside them are never seen.
const BLOCKS: &[&str] = &[
    "dd", "details", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "legend", "li", "nav", "ol",
    "option", "p", "section", "select", "summary", "svg", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "path", "caption",
];

/// Elements that are boxes of their own although they stand in a line, and whose inner edges
/// therefore need no white space. The components lay them out as boxes.
const BOXES: &[&str] = &["a", "button", "label", "strong", "span"];

/// Elements without an end.
const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// One piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Start { name: String, attributes: Vec<(String, String)> },
    End(String),
    Words(String),
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn collapsed(words: &str) -> String {
    let mut out = String::new();
    for sign in words.chars() {
        if !sign.is_ascii_whitespace() {
            out.push(sign);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Whether white space beside this piece is never seen.
fn is_edge(piece: Option<&Piece>, before: bool) -> bool {
    match piece {
        None => true,
        Some(Piece::Words(_)) => false,
        Some(Piece::Start { name, .. }) => {
            BLOCKS.contains(&name.as_str())
                || VOID.contains(&name.as_str())
                || (before && BOXES.contains(&name.as_str()))
        }
        Some(Piece::End(name)) => {
            BLOCKS.contains(&name.as_str()) || (!before && BOXES.contains(&name.as_str()))
        }
    }
}

/// The pieces of this HTML, attributes and classes sorted, white space collapsed where it is one
/// space and dropped where it is never seen.
pub fn read(html: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let mut attributes: Vec<(String, String)> =
                    tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
                for (key, value) in &mut attributes {
                    if key == "class" {
                        let mut classes: Vec<&str> = value.split_ascii_whitespace().collect();
                        classes.sort_unstable();
                        *value = classes.join(" ");
                    }
                }
                attributes.sort();
                pieces.push(Piece::Start { name: name.clone(), attributes });
                if tag.self_closing && !VOID.contains(&name.as_str()) {
                    pieces.push(Piece::End(name));
                }
            }
            Token::EndTag(tag) => pieces.push(Piece::End(text(&tag.name))),
            Token::String(words) => match pieces.last_mut() {
                Some(Piece::Words(before)) => before.push_str(&text(&words)),
                _ => pieces.push(Piece::Words(text(&words))),
            },
            _ => {}
        }
    }
    let mut out: Vec<Piece> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Words(words) = piece else {
            out.push(piece.clone());
            continue;
        };
        let after_textarea =
            index > 0 && matches!(&pieces[index - 1], Piece::Start { name, .. } if name == "textarea");
        // A browser drops one line break right after this tag, and nothing else.
        let words = words.strip_prefix('\n').filter(|_| after_textarea).unwrap_or(words);
        let mut words = collapsed(words);
        if is_edge(index.checked_sub(1).map(|before| &pieces[before]), true) {
            words = words.trim_start().to_owned();
        }
        if is_edge(pieces.get(index + 1), false) {
            words = words.trim_end().to_owned();
        }
        if !words.is_empty() {
            out.push(Piece::Words(words));
        }
    }
    out
}

/// The first place where two pages differ, with what comes before it.
pub fn first_difference(expected: &[Piece], found: &[Piece]) -> String {
    let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    let shown = |pieces: &[Piece]| {
        let from = same.saturating_sub(1);
        let some = pieces.iter().skip(from).take(4);
        some.map(|piece| format!("      {piece:?}")).collect::<Vec<_>>().join("\n")
    };
    format!("    expected:\n{}\n    found:\n{}", shown(expected), shown(found))
}
