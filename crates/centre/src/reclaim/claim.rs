//! Whether somebody may claim, and what the dates are.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use terms::{Money, PlainLine};

use super::{Rulebook, Rules};
use crate::calendar::Calendar;
use crate::named_values::named_values;

/// The most payments of one claim that are written down here.
pub const MOST_PAYMENTS: usize = 5;

named_values! {
    /// Who paid.
    Claimant, "claimant" {
        /// A person for themselves.
        Person = "person",
        /// Somebody who works for themselves.
        SoleTrader = "sole_trader",
        /// A firm of fewer than ten people.
        MicroFirm = "micro_firm",
        /// A charity.
        SmallCharity = "small_charity",
        /// A larger firm or charity.
        Larger = "larger",
        /// They cannot say.
        NotSure = "not_sure",
    }
}

named_values! {
    /// How the money went.
    Way, "way" {
        /// By bank transfer inside the country, at once: Faster Payments.
        Transfer = "transfer",
        /// By CHAPS, as for a house.
        Chaps = "chaps",
        /// By card.
        Card = "card",
        /// In cash or by cheque.
        Cash = "cash",
        /// In crypto coins.
        Crypto = "crypto",
        /// To an account in another country.
        Abroad = "abroad",
        /// They cannot say.
        NotSure = "not_sure",
    }
}

named_values! {
    /// How it came about.
    Happened, "happened" {
        /// They sent it themselves, because somebody tricked them.
        Tricked = "tricked",
        /// Somebody else took it without them.
        Taken = "taken",
        /// A real seller, and what came was wrong or late.
        Quarrel = "quarrel",
        /// They cannot say.
        NotSure = "not_sure",
    }
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The day.
    pub day: Date,
    /// The time on the clock, where they know it.
    pub time: Option<Time>,
    /// How much.
    pub amount: Money,
    /// The name to which it went.
    pub to: Option<PlainLine>,
    /// Sort code and account to which it went, as the person wrote them.
    pub account: Option<PlainLine>,
}

/// What somebody wants back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who paid.
    pub claimant: Claimant,
    /// How it came about.
    pub happened: Happened,
    /// How the money went.
    pub way: Way,
    /// The payments, one to [`MOST_PAYMENTS`].
    pub payments: Vec<Payment>,
    /// Whether health, loss, money or stress made it harder to see through the trick (vulnerability of a person).
    pub needs_care: bool,
}

named_values! {
    /// Why. Words stand in the message files under `reclaim-<name>`.
    Reason, "reason" {
        /// It fits the rules.
        Fits = "fits",
        /// Somebody else took it: the bank must give it back under other rules.
        TakenByOthers = "taken-by-others",
        /// A quarrel with a real seller.
        RealSeller = "real-seller",
        /// Paid by card: the card's own rules.
        PaidByCard = "paid-by-card",
        /// Paid in cash or by cheque.
        PaidInCash = "paid-in-cash",
        /// Paid in crypto coins.
        PaidInCrypto = "paid-in-crypto",
        /// Paid to another country.
        PaidAbroad = "paid-abroad",
        /// Too large for the rules.
        TooLarge = "too-large",
        /// Before there were rules.
        BeforeTheRules = "before-the-rules",
        /// Too long ago.
        TooLate = "too-late",
        /// They cannot say how it went, who they count as, or how it came about.
        NotClear = "not-clear",
    }
}

/// Whether they may claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may.
    May,
    /// They may not, under these rules.
    MayNot,
    /// The bank must say.
    Unsure,
}

/// The answer, with dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they may claim.
    pub standing: Standing,
    /// Why.
    pub reason: Reason,
    /// All payments together.
    pub paid: Money,
    /// Of these, what was paid under the rules, up to the cap.
    pub covered: Money,
    /// The most that a bank must pay back for one claim.
    pub cap: Money,
    /// The most that the bank may keep back; nothing for somebody who needs care.
    pub excess: Money,
    /// The last day on which the claim must be with the bank.
    pub last_day: Date,
    /// If they claim today, the bank decides until here …
    pub decides_by: Date,
    /// … or here, when it has to ask back.
    pub decides_at_latest: Date,
    /// Where the rules are written.
    pub source: String,
}

impl Claim {
    /// The answer on the day `today`. Nothing where there is no payment or no rules.
    pub fn judge(&self, rulebook: &Rulebook, calendar: &Calendar, today: Date) -> Option<Verdict> {
        let last = self.payments.iter().map(|payment| payment.day).max()?;
        let rules = rulebook.on(last).or_else(|| rulebook.first())?;
        let (standing, reason) = self.stands(rules, last, today);
        let covered = sum(self.payments.iter().filter(|payment| payment.day >= rules.from));
        Some(Verdict {
            standing,
            reason,
            paid: sum(self.payments.iter()),
            covered: covered.min(rules.cap),
            cap: rules.cap,
            excess: if self.needs_care { Money::ZERO } else { rules.excess },
            last_day: last_day(rules, last),
            decides_by: calendar.after_working_days(today, rules.decides),
            decides_at_latest: calendar.after_working_days(today, rules.decides_at_latest),
            source: rules.source.clone(),
        })
    }

    /// The first thing that speaks against it decides; what is not clear comes after what is.
    fn stands(&self, rules: &Rules, last: Date, today: Date) -> (Standing, Reason) {
        let not = |reason| (Standing::MayNot, reason);
        match (self.happened, self.way, self.claimant) {
            (Happened::Taken, _, _) => not(Reason::TakenByOthers),
            (Happened::Quarrel, _, _) => not(Reason::RealSeller),
            (_, Way::Card, _) => not(Reason::PaidByCard),
            (_, Way::Cash, _) => not(Reason::PaidInCash),
            (_, Way::Crypto, _) => not(Reason::PaidInCrypto),
            (_, Way::Abroad, _) => not(Reason::PaidAbroad),
            (_, _, Claimant::Larger) => not(Reason::TooLarge),
            _ if last < rules.from => not(Reason::BeforeTheRules),
            _ if today > last_day(rules, last) => not(Reason::TooLate),
            (Happened::NotSure, _, _) | (_, Way::NotSure, _) | (_, _, Claimant::NotSure) => {
                (Standing::Unsure, Reason::NotClear)
            }
            _ => (Standing::May, Reason::Fits),
        }
    }
}

fn sum<'p>(payments: impl Iterator<Item = &'p Payment>) -> Money {
    payments.fold(Money::ZERO, |sum, payment| sum.plus(payment.amount))
}

/// The last day for a claim. Where the month is shorter, its last day.
fn last_day(rules: &Rules, last: Date) -> Date {
    last.checked_add(i64::from(rules.claim_within_months).months()).unwrap_or(Date::MAX)
}
