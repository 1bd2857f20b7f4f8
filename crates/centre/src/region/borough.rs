//! The boroughs of a city: `boroughs.csv`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::boundaries::{Outline, Point};
use super::table;
use crate::pack::Faults;

pub(super) const FILE: &str = "boroughs.csv";
const COLUMNS: [&str; 7] = ["code", "name", "slug", "ring", "active_enterprises", "lat", "lon"];
/// The longest code that a pack may give a borough, in characters.
const LONGEST_CODE: usize = 12;

/// The text is not the code of a borough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a borough's code is up to 12 letters and digits, for example E09000001")]
pub struct BoroughCodeError;

/// The code under which statistics know a borough, for example `E09000001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BoroughCode(String);

impl BoroughCode {
    /// Reads a code; letters become capitals.
    ///
    /// # Errors
    /// [`BoroughCodeError`] when it is empty, too long, or has other signs in it.
    pub fn parse(text: &str) -> Result<Self, BoroughCodeError> {
        let text = text.trim();
        let is_code =
            (1..=LONGEST_CODE).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_code { Ok(Self(text.to_ascii_uppercase())) } else { Err(BoroughCodeError) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BoroughCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BoroughCode {
    type Err = BoroughCodeError;
    fn from_str(text: &str) -> Result<Self, BoroughCodeError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for BoroughCode {
    type Error = BoroughCodeError;
    fn try_from(text: String) -> Result<Self, BoroughCodeError> {
        Self::parse(&text)
    }
}

impl From<BoroughCode> for String {
    fn from(code: BoroughCode) -> Self {
        code.0
    }
}

/// Whether a borough is in the middle of the city or around it. Trials compare like with like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ring {
    /// In the middle.
    Inner,
    /// Around it.
    Outer,
}

/// One borough.
#[derive(Debug, Clone, PartialEq)]
pub struct Borough {
    /// Its code in statistics.
    pub code: BoroughCode,
    /// What people call it.
    pub name: String,
    /// Its word in addresses of pages.
    pub slug: String,
    /// Inner or outer.
    pub ring: Ring,
    /// Its shape on the region's map.
    pub outline: Outline,
    /// A point inside the outline, for a label.
    pub centre: Point,
    /// Firms at work there, by the source that the pack names.
    pub active_enterprises: u32,
}

/// A borough on its way in, with what the boundaries need to place it. A row with a fault
/// still counts as a borough, so that one fault does not raise others elsewhere.
pub(super) struct BoroughRow {
    pub(super) borough: Borough,
    pub(super) line: usize,
    /// Latitude and longitude in degrees.
    pub(super) place: Option<(f64, f64)>,
}

pub(super) fn read(faults: &mut Faults<'_>) -> Vec<BoroughRow> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in table::read(FILE, &COLUMNS, faults) {
        for (what, text) in [("code", row.get("code")), ("name", row.get("name")), ("slug", row.get("slug"))]
        {
            if let Some(first) = seen.insert(format!("{what} {text}"), row.line) {
                faults.add(
                    FILE,
                    row.line,
                    format!("the {what} {text:?} stands in line {first} too; give each borough its own"),
                );
            }
        }
        if let Some(borough) = read_row(&row, faults) {
            rows.push(borough);
        }
    }
    rows.sort_by(|a, b| a.borough.name.cmp(&b.borough.name));
    rows
}

fn read_row(row: &table::Row, faults: &mut Faults<'_>) -> Option<BoroughRow> {
    let mut fault = |message: String| faults.add(FILE, row.line, message);
    let code = BoroughCode::parse(row.get("code"));
    if code.is_err() {
        fault(format!(
            "{:?} is no code; write up to 12 letters and digits, as the statistics office does",
            row.get("code")
        ));
    }
    let name = row.get("name");
    if name.is_empty() {
        fault("the name is empty; write what people call the borough".to_owned());
    }
    let slug = row.get("slug");
    if slug.is_empty() || !slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        fault(format!("the slug {slug:?} cannot stand in an address; use a-z, 0-9 and hyphens"));
    }
    let ring = match row.get("ring") {
        "inner" => Ring::Inner,
        "outer" => Ring::Outer,
        other => {
            fault(format!("the ring {other:?} is not known; write inner or outer"));
            Ring::Outer
        }
    };
    let active = row.get("active_enterprises").parse::<u32>();
    if active.is_err() {
        fault(format!("{:?} is no count of firms; write a whole number", row.get("active_enterprises")));
    }
    let degrees =
        |text: &str, most: f64| text.parse::<f64>().ok().filter(|d| d.is_finite() && d.abs() <= most);
    let place = degrees(row.get("lat"), 85.0).zip(degrees(row.get("lon"), 180.0));
    if place.is_none() {
        fault("lat and lon must be degrees, for example 51.5142 and -0.0893".to_owned());
    }
    let borough = Borough {
        code: code.ok()?,
        name: name.to_owned(),
        slug: slug.to_owned(),
        ring,
        outline: Outline::default(),
        centre: Point::default(),
        active_enterprises: active.unwrap_or_default(),
    };
    Some(BoroughRow { borough, line: row.line, place })
}
