//! A door for the fuzz targets: the readers of strangers' bytes without a socket around them.

use checkup::{Question, Record, RecordName};

use crate::dns::wire::{self, Expected, Heard};

/// The bytes of a header that a stranger chooses: flags and three counts.
const CHOSEN: usize = 8;

/// Reads a reply whose id and question fit, so that the fuzzer gets past the first look; its flags, its
/// counts and all that follows are the stranger's. None when it is no answer.
pub fn read_reply(question: &Question, bytes: &[u8]) -> Option<(Vec<Record>, Vec<RecordName>)> {
    let query = wire::query(question, |_| {})?;
    let expected = Expected { id: 1, query, kind: question.kind, exact_case: false };
    let sent = wire::encode(&expected, false)?;
    let end = sent.iter().skip(wire::HEADER).position(|byte| *byte == 0)? + wire::HEADER + 5;
    let (chosen, rest) = bytes.split_at_checked(CHOSEN)?;
    let mut reply = vec![0, 1, chosen[0] | 0x80, chosen[1], 0, 1];
    reply.extend_from_slice(&chosen[2..]);
    reply.extend_from_slice(sent.get(wire::HEADER..end)?);
    reply.extend_from_slice(rest);
    match wire::read(&reply, &expected) {
        Heard::Reply(reply) => Some((reply.records, reply.aliases)),
        Heard::Truncated | Heard::NotOurs | Heard::Nonsense => None,
    }
}

/// Hands a host's bytes to each reader of the scout that has no library between it and the stranger.
pub fn read_host(bytes: &[u8]) {
    crate::scout::read_for_fuzzing(bytes);
}
