//! A name without mail has to say so: three lines, and nobody can use it for forged mail.

use crate::case::{Case, Gap, Report};
use crate::dmarc::{DmarcPolicy, Rule};
use crate::mx::Mail;
use crate::spf::Senders;

/// Is the name parked, that is: without a mail server and without anybody who may send for it?
/// If so, is it closed: "no mail here" (RFC 7505), an empty list of senders, and refusal?
pub(crate) fn look(
    case: &Case<'_>,
    report: &mut Report,
    mail: &Result<Mail, Gap>,
    senders: &Result<Senders, Gap>,
    rule: &Result<Rule, Gap>,
) -> bool {
    let (mail, senders, rule) = match (mail, senders, rule) {
        (Ok(mail), _, _) if mail.is_taken() || !case.is_apex() => return false,
        (Ok(mail), Ok(senders), Ok(rule)) => (mail, senders, rule),
        (Err(gap), _, _) | (_, Err(gap), _) | (_, _, Err(gap)) => {
            report.gap(["parked-not-closed"], *gap);
            return false;
        }
    };
    if senders.names_somebody {
        return false;
    }
    let mut open = Vec::new();
    if !mail.refuses {
        open.push("no \"no mail here\" entry (MX)");
    }
    if !senders.nobody_may_send {
        open.push("no empty list of senders (SPF)");
    }
    if rule.effective != Some(DmarcPolicy::Reject) {
        open.push("no rule to refuse (DMARC)");
    }
    if !open.is_empty() {
        report.found("parked-not-closed", open.join(", "));
    }
    true
}
