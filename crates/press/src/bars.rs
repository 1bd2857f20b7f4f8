//! Lying bars: how many of each.

use crate::drawing::{Drawing, cut, number, percent};
use crate::figure::{counted, grouped};
use crate::{Cell, Figure, FigureId, Svg, Table};

/// The height of a bar with its words above, in pixels.
const ROW: f64 = 46.0;
/// The most signs of a label: what fits beside a figure on a screen 320 pixels wide.
const LONGEST_LABEL: usize = 30;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// How many.
    pub value: u64,
    /// Whether it is the one that the page is about.
    pub is_marked: bool,
}

/// Counts side by side, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// Once on its page.
    pub id: FigureId,
    /// What is counted, for example `Members by sector`.
    pub title: String,
    /// The heading of the labels: `Sector`.
    pub label_heading: String,
    /// What one and many of the counted are called: `("member", "members")`.
    pub noun: (String, String),
    /// The bars.
    pub bars: Vec<Bar>,
}

impl BarChart {
    fn noun(&self) -> (&str, &str) {
        (&self.noun.0, &self.noun.1)
    }
}

impl Figure for BarChart {
    fn svg(&self) -> Svg {
        let height = number(ROW * self.bars.len().max(1) as f64);
        let attributes = [
            ("class", "wh-chart wh-chart--bars"),
            ("role", "img"),
            ("width", "100%"),
            ("height", height.as_str()),
        ];
        let mut drawing = Drawing::open(&self.id, &attributes, &self.title, &self.summary());
        let most = self.bars.iter().map(|b| b.value).max().unwrap_or(0) as f64;
        for (i, bar) in self.bars.iter().enumerate() {
            draw_bar(&mut drawing, bar, ROW * i as f64, most);
        }
        drawing.close()
    }

    fn table(&self) -> Table {
        let rows = self.bars.iter().map(|b| vec![Cell::words(&b.label), Cell::number(b.value)]);
        Table {
            caption: self.title.clone(),
            headings: vec![self.label_heading.clone(), capitalised(&self.noun.1)],
            rows: rows.collect(),
        }
    }

    fn summary(&self) -> String {
        let total: u64 = self.bars.iter().map(|b| b.value).fold(0, u64::saturating_add);
        let most = self.bars.iter().max_by_key(|b| b.value).filter(|b| b.value > 0);
        match (most, self.bars.len()) {
            (None, _) => format!("No {} yet.", self.noun.1),
            (Some(only), 1) => format!("{}: {}.", only.label, counted(only.value, self.noun())),
            (Some(most), _) => {
                format!(
                    "{} in all; the most in {}, {}.",
                    counted(total, self.noun()),
                    most.label,
                    grouped(most.value)
                )
            }
        }
    }
}

fn draw_bar(drawing: &mut Drawing, bar: &Bar, top: f64, most: f64) {
    let baseline = number(top + 18.0);
    let text = [("y", baseline.as_str()), ("font-size", "16"), ("fill", "currentColor")];
    let label = [&[("class", "wh-chart__label"), ("x", "0")][..], &text].concat();
    drawing.words("text", &label, &cut(&bar.label, LONGEST_LABEL));
    let value = [&[("class", "wh-chart__value"), ("x", "100%"), ("text-anchor", "end")][..], &text].concat();
    drawing.words("text", &value, &grouped(bar.value));
    let (y, width) = (number(top + 25.0), percent(bar.value as f64, most));
    let place = [("x", "0"), ("y", y.as_str()), ("height", "12"), ("rx", "2")];
    let track = [("class", "wh-chart__track"), ("width", "100%"), ("fill", "#dfe3e8")];
    drawing.shape("rect", &[&track[..], &place].concat());
    let class = if bar.is_marked { "wh-chart__bar wh-chart__bar--marked" } else { "wh-chart__bar" };
    let strong = [("class", class), ("width", width.as_str()), ("fill", "#456f9b")];
    drawing.shape("rect", &[&strong[..], &place].concat());
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::tests::{by_line, check_markup, hostile};

    fn chart(bars: &[(&str, u64)]) -> BarChart {
        BarChart {
            id: FigureId::parse("by-sector").unwrap(),
            title: "Members by sector".into(),
            label_heading: "Sector".into(),
            noun: ("member".into(), "members".into()),
            bars: bars.iter().map(|(l, v)| Bar { label: (*l).into(), value: *v, is_marked: false }).collect(),
        }
    }

    #[test]
    fn picture_table_sentence_and_file_say_the_same() {
        let chart = chart(&[("Shops", 1200), ("Farms", 300)]);
        assert_eq!(chart.summary(), "1,500 members in all; the most in Shops, 1,200.");
        assert_eq!(
            chart.csv(),
            "\u{feff}\"Sector\",\"Members\"\r\n\"Shops\",\"1200\"\r\n\"Farms\",\"300\"\r\n"
        );
        insta::assert_snapshot!(by_line(&chart.svg()), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="by-sector-title by-sector-desc" class="wh-chart wh-chart--bars" role="img" width="100%" height="92">
    <title id="by-sector-title">Members by sector</title>
    <desc id="by-sector-desc">1,500 members in all; the most in Shops, 1,200.</desc>
    <text class="wh-chart__label" x="0" y="18" font-size="16" fill="currentColor">Shops</text>
    <text class="wh-chart__value" x="100%" text-anchor="end" y="18" font-size="16" fill="currentColor">1,200</text>
    <rect class="wh-chart__track" width="100%" fill="#dfe3e8" x="0" y="25" height="12" rx="2"/>
    <rect class="wh-chart__bar" width="100%" fill="#456f9b" x="0" y="25" height="12" rx="2"/>
    <text class="wh-chart__label" x="0" y="64" font-size="16" fill="currentColor">Farms</text>
    <text class="wh-chart__value" x="100%" text-anchor="end" y="64" font-size="16" fill="currentColor">300</text>
    <rect class="wh-chart__track" width="100%" fill="#dfe3e8" x="0" y="71" height="12" rx="2"/>
    <rect class="wh-chart__bar" width="25%" fill="#456f9b" x="0" y="71" height="12" rx="2"/>
    </svg>
    "##);
    }

    #[test]
    fn nothing_to_show_is_said() {
        assert_eq!(chart(&[]).summary(), "No members yet.");
        assert_eq!(chart(&[("Shops", 0)]).summary(), "No members yet.");
        check_markup(&chart(&[("Shops", 0)]).svg());
    }

    #[test]
    fn hostile_names_stay_text() {
        let mut chart = chart(&[(hostile(), u64::MAX), (hostile(), u64::MAX)]);
        chart.title = hostile().into();
        check_markup(&chart.svg());
    }
}
