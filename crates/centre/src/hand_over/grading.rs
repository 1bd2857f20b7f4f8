//! Marking: who may see (TLP), what may be done with it (PAP), how good it is (3x5x2). Three fields that are never merged.
//!
//! Sources: FIRST, Traffic Light Protocol 2.0 (August 2022); MISP's Permissible Actions Protocol; College of Policing,
//! Intelligence report, the 3x5x2 model.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use terms::PlainLine;

use crate::named_values::named_values;

named_values! {
    /// Who may see it. Version 2.0 has five words and no other; what an older sender calls white is read as clear.
    Tlp, "TLP mark" {
        /// Named recipients only.
        Red = "red",
        /// The recipient's own organisation, who need to know.
        AmberStrict = "amber+strict",
        /// The recipient's organisation and its clients, who need to know.
        Amber = "amber",
        /// The community, no public channel.
        Green = "green",
        /// No limit.
        Clear = "clear",
    }
}

named_values! {
    /// What may be done with it.
    Pap, "PAP mark" {
        /// Only what nobody outside can notice.
        Red = "red",
        /// Looking things up with third parties; nothing towards whoever did it.
        Amber = "amber",
        /// Active steps are allowed.
        Green = "green",
        /// No limit.
        Clear = "clear",
    }
}

named_values! {
    /// How reliable the source is.
    Reliability, "reliability" {
        /// Reliable.
        Reliable = "1",
        /// Untested.
        Untested = "2",
        /// Not reliable.
        NotReliable = "3",
    }
}

named_values! {
    /// How the source knows.
    Information, "grade of information" {
        /// Known directly to the source.
        Directly = "A",
        /// Known indirectly, and corroborated.
        Corroborated = "B",
        /// Known indirectly.
        Indirectly = "C",
        /// Not known.
        NotKnown = "D",
        /// Suspected to be false.
        SuspectedFalse = "E",
    }
}

named_values! {
    /// How it may be handled.
    Handling, "handling code" {
        /// Lawful sharing is permitted.
        Permitted = "P",
        /// Lawful sharing is permitted with conditions.
        Conditions = "C",
    }
}

impl Tlp {
    /// Reads a mark as people write it: any case, with or without `TLP:`. `WHITE`, the old word, is read as clear.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let word = text.strip_prefix("tlp:").unwrap_or(&text).trim();
        if word == "white" { Some(Self::Clear) } else { Self::from_str(word).ok() }
    }

    /// As it is written: `TLP:AMBER+STRICT`.
    pub fn mark(self) -> String {
        format!("TLP:{}", self.name().to_uppercase())
    }
}

impl Pap {
    /// As it is written: `PAP:AMBER`.
    pub fn mark(self) -> String {
        format!("PAP:{}", self.name().to_uppercase())
    }
}

/// Why a grading is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GradingFault {
    /// Handling code C, and no conditions.
    #[error("say under which conditions it may be shared")]
    NoConditions,
}

/// The three fields, each for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// Who may see it.
    #[serde(with = "tlp_mark")]
    pub tlp: Tlp,
    /// What may be done with it.
    #[serde(with = "pap_mark")]
    pub pap: Pap,
    /// How reliable the source is: the first of the three of 3x5x2.
    #[serde(with = "as_name")]
    pub source: Reliability,
    /// How the source knows: the second.
    #[serde(with = "as_name")]
    pub information: Information,
    /// How it may be handled: the third.
    #[serde(with = "as_name")]
    pub handling: Handling,
    /// The conditions, for handling code C.
    pub conditions: Option<PlainLine>,
}

impl Grading {
    /// What stands in the form at first: somebody who tells what happened to them, whom nobody has tested.
    pub fn usual() -> Self {
        Self {
            tlp: Tlp::AmberStrict,
            pap: Pap::Amber,
            source: Reliability::Untested,
            information: Information::Directly,
            handling: Handling::Permitted,
            conditions: None,
        }
    }

    /// Looks whether the fields fit each other.
    ///
    /// # Errors
    /// [`GradingFault`], whose sentence says what is missing.
    pub fn check(&self) -> Result<(), GradingFault> {
        if self.handling == Handling::Conditions && self.conditions.is_none() {
            return Err(GradingFault::NoConditions);
        }
        Ok(())
    }

    /// The 3x5x2 as it is written: `2 A P`.
    pub fn quality(&self) -> String {
        format!("{} {} {}", self.source, self.information, self.handling)
    }
}

/// The three of 3x5x2 in words: `untested source; known directly to it; sharing permitted`.
pub(super) fn in_words(grading: &Grading) -> String {
    let source = match grading.source {
        Reliability::Reliable => "reliable source",
        Reliability::Untested => "untested source",
        Reliability::NotReliable => "source that is not reliable",
    };
    let information = match grading.information {
        Information::Directly => "known directly to it",
        Information::Corroborated => "known indirectly, and corroborated",
        Information::Indirectly => "known indirectly",
        Information::NotKnown => "not known",
        Information::SuspectedFalse => "suspected to be false",
    };
    let handling = match grading.handling {
        Handling::Permitted => "sharing permitted",
        Handling::Conditions => "sharing permitted with conditions",
    };
    format!("{source}; {information}; {handling}")
}

impl fmt::Display for Grading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, 3x5x2 {}", self.tlp.mark(), self.pap.mark(), self.quality())
    }
}

mod tlp_mark {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Tlp;

    pub(super) fn serialize<S: Serializer>(mark: &Tlp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&mark.mark())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tlp, D::Error> {
        let text = String::deserialize(from)?;
        Tlp::read(&text).ok_or_else(|| D::Error::custom("no mark of TLP 2.0"))
    }
}

mod pap_mark {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Pap;

    pub(super) fn serialize<S: Serializer>(mark: &Pap, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&mark.mark())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Pap, D::Error> {
        let text = String::deserialize(from)?.to_ascii_lowercase();
        text.strip_prefix("pap:").unwrap_or(&text).parse().map_err(D::Error::custom)
    }
}

mod as_name {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &impl Display, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
