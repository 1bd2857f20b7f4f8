//! The form of the letter to the bank: what was typed, what it means, and what is to be mended.

use std::collections::HashMap;
use std::str::FromStr;

use centre::reclaim::{Claim, Claimant, Facts, Happened, Payment, Story, Way};
use jiff::civil::{Date, Time};
use terms::{Money, PlainLine};

use super::said;
use crate::face::components::{
    Affix, Checkboxes, Choice, DateInput, DatePart, Fieldset, Hint, Input, Legend, Radios, Textarea,
};
use crate::face::words::Words;
use crate::pages::Faults;
use crate::pages::clock_time::{FIRST_YEAR, read_time};
use crate::sent::TOKEN_FIELD;

/// Payments on the form.
const PAYMENTS: usize = 3;
/// The field that says that somebody comes back from the letter to change something.
pub(super) const CHANGE: &str = "change";

/// What was typed, by name of the field.
#[derive(Debug, Default)]
pub(super) struct Typed(HashMap<String, String>);

impl From<HashMap<String, String>> for Typed {
    fn from(fields: HashMap<String, String>) -> Self {
        Self(fields)
    }
}

impl Typed {
    /// Whether they come back from the letter to change something.
    pub(super) fn is_to_change(&self) -> bool {
        self.get(CHANGE) == "yes"
    }

    /// Everything of the form that was typed, to be sent once more. The token is the page's own.
    pub(super) fn again(&self) -> Vec<(String, String)> {
        let own = |name: &str| name != TOKEN_FIELD && name != CHANGE;
        let typed = self.0.iter().filter(|(name, value)| own(name) && !value.trim().is_empty());
        let mut again: Vec<(String, String)> = typed.map(|(n, v)| (n.clone(), v.clone())).collect();
        again.sort();
        again
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    fn value(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

/// One payment's fields.
pub(super) struct PaymentFields {
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) amount: Input,
    pub(super) day: DateInput,
    pub(super) time: Input,
    pub(super) to: Input,
    pub(super) account: Input,
}

/// Every field of the form.
pub(super) struct Fields {
    pub(super) happened: Radios,
    pub(super) claimant: Radios,
    pub(super) way: Radios,
    pub(super) payments: Vec<PaymentFields>,
    pub(super) name: Input,
    pub(super) firm: Input,
    pub(super) bank: Input,
    pub(super) account: Input,
    pub(super) contact: Input,
    pub(super) came_by: Input,
    pub(super) story: Textarea,
    pub(super) care: Checkboxes,
    pub(super) told_bank: Input,
    pub(super) crime_reference: Input,
}

impl Fields {
    /// The fields with what was typed, and what is wrong at each.
    pub(super) fn of(words: Words, typed: &Typed, faults: &Faults) -> Self {
        let line = |name: &str, label: &str, hint: &str| input(words, typed, faults, name, label, hint);
        Self {
            happened: radios(
                words,
                typed,
                faults,
                ["happened", "claim-happened"],
                Happened::ALL.iter().map(|value| value.name()),
            ),
            claimant: radios(
                words,
                typed,
                faults,
                ["claimant", "claim-claimant"],
                Claimant::ALL.iter().map(|value| value.name()),
            ),
            way: radios(
                words,
                typed,
                faults,
                ["way", "claim-way"],
                Way::ALL.iter().map(|value| value.name()),
            ),
            payments: (1..=PAYMENTS).map(|number| payment_fields(words, typed, faults, number)).collect(),
            name: Input { autocomplete: "name".to_owned(), ..line("name", "claim-name", "") },
            firm: Input { autocomplete: "organization".to_owned(), ..line("firm", "claim-firm", "") },
            bank: line("bank", "claim-bank", ""),
            account: Input {
                inputmode: "numeric".to_owned(),
                classes: "govuk-input--width-10".into(),
                ..line("account", "claim-account", "claim-account-hint")
            },
            contact: line("contact", "claim-contact", ""),
            came_by: line("came_by", "claim-came-by", "claim-came-by-hint"),
            story: Textarea {
                name: "story".to_owned(),
                label: words.say("claim-story").into_owned().into(),
                hint: Some(words.say("claim-story-hint").into_owned().into()),
                value: typed.value("story").unwrap_or_default(),
                error: faults.at("story"),
                rows: Some(8),
                ..Textarea::default()
            },
            care: Checkboxes {
                name: "care".to_owned(),
                fieldset: Some(legend(words, "claim-care")),
                items: vec![Choice::new("yes", words.say("claim-care-yes"))],
                values: vec![typed.get("care").to_owned()],
                ..Checkboxes::default()
            },
            told_bank: line("told_bank", "claim-told-bank", "claim-told-bank-hint"),
            crime_reference: line("crime_reference", "claim-crime-reference", ""),
        }
    }
}

fn legend(words: Words, id: &str) -> Fieldset {
    let legend = Legend {
        text: words.say(id).into(),
        classes: "govuk-fieldset__legend--s".into(),
        ..Legend::default()
    };
    Fieldset { legend, ..Fieldset::default() }
}

/// One of a closed list of `centre`, named by the family of its messages.
fn radios(
    words: Words,
    typed: &Typed,
    faults: &Faults,
    [name, family]: [&str; 2],
    values: impl Iterator<Item = &'static str>,
) -> Radios {
    Radios {
        name: name.to_owned(),
        fieldset: Some(legend(words, family)),
        items: values.map(|value| Choice::new(value, said::of(words, family, value))).collect(),
        value: typed.get(name).to_owned(),
        error: faults.at(name),
        ..Radios::default()
    }
}

fn input(words: Words, typed: &Typed, faults: &Faults, name: &str, label: &str, hint: &str) -> Input {
    Input {
        name: name.to_owned(),
        label: words.say(label).into_owned().into(),
        hint: (!hint.is_empty()).then(|| Hint::from(words.say(hint).into_owned())),
        value: typed.value(name),
        error: faults.at(name),
        ..Input::default()
    }
}

fn payment_fields(words: Words, typed: &Typed, faults: &Faults, number: usize) -> PaymentFields {
    let name = |part: &str| format!("p{number}_{part}");
    let line = |part: &str, label: &str, hint: &str| input(words, typed, faults, &name(part), label, hint);
    let is_first = number == 1;
    let day = name("day");
    let part = |part: &str| DatePart {
        name: part.to_owned(),
        value: typed.value(&format!("{day}-{part}")),
        ..DatePart::default()
    };
    PaymentFields {
        title: words.say(if is_first { "claim-payment" } else { "claim-payment-more" }).into_owned(),
        hint: if is_first { String::new() } else { words.say("claim-payment-more-hint").into_owned() },
        amount: Input {
            prefix: Some(Affix::from("£")),
            inputmode: "decimal".to_owned(),
            classes: "govuk-input--width-10".into(),
            ..line("amount", "claim-amount", "")
        },
        day: DateInput {
            id: day.clone(),
            name_prefix: day.clone(),
            fieldset: Some(legend(words, "claim-day")),
            hint: Some(Hint::from(words.say("claim-day-hint").into_owned())),
            error: faults.at(&format!("{day}-day")),
            parts: vec![part("day"), part("month"), part("year")],
            ..DateInput::default()
        },
        time: Input {
            classes: "govuk-input--width-5".into(),
            ..line("time", "claim-time", "claim-time-hint")
        },
        to: line("to", "claim-to", ""),
        account: line("account", "claim-account-to", ""),
    }
}

/// What was typed as the facts of a claim, or what is to be mended.
pub(super) fn read(words: Words, typed: &Typed, today: Date) -> Result<Facts, Faults> {
    let mut faults = Faults::default();
    let mut reader = Reader { words, typed, today, faults: &mut faults };
    let happened = reader.choice::<Happened>("happened", "claim-fault-happened");
    let claimant = reader.choice::<Claimant>("claimant", "claim-fault-claimant");
    let way = reader.choice::<Way>("way", "claim-fault-way");
    let payments: Vec<Payment> = (1..=PAYMENTS).filter_map(|number| reader.payment(number)).collect();
    let name = reader.name();
    let lines = ["firm", "bank", "account", "contact", "came_by", "told_bank", "crime_reference"];
    let [firm, bank, account, contact, came_by, told_bank, crime_reference] =
        lines.map(|field| reader.line(field));
    let story = reader.story();
    let facts = || {
        let claim = Claim {
            claimant: claimant?,
            happened: happened?,
            way: way?,
            payments,
            needs_care: typed.get("care") == "yes",
        };
        Some(Facts {
            name: name?,
            firm,
            bank,
            account,
            contact,
            claim,
            came_by,
            story: story?,
            found: None,
            told_bank,
            crime_reference,
        })
    };
    match facts() {
        Some(facts) if faults.is_empty() => Ok(facts),
        _ => Err(faults),
    }
}

struct Reader<'a> {
    words: Words,
    typed: &'a Typed,
    today: Date,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn fault(&mut self, field: String, id: &str) {
        self.faults.add(field, self.words.say(id));
    }

    fn choice<T: FromStr>(&mut self, field: &str, missing: &str) -> Option<T> {
        let value = self.typed.get(field).parse().ok();
        if value.is_none() {
            self.fault(field.to_owned(), missing);
        }
        value
    }

    /// A line that may be empty.
    fn line(&mut self, field: &str) -> Option<PlainLine> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return None;
        }
        let line = PlainLine::parse(text).ok();
        if line.is_none() {
            self.fault(field.to_owned(), "claim-fault-line");
        }
        line
    }

    fn name(&mut self) -> Option<PlainLine> {
        let is_empty = self.typed.get("name").is_empty();
        if is_empty {
            self.fault("name".to_owned(), "claim-fault-name");
        }
        self.line("name")
    }

    fn story(&mut self) -> Option<Story> {
        let story = Story::parse(self.typed.get("story")).ok();
        if story.is_none() {
            self.fault("story".to_owned(), "claim-fault-story");
        }
        story
    }

    /// A payment. The first must be there; a later one counts when anything of it was typed.
    fn payment(&mut self, number: usize) -> Option<Payment> {
        let name = |part: &str| format!("p{number}_{part}");
        let parts = ["amount", "day-day", "day-month", "day-year", "time", "to", "account"];
        let is_empty = parts.iter().all(|part| self.typed.get(&name(part)).is_empty());
        if is_empty && number > 1 {
            return None;
        }
        let amount =
            Money::parse(self.typed.get(&name("amount"))).ok().filter(|amount| *amount > Money::ZERO);
        if amount.is_none() {
            self.fault(name("amount"), "claim-fault-amount");
        }
        let day = self.day(&name("day"));
        let time = self.time(&name("time"));
        let (to, account) = (self.line(&name("to")), self.line(&name("account")));
        Some(Payment { day: day?, time, amount: amount?, to, account })
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let part = |part: &str| self.typed.get(&format!("{field}-{part}"));
        let read = || {
            let (day, month, year) =
                (part("day").parse().ok()?, part("month").parse().ok()?, part("year").parse().ok()?);
            Date::new(year, month, day).ok().filter(|date| date.year() >= FIRST_YEAR)
        };
        let day = read();
        match day {
            None => self.fault(format!("{field}-day"), "claim-fault-day"),
            Some(day) if day > self.today => self.fault(format!("{field}-day"), "claim-fault-day-ahead"),
            Some(_) => {}
        }
        day
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return None;
        }
        let time = read_time(text);
        if time.is_none() {
            self.fault(field.to_owned(), "claim-fault-time");
        }
        time
    }
}
