//! The closed lists of the desk, and the stable words of what is not a closed list.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::named_values::named_values;

/// The most signs of a [`Word`].
pub const LONGEST_WORD: usize = 80;

/// A stable word for a partner body, a queue or a category: `report-fraud`, `duty_desk`, `fraud/masquerade`.
/// Small letters, digits and `-`, `_`, `.`, `/`; at most [`LONGEST_WORD`] signs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Word(String);

/// The text is no stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a word here has 1 to 80 small letters, digits and signs of - _ . /")]
pub struct NoWord;

impl Word {
    /// Reads a word.
    ///
    /// # Errors
    /// [`NoWord`] when it is empty, too long or has other signs.
    pub fn parse(text: &str) -> Result<Self, NoWord> {
        let fits = |sign: u8| {
            sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'-' | b'_' | b'.' | b'/')
        };
        if (1..=LONGEST_WORD).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoWord)
        }
    }

    /// The word as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Word {
    type Error = NoWord;
    fn try_from(text: String) -> Result<Self, NoWord> {
        Self::parse(&text)
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.0
    }
}

named_values! {
    /// How much harm a case does, or may do; the first is the worst.
    Severity, "severity" {
        /// People are in danger, or the organisation cannot work.
        P1 = "p1",
        /// Much money, many people's data, or it spreads.
        P2 = "p2",
        /// One organisation, harm that is bounded.
        P3 = "p3",
        /// No harm so far.
        P4 = "p4",
    }
}

named_values! {
    /// How soon something can still be done about it; apart from [`Severity`].
    Urgency, "urgency" {
        /// Every minute counts.
        Now = "now",
        /// Today.
        Today = "today",
        /// This week.
        ThisWeek = "this_week",
        /// It keeps.
        CanWait = "can_wait",
    }
}

named_values! {
    /// The class of a case: which service level it is promised.
    Class, "class" {
        /// Happening now, and it can be stopped or evidence can be secured.
        LiveIncident = "live_incident",
        /// Money left within the last day.
        MoneyGone = "money_gone",
        /// Urgent, and not live.
        Urgent = "urgent",
        /// Everything else.
        Standard = "standard",
        /// Hate or abuse.
        Hate = "hate",
    }
}

impl Class {
    /// How much a class promises, from the most (0): going up this scale lowers a case.
    pub fn promise(self) -> u8 {
        match self {
            Self::LiveIncident => 0,
            Self::MoneyGone => 1,
            Self::Urgent => 2,
            Self::Hate => 3,
            Self::Standard => 4,
        }
    }
}

named_values! {
    /// What concerns somebody's safety; changes the script and who may read.
    Flag, "flag" {
        /// Somebody follows or watches the person.
        Stalking = "stalking",
        /// Somebody makes the person do things.
        Coercion = "coercion",
        /// The person may harm themselves.
        SelfHarm = "self_harm",
        /// A child is concerned.
        Child = "child",
    }
}

named_values! {
    /// What the person says they want.
    Wish, "wish" {
        /// That it stops.
        MakeItStop = "make_it_stop",
        /// The money back.
        MoneyBack = "money_back",
        /// To work again.
        WorkAgain = "work_again",
        /// That something is taken down.
        TakenDown = "taken_down",
        /// That the police act.
        PoliceAct = "police_act",
        /// That the police are not told.
        NoPolice = "no_police",
        /// That others are warned.
        WarnOthers = "warn_others",
        /// An apology.
        Apology = "apology",
        /// To be heard, and nothing more.
        OnlyTell = "only_tell",
    }
}

named_values! {
    /// When we ask again how the person is.
    CheckIn, "check-in" {
        /// Three days after the report.
        Day3 = "day_3",
        /// Fourteen days after the report.
        Day14 = "day_14",
    }
}

impl CheckIn {
    /// So many days after the day of the report.
    pub fn days(self) -> u16 {
        match self {
            Self::Day3 => 3,
            Self::Day14 => 14,
        }
    }
}

named_values! {
    /// What became of a check-in.
    CheckInResult, "result of a check-in" {
        /// We spoke with the person.
        Spoke = "spoke",
        /// The person wants no further call.
        Declined = "declined",
        /// Nobody answered: it is still to be made.
        NoAnswer = "no_answer",
    }
}

named_values! {
    /// A list of outcomes.
    Ladder, "list of outcomes" {
        /// Fraud and cyber.
        FraudAndCyber = "fraud_and_cyber",
        /// Hate and abuse: seven rungs.
        Hate = "hate",
    }
}

named_values! {
    /// What became of a case; a case can have several. The first eleven are for fraud and cyber, the last seven are
    /// the rungs for hate and abuse, from the lowest.
    Outcome, "outcome" {
        /// The money was stopped on its way.
        MoneyStopped = "money_stopped",
        /// The money came back.
        MoneyReturned = "money_returned",
        /// The account, site or number is gone.
        TakenDown = "taken_down",
        /// The system works again.
        SystemRestored = "system_restored",
        /// Those whose data it was were told.
        DataNotified = "data_notified",
        /// An adviser works on it.
        AdviserEngaged = "adviser_engaged",
        /// It was reported where it belongs.
        Reported = "reported",
        /// It is being investigated.
        Investigated = "investigated",
        /// Somebody was charged.
        Charged = "charged",
        /// The victim has support.
        VictimSupported = "victim_supported",
        /// Nothing can be done; the reason stands with it.
        NoActionPossible = "no_action_possible",
        /// The person is safe.
        HateSafe = "hate_safe",
        /// The person was heard.
        HateHeard = "hate_heard",
        /// The content was removed.
        HateRemoved = "hate_removed",
        /// The person has support.
        HateSupported = "hate_supported",
        /// Made good: an apology, a restorative meeting.
        HateRestored = "hate_restored",
        /// Sanctioned: a warning, an order, a referral by school or youth service.
        HateSanctioned = "hate_sanctioned",
        /// Charged or convicted.
        HateCharged = "hate_charged",
    }
}

impl Outcome {
    /// The list that it stands in.
    pub fn ladder(self) -> Ladder {
        if self.rung().is_some() { Ladder::Hate } else { Ladder::FraudAndCyber }
    }

    /// Its rung on the ladder for hate and abuse, 1 to 7.
    pub fn rung(self) -> Option<u8> {
        match self {
            Self::HateSafe => Some(1),
            Self::HateHeard => Some(2),
            Self::HateRemoved => Some(3),
            Self::HateSupported => Some(4),
            Self::HateRestored => Some(5),
            Self::HateSanctioned => Some(6),
            Self::HateCharged => Some(7),
            _ => None,
        }
    }

    /// Whether it cannot stand without its reason.
    pub fn needs_a_reason(self) -> bool {
        self == Self::NoActionPossible
    }
}
