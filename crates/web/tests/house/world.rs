//! The world around the house: time, chance, DNS, a sign-on provider, all as the test wants them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use checkup::{
    Answer, Answers, Approach, Level, Observation, Outcome, Question, Reached, Record, RecordName, Sight,
};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{
    AskForProof, AskProvider, Later, Look, LookAtDomain, LookAtLookalike, LookedAtLookalike, ProviderAnswer,
    ProviderRequest, Readiness, TellReadiness,
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
    wild: Mutex<BTreeMap<RecordName, Vec<Record>>>,
    files: Mutex<BTreeMap<String, (u16, String)>>,
    pages: Mutex<BTreeMap<String, String>>,
    silent: Mutex<bool>,
    /// What was looked at and how close, the oldest first.
    pub looked: Mutex<Vec<(String, Level)>>,
    /// Questions about proofs and wishes, the oldest first.
    pub asked: Mutex<Vec<String>>,
}

impl FixtureLook {
    /// A DNS in which no name exists.
    pub fn new(clock: Arc<StillClock>) -> Self {
        Self {
            clock,
            zones: Mutex::default(),
            wild: Mutex::default(),
            files: Mutex::default(),
            pages: Mutex::default(),
            silent: Mutex::new(false),
            looked: Mutex::default(),
            asked: Mutex::default(),
        }
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

    /// From now on every name below this one that has no records of its own has these texts.
    pub fn answers_everything_with(&self, name: &str, texts: &[&str]) {
        let records = texts.iter().map(|text| Record::Txt((*text).to_owned())).collect();
        self.wild.lock().unwrap().insert(RecordName::parse(name).unwrap(), records);
    }

    /// From now on this host answers so when it is asked for the file of a proof.
    pub fn has_file(&self, host: &str, status: u16, text: &str) {
        self.files.lock().unwrap().insert(host.to_owned(), (status, text.to_owned()));
    }

    /// How close the looks at this name went, the oldest first.
    pub fn looks_at(&self, name: &str) -> Vec<Level> {
        let looked = self.looked.lock().unwrap();
        looked.iter().filter(|(of, _)| of == name).map(|(_, level)| *level).collect()
    }

    /// From now on no question is answered in time.
    pub fn falls_silent(&self) {
        *self.silent.lock().unwrap() = true;
    }

    fn wildcard(&self, question: &Question) -> Option<Vec<Record>> {
        let wild = self.wild.lock().unwrap();
        let (_, records) =
            wild.iter().find(|(above, _)| question.name.is_within(above) && question.name != **above)?;
        let found: Vec<Record> = records.iter().filter(|r| r.kind() == question.kind).cloned().collect();
        (!found.is_empty()).then_some(found)
    }

    fn answer(&self, question: Question) -> Answer {
        let zones = self.zones.lock().unwrap();
        let (outcome, records) = if *self.silent.lock().unwrap() {
            (Outcome::TimedOut, vec![])
        } else {
            match zones.get(&question.name) {
                None if self.wildcard(&question).is_some() => {
                    (Outcome::Records, self.wildcard(&question).unwrap_or_default())
                }
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
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look> {
        Box::pin(async move {
            self.looked.lock().unwrap().push((domain.as_ascii().to_owned(), level));
            let mut answers = Answers::new();
            loop {
                let open = checkup::next(domain, &answers, level);
                if open.is_empty() {
                    break;
                }
                for question in open.questions {
                    answers.insert(self.answer(question));
                }
                answers.extend(open.approaches.into_iter().map(|of| match of {
                    Approach::Registration { .. } => self.registered(of),
                    // No host of this world lets anybody in.
                    of => self.seen(of, Reached::Refused, Sight::Nothing),
                }));
            }
            let judgement = checkup::judge(domain, &answers, level, self.clock.now());
            Look { answers, judgement }
        })
    }
}

impl FixtureLook {
    fn seen(&self, of: Approach, reached: Reached, sight: Sight) -> Observation {
        Observation { of, reached, sight, at: self.clock.now(), milliseconds: 5 }
    }
}

impl LookAtLookalike for FixtureLook {
    fn look_at_lookalike<'a>(&'a self, name: &'a DomainName, level: Level) -> Later<'a, LookedAtLookalike> {
        Box::pin(async move {
            self.looked.lock().unwrap().push((name.as_ascii().to_owned(), level));
            let mut answers = Answers::new();
            loop {
                let open = checkup::lookalike::next(name, &answers, level);
                if open.is_empty() {
                    return LookedAtLookalike { answers, level };
                }
                for question in open.questions {
                    answers.insert(self.answer(question));
                }
                answers.extend(open.approaches.into_iter().map(|of| self.stranger(of)));
            }
        })
    }
}

impl FixtureLook {
    /// From now on this host shows such a page to whoever looks at names like a member's.
    pub fn shows(&self, host: &str, body: &str) {
        self.pages.lock().unwrap().insert(host.to_owned(), body.to_owned());
    }

    /// A stranger's host: it shows what the test said, or lets nobody in. Its registry knows when it was registered.
    fn stranger(&self, of: Approach) -> Observation {
        match &of {
            Approach::Registration { .. } => {
                let seen = checkup::RegistrationSeen {
                    found: true,
                    registered: Some("2026-11-18T10:00:00Z".parse().unwrap()),
                    registrar: Some("Names & Co".to_owned()),
                    ..checkup::RegistrationSeen::default()
                };
                self.seen(of, Reached::Whole, Sight::Registration(seen))
            }
            Approach::Page { host, .. } => match self.pages.lock().unwrap().get(host.as_str()) {
                Some(body) => {
                    let fields = [("content-type".to_owned(), "text/html".to_owned())];
                    let page = checkup::read_page(200, &fields, body.as_bytes());
                    self.seen(of.clone(), Reached::Whole, Sight::Page(page))
                }
                None => self.seen(of.clone(), Reached::Refused, Sight::Nothing),
            },
            _ => self.seen(of, Reached::Refused, Sight::Nothing),
        }
    }
}

impl AskForProof for FixtureLook {
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(question.to_string());
            self.answer(question.clone())
        })
    }

    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        Box::pin(async move {
            let Approach::ProofFile { host, .. } = approach else {
                panic!("only files of proofs are wished for, not {approach}")
            };
            self.asked.lock().unwrap().push(approach.to_string());
            match self.files.lock().unwrap().get(host.as_str()) {
                Some((status, text)) => {
                    let sight = Sight::ProofFile { status: *status, text: text.clone() };
                    self.seen(approach.clone(), Reached::Whole, sight)
                }
                None => self.seen(approach.clone(), Reached::Refused, Sight::Nothing),
            }
        })
    }

    fn reads_files(&self) -> bool {
        true
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

/// Shows what strangers sent, in this process.
pub struct InThisProcess;

impl web::ports::ShowInert for InThisProcess {
    fn show(&self, kind: evidence::Kind, bytes: Vec<u8>) -> Later<'_, evidence::Inert> {
        Box::pin(async move { evidence::inert_copy(kind, &bytes) })
    }
}
