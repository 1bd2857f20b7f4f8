//! Histories by chance: a list of throws becomes a list of events, each of which was possible at its time.

use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use terms::Timestamp;

use super::*;
use crate::case::{CheckIn, CheckInResult, Flag, Holder, Wish, may};
use crate::clock::Duty;

/// Every moment of a history stands on five minutes.
pub(crate) const STEP: SignedDuration = SignedDuration::from_mins(5);

/// One throw: how many steps later, who, what, and which of several.
pub(crate) type Throw = (u16, u8, u8, u8);

/// Throws of a history that lasts some days. Short gaps are as likely as long ones, and none at all happens too.
pub(crate) fn throws() -> impl Strategy<Value = Vec<Throw>> {
    let gap = prop_oneof![Just(0_u16), 1..12_u16, 12..150_u16];
    proptest::collection::vec((gap, any::<u8>(), any::<u8>(), any::<u8>()), 4..45)
}

/// The moments of a history that starts at `start`, those deeds that are not possible left out.
pub(crate) fn history(start: Timestamp, throws: &[Throw]) -> Vec<Event> {
    let mut case = Case::default();
    let mut events = Vec::new();
    let mut at = start;
    for (place, (gap, who, what, which)) in throws.iter().enumerate() {
        let (by, deed) = if place == 0 {
            (reporter(), Deed::Received { policy: 1, first: any_triage(*which) })
        } else {
            at = at.checked_add(STEP * i32::from(*gap)).unwrap();
            any_deed(*who, *what, *which, at)
        };
        if may(&case, &deed, &by).is_ok() {
            let event = Event { at, by, deed };
            case.step(&event);
            events.push(event);
        }
    }
    events
}

pub(crate) fn any_triage(which: u8) -> Triage {
    let pick = usize::from(which);
    Triage {
        class: Class::ALL[pick % 5],
        severity: Severity::ALL[(pick / 5) % 4],
        urgency: Urgency::ALL[(pick / 20) % 4],
    }
}

/// A deed by chance. What moves clocks is thrown more often.
pub(crate) fn any_deed(who: u8, what: u8, which: u8, now: Timestamp) -> (Actor, Deed) {
    let staff = match who % 4 {
        0 => officer(1),
        1 => officer(2),
        2 => manager(),
        _ => Actor::Officer { person: person(98), role: Role::SafeguardingLead },
    };
    let because = line("a line that somebody wrote");
    let some_pack = pack(which % 3);
    let deed = match what % 48 {
        0 => return (machine(), Deed::FirstStepsShown {}),
        1..=3 => Deed::Triaged { to: any_triage(which), because: Some(because) },
        4..=6 => Deed::Taken {},
        7 => Deed::HandedOver { to: Holder::Person(person(1 + which % 2)), note: text(which) },
        8 => Deed::HandedOver { to: Holder::Queue(word("duty")), note: text(which) },
        9..=12 => Deed::MessageOut { text: text(which) },
        13 => Deed::CallMade { reached: which.is_multiple_of(2) },
        14..=15 => return (reporter(), Deed::MessageIn { text: text(which) }),
        16..=18 => Deed::WaitingForReporter { because },
        19..=20 => Deed::WaitingForThirdParty { because },
        21 => Deed::Resumed {},
        22..=23 => {
            let ground = if which % 4 == 3 { Ground::Law } else { Ground::Consent };
            Deed::PackDecided { pack: some_pack, to: word("bank"), ground }
        }
        24..=25 => return (reporter(), Deed::PackConsented { pack: some_pack }),
        26 => return (reporter(), Deed::ConsentWithdrawn { pack: some_pack }),
        27 => Deed::PackSent { pack: some_pack, reference: because },
        28 => Deed::PackDropped { pack: some_pack, because },
        29 => Deed::MergedInto { parent: case_id(which), because },
        30..=31 => Deed::Unmerged { because },
        32 => {
            let outcome = Outcome::ALL[usize::from(which) % Outcome::ALL.len()];
            Deed::OutcomeAdded { outcome, pence: Some(u64::from(which)), because: Some(because) }
        }
        33..=34 => Deed::Resolved {},
        35 => Deed::Closed {},
        36..=37 => Deed::Reopened { because },
        38 => {
            let on = jiff::tz::TimeZone::UTC.to_datetime(now).date();
            let on = on.checked_add(i64::from(which % 6).days()).unwrap();
            Deed::FollowUpDue { check_in: CheckIn::ALL[usize::from(who % 2)], on }
        }
        39 => Deed::FollowUpMade {
            check_in: CheckIn::ALL[usize::from(who % 2)],
            result: CheckInResult::ALL[usize::from(which % 3)],
        },
        _ => return rarer(staff, which, what, now),
    };
    (staff, deed)
}

/// Deeds that move no clock.
fn rarer(staff: Actor, which: u8, what: u8, now: Timestamp) -> (Actor, Deed) {
    let because = line("a line that somebody wrote");
    let some_pack = pack(which % 3);
    let flag = Flag::ALL[usize::from(which % 4)];
    let duty = Duty::ALL[usize::from(which) % Duty::ALL.len()];
    let outcome = Outcome::ALL[usize::from(which) % Outcome::ALL.len()];
    let deed = match what / 48 * 8 + what % 8 {
        0 => return (machine(), Deed::MessageOut { text: text(which) }),
        1 => return (machine(), Deed::CategorySuggested { category: word("fraud/phishing"), because }),
        2 => return (machine(), Deed::Triaged { to: any_triage(which), because: None }),
        3 => return (partner("bank"), Deed::PackAccepted { pack: some_pack }),
        4 => return (partner("bank"), Deed::PackDeclined { pack: some_pack, because }),
        5 => return (partner("bank"), Deed::PackReturned { pack: some_pack, outcome }),
        6 => return (reporter(), Deed::WishTold { wishes: vec![Wish::MoneyBack], text: None }),
        7 => return (reporter(), Deed::CallBackAgreed { on: now.checked_add(STEP * 30).unwrap() }),
        8 => Deed::NoteAdded { text: text(which) },
        9 => Deed::CategoryCorrected { category: word("fraud/masquerade") },
        10 => Deed::FlagRaised { flag },
        11 => Deed::FlagLifted { flag, because },
        12 => Deed::HoldAsked { because },
        13 => Deed::HoldConfirmed {},
        14 => Deed::HoldLiftAsked { because },
        15 => Deed::HoldLiftConfirmed {},
        16 => Deed::DutyBegun { duty, since: now },
        17 => Deed::DutyDone { duty, on: now },
        18 => Deed::DutyDropped { duty, because },
        19 => Deed::EvidenceAdded { evidence: evidence(which) },
        20 => Deed::OutcomeWithdrawn { outcome, because },
        21 => Deed::Rejected { because },
        22 => Deed::TookIn { child: case_id(which % 4) },
        23 => Deed::LetGo { child: case_id(which % 4) },
        24 => Deed::HelpedOthers {},
        25..=27 => return (partner("bank"), Deed::PackReturned { pack: some_pack, outcome }),
        28..=29 => return (partner("bank"), Deed::PackDeclined { pack: some_pack, because }),
        30..=31 => Deed::HoldConfirmed {},
        32..=33 => Deed::HoldLiftConfirmed {},
        34 => Deed::HoldAsked { because },
        35 => Deed::HoldLiftAsked { because },
        36..=37 => Deed::DutyDropped { duty, because },
        _ => Deed::Read {},
    };
    (staff, deed)
}
