//! The badge that a member shows: a plate with its own ground and edge, legible on light and dark pages alike.

use crate::drawing::{Drawing, cut};
use crate::{FigureId, Svg};

/// Width and height of the plate, in pixels.
pub const BADGE_SIZE: (u32, u32) = (240, 72);
/// The most letters of a line that the plate has room for.
const LONGEST_LINE: usize = 30;

/// What a badge says. Title and description are spoken by screen readers.
#[derive(Debug, Clone, Copy)]
pub struct Badge<'a> {
    /// What it is.
    pub title: &'a str,
    /// What it means, in one sentence.
    pub description: &'a str,
    /// The large line.
    pub large: &'a str,
    /// The small lines below it; an empty one leaves its place free.
    pub small: [&'a str; 2],
    /// Whether it stands for a current check: then it has a tick. Without one it is grey, and says nothing bad.
    pub is_current: bool,
}

impl Badge<'_> {
    /// The drawing, as a file of its own.
    pub fn svg(&self) -> Svg {
        let id = FigureId::of_house("wh-badge");
        let (width, height) = (BADGE_SIZE.0.to_string(), BADGE_SIZE.1.to_string());
        let view = format!("0 0 {width} {height}");
        let (ground, quiet) = if self.is_current { ("#12263f", "#dbe4f0") } else { ("#4a5568", "#f0f2f5") };
        let attributes = [
            ("class", "wh-badge"),
            ("role", "img"),
            ("viewBox", view.as_str()),
            ("width", width.as_str()),
            ("height", height.as_str()),
        ];
        let mut drawing = Drawing::open(&id, &attributes, self.title, self.description);
        // The light edge keeps the plate apart from a dark page, the dark ground from a light one.
        drawing.shape(
            "rect",
            &[
                ("x", "1"),
                ("y", "1"),
                ("width", "238"),
                ("height", "70"),
                ("rx", "8"),
                ("fill", ground),
                ("stroke", "#ffffff"),
                ("stroke-width", "2"),
            ],
        );
        drawing.shape(
            "circle",
            &[
                ("cx", "36"),
                ("cy", "36"),
                ("r", "20"),
                ("fill", "none"),
                ("stroke", "#ffffff"),
                ("stroke-width", "3"),
            ],
        );
        let sign = if self.is_current { "M27 36l6 7l13 -14" } else { "M28 36h16" };
        drawing.shape(
            "path",
            &[
                ("d", sign),
                ("fill", "none"),
                ("stroke", "#ffffff"),
                ("stroke-width", "4"),
                ("stroke-linecap", "round"),
                ("stroke-linejoin", "round"),
            ],
        );
        self.line(&mut drawing, "28", "17", "#ffffff", "700", self.large);
        self.line(&mut drawing, "45", "12", quiet, "400", self.small[0]);
        self.line(&mut drawing, "60", "12", quiet, "400", self.small[1]);
        drawing.close()
    }

    fn line(&self, drawing: &mut Drawing, y: &str, size: &str, fill: &str, weight: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let attributes = [
            ("x", "68"),
            ("y", y),
            ("fill", fill),
            ("font-size", size),
            ("font-weight", weight),
            ("font-family", "Atkinson Hyperlegible Next, Verdana, sans-serif"),
        ];
        drawing.words("text", &attributes, &cut(text, LONGEST_LINE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::tests::{check_markup, hostile};

    fn badge(is_current: bool) -> Badge<'static> {
        let large = if is_current { "Checked" } else { "No current check" };
        Badge {
            title: "Checked by London Watchhouse",
            description: "Anna's Bakery keeps its promises.",
            large,
            small: ["by London Watchhouse", "counts until 5 December 2026"],
            is_current,
        }
    }

    #[test]
    fn it_says_what_it_means_and_has_its_own_ground() {
        let svg = badge(true).svg();
        check_markup(&svg);
        for part in [
            "<title id=\"wh-badge-title\">Checked by London Watchhouse</title>",
            "keeps its promises",
            "counts until 5 December 2026",
            "fill=\"#12263f\"",
        ] {
            assert!(svg.as_str().contains(part), "{part}: {svg}");
        }
    }

    #[test]
    fn without_a_current_check_it_is_plain_and_shames_nobody() {
        let svg = badge(false).svg();
        check_markup(&svg);
        assert!(svg.as_str().contains("No current check") && !svg.as_str().contains("M27 36"), "{svg}");
        for red in ["red", "#d4351c", "#ff0000", "fail"] {
            assert!(!svg.as_str().contains(red), "{red}");
        }
    }

    #[test]
    fn names_of_strangers_stay_words_and_fit() {
        let hostile = Badge {
            title: hostile(),
            description: hostile(),
            large: hostile(),
            small: [hostile(); 2],
            is_current: true,
        };
        check_markup(&hostile.svg());
        let long = "a".repeat(200);
        let svg = Badge { small: [&long, ""], ..badge(true) }.svg();
        assert!(!svg.as_str().contains(&"a".repeat(LONGEST_LINE)), "{svg}");
        assert!(svg.as_str().contains(&format!("{}…", "a".repeat(LONGEST_LINE - 1))));
    }
}
