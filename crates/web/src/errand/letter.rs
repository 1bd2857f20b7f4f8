//! The letter of an errand, in words: for a page, for paper and for mail.

use centre::clock_words::{date_in_words, moment_in_full};
use centre::errand::Helper;
use centre::ledger::Actor;
use jiff::tz::TimeZone;
use press::{Block, Sheet};
use store::{Errand, Organisation, Store, StoreError};
use terms::{Severity, Timestamp};

use super::points::PointTold;
use crate::face::content::Content;
use crate::face::house::PasteLine;
use crate::face::words::{FluentValue, Words};
use crate::pages::check::in_words;
use crate::pages::doors::lines;

/// Who writes for whom: what a letter says besides its points.
pub(crate) struct Written<'a> {
    /// The centre's name.
    pub(crate) centre: &'a str,
    /// The address that people type.
    pub(crate) origin: &'a str,
    /// The clock of the place.
    pub(crate) zone: &'a TimeZone,
    /// The firm's name, fit for whoever reads it.
    pub(crate) firm: String,
    /// The person of the firm who asked.
    pub(crate) person: String,
    /// Where it is answered.
    pub(crate) link: String,
    /// Whether it goes to an address that somebody typed in: then it carries no text that a name's owner can choose
    /// freely, but the lines to paste, and of those none with a link in it.
    pub(crate) to_stranger: bool,
    /// Language.
    pub(crate) words: Words,
}

/// A letter, ready for any shape.
pub(crate) struct Letter {
    pub(crate) title: String,
    pub(crate) lead: Vec<String>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) points: Vec<LetterPoint>,
    pub(crate) never: Vec<String>,
    pub(crate) back: Vec<String>,
    pub(crate) link: String,
    pub(crate) closing: Vec<String>,
    pub(crate) centre: String,
    pub(crate) words: Words,
}

/// One point of it.
pub(crate) struct LetterPoint {
    /// Its place in the errand.
    pub(crate) place: u32,
    pub(crate) heading: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) why: String,
    pub(crate) steps: Vec<String>,
    /// Where lines are pasted; empty where there are none.
    pub(crate) paste_where: String,
    /// What is pasted: label and line.
    pub(crate) pastes: Vec<(String, String)>,
    pub(crate) proof: String,
    words: Words,
}

/// The message that names a kind of helper.
pub(crate) fn helper_id(helper: Helper) -> &'static str {
    match helper {
        Helper::NameHost => "errand-helper-name-host",
        Helper::MailProvider => "errand-helper-mail-provider",
        Helper::WebPerson => "errand-helper-web-person",
        Helper::ComputerPerson => "errand-helper-computer-person",
    }
}

/// The name of whoever wrote the errand, if they are still with the firm.
pub(crate) async fn asked_by(
    store: &Store,
    errand: &Errand,
    firm: &Organisation,
) -> Result<String, StoreError> {
    let person = match errand.made_by {
        Actor::Person(id) => store.person(id).await?,
        _ => None,
    };
    let person = person.filter(|person| person.organisation == Some(firm.id));
    let someone = || Words::default().say("errand-someone").into_owned();
    Ok(person.map_or_else(someone, |person| person.name.to_string()))
}

impl Letter {
    /// The letter of an errand. A point that can no longer be read is left out.
    pub(crate) fn of(errand: &Errand, written: &Written<'_>) -> Self {
        let words = written.words;
        let told: Vec<(u32, PointTold)> = errand
            .points
            .iter()
            .filter_map(|point| Some((point.place, serde_json::from_str(&point.letter).ok()?)))
            .collect();
        let day = |at: Timestamp| date_in_words(written.zone.to_datetime(at).date());
        let gaps = [
            ("firm", FluentValue::from(written.firm.as_str())),
            ("person", FluentValue::from(written.person.as_str())),
            ("centre", FluentValue::from(written.centre)),
            ("origin", FluentValue::from(written.origin)),
            ("until", FluentValue::from(day(errand.expires_at))),
            ("points", FluentValue::from(told.len())),
        ];
        let said = |id: &str| words.say_with(id, &gaps);
        let mut facts = vec![
            (said("errand-from"), said("errand-from-who")),
            (said("errand-for"), words.say(helper_id(errand.helper)).into_owned()),
            (said("errand-written"), day(errand.made_at)),
        ];
        if let Some(due) = told.iter().map(|(_, point)| point.due).min() {
            facts.push((said("errand-due-first"), date_in_words(due)));
        }
        Self {
            title: said("errand-letter-title"),
            lead: vec![said("errand-letter-lead"), said("errand-letter-what")],
            facts,
            points: told.into_iter().map(|(place, point)| LetterPoint::of(place, point, written)).collect(),
            never: lines(&words, never_id(errand.helper)),
            back: lines(&words, "errand-back"),
            link: written.link.clone(),
            closing: vec![
                said("errand-closing-link"),
                said("errand-closing-stranger"),
                // A mail says at its end how to be sure of it, and has a code for that; paper has none.
                said(if written.to_stranger { "errand-closing-us-mail" } else { "errand-closing-us" }),
            ],
            centre: written.centre.to_owned(),
            words,
        }
    }

    /// The letter on paper.
    pub(crate) fn sheet(&self) -> Sheet {
        let say = |id: &str| self.words.say(id).into_owned();
        let mut blocks = vec![Block::Facts(self.facts.clone())];
        blocks.extend(self.lead.iter().cloned().map(Block::Words));
        for point in &self.points {
            blocks.push(Block::Heading(point.heading.clone()));
            blocks.push(Block::Facts(point.facts.clone()));
            blocks.push(Block::Words(point.why.clone()));
            blocks.push(Block::Steps(point.steps.clone()));
            if !point.pastes.is_empty() {
                blocks.push(Block::Words(point.place_to_paste()));
                blocks.push(Block::Lines(point.pastes.clone()));
            }
            blocks.push(Block::Facts(vec![(say("next-proof"), point.proof.clone())]));
        }
        blocks.push(Block::Heading(say("errand-never-title")));
        blocks.push(Block::Points(self.never.clone()));
        blocks.push(Block::Heading(say("errand-back-title")));
        blocks.push(Block::Points(self.back.clone()));
        blocks.push(Block::Address(self.link.clone()));
        blocks.extend(self.closing.iter().cloned().map(Block::Words));
        Sheet { title: self.title.clone(), author: self.centre.clone(), foot: self.centre.clone(), blocks }
    }
}

impl LetterPoint {
    fn of(place: u32, point: PointTold, written: &Written<'_>) -> Self {
        let words = written.words;
        let remedy = in_words::remedy(words, point.remedy);
        let say = |id: &str| words.say(id).into_owned();
        let mut facts = vec![
            (say("errand-at"), domain_in_words(&point.domain)),
            (say("errand-due"), date_in_words(point.due)),
            (say("errand-weight"), say(weight_id(point.severity))),
        ];
        let when = moment_in_full(point.looked_at, written.zone);
        let seen = if point.seen.is_empty() || written.to_stranger {
            when
        } else {
            format!("{when}: {}", point.seen)
        };
        facts.push((say("errand-seen"), seen));
        if let Some(entry) = checkup::catalogue::entry(&remedy.check) {
            facts.push((say("errand-standard"), entry.reference.to_owned()));
        }
        let (paste_where, pastes) = match remedy.paste {
            None => (String::new(), Vec::new()),
            Some(paste) if written.to_stranger && has_link(&paste.value) => {
                (paste.where_, vec![(say("check-paste-value"), say("errand-line-behind-link"))])
            }
            Some(paste) => {
                let lines = vec![
                    (say("check-paste-kind"), paste.kind),
                    (say("check-paste-name"), paste.name),
                    (say("check-paste-value"), paste.value),
                ];
                (paste.where_, lines)
            }
        };
        Self {
            place,
            heading: remedy.title,
            facts,
            why: remedy.why,
            steps: remedy.steps,
            paste_where,
            pastes,
            proof: remedy.see_it_worked,
            words,
        }
    }

    /// Where the lines are pasted, in a sentence.
    pub(crate) fn place_to_paste(&self) -> String {
        let place = [("place", FluentValue::from(self.paste_where.as_str()))];
        format!("{} {}", self.words.say("errand-paste"), self.words.say_with("check-paste-where", &place))
    }

    /// The lines with their buttons to copy.
    pub(crate) fn paste_lines(&self) -> Content {
        let line = |(label, line): &(String, String)| {
            PasteLine { label: label.clone(), line: line.clone(), words: self.words }.into()
        };
        Content::all(self.pastes.iter().map(line))
    }
}

/// Whether a mail program may make a link of a part of this line.
fn has_link(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["://", "www."].iter().any(|mark| line.contains(mark))
}

/// The name as people read it, and as machines do where that differs.
fn domain_in_words(domain: &terms::DomainName) -> String {
    let (read, typed) = (domain.to_unicode(), domain.as_ascii());
    if read == typed { read } else { format!("{read} ({typed})") }
}

fn never_id(helper: Helper) -> &'static str {
    match helper {
        Helper::NameHost | Helper::MailProvider => "errand-never-mail",
        Helper::WebPerson => "errand-never-web",
        Helper::ComputerPerson => "errand-never-computer",
    }
}

fn weight_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Urgent => "errand-weight-urgent",
        Severity::Important => "errand-weight-important",
        Severity::WorthDoing | Severity::Note => "errand-weight-worth-doing",
    }
}
