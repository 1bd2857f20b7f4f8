//! What is in a pack, on a page: the same parts in the same order as on paper.

use askama::Template;
use centre::hand_over::{self, Paper};

use crate::face::components::{SummaryList, SummaryRow};

/// A paper on a page, under a heading of the page's own.
#[derive(Debug, Clone, Template)]
#[template(path = "hand_over/paper.html")]
pub(crate) struct PaperShown {
    title: String,
    parts: Vec<PartShown>,
}

#[derive(Debug, Clone)]
struct PartShown {
    title: String,
    blocks: Vec<BlockShown>,
}

#[derive(Debug, Clone)]
enum BlockShown {
    Words(String),
    Strong(String),
    Facts(Box<SummaryList>),
    Points(Vec<String>),
}

impl From<Paper> for PaperShown {
    fn from(paper: Paper) -> Self {
        let part = |part: hand_over::Part| PartShown {
            title: part.title,
            blocks: part.blocks.into_iter().map(BlockShown::from).collect(),
        };
        Self { title: paper.title, parts: paper.parts.into_iter().map(part).collect() }
    }
}

impl From<hand_over::Block> for BlockShown {
    fn from(block: hand_over::Block) -> Self {
        match block {
            hand_over::Block::Words(words) => Self::Words(words),
            hand_over::Block::Strong(words) => Self::Strong(words),
            hand_over::Block::Points(points) => Self::Points(points),
            hand_over::Block::Facts(facts) => Self::Facts(Box::new(SummaryList {
                rows: facts.into_iter().map(|(name, fact)| SummaryRow::new(name, fact)).collect(),
                ..SummaryList::default()
            })),
        }
    }
}

impl askama::filters::HtmlSafe for PaperShown {}
