//! Whatever a sender says of itself and whatever DNS answers, a mail is judged after a bounded number of
//! questions, none of which is asked twice.
#![no_main]

use std::net::IpAddr;

use checkup::{Answer, Answers, Kind, Outcome, Record, RecordName, Sending, SpfTurn, check_host};
use libfuzzer_sys::fuzz_target;
use terms::Timestamp;

/// Ten terms with ten names each, their own questions, and those of a proven name.
const MOST_QUESTIONS: usize = 150;

fuzz_target!(|input: (String, String, [u8; 4], Vec<String>, Vec<u8>)| {
    let (helo, sender, ip, texts, outcomes) = input;
    let sending = Sending {
        ip: IpAddr::from(ip),
        helo: &helo,
        sender: &format!("{sender}@bakery.example"),
        receiver: "receiver.example",
        now: Timestamp::UNIX_EPOCH,
    };
    let mut answers = Answers::new();
    while let SpfTurn::Ask(question) = check_host(&sending, &answers) {
        assert!(answers.get(&question).is_none() && answers.len() < MOST_QUESTIONS, "{question}");
        let nth = answers.len();
        let text = texts.get(nth % texts.len().max(1)).cloned().unwrap_or_default();
        let host = || RecordName::parse(&format!("m{nth}.example")).ok();
        let record = match question.kind {
            Kind::Txt => Some(Record::Txt(format!("v=spf1 {text}"))),
            Kind::A => Some(Record::A(ip.into())),
            Kind::Mx => host().map(|host| Record::Mx { preference: 1, host }),
            Kind::Ptr => host().map(Record::Ptr),
            _ => None,
        };
        let outcome = match outcomes.get(nth % outcomes.len().max(1)).map(|seed| seed % 6) {
            Some(0) => Outcome::TimedOut,
            Some(1) => Outcome::NoSuchName,
            Some(2) => Outcome::NoRecords,
            _ => Outcome::Records,
        };
        answers.insert(Answer {
            question,
            outcome,
            records: if outcome == Outcome::Records { record.into_iter().collect() } else { Vec::new() },
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
});
