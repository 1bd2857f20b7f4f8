//! The fields of the form, with what was typed and what is to be mended at each.

use centre::account::{CameBy, MOST_PAYMENTS, Strand};
use centre::case::Wish;
use centre::playbook::Answer;
use centre::reclaim::Way;
use centre::region::Region;

use super::asks::Asks;
use super::parts::{FILES, limits};
use super::read::{TOLD, manner};
use super::typed::Typed;
use crate::face::components::{
    Affix, Checkboxes, Choice, DateInput, DatePart, Fieldset, FileUpload, Hint, Input, Legend, Radios,
    Select, SelectItem, Textarea,
};
use crate::face::words::{FluentValue, Words};
use crate::pages::Faults;
use crate::pages::help::said;

/// One payment's fields.
pub(crate) struct PaymentFields {
    pub(crate) title: String,
    pub(crate) amount: Input,
    pub(crate) way: Radios,
    pub(crate) day: DateInput,
    pub(crate) to: Input,
    pub(crate) account: Input,
}

/// Every field of the form; none where a question does not fit the problem.
pub(crate) struct Fields {
    pub(crate) safe_now: Option<Radios>,
    pub(crate) whose: Option<Radios>,
    pub(crate) happened: Textarea,
    pub(crate) platform: Option<Input>,
    pub(crate) places: Option<Textarea>,
    pub(crate) strands: Option<Checkboxes>,
    pub(crate) payments: Vec<PaymentFields>,
    pub(crate) can_add_payment: bool,
    pub(crate) asked_for: Option<Input>,
    pub(crate) hit: Option<Input>,
    pub(crate) details: Option<Radios>,
    pub(crate) noticed: DateInput,
    pub(crate) came_by: Option<Select>,
    pub(crate) traces: Option<Textarea>,
    pub(crate) told: Checkboxes,
    pub(crate) wishes: Checkboxes,
    pub(crate) wish: Input,
    pub(crate) borough: Select,
    pub(crate) manner: Radios,
    pub(crate) name: Input,
    pub(crate) phone: Input,
    pub(crate) email: Input,
    pub(crate) mail_me: Option<Checkboxes>,
    pub(crate) organisation: Input,
    pub(crate) safe_contact: Input,
    pub(crate) files: FileUpload,
}

/// Makes fields of one form.
pub(crate) struct Maker<'a> {
    pub(crate) words: Words,
    pub(crate) typed: &'a Typed,
    pub(crate) faults: &'a Faults,
}

impl Fields {
    pub(crate) fn of(
        make: &Maker<'_>,
        asks: Asks,
        region: &Region,
        is_delicate: bool,
        one_more_payment: bool,
    ) -> Self {
        let shown = payments_shown(make.typed, one_more_payment);
        let when = |asked: bool| asked.then_some(());
        Self {
            safe_now: when(asks.safety).map(|()| make.radios("safe_now", "tell-safe", Answer::ALL)),
            whose: when(asks.safety).map(|()| make.whose()),
            happened: make.area("happened", "tell-happened", "tell-happened-hint", 8),
            platform: when(asks.places)
                .map(|()| make.input("platform", "tell-platform", "tell-platform-hint")),
            places: when(asks.places).map(|()| make.area("places", "tell-places", "tell-places-hint", 3)),
            strands: when(asks.strands).map(|()| make.ticks("strands", "tell-strand", Strand::ALL)),
            payments: if asks.money { (1..=shown).map(|n| make.payment(n)).collect() } else { Vec::new() },
            can_add_payment: asks.money && shown < MOST_PAYMENTS,
            asked_for: when(asks.asked_for).map(|()| make.pounds("asked_for", "tell-asked-for")),
            hit: when(asks.hit).map(|()| make.input("hit", "tell-hit", "tell-hit-hint")),
            details: when(asks.details).map(|()| make.details()),
            noticed: make.day("noticed", "tell-noticed"),
            came_by: when(asks.came_by).map(|()| make.came_by()),
            traces: when(asks.traces).map(|()| make.area("traces", "tell-traces", "tell-traces-hint", 3)),
            told: make.told(),
            wishes: make.wishes(asks),
            wish: make.input("wish", "tell-wish-own", ""),
            borough: make.borough(region),
            manner: make.manner(is_delicate),
            name: Input { autocomplete: "name".to_owned(), ..make.input("name", "tell-name", "") },
            phone: Input {
                kind: "tel".to_owned(),
                autocomplete: "tel".to_owned(),
                ..make.input("phone", "tell-phone", "")
            },
            email: Input {
                kind: "email".to_owned(),
                autocomplete: "email".to_owned(),
                spellcheck: Some(false),
                ..make.input("email", "tell-email", "")
            },
            mail_me: (!is_delicate).then(|| make.mail_me()),
            organisation: Input {
                autocomplete: "organization".to_owned(),
                ..make.input("organisation", "tell-organisation", "")
            },
            safe_contact: make.input("safe_contact", "tell-safe-contact", "tell-safe-contact-hint"),
            files: make.files(),
        }
    }
}

/// As many payments as have something in them, one at least, and one more where that was asked for.
fn payments_shown(typed: &Typed, one_more: bool) -> usize {
    let parts = ["amount", "way", "day-day", "day-month", "day-year", "to", "account"];
    let has = |number: &usize| {
        let names = parts.map(|part| format!("p{number}_{part}"));
        typed.has_any(&names.each_ref().map(String::as_str))
    };
    let last = (1..=MOST_PAYMENTS).rev().find(has).unwrap_or(0);
    (last.max(1) + usize::from(one_more)).min(MOST_PAYMENTS)
}

/// A name that `centre` gives to something, for a list of choices.
pub(crate) trait Named: Copy {
    fn named(self) -> &'static str;
}

macro_rules! named {
    ($($kind:ty),*) => { $(impl Named for $kind { fn named(self) -> &'static str { self.name() } })* };
}
named!(Answer, Strand, CameBy, Way, Wish);

impl Maker<'_> {
    pub(crate) fn input(&self, name: &str, label: &str, hint: &str) -> Input {
        Input {
            name: name.to_owned(),
            label: self.words.say(label).into_owned().into(),
            hint: self.hint(hint),
            value: self.typed.value(name),
            error: self.faults.at(name),
            ..Input::default()
        }
    }

    fn hint(&self, id: &str) -> Option<Hint> {
        (!id.is_empty()).then(|| Hint::from(self.words.say(id).into_owned()))
    }

    fn area(&self, name: &str, label: &str, hint: &str, rows: u16) -> Textarea {
        Textarea {
            name: name.to_owned(),
            label: self.words.say(label).into_owned().into(),
            hint: self.hint(hint),
            value: self.typed.value(name).unwrap_or_default(),
            error: self.faults.at(name),
            rows: Some(rows),
            ..Textarea::default()
        }
    }

    pub(crate) fn legend(&self, id: &str) -> Fieldset {
        let legend = Legend {
            text: self.words.say(id).into(),
            classes: "govuk-fieldset__legend--s".into(),
            ..Legend::default()
        };
        Fieldset { legend, ..Fieldset::default() }
    }

    fn choices<T: Named>(&self, family: &str, values: &[T]) -> Vec<Choice> {
        let choice = |value: &T| Choice::new(value.named(), said::of(self.words, family, value.named()));
        values.iter().map(choice).collect()
    }

    fn radios<T: Named>(&self, name: &str, family: &str, values: &[T]) -> Radios {
        Radios {
            name: name.to_owned(),
            fieldset: Some(self.legend(family)),
            items: self.choices(family, values),
            value: self.typed.get(name).to_owned(),
            error: self.faults.at(name),
            ..Radios::default()
        }
    }

    fn ticks<T: Named>(&self, name: &str, family: &str, values: &[T]) -> Checkboxes {
        Checkboxes {
            name: name.to_owned(),
            fieldset: Some(self.legend(family)),
            hint: Some(Hint::from(self.words.say("tell-tick-all").into_owned())),
            items: self.choices(family, values),
            values: self.typed.all(name).to_vec(),
            error: self.faults.at(name),
            ..Checkboxes::default()
        }
    }

    fn pounds(&self, name: &str, label: &str) -> Input {
        Input {
            prefix: Some(Affix::from("£")),
            inputmode: "decimal".to_owned(),
            classes: "govuk-input--width-10".into(),
            ..self.input(name, label, "")
        }
    }

    fn day(&self, name: &str, legend: &str) -> DateInput {
        let part = |part: &str| DatePart {
            name: part.to_owned(),
            value: self.typed.value(&format!("{name}-{part}")),
            ..DatePart::default()
        };
        DateInput {
            id: name.to_owned(),
            name_prefix: name.to_owned(),
            fieldset: Some(self.legend(legend)),
            error: self.faults.at(&format!("{name}-day")),
            parts: vec![part("day"), part("month"), part("year")],
            ..DateInput::default()
        }
    }

    fn payment(&self, number: usize) -> PaymentFields {
        let name = |part: &str| format!("p{number}_{part}");
        let title = match number {
            1 => self.words.say("tell-payment").into_owned(),
            _ => self.words.say_with("tell-payment-more", &[("number", FluentValue::from(number as u32))]),
        };
        PaymentFields {
            title,
            amount: self.pounds(&name("amount"), "tell-amount"),
            way: self.radios(&name("way"), "claim-way", Way::ALL),
            day: self.day(&name("day"), "tell-paid-day"),
            to: self.input(&name("to"), "tell-paid-to", ""),
            account: self.input(&name("account"), "tell-paid-account", "tell-paid-account-hint"),
        }
    }

    fn whose(&self) -> Radios {
        let written_by = self.input("written_by", "tell-written-by", "tell-written-by-hint");
        Radios {
            name: "whose".to_owned(),
            fieldset: Some(self.legend("tell-whose")),
            items: vec![
                Choice::new("own", self.words.say("tell-whose-own")),
                Choice {
                    conditional: written_by.into(),
                    ..Choice::new("other", self.words.say("tell-whose-other"))
                },
            ],
            value: self.typed.get("whose").to_owned(),
            ..Radios::default()
        }
    }

    fn details(&self) -> Radios {
        let of = Input {
            inputmode: "numeric".to_owned(),
            classes: "govuk-input--width-5".into(),
            ..self.input("details_of", "tell-details-of", "")
        };
        let mut radios = self.radios("details_seen", "tell-details", Answer::ALL);
        for choice in radios.items.iter_mut().filter(|choice| choice.value == Answer::Yes.name()) {
            choice.conditional = of.clone().into();
        }
        Radios { hint: self.hint("tell-details-hint"), ..radios }
    }

    fn came_by(&self) -> Select {
        let none = SelectItem::new("", self.words.say("tell-choose").into_owned());
        let one = |by: &CameBy| SelectItem::new(by.name(), said::of(self.words, "tell-came-by", by.name()));
        Select {
            name: "came_by".to_owned(),
            label: self.words.say("tell-came-by").into_owned().into(),
            items: std::iter::once(none).chain(CameBy::ALL.iter().map(one)).collect(),
            value: self.typed.get("came_by").to_owned(),
            ..Select::default()
        }
    }

    fn told(&self) -> Checkboxes {
        let choice = |(body, message): &(&str, &str)| Choice {
            conditional: self.input(&format!("told_{body}"), "tell-told-reference", "").into(),
            ..Choice::new(*body, self.words.say(message))
        };
        Checkboxes {
            name: "told".to_owned(),
            fieldset: Some(self.legend("tell-told")),
            items: TOLD.iter().map(choice).collect(),
            values: self.typed.all("told").to_vec(),
            ..Checkboxes::default()
        }
    }

    pub(crate) fn wishes(&self, asks: Asks) -> Checkboxes {
        let fits = |wish: &Wish| match wish {
            Wish::MoneyBack => asks.money,
            Wish::WorkAgain => asks.hit,
            Wish::TakenDown => asks.places || asks.hit,
            Wish::Apology => asks.safety,
            _ => true,
        };
        let ticked = |wish: &Wish| self.typed.all("wishes").iter().any(|one| one == wish.name());
        let fitting: Vec<Wish> =
            Wish::ALL.iter().copied().filter(|wish| fits(wish) || ticked(wish)).collect();
        self.ticks("wishes", "tell-wish", &fitting)
    }

    fn borough(&self, region: &Region) -> Select {
        let none = SelectItem::new("", self.words.say("tell-choose").into_owned());
        let one =
            |borough: &centre::region::Borough| SelectItem::new(borough.code.as_str(), borough.name.clone());
        Select {
            name: "borough".to_owned(),
            label: self.words.say("tell-borough").into_owned().into(),
            items: std::iter::once(none).chain(region.boroughs.iter().map(one)).collect(),
            value: self.typed.get("borough").to_owned(),
            ..Select::default()
        }
    }

    fn manner(&self, is_delicate: bool) -> Radios {
        let choice = |manner: &store::Manner| {
            let (text, hint) = match manner {
                store::Manner::Named => ("tell-manner-named", "tell-manner-named-hint"),
                store::Manner::Sensitive => ("tell-manner-sensitive", "tell-manner-sensitive-hint"),
                store::Manner::Anonymous => ("tell-manner-anonymous", "tell-manner-anonymous-hint"),
            };
            Choice { hint: self.hint(hint), ..Choice::new(manner.name(), self.words.say(text)) }
        };
        Radios {
            name: "manner".to_owned(),
            fieldset: Some(self.legend("tell-manner")),
            items: store::Manner::ALL.iter().map(choice).collect(),
            value: manner(self.typed, is_delicate).name().to_owned(),
            ..Radios::default()
        }
    }

    fn mail_me(&self) -> Checkboxes {
        Checkboxes {
            name: "mail_me".to_owned(),
            items: vec![Choice::new("yes", self.words.say("tell-mail-me"))],
            values: self.typed.all("mail_me").to_vec(),
            ..Checkboxes::default()
        }
    }

    pub(crate) fn files(&self) -> FileUpload {
        let [each, count, all] = limits().map(FluentValue::from);
        let hint = self.words.say_with("tell-files-hint", &[("each", each), ("count", count), ("all", all)]);
        FileUpload {
            name: FILES.to_owned(),
            label: self.words.say("tell-files").into_owned().into(),
            hint: Some(Hint::from(hint)),
            error: self.faults.at(FILES),
            is_multiple: true,
            ..FileUpload::default()
        }
    }
}
