//! Questions into bytes, and strangers' bytes into answers.
//!
//! A reply counts only when its id and its question are those that were sent; of its records only those
//! on the way from the question count, so that nothing that was not asked for is ever learned.

use checkup::{Kind, LONGEST_CHAIN, MOST_RECORDS, Outcome, Question, Record, RecordName, Signature};

use super::content::{self, Content, content};
pub(crate) use super::message::HEADER;
use super::message::{Asked, Head, Manner, Message, Rr, query};
use super::name::Name;
use super::numbers::{code, flag, kind};

/// What a reply has to match.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) id: u16,
    pub(crate) asked: Asked,
    pub(crate) kind: Kind,
    /// The letters' case has to come back as it was sent.
    pub(crate) exact_case: bool,
}

/// A reply that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) outcome: Outcome,
    pub(crate) records: Vec<Record>,
    pub(crate) aliases: Vec<RecordName>,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) cut: bool,
    pub(crate) sealed: bool,
    pub(crate) recursive: bool,
}

impl Reply {
    /// A reply that tells nothing but how it ended.
    pub(crate) fn bare(outcome: Outcome) -> Self {
        Self {
            outcome,
            records: Vec::new(),
            aliases: Vec::new(),
            signatures: Vec::new(),
            cut: false,
            sealed: false,
            recursive: false,
        }
    }
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A reply to our question.
    Reply(Reply),
    /// A reply to our question that says: it does not fit, come by stream.
    Truncated,
    /// Nothing of ours: another id, another question, no reply at all.
    NotOurs,
    /// Bears our id and cannot be read, or breaks the rules of DNS.
    Nonsense,
}

/// A question as it goes out; with `mixed` letters, replies have to repeat their case.
pub(crate) fn asked(question: &Question, mixed: impl Fn(&mut [u8])) -> Asked {
    let mut name: Box<[u8]> = Name::from(&question.name).as_bytes().into();
    mix(&mut name, mixed);
    Asked { name, kind: content::number(question.kind) }
}

/// Hands each label of a name to `mixed`.
pub(crate) fn mix(mut name: &mut [u8], mut mixed: impl FnMut(&mut [u8])) {
    while let [length, rest @ ..] = name {
        let Some((label, rest)) = rest.split_at_mut_checked(usize::from(*length)) else { return };
        mixed(label);
        name = rest;
    }
}

/// The bytes of a query: recursion wanted, the seal's word wanted (RFC 6840, 5.7), checking
/// switched off where the question says so.
pub(crate) fn encode(expected: &Expected, ignoring_seals: bool) -> Vec<u8> {
    let checking = if ignoring_seals { flag::CHECKING_DISABLED } else { 0 };
    let manner = Manner {
        flags: flag::RECURSION_DESIRED | flag::AUTHENTIC | checking,
        edns: true,
        signatures: is_judged_by_signature(expected.kind),
        cookie: None,
    };
    query(expected.id, &expected.asked, manner)
}

/// The id of a message.
pub(crate) fn id(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
}

/// Reads what came in answer to a query.
pub(crate) fn read(bytes: &[u8], expected: &Expected) -> Heard {
    let Some(head) = Head::read(bytes).filter(|head| head.id == expected.id && head.is_reply()) else {
        return Heard::NotOurs;
    };
    if !head.is_plain() {
        return Heard::Nonsense;
    }
    match Asked::read(bytes) {
        Some(asked) if is_same(&asked, &expected.asked, expected.exact_case) => {}
        Some(_) => return Heard::NotOurs,
        None => return Heard::Nonsense,
    }
    if head.has(flag::TRUNCATED) {
        return Heard::Truncated;
    }
    Message::read_answers(bytes).map_or(Heard::Nonsense, |message| understand(&message, expected))
}

/// Is it the question that was sent?
pub(crate) fn is_same(heard: &Asked, sent: &Asked, exact_case: bool) -> bool {
    let names =
        if exact_case { heard.name == sent.name } else { heard.name.eq_ignore_ascii_case(&sent.name) };
    names && heard.kind == sent.kind
}

fn understand(message: &Message, expected: &Expected) -> Heard {
    let recursive = message.head.has(flag::RECURSION_AVAILABLE);
    let failed = match message.code {
        code::NO_ERROR | code::NO_SUCH_NAME => None,
        code::FAILED | code::FORMAT => Some(Outcome::ServerFailed),
        _ => Some(Outcome::Refused),
    };
    if let Some(outcome) = failed {
        return Heard::Reply(Reply { recursive, ..Reply::bare(outcome) });
    }
    let Some((end, aliases)) = chain(message, expected) else { return Heard::Nonsense };
    let Some(mut reply) = records(&message.answers, &end, expected.kind) else { return Heard::Nonsense };
    if reply.outcome == Outcome::NoRecords && message.code == code::NO_SUCH_NAME {
        reply.outcome = Outcome::NoSuchName;
    }
    reply.aliases = aliases;
    reply.sealed = message.head.has(flag::AUTHENTIC);
    reply.recursive = recursive;
    Heard::Reply(reply)
}

/// What an answer section holds of this kind at a name. None where a record of it makes no sense.
pub(crate) fn records(answers: &[Rr], end: &Name, wanted: Kind) -> Option<Reply> {
    let mut reply = Reply::bare(Outcome::NoRecords);
    let number = content::number(wanted);
    for record in answers.iter().filter(|record| record.kind == number && record.name == *end) {
        match content(wanted, &record.data) {
            Content::Record(record) if reply.records.len() < MOST_RECORDS => reply.records.push(record),
            Content::Record(_) | Content::TooLong => reply.cut = true,
            Content::Nonsense => return None,
        }
    }
    if !reply.records.is_empty() || reply.cut {
        reply.outcome = Outcome::Records;
    }
    reply.signatures = signatures(answers, end, wanted);
    Some(reply)
}

/// Follows CNAME records from the question to the end of the way. A circle ends where it closes;
/// a way longer than [`LONGEST_CHAIN`] is nonsense.
fn chain(message: &Message, expected: &Expected) -> Option<(Name, Vec<RecordName>)> {
    let mut here = Name::read(&expected.asked.name)?;
    let mut aliases: Vec<RecordName> = Vec::new();
    if expected.kind == Kind::Cname {
        return Some((here, aliases));
    }
    let mut start = None;
    loop {
        let Some(next) = alias(&message.answers, &here) else { return Some((here, aliases)) };
        if aliases.len() == LONGEST_CHAIN {
            return None;
        }
        let start = start.get_or_insert_with(|| here.clone());
        let alias = next.to_record_name()?;
        let closed = next == *start || aliases.contains(&alias);
        aliases.push(alias);
        if closed {
            return Some((next, aliases));
        }
        here = next;
    }
}

/// Where a name leads by CNAME.
pub(crate) fn alias(answers: &[Rr], here: &Name) -> Option<Name> {
    let record = answers.iter().find(|record| record.kind == kind::CNAME && record.name == *here)?;
    Name::read(&record.data)
}

/// The signatures over what was asked for, where seals are judged by them.
fn signatures(answers: &[Rr], end: &Name, wanted: Kind) -> Vec<Signature> {
    if !is_judged_by_signature(wanted) {
        return Vec::new();
    }
    let of_the_name = answers.iter().filter(|record| record.kind == kind::RRSIG && record.name == *end);
    of_the_name
        .filter_map(|record| content::signature(&record.data))
        .filter(|signature| signature.covers == content::number(wanted))
        .take(MOST_RECORDS)
        .collect()
}

/// Signatures are asked for only where they are read: they make answers long.
pub(crate) fn is_judged_by_signature(kind: Kind) -> bool {
    matches!(kind, Kind::Soa | Kind::Dnskey)
}
