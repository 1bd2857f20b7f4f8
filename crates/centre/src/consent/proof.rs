//! Proof of control: a line that only the owner of a name can put where we look for it.
//!
//! The line holds a token of 128 bits that belongs to one member and one name. It may be read by everybody:
//! it is worth nothing anywhere else.

use std::fmt;

use data_encoding::HEXLOWER;
use jiff::SignedDuration;

use crate::named_values::named_values;

/// The label under which the record stands: `_watchhouse-check.bakery.example`.
pub const RECORD_LABEL: &str = "_watchhouse-check";
/// Where the file lies on the name's own website (RFC 8615).
pub const FILE_PATH: &str = "/.well-known/watchhouse-check.txt";
/// The mailbox that every mail domain must have (RFC 5321, 4.5.1).
pub const MAILBOX: &str = "postmaster";
/// A letter to the postmaster at most once in this time.
pub const MAIL_PACE: SignedDuration = SignedDuration::from_hours(24);
/// So long the button in such a letter works.
pub const MAIL_LIVES: SignedDuration = SignedDuration::from_hours(24);
/// What stands in front of the token.
const MARK: &str = "watchhouse-check=";

named_values! {
    /// How control of a name is proved; the one that we recommend first.
    Way, "way to prove a name" {
        /// A TXT record at [`RECORD_LABEL`].
        Records = "records",
        /// A file at [`FILE_PATH`], over HTTPS.
        File = "file",
        /// A button in a letter to [`MAILBOX`]. No machine can look at it again, so it holds for
        /// [`PROOF_HOLDS`](super::PROOF_HOLDS) only.
        Mail = "mail",
    }
}

/// A token of 128 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ProofToken(pub [u8; 16]);

impl ProofToken {
    /// The line that the owner pastes.
    pub fn line(&self) -> String {
        format!("{MARK}{}", HEXLOWER.encode(&self.0))
    }

    /// Whether a text is this token's line; blanks around it and quotes that a panel kept do not count.
    pub fn is_in(&self, text: &str) -> bool {
        let bare = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"');
        bare.eq_ignore_ascii_case(&self.line())
    }
}

/// What DNS told about the texts of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordsTold {
    /// These texts; none where there is no such name or no text.
    Texts(Vec<String>),
    /// Nothing that can be relied on: no answer, or one that makes no sense.
    Nothing,
}

/// What the website answered when it was asked for the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileTold {
    /// An answer with this status and the beginning of its text. A redirect is an answer like any other.
    Answer {
        /// The status.
        status: u16,
        /// The text.
        text: String,
    },
    /// Nothing that can be relied on.
    Nothing,
}

/// What a look for a proof came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The line is there.
    Proved,
    /// It is not there.
    NotThere,
    /// Something else stands where the line should.
    SomethingElse,
    /// The name answers to every name below it with the same line: that proves nothing.
    AnswersEverything,
    /// It could not be looked at.
    CouldNotCheck,
}

/// A label that nobody has, to see whether a zone answers to everything.
pub fn sibling_label(random: [u8; 8]) -> String {
    format!("_watchhouse-{}", HEXLOWER.encode(&random))
}

/// Judges the texts at the name of the record, and at a sibling that nobody could know before.
pub fn of_records(token: &ProofToken, at_name: &RecordsTold, at_sibling: &RecordsTold) -> Verdict {
    let RecordsTold::Texts(texts) = at_name else { return Verdict::CouldNotCheck };
    if !texts.iter().any(|text| token.is_in(text)) {
        return if texts.is_empty() { Verdict::NotThere } else { Verdict::SomethingElse };
    }
    match at_sibling {
        RecordsTold::Nothing => Verdict::CouldNotCheck,
        RecordsTold::Texts(texts) if texts.iter().any(|text| token.is_in(text)) => Verdict::AnswersEverything,
        RecordsTold::Texts(_) => Verdict::Proved,
    }
}

/// Judges the file: status 200 and nothing in it but the line.
pub fn of_file(token: &ProofToken, told: &FileTold) -> Verdict {
    match told {
        FileTold::Nothing => Verdict::CouldNotCheck,
        FileTold::Answer { status: 200, text } if token.is_in(text.trim_start_matches('\u{feff}')) => {
            Verdict::Proved
        }
        FileTold::Answer { status: 404 | 410, .. } => Verdict::NotThere,
        FileTold::Answer { status: 500..=599, .. } => Verdict::CouldNotCheck,
        FileTold::Answer { .. } => Verdict::SomethingElse,
    }
}

impl fmt::Debug for ProofToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProofToken(…)")
    }
}
