//! Whatever stands in a rule for forged mail, it is read or passed over, and the line to paste reads.
#![no_main]

use checkup::{Answer, Answers, Kind, Level, Outcome, Record, judge, next, parse_dmarc};
use libfuzzer_sys::fuzz_target;
use terms::{DomainName, Timestamp};

fuzz_target!(|rule: &str| {
    let Ok(domain) = DomainName::parse("bakery.example") else { return };
    let text: String = rule.bytes().map(char::from).collect();
    let parsed = parse_dmarc(&text);
    let mut answers = Answers::new();
    loop {
        let questions = next(&domain, &answers, Level::Records).questions;
        if questions.is_empty() {
            break;
        }
        for question in questions {
            let is_rule = question.kind == Kind::Txt && question.name.as_str() == "_dmarc.bakery.example";
            answers.insert(Answer {
                question,
                outcome: if is_rule { Outcome::Records } else { Outcome::NoRecords },
                records: if is_rule { vec![Record::Txt(text.clone())] } else { Vec::new() },
                aliases: Vec::new(),
                signatures: Vec::new(),
                cut: false,
                sealed: false,
                recursive: true,
                asked_at: Timestamp::UNIX_EPOCH,
                server: String::new(),
                milliseconds: 0,
            });
        }
    }
    let judgement = judge(&domain, &answers, Level::Records, Timestamp::UNIX_EPOCH);
    assert_eq!(judgement.setting.dmarc.is_some(), parsed.is_some());
    for finding in &judgement.findings {
        let remedy = judgement.remedy_for(&finding.check);
        let Some(paste) = remedy.and_then(|remedy| remedy.paste) else { continue };
        assert!(paste.name != "_dmarc" || parse_dmarc(&paste.value).is_some(), "{}", paste.value);
    }
});
