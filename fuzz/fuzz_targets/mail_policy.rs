//! Whatever a host sends as a mail policy, it is read or refused; what reads is within the standard's limits.
#![no_main]

use checkup::{LONGEST_MAX_AGE, MOST_PATTERNS, MailPolicyMode, RecordName, parse_mail_policy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(policy) = parse_mail_policy(text) else { return };
    assert!(policy.max_age <= LONGEST_MAX_AGE && policy.servers.len() <= MOST_PATTERNS);
    assert!(policy.mode == MailPolicyMode::None || !policy.servers.is_empty());
    for pattern in &policy.servers {
        let name = pattern.replacen('*', "mx", 1);
        let Ok(server) = RecordName::parse(&name) else { continue };
        assert!(policy.knows(&server), "{pattern}");
    }
});
