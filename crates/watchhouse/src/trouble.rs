//! What the program says when it cannot go on: what happened, why, and what to do about it.
//!
//! Every error that reaches a person at the terminal is a [`Trouble`]. A trouble without
//! advice does not exist: the constructor asks for it.

use std::fmt;
use std::io::Write;

/// Something that stops a command, told to the person who started it.
#[derive(Debug)]
pub struct Trouble {
    what: String,
    because: Option<anyhow::Error>,
    what_to_do: String,
}

impl Trouble {
    /// A trouble with the advice that belongs to it. `what` says what could not be done,
    /// without a full stop; `what_to_do` is a whole sentence.
    pub fn new(what: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self { what: what.into(), because: None, what_to_do: what_to_do.into() }
    }

    /// Keeps the error underneath, whose chain of causes is shown.
    #[must_use]
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.because = Some(cause.into());
        self
    }

    /// Writes the trouble as a person reads it: the fact, its causes, the advice.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "watchhouse: {}", self.what)?;
        for cause in self.because.iter().flat_map(anyhow::Error::chain) {
            writeln!(out, "  because: {cause}")?;
        }
        writeln!(out, "  what to do: {}", self.what_to_do)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Trouble {}

/// Output that nobody reads any more (a closed pipe) or cannot be written.
impl From<std::io::Error> for Trouble {
    fn from(cause: std::io::Error) -> Self {
        Self::new("the output could not be written", "See whether the disk is full or the reader went away.")
            .because(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_tells_the_fact_the_causes_and_the_advice() {
        let trouble = Trouble::new("the soup cannot be served", "Fetch a bowl.")
            .because(anyhow::anyhow!("no bowl").context("the table is not laid"));
        let mut said = Vec::new();
        trouble.write(&mut said).unwrap();
        assert_eq!(
            String::from_utf8(said).unwrap(),
            "watchhouse: the soup cannot be served\n  because: the table is not laid\n  because: no bowl\n  \
             what to do: Fetch a bowl.\n"
        );
    }
}
