//! Joining: what a member is, what both sides promise, and how a form becomes a member.
//!
//! Words of undertakings and benefits are not here: pages look them up in the message files
//! under the ids given here. [`UNDERTAKINGS_VERSION`] rises whenever their meaning changes,
//! so that it stays known what each member accepted.

mod application;

use crate::named_values::named_values;

pub use application::{Application, Field, FieldError, NewMember, Problem, SHARE_WORTH_ASKING, borough_for};

/// The text names none of the values that there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {what}")]
pub struct UnknownName {
    /// What it should have been.
    pub what: &'static str,
    /// The beginning of the text.
    pub text: String,
}

named_values! {
    /// How many people work at a firm, the owner of a one-person firm not counted.
    SizeBand, "size band" {
        /// Nobody but the owner.
        SoleTrader = "sole_trader",
        /// 1 to 9.
        Micro = "micro",
        /// 10 to 49.
        Small = "small",
        /// 50 to 249.
        Medium = "medium",
        /// 250 or more.
        Large = "large",
    }
}

impl SizeBand {
    /// The band for a number of staff.
    pub fn of(staff: u32) -> Self {
        match staff {
            0 => Self::SoleTrader,
            1..=9 => Self::Micro,
            10..=49 => Self::Small,
            50..=249 => Self::Medium,
            _ => Self::Large,
        }
    }

    /// The band in plain English, for staff pages and files.
    pub fn spoken(self) -> &'static str {
        match self {
            Self::SoleTrader => "just the owner",
            Self::Micro => "1 to 9 people",
            Self::Small => "10 to 49 people",
            Self::Medium => "50 to 249 people",
            Self::Large => "250 people or more",
        }
    }
}

named_values! {
    /// What a membership costs and who pays for it.
    Tier, "tier" {
        /// Free, for everybody.
        Core = "core",
        /// A paid place that a funder pays.
        Funded = "funded",
        /// A paid place that the member pays.
        Paid = "paid",
    }
}

named_values! {
    /// How an organisation stands to the centre.
    Standing, "standing" {
        /// Known to us; has not joined.
        Prospect = "prospect",
        /// Asked to join; the link in the e-mail was not followed yet.
        Unconfirmed = "unconfirmed",
        /// Has joined.
        Member = "member",
        /// A public body of the region, whose records everybody may read; it neither joins nor gets letters.
        PublicBody = "public_body",
        /// Was a member and left; only a husk is kept.
        Left = "left",
    }
}

named_values! {
    /// What a member promises the centre. Words: `undertaking-<name>` in the message files.
    Undertaking, "undertaking" {
        /// Tell us when name, place or contact change.
        KeepDetailsRight = "keep_details_right",
        /// Name one person who looks after safety online.
        NameAWarden = "name_a_warden",
        /// Try the actions that we suggest, and say when one does not fit.
        TryTheActions = "try_the_actions",
        /// Tell us, and the police, when something happens.
        SayWhenSomethingHappens = "say_when_something_happens",
        /// Do not use our name to sell.
        DoNotSellWithOurName = "do_not_sell_with_our_name",
    }
}

named_values! {
    /// What the centre promises a member. Words: `benefit-<name>` in the message files.
    Benefit, "benefit" {
        /// A named person to ask.
        APersonToAsk = "a_person_to_ask",
        /// Their own check-up every night, and word when something changes.
        ANightlyCheck = "a_nightly_check",
        /// At most three things to do at a time.
        ThreeActions = "three_actions",
        /// Warnings that touch their own firm only.
        WarningsThatFit = "warnings_that_fit",
        /// Their data is theirs: see it, take it, have it erased.
        YourDataIsYours = "your_data_is_yours",
    }
}

/// The version of undertakings and benefits that a new member accepts. Rises when their meaning changes.
pub const UNDERTAKINGS_VERSION: u16 = 1;

/// How long an application waits for its e-mail to be confirmed, in hours. Then it is erased:
/// nobody's data is kept because somebody else typed it in.
pub const HOURS_TO_CONFIRM: i64 = 48;
