//! The rule for forged mail (DMARC, RFC 9989) and where its reports go (RFC 9990).

mod record;
mod reports;

pub use record::{Dmarc, DmarcPolicy, Registry as DmarcRegistry, parse_dmarc};
pub use reports::MOST_REPORT_ADDRESSES;

use crate::answer::{Outcome, inert};
use crate::case::{Case, Gap, Report};
use crate::question::{Kind, RecordName};
use record::{Registry, is_nearly_dmarc};

/// The checks of this folder.
pub(crate) const CHECKS: [&str; 11] = [
    "dmarc-missing",
    "dmarc-not-enforced",
    "dmarc-multiple",
    "dmarc-invalid",
    "dmarc-wrong-place",
    "dmarc-broken-name",
    "dmarc-subdomains-open",
    "dmarc-partial",
    "dmarc-no-reports",
    "dmarc-reports-not-authorised",
    "dmarc-reports-bad-address",
];
/// The most names that the walk up the tree asks (RFC 9989, 4.10).
const MOST_STEPS: usize = 8;

/// What was learned about the rule.
pub(crate) struct Rule {
    /// The rule that counts, as text.
    pub(crate) record: Option<String>,
    /// What receivers do with forged mail, if a rule counts.
    pub(crate) effective: Option<DmarcPolicy>,
    /// All forged mail is kept out, that of names below included: what a logo needs (BIMI).
    pub(crate) is_whole: bool,
}

/// Why the rule that somebody wrote does not count.
struct Flaw {
    check: &'static str,
    seen: String,
}

/// A rule that stands at a name of the tree.
struct Standing<'a> {
    at: RecordName,
    text: &'a str,
    rule: Dmarc,
}

/// Looks for the rule and at what it says.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report) -> Result<Rule, Gap> {
    let looked = climb(case).inspect_err(|gap| report.gap(CHECKS, *gap))?;
    let nothing = Rule { record: None, effective: None, is_whole: false };
    match looked {
        Climb::Found(standing) => Ok(weigh(case, report, &standing)),
        Climb::Flawed(flaw) => {
            report.found(flaw.check, flaw.seen);
            Ok(nothing)
        }
        Climb::Nothing => {
            match in_a_wrong_place(case).inspect_err(|gap| report.gap(CHECKS, *gap))? {
                Some(seen) => report.found("dmarc-wrong-place", seen),
                None => report.found("dmarc-missing", format_args!("no rule at _dmarc.{}", case.domain)),
            }
            Ok(nothing)
        }
    }
}

enum Climb<'a> {
    Found(Standing<'a>),
    Flawed(Flaw),
    Nothing,
}

/// The walk up the tree (RFC 9989, 4.10): the rule of the name itself counts first; otherwise
/// that of the organisation, which is the highest one found below a registry.
fn climb<'a>(case: &mut Case<'a>) -> Result<Climb<'a>, Gap> {
    let apex = case.apex.clone();
    let mut best: Option<Standing<'a>> = None;
    let mut flaw: Option<Flaw> = None;
    for at in steps(&case.domain) {
        let Some(place) = at.with_label("_dmarc") else { continue };
        let own = at.is_within(&apex);
        let is_apex = at == apex;
        match rule_at(case, &place)? {
            AtName::Rule(text, rule) if own && at == case.domain => {
                return Ok(Climb::Found(Standing { at, text, rule }));
            }
            AtName::Rule(text, rule) => {
                let registry = rule.registry;
                // The rule of a registry counts only where the organisation below has none.
                if registry != Registry::Yes || best.is_none() {
                    best = Some(Standing { at, text, rule });
                }
                if registry != Registry::Unsaid {
                    break;
                }
            }
            AtName::Flaw(found) if own => flaw = flaw.or(Some(found)),
            AtName::Flaw(_) | AtName::Nothing => {}
        }
        if flaw.is_some() && is_apex {
            break;
        }
    }
    Ok(match (flaw, best) {
        (Some(flaw), _) => Climb::Flawed(flaw),
        (None, Some(best)) => Climb::Found(best),
        (None, None) => Climb::Nothing,
    })
}

/// The names to ask, from the name itself up to the top; long names are cut short on the way.
fn steps(domain: &RecordName) -> Vec<RecordName> {
    let mut steps = vec![domain.clone()];
    let mut here = domain.parent();
    while let Some(name) = here {
        here = name.parent();
        if name.labels().count() < MOST_STEPS {
            steps.push(name);
        }
    }
    steps
}

enum AtName<'a> {
    Rule(&'a str, Dmarc),
    Flaw(Flaw),
    Nothing,
}

/// What stands at one name of the tree.
fn rule_at<'a>(case: &mut Case<'a>, place: &RecordName) -> Result<AtName<'a>, Gap> {
    let broken = |seen: String| Ok(AtName::Flaw(Flaw { check: "dmarc-broken-name", seen }));
    let seen = match case.ask(place, Kind::Txt) {
        Ok(seen) => seen,
        Err(Gap::Circle) => return broken(format!("{place} leads round in a circle")),
        Err(Gap::Outcome(Outcome::ServerFailed)) => {
            // A resolver fails on a circle without saying why.
            return match case.leads_in_a_circle(place) {
                Ok(true) => broken(format!("{place} leads round in a circle")),
                Err(Gap::NotAsked) => Err(Gap::NotAsked),
                _ => Err(Gap::Outcome(Outcome::ServerFailed)),
            };
        }
        Err(gap) => return Err(gap),
    };
    let rules: Vec<(&str, Dmarc)> =
        seen.texts().filter_map(|text| Some((text, parse_dmarc(text)?))).collect();
    if rules.len() > 1 {
        let seen = format!("{} rules at {place}", rules.len());
        return Ok(AtName::Flaw(Flaw { check: "dmarc-multiple", seen }));
    }
    if let Some((text, rule)) = rules.into_iter().next() {
        return Ok(AtName::Rule(text, rule));
    }
    if seen.cut {
        return Err(Gap::TooMuch);
    }
    if let Some(text) = seen.texts().find(|text| is_nearly_dmarc(text)) {
        return Ok(AtName::Flaw(Flaw { check: "dmarc-invalid", seen: inert(text) }));
    }
    match seen.aliases.last() {
        Some(last) => broken(format!("{place} points at {last}, where there is no rule")),
        None => Ok(AtName::Nothing),
    }
}

/// A rule that stands where nobody looks: at the name itself, or below a doubled `_dmarc`.
fn in_a_wrong_place(case: &mut Case<'_>) -> Result<Option<String>, Gap> {
    let (domain, apex) = (case.domain.clone(), case.apex.clone());
    let mut places = vec![domain];
    if !case.is_apex() {
        places.push(apex.clone());
    }
    if let Some(place) = apex.with_label("_dmarc")
        && case.ask(&place, Kind::Txt)?.exists
    {
        // Where `_dmarc` does not exist, nothing below it does either (RFC 8020).
        places.extend(place.with_label("_dmarc"));
    }
    let looked: Vec<_> = places.iter().map(|place| (case.ask(place, Kind::Txt), place)).collect();
    for (seen, place) in looked {
        if let Some(text) = seen?.texts().find(|text| parse_dmarc(text).is_some()) {
            return Ok(Some(format!("at {place}: {}", inert(text))));
        }
    }
    Ok(None)
}

/// What the rule that counts says.
fn weigh(case: &mut Case<'_>, report: &mut Report, standing: &Standing<'_>) -> Rule {
    let Standing { at, text, rule } = standing;
    if let Some(slip) = &rule.slip {
        report.found("dmarc-invalid", format_args!("{}: {}", inert(slip), inert(text)));
        return Rule { record: Some((*text).to_owned()), effective: None, is_whole: false };
    }
    let below = *at != case.domain;
    let effective = rule.effective(below);
    let own = rule.policy.unwrap_or(DmarcPolicy::None);
    if effective == DmarcPolicy::None {
        report.found("dmarc-not-enforced", inert(text));
    } else if rule.test || rule.share < 100 {
        report.found("dmarc-partial", inert(text));
    }
    let open = |policy: Option<DmarcPolicy>| policy == Some(DmarcPolicy::None);
    if own != DmarcPolicy::None && (open(rule.below) || open(rule.missing_below)) {
        report.found("dmarc-subdomains-open", inert(text));
    }
    reports::look(case, report, at, rule);
    let is_whole = effective != DmarcPolicy::None && rule.share == 100 && !open(rule.below);
    Rule { record: Some((*text).to_owned()), effective: Some(effective), is_whole }
}
