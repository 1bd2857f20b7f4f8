//! Reads `reclaim.toml`: the rules, each with the day from which it counts.

use jiff::civil::Date;
use terms::Money;

use crate::pack::{Document, Entry, Faults};

/// The file.
pub const FILE: &str = "reclaim.toml";
const KEYS: [&str; 11] = [
    "from",
    "cap_pounds",
    "excess_pounds",
    "claim_within_months",
    "bank_decides_working_days",
    "bank_decides_at_latest_working_days",
    "micro_firm_people_below",
    "micro_firm_euros_at_most",
    "charity_income_pounds_below",
    "source",
    "checked",
];
/// No sum in the file is larger than this, in pounds or euros.
const LARGEST_SUM: u32 = 100_000_000;

/// The rules of one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// For payments from this day on.
    pub from: Date,
    /// The most that a bank must pay back for one claim.
    pub cap: Money,
    /// The most that a bank may keep back of a claim.
    pub excess: Money,
    /// A claim must reach the bank within so many months of the last payment.
    pub claim_within_months: u32,
    /// The bank decides within so many working days.
    pub decides: u16,
    /// If it has to ask back, within so many.
    pub decides_at_latest: u16,
    /// A micro firm has fewer people than this …
    pub micro_people_below: u32,
    /// … and at most so much turnover or balance, in euros.
    pub micro_euros_at_most: u32,
    /// A charity counts with a yearly income below this.
    pub charity_below: Money,
    /// Where it is written.
    pub source: String,
    /// When somebody read it there.
    pub checked: Date,
}

/// All rules, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rulebook(Vec<Rules>);

impl Rulebook {
    /// The rules for a payment made on a day; none before there were any.
    pub fn on(&self, day: Date) -> Option<&Rules> {
        self.0.iter().rev().find(|rules| rules.from <= day)
    }

    /// The oldest rules.
    pub fn first(&self) -> Option<&Rules> {
        self.0.first()
    }

    /// The newest rules.
    pub fn newest(&self) -> Option<&Rules> {
        self.0.last()
    }
}

pub(crate) fn read(faults: &mut Faults<'_>) -> Rulebook {
    let Some(document) = Document::read(FILE, faults) else { return Rulebook::default() };
    document.root().allow_only(&["rules"], faults);
    let entries = document.root().tables("rules");
    let mut all: Vec<Rules> = entries.iter().filter_map(|entry| read_rules(entry, faults)).collect();
    if entries.is_empty() {
        faults.add(FILE, 1, "there are no [[rules]]; add them with the day from which they count");
    }
    all.sort_by_key(|rules| rules.from);
    for pair in all.windows(2).filter(|pair| pair[0].from == pair[1].from) {
        faults.add(FILE, 1, format!("two rules count from {}; take one away", pair[0].from));
    }
    Rulebook(all)
}

fn read_rules(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Rules> {
    entry.allow_only(&KEYS, faults);
    let from = entry.date("from", faults);
    let cap = entry.number("cap_pounds", LARGEST_SUM, faults);
    let excess = entry.number("excess_pounds", LARGEST_SUM, faults);
    let months = entry.number("claim_within_months", 120, faults);
    let decides = entry.number("bank_decides_working_days", 250, faults);
    let latest = entry.number("bank_decides_at_latest_working_days", 250, faults);
    let people = entry.number("micro_firm_people_below", 1000, faults);
    let euros = entry.number("micro_firm_euros_at_most", LARGEST_SUM, faults);
    let charity = entry.number("charity_income_pounds_below", LARGEST_SUM, faults);
    let source = entry.text("source", "say where the rules are written", faults);
    let checked = entry.date("checked", faults);
    Some(Rules {
        from: from?,
        cap: Money::pounds(cap?),
        excess: Money::pounds(excess?),
        claim_within_months: months?,
        decides: u16::try_from(decides?).ok()?,
        decides_at_latest: u16::try_from(latest?).ok()?,
        micro_people_below: people?,
        micro_euros_at_most: euros?,
        charity_below: Money::pounds(charity?),
        source: source?,
        checked: checked?,
    })
}
