//! Steps over time: how something stood, from one look to the next.

use jiff::{Timestamp, tz::TimeZone};

use crate::drawing::{Drawing, number, percent};
use crate::{Cell, Figure, FigureId, Svg, Table};

/// The distance between two levels, in pixels: room for the level's words above its line.
const LEVEL: f64 = 44.0;
/// Above the highest level's line.
const TOP: f64 = 26.0;
/// Below the lowest level's line, for the dates.
const BOTTOM: f64 = 34.0;

/// From this moment on it stood at this level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepPoint {
    /// When it was seen.
    pub at: Timestamp,
    /// An index into [`StepChart::levels`]; one past the end counts as the highest.
    pub level: usize,
}

/// How something stood over time. Between two looks the line stays level: nobody looked.
#[derive(Debug, Clone)]
pub struct StepChart {
    /// Once on its page.
    pub id: FigureId,
    /// What is shown, for example `Promises kept since you joined`.
    pub title: String,
    /// What each level is called, the lowest first.
    pub levels: Vec<String>,
    /// In the order of time.
    pub points: Vec<StepPoint>,
    /// Where the line ends: as a rule now.
    pub until: Timestamp,
    /// In which days are told.
    pub time_zone: TimeZone,
}

impl StepChart {
    fn level_name(&self, point: &StepPoint) -> &str {
        self.levels.get(point.level).or(self.levels.last()).map_or("", String::as_str)
    }

    fn day(&self, at: Timestamp) -> String {
        at.to_zoned(self.time_zone.clone()).strftime("%-d %B %Y").to_string()
    }

    fn height_of(&self, level: usize) -> f64 {
        let highest = self.levels.len().saturating_sub(1);
        TOP + LEVEL * (highest - level.min(highest)) as f64
    }

    fn draw_levels(&self, drawing: &mut Drawing) {
        for (level, name) in self.levels.iter().enumerate() {
            let y = self.height_of(level);
            let (line, words) = (number(y), number(y - 8.0));
            let ends = [("x1", "0"), ("x2", "100%"), ("y1", line.as_str()), ("y2", line.as_str())];
            let ink = [("class", "wh-chart__grid"), ("stroke", "#b8c0c9")];
            drawing.shape("line", &[&ink[..], &ends].concat());
            let text = [
                ("class", "wh-chart__axis"),
                ("x", "0"),
                ("y", words.as_str()),
                ("font-size", "14"),
                ("fill", "currentColor"),
            ];
            drawing.words("text", &text, name);
        }
    }

    fn draw_line(&self, drawing: &mut Drawing, first: Timestamp) {
        let seconds = |at: Timestamp| (at.as_second() - first.as_second()) as f64;
        let whole = seconds(self.until);
        let across = |at: Timestamp| percent(seconds(at).clamp(0.0, whole.max(0.0)), whole);
        let ends = self.points.iter().skip(1).map(|p| (across(p.at), Some(p.level)));
        let ends = ends.chain([("100%".to_owned(), None)]);
        for (point, (end, next)) in self.points.iter().zip(ends) {
            let y = self.height_of(point.level);
            stroke(drawing, &across(point.at), &end, y, y);
            if let Some(next) = next.filter(|next| *next != point.level) {
                stroke(drawing, &end, &end, y, self.height_of(next));
            }
        }
        for point in &self.points {
            let (x, y) = (across(point.at), number(self.height_of(point.level)));
            let dot = [
                ("class", "wh-chart__dot"),
                ("cx", x.as_str()),
                ("cy", y.as_str()),
                ("r", "4"),
                ("fill", "currentColor"),
            ];
            drawing.shape("circle", &dot);
        }
    }
}

fn stroke(drawing: &mut Drawing, from: &str, to: &str, y1: f64, y2: f64) {
    let (y1, y2) = (number(y1), number(y2));
    let line = [
        ("class", "wh-chart__line"),
        ("x1", from),
        ("x2", to),
        ("y1", y1.as_str()),
        ("y2", y2.as_str()),
        ("stroke", "currentColor"),
        ("stroke-width", "3"),
        ("stroke-linecap", "round"),
    ];
    drawing.shape("line", &line);
}

impl Figure for StepChart {
    fn svg(&self) -> Svg {
        let baseline = self.height_of(0);
        let height = number(baseline + BOTTOM);
        let attributes = [
            ("class", "wh-chart wh-chart--steps"),
            ("role", "img"),
            ("width", "100%"),
            ("height", height.as_str()),
            // The first and the last dot stand on the edge.
            ("overflow", "visible"),
        ];
        let mut drawing = Drawing::open(&self.id, &attributes, &self.title, &self.summary());
        self.draw_levels(&mut drawing);
        if let Some(first) = self.points.first() {
            self.draw_line(&mut drawing, first.at);
            let y = number(baseline + 24.0);
            for (x, anchor, at) in [("0", "start", first.at), ("100%", "end", self.until)] {
                let text = [
                    ("class", "wh-chart__axis"),
                    ("x", x),
                    ("y", y.as_str()),
                    ("text-anchor", anchor),
                    ("font-size", "14"),
                    ("fill", "currentColor"),
                ];
                drawing.words("text", &text, &self.day(at));
            }
        }
        drawing.close()
    }

    fn table(&self) -> Table {
        let rows =
            self.points.iter().map(|p| vec![Cell::words(self.day(p.at)), Cell::words(self.level_name(p))]);
        Table {
            caption: self.title.clone(),
            headings: vec!["Day".to_owned(), "How it stood".to_owned()],
            rows: rows.collect(),
        }
    }

    fn summary(&self) -> String {
        match (self.points.first(), self.points.last()) {
            (Some(first), Some(last)) if self.points.len() > 1 => format!(
                "On {}: {}. On {}: {}.",
                self.day(first.at),
                self.level_name(first),
                self.day(last.at),
                self.level_name(last)
            ),
            (Some(only), _) => format!("On {}: {}.", self.day(only.at), self.level_name(only)),
            _ => "Nothing has been looked at yet.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::tests::{by_line, check_markup, hostile};

    fn chart(points: &[(&str, usize)]) -> StepChart {
        StepChart {
            id: FigureId::parse("history").unwrap(),
            title: "Promises kept".into(),
            levels: ["None", "One", "Two"].map(String::from).to_vec(),
            points: points
                .iter()
                .map(|(at, level)| StepPoint { at: at.parse().unwrap(), level: *level })
                .collect(),
            until: "2026-03-11T12:00:00Z".parse().unwrap(),
            time_zone: TimeZone::get("Europe/London").unwrap(),
        }
    }

    #[test]
    fn picture_table_and_sentence_say_the_same() {
        let chart = chart(&[("2026-03-01T12:00:00Z", 0), ("2026-03-06T12:00:00Z", 2)]);
        assert_eq!(chart.summary(), "On 1 March 2026: None. On 6 March 2026: Two.");
        assert_eq!(chart.table().rows.len(), 2);
        insta::assert_snapshot!(by_line(&chart.svg()), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="history-title history-desc" class="wh-chart wh-chart--steps" role="img" width="100%" height="148" overflow="visible">
    <title id="history-title">Promises kept</title>
    <desc id="history-desc">On 1 March 2026: None. On 6 March 2026: Two.</desc>
    <line class="wh-chart__grid" stroke="#b8c0c9" x1="0" x2="100%" y1="114" y2="114"/>
    <text class="wh-chart__axis" x="0" y="106" font-size="14" fill="currentColor">None</text>
    <line class="wh-chart__grid" stroke="#b8c0c9" x1="0" x2="100%" y1="70" y2="70"/>
    <text class="wh-chart__axis" x="0" y="62" font-size="14" fill="currentColor">One</text>
    <line class="wh-chart__grid" stroke="#b8c0c9" x1="0" x2="100%" y1="26" y2="26"/>
    <text class="wh-chart__axis" x="0" y="18" font-size="14" fill="currentColor">Two</text>
    <line class="wh-chart__line" x1="0%" x2="50%" y1="114" y2="114" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>
    <line class="wh-chart__line" x1="50%" x2="50%" y1="114" y2="26" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>
    <line class="wh-chart__line" x1="50%" x2="100%" y1="26" y2="26" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>
    <circle class="wh-chart__dot" cx="0%" cy="114" r="4" fill="currentColor"/>
    <circle class="wh-chart__dot" cx="50%" cy="26" r="4" fill="currentColor"/>
    <text class="wh-chart__axis" x="0" y="138" text-anchor="start" font-size="14" fill="currentColor">1 March 2026</text>
    <text class="wh-chart__axis" x="100%" y="138" text-anchor="end" font-size="14" fill="currentColor">11 March 2026</text>
    </svg>
    "##);
    }

    #[test]
    fn no_look_one_look_and_a_look_after_the_end_are_drawn() {
        assert_eq!(chart(&[]).summary(), "Nothing has been looked at yet.");
        check_markup(&chart(&[]).svg());
        check_markup(&chart(&[("2026-03-11T12:00:00Z", 9)]).svg());
        check_markup(&chart(&[("2026-03-12T12:00:00Z", 1)]).svg());
        let without_levels = StepChart { levels: vec![], ..chart(&[("2026-03-01T12:00:00Z", 1)]) };
        check_markup(&without_levels.svg());
    }

    #[test]
    fn hostile_names_stay_text() {
        let mut chart = chart(&[("2026-03-01T12:00:00Z", 0)]);
        chart.title = hostile().into();
        chart.levels = vec![hostile().into()];
        check_markup(&chart.svg());
    }

    #[test]
    fn days_are_those_of_the_place() {
        // Half an hour before midnight UTC is the next day in London's summer.
        let chart = chart(&[("2026-06-30T23:30:00Z", 0)]);
        assert_eq!(chart.summary(), "On 1 July 2026: None.");
    }
}
