//! Colours and letters.

use super::Section;
use super::samples::{Colours, Typography};
use crate::face::content::Content;

pub(super) fn sections() -> Vec<Section> {
    vec![
        Section::new(
            "colours",
            "Colours",
            "The hour before dawn. One warm light stands on the one next thing of a page and nowhere else.",
        )
        .with("In the light or the dark, as the reader's machine is set", Content::of(&Colours)),
        Section::new("typography", "Letters", "Atkinson Hyperlegible Next, made for people who see little.")
            .with("Headings and texts", Content::of(&Typography)),
    ]
}
