//! Chats that somebody exported or copied: lines that begin with a moment and a name.

use crate::reading::{Headers, Mailbox};

/// Lines of one chat that are read.
pub(crate) const MOST_LINES: usize = 5_000;
/// Letters of a speaker's name.
const LONGEST_NAME: usize = 80;

/// A chat without its moments.
pub(crate) struct Chat {
    /// The one who wrote first is taken for the sender.
    pub headers: Headers,
    pub words: String,
}

/// Reads a chat, if the words are one.
pub(crate) fn read(words: &str) -> Option<Chat> {
    let mut speakers: Vec<&str> = Vec::new();
    let mut lines: Vec<(Option<usize>, &str)> = Vec::new();
    for line in words.lines().take(MOST_LINES) {
        let Some((speaker, said)) = spoken(line) else {
            lines.push((None, line));
            continue;
        };
        let nth = match speakers.iter().position(|known| *known == speaker) {
            Some(nth) => nth,
            None if speakers.len() < 20 => {
                speakers.push(speaker);
                speakers.len() - 1
            }
            None => 0,
        };
        lines.push((Some(nth), said));
    }
    let first = *speakers.first()?;
    let mut out = String::with_capacity(words.len());
    for (speaker, line) in lines {
        if let Some(name) = speaker.and_then(|nth| speakers.get(nth)).filter(|_| speakers.len() > 1) {
            out.push_str(name);
            out.push_str(": ");
        }
        out.push_str(line);
        out.push('\n');
    }
    let sender = Mailbox { name: first.to_owned(), address: String::new() };
    Some(Chat { headers: Headers { from: vec![sender], ..Headers::default() }, words: out })
}

/// `[12/11/2026, 10:02] Name: words` or `12/11/2026, 10:02 - Name: words`: the name and the words.
fn spoken(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}' | '\u{202c}')
    });
    let (stamp, rest) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?,
        None => line.split_once(" - ")?,
    };
    let digits = stamp.chars().filter(char::is_ascii_digit).count();
    let is_moment = stamp.len() <= 30
        && (5..=16).contains(&digits)
        && stamp.contains(':')
        && stamp.contains(['/', '.', '-', ',']);
    if !is_moment {
        return None;
    }
    let (name, said) = rest.split_once(':')?;
    let name = name.trim().trim_start_matches('~').trim();
    (!name.is_empty() && name.len() <= LONGEST_NAME && !name.contains("//")).then_some((name, said.trim()))
}
