//! The outlines of the boroughs: `boundaries.geojson` (RFC 7946), laid flat on one map.
//!
//! The pack gives degrees; pages want a drawing. Over one city the earth is flat enough: a
//! degree of longitude is shortened by the cosine of the middle latitude (equirectangular),
//! and the whole is scaled to a map [`MAP_WIDTH`] units wide, y pointing down.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::borough::BoroughRow;
use crate::pack::Faults;

const FILE: &str = "boundaries.geojson";
/// The width of every region's map in its own units.
pub const MAP_WIDTH: f64 = 1000.0;
/// The most points that the outlines of a region may have: pages carry them.
const MOST_POINTS: usize = 20_000;

/// A place on the map, in map units from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// One piece of land: the ring around it, then the rings around its holes. The last point of a
/// ring is not repeated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// Outer ring first.
    pub rings: Vec<Vec<Point>>,
}

/// The shape of a borough: one piece of land or several.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// In the order of the file.
    pub polygons: Vec<Polygon>,
}

impl Outline {
    /// Whether a point lies inside, by counting crossings of a ray to the right.
    pub fn contains(&self, point: Point) -> bool {
        let rings = self.polygons.iter().flat_map(|p| &p.rings);
        let crossings: usize = rings.map(|ring| crossings_to_the_right(ring, point)).sum();
        crossings % 2 == 1
    }
}

fn crossings_to_the_right(ring: &[Point], point: Point) -> usize {
    let next = ring.iter().cycle().skip(1);
    let crosses = |(a, b): &(&Point, &Point)| {
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    };
    ring.iter().zip(next).filter(crosses).count()
}

/// The size of the map that holds every outline.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MapFrame {
    /// Always [`MAP_WIDTH`].
    pub width: f64,
    /// As the city's shape demands.
    pub height: f64,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

type Degrees = Vec<f64>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Degrees>>),
    MultiPolygon(Vec<Vec<Vec<Degrees>>>),
}

/// Gives every borough its outline and centre.
pub(super) fn read(boroughs: &mut [BoroughRow], faults: &mut Faults<'_>) -> MapFrame {
    let Some(text) = faults.text_of(FILE) else { return MapFrame::default() };
    let collection: Collection = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(e) => {
            let what = "this is not GeoJSON of polygons with a property \"code\"";
            faults.add(FILE, e.line().max(1), format!("{what} ({e}); export the boundaries again"));
            return MapFrame::default();
        }
    };
    let line_of = |code: &str| {
        let quoted = format!("\"{code}\"");
        text.lines().position(|l| l.contains(&quoted)).map_or(1, |i| i + 1)
    };
    let mut shapes: BTreeMap<String, Vec<Vec<Vec<Degrees>>>> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    for feature in collection.features {
        let code = feature.properties.code;
        let polygons = match feature.geometry {
            Geometry::Polygon(rings) => vec![rings],
            Geometry::MultiPolygon(polygons) => polygons,
        };
        if !boroughs.iter().any(|b| b.borough.code.as_str() == code) {
            faults.add(FILE, line_of(&code), format!("there is an outline for {code:?}, but boroughs.csv has no such code; correct one of the two"));
        }
        if let Some(message) = ring_fault(&polygons) {
            broken.insert(code.clone());
            faults.add(FILE, line_of(&code), format!("the outline of {code} {message}"));
        } else if shapes.insert(code.clone(), polygons).is_some() {
            faults.add(
                FILE,
                line_of(&code),
                format!("there are two outlines for {code}; join them to one MultiPolygon"),
            );
        }
    }
    let points: usize = shapes.values().flatten().flatten().map(Vec::len).sum();
    if points > MOST_POINTS {
        faults.add(FILE, 1, format!("the outlines have {points} points; simplify them to {MOST_POINTS} or fewer, because pages carry them"));
    }
    let Some(projection) = Projection::around(shapes.values().flatten().flatten().flatten()) else {
        faults.add(FILE, 1, "no outline can be drawn; export the boundaries again");
        return MapFrame::default();
    };
    for row in boroughs.iter_mut().filter(|row| !broken.contains(row.borough.code.as_str())) {
        place(row, &shapes, &projection, faults);
    }
    MapFrame { width: MAP_WIDTH, height: projection.height() }
}

fn place(
    row: &mut BoroughRow,
    shapes: &BTreeMap<String, Vec<Vec<Vec<Degrees>>>>,
    projection: &Projection,
    faults: &mut Faults<'_>,
) {
    let code = row.borough.code.to_string();
    let Some(polygons) = shapes.get(&code) else {
        faults.add(FILE, 1, format!("there is no outline for {code} ({}); add one", row.borough.name));
        return;
    };
    let lay_ring = |ring: &Vec<Degrees>| {
        let open = ring.len().saturating_sub(1);
        ring.iter().take(open).map(|d| projection.lay(d)).collect()
    };
    let polygons =
        polygons.iter().map(|rings| Polygon { rings: rings.iter().map(lay_ring).collect() }).collect();
    row.borough.outline = Outline { polygons };
    let Some((lat, lon)) = row.place else { return };
    row.borough.centre = projection.lay(&[lon, lat]);
    if !row.borough.outline.contains(row.borough.centre) {
        let message =
            format!("the point of {} lies outside its outline; correct lat and lon", row.borough.name);
        faults.add(super::borough::FILE, row.line, message);
    }
}

/// What is wrong with the rings of a shape, as the end of a sentence.
fn ring_fault(polygons: &[Vec<Vec<Degrees>>]) -> Option<&'static str> {
    if polygons.is_empty() || polygons.iter().any(Vec::is_empty) {
        return Some("is empty; draw it");
    }
    for ring in polygons.iter().flatten() {
        let in_range =
            |d: &Degrees| matches!(d.as_slice(), [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 85.0);
        if !ring.iter().all(in_range) {
            return Some("has a point that is not degrees of longitude and latitude; export it in WGS 84");
        }
        if ring.first() != ring.last() {
            return Some("is not closed; end each ring with the point that it began with");
        }
        if ring.len() < 4 {
            return Some("has a ring of fewer than three corners; draw it again");
        }
    }
    None
}

struct Projection {
    west: f64,
    north: f64,
    south: f64,
    units_per_degree_east: f64,
    units_per_degree_north: f64,
}

impl Projection {
    /// `None` when there are no points or they have no width.
    fn around<'d>(points: impl Iterator<Item = &'d Degrees>) -> Option<Self> {
        let (mut west, mut east, mut south, mut north) =
            (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY);
        for point in points {
            let [lon, lat, ..] = point.as_slice() else { continue };
            (west, east) = (west.min(*lon), east.max(*lon));
            (south, north) = (south.min(*lat), north.max(*lat));
        }
        if !(east > west && north > south) {
            return None;
        }
        let units_per_degree_east = MAP_WIDTH / (east - west);
        let shortening = ((south + north) / 2.0).to_radians().cos();
        let units_per_degree_north = units_per_degree_east / shortening;
        Some(Self { west, north, south, units_per_degree_east, units_per_degree_north })
    }

    /// Tenths of a unit are enough for any screen and keep pages small.
    fn lay(&self, degrees: &[f64]) -> Point {
        let (lon, lat) = match degrees {
            [lon, lat, ..] => (*lon, *lat),
            _ => (self.west, self.north),
        };
        let tenth = |units: f64| (units * 10.0).round() / 10.0;
        Point {
            x: tenth((lon - self.west) * self.units_per_degree_east),
            y: tenth((self.north - lat) * self.units_per_degree_north),
        }
    }

    fn height(&self) -> f64 {
        ((self.north - self.south) * self.units_per_degree_north).ceil()
    }
}
