//! Which picture somebody asks for: the cohort, the month, the promise, and by what firms are counted.

use centre::cohort::{Lens, MEMBERS, Month};
use serde::Deserialize;
use store::CohortMonth;
use terms::Promise;

use crate::app::App;
use crate::face::components::{Label, Select, SelectItem};
use crate::pages::desk::words;
use crate::problem::Problem;

/// What the address says; everything may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PictureAsked {
    /// The cohort's name.
    pub cohort: String,
    /// The month: `2026-11`.
    pub month: String,
    /// The promise's name.
    pub promise: String,
    /// By what firms are counted.
    pub by: String,
}

/// The same, read and completed with what there is.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The cohort's name.
    pub cohort: String,
    /// The month; none while nothing was counted.
    pub month: Option<Month>,
    /// The promise.
    pub promise: Promise,
    /// By what firms are counted.
    pub lens: Lens,
    /// Every month of every cohort that may be asked for.
    pub known: Vec<CohortMonth>,
}

/// The promises with their names in addresses.
pub const PROMISES: [(&str, Promise); 4] = [
    ("mail", Promise::MailIsYours),
    ("website", Promise::WebsiteIsSafe),
    ("nothing-open", Promise::NothingDangerousOpen),
    ("name", Promise::NameIsYours),
];

impl PictureAsked {
    /// Reads the address. `lenses` are the ways of counting that the page knows, `cohorts` says which cohorts.
    ///
    /// # Errors
    /// When a word is not one of those on the page, or the store fails.
    pub async fn read(
        &self,
        app: &App,
        lenses: &[Lens],
        cohorts: impl Fn(&str) -> bool,
    ) -> Result<Choice, Problem> {
        let known: Vec<CohortMonth> =
            app.store.cohort_months().await?.into_iter().filter(|one| cohorts(&one.cohort)).collect();
        let cohort = if self.cohort.is_empty() { MEMBERS } else { self.cohort.as_str() };
        if cohort != MEMBERS && !known.iter().any(|one| one.cohort == cohort) {
            return Err(Problem::not_found());
        }
        let newest = known.iter().find(|one| one.cohort == cohort).map(|one| one.month);
        let month = match self.month.as_str() {
            "" => newest,
            text => {
                let month: Month = text.parse().map_err(|_| unreadable("month"))?;
                // A month of another cohort is no mistake of whoever changes the cohort.
                let has = known.iter().any(|one| one.cohort == cohort && one.month == month);
                if has { Some(month) } else { newest }
            }
        };
        let promise = match self.promise.as_str() {
            "" => Promise::MailIsYours,
            text => *PROMISES
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, p)| p)
                .ok_or_else(|| unreadable("promise"))?,
        };
        let first = lenses.first().copied().unwrap_or(Lens::Borough);
        let lens = match self.by.as_str() {
            "" => first,
            text => lenses
                .iter()
                .copied()
                .find(|lens| lens.name() == text)
                .ok_or_else(|| unreadable("way of counting"))?,
        };
        Ok(Choice { cohort: cohort.to_owned(), month, promise, lens, known })
    }
}

fn unreadable(what: &str) -> Problem {
    Problem::unreadable(match what {
        "month" => "There is no such month. Choose one from the list.",
        "promise" => "There is no such promise. Choose one from the list.",
        _ => "Firms cannot be counted by that. Choose a way from the list.",
    })
}

impl Choice {
    /// The same choice as an address.
    pub fn address(&self, path: &str) -> String {
        let promise =
            PROMISES.iter().find(|(_, promise)| *promise == self.promise).map_or("", |(name, _)| *name);
        let month = self.month.map(|month| month.to_string()).unwrap_or_default();
        format!("{path}?cohort={}&month={month}&promise={promise}&by={}", self.cohort, self.lens)
    }

    /// The lists from which another picture is chosen.
    pub fn choices(&self, lenses: &[Lens]) -> Vec<Select> {
        let mut cohorts: Vec<&str> = self.known.iter().map(|one| one.cohort.as_str()).collect();
        cohorts.dedup();
        let months = self.known.iter().filter(|one| one.cohort == self.cohort).map(|one| one.month);
        let promise = PROMISES.iter().find(|(_, p)| *p == self.promise).map_or("", |(name, _)| *name);
        let mut choices = vec![
            select(
                "promise",
                "Promise",
                promise,
                PROMISES.iter().map(|(name, p)| SelectItem::new(*name, words::promise_name(*p))),
            ),
            select(
                "by",
                "Counted by",
                self.lens.name(),
                lenses.iter().map(|lens| SelectItem::new(lens.name(), lens_words(*lens))),
            ),
            select(
                "month",
                "Month",
                &self.month.map(|month| month.to_string()).unwrap_or_default(),
                months.map(|month| SelectItem::new(month.to_string(), month.words())),
            ),
        ];
        if cohorts.len() > 1 {
            choices.push(select(
                "cohort",
                "Cohort",
                &self.cohort,
                cohorts.iter().map(|name| SelectItem::new(*name, cohort_words(name))),
            ));
        }
        choices
    }
}

fn select(name: &str, label: &str, value: &str, items: impl Iterator<Item = SelectItem>) -> Select {
    Select {
        name: name.to_owned(),
        label: Label { text: label.into(), ..Label::default() },
        items: items.collect(),
        value: value.to_owned(),
        ..Select::default()
    }
}

/// A way of counting, as a heading.
pub fn lens_words(lens: Lens) -> &'static str {
    match lens {
        Lens::City => "The whole city",
        Lens::Borough => "Borough",
        Lens::Sector => "Sector",
        Lens::Size => "Size",
        Lens::MailProvider => "Mail provider",
        Lens::NameHost => "Name host",
    }
}

/// What a cohort is called.
pub fn cohort_words(name: &str) -> String {
    match name {
        MEMBERS => "Members".to_owned(),
        centre::cohort::PUBLIC_BODIES => "Public bodies".to_owned(),
        other => other.to_owned(),
    }
}
