//! Who really sent it: proved by us from records that we hold, or told by the reporter's own mail provider.

use message::{Kept, ProviderResult, Reading};

use crate::Setting;
use crate::address::{domain_of, is_under, listed, owner};
use crate::dkim;
use crate::examination::{Authentication, Checked};
use crate::lists::List;

/// Records that somebody fetched earlier. Nothing here asks the network: what is not held could not be checked.
pub trait Records {
    /// The TXT records of a name; `None` where they are not held, an empty list where there are none.
    fn txt(&self, name: &str) -> Option<Vec<String>>;
}

/// No records are held.
#[derive(Debug, Clone, Copy)]
pub struct NoRecords;

impl Records for NoRecords {
    fn txt(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}

/// What is proved of the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) checked: Checked,
    /// Whether the provider found no proof at all although it looked.
    pub(crate) nobody_vouches: bool,
    /// Whether the mail server that sent it is not one that its domain names.
    pub(crate) wrong_server: bool,
    pub(crate) wanted: Vec<(String, String)>,
}

impl Proof {
    /// The domain that really sent it, if that is known.
    pub(crate) fn domain(&self) -> Option<&str> {
        match &self.checked {
            Checked::SentBy { domain } | Checked::ProviderSays { domain, .. } => Some(domain),
            Checked::NotSentBy { .. } | Checked::NotChecked => None,
        }
    }

    /// Whether the sender's own rules say that it is not from them.
    pub(crate) fn is_bad(&self) -> bool {
        matches!(self.checked, Checked::NotSentBy { .. })
    }

    /// What a member reads of it.
    pub(crate) fn told(&self, kept: Kept) -> Authentication {
        let sentence = match &self.checked {
            Checked::SentBy { domain } => format!("We checked: it was really sent by {}.", shown(domain)),
            Checked::ProviderSays { domain, .. } => {
                format!("Your mail provider says that it was really sent by {}.", shown(domain))
            }
            Checked::NotSentBy { domain } => {
                format!(
                    "It says that it is from {}, but that sender's own checks say that it is not.",
                    shown(domain)
                )
            }
            Checked::NotChecked if kept <= Kept::Copied => {
                "We could not check who really sent it, because forwarding it took the proof away.".to_owned()
            }
            Checked::NotChecked => "We could not check who really sent it.".to_owned(),
        };
        Authentication { checked: self.checked.clone(), sentence, wanted: self.wanted.clone() }
    }
}

/// A host as it may be shown: nobody can press it.
pub(crate) fn shown(host: &str) -> String {
    host.replace('.', "[.]")
}

/// What is proved of the sender of a message.
pub(crate) fn prove(reading: &Reading, bytes: &[u8], setting: &Setting<'_>) -> Proof {
    let mut proof = Proof {
        checked: Checked::NotChecked,
        nobody_vouches: false,
        wrong_server: false,
        wanted: Vec::new(),
    };
    let headers = &reading.headers;
    let mut disowned = false;
    let [from] = &headers.from[..] else { return proof };
    let Some(sender) = domain_of(&from.address) else { return proof };
    if let Some(untouched) = reading.untouched.clone().and_then(|range| bytes.get(range)) {
        let ours = dkim::verify(untouched, &sender, setting);
        proof.wanted = ours.wanted;
        if let Some(domain) = ours.domain {
            proof.checked = Checked::SentBy { domain };
            return proof;
        }
        disowned = ours.disowned;
    }
    if let Some((provider, said)) = provider_word(reading) {
        hear(&mut proof, &sender, provider, said);
    }
    // Whoever received it saw it before mail programs wrote into it, which breaks signatures.
    if disowned && proof.checked == Checked::NotChecked {
        proof.checked = Checked::NotSentBy { domain: sender };
    }
    proof
}

/// The topmost result, if it is that of a known provider.
fn provider_word(reading: &Reading) -> Option<(String, &ProviderResult)> {
    if reading.kept < Kept::Headers {
        return None;
    }
    let said = reading.headers.results.first()?;
    let server = said.server.to_ascii_lowercase();
    if server.contains('.') && listed(&server, List::Provider) {
        return Some((server, said));
    }
    // Microsoft writes no name for itself; the line counts where the mail was last received by one of its servers.
    let by = reading.headers.hops.first()?.by.as_deref()?.to_ascii_lowercase();
    let microsoft = ["outlook.com", "office365.com", "hotmail.com"].iter().any(|host| is_under(&by, host));
    (microsoft && !server.contains('.')).then_some((by, said))
}

fn hear(proof: &mut Proof, sender: &str, provider: String, said: &ProviderResult) {
    let aligned = |domain: &str| owner(domain.trim_start_matches('@')) == owner(sender);
    let dmarc = said.dmarc.as_ref().map(|(result, _)| result.as_str());
    let dkim = said.dkim.iter().any(|(result, domain)| result == "pass" && aligned(domain));
    let spf =
        said.spf.as_ref().is_some_and(|(result, domain)| result == "pass" && aligned(mail_domain(domain)));
    if matches!(dmarc, Some("pass" | "bestguesspass")) || dkim || spf {
        proof.checked = Checked::ProviderSays { domain: sender.to_owned(), provider };
    } else if dmarc == Some("fail") {
        proof.checked = Checked::NotSentBy { domain: sender.to_owned() };
    }
    let spf = said.spf.as_ref().map(|(result, _)| result.as_str());
    proof.wrong_server = matches!(spf, Some("fail" | "softfail" | "permerror"));
    let any_dkim = said.dkim.iter().any(|(result, _)| result == "pass");
    proof.nobody_vouches = !any_dkim && spf != Some("pass") && proof.domain().is_none();
}

fn mail_domain(text: &str) -> &str {
    text.rsplit_once('@').map_or(text, |(_, domain)| domain)
}
