//! A look as it is kept: what always changes is left out, the firm's own name is written once, and what many firms
//! have in common is kept once for all of them.

use std::collections::HashMap;

use checkup::{Answer, Answers, Kind, Outcome, Question, Record, RecordName, Signature};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use terms::{DomainName, Timestamp};

use crate::list::{Columns, Firm};

/// The most answers that firms have in common. Past it, an answer is kept with each firm.
pub const MOST_SHARED: usize = 200_000;
/// Stands at the end of a name for the firm's own name; no name of DNS can hold it.
const OWN: char = '\0';

/// One thing in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// An answer that firms have in common. The first in the journal is number 0.
    Shared(KeptAnswer),
    /// A look at a firm.
    Look(Box<KeptLook>),
}

/// A look at one firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLook {
    /// The line of the list.
    pub line: u64,
    /// The name.
    domain: DomainName,
    /// What the list says beside it.
    columns: Columns,
    /// When the look ended, in seconds since 1970.
    ended_at: i64,
    /// The answers about the firm's own name.
    own: Vec<KeptAnswer>,
    /// The numbers of those that it has in common with others.
    shared: Vec<u32>,
}

/// An answer without what always changes: when, by whom, how fast, and in which order the records came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    place: String,
    kind: Kind,
    outcome: Outcome,
    records: Vec<Record>,
    aliases: Vec<RecordName>,
    signatures: Vec<Signature>,
    /// Bits: 1 seals ignored, 2 cut, 4 sealed, 8 recursive.
    marks: u8,
}

/// What firms of a journal have in common so far.
#[derive(Debug, Default)]
pub struct Shared {
    numbers: HashMap<[u8; 16], u32>,
}

impl Shared {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers an answer that stands in the journal already.
    pub fn know(&mut self, answer: &KeptAnswer) {
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(answer.digest(), number);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// A look as entries of the journal: first what is new in common, then the look itself.
    pub fn keep(&mut self, firm: &Firm, answers: &Answers, ended_at: Timestamp) -> Vec<Entry> {
        let own_name = RecordName::from(&firm.domain.registrable());
        let mut entries = Vec::new();
        let mut look = KeptLook {
            line: firm.line,
            domain: firm.domain.clone(),
            columns: firm.columns.clone(),
            ended_at: ended_at.as_second(),
            own: Vec::new(),
            shared: Vec::new(),
        };
        for answer in answers.iter() {
            let kept = KeptAnswer::of(answer, own_name.as_str());
            if answer.question.name.is_within(&own_name) {
                look.own.push(kept);
                continue;
            }
            let digest = kept.digest();
            match self.numbers.get(&digest) {
                Some(number) => look.shared.push(*number),
                None if self.numbers.len() < MOST_SHARED => {
                    let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
                    self.numbers.insert(digest, number);
                    look.shared.push(number);
                    entries.push(Entry::Shared(kept));
                }
                None => look.own.push(kept),
            }
        }
        entries.push(Entry::Look(Box::new(look)));
        entries
    }
}

impl KeptAnswer {
    fn of(answer: &Answer, own: &str) -> Self {
        let mut records = answer.records.clone();
        records.sort_by_key(Record::to_string);
        let mark = |set: bool, bit: u8| if set { bit } else { 0 };
        Self {
            place: shortened(answer.question.name.as_str(), own),
            kind: answer.question.kind,
            outcome: answer.outcome,
            records,
            aliases: answer.aliases.clone(),
            signatures: answer.signatures.clone(),
            marks: mark(answer.question.ignoring_seals, 1)
                | mark(answer.cut, 2)
                | mark(answer.sealed, 4)
                | mark(answer.recursive, 8),
        }
    }

    /// The answer as the engine takes it; none where the name in it is no name.
    fn answer(&self, own: &str, asked_at: Timestamp) -> Option<Answer> {
        let name = match self.place.strip_suffix(OWN) {
            None if self.place.is_empty() => ".".to_owned(),
            None => self.place.clone(),
            Some("") => own.to_owned(),
            Some(front) => format!("{front}.{own}"),
        };
        // A name that a macro made may hold blanks.
        let name = RecordName::try_from(name).ok()?;
        Some(Answer {
            question: Question { name, kind: self.kind, ignoring_seals: self.marks & 1 != 0 },
            outcome: self.outcome,
            records: self.records.iter().take(checkup::MOST_RECORDS).cloned().collect(),
            aliases: self.aliases.iter().take(checkup::LONGEST_CHAIN).cloned().collect(),
            signatures: self.signatures.clone(),
            cut: self.marks & 2 != 0,
            sealed: self.marks & 4 != 0,
            recursive: self.marks & 8 != 0,
            asked_at,
            server: String::new(),
            milliseconds: 0,
        })
    }

    fn digest(&self) -> [u8; 16] {
        let bytes = postcard::to_stdvec(self).unwrap_or_default();
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 16], &[]));
        *first
    }
}

/// A name with the firm's own part written as one sign.
fn shortened(name: &str, own: &str) -> String {
    match name.strip_suffix(own) {
        Some("") => OWN.to_string(),
        Some(front) if front.ends_with('.') => format!("{}{OWN}", front.trim_end_matches('.')),
        _ => name.to_owned(),
    }
}

impl KeptLook {
    /// The firm.
    pub fn firm(&self) -> Firm {
        Firm { line: self.line, domain: self.domain.clone(), columns: self.columns.clone() }
    }

    /// When the look ended.
    pub fn ended_at(&self) -> Timestamp {
        Timestamp::from_second(self.ended_at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The answers as the engine takes them. `shared` are those in common, in the order of the journal; a number that
    /// leads nowhere is an answer that is not there, and the engine says that it could not check.
    pub fn answers(&self, shared: &[KeptAnswer]) -> Answers {
        let registrable = self.domain.registrable();
        let own = registrable.as_ascii();
        let at = self.ended_at();
        let common = self.shared.iter().filter_map(|number| shared.get(usize::try_from(*number).ok()?));
        self.own.iter().chain(common).filter_map(|kept| kept.answer(own, at)).collect()
    }

    /// How many questions were asked for it.
    pub fn questions(&self) -> usize {
        self.own.len() + self.shared.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> RecordName {
        RecordName::parse(text).unwrap()
    }

    fn answer(at: &str, records: Vec<Record>) -> Answer {
        let kind = records.first().map_or(Kind::Txt, Record::kind);
        Answer {
            question: Question::new(name(at), kind),
            outcome: if records.is_empty() { Outcome::NoRecords } else { Outcome::Records },
            records,
            aliases: vec![],
            signatures: vec![],
            cut: false,
            sealed: true,
            recursive: true,
            asked_at: "2026-11-20T10:00:00.5Z".parse().unwrap(),
            server: "192.0.2.53:53".into(),
            milliseconds: 12,
        }
    }

    fn firm(line: u64, domain: &str) -> Firm {
        Firm { line, domain: DomainName::parse(domain).unwrap(), columns: Columns::default() }
    }

    fn look(domain: &str) -> Answers {
        [
            answer(domain, vec![Record::Txt("v=spf1 include:_spf.post.example -all".into())]),
            answer(&format!("_dmarc.{domain}"), vec![]),
            answer("_spf.post.example", vec![Record::Txt("v=spf1 ip4:192.0.2.0/24 -all".into())]),
            answer(".", vec![Record::Ns(name("a.root.example"))]),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn what_is_kept_gives_back_what_was_answered_and_what_is_common_is_kept_once() {
        let mut shared = Shared::new();
        let at: Timestamp = "2026-11-20T10:00:01Z".parse().unwrap();
        let first = shared.keep(&firm(1, "bakery.example"), &look("bakery.example"), at);
        let second = shared.keep(&firm(2, "shoes.example"), &look("shoes.example"), at);
        assert_eq!((first.len(), second.len(), shared.len()), (3, 1, 2));
        let bytes = postcard::to_stdvec(&[first, second].concat()).unwrap();
        let entries: Vec<Entry> = postcard::from_bytes(&bytes).unwrap();
        let mut common = Vec::new();
        for entry in entries {
            match entry {
                Entry::Shared(answer) => common.push(answer),
                Entry::Look(kept) => {
                    let firm = kept.firm();
                    let expected: Answers = look(firm.domain.as_ascii())
                        .iter()
                        .cloned()
                        .map(|answer| Answer {
                            asked_at: at,
                            server: String::new(),
                            milliseconds: 0,
                            ..answer
                        })
                        .collect();
                    assert_eq!(kept.answers(&common), expected);
                    assert_eq!((kept.ended_at(), kept.questions()), (at, 4));
                }
            }
        }
    }

    #[test]
    fn another_value_of_the_same_name_is_kept_beside_the_first() {
        let mut shared = Shared::new();
        let at = Timestamp::UNIX_EPOCH;
        shared.keep(&firm(1, "bakery.example"), &look("bakery.example"), at);
        let mut changed = look("shoes.example");
        changed.insert(answer("_spf.post.example", vec![Record::Txt("v=spf1 -all".into())]));
        assert_eq!(shared.keep(&firm(2, "shoes.example"), &changed, at).len(), 2);
        assert_eq!(shared.len(), 3);
    }

    #[test]
    fn a_name_that_only_ends_alike_is_not_shortened() {
        assert_eq!(shortened("_dmarc.bakery.example", "bakery.example"), "_dmarc\0");
        assert_eq!(shortened("bakery.example", "bakery.example"), "\0");
        assert_eq!(shortened("notbakery.example", "bakery.example"), "notbakery.example");
    }
}
