//! How long something took, coarse enough to be counted.

use std::fmt;

use jiff::SignedDuration;

/// The longest that is told apart, in minutes: 400 days.
pub const LONGEST_SPAN: u32 = 400 * 24 * 60;
/// Up to here to the minute.
const BY_THE_MINUTE: u32 = 120;
/// Up to here to the quarter of an hour; beyond, to four hours.
const BY_THE_QUARTER: u32 = 24 * 60;

/// A length of time in minutes, rounded up: to the minute up to two hours, to a quarter of an hour up to a day, and to four
/// hours beyond. Written with six digits, so that texts sort as lengths do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(u32);

impl Span {
    /// The span of a length. What is below nought is nought.
    pub fn of(length: SignedDuration) -> Self {
        let seconds = length.as_secs().max(0);
        let minutes = u32::try_from(seconds.saturating_add(59) / 60).unwrap_or(LONGEST_SPAN);
        Self(up(minutes.min(LONGEST_SPAN)))
    }

    /// Reads a span as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let is_shaped = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_shaped).map(Self)
    }

    /// Its minutes.
    pub fn minutes(self) -> u32 {
        self.0
    }

    /// In words that are true of it: "12 minutes", "3 hours", "2 days".
    pub fn in_words(self) -> String {
        let counted =
            |count: u32, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
        match self.0 {
            minutes if minutes <= BY_THE_MINUTE => counted(minutes, "minute"),
            minutes if minutes <= 48 * 60 => counted(minutes.div_ceil(60), "hour"),
            minutes => counted(minutes.div_ceil(24 * 60), "day"),
        }
    }
}

fn up(minutes: u32) -> u32 {
    let step = match minutes {
        _ if minutes <= BY_THE_MINUTE => 1,
        _ if minutes <= BY_THE_QUARTER => 15,
        _ => 240,
    };
    minutes.div_ceil(step) * step
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// Half of them took no longer than this. None when there are none.
pub fn median(spans: &[(Span, u64)]) -> Option<Span> {
    let mut spans = spans.to_vec();
    spans.sort();
    let all: u64 = spans.iter().map(|(_, count)| count).sum();
    let middle = all.saturating_sub(1) / 2;
    let mut before = 0;
    spans.into_iter().find_map(|(span, count)| {
        before += count;
        (before > middle).then_some(span)
    })
}
