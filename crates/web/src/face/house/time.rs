//! When something must be done, and what has been.

use askama::Template;
use jiff::Timestamp;

use super::component;
use crate::face::content::Content;
use crate::face::words::Words;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockState {
    /// There is time.
    #[default]
    Running,
    /// There is little time.
    Short,
    /// Done in time.
    Met,
    /// The time is over.
    Missed,
}

/// A deadline in words. The words are written by the server when the page is asked for.
#[derive(Debug, Clone, Template)]
#[template(path = "components/own/clock.html")]
pub struct Clock {
    /// What must be done.
    pub duty: Content,
    /// By when, for machines.
    pub deadline: Timestamp,
    /// By when, in words: "Thursday 14 May, 4 pm".
    pub deadline_words: String,
    /// What is left, in words: "2 days and 3 hours".
    pub left_words: String,
    /// How it stands.
    pub state: ClockState,
    /// Whose duty it is and where it is written.
    pub source: Content,
    /// Language.
    pub words: Words,
}

impl Clock {
    fn state_words(&self) -> String {
        let id = match self.state {
            ClockState::Running => "clock-running",
            ClockState::Short => "clock-short",
            ClockState::Met => "clock-met",
            ClockState::Missed => "clock-missed",
        };
        self.words.say(id).into_owned()
    }

    fn modifier(&self) -> &'static str {
        match self.state {
            ClockState::Running => "running",
            ClockState::Short => "short",
            ClockState::Met => "met",
            ClockState::Missed => "missed",
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.state, ClockState::Running | ClockState::Short)
    }
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// When, for machines.
    pub at: Timestamp,
    /// When, in words.
    pub when: String,
    /// What happened.
    pub title: Content,
    /// More about it.
    pub content: Content,
    /// Who did it.
    pub who: String,
}

/// What happened, newest first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/timeline.html")]
pub struct Timeline {
    /// The entries, in the order in which they are shown.
    pub entries: Vec<TimelineEntry>,
    /// Level of the headings; 3 when not given.
    pub heading_level: Option<u8>,
}

impl Timeline {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(3)
    }
}

component!(Clock, Timeline);
