//! The model: which columns are compared and how, which rows are held against each other, and every figure that the
//! score rests on. It is read and written as TOML, so that a person can read it and a later run can repeat it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The most columns that a model compares.
pub const MOST_COMPARED: usize = 16;
/// The most rules by which candidates are found.
pub const MOST_RULES: usize = 32;
/// The longest model file, in bytes.
pub const LONGEST_MODEL: usize = 1 << 20;

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Names of people and places in one or two words: Jaro-Winkler.
    Name,
    /// Texts of several words: words in common, the rarer the more they count.
    Words,
    /// Dates, with slips of the pen and of order.
    Date,
    /// Numbers that identify: telephone, postcode, e-mail address, account. Slips are counted.
    Code,
    /// Amounts: the difference counts.
    Number,
    /// One of a few words: same or not.
    Category,
    /// Several values in one cell, parted by `|`: one in common is enough, the rarer the more it counts.
    List,
}

impl Kind {
    /// What each level of agreement is called, the best first; the last is disagreement.
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["same", "nearly the same", "alike", "a little alike", "different"],
            Self::Words => {
                &["same", "nearly the same words", "most words", "half the words", "few words", "different"]
            }
            Self::Date => &["same", "one slip apart", "two of three parts", "same year", "different"],
            Self::Code => &["same", "one slip apart", "two slips apart", "same beginning", "different"],
            Self::Number => &["same", "within 2 in 100", "within 20 in 100", "different"],
            Self::Category => &["same", "different"],
            Self::List => &["one in common", "none in common"],
        }
    }
}

/// Part of a value under which rows are sorted into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The whole value.
    Whole,
    /// Its beginning: three letters of a name, the year of a date, the first half of a code.
    Beginning,
    /// Each of its rarer words, or each value of a list.
    Each,
}

/// Rows that agree in all of these are candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The columns, with what of them must agree.
    pub agree: Vec<(String, Part)>,
}

/// One compared column with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The name of the column.
    pub column: String,
    /// How it is compared.
    pub kind: Kind,
    /// Whether a rarer value counts more than a common one.
    #[serde(default = "yes")]
    pub by_frequency: bool,
    /// Among rows of one entity, the share of each level. Empty until it is estimated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub among_same: Vec<f64>,
    /// Among rows of different entities, the share of each level. Empty until it is estimated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub among_different: Vec<f64>,
}

fn yes() -> bool {
    true
}

/// A model for the rows of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The version of this form of file.
    #[serde(default = "first")]
    pub version: u32,
    /// The column that names each row.
    #[serde(default = "id")]
    pub id: String,
    /// How many of all pairs belong together. Nothing until it is estimated.
    #[serde(default)]
    pub prior: Option<f64>,
    /// From which weight on, in bits, two groups of rows are one. 0 is even odds.
    #[serde(default)]
    pub threshold: f64,
    /// When two tables are matched: whether a row has at most one partner.
    #[serde(default = "yes")]
    pub one_to_one: bool,
    /// What is compared.
    #[serde(rename = "compare")]
    pub comparisons: Vec<Comparison>,
    /// How candidates are found.
    #[serde(rename = "candidates")]
    pub rules: Vec<Rule>,
}

fn first() -> u32 {
    1
}

fn id() -> String {
    "id".to_owned()
}

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum ModelFault {
    /// The file is longer than [`LONGEST_MODEL`].
    #[error("the model file is longer than a megabyte")]
    TooLong,
    /// It is not TOML, or has other entries than a model.
    #[error("the model file cannot be read: correct the line that it names")]
    Unreadable(#[from] toml::de::Error),
    /// It cannot be written.
    #[error("the model cannot be written")]
    Unwritable(#[from] toml::ser::Error),
    /// It contradicts itself or asks for too much.
    #[error("the model does not hold together: {0}")]
    Inconsistent(String),
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// If it is too long, not TOML, or does not hold together.
    pub fn from_toml(text: &str) -> Result<Self, ModelFault> {
        if text.len() > LONGEST_MODEL {
            return Err(ModelFault::TooLong);
        }
        let model: Self = toml::from_str(text)?;
        model.check()?;
        Ok(model)
    }

    /// The model as a file that [`Model::from_toml`] reads.
    ///
    /// # Errors
    /// If a figure has no place in TOML.
    pub fn to_toml(&self) -> Result<String, ModelFault> {
        Ok(toml::to_string(self)?)
    }

    fn check(&self) -> Result<(), ModelFault> {
        let fault = |words: String| Err(ModelFault::Inconsistent(words));
        if self.version != 1 {
            return fault(format!("version {} is not known here", self.version));
        }
        if self.comparisons.is_empty() || self.comparisons.len() > MOST_COMPARED {
            return fault(format!(
                "it compares {} columns; 1 to {MOST_COMPARED} are possible",
                self.comparisons.len()
            ));
        }
        if self.rules.is_empty() || self.rules.len() > MOST_RULES {
            return fault(format!(
                "it has {} rules for candidates; 1 to {MOST_RULES} are possible",
                self.rules.len()
            ));
        }
        if self.prior.is_some_and(|prior| !(prior > 0.0 && prior < 1.0)) || !self.threshold.is_finite() {
            return fault("the prior is a share between 0 and 1, and the threshold a number".to_owned());
        }
        for comparison in &self.comparisons {
            let levels = comparison.kind.levels().len();
            for shares in [&comparison.among_same, &comparison.among_different] {
                let fits = shares.len() == levels && shares.iter().all(|s| *s > 0.0 && *s <= 1.0);
                if !shares.is_empty() && !fits {
                    return fault(format!("`{}` needs {levels} shares above 0", comparison.column));
                }
            }
            if comparison.among_same.is_empty() != comparison.among_different.is_empty() {
                return fault(format!("`{}` has only half of its shares", comparison.column));
            }
        }
        if self.rules.iter().any(|rule| rule.agree.is_empty() || rule.agree.len() > 4) {
            return fault("a rule for candidates has one to four parts".to_owned());
        }
        Ok(())
    }

    /// Whether every figure is there.
    pub fn is_estimated(&self) -> bool {
        self.prior.is_some() && self.comparisons.iter().all(|c| !c.among_same.is_empty())
    }
}
