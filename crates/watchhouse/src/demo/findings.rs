//! What is remembered of an invented firm's findings: they opened, its people were told, some were mended.
//!
//! Looks and letters of the past are walked through with the rules of today, day by day, so that nothing
//! stands here that the centre could not have done.

use centre::watching::{What, due, letter};
use checkup::Judgement;
use jiff::SignedDuration;
use store::WatchedFinding;
use terms::Timestamp;
use web::watching::after_look;

/// So soon after a look its letter is written.
const LETTER_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// What is remembered after these looks, the oldest first, and when the last letter was written. No letter was
/// written after `until`.
pub(super) fn findings_after(
    looks: &[(Timestamp, &Judgement)],
    until: Timestamp,
) -> (Vec<WatchedFinding>, Option<Timestamp>) {
    let (mut findings, mut last) = (Vec::new(), None);
    let mut looks = looks.iter().peekable();
    let mut moments = letters_may_go(looks.clone().map(|(at, _)| *at), until).into_iter().peekable();
    loop {
        let look = looks.peek().map(|(at, _)| *at);
        let moment = moments.peek().copied();
        match (look, moment) {
            (None, None) => return (findings, last),
            (Some(at), moment) if moment.is_none_or(|moment| at <= moment) => {
                if let Some((at, judgement)) = looks.next() {
                    findings = after_look(&findings, judgement, judgement.level, *at);
                }
            }
            (_, Some(moment)) => {
                moments.next();
                if write(&mut findings, last, moment) {
                    last = Some(moment);
                }
            }
            (Some(_), None) => {}
        }
    }
}

/// The moments at which a letter may be written: soon after each look, and every day.
fn letters_may_go(looks: impl Iterator<Item = Timestamp>, until: Timestamp) -> Vec<Timestamp> {
    let mut moments: Vec<Timestamp> = looks.map(|at| at + LETTER_AFTER).collect();
    let day = SignedDuration::from_hours(24);
    let mut next = moments.first().map(|first| *first + day);
    while let Some(moment) = next.filter(|moment| *moment <= until) {
        moments.push(moment);
        next = Some(moment + day);
    }
    moments.retain(|moment| *moment <= until);
    moments.sort_unstable();
    moments
}

/// Writes the letter that is due at a moment, if one is.
fn write(findings: &mut [WatchedFinding], last: Option<Timestamp>, at: Timestamp) -> bool {
    let items = findings.iter().filter_map(|finding| due(&finding.watched, at)).collect();
    let Some(letter) = letter(items, last, at) else { return false };
    for item in letter.items {
        let told = findings.iter_mut().find(|finding| finding.watched.check == item.check);
        match (told, item.what) {
            (Some(finding), What::Mended) => finding.watched.told_mended_at = Some(at),
            (Some(finding), _) => finding.watched.told_at = Some(at),
            (None, _) => {}
        }
    }
    true
}
