//! What a community partner wrote down for somebody, read once.

use centre::account::{Account, Place, Strand};
use centre::case::Wish;
use centre::playbook::Answer;
use centre::problem::Problem as Known;
use centre::routes_today::Trouble;
use serde::Deserialize;
use store::{Manner, Reporter, Secret};
use terms::{EmailAddress, PhoneNumber, PlainLine};

use crate::app::App;
use crate::casework::Telling;
use crate::pages::Faults;

/// The form as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenSent {
    pub(super) token: String,
    pub(super) problem: String,
    pub(super) safe: String,
    pub(super) happened: String,
    pub(super) places: String,
    pub(super) strands: Vec<String>,
    pub(super) wishes: Vec<String>,
    pub(super) named: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) safe_contact: String,
    pub(super) borough: String,
}

/// The problems that community partners bring in.
pub(super) fn problems(app: &App) -> impl Iterator<Item = &Known> {
    app.guide.problems().all().iter().filter(|known| known.trouble == Trouble::Hate)
}

impl WrittenSent {
    /// An empty form; with the token it is received once, however often it is sent.
    pub(super) fn new(token: &str) -> Self {
        Self { token: token.to_owned(), ..Self::default() }
    }

    /// Whether the person does not feel safe.
    pub(super) fn is_unsafe(&self) -> bool {
        self.safe == "no"
    }

    /// The account as every other one comes in, by the door of partners. With a name it is kept as a sensitive one: who they
    /// are apart from what they say, and of the moment only the day.
    pub(super) fn read<'a>(&self, app: &'a App, written_by: &str) -> Result<Telling<'a>, Faults> {
        let mut faults = Faults::default();
        let problem = problems(app).find(|known| known.id == self.problem);
        if problem.is_none() {
            faults.add("problem", "Choose what it is.");
        }
        if self.happened.trim().is_empty() {
            faults.add("happened", "Write what happened, in a sentence or more.");
        }
        let is_named = match self.named.as_str() {
            "yes" => true,
            "no" => false,
            _ => {
                faults.add("named", "Choose whether we may know who they are.");
                false
            }
        };
        let reporter = if is_named { Some(self.reporter(&mut faults)) } else { None };
        let account = self.account(written_by, &mut faults);
        match problem {
            Some(problem) if faults.is_empty() => Ok(Telling {
                token: Secret::presented(&self.token),
                manner: if is_named { Manner::Sensitive } else { Manner::Anonymous },
                reporter,
                member: None,
                channel: "partner",
                problem,
                borough: self.borough_of(app),
                account,
                files: Vec::new(),
            }),
            _ => Err(faults),
        }
    }

    fn borough_of(&self, app: &App) -> String {
        let known = app.region.boroughs.iter().find(|borough| borough.code.as_str() == self.borough);
        known.map(|borough| borough.code.as_str().to_owned()).unwrap_or_default()
    }

    fn reporter(&self, faults: &mut Faults) -> Reporter {
        let mut line = |field: &'static str, text: &str| {
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            PlainLine::parse(text).map_err(|_| faults.add(field, "Write this in one line.")).ok()
        };
        let (name, safe_contact) = (line("name", &self.name), line("safe_contact", &self.safe_contact));
        let phone = (!self.phone.trim().is_empty()).then(|| PhoneNumber::parse(&self.phone));
        let email = (!self.email.trim().is_empty()).then(|| EmailAddress::parse(self.email.trim()));
        if matches!(phone, Some(Err(_))) {
            faults.add("phone", "Type a telephone number, for example 020 7946 0123.");
        }
        if matches!(email, Some(Err(_))) {
            faults.add("email", "Type an e-mail address, for example ada@example.com.");
        }
        Reporter {
            name,
            phone: phone.and_then(Result::ok),
            email: email.and_then(Result::ok),
            safe_contact,
            ..Reporter::default()
        }
    }

    fn account(&self, written_by: &str, faults: &mut Faults) -> Account {
        let mut places = Vec::new();
        for text in self.places.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match PlainLine::parse(text) {
                Ok(address) => places.push(Place { platform: None, address }),
                Err(_) => faults.add("places", "Write one address a line, each of 200 letters at most."),
            }
        }
        let account = Account {
            happened: self.happened.trim().to_owned(),
            places,
            strands: self.strands.iter().filter_map(|word| word.parse::<Strand>().ok()).collect(),
            safe_now: self.safe.parse::<Answer>().ok(),
            wishes: self.wishes.iter().filter_map(|word| word.parse::<Wish>().ok()).collect(),
            written_by: PlainLine::parse(written_by).ok(),
            ..Account::default()
        };
        if let Err(fault) = account.check() {
            faults.add("happened", fault.to_string());
        }
        account
    }
}
