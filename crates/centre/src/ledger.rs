//! The ledger: a record of every change that nobody can rewrite unseen.
//!
//! An entry carries no personal data: what was said is a payload kept elsewhere, and the entry
//! holds a keyed commitment to it. When a person's data is erased, payload and key go, and the
//! chain of entries still verifies. Entries are chained by their hashes, and the last hash is
//! signed from time to time and written outside the database, so that a shortened or an older
//! database is told from the true one.

mod entry;
mod head;
mod verify;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use terms::PersonId;

pub use entry::{Commitment, Digest, Entry, Object, START, Subject, SubjectKey, commit, next_entry};
pub use head::{Head, HeadError, HeadKey, SignedHead};
pub use verify::{ERASED, Fault, FaultKind, Payload, Verdict, Verification, Witnesses, verify};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// A person with an account. The id stays when the name is erased.
    Person(PersonId),
    /// Somebody who is not signed in.
    Visitor,
    /// The centre's own recurring work, by the name of the reconciler.
    Reconciler(String),
    /// Whoever has the machine: a command typed there.
    CommandLine,
}

/// The text names no actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an actor: person:ID, reconciler:NAME, visitor or command_line")]
pub struct ActorError;

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Visitor => f.write_str("visitor"),
            Self::Reconciler(name) => write!(f, "reconciler:{name}"),
            Self::CommandLine => f.write_str("command_line"),
        }
    }
}

impl FromStr for Actor {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Self, ActorError> {
        match text.split_once(':') {
            Some(("person", id)) => id.parse().map(Self::Person).map_err(|_| ActorError),
            Some(("reconciler", name)) if !name.is_empty() => Ok(Self::Reconciler(name.to_owned())),
            None if text == "visitor" => Ok(Self::Visitor),
            None if text == "command_line" => Ok(Self::CommandLine),
            _ => Err(ActorError),
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = ActorError;
    fn try_from(text: String) -> Result<Self, ActorError> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}

#[cfg(test)]
mod tests;
