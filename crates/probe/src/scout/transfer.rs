//! Is the whole list of a zone handed to anybody (AXFR, RFC 5936)? One message is read, two where the first holds no more
//! than the start of the zone; their records are counted, and forgotten.

use checkup::{Reached, RecordName, Sight};
use terms::edge::random;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::{PART, Scout, broken, not_dialled};
use crate::gate::Visit;

/// The kinds of record, and the class (IANA registry).
const AXFR: u16 = 252;
const SOA: u16 = 6;
const INTERNET: u16 = 1;
const HEADER: usize = 12;
/// The most messages that are read.
const MOST_MESSAGES: usize = 2;

impl Scout {
    /// Asks a name server for a whole zone.
    pub(super) async fn zone_transfer(
        &self,
        visit: &Visit,
        zone: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let mut line = visit.dial(53).await.map_err(not_dialled)?;
        let id = random::<2>(&*self.0.chance);
        let query = query(id, zone);
        let length = u16::try_from(query.len()).map_err(|_| Reached::NotAllowed)?;
        let framed = [&length.to_be_bytes(), query.as_slice()].concat();
        line.write_all(&framed).await.map_err(|error| broken(&error))?;
        let mut records = 0;
        for number in 0..MOST_MESSAGES {
            let told = |allowed| Sight::ZoneTransfer { allowed };
            let length = match timeout(PART, line.read_u16()).await {
                Err(_) => return Err(Reached::TimedOut),
                // Some servers say no by hanging up.
                Ok(Err(_)) => {
                    *sight = told(false);
                    return Ok(Reached::Whole);
                }
                Ok(Ok(length)) => length,
            };
            let mut message = vec![0; usize::from(length)];
            line.read_exact(&mut message).await.map_err(|error| broken(&error))?;
            match count(&message, id, number == 0).ok_or(Reached::Malformed)? {
                Count::Refused => {
                    *sight = told(false);
                    return Ok(Reached::Whole);
                }
                Count::Records(more) => records += usize::from(more),
            }
            if records > 1 {
                *sight = told(true);
                return Ok(Reached::Whole);
            }
        }
        *sight = Sight::ZoneTransfer { allowed: false };
        Ok(Reached::Whole)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Count {
    Refused,
    Records(u16),
}

fn query(id: [u8; 2], zone: &RecordName) -> Vec<u8> {
    let mut message = [&id[..], &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]].concat();
    for label in zone.labels() {
        message.push(u8::try_from(label.len()).unwrap_or(0));
        message.extend_from_slice(label.as_bytes());
    }
    message.push(0);
    message.extend(AXFR.to_be_bytes());
    message.extend(INTERNET.to_be_bytes());
    message
}

/// How many records a message hands over; none where it is no answer. A first message begins with the start of the zone.
fn count(message: &[u8], id: [u8; 2], first: bool) -> Option<Count> {
    let number = |at: usize| Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]));
    let is_reply = message.get(2)? & 0x80 != 0;
    if message.get(..2)? != id || !is_reply {
        return None;
    }
    let (questions, answers) = (number(4)?, number(6)?);
    if message.get(3)? & 0x0f != 0 || answers == 0 {
        return Some(Count::Refused);
    }
    if first {
        let mut at = HEADER;
        match questions {
            0 => {}
            1 => at = skip_name(message, at)? + 4,
            _ => return None,
        }
        let kind = skip_name(message, at)?;
        if number(kind)? != SOA {
            return None;
        }
    }
    Some(Count::Records(answers))
}

/// The place behind a name. A pointer ends it, so no loop is possible.
fn skip_name(message: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *message.get(at)? {
            0 => return Some(at + 1),
            length @ 1..=63 => at += 1 + usize::from(length),
            192..=255 => return Some(at + 2),
            _ => return None,
        }
    }
}

/// A message whose id fits.
#[cfg(feature = "fuzzing")]
pub(super) fn read_for_fuzzing(bytes: &[u8]) {
    let id = [bytes.first().copied().unwrap_or_default(), bytes.get(1).copied().unwrap_or_default()];
    for first in [true, false] {
        count(bytes, id, first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_counted_and_nonsense_is_not() {
        let zone = RecordName::parse("bakery.example").unwrap();
        let mut reply = query([1, 2], &zone);
        (reply[2], reply[7]) = (0x80, 2);
        reply.extend([0xc0, 12]);
        let start = [&reply[..], &[0, 6, 0, 1]].concat();
        assert_eq!(count(&start, [1, 2], true), Some(Count::Records(2)));
        assert_eq!(count(&start, [1, 3], true), None, "another id");
        assert_eq!(
            count(&[&reply[..], &[0, 16, 0, 1]].concat(), [1, 2], true),
            None,
            "not the start of a zone"
        );
        let mut refused = start.clone();
        refused[3] = 5;
        assert_eq!(count(&refused, [1, 2], true), Some(Count::Refused));
        for length in 0..start.len() - 2 {
            assert_eq!(count(&start[..length], [1, 2], true), None, "{length}");
        }
    }
}
