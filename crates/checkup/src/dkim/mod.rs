//! The seal on mail (DKIM, RFC 6376): is there a key at the places where mail companies put theirs?
//!
//! Nobody can list the keys of a name. What is not found is therefore "not found", never "absent".

mod key;
mod record;

pub use record::{DkimKey, parse_dkim};

use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::mx::Mail;
use crate::providers;
use crate::question::{Kind, RecordName};

/// The checks of this folder.
const CHECKS: [&str; 3] = ["dkim-missing", "dkim-weak", "dkim-broken"];
/// Where keys usually stand when the mail company is not known, most common first.
const USUAL: [&str; 3] = ["selector1", "google", "default"];
/// Where else to look when nothing stands there.
const LESS_USUAL: [&str; 6] = ["selector2", "k1", "s1", "s2", "dkim", "mail"];
/// A label that nobody chooses: what stands there as well was not put there by hand.
const NOBODYS: &str = "no-such-key-here";

/// What was seen at the places of one name.
#[derive(Default)]
struct Keys {
    good: bool,
    weak: Option<String>,
    broken: Option<String>,
    /// A place points elsewhere, and there is no key. Some companies prepare a second place so.
    dangling: Option<String>,
    revoked: Option<String>,
    gap: Option<Gap>,
}

impl Keys {
    /// Was a key seen, or at least an attempt at one?
    fn is_some(&self) -> bool {
        self.good || self.weak.is_some() || self.broken.is_some()
    }

    fn note(&mut self, gap: Gap) {
        self.gap = Some(self.gap.map_or(gap, |before| before.min(gap)));
    }
}

/// Looks for keys, for a name that takes mail.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    let mut bases = vec![case.domain.clone()];
    if !case.is_apex() {
        bases.push(case.apex.clone());
    }
    let places: Vec<RecordName> = bases.iter().filter_map(|base| base.with_label("_domainkey")).collect();
    let mail = match mail {
        Ok(mail) if mail.is_taken() => mail,
        Ok(_) => return,
        Err(gap) => {
            report.gap(CHECKS, *gap);
            // Most names take mail: this need not wait for their mail servers.
            if *gap == Gap::NotAsked
                && let Some(place) = places.first()
            {
                let _ = case.ask(place, Kind::Txt);
            }
            return;
        }
    };
    let company = providers::of_mail_servers(&mail.names()).map_or(&[][..], |company| company.dkim_places);
    let mut keys = Keys::default();
    for place in &places {
        if !keys.is_some() && keys.gap.is_none() {
            look_below(case, place, company, &mut keys);
        }
    }
    tell(case, report, keys);
}

/// Looks below one `_domainkey`. Where that does not exist, nothing below it does either (RFC 8020).
fn look_below(case: &mut Case<'_>, place: &RecordName, company: &[&str], keys: &mut Keys) {
    match case.ask(place, Kind::Txt) {
        Ok(seen) if !seen.exists => return,
        Ok(_) => {}
        Err(gap @ Gap::NotAsked) => return keys.note(gap),
        // Whether anything is below can be seen without this answer.
        Err(_) => {}
    }
    // Asked in the same breath as the places, so that nothing waits for it.
    let everywhere = everywhere(case, place);
    let steps: [&[&str]; 3] = [company, &USUAL, &LESS_USUAL];
    for step in steps {
        for label in step {
            if let Some(at) = place.with_label(label) {
                look_at(case, &everywhere, &at, keys);
            }
        }
        if keys.is_some() || keys.gap == Some(Gap::NotAsked) {
            return;
        }
    }
}

/// Looks at one place. What stands everywhere was not put there by hand.
fn look_at(case: &mut Case<'_>, everywhere: &Result<Vec<&str>, Gap>, at: &RecordName, keys: &mut Keys) {
    let seen = match case.ask(at, Kind::Txt) {
        Ok(seen) => seen,
        Err(gap) => return keys.note(gap),
    };
    let mut found: Vec<(&str, DkimKey)> =
        seen.texts().filter_map(|text| Some((text, parse_dkim(text)?))).collect();
    if found.is_empty() {
        if seen.cut {
            keys.note(Gap::TooMuch);
        }
        if let Some(last) = seen.aliases.last() {
            keys.dangling.get_or_insert_with(|| format!("{at} points at {last}, where there is no key"));
        }
        return;
    }
    match everywhere {
        Ok(texts) => found.retain(|(text, _)| !texts.contains(text)),
        Err(gap) => return keys.note(*gap),
    }
    if found.len() > 1 {
        // Which of them a receiver takes is left open (RFC 6376, 3.6.2.2).
        keys.broken.get_or_insert_with(|| format!("{at} has {} keys", found.len()));
        return;
    }
    for (text, key) in found {
        match key {
            DkimKey::Good => keys.good = true,
            DkimKey::Weak(why) => {
                keys.weak.get_or_insert_with(|| format!("{at}: {why}"));
            }
            DkimKey::Broken(why) => {
                keys.broken.get_or_insert_with(|| format!("{at}: {why}: {}", inert(text)));
            }
            DkimKey::Revoked => {
                keys.revoked.get_or_insert_with(|| format!("the key at {at} was taken back"));
            }
        }
    }
}

/// The texts that stand below a name whatever is asked for.
fn everywhere<'a>(case: &mut Case<'a>, below: &RecordName) -> Result<Vec<&'a str>, Gap> {
    match below.with_label(NOBODYS) {
        Some(name) => Ok(case.ask(&name, Kind::Txt)?.texts().collect()),
        None => Ok(Vec::new()),
    }
}

fn tell(case: &Case<'_>, report: &mut Report, keys: Keys) {
    // What points nowhere is a fault only where nothing else seals the mail.
    let broken = keys.broken.or(if keys.good || keys.weak.is_some() { None } else { keys.dangling });
    let attempted = keys.good || keys.weak.is_some() || broken.is_some();
    if let Some(seen) = keys.weak {
        report.found("dkim-weak", seen);
    }
    if let Some(seen) = broken {
        report.found("dkim-broken", seen);
    }
    match keys.gap {
        Some(gap) if attempted => report.gap(["dkim-weak", "dkim-broken"], gap),
        Some(gap) => report.gap(CHECKS, gap),
        None if attempted => {}
        None => {
            let nothing = || format!("no key found at the usual places below _domainkey.{}", case.domain);
            report.found("dkim-missing", keys.revoked.unwrap_or_else(nothing));
        }
    }
}
