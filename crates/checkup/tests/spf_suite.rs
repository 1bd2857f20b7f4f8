//! The test suite of RFC 7208 (release 2014.04, `fixtures/rfc7208-tests.json`, its licence beside it): all 203
//! cases, each asked and answered as a receiver would.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use std::collections::BTreeMap;
use std::net::IpAddr;

use checkup::{
    Answer, Answers, Kind, Outcome, Question, Record, RecordName, Sending, SpfResult, SpfTurn, check_host,
};
use serde::Deserialize;
use serde_json::Value;
use terms::Timestamp;

/// More questions than any case may need: ten terms with ten names each.
const MOST_QUESTIONS: usize = 120;

#[derive(Deserialize)]
struct Scenario {
    description: String,
    tests: BTreeMap<String, Case>,
    zonedata: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
struct Case {
    helo: String,
    host: IpAddr,
    mailfrom: String,
    result: Value,
    explanation: Option<String>,
}

fn suite() -> Vec<Scenario> {
    serde_json::from_str(include_str!("fixtures/rfc7208-tests.json")).unwrap()
}

/// The suite's zones as a small DNS. A text of type SPF stands for one of type TXT as well, unless the name has
/// texts of its own.
struct Zones<'a>(&'a BTreeMap<String, Vec<Value>>);

impl Zones<'_> {
    fn entries(&self, name: &str) -> Option<&Vec<Value>> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, entries)| entries)
    }

    fn answer(&self, question: &Question) -> Answer {
        let mut answer = Answer {
            question: question.clone(),
            outcome: Outcome::NoSuchName,
            records: vec![],
            aliases: vec![],
            signatures: vec![],
            cut: false,
            sealed: false,
            recursive: true,
            asked_at: Timestamp::UNIX_EPOCH,
            server: String::new(),
            milliseconds: 0,
        };
        let mut name = question.name.as_str().to_owned();
        for _ in 0..8 {
            let Some(entries) = self.entries(&name) else { return answer };
            answer.records = records(entries, question.kind);
            answer.outcome = match answer.records.is_empty() {
                false => Outcome::Records,
                true if entries.contains(&Value::from("TIMEOUT")) => Outcome::TimedOut,
                true => Outcome::NoRecords,
            };
            let alias = entries.iter().find_map(|entry| entry.get("CNAME")?.as_str());
            let Some(alias) = alias.filter(|_| answer.outcome == Outcome::NoRecords) else { return answer };
            let alias = RecordName::parse(alias).unwrap();
            name = alias.as_str().to_owned();
            answer.aliases.push(alias);
        }
        answer.outcome = Outcome::ServerFailed;
        answer
    }
}

fn records(entries: &[Value], kind: Kind) -> Vec<Record> {
    let of = |word: &str| entries.iter().filter_map(|entry| entry.get(word)).collect::<Vec<&Value>>();
    let name = |value: &Value| RecordName::parse(value.as_str().unwrap()).unwrap();
    // Each character of a text stands for one byte, as in the records of an answer.
    let text = |value: &Value| match value {
        Value::Array(strings) => strings.iter().map(|s| s.as_str().unwrap()).collect(),
        value => value.as_str().unwrap().to_owned(),
    };
    match kind {
        Kind::A => of("A").iter().map(|v| Record::A(v.as_str().unwrap().parse().unwrap())).collect(),
        Kind::Aaaa => of("AAAA").iter().map(|v| Record::Aaaa(v.as_str().unwrap().parse().unwrap())).collect(),
        Kind::Ptr => of("PTR").iter().map(|v| Record::Ptr(name(v))).collect(),
        Kind::Mx => of("MX")
            .iter()
            .map(|v| Record::Mx {
                preference: u16::try_from(v[0].as_u64().unwrap()).unwrap(),
                host: match v[1].as_str().unwrap() {
                    "" => RecordName::parse(".").unwrap(),
                    _ => name(&v[1]),
                },
            })
            .collect(),
        Kind::Txt => {
            let own = of("TXT");
            let texts = if own.is_empty() { of("SPF") } else { own };
            texts.into_iter().map(text).filter(|text| text != "NONE").map(Record::Txt).collect()
        }
        _ => vec![],
    }
}

fn word(result: SpfResult) -> &'static str {
    match result {
        SpfResult::None => "none",
        SpfResult::Neutral => "neutral",
        SpfResult::Pass => "pass",
        SpfResult::Fail => "fail",
        SpfResult::SoftFail => "softfail",
        SpfResult::TempError => "temperror",
        SpfResult::PermError => "permerror",
    }
}

/// What a receiver comes to, asking one question after the other.
fn judged(zones: &Zones<'_>, case: &Case) -> (SpfResult, Option<String>) {
    let sending = Sending {
        ip: case.host,
        helo: &case.helo,
        sender: &case.mailfrom,
        receiver: "receiver.example",
        now: Timestamp::UNIX_EPOCH,
    };
    let mut answers = Answers::new();
    loop {
        match check_host(&sending, &answers) {
            SpfTurn::Done { result, explanation } => return (result, explanation),
            SpfTurn::Ask(question) => {
                assert!(answers.get(&question).is_none(), "{question} was asked before");
                assert!(answers.len() < MOST_QUESTIONS, "the conversation does not end");
                answers.insert(zones.answer(&question));
            }
        }
    }
}

#[test]
fn all_cases_of_the_suite_of_rfc_7208_come_out_as_they_should() {
    let (mut cases, mut wrong) = (0, Vec::new());
    for scenario in suite() {
        let zones = Zones(&scenario.zonedata);
        for (id, case) in &scenario.tests {
            cases += 1;
            let (result, explanation) = judged(&zones, case);
            let right = match &case.result {
                Value::Array(several) => several.contains(&Value::from(word(result))),
                one => *one == word(result),
            };
            let words_right = match case.explanation.as_deref() {
                None => true,
                Some("DEFAULT") => explanation.is_none(),
                Some(words) => explanation.as_deref() == Some(words),
            };
            if !right || !words_right {
                let (description, wanted) = (&scenario.description, &case.result);
                wrong.push(format!("{description}: {id}: {} {explanation:?}, not {wanted}", word(result)));
            }
        }
    }
    assert_eq!(cases, 203);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
