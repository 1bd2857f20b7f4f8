//! The model of reports: every figure that a score rests on. It is learnt from reports without being told which
//! belong together, then stays as it is until it is learnt anew, so that a score can be repeated.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, KINDS};
use crate::dictionary::{Dictionary, MISSING};

/// Sizes of a value's list that are told apart.
pub(crate) const SIZES: usize = 11;
/// Distances in days that are told apart.
pub(crate) const DAYS: usize = 8;

/// Which size a list of reports has.
pub(crate) fn size_of(count: usize) -> usize {
    match count {
        0..=2 => 0,
        3 => 1,
        4 => 2,
        5..=6 => 3,
        7..=10 => 4,
        11..=16 => 5,
        17..=32 => 6,
        33..=64 => 7,
        65..=128 => 8,
        129..=256 => 9,
        _ => 10,
    }
}

/// Which distance two days have.
pub(crate) fn days_of(apart: u32) -> usize {
    match apart {
        0..=3 => 0,
        4..=10 => 1,
        11..=21 => 2,
        22..=45 => 3,
        46..=90 => 4,
        91..=180 => 5,
        181..=365 => 6,
        _ => 7,
    }
}

/// The figures. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The version of this form of file.
    pub version: u32,
    /// How many reports it was learnt from.
    pub learnt_from: u64,
    /// The logarithm to base 2 of the odds that two reports belong together, before anything is known of them.
    pub prior: f64,
    /// For each kind of evidence and each size of a value's list the share of its pairs that belong together.
    pub together: Vec<Vec<f64>>,
    /// The share of pairs of one offender with the same crime, and how common each crime is.
    pub same_crime: f64,
    /// How common each class of crime is.
    pub crimes: Vec<(String, f64)>,
    /// The share of pairs of one offender with the same brand, where both name one.
    pub same_brand: f64,
    /// How common each brand is.
    pub brands: Vec<(String, f64)>,
    /// The shares of distances in days among pairs of one offender.
    pub days_same: Vec<f64>,
    /// The shares of distances in days among all pairs.
    pub days_all: Vec<f64>,
    /// Names: the same, the same initial and surname, different; among pairs of one offender.
    pub names_same: Vec<f64>,
    /// The same among all pairs.
    pub names_all: Vec<f64>,
    /// From which score on, in bits, two reports are linked.
    pub link_from: f64,
    /// How many bits more it takes each time the smaller of two groups is twice as large.
    pub for_each_doubling: f64,
    /// Kinds of evidence that are left out.
    #[serde(default)]
    pub left_out: Vec<Evidence>,
    #[serde(skip)]
    crime_rates: FxHashMap<String, f32>,
    #[serde(skip)]
    brand_rates: FxHashMap<String, f32>,
}

impl Default for Model {
    /// What holds before anything is learnt: enough for a first day.
    fn default() -> Self {
        let mut model = Self {
            version: 1,
            learnt_from: 0,
            prior: -11.0,
            together: Evidence::ALL.iter().map(|kind| first_shares(*kind)).collect(),
            same_crime: 0.85,
            crimes: Vec::new(),
            same_brand: 0.6,
            brands: Vec::new(),
            days_same: vec![0.08, 0.12, 0.15, 0.2, 0.2, 0.15, 0.08, 0.02],
            days_all: vec![0.01, 0.02, 0.03, 0.06, 0.11, 0.2, 0.32, 0.25],
            names_same: vec![0.5, 0.2, 0.3],
            names_all: vec![0.001, 0.004, 0.995],
            link_from: 3.0,
            for_each_doubling: 2.0,
            left_out: Vec::new(),
            crime_rates: FxHashMap::default(),
            brand_rates: FxHashMap::default(),
        };
        model.ready();
        model
    }
}

fn first_shares(kind: Evidence) -> Vec<f64> {
    let first = match kind {
        Evidence::Wording | Evidence::Quote => 0.3,
        Evidence::Persona => 0.4,
        Evidence::Ip => 0.6,
        Evidence::Host => 0.7,
        _ => 0.9,
    };
    (0..SIZES).map(|size| first * 0.85_f64.powi(size as i32)).collect()
}

/// A class of crime that was never met when the model was learnt counts as this common, and none as rarer.
const RARE_CRIME: f32 = 0.005;
const UNKNOWN_CRIME: f32 = 0.05;
/// The same of brands.
const RARE_BRAND: f32 = 0.001;
const UNKNOWN_BRAND: f32 = 0.01;

impl Model {
    /// Reads a model that [`Model::to_toml`] wrote.
    ///
    /// # Errors
    /// If it is too long, not TOML, or does not hold together.
    pub fn from_toml(text: &str) -> Result<Self, crate::tables::ModelFault> {
        if text.len() > crate::tables::LONGEST_MODEL {
            return Err(crate::tables::ModelFault::TooLong);
        }
        let mut model: Self = toml::from_str(text)?;
        let share = |s: &f64| *s > 0.0 && *s <= 1.0;
        let whole = model.together.len() == KINDS
            && model.together.iter().all(|k| k.len() == SIZES && k.iter().all(|s| share(s) && *s < 1.0))
            && [&model.days_same, &model.days_all].iter().all(|d| d.len() == DAYS && d.iter().all(share))
            && [&model.names_same, &model.names_all].iter().all(|n| n.len() == 3 && n.iter().all(share))
            && [model.same_crime, model.same_brand].iter().all(|s| share(s) && *s < 1.0)
            && model.crimes.iter().chain(&model.brands).all(|(_, s)| share(s))
            && [model.prior, model.link_from, model.for_each_doubling].iter().all(|n| n.is_finite())
            && model.version == 1;
        if !whole {
            let words = "a figure is missing or is no share between 0 and 1".to_owned();
            return Err(crate::tables::ModelFault::Inconsistent(words));
        }
        model.ready();
        Ok(model)
    }

    /// The model as a file.
    ///
    /// # Errors
    /// If a figure has no place in TOML.
    pub fn to_toml(&self) -> Result<String, crate::tables::ModelFault> {
        Ok(toml::to_string(self)?)
    }

    /// A number made of every figure: the same model has the same.
    pub fn fingerprint(&self) -> String {
        self.to_toml().map(|text| format!("{:016x}", super::index::print(&text))).unwrap_or_default()
    }

    pub(crate) fn without(mut self, left_out: &[Evidence]) -> Self {
        self.left_out = left_out.to_vec();
        self
    }

    pub(crate) fn ready(&mut self) {
        self.crime_rates = self.crimes.iter().map(|(name, rate)| (name.clone(), *rate as f32)).collect();
        self.brand_rates = self.brands.iter().map(|(name, rate)| (name.clone(), *rate as f32)).collect();
    }

    /// The share of pairs under values of a kind and a size that belong together.
    pub(crate) fn share(&self, kind: Evidence, count: usize) -> f64 {
        self.together[kind as usize][size_of(count)]
    }

    pub(crate) fn crime_weight(&self, words: &Dictionary, a: u32, b: u32) -> f32 {
        if a == MISSING || b == MISSING {
            return 0.0;
        }
        if a != b {
            let chance: f64 = self.crimes.iter().map(|(_, rate)| rate * rate).sum();
            return ((1.0 - self.same_crime) / (1.0 - chance).max(0.05)).log2() as f32;
        }
        let rate = self.crime_rates.get(words.value(a)).copied().unwrap_or(UNKNOWN_CRIME);
        (self.same_crime as f32 / rate.max(RARE_CRIME)).log2()
    }

    pub(crate) fn brand_weight(&self, words: &Dictionary, a: u32, b: u32) -> f32 {
        if a == MISSING || b == MISSING {
            return 0.0;
        }
        if a != b {
            return (1.0 - self.same_brand).log2() as f32;
        }
        let rate = self.brand_rates.get(words.value(a)).copied().unwrap_or(UNKNOWN_BRAND);
        (self.same_brand as f32 / rate.max(RARE_BRAND)).log2()
    }

    pub(crate) fn days_weight(&self, a: Option<i32>, b: Option<i32>) -> f32 {
        match (a, b) {
            (Some(a), Some(b)) => {
                let apart = days_of(a.abs_diff(b));
                (self.days_same[apart] / self.days_all[apart]).log2() as f32
            }
            _ => 0.0,
        }
    }

    pub(crate) fn name_weight(&self, a: (u32, u32), b: (u32, u32)) -> f32 {
        match name_level(a, b) {
            Some(level) => (self.names_same[level] / self.names_all[level]).log2() as f32,
            None => 0.0,
        }
    }
}

/// 0 for the same full name, 1 for the same initial and surname, 2 for different ones.
pub(crate) fn name_level(a: (u32, u32), b: (u32, u32)) -> Option<usize> {
    if a.1 == MISSING || b.1 == MISSING {
        return None;
    }
    Some(match () {
        () if a.0 != MISSING && a.0 == b.0 => 0,
        () if a.1 == b.1 => 1,
        () => 2,
    })
}
