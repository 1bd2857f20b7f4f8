//! The name of a figure on its page.

use std::fmt;

/// The text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a figure's id is small letters, digits and hyphens, beginning with a letter")]
pub struct FigureIdError;

/// The id of a figure, once on its page: titles and patterns hang on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureId(String);

impl FigureId {
    /// Reads an id.
    ///
    /// # Errors
    /// [`FigureIdError`] for anything but `a-z`, `0-9` and hyphens after a letter.
    pub fn parse(text: &str) -> Result<Self, FigureIdError> {
        let is_id = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_id { Ok(Self(text.to_owned())) } else { Err(FigureIdError) }
    }

    /// An id that stands in this room's own code.
    pub(crate) fn of_house(id: &'static str) -> Self {
        Self(id.to_owned())
    }

    /// The id of the key that stands under the figure.
    pub(crate) fn for_legend(&self) -> Self {
        Self(format!("{}-legend", self.0))
    }
}

impl fmt::Display for FigureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_needs_no_escaping() {
        assert!(FigureId::parse("members-by-borough-2").is_ok());
        for text in ["", "2nd", "a b", "a\"b", "É"] {
            assert_eq!(FigureId::parse(text), Err(FigureIdError), "{text:?}");
        }
    }
}
