//! Strips of states: how promises stood from check to check, or how many members keep them.

use terms::PromiseState;

use crate::drawing::{Drawing, cut, number, percent};
use crate::{Cell, Figure, FigureId, Svg, Table};

/// The height of a strip with its words above, in pixels.
const ROW: f64 = 58.0;
/// A part narrower than this share of the strip has no room for its sign.
const SHARE_WITH_ROOM: f64 = 0.07;
/// The most signs of a label: what fits on a screen 320 pixels wide.
const LONGEST_LABEL: usize = 38;

/// One part of a strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its state.
    pub state: PromiseState,
    /// How wide it is: 1 for one check, or a number of members.
    pub weight: u64,
    /// What stands in the table: the day of the check, or nothing.
    pub name: String,
}

/// One strip with its parts from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripRow {
    /// What it shows, for example `Nobody can send mail as you`.
    pub label: String,
    /// From left to right.
    pub parts: Vec<Part>,
}

/// Strips of states, one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripChart {
    /// Once on its page.
    pub id: FigureId,
    /// What is shown.
    pub title: String,
    /// The heading of the strips' names: `Promise`.
    pub label_heading: String,
    /// The heading of the parts' names: `Check`.
    pub part_heading: String,
    /// The heading of the weights, where they mean something: `Members`.
    pub weight_heading: Option<String>,
    /// From top to bottom.
    pub rows: Vec<StripRow>,
}

impl Figure for StripChart {
    fn svg(&self) -> Svg {
        let height = number(ROW * self.rows.len().max(1) as f64);
        let attributes = [
            ("class", "wh-chart wh-chart--strip"),
            ("role", "img"),
            ("width", "100%"),
            ("height", height.as_str()),
        ];
        let mut drawing = Drawing::open(&self.id, &attributes, &self.title, &self.summary());
        for (i, row) in self.rows.iter().enumerate() {
            draw_row(&mut drawing, row, ROW * i as f64);
        }
        drawing.close()
    }

    fn table(&self) -> Table {
        let mut headings = vec![self.label_heading.clone(), self.part_heading.clone(), "State".to_owned()];
        headings.extend(self.weight_heading.clone());
        let rows = self.rows.iter().flat_map(|row| row.parts.iter().map(move |part| (row, part)));
        let rows = rows.map(|(row, part)| {
            let mut cells =
                vec![Cell::words(&row.label), Cell::words(&part.name), Cell::words(words(part.state))];
            cells.extend(self.weight_heading.as_ref().map(|_| Cell::number(part.weight)));
            cells
        });
        Table { caption: self.title.clone(), headings, rows: rows.collect() }
    }

    fn summary(&self) -> String {
        let told: Vec<_> =
            self.rows.iter().filter_map(|row| row_summary(row, self.weight_heading.is_some())).collect();
        if told.is_empty() {
            "Nothing has been looked at yet.".to_owned()
        } else {
            format!("{}.", told.join("; "))
        }
    }
}

/// Weighed strips tell the share that is kept; others how it stands at the end.
fn row_summary(row: &StripRow, is_weighed: bool) -> Option<String> {
    let last = row.parts.last()?;
    if !is_weighed {
        return Some(format!("{}: {} now", row.label, words(last.state)));
    }
    let sum = |weights: &mut dyn Iterator<Item = u64>| weights.fold(0, u64::saturating_add);
    let whole = sum(&mut row.parts.iter().map(|p| p.weight));
    let kept = row.parts.iter().filter(|p| p.state == PromiseState::Kept);
    let kept = sum(&mut kept.map(|p| p.weight));
    Some(format!("{}: kept by {kept} of {whole}", row.label))
}

fn words(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => "kept",
        PromiseState::Partly => "partly kept",
        PromiseState::NotKept => "not kept",
        PromiseState::CouldNotCheck => "could not check",
    }
}

/// Class, plain colour, and the sign that says the same without colour.
fn look(state: PromiseState) -> (&'static str, &'static str, &'static str) {
    match state {
        PromiseState::Kept => ("wh-chart__part wh-chart__part--kept", "#2b6f52", TICK),
        PromiseState::Partly => ("wh-chart__part wh-chart__part--partly", "#7a6326", HALF_DISC),
        PromiseState::NotKept => ("wh-chart__part wh-chart__part--not-kept", "#9c3a34", CROSS),
        PromiseState::CouldNotCheck => {
            ("wh-chart__part wh-chart__part--could-not-check", "#5d6670", QUESTION_MARK)
        }
    }
}

const TICK: &str = "M-7 0l2-2 3 3 7-7 2 2-9 9z";
const HALF_DISC: &str = "M0-6a6 6 0 0 1 0 12a6 6 0 0 1 0-12zM0-4a4 4 0 0 0 0 8z";
const CROSS: &str = "M-5.5-3.5l2-2L0-2l3.5-3.5 2 2L2 0l3.5 3.5-2 2L0 2l-3.5 3.5-2-2L-2 0z";
const QUESTION_MARK: &str =
    "M-4-2.6a4 4 0 1 1 5.2 3.9v1.2h-2.4v-3.1h1a1.7 1.7 0 1 0-1.5-2zM-1.2 3.9h2.4v2.3h-2.4z";

fn draw_row(drawing: &mut Drawing, row: &StripRow, top: f64) {
    let baseline = number(top + 18.0);
    let text = [
        ("class", "wh-chart__label"),
        ("x", "0"),
        ("y", baseline.as_str()),
        ("font-size", "16"),
        ("fill", "currentColor"),
    ];
    drawing.words("text", &text, &cut(&row.label, LONGEST_LABEL));
    let whole: f64 = row.parts.iter().map(|p| p.weight as f64).sum();
    let mut before = 0.0;
    for (state, weight) in runs(&row.parts) {
        draw_run(drawing, state, (before, weight, whole), top + 25.0);
        before += weight;
    }
}

/// Neighbours of one state are drawn as one part.
fn runs(parts: &[Part]) -> Vec<(PromiseState, f64)> {
    let mut runs: Vec<(PromiseState, f64)> = Vec::new();
    for part in parts.iter().filter(|p| p.weight > 0) {
        match runs.last_mut() {
            Some((state, weight)) if *state == part.state => *weight += part.weight as f64,
            _ => runs.push((part.state, part.weight as f64)),
        }
    }
    runs
}

fn draw_run(drawing: &mut Drawing, state: PromiseState, (before, weight, whole): (f64, f64, f64), y: f64) {
    let (class, colour, sign) = look(state);
    let (x, width, y_text) = (percent(before, whole), percent(weight, whole), number(y));
    let rect = [
        ("class", class),
        ("x", x.as_str()),
        ("y", y_text.as_str()),
        ("width", width.as_str()),
        ("height", "22"),
        ("fill", colour),
        ("stroke", "#fff"),
        ("stroke-width", "1"),
    ];
    drawing.shape("rect", &rect);
    if weight / whole < SHARE_WITH_ROOM {
        return;
    }
    let (middle, y) = (percent(before + weight / 2.0, whole), number(y + 11.0));
    drawing.start("svg", &[("x", middle.as_str()), ("y", y.as_str()), ("overflow", "visible")]);
    let path = [("class", "wh-chart__sign"), ("d", sign), ("fill", "#fff"), ("fill-rule", "evenodd")];
    drawing.shape("path", &path);
    drawing.end("svg");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::tests::{by_line, check_markup, hostile};
    use PromiseState::{CouldNotCheck, Kept, NotKept, Partly};

    fn chart(parts: &[(PromiseState, u64)]) -> StripChart {
        let part = |(state, weight): &(PromiseState, u64)| Part {
            state: *state,
            weight: *weight,
            name: "1 May".into(),
        };
        StripChart {
            id: FigureId::parse("strip").unwrap(),
            title: "Your promises".into(),
            label_heading: "Promise".into(),
            part_heading: "Check".into(),
            weight_heading: None,
            rows: vec![StripRow { label: "Mail is yours".into(), parts: parts.iter().map(part).collect() }],
        }
    }

    #[test]
    fn neighbours_of_one_state_are_drawn_as_one() {
        let chart = chart(&[(NotKept, 1), (NotKept, 1), (Kept, 2)]);
        assert_eq!(chart.summary(), "Mail is yours: kept now.");
        assert_eq!(chart.table().rows.len(), 3);
        insta::assert_snapshot!(by_line(&chart.svg()), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="strip-title strip-desc" class="wh-chart wh-chart--strip" role="img" width="100%" height="58">
    <title id="strip-title">Your promises</title>
    <desc id="strip-desc">Mail is yours: kept now.</desc>
    <text class="wh-chart__label" x="0" y="18" font-size="16" fill="currentColor">Mail is yours</text>
    <rect class="wh-chart__part wh-chart__part--not-kept" x="0%" y="25" width="50%" height="22" fill="#9c3a34" stroke="#fff" stroke-width="1"/>
    <svg x="25%" y="36" overflow="visible">
    <path class="wh-chart__sign" d="M-5.5-3.5l2-2L0-2l3.5-3.5 2 2L2 0l3.5 3.5-2 2L0 2l-3.5 3.5-2-2L-2 0z" fill="#fff" fill-rule="evenodd"/>
    </svg>
    <rect class="wh-chart__part wh-chart__part--kept" x="50%" y="25" width="50%" height="22" fill="#2b6f52" stroke="#fff" stroke-width="1"/>
    <svg x="75%" y="36" overflow="visible">
    <path class="wh-chart__sign" d="M-7 0l2-2 3 3 7-7 2 2-9 9z" fill="#fff" fill-rule="evenodd"/>
    </svg>
    </svg>
    "##);
    }

    #[test]
    fn weighed_strips_tell_shares() {
        let mut chart = chart(&[(Kept, 30), (Partly, 20), (NotKept, 40), (CouldNotCheck, 10)]);
        chart.weight_heading = Some("Members".into());
        assert_eq!(chart.summary(), "Mail is yours: kept by 30 of 100.");
        let csv = chart.csv();
        assert_eq!(csv.lines().next(), Some("\u{feff}\"Promise\",\"Check\",\"State\",\"Members\""));
        assert_eq!(csv.lines().last(), Some("\"Mail is yours\",\"1 May\",\"could not check\",\"10\""));
        check_markup(&chart.svg());
    }

    #[test]
    fn nothing_and_hostile_names_are_drawn() {
        assert_eq!(chart(&[]).summary(), "Nothing has been looked at yet.");
        check_markup(&chart(&[]).svg());
        check_markup(&chart(&[(Kept, 0)]).svg());
        let mut chart = chart(&[(CouldNotCheck, 1)]);
        chart.rows[0].label = hostile().into();
        check_markup(&chart.svg());
    }
}
