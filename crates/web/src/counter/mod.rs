//! Where reporters stand: how many are served at one time, who has shown the words of a receipt a while ago, and which
//! receipts were shown. All of it is in memory and bounded; a restart forgets it, and nothing that was told is lost by that.

mod lane;
mod open_reports;
mod shown;

use std::time::Duration;

pub use lane::{Lane, Turn, Width};
pub use open_reports::{IDLE_MINUTES, MOST_OPEN, OpenReport, OpenReports};
pub use shown::{MOST_REMEMBERED, SHOWN_AGAIN_MINUTES, ShownReceipts};

/// Sending a report has a lane of its own: what members or programs do takes nothing from it. Two cores serve some 80 a second
/// in a burst, so that whoever may wait is served within two seconds (measured by `benches/reports.py burst`).
pub const SENDING: Width = Width {
    at_one_time: 8,
    most_waiting: 100,
    longest_wait: Duration::from_secs(8),
    come_back_after: Duration::from_secs(30),
};
/// Saving what is typed, and files. Whoever finds it full goes on typing, and it is saved a moment later.
pub const SAVING: Width = Width {
    at_one_time: 16,
    most_waiting: 64,
    longest_wait: Duration::from_secs(5),
    come_back_after: Duration::from_secs(10),
};
/// Sending in a message and asking whether it is real.
pub const ASKING: Width = Width {
    at_one_time: 8,
    most_waiting: 100,
    longest_wait: Duration::from_secs(8),
    come_back_after: Duration::from_secs(20),
};
/// So many messages are examined at one time on this node.
pub const EXAMINED_AT_ONE_TIME: usize = 2;
/// Looking a receipt up, which takes 19 MiB and some hundredths of a second.
pub const LOOKING_UP: Width = Width {
    at_one_time: 4,
    most_waiting: 40,
    longest_wait: Duration::from_secs(8),
    come_back_after: Duration::from_secs(20),
};

/// Where reporters stand.
#[derive(Debug)]
pub struct Counter {
    /// For sending.
    pub sending: Lane,
    /// For messages of which somebody asks whether they are real.
    pub asking: Lane,
    /// Turns of examining.
    pub examining: tokio::sync::Semaphore,
    /// For saving what is typed, and files.
    pub saving: Lane,
    /// For looking receipts up.
    pub looking_up: Lane,
    /// Who has shown their words.
    pub open: OpenReports,
    /// Receipts that were shown.
    pub shown: ShownReceipts,
}

impl Default for Counter {
    fn default() -> Self {
        Self {
            sending: Lane::new(SENDING),
            asking: Lane::new(ASKING),
            examining: tokio::sync::Semaphore::new(EXAMINED_AT_ONE_TIME),
            saving: Lane::new(SAVING),
            looking_up: Lane::new(LOOKING_UP),
            open: OpenReports::default(),
            shown: ShownReceipts::default(),
        }
    }
}
