//! The world around the house: time, chance, DNS, a sign-on provider, all as the test wants them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use checkup::{Answer, Answers, Level, Outcome, Record, RecordName};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{
    AskProvider, Later, Look, LookAtDomain, ProviderAnswer, ProviderRequest, Readiness, TellReadiness,
};

/// A clock that stands still until it is moved.
pub struct StillClock(Mutex<Timestamp>);

impl StillClock {
    /// A clock at this moment.
    pub fn at(moment: Timestamp) -> Self {
        Self(Mutex::new(moment))
    }

    /// Moves it on.
    pub fn wait(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Chance that gives the same bytes each time: hashes of a seed and a counter.
pub struct SeededChance {
    seed: u64,
    count: AtomicU64,
}

impl SeededChance {
    /// Chance from this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, count: AtomicU64::new(0) }
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest([self.seed.to_be_bytes(), count.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// A small DNS: names that the test filled in, and nothing else exists.
pub struct FixtureLook {
    clock: Arc<StillClock>,
    zones: Mutex<BTreeMap<RecordName, Vec<Record>>>,
    silent: Mutex<bool>,
}

impl FixtureLook {
    /// A DNS in which no name exists.
    pub fn new(clock: Arc<StillClock>) -> Self {
        Self { clock, zones: Mutex::default(), silent: Mutex::new(false) }
    }

    /// From now on this name has these records.
    pub fn has(&self, name: &str, records: &[Record]) {
        let name = RecordName::parse(name).unwrap();
        self.zones.lock().unwrap().insert(name, records.to_vec());
    }

    /// From now on this name has these texts.
    pub fn has_texts(&self, name: &str, texts: &[&str]) {
        let records: Vec<Record> = texts.iter().map(|text| Record::Txt((*text).to_owned())).collect();
        self.has(name, &records);
    }

    /// From now on no question is answered in time.
    pub fn falls_silent(&self) {
        *self.silent.lock().unwrap() = true;
    }

    fn answer(&self, question: checkup::Question) -> Answer {
        let zones = self.zones.lock().unwrap();
        let (outcome, records) = if *self.silent.lock().unwrap() {
            (Outcome::TimedOut, vec![])
        } else {
            match zones.get(&question.name) {
                None if zones.keys().any(|name| name.is_within(&question.name)) => {
                    (Outcome::NoRecords, vec![])
                }
                None => (Outcome::NoSuchName, vec![]),
                Some(all) => {
                    let found: Vec<Record> =
                        all.iter().filter(|record| record.kind() == question.kind).cloned().collect();
                    if found.is_empty() { (Outcome::NoRecords, vec![]) } else { (Outcome::Records, found) }
                }
            }
        };
        Answer {
            question,
            outcome,
            records,
            aliases: vec![],
            signatures: vec![],
            cut: false,
            sealed: false,
            recursive: true,
            asked_at: self.clock.now(),
            server: "192.0.2.53:53".to_owned(),
            milliseconds: 7,
        }
    }
}

impl FixtureLook {
    /// Every name is locked at its registry and runs for years.
    fn registered(&self, of: checkup::Approach) -> checkup::Observation {
        let seen = checkup::RegistrationSeen {
            found: true,
            expires: Some("2100-01-01T00:00:00Z".parse().unwrap()),
            status: vec!["client transfer prohibited".to_owned()],
            ..checkup::RegistrationSeen::default()
        };
        checkup::Observation {
            of,
            reached: checkup::Reached::Whole,
            sight: checkup::Sight::Registration(seen),
            at: self.clock.now(),
            milliseconds: 7,
        }
    }
}

impl LookAtDomain for FixtureLook {
    fn look<'a>(&'a self, domain: &'a DomainName) -> Later<'a, Look> {
        Box::pin(async move {
            let mut answers = Answers::new();
            loop {
                let open = checkup::next(domain, &answers, Level::Records);
                if open.is_empty() {
                    break;
                }
                for question in open.questions {
                    answers.insert(self.answer(question));
                }
                answers.extend(open.approaches.into_iter().map(|of| self.registered(of)));
            }
            let judgement = checkup::judge(domain, &answers, Level::Records, self.clock.now());
            Look { answers, judgement }
        })
    }
}

/// A sign-on provider that answers what the test listed, in order of the list for each address.
#[derive(Default)]
pub struct ListedProvider {
    answers: Mutex<BTreeMap<String, VecDeque<ProviderAnswer>>>,
    /// What was asked, the oldest first.
    pub asked: Mutex<Vec<ProviderRequest>>,
}

impl ListedProvider {
    /// From now on this address answers so; the last answer of an address is given again and again.
    pub fn answers(&self, address: &str, json: &serde_json::Value) {
        let answer = ProviderAnswer {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: serde_json::to_vec(json).unwrap(),
        };
        self.answers.lock().unwrap().entry(address.to_owned()).or_default().push_back(answer);
    }

    /// Forgets what this address would have answered.
    pub fn forgets(&self, address: &str) {
        self.answers.lock().unwrap().remove(address);
    }
}

impl AskProvider for ListedProvider {
    fn ask<'a>(&'a self, request: ProviderRequest) -> Later<'a, Result<ProviderAnswer, String>> {
        Box::pin(async move {
            let mut answers = self.answers.lock().unwrap();
            let list = answers.get_mut(&request.address);
            let answer = list.and_then(|l| if l.len() > 1 { l.pop_front() } else { l.front().cloned() });
            let said = answer.ok_or_else(|| format!("nothing answers at {}", request.address));
            self.asked.lock().unwrap().push(request);
            said
        })
    }
}

/// Everything works.
pub struct AllIsWell;

impl TellReadiness for AllIsWell {
    fn readiness(&self) -> Later<'_, Vec<Readiness>> {
        Box::pin(async {
            vec![Readiness { what: "store".to_owned(), works: true, says: "it answers".to_owned() }]
        })
    }
}
