//! Duties that have a clock: of the member, of its bank, of the police. They are shown to the member beside our own
//! promises and apart from them: we can neither meet nor pause them.
//!
//! Each rule is data with its source and the day since when it applies. The moment that a duty runs from decides which
//! rule applies to it.

use jiff::civil::Date;
use jiff::{SignedDuration, Span, ToSpan};
use terms::Timestamp;

use crate::calendar::Calendar;
use crate::case::{Case, DutyKept};
use crate::clock_words::{date_in_words, moment_in_full};
use crate::named_values::named_values;

named_values! {
    /// A duty with a clock.
    Duty, "duty" {
        /// The member tells the regulator of a breach of people's data.
        TellIco = "tell_ico",
        /// The member claims a payment back from its bank.
        ClaimPayment = "claim_payment",
        /// The bank decides on that claim.
        BankDecides = "bank_decides",
        /// The police tell the victim what they decided.
        VictimTold = "victim_told",
        /// The police tell a victim with enhanced rights.
        VictimToldEnhanced = "victim_told_enhanced",
        /// The police offer the victim a support service.
        SupportReferral = "support_referral",
    }
}

named_values! {
    /// Whose duty it is.
    Bearer, "bearer of a duty" {
        /// The member's.
        Member = "member",
        /// The member's bank.
        Bank = "bank",
        /// The police.
        Police = "police",
    }
}

/// How long a duty has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Hours as they pass, nights, weekends and holidays too.
    Hours(u16),
    /// Working days: weekdays without public holidays. The day that it runs from does not count; it ends with the day.
    WorkingDays(u16),
    /// Months by the calendar. It ends with the day of the same number, or the last of the month where there is none.
    Months(u16),
}

/// One rule, with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyRule {
    /// For which duty.
    pub duty: Duty,
    /// Whose it is.
    pub bearer: Bearer,
    /// How long.
    pub term: Term,
    /// What it runs from, for the beginning of a sentence.
    pub runs_from: &'static str,
    /// Where it is written.
    pub source: &'static str,
    /// The first day on which it applies.
    pub since: Date,
    /// The first day on which it applies no longer, where one is known.
    pub until: Option<Date>,
    /// The day on which we held it against its source.
    pub checked: Date,
}

const CHECKED: Date = jiff::civil::date(2026, 11, 21);

/// The rules, as the sources had them on the day they were checked.
pub static DUTY_RULES: [DutyRule; 6] = [
    DutyRule {
        duty: Duty::TellIco,
        bearer: Bearer::Member,
        term: Term::Hours(72),
        runs_from: "You found out",
        source: "UK GDPR, article 33",
        since: jiff::civil::date(2018, 5, 25),
        until: None,
        checked: CHECKED,
    },
    DutyRule {
        duty: Duty::ClaimPayment,
        bearer: Bearer::Member,
        term: Term::Months(13),
        runs_from: "The last payment left",
        source: "Payment Systems Regulator, reimbursement of push payments",
        since: jiff::civil::date(2024, 10, 7),
        until: None,
        checked: CHECKED,
    },
    DutyRule {
        duty: Duty::BankDecides,
        bearer: Bearer::Bank,
        term: Term::WorkingDays(5),
        runs_from: "The bank got your claim",
        source: "Payment Systems Regulator, reimbursement of push payments",
        since: jiff::civil::date(2024, 10, 7),
        until: None,
        checked: CHECKED,
    },
    DutyRule {
        duty: Duty::VictimTold,
        bearer: Bearer::Police,
        term: Term::WorkingDays(5),
        runs_from: "The police decided",
        source: "Victims' Code, right 6",
        since: jiff::civil::date(2021, 4, 1),
        until: None,
        checked: CHECKED,
    },
    DutyRule {
        duty: Duty::VictimToldEnhanced,
        bearer: Bearer::Police,
        term: Term::WorkingDays(1),
        runs_from: "The police decided",
        source: "Victims' Code, right 6, enhanced rights",
        since: jiff::civil::date(2021, 4, 1),
        until: None,
        checked: CHECKED,
    },
    DutyRule {
        duty: Duty::SupportReferral,
        bearer: Bearer::Police,
        term: Term::WorkingDays(2),
        runs_from: "You told the police",
        source: "Victims' Code, right 4",
        since: jiff::civil::date(2021, 4, 1),
        until: None,
        checked: CHECKED,
    },
];

/// The rule that applies to a duty which runs from a day.
pub fn duty_rule(duty: Duty, day: Date) -> Option<&'static DutyRule> {
    DUTY_RULES
        .iter()
        .find(|rule| rule.duty == duty && rule.since <= day && rule.until.is_none_or(|until| day < until))
}

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyStanding {
    /// It runs.
    Running,
    /// Its end has passed, and we do not know that it was done.
    Late,
    /// It was done in time.
    Done,
    /// It was done after its end.
    DoneLate,
}

/// One duty of a case, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyReading {
    /// The rule.
    pub rule: &'static DutyRule,
    /// Since when it runs.
    pub since: Timestamp,
    /// The last moment.
    pub due: Timestamp,
    /// How it stands.
    pub standing: DutyStanding,
}

impl Term {
    /// The last moment of a term that runs from `since`. Duties never pause.
    pub fn ends(self, since: Timestamp, calendar: &Calendar) -> Option<Timestamp> {
        let day = calendar.zone().to_datetime(since).date();
        match self {
            Self::Hours(hours) => since.checked_add(SignedDuration::from_hours(i64::from(hours))).ok(),
            Self::WorkingDays(days) => calendar.end_of(calendar.after_working_days(day, days)),
            Self::Months(months) => {
                let span: Span = i64::from(months).months();
                calendar.end_of(day.checked_add(span).ok()?)
            }
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::Hours(hours) => format!("{hours} hours, nights and weekends too"),
            Self::WorkingDays(1) => "1 working day".to_owned(),
            Self::WorkingDays(days) => format!("{days} working days"),
            Self::Months(months) => format!("{months} months"),
        }
    }
}

/// The duties of a case, the nearest end first. One that was dropped, and one from before its rule, is left out.
pub fn duties(case: &Case, calendar: &Calendar, now: Timestamp) -> Vec<DutyReading> {
    let mut readings: Vec<_> = case
        .duties
        .iter()
        .filter(|kept| !kept.is_dropped)
        .filter_map(|kept| read(kept, calendar, now))
        .collect();
    readings.sort_by_key(|reading| reading.due);
    readings
}

fn read(kept: &DutyKept, calendar: &Calendar, now: Timestamp) -> Option<DutyReading> {
    let rule = duty_rule(kept.duty, calendar.zone().to_datetime(kept.since).date())?;
    let due = rule.term.ends(kept.since, calendar)?;
    let standing = match kept.done_at {
        Some(done) if done <= due => DutyStanding::Done,
        Some(_) => DutyStanding::DoneLate,
        None if due < now => DutyStanding::Late,
        None => DutyStanding::Running,
    };
    Some(DutyReading { rule, since: kept.since, due, standing })
}

impl DutyReading {
    /// The sum in one sentence, and its rule: `You found out on 2 January 2026, 10:00; the rule gives 72 hours, nights
    /// and weekends too; so by 5 January 2026, 10:00. Rule: UK GDPR, article 33, since 25 May 2018.`
    pub fn explain(&self, calendar: &Calendar) -> String {
        let zone = calendar.zone();
        let by = match self.rule.term {
            Term::Hours(_) => moment_in_full(self.due, zone),
            // The end of a day is told as that day: midnight is the day after on every clock.
            Term::WorkingDays(_) | Term::Months(_) => {
                let last = self.due.checked_sub(SignedDuration::from_secs(1)).unwrap_or(self.due);
                format!("the end of {}", date_in_words(zone.to_datetime(last).date()))
            }
        };
        format!(
            "{} on {}; the rule gives {}; so by {by}. Rule: {}, since {}.",
            self.rule.runs_from,
            moment_in_full(self.since, zone),
            self.rule.term.in_words(),
            self.rule.source,
            date_in_words(self.rule.since),
        )
    }
}
