//! The firm's mail servers, as another mail server meets them: do they encrypt, with what certificate, and do
//! they keep to their own mail?
//!
//! Many networks let nobody out to port 25. A server that we could not reach is a gap, never good and never bad.

use jiff::Timestamp;

use crate::answer::inert;
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::level::Level;
use crate::mx::Mail;
use crate::observation::{Reached, Sight, StartTls, TlsSeen};
use crate::question::RecordName;
use crate::site::{made_out_to, no_trust, out_of_date};

/// The most mail servers that are greeted, best first: nearly all mail goes to these.
pub const MOST_GREETED: usize = 2;

/// The checks of an ordinary visit.
const CHECKS: [&str; 2] = ["mail-no-encryption", "mail-cert-bad"];
/// The check that needs the firm's yes.
const RELAY: &str = "mail-open-relay";

/// Greets the best servers.
pub(crate) fn look(case: &mut Case<'_>, report: &mut Report, mail: &Result<Mail, Gap>) {
    if case.level < Level::Visitor {
        return;
    }
    let mail = match mail {
        Ok(mail) => mail,
        Err(gap) => return report.gap(CHECKS.into_iter().chain([RELAY]), *gap),
    };
    for host in mail.hosts().iter().take(MOST_GREETED) {
        if let Err(gap) = greet(case, report, host) {
            report.gap(CHECKS, gap);
        }
        // Only a server of the firm's own is the firm's to say yes for.
        if case.level >= Level::Consented
            && host.is_within(&case.apex)
            && let Err(gap) = relay(case, report, host)
        {
            report.gap([RELAY], gap);
        }
    }
}

fn greet(case: &mut Case<'_>, report: &mut Report, host: &RecordName) -> Result<(), Gap> {
    // A server without an address is the matter of `mx-broken`.
    let Some(address) = case.address_of(host)? else { return Ok(()) };
    let seen = case.observe(Approach::MailServer { host: host.clone(), address })?;
    if !seen.reached.tells() {
        return Err(Gap::Reached(seen.reached));
    }
    let Sight::MailServer { offers, starttls, .. } = &seen.sight else {
        return Err(Gap::Reached(Reached::Malformed));
    };
    match starttls {
        StartTls::NotOffered if is_blotted_out(offers) => {
            report.found(CHECKS[0], format_args!("something in front of {host} blots the offer out"));
        }
        StartTls::NotOffered => report.found(CHECKS[0], format_args!("{host} does not offer it")),
        StartTls::Refused => report.found(CHECKS[0], format_args!("{host} offers it and then refuses")),
        // It may be the server, and it may be us.
        StartTls::Failed => return Err(Gap::HalfSeen),
        StartTls::Done(tls) => return judge(report, host, tls, seen.at),
    }
    Ok(())
}

/// Some firewalls put letters X in place of an offer, so that it is not seen.
fn is_blotted_out(offers: &[String]) -> bool {
    offers.iter().any(|offer| offer.len() >= 4 && offer.to_ascii_uppercase().starts_with("XXX"))
}

fn judge(report: &mut Report, host: &RecordName, tls: &TlsSeen, at: Timestamp) -> Result<(), Gap> {
    let certificate = tls.chain.first().ok_or(Gap::HalfSeen)?;
    let fault = out_of_date(certificate, at)
        .or_else(|| no_trust(&tls.trusted, certificate))
        .or_else(|| (!tls.fits_name).then(|| format!("made out to {}", made_out_to(certificate))));
    if let Some(fault) = fault {
        report.found(CHECKS[1], format_args!("{host}: {fault}"));
    }
    Ok(())
}

fn relay(case: &mut Case<'_>, report: &mut Report, host: &RecordName) -> Result<(), Gap> {
    let Some(address) = case.address_of(host)? else { return Ok(()) };
    match case.approach(Approach::MailRelay { host: host.clone(), address })? {
        Sight::MailRelay { accepted: true } => report.found(RELAY, inert(host.as_str())),
        Sight::MailRelay { accepted: false } => {}
        _ => return Err(Gap::Reached(Reached::Malformed)),
    }
    Ok(())
}
