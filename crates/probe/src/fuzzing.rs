//! Doors for the fuzz targets: the readers of strangers' bytes without a socket around them.

use checkup::{LONGEST_CHAIN, Question, Record, RecordName};

use crate::dns::content::number;
use crate::dns::message::Message;
use crate::dns::name::Name;
use crate::dns::numbers::kind;
use crate::dns::recursion::referral::{MOST_ADDRESSES, MOST_NAME_SERVERS, Told, told, way};
use crate::dns::seal::Seal;
use crate::dns::seal::denial::Denial;
use crate::dns::wire::{self, Expected, Heard};

/// The bytes of a header that a stranger chooses: flags and three counts.
const CHOSEN: usize = 8;

/// Reads a reply whose id and question fit, so that the fuzzer gets past the first look; its flags, its
/// counts and all that follows are the stranger's. None when it is no answer.
pub fn read_reply(question: &Question, bytes: &[u8]) -> Option<(Vec<Record>, Vec<RecordName>)> {
    let asked = wire::asked(question, |_| {});
    let expected = Expected { id: 1, asked, kind: question.kind, exact_case: false };
    match wire::read(&reply(question, bytes)?, &expected) {
        Heard::Reply(reply) => Some((reply.records, reply.aliases)),
        Heard::Truncated | Heard::NotOurs | Heard::Nonsense => None,
    }
}

/// Reads what a server of `zone` tells, and the proofs in it, as recursion does.
///
/// # Panics
/// When something is believed that lies outside the zone, or a limit does not hold.
pub fn read_referral(question: &Question, zone: &str, bytes: &[u8]) -> Option<()> {
    let message = Message::read(&reply(question, bytes)?)?;
    let zone = Name::from(&RecordName::parse(zone).ok()?);
    let name = Name::from(&question.name);
    let wanted = number(question.kind);
    let told = told(&message, &zone, &name, wanted, 53);
    if let Told::Referral(below) = &told {
        assert!(below.name.is_within(&zone) && below.name != zone && name.is_within(&below.name));
        assert!(below.servers.len() <= MOST_NAME_SERVERS);
        for server in &below.servers {
            assert!(server.addresses.len() <= MOST_ADDRESSES);
            assert!(server.addresses.is_empty() || server.name.is_within(&zone));
        }
    }
    let way = way(&message, &told, &zone, &name, wanted);
    assert!(way.names.len() <= LONGEST_CHAIN + 2);
    let mut denial = Denial::of(&zone);
    for record in &message.authority {
        if record.kind == kind::RRSIG {
            Seal::read(&record.data);
        }
        denial.add(record);
    }
    denial.of_name(&name);
    denial.of_kind(&name, wanted);
    denial.of_seal(&name);
    denial.of_closer_name(&name, &zone);
    Some(())
}

/// A reply whose id and question fit.
fn reply(question: &Question, bytes: &[u8]) -> Option<Vec<u8>> {
    let asked = wire::asked(question, |_| {});
    let expected = Expected { id: 1, asked, kind: question.kind, exact_case: false };
    let sent = wire::encode(&expected, false);
    let end = sent.iter().skip(wire::HEADER).position(|byte| *byte == 0)? + wire::HEADER + 5;
    let (chosen, rest) = bytes.split_at_checked(CHOSEN)?;
    let mut reply = vec![0, 1, chosen[0] | 0x80, chosen[1], 0, 1];
    reply.extend_from_slice(&chosen[2..]);
    reply.extend_from_slice(sent.get(wire::HEADER..end)?);
    reply.extend_from_slice(rest);
    Some(reply)
}

/// Hands a host's bytes to each reader of the scout that has no library between it and the stranger.
pub fn read_host(bytes: &[u8]) {
    crate::scout::read_for_fuzzing(bytes);
}
