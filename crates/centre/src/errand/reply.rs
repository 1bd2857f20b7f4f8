//! What a helper answers to a point.

use jiff::ToSpan;
use jiff::civil::Date;
use terms::{PlainLine, PlainLineError};

use crate::named_values::named_values;

/// The latest day that can be named, in days from now.
pub const LATEST_UNTIL_DAYS: i64 = 180;

named_values! {
    /// The three answers of the form.
    Answer, "answer of a helper" {
        /// It is done.
        Done = "done",
        /// It is not theirs, or they cannot do it.
        Cannot = "cannot",
        /// It needs until a day.
        Until = "until",
    }
}

/// What a helper answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It is done.
    Done,
    /// It is not theirs, or they cannot do it, because of this.
    Cannot(PlainLine),
    /// It will be done by this day.
    Until(Date),
}

impl Reply {
    /// Which of the three answers it is.
    pub fn answer(&self) -> Answer {
        match self {
            Self::Done => Answer::Done,
            Self::Cannot(_) => Answer::Cannot,
            Self::Until(_) => Answer::Until,
        }
    }
}

/// What is wrong with an answer. Each has a sentence in the message files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyFault {
    /// "Cannot", and no reason.
    NoReason,
    /// The reason is longer than a line.
    ReasonTooLong,
    /// The reason has signs that cannot be shown.
    ReasonUnshowable,
    /// "Until", and no day that there is.
    NoDay,
    /// The day is over, or today.
    DayIsOver,
    /// The day is more than [`LATEST_UNTIL_DAYS`] away.
    DayTooFar,
}

/// Reads an answer: the words that came with it are read only where the answer needs them. The day comes as the
/// three parts of a date field.
///
/// # Errors
/// [`ReplyFault`], which says what is wrong.
pub fn read_reply(answer: Answer, because: &str, until: [&str; 3], today: Date) -> Result<Reply, ReplyFault> {
    match answer {
        Answer::Done => Ok(Reply::Done),
        Answer::Cannot => match PlainLine::parse(because) {
            Ok(line) => Ok(Reply::Cannot(line)),
            Err(PlainLineError::Empty) => Err(ReplyFault::NoReason),
            Err(PlainLineError::TooLong) => Err(ReplyFault::ReasonTooLong),
            Err(PlainLineError::Unshowable) => Err(ReplyFault::ReasonUnshowable),
        },
        Answer::Until => {
            let day = read_day(until).ok_or(ReplyFault::NoDay)?;
            let latest = today.checked_add(LATEST_UNTIL_DAYS.days()).map_err(|_| ReplyFault::DayTooFar)?;
            if day <= today {
                Err(ReplyFault::DayIsOver)
            } else if day > latest {
                Err(ReplyFault::DayTooFar)
            } else {
                Ok(Reply::Until(day))
            }
        }
    }
}

fn read_day([day, month, year]: [&str; 3]) -> Option<Date> {
    let (day, month, year) =
        (day.trim().parse().ok()?, month.trim().parse().ok()?, year.trim().parse().ok()?);
    Date::new(year, month, day).ok()
}
