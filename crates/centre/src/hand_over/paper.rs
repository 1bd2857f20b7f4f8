//! A pack as somebody reads it: on a page, on paper, in a file of text.

use serde::{Deserialize, Serialize};

/// The longest piece of a story that is one paragraph on paper, in characters.
const LONGEST_PIECE: usize = 1_500;
/// The most entries of one list on paper.
const MOST_ENTRIES: usize = 40;

/// One thing on a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Words(String),
    /// A paragraph that nobody should miss.
    Strong(String),
    /// Names and what belongs to them.
    Facts(Vec<(String, String)>),
    /// Points in no order.
    Points(Vec<String>),
}

/// One part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// What stands there.
    pub blocks: Vec<Block>,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its heading.
    pub title: String,
    /// Its parts, in the order in which the recipient asks.
    pub parts: Vec<Part>,
}

impl Paper {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), parts: Vec::new() }
    }

    /// Adds a part with these blocks, of which the empty ones are left out; a part without any is left out too.
    pub(super) fn part(mut self, title: impl Into<String>, blocks: Vec<Block>) -> Self {
        let blocks: Vec<Block> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
        if !blocks.is_empty() {
            self.parts.push(Part { title: title.into(), blocks });
        }
        self
    }

    /// The paper as text.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for part in &self.parts {
            text.push_str(&format!("\n{}\n", part.title));
            for block in &part.blocks {
                match block {
                    Block::Words(words) | Block::Strong(words) => text.push_str(&format!("{words}\n")),
                    Block::Facts(facts) => {
                        facts.iter().for_each(|(name, fact)| text.push_str(&format!("{name}: {fact}\n")));
                    }
                    Block::Points(points) => {
                        points.iter().for_each(|point| text.push_str(&format!("- {point}\n")));
                    }
                }
            }
        }
        text
    }
}

impl Block {
    fn is_empty(&self) -> bool {
        match self {
            Self::Words(words) | Self::Strong(words) => words.trim().is_empty(),
            Self::Facts(facts) => facts.is_empty(),
            Self::Points(points) => points.is_empty(),
        }
    }

    /// The facts that are there.
    pub(super) fn facts<const N: usize>(facts: [(&str, Option<String>); N]) -> Self {
        let there = facts.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), fact?)));
        Self::Facts(there.collect())
    }

    /// The lines as lists that each fit on paper.
    pub(super) fn points(lines: impl IntoIterator<Item = String>) -> Vec<Self> {
        let lines: Vec<String> = lines.into_iter().collect();
        lines.chunks(MOST_ENTRIES).map(|some| Self::Points(some.to_vec())).collect()
    }

    /// A story as paragraphs that each fit on paper. Nothing of it is left out; lines follow each other in a paragraph
    /// where there are many.
    pub(super) fn story(text: &str) -> Vec<Self> {
        let mut pieces: Vec<String> = Vec::new();
        let mut piece = String::new();
        let mut length = 0;
        for word in text.split_whitespace().flat_map(|word| broken(word, LONGEST_PIECE)) {
            let more = word.chars().count() + 1;
            if length + more > LONGEST_PIECE {
                pieces.push(std::mem::take(&mut piece));
                length = 0;
            }
            if !piece.is_empty() {
                piece.push(' ');
            }
            piece.push_str(&word);
            length += more;
        }
        pieces.push(piece);
        pieces.into_iter().map(Self::Words).collect()
    }
}

/// A word in pieces of so many signs at most.
fn broken(word: &str, most: usize) -> Vec<String> {
    let signs: Vec<char> = word.chars().collect();
    signs.chunks(most - 1).map(|some| some.iter().collect()).collect()
}
