//! Outlines as path data.

use centre::region::{Outline, Point};

/// The `d` of a path. Whole map units are finer than a pixel of any screen that a map is shown
/// on, and steps from point to point take half the signs that places would.
pub(crate) fn path_data(outline: &Outline) -> String {
    let rings = outline.polygons.iter().flat_map(|polygon| &polygon.rings);
    rings.map(|ring| ring_data(ring)).collect()
}

fn ring_data(ring: &[Point]) -> String {
    let whole = |p: &Point| (p.x.round() as i64, p.y.round() as i64);
    let Some((mut x, mut y)) = ring.first().map(whole) else { return String::new() };
    let mut data = format!("M{x} {y}l");
    for (next_x, next_y) in ring.iter().skip(1).map(whole) {
        let (dx, dy) = (next_x - x, next_y - y);
        if (dx, dy) == (0, 0) {
            continue;
        }
        if !data.ends_with('l') && dx >= 0 {
            data.push(' ');
        }
        data.push_str(&dx.to_string());
        if dy >= 0 {
            data.push(' ');
        }
        data.push_str(&dy.to_string());
        (x, y) = (next_x, next_y);
    }
    // A ring smaller than a unit is a dot: `l` needs a pair after it.
    if data.ends_with('l') {
        data.push_str("0 0");
    }
    data.push('z');
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use centre::region::Polygon;

    fn check(points: &[(f64, f64)], expected: &str) {
        let ring = points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let outline = Outline { polygons: vec![Polygon { rings: vec![ring] }] };
        assert_eq!(path_data(&outline), expected);
    }

    #[test]
    fn a_ring_is_told_in_steps_of_whole_units() {
        check(&[(0.0, 0.0), (10.2, 0.1), (10.4, 20.0), (0.0, 20.0)], "M0 0l10 0 0 20-10 0z");
        check(&[(5.0, 5.0), (5.1, 5.1), (5.2, 5.0)], "M5 5l0 0z");
        check(&[], "");
    }
}
