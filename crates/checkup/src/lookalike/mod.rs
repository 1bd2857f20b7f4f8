//! A name that looks like a member's: who stands behind it, and what that means for the member.
//!
//! Another engine finds such names; here one of them is looked at from outside, no closer than a visitor would. The
//! same kind of conversation as a check-up: [`next`] says what to ask, [`look`] what was seen, and
//! [`Lookalike::verdict`] what we think of it. What could not be seen is never good.

mod own;
mod page;
mod parking;
mod verdict;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use terms::DomainName;

use crate::answer::{Record, inert};
use crate::answers::Answers;
use crate::approach::Approach;
use crate::case::{Case, Gap};
use crate::conversation::Wanted;
use crate::level::Level;
use crate::observation::Sight;
use crate::question::Kind;
use crate::spf::names_a_sender;

pub use own::{MOST_OWN_PAGES, Own};
pub use page::{COPIES_DIFFER_BY, PageKind};
pub use verdict::{CHECKS, ESTABLISHED_DAYS, FRESH_DAYS, MAIL, REGISTERED, SITE, Verdict};

/// The most questions that are asked about one such name.
pub const MOST_LOOKALIKE_QUESTIONS: usize = 12;
/// The most approaches that are made for one such name, the registry included.
pub const MOST_LOOKALIKE_APPROACHES: usize = 3;
/// The most lines of what was seen that are kept.
const MOST_LINES: usize = 16;
/// The longest of them, in characters.
const LONGEST_LINE: usize = 160;
/// The most records of one kind that are told.
const MOST_TOLD: usize = 4;

/// Whether something is so, as far as we could see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// We could not see it.
    Unknown,
}

impl Told {
    fn of(seen: Result<bool, Gap>) -> Self {
        match seen {
            Ok(true) => Self::Yes,
            Ok(false) => Self::No,
            Err(_) => Self::Unknown,
        }
    }
}

/// What was seen of a name that looks like a member's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookalike {
    /// The name.
    pub name: DomainName,
    /// When it was looked at.
    pub looked_at: Timestamp,
    /// How close the look went.
    pub level: Level,
    /// Did somebody register it?
    pub there: Told,
    /// Can it receive mail?
    pub receives_mail: Told,
    /// Does it say who may send mail in its name?
    pub sends_mail: Told,
    /// When it was registered, if the registry tells.
    pub registered: Option<Timestamp>,
    /// The company that sold it, if the registry tells. A stranger's text, inert.
    pub registrar: Option<String>,
    /// What its page is.
    pub page: PageKind,
    /// When its page was seen; older than the look where this one could not see it.
    pub page_at: Option<Timestamp>,
    /// Why something could not be seen, for the member.
    pub gap: Option<String>,
    /// What was seen, a line each, for whoever knows. Strangers' texts, inert and cut.
    pub seen: Vec<String>,
}

/// What is still wanted for a look of this level; nothing when it is over.
pub fn next(name: &DomainName, answers: &Answers, level: Level) -> Wanted {
    let mut case = Case::open(name, answers, level.min(Level::Visitor), None);
    let nobody = Own::of(name, "", None);
    walk(&mut case, &nobody, Timestamp::UNIX_EPOCH);
    let (questions, approaches) = case.into_wanted();
    let room = MOST_LOOKALIKE_QUESTIONS.saturating_sub(answers.len());
    let hosts = MOST_LOOKALIKE_APPROACHES.saturating_sub(answers.observations().count());
    Wanted {
        questions: questions.into_iter().take(room).collect(),
        approaches: approaches.into_iter().take(hosts).collect(),
    }
}

/// What was seen of the name, held against the member's own.
pub fn look(name: &DomainName, own: &Own, answers: &Answers, level: Level, now: Timestamp) -> Lookalike {
    let mut case = Case::open(name, answers, level.min(Level::Visitor), Some(now));
    walk(&mut case, own, now)
}

/// One walk through all evidence. What cannot change the verdict any more is not asked about.
fn walk(case: &mut Case<'_>, own: &Own, now: Timestamp) -> Lookalike {
    let mut gaps = Vec::new();
    let mut lines = Vec::new();
    let mut found = Lookalike {
        name: case.name.clone(),
        looked_at: now,
        level: case.level,
        there: Told::of(is_there(case, &mut lines).inspect_err(|gap| gaps.push(*gap))),
        receives_mail: Told::No,
        sends_mail: Told::No,
        registered: None,
        registrar: None,
        page: PageKind::None,
        page_at: None,
        gap: None,
        seen: Vec::new(),
    };
    if found.there == Told::Yes {
        let receives = receives_mail(case, &mut lines);
        let sends = sends_mail(case, &mut lines);
        found.receives_mail = Told::of(receives.inspect_err(|gap| gaps.push(*gap)));
        found.sends_mail = Told::of(sends.inspect_err(|gap| gaps.push(*gap)));
        registration(case, &mut found, &mut lines);
        found.page = page::look(case, own, &mut lines, &mut gaps);
        found.page_at = found.page.was_seen().then_some(now);
    }
    found.gap = gaps.first().map(|gap| gap.words().to_owned());
    found.seen = lines.into_iter().take(MOST_LINES).map(|line| short(&line)).collect();
    found
}

/// A name is there when somebody answers for it. One below a registered name has to exist itself too.
fn is_there(case: &mut Case<'_>, lines: &mut Vec<String>) -> Result<bool, Gap> {
    let (apex, name) = (case.apex.clone(), case.domain.clone());
    let servers = case.ask(&apex, Kind::Ns)?;
    if !servers.exists {
        return Ok(false);
    }
    let hosts = servers.records.iter().filter_map(|record| match record {
        Record::Ns(host) => Some(host.to_string()),
        _ => None,
    });
    let hosts: Vec<String> = hosts.take(MOST_TOLD).collect();
    if hosts.is_empty() && case.ask(&apex, Kind::Soa)?.records.is_empty() {
        return Ok(false);
    }
    if !case.is_apex() && !case.ask(&name, Kind::A)?.exists {
        return Ok(false);
    }
    lines.push(format!("name servers: {}", hosts.join(", ")));
    Ok(true)
}

/// Mail goes to servers that are named (RFC 5321, 5.1). Mail to a name without any is seldom meant to arrive, and
/// nearly every name with a page would count.
fn receives_mail(case: &mut Case<'_>, lines: &mut Vec<String>) -> Result<bool, Gap> {
    let name = case.domain.clone();
    let seen = case.ask(&name, Kind::Mx)?;
    let hosts = seen.records.iter().filter_map(|record| match record {
        Record::Mx { host, .. } if !host.is_root() => Some(host.to_string()),
        _ => None,
    });
    let hosts: Vec<String> = hosts.take(MOST_TOLD).collect();
    if !hosts.is_empty() {
        lines.push(format!("mail goes to: {}", hosts.join(", ")));
    }
    Ok(!hosts.is_empty())
}

fn sends_mail(case: &mut Case<'_>, lines: &mut Vec<String>) -> Result<bool, Gap> {
    let name = case.domain.clone();
    let seen = case.ask(&name, Kind::Txt)?;
    let list = seen.texts().find(|text| names_a_sender(text));
    if let Some(list) = list {
        lines.push(format!("may send mail: {list}"));
    }
    Ok(list.is_some())
}

/// When it was registered, and with whom. Without it the verdict is the milder one, so nothing is missing then.
fn registration(case: &mut Case<'_>, found: &mut Lookalike, lines: &mut Vec<String>) {
    let domain = case.name.registrable();
    let Ok(Sight::Registration(seen)) = case.approach(Approach::Registration { domain }) else { return };
    found.registered = seen.registered;
    found.registrar = seen.registrar.as_ref().map(|registrar| short(registrar));
    if let Some(at) = seen.registered {
        lines.push(format!("registered on {}", at.strftime("%-d %B %Y")));
    }
    if let Some(registrar) = &seen.registrar {
        lines.push(format!("sold by {registrar}"));
    }
}

/// One inert line, cut to a limit.
fn short(line: &str) -> String {
    let line = inert(line);
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
