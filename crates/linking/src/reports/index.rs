//! The reports in memory: values as numbers, and for each value the reports that hold it, in order of day.

use rustc_hash::FxHashMap;

use super::evidence::{Evidence, Role, Value};
use super::model::Model;
use super::persona;
use super::report::Report;
use crate::dictionary::{Dictionary, MISSING};

/// The number of a report or a value in this index.
pub(crate) type Number = u32;

/// What is kept of a report for linking.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// A number made of the reference alone: orders reports of one day, whatever the order of arrival.
    pub(crate) print: u64,
    pub(crate) day: Option<i32>,
    /// Values that link, sorted.
    pub(crate) values: Box<[Number]>,
    pub(crate) crime: u32,
    pub(crate) brand: u32,
    /// Full name, and initial with surname.
    pub(crate) name: (u32, u32),
    /// Where each value stood, in the order of `values`.
    pub(crate) places: Box<[super::evidence::Place]>,
    pub(crate) area: u32,
    pub(crate) loss: u64,
    pub(crate) vulnerable: bool,
}

/// A value and who holds it.
#[derive(Debug, Clone)]
pub(crate) struct Posting {
    pub(crate) kind: Evidence,
    /// Reports by day, then by print.
    pub(crate) reports: Vec<Number>,
    /// How often it was told as the victim's own, as a helper's, as a placeholder.
    pub(crate) otherwise: [u32; 3],
    /// The logarithm of the odds that two of its reports belong together, in quarters of a bit.
    pub(crate) strength: i16,
    /// An analyst said that it is no evidence.
    pub(crate) cut: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    pub(crate) reports: Vec<Kept>,
    pub(crate) values: Vec<Posting>,
    pub(crate) keys: Dictionary,
    pub(crate) words: Dictionary,
    by_id: FxHashMap<String, Number>,
}

/// The print of a reference: FNV-1a with a last stir.
pub(crate) fn print(id: &str) -> u64 {
    let mut h = 0xCBF2_9CE4_8422_2325_u64;
    for byte in id.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    }
    h = (h ^ (h >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 29)
}

/// How a value is filed: its kind and its key.
fn filed(kind: Evidence, key: &str) -> String {
    format!("{}{key}", char::from(b'a' + kind as u8))
}

impl Index {
    pub(crate) fn number_of(&self, id: &str) -> Option<Number> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn value_number(&self, kind: Evidence, key: &str) -> Option<Number> {
        self.keys.find(&filed(kind, key)).map(|code| code - 1)
    }

    pub(crate) fn key(&self, value: Number) -> &str {
        self.keys.value(value + 1).get(1..).unwrap_or_default()
    }

    /// Files a report that is not there yet, without the kinds of evidence that are left out. Gives its number.
    pub(crate) fn file(&mut self, report: &Report, read: &[Value], left_out: &[Evidence]) -> Number {
        let number = self.reports.len() as Number;
        let mut held: Vec<(Number, super::evidence::Place)> = Vec::new();
        for value in read.iter().filter(|value| !left_out.contains(&value.kind)) {
            let at = self.value_to_file(value);
            match value.role {
                Role::Offender => held.push((at, value.place)),
                Role::Victim => self.values[at as usize].otherwise[0] += 1,
                Role::Helper => self.values[at as usize].otherwise[1] += 1,
                Role::Placeholder => self.values[at as usize].otherwise[2] += 1,
            }
        }
        held.sort_unstable_by_key(|(at, _)| *at);
        held.dedup_by_key(|(at, _)| *at);
        let mut word = |text: &str| self.words.intern(&text.trim().to_lowercase());
        let kept = Kept {
            id: report.id.clone(),
            print: print(&report.id),
            day: report.received,
            values: held.iter().map(|(at, _)| *at).collect(),
            places: held.iter().map(|(_, place)| *place).collect(),
            crime: word(&report.crime),
            brand: word(&report.brand),
            name: (
                persona::full_name(&report.suspect_name).map_or(MISSING, |n| word(&n)),
                persona::initial_name(&report.suspect_name).map_or(MISSING, |n| word(&n)),
            ),
            area: word(&report.area),
            loss: report.loss,
            vulnerable: report.vulnerable,
        };
        self.reports.push(kept);
        self.by_id.insert(report.id.clone(), number);
        number
    }

    fn value_to_file(&mut self, value: &Value) -> Number {
        let at = self.keys.intern(&filed(value.kind, &value.key)) - 1;
        if at as usize == self.values.len() {
            self.values.push(Posting {
                kind: value.kind,
                reports: Vec::new(),
                otherwise: [0; 3],
                strength: i16::MIN,
                cut: false,
            });
        }
        at
    }

    /// Order of the reports of a value.
    pub(crate) fn order(&self, report: Number) -> (i32, u64) {
        let kept = &self.reports[report as usize];
        (kept.day.unwrap_or(i32::MAX), kept.print)
    }

    /// Puts the reports of every value in order.
    pub(crate) fn order_all(&mut self, _threads: usize) {
        let mut values = std::mem::take(&mut self.values);
        for posting in &mut values {
            posting.reports.sort_unstable_by_key(|report| self.order(*report));
        }
        self.values = values;
    }

    /// Enters a report into the list of a value. Gives its place in the list.
    pub(crate) fn enter(&mut self, value: Number, report: Number) -> usize {
        let order = self.order(report);
        let list = &self.values[value as usize].reports;
        let at = list.partition_point(|other| self.order(*other) < order);
        self.values[value as usize].reports.insert(at, report);
        at
    }

    /// The values that two reports share, with their strengths.
    pub(crate) fn shared(&self, left: Number, right: Number, mut each: impl FnMut(Number)) {
        let (a, b) = (&self.reports[left as usize].values, &self.reports[right as usize].values);
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    each(a[i]);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
    }

    /// What crime, brand, name and the days between say, in bits.
    pub(crate) fn circumstances(&self, model: &Model, left: Number, right: Number, persona: bool) -> f32 {
        let (a, b) = (&self.reports[left as usize], &self.reports[right as usize]);
        let mut sum = model.crime_weight(&self.words, a.crime, b.crime) + model.days_weight(a.day, b.day);
        if !persona {
            sum += model.brand_weight(&self.words, a.brand, b.brand) + model.name_weight(a.name, b.name);
        }
        sum
    }
}
