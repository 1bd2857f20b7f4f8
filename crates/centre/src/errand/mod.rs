//! Errands: what a member asks of the person who looks after its name, mail, website or computers.
//!
//! An errand is a letter with points and a link to reply by. Whoever has the link answers each point: done, not for
//! me because, or not before a day. An answer is *said* and never *seen*: only a look closes a point.

mod reply;

#[cfg(test)]
mod tests;

use jiff::SignedDuration;
use jiff::civil::Date;
use terms::{Severity, Timestamp};

use crate::calendar::Calendar;
use crate::named_values::named_values;
use crate::watching::Watched;

pub use reply::{Answer, LATEST_UNTIL_DAYS, Reply, ReplyFault, read_reply};

/// So many points are in one errand: more are not read, and the next errand can have the rest.
pub const MOST_POINTS: usize = 10;
/// So many errands a member has open at one time.
pub const MOST_OPEN: usize = 12;
/// So many errands a member sends by mail in a day: enough for every helper, too few to be of use for bothering people.
pub const MOST_MAILED_A_DAY: i64 = 5;
/// So long the link of an errand works: longer than the latest day by which anything is asked for, and a month more.
pub const LINK_LIVES: SignedDuration = SignedDuration::from_hours(24 * 90);
/// The most letters of a firm's name that go into a letter to somebody we do not know.
pub const LONGEST_NAME_IN_MAIL: usize = 60;

named_values! {
    /// Who can do what a point asks for.
    Helper, "helper" {
        /// Whoever has the log-in at the company that the name is rented from.
        NameHost = "name_host",
        /// The company that takes the firm's mail.
        MailProvider = "mail_provider",
        /// The person who looks after the website.
        WebPerson = "web_person",
        /// The person who looks after computers and network.
        ComputerPerson = "computer_person",
    }
}

/// By when a point should be done: so many working days after the day on which it is asked for, by how much it matters.
pub fn due_by(severity: Severity, asked_on: Date, calendar: &Calendar) -> Date {
    calendar.after_working_days(asked_on, working_days_for(severity))
}

/// Working days that a helper has for a point.
pub fn working_days_for(severity: Severity) -> u16 {
    match severity {
        Severity::Urgent => 1,
        Severity::Important => 5,
        Severity::WorthDoing => 20,
        Severity::Note => 40,
    }
}

/// How an errand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can be answered.
    Open,
    /// Every point was seen to be done: there is nothing left to answer.
    Done,
    /// The member took it back.
    TakenBack,
    /// Its link ran out.
    RunOut,
}

/// How an errand stands at `now`, from what is kept of it and of its points.
pub fn standing(
    taken_back_at: Option<Timestamp>,
    expires_at: Timestamp,
    points: &[SeenNow],
    now: Timestamp,
) -> Standing {
    if taken_back_at.is_some() {
        Standing::TakenBack
    } else if !points.is_empty() && points.iter().all(|point| matches!(point, SeenNow::Mended(_))) {
        Standing::Done
    } else if expires_at <= now {
        Standing::RunOut
    } else {
        Standing::Open
    }
}

/// What we see of a point now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenNow {
    /// We looked, and it is in order since then.
    Mended(Timestamp),
    /// We looked since it was answered, and it is still there.
    StillThere(Timestamp),
    /// We have not seen it since it was answered, or since it was asked for.
    NotSince,
}

/// What we see of a point, from what is remembered of its finding. `since` is when it was answered, or else when it
/// was asked for. What is not remembered at all is not known to be in order.
pub fn seen_now(watched: Option<&Watched>, since: Timestamp) -> SeenNow {
    match watched {
        Some(Watched { closed_at: Some(closed), .. }) => SeenNow::Mended(*closed),
        Some(watched) if watched.last_seen >= since => SeenNow::StillThere(watched.last_seen),
        _ => SeenNow::NotSince,
    }
}

/// A firm's name as it may stand in a letter to somebody who never asked for one: letters, digits and the few signs
/// that names have, cut, and without anything that a mail program turns into a link.
pub fn name_in_mail(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|sign| match sign {
            sign if sign.is_alphanumeric() => sign,
            '&' | '\'' | '’' | '-' | ',' | '(' | ')' => sign,
            _ => ' ',
        })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let mut short = String::new();
    for word in words {
        let blank = usize::from(!short.is_empty());
        let room = LONGEST_NAME_IN_MAIL.saturating_sub(short.chars().count() + blank);
        if room == 0 {
            break;
        }
        if blank == 1 {
            short.push(' ');
        }
        short.extend(word.chars().take(room));
    }
    short
}
