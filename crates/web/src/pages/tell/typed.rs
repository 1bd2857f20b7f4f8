//! What somebody typed, as they typed it: the form's fields by name. A draft keeps just that, so that nothing is lost that
//! cannot be understood yet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What all text fields of the form may have together, in bytes: a draft takes 256 KiB as JSON.
pub const LARGEST_TOLD: usize = 160 * 1024;
/// The most fields of the form that are read, repeated ones counted each time.
pub const MOST_FIELDS: usize = 400;

/// Fields that belong to one sending of the form and not to what is told.
const NOT_TOLD: [&str; 4] = [crate::sent::TOKEN_FIELD, DO, VERSION, NEWER];
/// Which button was pressed.
pub(crate) const DO: &str = "do";
/// Which version of the draft the page shows.
pub(crate) const VERSION: &str = "version";
/// Which newer version shall be written over.
pub(crate) const NEWER: &str = "newer";

/// What was typed, by name of the field; a field may have several values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typed {
    /// About which problem.
    #[serde(default)]
    pub(crate) problem: String,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
}

impl Typed {
    /// Adds a value. Line ends become one sign each, as every browser means them.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let value = value.replace("\r\n", "\n");
        self.fields.entry(name.to_owned()).or_default().push(value);
    }

    /// The first value of a field without blanks around it; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// The first value of a field as it was typed.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.fields.get(name).and_then(|values| values.first()).cloned()
    }

    /// All values of a field.
    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether any of these fields has something in it.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.all(name).iter().any(|value| !value.trim().is_empty()))
    }

    /// Every field that is told, to be sent once more.
    pub(crate) fn again(&self) -> Vec<(String, String)> {
        let told = self.fields.iter().filter(|(name, _)| !NOT_TOLD.contains(&name.as_str()));
        told.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect()
    }

    /// As a draft keeps it.
    pub(crate) fn to_draft(&self) -> String {
        let mut told = self.clone();
        told.fields.retain(|name, values| {
            values.retain(|value| !value.is_empty());
            !NOT_TOLD.contains(&name.as_str()) && !values.is_empty()
        });
        serde_json::to_string(&told).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Reads a draft. One that a newer release wrote, and this one cannot read, is empty.
    pub(crate) fn of_draft(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Sets a field to one value.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.fields.insert(name.to_owned(), vec![value.to_owned()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_keeps_what_was_told_and_not_how_it_was_sent() {
        let mut typed = Typed { problem: "locked".to_owned(), ..Typed::default() };
        typed.add("happened", "One\r\nTwo ");
        typed.add("wishes", "work_again");
        typed.add("wishes", "no_police");
        typed.add("name", "");
        typed.add(DO, "send");
        typed.add(VERSION, "4");
        let kept = Typed::of_draft(&typed.to_draft());
        assert_eq!(kept.value("happened").as_deref(), Some("One\nTwo "));
        assert_eq!(kept.all("wishes"), ["work_again", "no_police"]);
        assert_eq!((kept.get(DO), kept.get(VERSION), kept.problem.as_str()), ("", "", "locked"));
        assert_eq!(kept.again().len(), 3);
        assert_eq!(Typed::of_draft("nonsense"), Typed::default());
    }

    #[test]
    fn the_largest_form_fits_into_a_draft() {
        let mut typed = Typed::default();
        // A control sign takes six bytes as JSON; nobody types only those.
        typed.add("happened", &"\"".repeat(LARGEST_TOLD * 3 / 4));
        assert!(typed.to_draft().len() <= store::LONGEST_ACCOUNT);
    }
}
