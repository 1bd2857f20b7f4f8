//! What firms do: `sectors.csv` (SIC 2007 sections in an owner's words) and `divisions.csv`.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::table;
use crate::pack::Faults;

const FILE: &str = "sectors.csv";
const DIVISIONS: &str = "divisions.csv";

/// The text is not the letter of a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sector is one letter from A to U")]
pub struct SectorLetterError;

/// The letter of a section of the Standard Industrial Classification 2007, `A` to `U`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SectorLetter(char);

impl SectorLetter {
    /// Reads one letter in either case.
    ///
    /// # Errors
    /// [`SectorLetterError`] for anything but A to U.
    pub fn parse(text: &str) -> Result<Self, SectorLetterError> {
        let mut letters = text.trim().chars();
        match (letters.next().map(|c| c.to_ascii_uppercase()), letters.next()) {
            (Some(letter @ 'A'..='U'), None) => Ok(Self(letter)),
            _ => Err(SectorLetterError),
        }
    }

    /// The letter.
    pub fn letter(self) -> char {
        self.0
    }
}

impl fmt::Display for SectorLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for SectorLetter {
    type Err = SectorLetterError;
    fn from_str(text: &str) -> Result<Self, SectorLetterError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for SectorLetter {
    type Error = SectorLetterError;
    fn try_from(text: String) -> Result<Self, SectorLetterError> {
        Self::parse(&text)
    }
}

impl From<SectorLetter> for String {
    fn from(letter: SectorLetter) -> Self {
        letter.0.to_string()
    }
}

/// One sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sector {
    /// Its letter.
    pub letter: SectorLetter,
    /// The name that an owner would use: `Shops and repair`.
    pub name: String,
    /// The name that statistics use.
    pub official_name: String,
    /// Words to find it by, in lower case.
    pub words: Vec<String>,
    /// Its divisions by number.
    pub divisions: Vec<Division>,
    finder: Finder,
}

/// A sector's words ready to be compared, so that a long list is not split anew for each row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Finder {
    own: Vec<BTreeSet<String>>,
    names: Vec<BTreeSet<String>>,
}

/// A narrower part of a sector.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Division {
    /// Two digits.
    pub number: String,
    /// What it is, in plain words.
    pub name: String,
}

pub(super) fn read(faults: &mut Faults<'_>) -> Vec<Sector> {
    let mut sectors: Vec<Sector> = Vec::new();
    for row in table::read(FILE, &["letter", "name", "official_name", "words"], faults) {
        let Ok(letter) = SectorLetter::parse(row.get("letter")) else {
            faults.add(
                FILE,
                row.line,
                format!("{:?} is no sector; write one letter from A to U", row.get("letter")),
            );
            continue;
        };
        if sectors.iter().any(|s| s.letter == letter) {
            faults.add(FILE, row.line, format!("the sector {letter} stands here twice; keep one line"));
        }
        if row.get("name").is_empty() || row.get("official_name").is_empty() {
            faults.add(
                FILE,
                row.line,
                "a name is empty; write one that an owner would use, and the official one",
            );
        }
        let words = row.get("words").split(';').map(|w| w.trim().to_lowercase());
        sectors.push(Sector {
            letter,
            name: row.get("name").to_owned(),
            official_name: row.get("official_name").to_owned(),
            words: words.filter(|w| !w.is_empty()).collect(),
            divisions: Vec::new(),
            finder: Finder::default(),
        });
    }
    sectors.sort_by_key(|s| s.letter);
    read_divisions(&mut sectors, faults);
    sectors
}

fn read_divisions(sectors: &mut [Sector], faults: &mut Faults<'_>) {
    let mut seen = BTreeSet::new();
    for row in table::read(DIVISIONS, &["division", "letter", "name"], faults) {
        let number = row.get("division").to_owned();
        if number.len() != 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
            faults.add(
                DIVISIONS,
                row.line,
                format!("{number:?} is no division; write two digits, for example 01"),
            );
        } else if !seen.insert(number.clone()) {
            faults.add(
                DIVISIONS,
                row.line,
                format!("the division {number} stands here twice; keep one line"),
            );
        }
        if row.get("name").is_empty() {
            faults.add(DIVISIONS, row.line, "the name is empty; write what these firms do");
        }
        match sectors.iter_mut().find(|s| s.letter.to_string() == row.get("letter")) {
            Some(sector) => sector.divisions.push(Division { number, name: row.get("name").to_owned() }),
            None => {
                let message =
                    format!("sectors.csv has no sector {:?}; correct the letter", row.get("letter"));
                faults.add(DIVISIONS, row.line, message);
            }
        }
    }
    for sector in sectors {
        sector.divisions.sort();
        let names = std::iter::once(&sector.name).chain(sector.divisions.iter().map(|d| &d.name));
        sector.finder = Finder {
            own: sector.words.iter().map(|w| words_of(w)).filter(|w| !w.is_empty()).collect(),
            names: names.map(|n| words_of(n)).collect(),
        };
    }
}

/// The words of a text in lower case, without the signs between them and the `s` of more than one.
fn words_of(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2);
    words.map(|w| w.strip_suffix('s').filter(|one| one.len() > 2).unwrap_or(w).to_owned()).collect()
}

/// A sector's own words count ten each, so that `coffee shop` beats `shop`; a word shared with
/// its names counts one; the whole name settles it.
pub(super) fn find<'s>(sectors: &'s [Sector], typed: &str) -> Vec<&'s Sector> {
    let typed_words = words_of(typed);
    let typed = typed.trim().to_lowercase();
    let fit = |sector: &Sector| {
        let is_whole = sector.name.to_lowercase() == typed || sector.official_name.to_lowercase() == typed;
        let own = sector.finder.own.iter().filter(|w| w.is_subset(&typed_words));
        let own: usize = own.map(BTreeSet::len).sum();
        let named = sector.finder.names.iter().map(|n| n.intersection(&typed_words).count()).max();
        1000 * usize::from(is_whole) + 10 * own + named.unwrap_or(0)
    };
    let mut fitting: Vec<_> = sectors.iter().map(|s| (fit(s), s)).filter(|(fit, _)| *fit > 0).collect();
    fitting.sort_by_key(|(fit, sector)| (std::cmp::Reverse(*fit), sector.letter));
    fitting.into_iter().map(|(_, sector)| sector).collect()
}
