//! The desk's own names of incidents: the Reference Security Incident Taxonomy (RSIT), version 1003, two levels.

use std::fmt;
use std::str::FromStr;

/// Every type as `class/type`.
const TYPES: [&str; 39] = [
    "abusive-content/spam",
    "abusive-content/harmful-speech",
    "abusive-content/violence",
    "malicious-code/infected-system",
    "malicious-code/c2-server",
    "malicious-code/malware-distribution",
    "malicious-code/malware-configuration",
    "information-gathering/scanner",
    "information-gathering/sniffing",
    "information-gathering/social-engineering",
    "intrusion-attempts/ids-alert",
    "intrusion-attempts/brute-force",
    "intrusion-attempts/exploit",
    "intrusions/privileged-account-compromise",
    "intrusions/unprivileged-account-compromise",
    "intrusions/application-compromise",
    "intrusions/system-compromise",
    "intrusions/burglary",
    "availability/dos",
    "availability/ddos",
    "availability/misconfiguration",
    "availability/sabotage",
    "availability/outage",
    "information-content-security/unauthorised-information-access",
    "information-content-security/unauthorised-information-modification",
    "information-content-security/data-loss",
    "information-content-security/data-leak",
    "fraud/unauthorised-use-of-resources",
    "fraud/copyright",
    "fraud/masquerade",
    "fraud/phishing",
    "vulnerable/weak-crypto",
    "vulnerable/ddos-amplifier",
    "vulnerable/potentially-unwanted-accessible",
    "vulnerable/information-disclosure",
    "vulnerable/vulnerable-system",
    "other/other",
    "other/undetermined",
    "test/test",
];

/// The text is not a type of the taxonomy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no incident type; write class/type as RSIT 1003 has it, for example fraud/phishing")]
pub struct UnknownIncidentType;

/// A type of incident, for example `fraud/phishing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentType(&'static str);

impl IncidentType {
    /// What nobody has judged yet.
    pub fn undetermined() -> Self {
        Self("other/undetermined")
    }

    /// Its name as `class/type`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The same as a machine tag: `rsit:fraud="phishing"`.
    pub fn tag(self) -> String {
        let (class, kind) = self.0.split_once('/').unwrap_or((self.0, ""));
        format!("rsit:{class}=\"{kind}\"")
    }
}

impl fmt::Display for IncidentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for IncidentType {
    type Err = UnknownIncidentType;
    fn from_str(text: &str) -> Result<Self, UnknownIncidentType> {
        TYPES.into_iter().find(|name| *name == text).map(Self).ok_or(UnknownIncidentType)
    }
}
