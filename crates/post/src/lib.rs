//! Letters in.
//!
//! Question answered: *what did somebody send to one of our own addresses?*
//! In: connections of the centre's mail server (SMTP, RFC 5321; LMTP, RFC 2033), or files of a Maildir. Out: a [`Letter`] at a
//! time, handed to a [`Desk`] that keeps it before the sender hears "250".
//! Never: passing a letter on, opening a connection, reading what is in a letter. A letter to another address than our own is
//! refused before its words are sent.
//! Start reading at [`Session`] in `session.rs`, a machine without a socket; `listener.rs` gives it one, `words.rs` ends a
//! letter where RFC 5321 does and nowhere else, `maildir.rs` is the other way in.

mod limits;
mod listener;
mod maildir;
mod session;
mod words;

pub use limits::{
    ANSWER_WITHIN, LONGEST_LINE, MOST_BYTES, MOST_CONNECTIONS, MOST_FAULTS, MOST_FROM_ONE, MOST_LETTERS,
    MOST_RECIPIENTS, WHOLE_WITHIN,
};
pub use listener::{Desk, Listener, NotNow};
pub use maildir::{Maildir, MaildirError};
pub use session::{Answer, Kind, Session, Step};
pub use words::{Ended, WordsReader};

/// A letter as it came, with its envelope. The envelope is what a mail server said, and proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `MAIL FROM`; empty for a letter that wants no answer (a bounce).
    pub from: String,
    /// Which of our own addresses it was sent to, lower case.
    pub to: Vec<String>,
    /// Header lines and body, byte for byte, with the transport's doubled dots undone.
    pub bytes: Vec<u8>,
}
