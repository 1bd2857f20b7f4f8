//! The two papers for the bank: a statement of facts and the letter that claims. In English, whatever the page's
//! language is: the bank reads them.

use jiff::civil::Date;
use terms::{Money, PlainLine};

use super::{Claim, Claimant, Happened, Payment, Reason, Standing, Verdict, Way};

/// The longest story, in characters.
pub const LONGEST_STORY: usize = 3_000;
/// The most lines of a story.
pub const MOST_STORY_LINES: usize = 60;

/// Why a story is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoryError {
    /// More than [`LONGEST_STORY`] characters or [`MOST_STORY_LINES`] lines.
    #[error("this is too long; 3,000 characters are enough for the bank")]
    TooLong,
    /// Signs that cannot be shown.
    #[error("this has signs in it that cannot be shown; take them out")]
    Unshowable,
}

/// What happened in the person's own words, line by line; empty lines are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story(Vec<PlainLine>);

impl Story {
    /// Reads a story. A line longer than a form's line is broken at a blank.
    ///
    /// # Errors
    /// [`StoryError`], whose message says what to do.
    pub fn parse(text: &str) -> Result<Self, StoryError> {
        if text.chars().count() > LONGEST_STORY {
            return Err(StoryError::TooLong);
        }
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            for piece in pieces(line) {
                lines.push(PlainLine::parse(&piece).map_err(|_| StoryError::Unshowable)?);
            }
        }
        if lines.len() > MOST_STORY_LINES { Err(StoryError::TooLong) } else { Ok(Self(lines)) }
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines.
    pub fn lines(&self) -> &[PlainLine] {
        &self.0
    }
}

/// The line in pieces that each fit a plain line.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let most = 190;
    for word in line.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        while !word.is_empty() {
            let rest = word.split_off(word.len().min(most));
            let length = pieces.last().map_or(0, |piece| piece.chars().count());
            if length > 0 && length + 1 + word.len() > most {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut() {
                if !piece.is_empty() {
                    piece.push(' ');
                }
                piece.extend(&word);
            }
            word = rest;
        }
    }
    pieces
}

/// What the papers tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who claims.
    pub name: PlainLine,
    /// Their firm, where it is one.
    pub firm: Option<PlainLine>,
    /// Their bank.
    pub bank: Option<PlainLine>,
    /// Which of their accounts: its last digits are enough.
    pub account: Option<PlainLine>,
    /// How to reach them.
    pub contact: Option<PlainLine>,
    /// What they want back.
    pub claim: Claim,
    /// How whoever tricked them came to them: a call, an e-mail, an advert.
    pub came_by: Option<PlainLine>,
    /// What happened.
    pub story: Story,
    /// When they found out.
    pub found: Option<Date>,
    /// When they told the bank, and its reference.
    pub told_bank: Option<PlainLine>,
    /// The crime reference, where there is one.
    pub crime_reference: Option<PlainLine>,
}

/// One part of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading; empty for none.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
}

/// A paper, ready to be shown and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its heading.
    pub title: &'static str,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

impl Paper {
    /// The paper as text.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for section in &self.sections {
            text.push('\n');
            if !section.title.is_empty() {
                text.push_str(section.title);
                text.push('\n');
            }
            for line in &section.lines {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

impl Facts {
    /// What happened, in the order in which a bank asks.
    pub fn statement(&self, today: Date) -> Paper {
        let mut sections = vec![
            Section { title: "Who I am", lines: self.who() },
            Section { title: "The payments", lines: self.claim.payments.iter().map(payment).collect() },
            Section { title: "How it came about", lines: self.how() },
        ];
        if !self.story.is_empty() {
            let lines = self.story.lines().iter().map(ToString::to_string).collect();
            sections.push(Section { title: "What happened, in my words", lines });
        }
        sections.push(Section { title: "What I have done since", lines: self.since() });
        let end = format!("I say that this is true as far as I know. {}, {}", self.name, day(today));
        sections.push(Section { title: "", lines: vec![end] });
        Paper { title: "Statement of facts", sections }
    }

    /// The letter that claims the money back.
    pub fn letter(&self, verdict: &Verdict, today: Date) -> Paper {
        let bank = self.bank.as_ref().map_or("my bank".to_owned(), ToString::to_string);
        let mut lines = vec![day(today), format!("To {bank}, fraud team"), self.opening(verdict)];
        lines.extend(asks(verdict, &self.claim));
        if self.claim.needs_care {
            lines.push("Things in my life made it harder for me to see through this. Please treat me as a customer who may be vulnerable. I ask that no excess is taken off, and that you talk with me about what I need.".to_owned());
        }
        lines.push("Please confirm in writing that you have this claim, and tell me its reference. I will answer your questions, and I agree that you report this to the police if you need to.".to_owned());
        lines.push("Please also ask the bank that received the money to hold what is left of it.".to_owned());
        lines.push("My statement of facts is with this letter.".to_owned());
        lines.push(self.name.to_string());
        lines.extend(self.firm.as_ref().map(ToString::to_string));
        lines.extend(self.contact.as_ref().map(ToString::to_string));
        Paper {
            title: "Claim for money paid because of a trick",
            sections: vec![Section { title: "", lines }],
        }
    }

    fn opening(&self, verdict: &Verdict) -> String {
        let many = if self.claim.payments.len() == 1 { "a payment" } else { "payments" };
        let account =
            self.account.as_ref().map_or(String::new(), |account| format!(" from my account {account}"));
        format!("I claim back {many} of {} in all{account}.", verdict.paid)
    }

    fn who(&self) -> Vec<String> {
        let kind = match self.claim.claimant {
            Claimant::Person => "I paid as a person, not for a firm.",
            Claimant::SoleTrader => "I work for myself.",
            Claimant::MicroFirm => "We are a firm of fewer than 10 people.",
            Claimant::SmallCharity => "We are a charity with an income below £1 million a year.",
            Claimant::Larger => "We are a firm of 10 people or more, or a larger charity.",
            Claimant::NotSure => "I am not sure as what kind of customer I count.",
        };
        let named = [
            Some(format!("Name: {}", self.name)),
            self.firm.as_ref().map(|firm| format!("Firm: {firm}")),
            self.contact.as_ref().map(|contact| format!("Reach me at: {contact}")),
            self.bank.as_ref().map(|bank| format!("Bank: {bank}")),
            self.account.as_ref().map(|account| format!("Account: {account}")),
            Some(kind.to_owned()),
        ];
        named.into_iter().flatten().collect()
    }

    fn how(&self) -> Vec<String> {
        let happened = match self.claim.happened {
            Happened::Tricked => "I sent the money myself, because I was tricked.",
            Happened::Taken => "I did not send the money. Somebody else did, without my leave.",
            Happened::Quarrel => "I paid a seller, and what I got was wrong or never came.",
            Happened::NotSure => "I am not sure how the payment came about.",
        };
        let way = match self.claim.way {
            Way::Transfer => "It went by bank transfer inside the UK.",
            Way::Chaps => "It went by CHAPS.",
            Way::Card => "It went by card.",
            Way::Cash => "It went in cash or by cheque.",
            Way::Crypto => "It went in crypto coins.",
            Way::Abroad => "It went to an account outside the UK.",
            Way::NotSure => "I do not know which way the bank sent it.",
        };
        let came = self.came_by.as_ref().map(|by| format!("They reached me by: {by}"));
        let found = self.found.map(|found| format!("I found out on {}.", day(found)));
        [Some(happened.to_owned()), Some(way.to_owned()), came, found].into_iter().flatten().collect()
    }

    /// Only what they said: somebody signs this as true.
    fn since(&self) -> Vec<String> {
        let told = match &self.told_bank {
            Some(told) => format!("I told my bank: {told}"),
            None => "I tell my bank with this statement.".to_owned(),
        };
        let crime = self.crime_reference.as_ref();
        let crime = crime.map(|reference| format!("I reported it. The reference is {reference}"));
        std::iter::once(told).chain(crime).collect()
    }
}

/// What is asked of the bank, by what the rules say.
fn asks(verdict: &Verdict, claim: &Claim) -> Vec<String> {
    match (verdict.standing, verdict.reason) {
        (Standing::May | Standing::Unsure, _) => {
            let mut asks = vec![format!(
                "I ask you to pay it back under the rules on reimbursement of authorised push payment scams (Payment Systems Regulator, payments from 7 October 2024). They cover up to {} for one claim. As I understand them, {} of this is covered.",
                verdict.cap, verdict.covered
            )];
            asks.push(format!(
                "The rules give you 5 working days. That is until {}. If you must ask me something first, please ask soon.",
                day(verdict.decides_by)
            ));
            if verdict.excess > Money::ZERO && !claim.needs_care {
                asks.push(format!("You may keep back an excess of up to {}. Please tell me if you do, and why.", verdict.excess));
            }
            asks
        }
        (Standing::MayNot, Reason::TakenByOthers) => vec![
            "I did not agree to this payment. I ask you to pay it back at once under the Payment Services Regulations 2017, which want it done by the end of the next working day.".to_owned(),
        ],
        (Standing::MayNot, Reason::PaidByCard) => vec![
            "I paid by card. I ask you to try a chargeback with the card company. If it was a credit card and the price was between £100 and £30,000, I also claim under section 75 of the Consumer Credit Act 1974.".to_owned(),
        ],
        (Standing::MayNot, Reason::TooLate | Reason::BeforeTheRules) => vec![
            "I know that the rules of 7 October 2024 may not cover this payment any more, or not yet. I ask you to look at it all the same, and to tell me in writing what you decide and why.".to_owned(),
        ],
        (Standing::MayNot, _) => vec![
            "I know that the rules of 7 October 2024 may not cover this payment. I ask you to do what you can to get the money back, and to tell me in writing what you decide and why.".to_owned(),
        ],
    }
}

fn payment(payment: &Payment) -> String {
    let time = payment.time.map_or(String::new(), |time| format!(" at {}", time.strftime("%H:%M")));
    let to = payment.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
    let account = payment.account.as_ref().map_or(String::new(), |account| format!(", account {account}"));
    format!("{} on {}{time}{to}{account}", payment.amount, day(payment.day))
}

fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
