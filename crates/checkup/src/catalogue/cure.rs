//! How one firm mends one finding: the catalogue's steps, made to fit what was seen and whom it rents from.

use super::{Entry, lines};
use crate::judgement::Setting;
use crate::providers;
use crate::seal::SealFault;

/// The steps for this firm.
pub(super) fn steps(entry: &Entry, setting: &Setting) -> Vec<String> {
    let general = entry.remedy.steps;
    let company = setting.mail_provider.as_deref().and_then(providers::named);
    let fitting = match entry.id {
        "dnssec-bogus" => setting.seal_fault.map(of_seal).unwrap_or(general),
        "dkim-missing" => {
            company.map(|company| company.dkim_steps).filter(|s| !s.is_empty()).unwrap_or(general)
        }
        _ => general,
    };
    let mut steps: Vec<String> = fitting.iter().map(|step| (*step).to_owned()).collect();
    if matches!(entry.id, "mta-sts-missing" | "mta-sts-broken")
        && let Some(file) = lines::mta_sts_file(setting)
    {
        // One step for each line, so that they stay apart wherever steps are shown.
        steps.push("This is what stands in the file, one line below the other.".to_owned());
        steps.extend(file.lines().enumerate().map(|(at, line)| format!("Line {}: {line}", at + 1)));
    }
    steps
}

/// What to do about a broken seal, by what broke it. The safe way out is the same for all: no seal is better
/// than a broken one.
pub fn of_seal(fault: SealFault) -> &'static [&'static str] {
    match fault {
        SealFault::Expired => &[
            "The seal has run out. The firm that runs your name servers has to make a new one.",
            "Write to their help desk: the DNSSEC signatures of my name ran out. Please sign it again.",
            "If they cannot do it today, turn DNSSEC off where you rent the name.",
        ],
        SealFault::NotYetValid => &[
            "The seal is dated in the future. A clock at the firm that runs your name servers is wrong.",
            "Write to their help desk: the DNSSEC signatures of my name start too late.",
            "If they cannot mend it today, turn DNSSEC off where you rent the name.",
        ],
        SealFault::NoMatchingKey => &[
            "The two halves of your seal do not fit. This comes from a move to a new firm, most times.",
            "Log in where you rent the name. On the page called DNSSEC, delete the old DS line.",
            "If you still want a seal, copy the new DS line from the firm that runs your name servers.",
        ],
        SealFault::WrongSignature => &[
            "The seal does not fit what your name servers say. They have a fault.",
            "Write to the firm that runs your name servers: please sign my name again.",
            "If they cannot do it today, turn DNSSEC off where you rent the name.",
        ],
        SealFault::NoSignature => &[
            "Your name is said to be sealed, but your name servers show no seal.",
            "If you did not want a seal, log in where you rent the name. Turn DNSSEC off there.",
            "If you want one, ask the firm that runs your name servers to turn DNSSEC on.",
        ],
    }
}
