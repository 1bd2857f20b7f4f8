//! British postcodes: the shape, not the existence (a region pack knows which outcodes it has).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is not a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this does not look like a postcode; a postcode looks like SW1A 1AA")]
pub struct PostcodeError;

/// The first half of a postcode (`SW1A`), in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Outcode(String);

impl Outcode {
    /// Reads an outcode in any case, with any blanks around it.
    ///
    /// # Errors
    /// [`PostcodeError`] when the shape is not one of the six that Royal Mail uses.
    pub fn parse(text: &str) -> Result<Self, PostcodeError> {
        let text = text.trim().to_ascii_uppercase();
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest = text.as_bytes().get(letters..).unwrap_or_default();
        let shape_is_known = match rest {
            [a] => a.is_ascii_digit(),
            [a, b] => a.is_ascii_digit() && (b.is_ascii_digit() || b.is_ascii_uppercase()),
            _ => false,
        };
        if (1..=2).contains(&letters) && shape_is_known { Ok(Self(text)) } else { Err(PostcodeError) }
    }

    /// The outcode as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A whole postcode, printed with its one blank (`SW1A 1AA`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode {
    outcode: Outcode,
    incode: String,
}

impl Postcode {
    /// Reads a postcode in any case and with blanks anywhere.
    ///
    /// # Errors
    /// [`PostcodeError`] when the shape is not that of a postcode.
    pub fn parse(text: &str) -> Result<Self, PostcodeError> {
        let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if !packed.is_ascii() || packed.len() < 5 {
            return Err(PostcodeError);
        }
        let (out, incode) = packed.split_at(packed.len() - 3);
        let incode = incode.to_ascii_uppercase();
        let incode_is_right = match incode.as_bytes() {
            [a, b, c] => a.is_ascii_digit() && b.is_ascii_uppercase() && c.is_ascii_uppercase(),
            _ => false,
        };
        if !incode_is_right {
            return Err(PostcodeError);
        }
        Ok(Self { outcode: Outcode::parse(out)?, incode })
    }

    /// The first half.
    pub fn outcode(&self) -> &Outcode {
        &self.outcode
    }
}

impl fmt::Display for Outcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.outcode, self.incode)
    }
}

macro_rules! text_value {
    ($($name:ident)*) => {$(
        impl FromStr for $name {
            type Err = PostcodeError;
            fn from_str(text: &str) -> Result<Self, PostcodeError> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = PostcodeError;
            fn try_from(text: String) -> Result<Self, PostcodeError> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )*};
}
text_value!(Outcode Postcode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_type_postcodes_in_many_ways() {
        for typed in ["sw1a1aa", "SW1A 1AA", " Sw1A  1aA ", "s w1a1 aa"] {
            assert_eq!(Postcode::parse(typed).map(|p| p.to_string()), Ok("SW1A 1AA".into()));
        }
        assert_eq!(Postcode::parse("e1 6an").map(|p| p.outcode().to_string()), Ok("E1".into()));
    }

    #[test]
    fn what_is_not_a_postcode_is_refused() {
        for typed in ["", "London", "SW1A", "SW1A 1A", "1AA SW1", "SW1A 1AAA", "ÉC1 1AA", "E1 OAN"] {
            assert_eq!(Postcode::parse(typed), Err(PostcodeError), "{typed}");
        }
    }
}
