//! Pictures drawn from data.

use centre::region::Region;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use press::{
    AreaFigure, Bar, BarChart, BoroughMap, FigureId, Part, StepChart, StepPoint, StripChart, StripRow,
};
use terms::{Promise, PromiseState};

use super::Section;
use crate::face::house::Figure;

/// Counts on the map go up to this, so that every class is seen.
const MOST_ON_MAP: usize = 97;

/// 1 January 2026, in seconds of Unix time.
const FIRST_DAY: i64 = 1_767_225_600;

pub(super) fn sections() -> Vec<Section> {
    let section = Section::new(
        "figures",
        "Pictures from data",
        "Every picture has its sentence, its table and its file, all from the same values.",
    );
    let section = [("Bars", bars()), ("Steps over time", steps()), ("Strips of promises", strips())]
        .into_iter()
        .filter_map(|(name, figure)| figure.map(|figure| (name, figure)))
        .fold(section, |section, (name, figure)| section.with(name, figure));
    vec![section]
}

/// The section with a map of this region.
pub(super) fn map(region: &Region) -> Option<Section> {
    let figures = region.boroughs.iter().enumerate().skip(1).map(|(index, borough)| AreaFigure {
        borough: borough.code.clone(),
        // The second is too small to show.
        value: if index == 2 { 3 } else { (index * index * 7 % MOST_ON_MAP) as u64 },
        address: None,
    });
    let map = BoroughMap {
        id: FigureId::parse("sg-map").ok()?,
        title: "Members by borough".to_owned(),
        noun: ("member".to_owned(), "members".to_owned()),
        hide_below: 5,
        withheld: Vec::new(),
        are_shares: false,
        region,
        figures: figures.collect(),
    };
    let figure = Figure {
        legend: map.legend().into(),
        ..sample(Figure::of("sg-map-figure", "Members by borough", &map))
    };
    let text = "Figures by borough. Small counts are hidden in the picture, the table and the file alike.";
    Some(Section::new("map", "Borough map", text).with("With hidden and missing figures", figure))
}

fn sample(figure: Figure) -> Figure {
    Figure {
        csv_href: "#figures".to_owned(),
        source: "Made-up figures.".into(),
        heading_level: Some(3),
        ..figure
    }
}

fn bars() -> Option<Figure> {
    let bar = |label: &str, value, is_marked| Bar { label: label.to_owned(), value, is_marked };
    let chart = BarChart {
        id: FigureId::parse("sg-bars").ok()?,
        title: "Members by sector".to_owned(),
        label_heading: "Sector".to_owned(),
        noun: ("member".to_owned(), "members".to_owned()),
        bars: vec![bar("Shops", 480, false), bar("Food and drink", 310, true), bar("Health", 42, false)],
    };
    Some(sample(Figure::of("sg-bars-figure", "Members by sector", &chart)))
}

fn steps() -> Option<Figure> {
    let first = Timestamp::from_second(FIRST_DAY).ok()?;
    let day = |days: i64| first.checked_add(SignedDuration::from_hours(24 * days)).ok();
    let chart = StepChart {
        id: FigureId::parse("sg-steps").ok()?,
        title: "Promises kept".to_owned(),
        levels: ["none", "one", "two", "three", "all four"].map(str::to_owned).to_vec(),
        points: vec![
            StepPoint { at: day(0)?, level: 1 },
            StepPoint { at: day(20)?, level: 2 },
            StepPoint { at: day(50)?, level: 4 },
        ],
        until: day(80)?,
        time_zone: TimeZone::UTC,
    };
    Some(sample(Figure::of("sg-steps-figure", "Promises kept since joining", &chart)))
}

fn strips() -> Option<Figure> {
    let part = |state, weight| Part { state, weight, name: String::new() };
    let row = |promise: Promise, weights: [u64; 4]| StripRow {
        label: match promise {
            Promise::MailIsYours => "Mail in your name is yours",
            Promise::WebsiteIsSafe => "Your website is safe to visit",
            Promise::NothingDangerousOpen => "Nothing risky is left open",
            Promise::NameIsYours => "Your name is there, and yours",
        }
        .to_owned(),
        parts: vec![
            part(PromiseState::Kept, weights[0]),
            part(PromiseState::Partly, weights[1]),
            part(PromiseState::NotKept, weights[2]),
            part(PromiseState::CouldNotCheck, weights[3]),
        ],
    };
    let chart = StripChart {
        id: FigureId::parse("sg-strips").ok()?,
        title: "How the promises stand".to_owned(),
        label_heading: "Promise".to_owned(),
        part_heading: "State".to_owned(),
        weight_heading: Some("Members".to_owned()),
        rows: vec![
            row(Promise::MailIsYours, [400, 700, 800, 100]),
            row(Promise::NameIsYours, [1600, 200, 50, 150]),
        ],
    };
    Some(sample(Figure::of("sg-strips-figure", "How the promises stand", &chart)))
}
