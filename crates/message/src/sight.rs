//! What is seen of one mail from top to bottom, with the place of each thing, so that a message that stands below the words of
//! somebody else can be taken out with its own links and its own hidden words.

use std::collections::HashSet;

use crate::forward;
use crate::html::MOST_LINKS;
use crate::plain;
use crate::reading::{Body, Hidden, Link, Place};
use crate::strange;

/// Words below which hidden text and links are given to the message, not to the note above it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sight {
    pub html: bool,
    /// Visible lines with quoted history, separated by `\n`.
    pub lines: String,
    pub links: Vec<Link>,
    /// Where in `lines` each link stands; in step with `links`.
    pub links_at: Vec<usize>,
    pub hidden: Vec<Hidden>,
    pub hidden_at: Vec<usize>,
    pub skeleton: String,
    /// How long the skeleton was at places of `lines`.
    pub marks: Vec<(usize, usize)>,
    pub pictures: u32,
    pub asks_in_form: bool,
    pub script: bool,
    pub plain: Option<String>,
}

/// A body taken out of a sight.
pub(crate) struct Taken {
    pub body: Body,
    pub links: Vec<Link>,
    pub twins_differ: bool,
}

impl Sight {
    /// Words without markup.
    pub fn of_words(words: &str) -> Self {
        let (lines, hidden) = strange::without_invisible(plain::cut(words));
        // Of words without markup it is not known where they were hidden: they belong to what is asked about.
        let hidden_at = vec![usize::MAX; hidden.len()];
        Self { lines, hidden, hidden_at, ..Self::default() }
    }

    /// Everything.
    pub fn whole(self) -> Taken {
        let lines = self.lines;
        let body = Body {
            hidden: self.hidden,
            html: self.html,
            skeleton: self.skeleton,
            pictures: self.pictures,
            asks_in_form: self.asks_in_form,
            script: self.script,
            ..Body::default()
        };
        taken(body, self.links, &lines, self.plain.as_deref())
    }

    /// What stands from `from` on; `twin` is the same of the plain twin.
    fn below(&self, from: usize, twin: Option<&str>) -> Taken {
        let lines = plain::dequoted(self.lines.get(from..).unwrap_or_default());
        let links = self
            .links
            .iter()
            .zip(&self.links_at)
            .filter(|(_, at)| **at >= from)
            .map(|(link, _)| link.clone());
        let hidden = self
            .hidden
            .iter()
            .zip(&self.hidden_at)
            .filter(|(_, at)| **at >= from)
            .map(|(hidden, _)| hidden.clone());
        let before =
            self.marks.iter().take_while(|(at, _)| *at <= from).last().map_or(0, |(_, length)| *length);
        let body = Body {
            hidden: hidden.collect(),
            html: self.html,
            skeleton: self.skeleton.get(before..).unwrap_or_default().trim_start_matches('>').to_owned(),
            pictures: self.pictures,
            asks_in_form: self.asks_in_form,
            script: self.script,
            ..Body::default()
        };
        taken(body, links.collect(), &lines, twin)
    }

    /// The message below the first forward, and below forwards in it.
    pub fn forward(&self) -> Option<Forwarded> {
        let found = unwind(&self.lines, !self.html)?;
        let twin = self.plain.as_deref().map(|plain| match unwind(plain, true) {
            Some(inner) => plain::dequoted(plain.get(inner.body..).unwrap_or_default()).into_owned(),
            None => plain.to_owned(),
        });
        let note = plain::tidy(self.lines.get(..found.begins).unwrap_or_default());
        Some(Forwarded { note, taken: self.below(found.body, twin.as_deref()), block: found.block })
    }
}

/// Completes a body from its visible lines and its plain twin.
fn taken(mut body: Body, mut links: Vec<Link>, lines: &str, twin: Option<&str>) -> Taken {
    (body.text, body.history) = plain::newest(lines);
    add_text_links(lines, &mut links);
    let twin = twin.map(str::trim).filter(|twin| body.html && !twin.is_empty());
    if let Some(twin) = twin {
        add_twin_links(twin, &mut links);
    }
    links.truncate(MOST_LINKS);
    body.plain_twin = twin.map(plain::tidy);
    Taken { twins_differ: twin.is_some_and(|twin| plain::differ(twin, lines)), body, links }
}

/// A message that was forwarded in the words of a mail.
pub(crate) struct Forwarded {
    pub note: String,
    pub taken: Taken,
    pub block: forward::Block,
}

struct Found {
    /// Where the first forward begins.
    begins: usize,
    /// Where the words of the innermost message begin.
    body: usize,
    block: forward::Block,
}

fn unwind(words: &str, wraps: bool) -> Option<Found> {
    let lines: Vec<&str> = words.split('\n').collect();
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |at, line| {
            let here = *at;
            *at += line.len() + 1;
            Some(here)
        })
        .collect();
    let place = |line: usize| starts.get(line).copied().unwrap_or(words.len()).min(words.len());
    let mut block = forward::find(&lines, wraps).or_else(|| forward::find_answer(&lines))?;
    let (begins, mut top) = (place(block.begins), block.body);
    for _ in 1..forward::MOST_FORWARDS {
        let Some(below) = lines.get(top..).filter(|_| forward::bare_subject(&block.headers.subject).1) else {
            break;
        };
        let Some(inner) = forward::find(below, wraps) else { break };
        if !forward::is_passing_on(below.get(..inner.begins).unwrap_or_default()) {
            break;
        }
        top += inner.body;
        block = inner;
    }
    Some(Found { begins, body: place(top), block })
}

/// Addresses that stand in the visible words and are not the words of a link already.
fn add_text_links(lines: &str, links: &mut Vec<Link>) {
    let found = plain::links(lines);
    if found.is_empty() {
        return;
    }
    let known: HashSet<&str> =
        links.iter().flat_map(|link| [link.target.as_str(), link.shown.trim()]).collect();
    let more: Vec<Link> = found.into_iter().filter(|link| !known.contains(link.target.as_str())).collect();
    links.extend(more);
}

/// Addresses that only the plain twin has: few people see them.
fn add_twin_links(twin: &str, links: &mut Vec<Link>) {
    let found = plain::links(twin);
    if found.is_empty() {
        return;
    }
    let known: HashSet<&str> = links.iter().map(|link| link.target.as_str()).collect();
    let more: Vec<Link> = found
        .into_iter()
        .filter(|link| !known.contains(link.target.as_str()))
        .map(|link| Link { place: Place::Unseen, ..link })
        .collect();
    links.extend(more);
}
