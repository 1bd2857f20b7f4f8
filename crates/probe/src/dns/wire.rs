//! Questions into bytes, and strangers' bytes into answers.
//!
//! The codec is `hickory-proto`; what this file adds is suspicion. A reply counts only when its id
//! and its question are those that were sent; of its records only those on the way from the
//! question count, so that nothing that was not asked for is ever learned.

use checkup::{
    Kind, LONGEST_CHAIN, LONGEST_TEXT, MOST_RECORDS, Outcome, Question, Record, RecordName, Signature,
};
use hickory_proto::op::{Edns, Header, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, RData, RecordType};
use hickory_proto::serialize::binary::{BinDecodable, BinDecoder};

use seals::{TYPE_DNSKEY, TYPE_DS, TYPE_RRSIG};

mod seals;

/// The largest datagram that we say we take: it fits everywhere without being cut up on the way
/// (DNS flag day 2020).
const LARGEST_DATAGRAM: u16 = 1_232;
/// The size of a DNS header (RFC 1035, 4.1.1).
pub(crate) const HEADER: usize = 12;
/// The number of the retired type SPF, which the codec has no name for (IANA registry).
const TYPE_SPF: u16 = 99;

/// What a reply has to match.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) id: u16,
    pub(crate) query: Query,
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

/// The query for a question; with `mixed` letters, replies have to repeat their case.
pub(crate) fn query(question: &Question, mixed: impl Fn(&mut [u8])) -> Option<Query> {
    let labels: Vec<Vec<u8>> = question
        .name
        .labels()
        .map(|label| {
            let mut bytes = label.as_bytes().to_vec();
            mixed(&mut bytes);
            bytes
        })
        .collect();
    let mut name = Name::from_labels(labels).ok()?;
    name.set_fqdn(true);
    let kind = match question.kind {
        Kind::A => RecordType::A,
        Kind::Aaaa => RecordType::AAAA,
        Kind::Ns => RecordType::NS,
        Kind::Mx => RecordType::MX,
        Kind::Txt => RecordType::TXT,
        Kind::Caa => RecordType::CAA,
        Kind::Ds => RecordType::DS,
        Kind::Cname => RecordType::CNAME,
        Kind::Spf => RecordType::from(TYPE_SPF),
        Kind::Soa => RecordType::SOA,
        Kind::Dnskey => RecordType::from(TYPE_DNSKEY),
        Kind::Tlsa => RecordType::TLSA,
        Kind::Ptr => RecordType::PTR,
    };
    Some(Query::query(name, kind))
}

/// The bytes of a query: recursion wanted, the seal's word wanted (RFC 6840, 5.7), checking
/// switched off where the question says so.
pub(crate) fn encode(expected: &Expected, ignoring_seals: bool) -> Option<Vec<u8>> {
    let mut message = Message::new(expected.id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.metadata.authentic_data = true;
    message.metadata.checking_disabled = ignoring_seals;
    message.add_query(expected.query.clone());
    let mut edns = Edns::new();
    edns.set_max_payload(LARGEST_DATAGRAM);
    edns.set_dnssec_ok(is_judged_by_signature(expected.kind));
    message.set_edns(edns);
    message.to_vec().ok()
}

/// The id of a message.
pub(crate) fn id(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
}

/// Reads what came in answer to a query.
pub(crate) fn read(bytes: &[u8], expected: &Expected) -> Heard {
    let mut decoder = BinDecoder::new(bytes);
    let Ok(header) = Header::read(&mut decoder) else { return Heard::NotOurs };
    if header.id != expected.id || header.message_type != MessageType::Response {
        return Heard::NotOurs;
    }
    if header.counts.queries != 1 || header.op_code != OpCode::Query {
        return Heard::Nonsense;
    }
    match Query::read(&mut decoder) {
        Ok(query) if is_same(&query, expected) => {}
        Ok(_) => return Heard::NotOurs,
        Err(_) => return Heard::Nonsense,
    }
    if header.truncation {
        return Heard::Truncated;
    }
    match Message::from_vec(bytes) {
        Ok(message) => understand(&message, expected),
        Err(_) => Heard::Nonsense,
    }
}

fn is_same(query: &Query, expected: &Expected) -> bool {
    let names = if expected.exact_case {
        query.name.eq_case(&expected.query.name)
    } else {
        query.name == expected.query.name
    };
    names && query.query_type == expected.query.query_type && query.query_class == DNSClass::IN
}

fn understand(message: &Message, expected: &Expected) -> Heard {
    let failed = match message.metadata.response_code {
        ResponseCode::NoError | ResponseCode::NXDomain => None,
        ResponseCode::ServFail | ResponseCode::FormErr => Some(Outcome::ServerFailed),
        _ => Some(Outcome::Refused),
    };
    let recursive = message.metadata.recursion_available;
    if let Some(outcome) = failed {
        return Heard::Reply(Reply {
            outcome,
            records: Vec::new(),
            aliases: Vec::new(),
            signatures: Vec::new(),
            cut: false,
            sealed: false,
            recursive,
        });
    }
    let Some((end, aliases)) = chain(message, expected) else { return Heard::Nonsense };
    let mut reply = Reply {
        outcome: Outcome::NoRecords,
        records: Vec::new(),
        aliases,
        signatures: signatures(message, &end, expected),
        cut: false,
        sealed: message.metadata.authentic_data,
        recursive,
    };
    let wanted = message
        .answers
        .iter()
        .filter(|record| record.name == end && record.record_type() == expected.query.query_type);
    for record in wanted {
        match content(&record.data, expected.kind) {
            Content::Record(record) if reply.records.len() < MOST_RECORDS => reply.records.push(record),
            Content::Record(_) | Content::TooLong => reply.cut = true,
            Content::Nonsense => return Heard::Nonsense,
        }
    }
    if !reply.records.is_empty() || reply.cut {
        reply.outcome = Outcome::Records;
    } else if message.metadata.response_code == ResponseCode::NXDomain {
        reply.outcome = Outcome::NoSuchName;
    }
    Heard::Reply(reply)
}

/// Follows CNAME records from the question to the end of the way. A circle ends where it closes;
/// a way longer than [`LONGEST_CHAIN`] is nonsense.
fn chain(message: &Message, expected: &Expected) -> Option<(Name, Vec<RecordName>)> {
    let mut here = expected.query.name.to_lowercase();
    let mut aliases: Vec<RecordName> = Vec::new();
    if expected.kind == Kind::Cname {
        return Some((here, aliases));
    }
    let start = RecordName::from_labels(here.iter()).ok()?;
    loop {
        let next = message.answers.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if record.name == here => Some(target.0.to_lowercase()),
            _ => None,
        });
        let Some(next) = next else { return Some((here, aliases)) };
        if aliases.len() == LONGEST_CHAIN {
            return None;
        }
        let alias = RecordName::from_labels(next.iter()).ok()?;
        let closed = alias == start || aliases.contains(&alias);
        aliases.push(alias);
        if closed {
            return Some((next, aliases));
        }
        here = next;
    }
}

enum Content {
    Record(Record),
    TooLong,
    Nonsense,
}

fn content(data: &RData, kind: Kind) -> Content {
    let name = |name: &Name| RecordName::from_labels(name.iter());
    let read = match (data, kind) {
        (RData::A(address), Kind::A) => Some(Record::A(address.0)),
        (RData::AAAA(address), Kind::Aaaa) => Some(Record::Aaaa(address.0)),
        (RData::NS(server), Kind::Ns) => name(&server.0).ok().map(Record::Ns),
        (RData::PTR(target), Kind::Ptr) => name(&target.0).ok().map(Record::Ptr),
        (RData::CNAME(target), Kind::Cname) => name(&target.0).ok().map(Record::Cname),
        (RData::MX(mx), Kind::Mx) => {
            name(&mx.exchange).ok().map(|host| Record::Mx { preference: mx.preference, host })
        }
        (RData::TXT(strings), Kind::Txt) => {
            let length: usize = strings.txt_data.iter().map(|string| string.len()).sum();
            if length > LONGEST_TEXT {
                return Content::TooLong;
            }
            Some(Record::Txt(strings.txt_data.iter().flat_map(|string| string.iter()).map(byte).collect()))
        }
        (RData::CAA(caa), Kind::Caa) if caa.value.len() > LONGEST_TEXT => return Content::TooLong,
        (RData::CAA(caa), Kind::Caa) => Some(Record::Caa {
            critical: caa.issuer_critical,
            tag: caa.tag.clone(),
            value: caa.value.iter().map(byte).collect(),
        }),
        (RData::Unknown { code, rdata }, Kind::Ds) if u16::from(*code) == TYPE_DS => {
            seals::ds(&rdata.anything)
        }
        (RData::Unknown { code, rdata }, Kind::Dnskey) if u16::from(*code) == TYPE_DNSKEY => {
            seals::dnskey(&rdata.anything)
        }
        (RData::TLSA(tlsa), Kind::Tlsa) if tlsa.cert_data.len() > LONGEST_TEXT => return Content::TooLong,
        (RData::TLSA(tlsa), Kind::Tlsa) => Some(Record::Tlsa {
            usage: u8::from(tlsa.cert_usage),
            selector: u8::from(tlsa.selector),
            matching: u8::from(tlsa.matching),
            data: seals::hex(&tlsa.cert_data),
        }),
        (RData::SOA(soa), Kind::Soa) => start_of_zone(soa),
        (RData::Unknown { code, rdata }, Kind::Spf) if u16::from(*code) == TYPE_SPF => {
            if rdata.anything.len() > LONGEST_TEXT {
                return Content::TooLong;
            }
            strings(&rdata.anything).map(Record::Spf)
        }
        _ => None,
    };
    read.map_or(Content::Nonsense, Content::Record)
}

/// The signatures over what was asked for, where seals are judged by them.
fn signatures(message: &Message, end: &Name, expected: &Expected) -> Vec<Signature> {
    if !is_judged_by_signature(expected.kind) {
        return Vec::new();
    }
    let of_the_name = message.answers.iter().filter(|record| record.name == *end);
    let read = of_the_name.filter_map(|record| match &record.data {
        RData::Unknown { code, rdata } if u16::from(*code) == TYPE_RRSIG => seals::signature(&rdata.anything),
        _ => None,
    });
    read.filter(|signature| signature.covers == u16::from(expected.query.query_type))
        .take(MOST_RECORDS)
        .collect()
}

/// Signatures are asked for only where they are read: they make answers long.
fn is_judged_by_signature(kind: Kind) -> bool {
    matches!(kind, Kind::Soa | Kind::Dnskey)
}

fn start_of_zone(soa: &hickory_proto::rr::rdata::SOA) -> Option<Record> {
    let name = |name: &Name| RecordName::from_labels(name.iter()).ok();
    let seconds = |count: i32| u32::from_be_bytes(count.to_be_bytes());
    Some(Record::Soa {
        primary: name(&soa.mname)?,
        mailbox: name(&soa.rname)?,
        numbers: [soa.serial, seconds(soa.refresh), seconds(soa.retry), seconds(soa.expire), soa.minimum],
    })
}

/// One byte as one character (ISO 8859-1).
fn byte(byte: &u8) -> char {
    char::from(*byte)
}

/// Joins character strings (RFC 1035, 3.3.14).
fn strings(mut bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    while let Some((length, rest)) = bytes.split_first() {
        let string = rest.get(..usize::from(*length))?;
        text.extend(string.iter().map(byte));
        bytes = rest.get(string.len()..)?;
    }
    Some(text)
}
