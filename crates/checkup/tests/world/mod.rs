//! A small world of records in text, and a resolver that answers from it.
//!
//! One record a line: `name KIND value`. A value that starts with `!` is an outcome instead:
//! `!timeout`, `!servfail`, `!refused`, `!unreachable`, `!malformed`; `!bogus` fails unless seals are
//! ignored. `name ANY !…` stands for every kind.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::expect_used, clippy::panic, reason = "a fixture that does not read is a broken test")]

pub mod faults;
pub mod seal;
pub mod sights;
pub mod visits;

use std::collections::BTreeMap;
use std::net::IpAddr;

use checkup::{
    Answer, Answers, Approach, Judgement, Kind, Level, Observation, Outcome, Question, Reached, Record,
    RecordName, Sight, judge, next,
};
use terms::{DomainName, Timestamp};

/// A firm whose records are all as they should be.
pub const TIDY: &str = "
bakery.example NS ns1.host.example
bakery.example NS ns2.host.example
bakery.example DS !seal
bakery.example DNSKEY !seal
bakery.example SOA ns1.host.example hostmaster.bakery.example 1 7200 3600 1209600 300
bakery.example CAA 0 issue letsencrypt.org
bakery.example A 192.0.2.10
www.bakery.example CNAME bakery.example
bakery.example MX 10 mx.mailfirm.example
mx.mailfirm.example A 192.0.2.25
bakery.example TXT v=spf1 include:spf.mailfirm.example -all
spf.mailfirm.example TXT v=spf1 ip4:192.0.2.0/24 -all
_dmarc.bakery.example TXT v=DMARC1; p=reject; rua=mailto:reports@bakery.example
default._domainkey.bakery.example TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
_mta-sts.bakery.example TXT v=STSv1; id=20260101
mta-sts.bakery.example A 192.0.2.11
_smtp._tls.bakery.example TXT v=TLSRPTv1; rua=mailto:tls@bakery.example
";

/// The moment at which the world is judged.
pub fn now() -> Timestamp {
    "2026-11-27T09:00:00Z".parse().expect("a moment")
}

/// A text as a world: `-` lines take away what stands under a name and kind, others are added.
pub fn tidy_but(edits: &str) -> String {
    let mut lines: Vec<String> = TIDY.lines().map(str::to_owned).collect();
    for edit in edits.lines().map(str::trim).filter(|edit| !edit.is_empty()) {
        match edit.strip_prefix("- ") {
            Some(gone) => {
                let before = lines.len();
                let start = format!("{gone} ");
                lines.retain(|line| !line.starts_with(&start));
                assert!(lines.len() < before, "nothing to take away: {gone}");
            }
            None => lines.push(edit.to_owned()),
        }
    }
    lines.join("\n")
}

pub struct World {
    records: BTreeMap<(String, Kind), Vec<Record>>,
    failures: Vec<(String, Option<Kind>, String)>,
    /// Does the server follow CNAME records, as a resolver does?
    pub recursive: bool,
    /// How close looks go.
    pub level: Level,
    /// What hosts show; any other refuses the connection.
    pub sights: BTreeMap<Approach, Sight>,
    /// Approaches that end otherwise than whole.
    pub ends: BTreeMap<Approach, Reached>,
    /// How sealed names are sealed.
    pub sealing: seal::Sealing,
    /// Does the resolver vouch for what is sealed?
    pub vouches: bool,
}

impl World {
    pub fn new(text: &str) -> Self {
        let mut world = Self {
            records: BTreeMap::new(),
            failures: Vec::new(),
            recursive: true,
            level: Level::Records,
            ends: BTreeMap::new(),
            sights: visits::tidy(),
            sealing: seal::Sealing::default(),
            vouches: false,
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, rest) = line.split_once(' ').expect("a name and a kind");
            let (kind, value) = rest.split_once(' ').expect("a kind and a value");
            let kind = Kind::ALL.into_iter().find(|known| known.word() == kind);
            match value.strip_prefix('!') {
                Some("seal") => {
                    let record = if kind == Some(Kind::Ds) { seal::ds(name) } else { seal::dnskey() };
                    world.records.entry((name.to_owned(), record.kind())).or_default().push(record);
                }
                Some(failure) => world.failures.push((name.to_owned(), kind, failure.to_owned())),
                None => {
                    let kind = kind.unwrap_or_else(|| panic!("no such kind: {line}"));
                    let record = record(kind, value).unwrap_or_else(|| panic!("no such record: {line}"));
                    world.records.entry((name.to_owned(), kind)).or_default().push(record);
                }
            }
        }
        world
    }

    pub fn answer(&self, question: &Question) -> Answer {
        let mut answer = Answer {
            question: question.clone(),
            outcome: Outcome::NoRecords,
            records: Vec::new(),
            aliases: Vec::new(),
            signatures: Vec::new(),
            cut: false,
            sealed: false,
            recursive: self.recursive,
            asked_at: Timestamp::UNIX_EPOCH,
            server: "192.0.2.53:53".to_owned(),
            milliseconds: 1,
        };
        let mut name = question.name.as_str().to_owned();
        loop {
            let failure = self
                .failures
                .iter()
                .find(|(at, kind, _)| *at == name && kind.is_none_or(|kind| kind == question.kind));
            if let Some(outcome) = failure.and_then(|(_, _, word)| outcome(word, question.ignoring_seals)) {
                answer.outcome = outcome;
                answer.aliases.clear();
                return answer;
            }
            if let Some(records) = self.records.get(&(name.clone(), question.kind)) {
                answer.outcome = Outcome::Records;
                answer.records = records.clone();
                answer.sealed = self.vouches;
                if self.records.contains_key(&(name.clone(), Kind::Dnskey)) {
                    let zone = &question.name;
                    answer.signatures = seal::signatures(&self.sealing, zone, question.kind, &answer.records);
                }
                return answer;
            }
            let alias = self.records.get(&(name.clone(), Kind::Cname)).and_then(|found| found.first());
            let Some(Record::Cname(target)) = alias else { break };
            if answer.aliases.contains(target) {
                // Resolvers fail on a circle; a server that does not follow shows it.
                if self.recursive {
                    answer.aliases.clear();
                    answer.outcome = Outcome::ServerFailed;
                }
                return answer;
            }
            answer.aliases.push(target.clone());
            name = target.as_str().to_owned();
            if !self.recursive {
                return answer;
            }
        }
        let below = format!(".{name}");
        let exists = self.records.keys().any(|(known, _)| *known == name || known.ends_with(&below));
        if !exists {
            answer.outcome = Outcome::NoSuchName;
        }
        answer
    }

    pub fn observation(&self, of: Approach) -> Observation {
        let shown = self.sights.get(&of).cloned();
        let usual = if shown.is_some() { Reached::Whole } else { Reached::Refused };
        Observation {
            reached: self.ends.get(&of).copied().unwrap_or(usual),
            of,
            sight: shown.unwrap_or(Sight::Nothing),
            at: sights::moment(sights::OBSERVED_ON),
            milliseconds: 1,
        }
    }

    /// The address that a visitor of a host would dial.
    pub fn address_of(&self, host: &str) -> IpAddr {
        let first = |kind| self.records.get(&(host.to_owned(), kind)).and_then(|records| records.first());
        match (first(Kind::A), first(Kind::Cname)) {
            (Some(Record::A(address)), _) => IpAddr::from(*address),
            (_, Some(Record::Cname(target))) => self.address_of(target.as_str()),
            _ => panic!("{host} has no address"),
        }
    }

    /// The whole conversation.
    pub fn answers(&self, domain: &DomainName) -> Answers {
        let mut answers = Answers::new();
        for _ in 0..100 {
            let wanted = next(domain, &answers, self.level);
            if wanted.is_empty() {
                return answers;
            }
            answers.extend(wanted.questions.iter().map(|question| self.answer(question)));
            answers.extend(wanted.approaches.into_iter().map(|approach| self.observation(approach)));
        }
        panic!("the conversation about {domain} does not end");
    }

    pub fn judge(&self, domain: &str) -> Judgement {
        let domain = DomainName::parse(domain).expect("a name");
        judge(&domain, &self.answers(&domain), self.level, now())
    }
}

fn outcome(word: &str, ignoring_seals: bool) -> Option<Outcome> {
    Some(match word {
        "timeout" => Outcome::TimedOut,
        "servfail" => Outcome::ServerFailed,
        "refused" => Outcome::Refused,
        "unreachable" => Outcome::Unreachable,
        "malformed" => Outcome::Malformed,
        "bogus" if ignoring_seals => return None,
        "bogus" => Outcome::ServerFailed,
        _ => panic!("no such outcome: {word}"),
    })
}

fn record(kind: Kind, value: &str) -> Option<Record> {
    let name = |text: &str| RecordName::parse(text).ok();
    let mut words = value.split(' ');
    Some(match kind {
        Kind::A => Record::A(value.parse().ok()?),
        Kind::Aaaa => Record::Aaaa(value.parse().ok()?),
        Kind::Ns => Record::Ns(name(value)?),
        Kind::Cname => Record::Cname(name(value)?),
        Kind::Ptr => Record::Ptr(name(value)?),
        Kind::Txt => Record::Txt(value.to_owned()),
        Kind::Spf => Record::Spf(value.to_owned()),
        Kind::Mx => Record::Mx { preference: words.next()?.parse().ok()?, host: name(words.next()?)? },
        Kind::Caa => Record::Caa {
            critical: words.next()? != "0",
            tag: words.next()?.to_owned(),
            value: words.next()?.to_owned(),
        },
        Kind::Ds => Record::Ds {
            key_tag: words.next()?.parse().ok()?,
            algorithm: words.next()?.parse().ok()?,
            digest_type: words.next()?.parse().ok()?,
            digest: words.next().unwrap_or_default().to_owned(),
        },
        Kind::Soa => Record::Soa {
            primary: name(words.next()?)?,
            mailbox: name(words.next()?)?,
            numbers: words.map(|word| word.parse().ok()).collect::<Option<Vec<u32>>>()?.try_into().ok()?,
        },
        Kind::Dnskey => Record::Dnskey {
            flags: words.next()?.parse().ok()?,
            algorithm: words.nth(1)?.parse().ok()?,
            key: words.next()?.to_owned(),
        },
        Kind::Tlsa => Record::Tlsa {
            usage: words.next()?.parse().ok()?,
            selector: words.next()?.parse().ok()?,
            matching: words.next()?.parse().ok()?,
            data: words.next()?.to_owned(),
        },
    })
}

/// The findings as text, one a line.
pub fn findings(judgement: &Judgement) -> String {
    let lines: Vec<String> =
        judgement.findings.iter().map(|finding| format!("{}: {}", finding.check, finding.seen)).collect();
    lines.join("\n")
}
