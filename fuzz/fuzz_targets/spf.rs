//! Whatever stands in a list of senders, the look ends, is bounded, and never panics.
#![no_main]

use checkup::{Answer, Answers, Kind, Level, MOST_QUESTIONS, Outcome, Record, judge, next, parse_spf};
use libfuzzer_sys::fuzz_target;
use terms::{DomainName, Timestamp};

fuzz_target!(|lists: Vec<String>| {
    let Ok(domain) = DomainName::parse("bakery.example") else { return };
    let mut answers = Answers::new();
    for text in &lists {
        let _ = parse_spf(text);
    }
    loop {
        let questions = next(&domain, &answers, Level::Records).questions;
        if questions.is_empty() {
            break;
        }
        for question in questions {
            let text = lists.get(answers.len() % lists.len().max(1)).cloned().unwrap_or_default();
            let is_text = question.kind == Kind::Txt;
            answers.insert(Answer {
                question,
                outcome: if is_text { Outcome::Records } else { Outcome::NoRecords },
                records: if is_text { vec![Record::Txt(format!("v=spf1 {text}"))] } else { Vec::new() },
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
    assert!(answers.len() <= MOST_QUESTIONS);
    let judgement = judge(&domain, &answers, Level::Records, Timestamp::UNIX_EPOCH);
    for finding in &judgement.findings {
        assert!(judgement.remedy_for(&finding.check).is_some());
    }
});
