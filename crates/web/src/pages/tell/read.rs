//! What was typed, understood: an account of events, who gives it, and how much of them is kept. Almost everything may be
//! missing, and what does not fit into its field goes to the story, so that nobody is stopped by a form.

use centre::account::{
    Account, CameBy, LONGEST_HAPPENED, MOST_PAYMENTS, MOST_PLACES, MOST_TRACES, Paid, Place, Strand, Told,
};
use centre::case::{Wish, Word};
use centre::playbook::{Answer, Answers, Question};
use centre::reclaim::Way;
use centre::region::{BoroughCode, Region};
use jiff::civil::{Date, Time};
use store::{Manner, Reporter};
use terms::{EmailAddress, Money, PhoneNumber, PlainLine};

use super::asks::Asks;
use super::typed::Typed;
use crate::face::words::Words;
use crate::pages::Faults;
use crate::pages::clock_time::{FIRST_YEAR, read_time};

/// Whom somebody may have told already: bodies of the region and a few that have no address there, each with
/// the message that names it.
pub(crate) const TOLD: [(&str, &str); 7] = [
    ("bank", "tell-told-bank"),
    ("report-fraud", "tell-told-report-fraud"),
    ("police-101", "tell-told-police"),
    ("ico", "tell-told-ico"),
    ("insurer", "tell-told-insurer"),
    ("platform", "tell-told-platform"),
    ("other", "tell-told-other"),
];

/// What somebody told, and who they are.
#[derive(Debug, Clone)]
pub(crate) struct Understood {
    pub(crate) account: Account,
    pub(crate) manner: Manner,
    pub(crate) reporter: Reporter,
    pub(crate) borough: String,
    /// Where the reference shall go, if it shall.
    pub(crate) mail_to: Option<EmailAddress>,
}

/// What a form is read against.
pub(crate) struct Around<'a> {
    pub(crate) words: Words,
    pub(crate) region: &'a Region,
    pub(crate) asks: Asks,
    pub(crate) today: Date,
    pub(crate) is_delicate: bool,
    pub(crate) has_files: bool,
}

/// How much of the reporter is kept, as chosen; with care where the problem is delicate and nothing was chosen.
pub(crate) fn manner(typed: &Typed, is_delicate: bool) -> Manner {
    let usual = if is_delicate { Manner::Sensitive } else { Manner::Named };
    typed.get("manner").parse().unwrap_or(usual)
}

/// The answers to the questions of Help now.
pub(crate) fn answers(typed: &Typed) -> Answers {
    Question::ALL.iter().fold(Answers::default(), |all, question| {
        all.with(*question, typed.get(question.name()).parse().unwrap_or(Answer::Unknown))
    })
}

/// What was typed, understood; or what is to be mended.
pub(crate) fn read(typed: &Typed, around: &Around<'_>) -> Result<Understood, Faults> {
    let mut reader = Reader { typed, around, faults: Faults::default(), over: Vec::new() };
    let manner = manner(typed, around.is_delicate);
    let account = reader.account();
    let reporter = reader.reporter();
    let wants_mail = manner == Manner::Named && typed.get("mail_me") == "yes";
    let mail_to = reporter.email.clone().filter(|_| wants_mail);
    reader.must_say_something(&account, manner, &reporter);
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    Ok(Understood { account, manner, borough: reader.borough(), reporter, mail_to })
}

struct Reader<'a> {
    typed: &'a Typed,
    around: &'a Around<'a>,
    faults: Faults,
    /// Lines that do not fit where they were typed.
    over: Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, field: impl Into<String>, id: &str) {
        self.faults.add(field.into(), self.around.words.say(id));
    }

    fn account(&mut self) -> Account {
        let (typed, asks) = (self.typed, self.around.asks);
        let account = Account {
            noticed: self.day("noticed"),
            came_by: typed.get("came_by").parse::<CameBy>().ok().filter(|_| asks.came_by),
            traces: self.lines("traces", MOST_TRACES),
            hit: self.line("hit"),
            paid: (1..=MOST_PAYMENTS).filter_map(|number| self.payment(number)).collect(),
            asked_for: self.money("asked_for"),
            details_seen: typed.get("details_seen").parse().ok(),
            details_of: self.count("details_of"),
            told: self.told(),
            places: self.places(),
            strands: typed.all("strands").iter().filter_map(|strand| strand.parse::<Strand>().ok()).collect(),
            safe_now: typed.get("safe_now").parse().ok(),
            wishes: wishes(typed),
            wish: self.line("wish"),
            written_by: self.written_by(),
            ..Account::default()
        };
        Account { happened: self.happened(), ..account }.answering(answers(typed))
    }

    /// The story, with what did not fit elsewhere behind it.
    fn happened(&mut self) -> String {
        let mut story = self.typed.get("happened").to_owned();
        for line in self.over.drain(..) {
            if !story.is_empty() {
                story.push('\n');
            }
            story.push_str(&line);
        }
        if story.chars().count() > LONGEST_HAPPENED {
            self.fault("happened", "tell-fault-too-long");
        }
        story
    }

    /// Lines of a box; blank ones are left out, and what is no line of ours goes to the story.
    fn lines(&mut self, field: &str, most: usize) -> Vec<PlainLine> {
        let mut lines = Vec::new();
        for text in self.typed.get(field).lines().map(str::trim).filter(|text| !text.is_empty()) {
            match PlainLine::parse(text) {
                Ok(line) if lines.len() < most => lines.push(line),
                _ => self.over.push(text.to_owned()),
            }
        }
        lines
    }

    /// A line that may be empty.
    fn line(&mut self, field: &str) -> Option<PlainLine> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return None;
        }
        let line = PlainLine::parse(text).ok();
        if line.is_none() {
            self.fault(field, "tell-fault-line");
        }
        line
    }

    fn money(&mut self, field: &str) -> Option<Money> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return None;
        }
        let money = Money::parse(text).ok();
        if money.is_none() {
            self.fault(field, "tell-fault-amount");
        }
        money
    }

    fn count(&mut self, field: &str) -> Option<u32> {
        let digits: String =
            self.typed.get(field).chars().filter(|sign| !matches!(sign, ',' | ' ')).collect();
        if digits.is_empty() {
            return None;
        }
        let count = digits.parse().ok();
        if count.is_none() {
            self.fault(field, "tell-fault-count");
        }
        count
    }

    /// A day. Without its year it is the last one of that day and month.
    fn day(&mut self, field: &str) -> Option<Date> {
        let part = |part: &str| self.typed.get(&format!("{field}-{part}"));
        let [day, month, year] = ["day", "month", "year"].map(part);
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return None;
        }
        let today = self.around.today;
        let read = || {
            let (day, month): (i8, i8) = (day.parse().ok()?, month.parse().ok()?);
            if !year.is_empty() {
                let date = Date::new(year.parse().ok()?, month, day).ok()?;
                return Some(date).filter(|date| date.year() >= FIRST_YEAR);
            }
            let this_year = Date::new(today.year(), month, day).ok()?;
            if this_year <= today { Some(this_year) } else { Date::new(today.year() - 1, month, day).ok() }
        };
        let date = read();
        match date {
            None => self.fault(format!("{field}-day"), "tell-fault-day"),
            Some(date) if date > today => self.fault(format!("{field}-day"), "tell-fault-day-ahead"),
            Some(_) => {}
        }
        date
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return None;
        }
        let time = read_time(text);
        if time.is_none() {
            self.fault(field, "tell-fault-time");
        }
        time
    }

    /// A payment; one of which nothing was typed is none.
    fn payment(&mut self, number: usize) -> Option<Paid> {
        let name = |part: &str| format!("p{number}_{part}");
        let parts = ["amount", "day-day", "day-month", "day-year", "time", "to", "account", "way"].map(name);
        if !self.typed.has_any(&parts.each_ref().map(String::as_str)) {
            return None;
        }
        let way = self.typed.get(&name("way")).parse::<Way>().ok();
        Some(Paid {
            amount: self.money(&name("amount")).unwrap_or(Money::ZERO),
            way,
            day: self.day(&name("day")),
            time: self.time(&name("time")),
            to: self.line(&name("to")),
            account: self.line(&name("account")),
        })
    }

    fn told(&mut self) -> Vec<Told> {
        let chosen = self.typed.all("told");
        let told = TOLD.iter().map(|(body, _)| body).filter(|body| chosen.iter().any(|one| one == *body));
        let mut all = Vec::new();
        for body in told {
            let reference = self.line(&format!("told_{body}"));
            all.extend(Word::parse(body).ok().map(|body| Told { body, reference }));
        }
        all
    }

    fn places(&mut self) -> Vec<Place> {
        let platform = self.line("platform");
        let addresses = self.lines("places", MOST_PLACES);
        if addresses.is_empty() {
            let only = platform.clone().map(|address| Place { platform, address });
            return only.into_iter().collect();
        }
        addresses.into_iter().map(|address| Place { platform: platform.clone(), address }).collect()
    }

    fn written_by(&mut self) -> Option<PlainLine> {
        if self.typed.get("whose") != "other" {
            return None;
        }
        let someone = self.around.words.say("tell-written-by-someone");
        self.line("written_by").or_else(|| PlainLine::parse(&someone).ok())
    }

    fn reporter(&mut self) -> Reporter {
        let (email, phone) = (self.typed.get("email"), self.typed.get("phone"));
        let read = Reporter {
            name: self.line("name"),
            email: EmailAddress::parse(email).ok(),
            phone: PhoneNumber::parse(phone).ok(),
            organisation: self.line("organisation"),
            member: None,
            safe_contact: self.line("safe_contact"),
        };
        if !email.is_empty() && read.email.is_none() {
            self.fault("email", "tell-fault-email");
        }
        if !phone.is_empty() && read.phone.is_none() {
            self.fault("phone", "tell-fault-phone");
        }
        read
    }

    fn borough(&self) -> String {
        let code = BoroughCode::parse(self.typed.get("borough")).ok();
        let known = code.filter(|code| self.around.region.borough(code).is_some());
        known.map(|code| code.as_str().to_owned()).unwrap_or_default()
    }

    /// A file, a place or a number to ring says something too.
    fn must_say_something(&mut self, account: &Account, manner: Manner, reporter: &Reporter) {
        let can_ring = manner != Manner::Anonymous && reporter.phone.is_some();
        let says = !account.happened.trim().is_empty() || !account.places.is_empty();
        if !says && !can_ring && !self.around.has_files && self.faults.is_empty() {
            self.fault("happened", "tell-fault-nothing");
        }
    }
}

/// What the person wants, of what was ticked.
pub(crate) fn wishes(typed: &Typed) -> Vec<Wish> {
    let ticked = typed.all("wishes");
    Wish::ALL.iter().copied().filter(|wish| ticked.iter().any(|one| one == wish.name())).collect()
}
