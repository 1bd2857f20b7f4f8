//! The rule that mail to the name has to come encrypted (MTA-STS, RFC 8461).

mod policy;

pub use policy::{LONGEST_MAX_AGE, MOST_PATTERNS, MailPolicy, MailPolicyMode, parse_mail_policy};

use terms::Severity;

use crate::answer::inert;
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::level::Level;
use crate::mx::Mail;
use crate::observation::{Sight, TlsSeen};
use crate::question::{Kind, RecordName};
use crate::tags;

/// The checks of this folder.
const CHECKS: [&str; 2] = ["mta-sts-missing", "mta-sts-broken"];
/// The longest id (RFC 8461, 3.1).
const LONGEST_ID: usize = 32;

/// What stands at `_mta-sts`.
enum Sign {
    Nothing,
    Flawed(String),
    There,
}

/// Looks for the rule of a name that takes mail, and when the look goes so close, at its file.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    let mail = match mail {
        Ok(mail) if mail.is_taken() => mail,
        Ok(_) => return,
        Err(gap) => return report.gap(CHECKS, *gap),
    };
    let Some(place) = case.domain.with_label("_mta-sts") else { return };
    match sign(case, &place) {
        Err(gap) => report.gap(CHECKS, gap),
        Ok(Sign::Nothing) => report.found("mta-sts-missing", format_args!("no rule at {place}")),
        Ok(Sign::Flawed(seen)) => report.found_as("mta-sts-broken", Severity::WorthDoing, seen),
        Ok(Sign::There) => match fault(case, mail) {
            Ok(None) => {}
            Ok(Some(Fault { refused, seen })) => {
                // A policy that cannot be had or read is no policy: only one that does not fit does harm.
                let severity = if refused { Severity::Important } else { Severity::WorthDoing };
                report.found_as("mta-sts-broken", severity, seen);
            }
            Err(gap) => report.gap(["mta-sts-broken"], gap),
        },
    }
}

fn sign(case: &mut Case<'_>, place: &RecordName) -> Result<Sign, Gap> {
    let seen = case.ask(place, Kind::Txt)?;
    let signs: Vec<&str> = seen.texts().filter(|text| text.starts_with("v=STSv1;")).collect();
    Ok(match signs.as_slice() {
        [] if seen.cut => return Err(Gap::TooMuch),
        [] => match seen.texts().find(|text| text.to_ascii_lowercase().contains("stsv1")) {
            Some(text) => Sign::Flawed(inert(text)),
            None => Sign::Nothing,
        },
        [text] if tags::value(text, "id").is_some_and(is_id) => Sign::There,
        [text] => Sign::Flawed(format!("its id is not right: {}", inert(text))),
        several => Sign::Flawed(format!("{} rules at {place}", several.len())),
    })
}

fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// What is wrong with the policy.
struct Fault {
    /// Careful senders refuse mail because of it.
    refused: bool,
    seen: String,
}

fn fault(case: &mut Case<'_>, mail: &Mail) -> Result<Option<Fault>, Gap> {
    if case.level < Level::Visitor {
        return Err(Gap::TooClose);
    }
    let domain = case.domain.clone();
    let unread = |seen: String| Ok(Some(Fault { refused: false, seen }));
    let Some(host) = domain.with_label("mta-sts") else { return Ok(None) };
    let Some(address) = case.address_of(&host)? else {
        return unread(format!("{host} has no address"));
    };
    let now = case.now;
    let sight = case.approach(Approach::MailPolicy { domain, address })?;
    let Sight::MailPolicy { tls, status, text, .. } = sight else {
        return Err(Gap::Reached(crate::observation::Reached::Malformed));
    };
    let Some(tls) = tls else { return unread(format!("{host} does not encrypt")) };
    if !tls.is_good(now) {
        return unread(format!("the certificate of {host} is not good"));
    }
    if *status != 200 {
        return unread(format!("{host} has no policy file: status {status}"));
    }
    let policy = match parse_mail_policy(text) {
        Ok(policy) => policy,
        Err(slip) => return unread(format!("in the policy file, {slip}")),
    };
    if policy.mode == MailPolicyMode::None {
        return Ok(None);
    }
    let unknown = mail.hosts().iter().find(|server| !policy.knows(server));
    Ok(unknown.map(|server| Fault {
        refused: policy.mode == MailPolicyMode::Enforce,
        seen: format!("{server} is not in the policy file"),
    }))
}

impl TlsSeen {
    /// Would a careful sender take this certificate: trusted, made out to the name, and in date? Without a
    /// moment to measure by, dates are left out of account.
    fn is_good(&self, now: Option<jiff::Timestamp>) -> bool {
        let Some(own) = self.chain.first() else { return false };
        let in_date = now.is_none_or(|now| own.not_before <= now && now <= own.not_after);
        self.trusted == crate::observation::Trust::Yes && self.fits_name && in_date
    }
}
