//! What one sender may cost. Each is tested at the limit and one past it.

use std::time::Duration;

/// Bytes of one letter: what the largest mail providers let through, with the third that encoding adds.
pub const MOST_BYTES: usize = 35 << 20;
/// Bytes of one command line with its end (RFC 5321, 4.5.3.1.4, is 512; extensions of `MAIL` may add some).
pub const LONGEST_LINE: usize = 1_024;
/// Recipients of one letter. We have few addresses.
pub const MOST_RECIPIENTS: usize = 20;
/// Letters of one connection; then the sender is asked to come again.
pub const MOST_LETTERS: usize = 100;
/// Wrong or unknown commands of one connection, until it is closed.
pub const MOST_FAULTS: usize = 10;
/// Connections at one time.
pub const MOST_CONNECTIONS: usize = 64;
/// Connections of one address at one time.
pub const MOST_FROM_ONE: usize = 16;
/// So long we wait for the next bytes (RFC 5321, 4.5.3.2, has 5 minutes for commands; a mail server beside us needs no
/// such patience, and who sends a byte a minute holds a place).
pub const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// So long one connection may last in all.
pub const WHOLE_WITHIN: Duration = Duration::from_secs(15 * 60);
