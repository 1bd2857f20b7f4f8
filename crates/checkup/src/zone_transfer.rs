//! Is the whole list of the zone handed to anybody who asks (RFC 5936)?

use crate::answer::Record;
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::level::Level;
use crate::observation::{Reached, Sight};
use crate::question::{Kind, Question, RecordName};

/// The most name servers of one name that are asked for a transfer.
pub const MOST_NAME_SERVERS: usize = 8;

const CHECK: &str = "dns-zone-transfer";

/// Asks each name server once, with a question that every second server of a zone may ask.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) {
    if case.level < Level::Visitor {
        return report.gap([CHECK], Gap::TooClose);
    }
    let answer = case.answer_at_hand(&Question::new(case.apex.clone(), Kind::Ns));
    let Some(answer) = answer else { return report.gap([CHECK], Gap::NotAsked) };
    if !answer.outcome.tells() {
        return report.gap([CHECK], Gap::Outcome(answer.outcome));
    }
    let mut servers: Vec<&RecordName> = answer
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Ns(server) => Some(server),
            _ => None,
        })
        .collect();
    servers.sort();
    servers.dedup();
    if servers.len() > MOST_NAME_SERVERS {
        report.gap([CHECK], Gap::TooMuch);
    }
    for server in servers.into_iter().take(MOST_NAME_SERVERS) {
        match hands_over(case, server) {
            Ok(false) => {}
            Ok(true) => {
                report.found(CHECK, format_args!("{server} hands over the whole list of {}", case.apex))
            }
            Err(gap) => report.gap([CHECK], gap),
        }
    }
}

fn hands_over(case: &mut Case<'_>, server: &RecordName) -> Result<bool, Gap> {
    let Some(address) = case.address_of(server)? else { return Ok(false) };
    let approach = Approach::ZoneTransfer { zone: case.apex.clone(), server: server.clone(), address };
    match case.approach(approach) {
        Ok(Sight::ZoneTransfer { allowed }) => Ok(*allowed),
        Ok(_) => Err(Gap::Reached(Reached::Malformed)),
        // Transfers need a connection: where none is taken, none is handed over.
        Err(Gap::Reached(Reached::Refused)) => Ok(false),
        Err(gap) => Err(gap),
    }
}
