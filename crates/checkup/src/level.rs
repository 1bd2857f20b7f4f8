//! How close a look goes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How close a look goes. Each level holds the ones below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Public records only: nothing of the firm's own is touched.
    #[default]
    Records,
    /// As one ordinary visitor or mail server would come by.
    Visitor,
    /// What only the firm's own yes allows.
    Consented,
}

impl Level {
    /// The number that people use for it: 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Records => 1,
            Self::Visitor => 2,
            Self::Consented => 3,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Records => "public records",
            Self::Visitor => "an ordinary visit",
            Self::Consented => "a look with your consent",
        })
    }
}
