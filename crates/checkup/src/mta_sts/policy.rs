//! The policy file of MTA-STS, read after RFC 8461, 3.2.

use crate::question::RecordName;

/// The longest time that a policy may be kept, in seconds: a year (RFC 8461, 3.2).
pub const LONGEST_MAX_AGE: u64 = 31_557_600;
/// The most patterns of mail servers that are read.
pub const MOST_PATTERNS: usize = 100;

/// What senders do when a mail server does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailPolicyMode {
    /// They do not deliver.
    Enforce,
    /// They deliver and report.
    Testing,
    /// Nothing; the policy is being taken back.
    None,
}

/// A policy that reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPolicy {
    /// What senders do.
    pub mode: MailPolicyMode,
    /// For how many seconds it may be kept.
    pub max_age: u64,
    /// Patterns of mail servers, in lower case: a name, or `*.` and a name.
    pub servers: Vec<String>,
}

impl MailPolicy {
    /// Does the policy know this mail server? A star stands for exactly one label (RFC 8461, 4.1).
    pub fn knows(&self, server: &RecordName) -> bool {
        self.servers.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(rest) => server.parent().is_some_and(|parent| parent.as_str() == rest),
            None => server.as_str() == pattern,
        })
    }
}

/// Reads a policy file.
///
/// # Errors
/// What is wrong with it, in a few words. Fields that nobody knows are passed over.
pub fn parse_mail_policy(text: &str) -> Result<MailPolicy, &'static str> {
    let (mut version, mut mode, mut max_age) = (None, None, None);
    let mut servers = Vec::new();
    let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t', '\r']));
    for line in lines.filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(':').ok_or("a line has no colon")?;
        let value = value.trim_matches([' ', '\t']);
        match key.trim_end_matches([' ', '\t']) {
            "mx" if servers.len() == MOST_PATTERNS => return Err("it has too many mail servers"),
            "mx" => servers.push(pattern(value).ok_or("a mail server in it is no name")?),
            // Of a field that stands twice, the first counts (RFC 8461, 3.2).
            "version" => version = version.or(Some(value)),
            "mode" => mode = mode.or(Some(value)),
            "max_age" => max_age = max_age.or(Some(value)),
            _ => {}
        }
    }
    if version != Some("STSv1") {
        return Err("its version is not STSv1");
    }
    let mode = match mode {
        Some("enforce") => MailPolicyMode::Enforce,
        Some("testing") => MailPolicyMode::Testing,
        Some("none") => MailPolicyMode::None,
        _ => return Err("its mode is not enforce, testing or none"),
    };
    let digits =
        max_age.filter(|age| (1..=10).contains(&age.len()) && age.bytes().all(|b| b.is_ascii_digit()));
    let max_age = digits.and_then(|age| age.parse().ok()).filter(|age| *age <= LONGEST_MAX_AGE);
    let max_age = max_age.ok_or("its max_age is no number of seconds up to a year")?;
    if servers.is_empty() && mode != MailPolicyMode::None {
        return Err("it names no mail server");
    }
    Ok(MailPolicy { mode, max_age, servers })
}

fn pattern(text: &str) -> Option<String> {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let right = RecordName::parse(name).is_ok_and(|name| !name.is_root()) && !name.contains('*');
    right.then(|| text.trim_end_matches('.').to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n\
                        mx: backupmx.example.com\r\nmax_age: 604800\r\n";

    #[test]
    fn the_example_of_the_standard_reads() {
        let policy = parse_mail_policy(GOOD).unwrap();
        assert_eq!((policy.mode, policy.max_age), (MailPolicyMode::Enforce, 604_800));
        let knows = |name: &str| policy.knows(&RecordName::parse(name).unwrap());
        assert!(knows("mail.example.com") && knows("MX1.example.net"));
        assert!(
            !knows("example.net") && !knows("a.b.example.net") && !knows("mail.example.com.evil.example")
        );
    }

    #[test]
    fn a_slip_is_told() {
        let slip = |from: &str, to: &str| parse_mail_policy(&GOOD.replace(from, to)).unwrap_err();
        assert_eq!(slip("STSv1", "STSv2"), "its version is not STSv1");
        assert_eq!(slip("enforce", "Enforce"), "its mode is not enforce, testing or none");
        assert_eq!(slip("604800", "31557601"), "its max_age is no number of seconds up to a year");
        assert_eq!(slip("max_age", "maxage"), "its max_age is no number of seconds up to a year");
        assert_eq!(slip("mode:", "mode"), "a line has no colon");
        assert_eq!(slip("mx: *.example.net", "mx: a.*.example.net"), "a mail server in it is no name");
        assert_eq!(slip("mx:", "mail:"), "it names no mail server");
        assert_eq!(parse_mail_policy("<html>").unwrap_err(), "a line has no colon");
        assert_eq!(parse_mail_policy(&GOOD.replace("604800", "31557600")).unwrap().max_age, LONGEST_MAX_AGE);
    }

    #[test]
    fn patterns_are_read_up_to_the_limit() {
        let many = |n: usize| {
            parse_mail_policy(&format!(
                "version: STSv1\nmode: none\nmax_age: 1\n{}",
                "mx: a.example\n".repeat(n)
            ))
        };
        assert!(many(MOST_PATTERNS).is_ok());
        assert_eq!(many(MOST_PATTERNS + 1), Err("it has too many mail servers"));
    }
}
