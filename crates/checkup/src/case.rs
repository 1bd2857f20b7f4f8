//! One name under examination: the answers at hand, the questions still open, what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use terms::{DomainName, Promise, Severity};

use crate::answer::{Answer, LONGEST_CHAIN, Outcome, Record};
use crate::answers::Answers;
use crate::approach::Approach;
use crate::catalogue::{self, Entry};
use crate::level::Level;
use crate::observation::{Observation, Reached, Sight};
use crate::question::{Kind, Question, RecordName};

/// Why a check could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// The question is still open.
    NotAsked,
    /// DNS did not tell.
    Outcome(Outcome),
    /// A host did not tell.
    Reached(Reached),
    /// This look does not go so close.
    TooClose,
    /// CNAME records lead round in a circle, or on and on.
    Circle,
    /// There was more than we read.
    TooMuch,
    /// The name itself does not answer, so there was nothing to look at.
    NameSilent,
    /// The site answers, but did not show its page.
    NotShown,
    /// Only a part could be seen.
    HalfSeen,
    /// The site lives at another name.
    LivesElsewhere,
    /// The host was visited as often as we allow ourselves.
    Enough,
    /// The computer belongs to a firm that hosts many sites.
    OfTheHost,
    /// As before, by a sign that may mislead.
    PerhapsOfTheHost,
    /// The name leads to no computer of the firm's own.
    NothingOfYours,
    /// The name's seal is broken: careful receivers see nothing of it, and what we read proves nothing.
    SealBroken,
    /// The registry does not publish this.
    NotPublished,
    /// We do not know the company that made the certificate.
    UnknownIssuer,
    /// Sealed or signed in a way that we cannot check.
    UnknownMethod,
}

impl Gap {
    /// The reason in words for the owner.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::NotAsked => "We have not asked about this yet.",
            Self::Outcome(Outcome::TimedOut) => "No answer came in time. We will try again.",
            Self::Outcome(Outcome::Refused) => "The server would not answer us. We will try again.",
            Self::Outcome(Outcome::Unreachable) => "We could not reach the server. We will try again.",
            Self::Outcome(Outcome::ServerFailed) => "The server said that it failed. We will try again.",
            Self::Outcome(_) | Self::Reached(Reached::Malformed | Reached::Whole | Reached::Cut) => {
                "The answer made no sense to us."
            }
            Self::Reached(Reached::TimedOut) => "No answer came in time. We will try again.",
            Self::Reached(Reached::Refused) => "The server would not talk to us. We will try again.",
            Self::Reached(Reached::Unreachable) => "We could not reach the server. We will try again.",
            Self::Reached(Reached::NotAllowed) => "We do not look there.",
            Self::Reached(Reached::Later) => "We have looked there often enough for now. We will try again.",
            Self::TooClose => "We look at this only when you say yes.",
            Self::Circle => "The entry leads round in a circle, so there was nothing to read.",
            Self::TooMuch => "There was more than we read.",
            Self::NotShown => "The site did not show us its page. We will try again.",
            Self::HalfSeen => "We could see only a part of it.",
            Self::LivesElsewhere => "Your site lives at another name. Please check that name too.",
            Self::Enough => "We had knocked often enough for one look.",
            Self::OfTheHost => "It belongs to the firm that hosts your site, and is theirs to look after.",
            Self::PerhapsOfTheHost => {
                "We think it belongs to the firm that hosts your site. Its own name says so."
            }
            Self::NothingOfYours => "We found no computer of yours to look at.",
            Self::NameSilent => "Your name does not answer, so there was nothing to look at.",
            Self::SealBroken => "Your name's seal is broken, so we cannot trust what we read.",
            Self::NotPublished => "The firm that keeps the list of names does not tell us this.",
            Self::UnknownIssuer => "We do not know the firm that made your certificate.",
            Self::UnknownMethod => "It is sealed in a way that we cannot check.",
        }
    }
}

/// What DNS told about one name and kind, CNAME records followed.
pub(crate) struct Seen<'a> {
    /// The records of the wanted kind at the end of the way.
    pub(crate) records: &'a [Record],
    /// The names on the way, in order.
    pub(crate) aliases: Vec<&'a RecordName>,
    /// Does the name at the end of the way exist?
    pub(crate) exists: bool,
    /// Were records left out?
    pub(crate) cut: bool,
}

impl<'a> Seen<'a> {
    /// The texts among the records.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.records.iter().filter_map(|record| match record {
            Record::Txt(text) | Record::Spf(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

/// One name under examination.
pub(crate) struct Case<'a> {
    /// The name that is looked at.
    pub(crate) name: &'a DomainName,
    /// The same, as a name that owns records.
    pub(crate) domain: RecordName,
    /// The name that was registered: the same, or one above.
    pub(crate) apex: RecordName,
    /// How close this look may go.
    pub(crate) level: Level,
    /// The moment of judging; none while questions are still being gathered, when what depends on the
    /// time is asked about in any case.
    pub(crate) now: Option<Timestamp>,
    answers: &'a Answers,
    wanted: BTreeSet<Question>,
    approaches: BTreeSet<Approach>,
}

impl<'a> Case<'a> {
    pub(crate) fn open(
        domain: &'a DomainName,
        answers: &'a Answers,
        level: Level,
        now: Option<Timestamp>,
    ) -> Self {
        Self {
            name: domain,
            domain: domain.into(),
            apex: (&domain.registrable()).into(),
            level,
            now,
            answers,
            wanted: BTreeSet::new(),
            approaches: BTreeSet::new(),
        }
    }

    /// Is it the registered name itself, and not one that its owner made below it?
    pub(crate) fn is_apex(&self) -> bool {
        self.domain == self.apex
    }

    /// The questions and approaches that were looked for and not found answered.
    pub(crate) fn into_wanted(self) -> (BTreeSet<Question>, BTreeSet<Approach>) {
        (self.wanted, self.approaches)
    }

    /// What an approach saw; one that was not made becomes wanted, if this look may go so close.
    /// Whatever did not tell how things are is a gap.
    pub(crate) fn approach(&mut self, approach: Approach) -> Result<&'a Sight, Gap> {
        let observation = self.observe(approach)?;
        if observation.reached.tells() {
            Ok(&observation.sight)
        } else {
            Err(Gap::Reached(observation.reached))
        }
    }

    /// As [`Case::approach`], but however it ended: an approach that broke off may have seen something, and
    /// a refusal may tell something.
    pub(crate) fn observe(&mut self, approach: Approach) -> Result<&'a Observation, Gap> {
        if approach.level() > self.level {
            return Err(Gap::TooClose);
        }
        match self.answers.observation(&approach) {
            Some(observation) => Ok(observation),
            None => {
                self.approaches.insert(approach);
                Err(Gap::NotAsked)
            }
        }
    }

    /// The bare answer to a question; a question without one becomes wanted.
    pub(crate) fn answer(&mut self, question: Question) -> Option<&'a Answer> {
        let answer = self.answers.get(&question);
        if answer.is_none() {
            self.wanted.insert(question);
        }
        answer
    }

    /// The bare answer to a question if it is there; nothing becomes wanted.
    pub(crate) fn answer_at_hand(&self, question: &Question) -> Option<&'a Answer> {
        self.answers.get(question)
    }

    /// What DNS tells about a name, CNAME records followed; a question without an answer becomes
    /// wanted.
    pub(crate) fn ask(&mut self, name: &RecordName, kind: Kind) -> Result<Seen<'a>, Gap> {
        let looked = self.look(name, kind);
        looked.map_err(|stop| match stop {
            Stop::Open(question) => {
                self.wanted.insert(question);
                Gap::NotAsked
            }
            Stop::Gap(gap) => gap,
        })
    }

    /// The address that a visitor would dial: the smallest of the IPv4 addresses, or of the IPv6 ones where
    /// there is no other. None where the name has none.
    pub(crate) fn address_of(&mut self, host: &RecordName) -> Result<Option<IpAddr>, Gap> {
        let v4 = self.ask(host, Kind::A)?;
        let v4 = v4.records.iter().filter_map(|record| match record {
            Record::A(address) => Some(IpAddr::from(*address)),
            _ => None,
        });
        if let Some(address) = v4.min() {
            return Ok(Some(address));
        }
        let v6 = self.ask(host, Kind::Aaaa)?;
        let v6 = v6.records.iter().filter_map(|record| match record {
            Record::Aaaa(address) => Some(IpAddr::from(*address)),
            _ => None,
        });
        Ok(v6.min())
    }

    /// As [`Case::ask`], but an open question is handed back instead of becoming wanted.
    pub(crate) fn look(&self, name: &RecordName, kind: Kind) -> Result<Seen<'a>, Stop> {
        follow(self.answers, name, kind)
    }

    /// Does a name lead round in a circle? Asked when a resolver fails on it without saying why.
    pub(crate) fn leads_in_a_circle(&mut self, name: &RecordName) -> Result<bool, Gap> {
        let mut passed = vec![name.clone()];
        loop {
            let here = passed.last().cloned().unwrap_or_else(|| name.clone());
            let question = Question::new(here, Kind::Cname);
            let answer = self.answer(question).ok_or(Gap::NotAsked)?;
            if !answer.outcome.tells() {
                return Err(Gap::Outcome(answer.outcome));
            }
            let target = answer.records.iter().find_map(|record| match record {
                Record::Cname(target) => Some(target),
                _ => None,
            });
            match target {
                None => return Ok(false),
                Some(target) if passed.contains(target) || passed.len() > LONGEST_CHAIN => return Ok(true),
                Some(target) => passed.push(target.clone()),
            }
        }
    }

    /// All answers, for the technical fold.
    pub(crate) fn answers(&self) -> &'a Answers {
        self.answers
    }
}

/// What answers tell about a name, CNAME records followed.
pub(crate) fn follow<'a>(answers: &'a Answers, name: &RecordName, kind: Kind) -> Result<Seen<'a>, Stop> {
    let mut aliases: Vec<&RecordName> = Vec::new();
    let mut here = name;
    loop {
        let Some(answer) = answers.about(here, kind) else {
            return Err(Stop::Open(Question::new(here.clone(), kind)));
        };
        if !answer.outcome.tells() {
            return Err(Stop::Gap(Gap::Outcome(answer.outcome)));
        }
        for alias in &answer.aliases {
            if alias == name || aliases.contains(&alias) || aliases.len() == LONGEST_CHAIN {
                return Err(Stop::Gap(Gap::Circle));
            }
            aliases.push(alias);
        }
        match answer.aliases.last() {
            // A server that does not follow CNAME records leaves the rest of the way to us.
            Some(last) if answer.outcome == Outcome::NoRecords && !answer.recursive => {
                here = last;
            }
            _ => {
                let exists = answer.outcome != Outcome::NoSuchName;
                return Ok(Seen { records: &answer.records, aliases, exists, cut: answer.cut });
            }
        }
    }
}

/// Why [`follow`] came to no end.
pub(crate) enum Stop {
    /// This question is open.
    Open(Question),
    /// The way ends here.
    Gap(Gap),
}

/// What the checks came to, each at its place in the catalogue: what was seen, or why it could not be.
pub(crate) struct Report {
    found: [Option<Found>; catalogue::ORDER.len()],
    gaps: [Option<Gap>; catalogue::ORDER.len()],
    remarks: BTreeMap<Promise, String>,
    /// Whether anybody reads what is written. While questions are gathered nobody does.
    is_read: bool,
}

/// What was seen against a check.
struct Found {
    seen: String,
    /// How much it matters here, where that differs from the catalogue.
    severity: Option<Severity>,
}

impl Report {
    /// An empty report. One that nobody reads knows what failed, and has no words for it.
    pub(crate) fn begun(is_read: bool) -> Self {
        let nothing = [const { None }; catalogue::ORDER.len()];
        Self { found: nothing, gaps: [None; catalogue::ORDER.len()], remarks: BTreeMap::new(), is_read }
    }

    /// A check fails; `seen` tells what was seen.
    pub(crate) fn found(&mut self, check: &'static str, seen: impl fmt::Display) {
        self.find(check, None, seen);
    }

    /// A check fails, and here it matters more or less than the catalogue says of it in general.
    pub(crate) fn found_as(&mut self, check: &'static str, severity: Severity, seen: impl fmt::Display) {
        self.find(check, Some(severity), seen);
    }

    fn find(&mut self, check: &'static str, severity: Option<Severity>, seen: impl fmt::Display) {
        let seen = || if self.is_read { seen.to_string() } else { String::new() };
        if let Some(place @ None) = number(check).and_then(|number| self.found.get_mut(number)) {
            *place = Some(Found { seen: seen(), severity });
        }
    }

    /// Checks could not be made. The first reason stays.
    pub(crate) fn gap(&mut self, checks: impl IntoIterator<Item = &'static str>, gap: Gap) {
        for check in checks {
            if let Some(place) = number(check).and_then(|number| self.gaps.get_mut(number)) {
                place.get_or_insert(gap);
            }
        }
    }

    /// What to tell of a promise that is kept, in place of the usual words.
    pub(crate) fn remark(&mut self, promise: Promise, words: impl Into<String>) {
        self.remarks.insert(promise, words.into());
    }

    /// What there is to tell of a promise that is kept.
    pub(crate) fn remarked(&self, promise: Promise) -> Option<&str> {
        self.remarks.get(&promise).map(String::as_str)
    }

    /// Does a check fail?
    pub(crate) fn fails(&self, check: &str) -> bool {
        catalogue::number(check).and_then(|number| self.found.get(number)).is_some_and(Option::is_some)
    }

    /// The checks that fail, in the order of the catalogue: how much each matters here, and what was seen.
    pub(crate) fn failing(&self) -> impl Iterator<Item = (&'static Entry, Severity, &str)> {
        catalogue::all().zip(&self.found).filter_map(|(entry, found)| {
            let found = found.as_ref()?;
            Some((entry, found.severity.unwrap_or(entry.severity), found.seen.as_str()))
        })
    }

    /// The checks that could not be made, in the order of the catalogue, and why. A check that fails is not among them.
    pub(crate) fn missing(&self) -> impl Iterator<Item = (&'static Entry, Gap)> {
        let both = self.found.iter().zip(&self.gaps);
        let missing = catalogue::all().zip(both).filter(|(_, (found, _))| found.is_none());
        missing.filter_map(|(entry, (_, gap))| Some((entry, (*gap)?)))
    }
}

/// The place of a check in the catalogue. Every check of a rule is there, or its first test stops.
fn number(check: &'static str) -> Option<usize> {
    let number = catalogue::number(check);
    debug_assert!(number.is_some(), "{check} is not in the catalogue");
    number
}
