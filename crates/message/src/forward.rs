//! Forwards inside the words of a mail: a mark, a block of header lines that a program copied, and what stands below.

pub(crate) mod labels;

use labels::{Label, Mark, label, mark, unquoted};
pub(crate) use labels::{bare_subject, is_attribution, is_original_rule};

use crate::mime::mailbox;
use crate::reading::{Dialect, Headers, Mailbox};

/// Lines below which no forward and no history is looked for.
pub(crate) const MOST_LINES: usize = 5_000;
/// Header lines of one block.
const MOST_BLOCK: usize = 40;
/// Forwards inside forwards that are unwound.
pub(crate) const MOST_FORWARDS: usize = 5;

/// A block of copied header lines.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub headers: Headers,
    pub dialect: Dialect,
    /// The line with which the mark, or else the block, begins.
    pub begins: usize,
    /// The first line of the message below.
    pub body: usize,
}

/// Whether a block of copied header lines begins at this line, without a mark above it.
pub(crate) fn begins_block(lines: &[&str], at: usize) -> bool {
    lines.get(at).is_some_and(|line| label(line).is_some()) && block(lines, at, None, true).is_some()
}

/// The first block among the lines.
pub(crate) fn find(lines: &[&str], wraps: bool) -> Option<Block> {
    let mut at = 0;
    while at < lines.len().min(MOST_LINES) {
        let line = lines.get(at)?;
        let first = line.trim_start().chars().next();
        if first.is_none() {
            at += 1;
            continue;
        }
        if let Some(found) = mark(line) {
            let from = (at + 1..lines.len().min(at + 6))
                .find(|next| label(lines.get(*next).unwrap_or(&"")).is_some());
            if let Some(mut block) = from.and_then(|from| block(lines, from, Some(found), wraps)) {
                block.begins = at;
                return Some(block);
            }
        }
        if label(line).is_some()
            && let Some(block) = block(lines, at, None, wraps)
        {
            return Some(block);
        }
        at += 1;
    }
    None
}

/// Reads a block whose first header line is `at`. Without a mark it must have a sender and two more kinds of lines.
fn block(lines: &[&str], at: usize, mark: Option<Mark>, wraps: bool) -> Option<Block> {
    let mut values: Vec<(Label, String)> = Vec::new();
    let mut next = at;
    let mut blank = 0;
    while let Some(line) = lines.get(next).filter(|_| next < at + MOST_BLOCK) {
        let bare = unquoted(line).trim();
        if bare.is_empty() {
            // Some programs put empty lines between header lines; a block that is whole ends at one.
            if is_whole(&values) || blank > 0 {
                break;
            }
            blank += 1;
            next += 1;
            continue;
        }
        match label(line) {
            Some((Label::From, _)) if values.iter().any(|(held, _)| *held == Label::From) => break,
            Some((held, value)) => values.push((held, value.to_owned())),
            None => {
                let Some((held, last)) = values.last_mut() else { break };
                // The value stands below its label, or goes on there.
                let goes_on = last.is_empty()
                    || (wraps
                        && blank == 0
                        && matches!(held, Label::To | Label::Subject | Label::From | Label::Other));
                if !goes_on || (*held == Label::Other && !last.is_empty()) {
                    break;
                }
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(bare);
            }
        }
        blank = 0;
        next += 1;
    }
    let has = |wanted| values.iter().any(|(held, _)| *held == wanted);
    let kinds = [Label::Date, Label::To, Label::Subject].into_iter().filter(|kind| has(*kind)).count();
    let enough = has(Label::From) && kinds >= if mark.is_some() { 1 } else { 2 };
    if !enough {
        return None;
    }
    let dialect = dialect(mark, &values);
    let body = (next..lines.len())
        .find(|line| !unquoted(lines.get(*line).unwrap_or(&"")).trim().is_empty())
        .unwrap_or(lines.len());
    Some(Block { headers: headers(&values), dialect, begins: at, body })
}

fn is_whole(values: &[(Label, String)]) -> bool {
    let has = |wanted| values.iter().any(|(held, _)| *held == wanted);
    has(Label::From) && has(Label::Subject) && (has(Label::To) || has(Label::Date))
}

fn dialect(mark: Option<Mark>, values: &[(Label, String)]) -> Dialect {
    let first = values.first().map(|(held, _)| *held);
    match mark {
        Some(Mark::Forwarded(dashes)) if (9..=11).contains(&dashes) && first == Some(Label::From) => {
            Dialect::Gmail
        }
        Some(Mark::Begins) => Dialect::Apple,
        Some(Mark::Original(5) | Mark::Rule) => Dialect::Outlook,
        None if first == Some(Label::From)
            && values.last().is_some_and(|(held, _)| matches!(held, Label::Subject | Label::Other)) =>
        {
            Dialect::Outlook
        }
        _ => Dialect::Other,
    }
}

fn headers(values: &[(Label, String)]) -> Headers {
    let mut headers = Headers::default();
    let mut has_subject = false;
    for (held, value) in values {
        match held {
            Label::From => headers.from.extend(value.split_inclusive(">,").take(20).map(mailbox)),
            Label::ReplyTo => headers.reply_to.push(mailbox(value)),
            Label::To => headers.to.extend(
                value.split([';', ',']).map(mailbox).filter(|one| *one != Mailbox::default()).take(50),
            ),
            Label::Subject if !has_subject => {
                has_subject = true;
                headers.subject = value.clone();
            }
            Label::Date if headers.date.is_none() => {
                headers.date = mail_parser::DateTime::parse_rfc822(value)
                    .filter(mail_parser::DateTime::is_valid)
                    .map(|date| date.to_timestamp());
            }
            _ => {}
        }
    }
    headers.answers = labels::bare_subject(&headers.subject).0 != headers.subject.trim();
    headers
}

/// Words above a forward inside a forward that merely pass it on: few, and nothing in them that a thief would want read.
pub(crate) fn is_passing_on(lines: &[&str]) -> bool {
    let letters: usize = lines.iter().map(|line| line.trim().chars().count()).sum();
    letters < 400 && !lines.iter().any(|line| line.contains("://") || line.contains("www."))
}

/// A message that somebody sent on by answering it: a line that says who wrote, and quoted lines below.
pub(crate) fn find_answer(lines: &[&str]) -> Option<Block> {
    for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
        let line = line.trim();
        if line.starts_with('>') || line.is_empty() {
            continue;
        }
        // Long attributions are wrapped into two lines.
        let joined = if line.ends_with(':') {
            String::from(line)
        } else {
            format!("{line} {}", lines.get(at + 1)?.trim())
        };
        if !joined.ends_with(':') || joined.len() > 300 || !joined.contains('@') || !is_attribution(&joined) {
            continue;
        }
        let below = at + if line.ends_with(':') { 1 } else { 2 };
        let body = (below..lines.len().min(below + 4))
            .find(|next| lines.get(*next).is_some_and(|line| line.trim_start().starts_with('>')))?;
        let words = joined.trim_end_matches(':');
        let address =
            words.split([' ', '<', '>', '(', ')', '[', ']', ',', '"']).find(|word| word.contains('@'))?;
        let before = words.split(address).next().unwrap_or_default().trim_end_matches(['<', '(', '[', ' ']);
        let name = before
            .rsplit([',', ':'])
            .next()
            .unwrap_or_default()
            .trim_start_matches(|letter: char| !letter.is_alphabetic());
        let sender = Mailbox {
            name: name.trim().to_owned(),
            address: address.trim_start_matches("mailto:").to_owned(),
        };
        let headers = Headers { from: vec![sender], ..Headers::default() };
        return Some(Block { headers, dialect: Dialect::Other, begins: at, body });
    }
    None
}
