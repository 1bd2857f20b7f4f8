//! From the bytes of a question to the bytes of its answer.

use hickory_proto::op::{Edns, Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, NS, NULL, SOA, TXT};
use hickory_proto::rr::{DNSClass, Name, RData, Record as WireRecord, RecordType};

use super::{LARGEST_PLAIN_ANSWER, LARGEST_UDP_ANSWER};
use crate::demo::zones::record::{Data, Kind, Record, SOA_NUMBERS};
use crate::demo::zones::{Names, Outcome, Reply};

/// How long an answer may be kept, in seconds.
const TIME_TO_LIVE: u32 = 3_600;
/// How long "no such name" may be kept, in seconds.
const NEGATIVE_TIME_TO_LIVE: u32 = 300;
/// The header of every message (RFC 1035, section 4.1.1).
const HEADER: usize = 12;

/// How a question came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// In a packet: a large answer is cut off and asked again over TCP.
    Udp,
    /// In a conversation: every answer fits.
    Tcp,
}

/// The answer to a question, or `None` where nothing comes back.
pub fn answer(names: &Names, question: &[u8], transport: Transport) -> Option<Vec<u8>> {
    let Ok(asked) = Message::from_vec(question) else {
        let id = question.get(..HEADER).map(|header| u16::from_be_bytes([header[0], header[1]]))?;
        return Message::error_msg(id, OpCode::Query, ResponseCode::FormErr).to_vec().ok();
    };
    if asked.metadata.message_type == MessageType::Response {
        return None;
    }
    let mut reply = Message::response(asked.metadata.id, asked.metadata.op_code);
    reply.metadata.recursion_desired = asked.metadata.recursion_desired;
    reply.metadata.checking_disabled = asked.metadata.checking_disabled;
    reply.metadata.recursion_available = true;
    reply.queries.clone_from(&asked.queries);
    if let Some(theirs) = &asked.edns {
        let mut ours = Edns::new();
        ours.set_max_payload(LARGEST_UDP_ANSWER as u16).set_dnssec_ok(theirs.flags().dnssec_ok);
        reply.set_edns(ours);
    }
    let refused = match asked.queries.as_slice() {
        _ if asked.metadata.op_code != OpCode::Query => Some(ResponseCode::NotImp),
        [query] if query.query_class() != DNSClass::IN => Some(ResponseCode::Refused),
        [query] if query.query_type() == RecordType::ANY => Some(ResponseCode::NotImp),
        [query] => {
            let name = query.name().to_ascii().trim_end_matches('.').to_ascii_lowercase();
            let found = names.resolve(&name, kind(query.query_type()), asked.metadata.checking_disabled);
            if found.outcome == Outcome::Silent {
                return None;
            }
            let wants_proof = asked.metadata.authentic_data
                || asked.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
            fill(&mut reply, found, wants_proof);
            None
        }
        _ => Some(ResponseCode::FormErr),
    };
    if let Some(code) = refused {
        reply.metadata.response_code = code;
    }
    let bytes = reply.to_vec().ok()?;
    if transport == Transport::Tcp || bytes.len() <= room(&asked) {
        return Some(bytes);
    }
    reply.truncate().to_vec().ok()
}

/// What the asker's packet can hold.
fn room(asked: &Message) -> usize {
    let said = asked.edns.as_ref().map_or(LARGEST_PLAIN_ANSWER, |edns| usize::from(edns.max_payload()));
    said.clamp(LARGEST_PLAIN_ANSWER, LARGEST_UDP_ANSWER)
}

fn fill(message: &mut Message, found: Reply, wants_proof: bool) {
    message.metadata.response_code = match found.outcome {
        Outcome::Answered => ResponseCode::NoError,
        Outcome::NoSuchName => ResponseCode::NXDomain,
        Outcome::Refused => ResponseCode::Refused,
        Outcome::Failed | Outcome::Silent => ResponseCode::ServFail,
    };
    message.metadata.authentic_data = found.secure && wants_proof;
    for record in &found.records {
        message.answers.extend(wire_record(record, TIME_TO_LIVE));
    }
    if let Some(zone) = found.authority {
        let start = Record { owner: zone.clone(), data: Data::Soa(zone) };
        message.authorities.extend(wire_record(&start, NEGATIVE_TIME_TO_LIVE));
    }
}

pub(in crate::demo) fn wire_record(record: &Record, time_to_live: u32) -> Option<WireRecord> {
    Some(WireRecord::from_rdata(name(&record.owner)?, time_to_live, data(&record.data)?))
}

/// A name made of labels as they are: the city publishes underscores and numbers too.
fn name(text: &str) -> Option<Name> {
    let labels = text.split('.').filter(|label| !label.is_empty()).map(str::as_bytes);
    let mut name = Name::from_labels(labels).ok()?;
    name.set_fqdn(true);
    Some(name)
}

fn data(data: &Data) -> Option<RData> {
    let unknown = |code: RecordType, bytes: Vec<u8>| RData::Unknown { code, rdata: NULL::with(bytes) };
    Some(match data {
        Data::A(address) => RData::A(A(*address)),
        Data::Aaaa(address) => RData::AAAA(AAAA(*address)),
        Data::Cname(target) => RData::CNAME(CNAME(name(target)?)),
        Data::Mx(preference, host) => RData::MX(MX::new(*preference, name(host)?)),
        Data::Ns(host) => RData::NS(NS(name(host)?)),
        Data::Soa(zone) => {
            let [serial, refresh, retry, expire, minimum] = SOA_NUMBERS;
            let [refresh, retry, expire] = [refresh, retry, expire].map(u32::cast_signed);
            let (primary, mailbox) = (format!("ns1.{zone}"), format!("hostmaster.{zone}"));
            RData::SOA(SOA::new(name(&primary)?, name(&mailbox)?, serial, refresh, retry, expire, minimum))
        }
        Data::Txt(pieces) => RData::TXT(TXT::from_bytes(pieces.iter().map(Vec::as_slice).collect())),
        // RFC 8659, section 4.1: flags, length of the tag, tag, value.
        Data::Caa(critical, tag, value) => {
            let flags = if *critical { 128 } else { 0 };
            let mut bytes = vec![flags, u8::try_from(tag.len()).ok()?];
            bytes.extend(tag.bytes().chain(value.bytes()));
            unknown(RecordType::CAA, bytes)
        }
        // RFC 4034, section 5.1.
        Data::Ds(tag, algorithm, digest_type, digest) => {
            let mut bytes = tag.to_be_bytes().to_vec();
            bytes.extend([*algorithm, *digest_type]);
            bytes.extend(digest);
            unknown(RecordType::DS, bytes)
        }
        // RFC 4034, section 2.1.
        Data::Dnskey(flags, protocol, algorithm, key) => {
            let mut bytes = flags.to_be_bytes().to_vec();
            bytes.extend([*protocol, *algorithm]);
            bytes.extend(key);
            unknown(RecordType::DNSKEY, bytes)
        }
        Data::Spf(pieces) => {
            let mut bytes = Vec::new();
            for piece in pieces {
                bytes.push(u8::try_from(piece.len()).ok()?);
                bytes.extend(piece);
            }
            unknown(RecordType::from(ABANDONED_SPF), bytes)
        }
    })
}

/// The record type that RFC 7208, section 3.1, abandoned.
const ABANDONED_SPF: u16 = 99;

fn kind(wire: RecordType) -> Kind {
    match wire {
        RecordType::A => Kind::A,
        RecordType::AAAA => Kind::Aaaa,
        RecordType::CAA => Kind::Caa,
        RecordType::CNAME => Kind::Cname,
        RecordType::DS => Kind::Ds,
        RecordType::DNSKEY => Kind::Dnskey,
        RecordType::MX => Kind::Mx,
        RecordType::NS => Kind::Ns,
        RecordType::SOA => Kind::Soa,
        RecordType::TXT => Kind::Txt,
        other if u16::from(other) == ABANDONED_SPF => Kind::Spf,
        _ => Kind::Other,
    }
}
