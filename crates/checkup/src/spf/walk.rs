//! A static walk through a list of senders and all lists that it refers to: what it costs a
//! receiver in the worst case, and where it breaks.

use super::record::{Mechanism, Qualifier, Spf, Target, is_spf, parse_spf};
use crate::case::{Case, Gap, Stop};
use crate::judgement::SpfCounts;
use crate::question::{Kind, Question, RecordName};

/// How many look-ups a receiver makes before it gives up (RFC 7208, 4.6.4).
pub const LOOKUPS_ALLOWED: u32 = 10;
/// How many of them may find nothing (RFC 7208, 4.6.4).
pub const VOID_ALLOWED: u32 = 2;
/// Where counting stops: a list past this is not made better by knowing how far past.
pub const MOST_LOOKUPS_COUNTED: u32 = 100;
/// How many mail servers one `mx` term may have (RFC 7208, 4.6.4).
const MAIL_SERVERS_ALLOWED: usize = 10;

/// What makes a list void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// This term of the firm's own list breaks the grammar.
    Slip(String),
    /// A list is referred to and is not there.
    Missing(RecordName),
    /// A list that is referred to has a fault of its own.
    Faulty(RecordName),
    /// A list refers back to itself.
    Loop(RecordName),
    /// An `mx` term with too many mail servers.
    MailServers(RecordName),
}

/// The walk, as far as it came.
pub(super) struct Walk {
    lookups: u32,
    void: u32,
    open: Vec<Question>,
    /// The first thing that makes the list void.
    pub(super) fault: Option<Fault>,
    /// The first thing that could not be read.
    pub(super) gap: Option<Gap>,
    /// What the firm's list says of all others at its end.
    pub(super) end: Option<Qualifier>,
    /// The firm's own list uses the old `ptr`.
    pub(super) uses_ptr: bool,
    /// Any term lets somebody pass.
    pub(super) names_somebody: bool,
}

impl Walk {
    /// Walks from the firm's own list. Open questions become wanted, but only while the list may
    /// still be within the allowance: what is already too long is not read to its end, so that
    /// no list can make us ask more than it may make a receiver ask.
    pub(super) fn through(case: &mut Case<'_>, domain: &RecordName, list: &str) -> Self {
        let mut walk = Self {
            lookups: 0,
            void: 0,
            open: Vec::new(),
            fault: None,
            gap: None,
            end: None,
            uses_ptr: false,
            names_somebody: false,
        };
        walk.read(case, domain, list, &mut vec![domain.clone()], true);
        if walk.lookups <= LOOKUPS_ALLOWED && walk.fault.is_none() {
            for question in &walk.open {
                case.answer(question.clone());
            }
        }
        walk
    }

    /// What the list costs, as far as it was read.
    pub(super) fn counts(&self) -> SpfCounts {
        let whole = self.open.is_empty()
            && self.gap.is_none()
            && self.fault.is_none()
            && self.lookups < MOST_LOOKUPS_COUNTED;
        SpfCounts { lookups: self.lookups, void: self.void, whole }
    }

    fn is_over(&self) -> bool {
        self.fault.is_some() || self.lookups >= MOST_LOOKUPS_COUNTED
    }

    /// Reads one list; `own` while it is the firm's own or the one that stands in for it.
    fn read(
        &mut self,
        case: &Case<'_>,
        name: &RecordName,
        text: &str,
        path: &mut Vec<RecordName>,
        own: bool,
    ) {
        let list = match parse_spf(text) {
            Ok(list) => list,
            Err(slip) => {
                let own_list = path.len() == 1;
                self.fault = Some(if own_list { Fault::Slip(slip.0) } else { Fault::Faulty(name.clone()) });
                return;
            }
        };
        let mut ended = false;
        for (qualifier, mechanism) in &list.terms {
            if self.is_over() {
                return;
            }
            if *mechanism == Mechanism::All {
                ended = true;
                if own {
                    self.end = Some(*qualifier);
                }
                // Terms behind `all` are never reached (RFC 7208, 5.1).
                break;
            }
            self.names_somebody |= own && matches!(qualifier, Qualifier::Pass | Qualifier::Neutral);
            self.term(case, name, mechanism, path, own);
        }
        if !ended && !self.is_over() {
            self.redirect(case, &list, path, own);
        }
    }

    fn term(
        &mut self,
        case: &Case<'_>,
        name: &RecordName,
        mechanism: &Mechanism,
        path: &mut Vec<RecordName>,
        own: bool,
    ) {
        match mechanism {
            Mechanism::All | Mechanism::Addresses(..) => {}
            Mechanism::Ptr(_) => {
                self.lookups += 1;
                self.uses_ptr |= own;
            }
            Mechanism::Include(target) => {
                self.lookups += 1;
                if let Target::Name(target) = target {
                    self.enter(case, target, path, false);
                }
            }
            Mechanism::A(target, _) => self.addresses(case, name, target, true),
            Mechanism::Exists(target) => self.addresses(case, name, target, false),
            Mechanism::Mx(target, _) => self.mail_servers(case, name, target),
        }
    }

    fn redirect(&mut self, case: &Case<'_>, list: &Spf, path: &mut Vec<RecordName>, own: bool) {
        let Some(target) = &list.redirect else { return };
        self.lookups += 1;
        match target {
            Target::Name(target) => self.enter(case, target, path, own),
            // Who may send then depends on each mail; it is certain only that somebody may.
            Target::Macro(_) | Target::Own => {
                self.names_somebody = true;
                self.gap.get_or_insert(Gap::TooMuch);
            }
        }
    }

    /// Reads the list of another name.
    fn enter(&mut self, case: &Case<'_>, target: &RecordName, path: &mut Vec<RecordName>, own: bool) {
        if path.contains(target) {
            self.fault = Some(Fault::Loop(target.clone()));
            return;
        }
        let Some(seen) = self.look(case, target, Kind::Txt) else { return };
        let lists: Vec<&str> = seen.texts().filter(|text| is_spf(text)).collect();
        match lists.as_slice() {
            [] if seen.cut => {
                self.gap.get_or_insert(Gap::TooMuch);
            }
            [] => {
                self.void += u32::from(seen.records.is_empty() && !own);
                self.fault = Some(Fault::Missing(target.clone()));
            }
            [list] => {
                path.push(target.clone());
                self.read(case, target, list, path, own);
                path.pop();
            }
            _ => self.fault = Some(Fault::Faulty(target.clone())),
        }
    }

    fn addresses(&mut self, case: &Case<'_>, name: &RecordName, target: &Target, both: bool) {
        self.lookups += 1;
        let Some(target) = resolve(name, target) else { return };
        let Some(seen) = self.look(case, target, Kind::A) else { return };
        if !seen.records.is_empty() {
            return;
        }
        // A receiver asks for the kind of address that the mail came from; only a name without
        // either is sure to be void. A name that does not exist has neither.
        if !both
            || !seen.exists
            || self.look(case, target, Kind::Aaaa).is_some_and(|seen| seen.records.is_empty())
        {
            self.void += 1;
        }
    }

    fn mail_servers(&mut self, case: &Case<'_>, name: &RecordName, target: &Target) {
        self.lookups += 1;
        let Some(target) = resolve(name, target) else { return };
        let Some(seen) = self.look(case, target, Kind::Mx) else { return };
        self.void += u32::from(seen.records.is_empty());
        if seen.records.len() > MAIL_SERVERS_ALLOWED {
            self.fault = Some(Fault::MailServers(target.clone()));
        }
    }

    /// What DNS tells; an open question or a gap is noted, and the walk goes on beside it.
    fn look<'a>(&mut self, case: &Case<'a>, name: &RecordName, kind: Kind) -> Option<crate::case::Seen<'a>> {
        match case.look(name, kind) {
            Ok(seen) => Some(seen),
            Err(Stop::Open(question)) => {
                self.open.push(question);
                self.gap.get_or_insert(Gap::NotAsked);
                None
            }
            Err(Stop::Gap(gap)) => {
                self.gap.get_or_insert(gap);
                None
            }
        }
    }
}

fn resolve<'a>(name: &'a RecordName, target: &'a Target) -> Option<&'a RecordName> {
    match target {
        Target::Own => Some(name),
        Target::Name(target) => Some(target),
        Target::Macro(_) => None,
    }
}
