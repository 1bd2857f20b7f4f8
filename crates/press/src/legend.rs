//! The key to a map, and the plain colours that map and key share.

use crate::drawing::{Drawing, number};
use crate::{FigureId, Svg};

/// The height of a line of the key, in pixels.
const ROW: f64 = 30.0;

/// One line of the key.
pub(crate) struct LegendRow {
    /// The end of the area's class: `step-3`, `hidden`, `none`.
    pub(crate) look: String,
    /// What stands in the swatch.
    pub(crate) sign: String,
    /// What it means.
    pub(crate) text: String,
}

/// The plain fill of an area. Five blues that stay apart for colour-blind eyes and in grey.
pub(crate) fn fill(id: &FigureId, look: &str) -> String {
    match look {
        "step-1" => "#dbe5ef".to_owned(),
        "step-2" => "#b3c8dd".to_owned(),
        "step-3" => "#84a5c6".to_owned(),
        "step-4" => "#456f9b".to_owned(),
        "step-5" => "#1c3f66".to_owned(),
        "hidden" => format!("url(#{id}-hatch)"),
        _ => "#e6e2da".to_owned(),
    }
}

/// The plain colour of a sign on that fill: at least 4.5 to 1.
pub(crate) fn ink(look: &str) -> &'static str {
    match look {
        "step-4" | "step-5" => "#fff",
        _ => "#12263c",
    }
}

/// Defines the hatching for figures too small to show, `gap` units from stroke to stroke.
pub(crate) fn define_hatch(drawing: &mut Drawing, id: &FigureId, gap: f64) {
    let (name, gap) = (format!("{id}-hatch"), number(gap));
    drawing.start("defs", &[]);
    let pattern = [
        ("id", name.as_str()),
        ("width", gap.as_str()),
        ("height", gap.as_str()),
        ("patternUnits", "userSpaceOnUse"),
        ("patternTransform", "rotate(45)"),
    ];
    drawing.start("pattern", &pattern);
    // The ground is larger than the tile, so that a theme's stroke around areas stays outside.
    let ground = [
        ("class", "wh-map__area--none"),
        ("x", "-9"),
        ("y", "-9"),
        ("width", "40"),
        ("height", "40"),
        ("fill", "#e6e2da"),
    ];
    drawing.shape("rect", &ground);
    let stroke =
        [("class", "wh-map__hatch"), ("y2", gap.as_str()), ("stroke", "#8a94a0"), ("stroke-width", "3")];
    drawing.shape("line", &stroke);
    drawing.end("pattern");
    drawing.end("defs");
}

/// Draws the key: a swatch and its meaning on each line.
pub(crate) fn draw(id: &FigureId, rows: &[LegendRow]) -> Svg {
    let height = number(ROW * rows.len().max(1) as f64);
    let attributes = [("class", "wh-legend"), ("width", "100%"), ("height", height.as_str())];
    let mut drawing = Drawing::open_silent(&attributes);
    // The key hatches by itself: its units are pixels, the map's are not.
    let hatch_id = id.for_legend();
    define_hatch(&mut drawing, &hatch_id, 6.0);
    for (i, row) in rows.iter().enumerate() {
        draw_row(&mut drawing, &hatch_id, row, ROW * i as f64);
    }
    drawing.close()
}

fn draw_row(drawing: &mut Drawing, id: &FigureId, row: &LegendRow, top: f64) {
    let (y, baseline) = (number(top + 3.0), number(top + 20.0));
    let class = format!("wh-legend__swatch wh-map__area wh-map__area--{}", row.look);
    let fill = fill(id, &row.look);
    let swatch = [
        ("class", class.as_str()),
        ("x", "1"),
        ("y", y.as_str()),
        ("width", "34"),
        ("height", "24"),
        ("fill", fill.as_str()),
        ("stroke", "#fff"),
    ];
    drawing.shape("rect", &swatch);
    let class = format!("wh-map__label wh-map__label--{}", row.look);
    let sign = [
        ("class", class.as_str()),
        ("x", "18"),
        ("y", baseline.as_str()),
        ("text-anchor", "middle"),
        ("font-size", "15"),
        ("fill", ink(&row.look)),
    ];
    drawing.words("text", &sign, &row.sign);
    let text = [
        ("class", "wh-legend__text"),
        ("x", "44"),
        ("y", baseline.as_str()),
        ("font-size", "16"),
        ("fill", "currentColor"),
    ];
    drawing.words("text", &text, &row.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of `#rrggbb` or `#fff` (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let digits = colour.trim_start_matches('#');
        let digits = if digits.len() == 3 { digits.repeat(2) } else { digits.to_owned() };
        let channel = |i: usize| {
            let value = f64::from(u8::from_str_radix(&digits[i..i + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn every_sign_can_be_read_on_its_area() {
        let id = FigureId::parse("map").unwrap();
        for look in ["step-1", "step-2", "step-3", "step-4", "step-5"] {
            let (a, b) = (luminance(&fill(&id, look)), luminance(ink(look)));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{look}: {contrast}");
        }
    }

    #[test]
    fn classes_grow_darker() {
        let id = FigureId::parse("map").unwrap();
        let steps = ["step-1", "step-2", "step-3", "step-4", "step-5"].map(|l| luminance(&fill(&id, l)));
        assert!(steps.is_sorted_by(|a, b| a > b), "{steps:?}");
    }
}
