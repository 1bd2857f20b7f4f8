//! The file for people who find a hole (RFC 9116).

use jiff::Timestamp;

use super::certificate::day;
use crate::case::{Gap, Report};
use crate::observation::{Observation, Reached, Sight};
use crate::question::RecordName;

/// The most lines of the file that are read.
pub const MOST_SECURITY_LINES: usize = 200;

/// One name of the site with a file that holds is enough.
pub(super) fn look<'a>(
    report: &mut Report,
    start: &RecordName,
    hosts: impl Iterator<Item = Result<&'a Observation, Gap>>,
) {
    let mut fault = None;
    let mut gap = None;
    for host in hosts {
        match of_host(host) {
            Ok(None) => return,
            Ok(Some(seen)) => fault = Some(seen).filter(|seen| seen != MISSING).or(fault),
            Err(dark) => gap = Some(dark),
        }
    }
    match (gap, fault) {
        (Some(gap), _) => report.gap(["web-security-txt"], gap),
        (None, fault) => {
            let seen = fault.unwrap_or_else(|| MISSING.to_owned());
            report.found("web-security-txt", format_args!("{start}: {seen}"));
        }
    }
}

const MISSING: &str = "no file security.txt";

/// What is wrong with the file of one host; none where it holds.
fn of_host(host: Result<&Observation, Gap>) -> Result<Option<String>, Gap> {
    let observation = host?;
    match &observation.sight {
        Sight::SecurePage { security_txt: Some(text), .. } => Ok(fault(text, observation.at)),
        Sight::SecurePage { .. } if observation.reached == Reached::Whole => Ok(Some(MISSING.to_owned())),
        // Without encryption there is no such file (RFC 9116, 3).
        _ if observation.reached == Reached::Refused => Ok(Some(MISSING.to_owned())),
        _ if observation.reached == Reached::Cut => Err(Gap::TooMuch),
        _ => Err(Gap::Reached(observation.reached)),
    }
}

/// What is wrong with a file. A page in its place ("not found", sent as if it were found) is no file.
fn fault(text: &str, at: Timestamp) -> Option<String> {
    let field = |wanted: &str| {
        text.lines().take(MOST_SECURITY_LINES).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    match (field("contact"), field("expires")) {
        (None, None) => Some(MISSING.to_owned()),
        (None | Some(""), _) => Some("security.txt names nobody to write to".to_owned()),
        (_, None) => Some("security.txt does not say until when it holds".to_owned()),
        (_, Some(until)) => match until.parse::<Timestamp>() {
            Ok(until) if until <= at => Some(format!("security.txt ran out on {}", day(until))),
            Ok(_) => None,
            Err(_) => Some("security.txt does not say until when it holds".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_with_a_contact_and_a_day_to_come() {
        let at = "2026-11-27T00:00:00Z".parse().unwrap();
        let fault = |text: &str| fault(text, at).unwrap_or_default();
        assert_eq!(fault("Contact: mailto:a@b.example\nExpires: 2027-01-01T00:00:00Z\n"), "");
        assert_eq!(fault("# x\r\nCONTACT: x\r\nexpires: 2027-01-01t00:00:00+01:00\r\n"), "");
        assert_eq!(
            fault("Contact: x\nExpires: 2026-01-01T00:00:00Z"),
            "security.txt ran out on 1 January 2026"
        );
        assert_eq!(fault("Contact: x"), "security.txt does not say until when it holds");
        assert_eq!(fault("Contact: x\nExpires: soon"), "security.txt does not say until when it holds");
        assert_eq!(fault("Expires: 2027-01-01T00:00:00Z"), "security.txt names nobody to write to");
        assert_eq!(fault("<!doctype html><title>Not found</title>"), MISSING);
        let late = |lines: usize| format!("{}Contact: x\nExpires: 2027-01-01T00:00:00Z", "#\n".repeat(lines));
        assert_eq!(fault(&late(MOST_SECURITY_LINES - 2)), "");
        assert_eq!(fault(&late(MOST_SECURITY_LINES)), MISSING);
    }
}
