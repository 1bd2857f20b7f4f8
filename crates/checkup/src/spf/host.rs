//! May this address send mail for this sender? The function that receivers run (`check_host`, RFC 7208, 4).
//!
//! It is a conversation like the look at a name: while an answer is missing, it asks; nothing is kept in between.

use std::net::IpAddr;

use jiff::Timestamp;

use super::macros::{Meaning, Place, expand, expand_name, needs_proven_name};
use super::record::{Lengths, Mechanism, Qualifier, Spf, Target, is_spf, parse_spf};
use super::walk::{LOOKUPS_ALLOWED, VOID_ALLOWED};
use crate::answer::Record;
use crate::answers::Answers;
use crate::case::{Gap, Seen, Stop, follow};
use crate::question::{Kind, Question, RecordName};

/// How many mail servers, or names of an address, one term may need (RFC 7208, 4.6.4).
const NAMES_ALLOWED: usize = 10;
/// The longest explanation that is handed on, in characters.
const LONGEST_EXPLANATION: usize = 500;

/// One mail, as its receiver knows it before the letter itself is sent.
#[derive(Debug, Clone)]
pub struct Sending<'a> {
    /// Who connects.
    pub ip: IpAddr,
    /// The name that the sending server says for itself.
    pub helo: &'a str,
    /// The sender of the envelope; empty for notices of non-delivery, when the server's name is judged.
    pub sender: &'a str,
    /// The receiver's own name, for explanations.
    pub receiver: &'a str,
    /// The moment, for explanations.
    pub now: Timestamp,
}

/// What a list of senders says of one mail (RFC 7208, 2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpfResult {
    /// There is no list, or no name that could have one.
    None,
    /// Nothing is said.
    Neutral,
    /// May send.
    Pass,
    /// Must not send.
    Fail,
    /// Should not send.
    SoftFail,
    /// DNS did not tell; try again later.
    TempError,
    /// The list does not count.
    PermError,
}

/// How far the judgement of one mail has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpfTurn {
    /// This has to be asked before more can be said.
    Ask(Question),
    /// It is decided.
    Done {
        /// What the list says.
        result: SpfResult,
        /// The owner's words for a refused sender, if there are any.
        explanation: Option<String>,
    },
}

/// Judges one mail by the answers at hand. The same answers give the same turn, and every turn asks something
/// new: no list can make us ask for ever.
pub fn check_host(sending: &Sending<'_>, answers: &Answers) -> SpfTurn {
    let (local, domain) = match sending.sender.rsplit_once('@') {
        Some(("", domain)) => ("postmaster", domain),
        Some((local, domain)) => (local, domain),
        None if sending.sender.is_empty() => ("postmaster", sending.helo),
        None => ("postmaster", sending.sender),
    };
    let done = |result| SpfTurn::Done { result, explanation: None };
    // A name of one label has no list (RFC 7208, 4.3).
    let Some(name) = RecordName::parse(domain).ok().filter(|name| name.labels().count() > 1) else {
        return done(SpfResult::None);
    };
    let ip = sending.ip.to_canonical();
    let mut receiver = Receiver { sending, answers, ip, local, sender_domain: domain, lookups: 0, void: 0 };
    match receiver.judge(&name, true) {
        Err(Halt::Open(question)) => SpfTurn::Ask(question),
        Err(Halt::Temporary) => done(SpfResult::TempError),
        Err(Halt::Permanent) => done(SpfResult::PermError),
        Ok(Said { result: SpfResult::Fail, explained_at: Some((at, target)) }) => {
            match receiver.explanation(&at, &target) {
                Err(question) => SpfTurn::Ask(question),
                Ok(explanation) => SpfTurn::Done { result: SpfResult::Fail, explanation },
            }
        }
        Ok(said) => done(said.result),
    }
}

/// Why no result was come to.
enum Halt {
    Open(Question),
    Temporary,
    Permanent,
}

/// What one list said, and where its owner's words stand.
struct Said {
    result: SpfResult,
    explained_at: Option<(RecordName, Target)>,
}

struct Receiver<'a> {
    sending: &'a Sending<'a>,
    answers: &'a Answers,
    ip: IpAddr,
    local: &'a str,
    sender_domain: &'a str,
    lookups: u32,
    void: u32,
}

impl<'a> Receiver<'a> {
    /// Reads the list of a name and those that it refers to.
    fn judge(&mut self, name: &RecordName, first: bool) -> Result<Said, Halt> {
        let none = Said { result: SpfResult::None, explained_at: None };
        let seen = self.ask(name, Kind::Txt)?;
        let lists: Vec<&str> = seen.texts().filter(|text| is_spf(text)).collect();
        let list = match lists.as_slice() {
            [] if seen.cut => return Err(Halt::Temporary),
            [] => {
                if !first {
                    self.found_nothing(seen.records.is_empty())?;
                }
                return Ok(none);
            }
            [list] => parse_spf(list).map_err(|_| Halt::Permanent)?,
            _ => return Err(Halt::Permanent),
        };
        for (qualifier, mechanism) in &list.terms {
            if self.matches(name, mechanism)? {
                let explained_at = list.explanation.map(|target| (name.clone(), target));
                return Ok(Said { result: result_of(*qualifier), explained_at });
            }
        }
        self.redirect(name, &list)
    }

    fn redirect(&mut self, name: &RecordName, list: &Spf) -> Result<Said, Halt> {
        let Some(target) = &list.redirect else {
            return Ok(Said { result: SpfResult::Neutral, explained_at: None });
        };
        self.one_more()?;
        let target = self.resolve(name, target)?.ok_or(Halt::Permanent)?;
        match self.judge(&target, false)? {
            Said { result: SpfResult::None, .. } => Err(Halt::Permanent),
            said => Ok(said),
        }
    }

    fn matches(&mut self, name: &RecordName, mechanism: &Mechanism) -> Result<bool, Halt> {
        match mechanism {
            Mechanism::All => return Ok(true),
            Mechanism::Addresses(network, length) => return Ok(is_in(self.ip, *network, *length)),
            _ => self.one_more()?,
        }
        match mechanism {
            Mechanism::All | Mechanism::Addresses(..) => Ok(false),
            Mechanism::Include(target) => {
                // A name that cannot be one has no list.
                let target = self.resolve(name, target)?.ok_or(Halt::Permanent)?;
                match self.judge(&target, false)?.result {
                    SpfResult::Pass => Ok(true),
                    SpfResult::None => Err(Halt::Permanent),
                    _ => Ok(false),
                }
            }
            Mechanism::A(target, lengths) => {
                let Some(target) = self.resolve(name, target)? else { return Ok(false) };
                let addresses = self.addresses(&target)?;
                self.found_nothing(addresses.is_empty())?;
                Ok(self.is_one_of(&addresses, *lengths))
            }
            Mechanism::Mx(target, lengths) => {
                let Some(target) = self.resolve(name, target)? else { return Ok(false) };
                self.is_a_mail_server(&target, *lengths)
            }
            Mechanism::Exists(target) => {
                let Some(target) = self.resolve(name, target)? else { return Ok(false) };
                // Of IPv4 even where the mail came by IPv6 (RFC 7208, 5.7).
                let seen = self.ask(&target, Kind::A)?;
                self.found_nothing(seen.records.is_empty())?;
                Ok(!seen.records.is_empty())
            }
            Mechanism::Ptr(target) => {
                let Some(target) = self.resolve(name, target)? else { return Ok(false) };
                Ok(self.proven_names()?.iter().any(|name| name.is_within(&target)))
            }
        }
    }

    fn is_a_mail_server(&mut self, name: &RecordName, lengths: Lengths) -> Result<bool, Halt> {
        let seen = self.ask(name, Kind::Mx)?;
        self.found_nothing(seen.records.is_empty())?;
        let mut servers: Vec<(u16, &RecordName)> = seen
            .records
            .iter()
            .filter_map(|record| match record {
                Record::Mx { preference, host } => Some((*preference, host)),
                _ => None,
            })
            .collect();
        if servers.len() > NAMES_ALLOWED {
            return Err(Halt::Permanent);
        }
        servers.sort();
        for (_, host) in servers {
            if self.is_one_of(&self.addresses(host)?, lengths) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The names of the sending address that point back at it (RFC 7208, 5.5). What DNS does not tell about
    /// one of them leaves it out.
    fn proven_names(&self) -> Result<Vec<RecordName>, Halt> {
        let seen = match self.ask(&RecordName::reverse_of(self.ip), Kind::Ptr) {
            Ok(seen) => seen,
            Err(open @ Halt::Open(_)) => return Err(open),
            Err(_) => return Ok(Vec::new()),
        };
        let mut proven = Vec::new();
        for record in seen.records.iter().take(NAMES_ALLOWED) {
            let Record::Ptr(name) = record else { continue };
            match self.addresses(name) {
                Ok(addresses) if addresses.contains(&self.ip) => proven.push(name.clone()),
                Ok(_) | Err(Halt::Temporary | Halt::Permanent) => {}
                Err(open @ Halt::Open(_)) => return Err(open),
            }
        }
        Ok(proven)
    }

    /// The proven name that macros tell: the name itself before one below it, and that before another.
    fn proven_name(&self, name: &RecordName) -> Result<String, Halt> {
        let proven = self.proven_names()?;
        let best = proven
            .iter()
            .find(|proven| *proven == name)
            .or_else(|| proven.iter().find(|proven| proven.is_within(name)))
            .or(proven.first());
        Ok(best.map_or_else(|| "unknown".to_owned(), RecordName::to_string))
    }

    /// The addresses of a name, of the kind that the mail came from.
    fn addresses(&self, name: &RecordName) -> Result<Vec<IpAddr>, Halt> {
        let kind = if self.ip.is_ipv4() { Kind::A } else { Kind::Aaaa };
        let seen = self.ask(name, kind)?;
        let addresses = seen.records.iter().filter_map(|record| match record {
            Record::A(address) => Some(IpAddr::from(*address)),
            Record::Aaaa(address) => Some(IpAddr::from(*address)),
            _ => None,
        });
        Ok(addresses.collect())
    }

    fn is_one_of(&self, addresses: &[IpAddr], lengths: Lengths) -> bool {
        let length = if self.ip.is_ipv4() { lengths.v4 } else { lengths.v6 };
        addresses.iter().any(|address| is_in(self.ip, *address, length))
    }

    /// The name that a term means for this mail; none where a macro makes something that is no name.
    fn resolve(&self, name: &RecordName, target: &Target) -> Result<Option<RecordName>, Halt> {
        match target {
            Target::Own => Ok(Some(name.clone())),
            Target::Name(target) => Ok(Some(target.clone())),
            Target::Macro(text) => {
                let proven = if needs_proven_name(text) { self.proven_name(name)? } else { String::new() };
                Ok(expand_name(text, &self.meaning(name, &proven)))
            }
        }
    }

    fn meaning<'m>(&'m self, domain: &'m RecordName, proven: &'m str) -> Meaning<'m> {
        Meaning {
            ip: self.ip,
            local: self.local,
            sender_domain: self.sender_domain,
            domain,
            helo: self.sending.helo,
            receiver: self.sending.receiver,
            now: self.sending.now,
            proven,
        }
    }

    /// The owner's words for a refused sender (RFC 7208, 6.2). Whatever is wrong with them, there are none.
    fn explanation(&self, name: &RecordName, target: &Target) -> Result<Option<String>, Question> {
        match self.words(name, target) {
            Ok(words) => Ok(words),
            Err(Halt::Open(question)) => Err(question),
            Err(Halt::Temporary | Halt::Permanent) => Ok(None),
        }
    }

    fn words(&self, name: &RecordName, target: &Target) -> Result<Option<String>, Halt> {
        let Some(place) = self.resolve(name, target)? else { return Ok(None) };
        let seen = self.ask(&place, Kind::Txt)?;
        let [Record::Txt(text)] = seen.records else { return Ok(None) };
        let proven = if needs_proven_name(text) { self.proven_name(name)? } else { String::new() };
        let words = expand(text, Place::Words, &self.meaning(name, &proven));
        Ok(words.map(|words| words.chars().take(LONGEST_EXPLANATION).collect()))
    }

    fn ask(&self, name: &RecordName, kind: Kind) -> Result<Seen<'a>, Halt> {
        follow(self.answers, name, kind).map_err(|stop| match stop {
            Stop::Open(question) => Halt::Open(question),
            Stop::Gap(Gap::Circle) => Halt::Permanent,
            Stop::Gap(_) => Halt::Temporary,
        })
    }

    fn one_more(&mut self) -> Result<(), Halt> {
        self.lookups += 1;
        if self.lookups > LOOKUPS_ALLOWED { Err(Halt::Permanent) } else { Ok(()) }
    }

    fn found_nothing(&mut self, nothing: bool) -> Result<(), Halt> {
        self.void += u32::from(nothing);
        if self.void > VOID_ALLOWED { Err(Halt::Permanent) } else { Ok(()) }
    }
}

fn result_of(qualifier: Qualifier) -> SpfResult {
    match qualifier {
        Qualifier::Pass => SpfResult::Pass,
        Qualifier::Fail => SpfResult::Fail,
        Qualifier::SoftFail => SpfResult::SoftFail,
        Qualifier::Neutral => SpfResult::Neutral,
    }
}

/// Are the leading bits of two addresses the same?
fn is_in(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    let same = |differing: u128, bits: u32| {
        let rest = bits.saturating_sub(u32::from(length));
        differing.checked_shr(rest).is_none_or(|left| left == 0)
    };
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => same(u128::from(ip.to_bits() ^ network.to_bits()), 32),
        (IpAddr::V6(ip), IpAddr::V6(network)) => same(ip.to_bits() ^ network.to_bits(), 128),
        _ => false,
    }
}
