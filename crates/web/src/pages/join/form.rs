//! The fields of the form, with what was typed and what is to be mended.

use centre::membership::{Application, Field, FieldError, Problem, SizeBand};
use centre::region::Region;
use serde::Deserialize;

use crate::face::components::{
    Checkboxes, Choice, ErrorMessage, ErrorSummary, ErrorSummaryItem, Fieldset, Hint, Input, Label, Legend,
    Radios, Select, SelectItem,
};
use crate::face::words::{FluentValue, Words};

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct JoinForm {
    pub(crate) name: String,
    pub(crate) postcode: String,
    pub(crate) borough: String,
    pub(crate) sector: String,
    pub(crate) size: String,
    pub(crate) domain: String,
    pub(crate) contact_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) undertakings_accepted: String,
    /// Made with the form: the same form never joins twice.
    pub(crate) once: String,
}

impl From<&JoinForm> for Application {
    fn from(form: &JoinForm) -> Self {
        Self {
            name: form.name.clone(),
            postcode: form.postcode.clone(),
            borough: form.borough.clone(),
            sector: form.sector.clone(),
            size: form.size.clone(),
            contact_name: form.contact_name.clone(),
            email: form.email.clone(),
            phone: form.phone.clone(),
            domain: form.domain.clone(),
            undertakings_accepted: form.undertakings_accepted == "yes",
        }
    }
}

/// What is the matter with a field, in the reader's words.
pub(crate) fn told(words: Words, problem: &Problem, region: &Region) -> String {
    let id = match problem {
        Problem::PostcodeUnreadable { example } => {
            let gaps = [("example", FluentValue::from(example.as_str()))];
            return words.say_with("join-problem-postcode-unreadable", &gaps);
        }
        Problem::OutsideRegion { .. } => {
            let gaps = [("region", FluentValue::from(region.name.as_str()))];
            return words.say_with("join-problem-outside-region", &gaps);
        }
        Problem::DomainUnreadable(error) => {
            let why = words.say(crate::pages::check::message_id(*error)).into_owned();
            return words.say_with("join-problem-domain-unreadable", &[("why", FluentValue::from(why))]);
        }
        Problem::NameMissing => "join-problem-name-missing",
        Problem::NameUnusable => "join-problem-name-unusable",
        Problem::ChooseBorough { .. } => "join-problem-choose-borough",
        Problem::SectorMissing => "join-problem-sector-missing",
        Problem::SizeMissing => "join-problem-size-missing",
        Problem::ContactNameMissing => "join-problem-contact-name-missing",
        Problem::ContactNameUnusable => "join-problem-contact-name-unusable",
        Problem::EmailUnreadable => "join-problem-email-unreadable",
        Problem::PhoneUnreadable => "join-problem-phone-unreadable",
        Problem::UndertakingsNotAccepted => "join-problem-undertakings-not-accepted",
    };
    words.say(id).into_owned()
}

/// A size in the owner's words.
pub(crate) fn size_id(size: SizeBand) -> &'static str {
    match size {
        SizeBand::SoleTrader => "join-size-sole-trader",
        SizeBand::Micro => "join-size-micro",
        SizeBand::Small => "join-size-small",
        SizeBand::Medium => "join-size-medium",
        SizeBand::Large => "join-size-large",
    }
}

/// Everything that is to be mended, at the top of the page.
pub(crate) fn error_summary(words: Words, errors: &[FieldError], region: &Region) -> Option<ErrorSummary> {
    let item = |e: &FieldError| ErrorSummaryItem::of_field(e.field.name(), told(words, &e.problem, region));
    (!errors.is_empty())
        .then(|| ErrorSummary { items: errors.iter().map(item).collect(), ..ErrorSummary::default() })
}

/// What a form about a firm asks, here and on the page of a member's details.
pub(crate) struct FirmFields {
    pub(crate) name: Input,
    pub(crate) postcode: Input,
    pub(crate) borough: Option<Radios>,
    pub(crate) sector: Select,
    pub(crate) size: Radios,
}

impl FirmFields {
    /// The fields with what was typed.
    pub(crate) fn of(words: Words, region: &Region, form: &JoinForm, errors: &[FieldError]) -> Self {
        let ask = Ask { words, region, errors };
        let mut name = ask.input(Field::Name, &form.name);
        name.autocomplete = "organization".to_owned();
        let mut postcode = ask.input(Field::Postcode, &form.postcode);
        postcode.autocomplete = "postal-code".to_owned();
        postcode.classes = "govuk-input--width-10".into();
        postcode.spellcheck = Some(false);
        Self {
            name,
            postcode,
            borough: ask.borough(&form.borough),
            sector: ask.sector(&form.sector),
            size: ask.size(&form.size),
        }
    }
}

/// Everything that the form for joining asks.
pub(crate) struct JoinFields {
    pub(crate) firm: FirmFields,
    pub(crate) domain: Input,
    pub(crate) contact_name: Input,
    pub(crate) email: Input,
    pub(crate) phone: Input,
}

impl JoinFields {
    /// The fields with what was typed.
    pub(crate) fn of(words: Words, region: &Region, form: &JoinForm, errors: &[FieldError]) -> Self {
        let ask = Ask { words, region, errors };
        let machine = |mut input: Input, kind: &str, fills: &str| {
            kind.clone_into(&mut input.kind);
            fills.clone_into(&mut input.autocomplete);
            input.spellcheck = Some(false);
            input
        };
        let mut domain = machine(ask.input(Field::Domain, &form.domain), "", "url");
        domain.autocapitalize = "none".to_owned();
        domain.inputmode = "url".to_owned();
        let mut contact_name = ask.input(Field::ContactName, &form.contact_name);
        contact_name.autocomplete = "name".to_owned();
        Self {
            firm: FirmFields::of(words, region, form, errors),
            domain,
            contact_name,
            email: machine(ask.input(Field::Email, &form.email), "email", "email"),
            phone: machine(ask.input(Field::Phone, &form.phone), "tel", "tel"),
        }
    }
}

/// The one tick under the undertakings.
pub(crate) fn tick(words: Words, form: &JoinForm, errors: &[FieldError], region: &Region) -> Checkboxes {
    let ask = Ask { words, region, errors };
    Checkboxes {
        name: Field::Undertakings.name().to_owned(),
        error: ask.error(Field::Undertakings),
        items: vec![Choice {
            value: "yes".to_owned(),
            text: words.say("join-tick").into(),
            ..Choice::default()
        }],
        values: vec![form.undertakings_accepted.clone()],
        ..Checkboxes::default()
    }
}

struct Ask<'a> {
    words: Words,
    region: &'a Region,
    errors: &'a [FieldError],
}

impl Ask<'_> {
    fn error(&self, field: Field) -> Option<ErrorMessage> {
        let found = self.errors.iter().find(|error| error.field == field)?;
        Some(told(self.words, &found.problem, self.region).into())
    }

    fn question(&self, field: Field) -> String {
        let id = match field {
            Field::Name => "join-ask-name",
            Field::Postcode => "join-ask-postcode",
            Field::Borough => "join-ask-borough",
            Field::Sector => "join-ask-sector",
            Field::Size => "join-ask-size",
            Field::ContactName => "join-ask-contact-name",
            Field::Email => "join-ask-email",
            Field::Phone => "join-ask-phone",
            Field::Domain => "join-ask-domain",
            Field::Undertakings => "join-tick",
        };
        self.words.say(id).into_owned()
    }

    fn hint(&self, field: Field) -> Option<Hint> {
        let id = match field {
            Field::Postcode => "join-hint-postcode",
            Field::Domain => "join-hint-domain",
            Field::Email => "join-hint-email",
            Field::Phone => "join-hint-phone",
            _ => return None,
        };
        Some(Hint::from(self.words.say(id).into_owned()))
    }

    fn input(&self, field: Field, typed: &str) -> Input {
        Input {
            name: field.name().to_owned(),
            label: Label::from(self.question(field)),
            hint: self.hint(field),
            error: self.error(field),
            value: (!typed.is_empty()).then(|| typed.to_owned()),
            ..Input::default()
        }
    }

    /// Asked only when the postcode lies in several boroughs.
    fn borough(&self, chosen: &str) -> Option<Radios> {
        let choices = self.errors.iter().find_map(|error| match &error.problem {
            Problem::ChooseBorough { choices } => Some(choices),
            _ => None,
        })?;
        let named = choices.iter().filter_map(|code| self.region.borough(code));
        let items = named.map(|borough| Choice {
            value: borough.code.as_str().to_owned(),
            text: borough.name.as_str().into(),
            ..Choice::default()
        });
        Some(Radios {
            name: Field::Borough.name().to_owned(),
            fieldset: Some(legend(self.question(Field::Borough))),
            error: self.error(Field::Borough),
            items: items.collect(),
            value: chosen.to_owned(),
            ..Radios::default()
        })
    }

    fn sector(&self, chosen: &str) -> Select {
        let first = SelectItem::new("", self.words.say("join-sector-choose"));
        let all = self.region.sectors.iter();
        let all = all.map(|sector| SelectItem::new(sector.letter.letter().to_string(), &sector.name));
        Select {
            name: Field::Sector.name().to_owned(),
            label: Label::from(self.question(Field::Sector)),
            error: self.error(Field::Sector),
            items: std::iter::once(first).chain(all).collect(),
            value: chosen.to_owned(),
            ..Select::default()
        }
    }

    fn size(&self, chosen: &str) -> Radios {
        let choice = |size: &SizeBand| Choice {
            value: size.name().to_owned(),
            text: self.words.say(size_id(*size)).into(),
            ..Choice::default()
        };
        Radios {
            name: Field::Size.name().to_owned(),
            fieldset: Some(legend(self.question(Field::Size))),
            error: self.error(Field::Size),
            items: SizeBand::ALL.iter().map(choice).collect(),
            value: chosen.to_owned(),
            classes: "govuk-radios--small".into(),
            ..Radios::default()
        }
    }
}

fn legend(text: String) -> Fieldset {
    Fieldset { legend: Legend::from(text), ..Fieldset::default() }
}
