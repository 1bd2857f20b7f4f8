//! A run over one or many names, in which what they have in common is asked once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use checkup::{Answer, Answers, Approach, Level, Observation, Outcome, Question, Reached, RecordName, Sight};
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use terms::{DomainName, Timestamp};
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use super::asker::Asker;
use crate::scout::Scout;

/// The most answers that a run keeps for the next name. Past it, common questions are asked again.
pub const MOST_SHARED: usize = 200_000;
/// The most observations that a run keeps for the next name: a city has a few thousand different mail servers.
pub const MOST_SHARED_SIGHTS: usize = 5_000;
/// The most rounds of questions about one name. Each round waits for the one before; a tidy name
/// needs two or three, a deep list of senders a few more.
const MOST_ROUNDS: usize = 16;

/// One name, looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// The name.
    pub domain: DomainName,
    /// How close the look went.
    pub level: Level,
    /// What DNS said, and what hosts showed.
    pub answers: Answers,
    /// When the look ended.
    pub ended_at: Timestamp,
}

/// A run over many names. Answers about other people's names (a mail company's servers and lists), and what
/// was seen at their hosts, are shared; the name itself is asked about and approached anew each time. Cheap to clone.
#[derive(Clone)]
pub struct Round {
    asker: Asker,
    scout: Option<Scout>,
    shared: Shelf<Question, Answer>,
    sights: Shelf<Approach, Observation>,
}

/// What names of a run have in common, each found out once.
type Shelf<K, V> = Arc<Mutex<HashMap<K, Arc<OnceCell<V>>>>>;

impl Round {
    pub(super) fn new(asker: Asker) -> Self {
        Self { asker, scout: None, shared: Arc::default(), sights: Arc::default() }
    }

    /// The same run with somebody who approaches hosts. Without, every approach is answered with "not allowed".
    #[must_use]
    pub fn with_scout(self, scout: Scout) -> Self {
        Self { scout: Some(scout.asking(self.asker.clone())), ..self }
    }

    /// Looks at one name: asks what the check-up wants to know until it wants no more.
    ///
    /// Boxed, so that the work is compiled here with the care that this room is built with, whoever waits for it.
    pub fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> BoxFuture<'a, Look> {
        Box::pin(self.look_until_nothing_is_wanted(domain, level))
    }

    async fn look_until_nothing_is_wanted(&self, domain: &DomainName, level: Level) -> Look {
        let own = RecordName::from(&domain.registrable());
        let mut answers = Answers::new();
        for _ in 0..MOST_ROUNDS {
            let wanted = checkup::next(domain, &answers, level);
            if wanted.is_empty() {
                break;
            }
            debug_assert!(wanted.approaches.iter().all(|approach| approach.level() <= level));
            let asked = self.ask(wanted.questions, &own);
            let approached = self.approach(wanted.approaches, level, &own);
            let (asked, approached) = tokio::join!(asked, approached);
            answers.extend(asked);
            answers.extend(approached);
        }
        Look { domain: domain.clone(), level, answers, ended_at: self.asker.now() }
    }

    /// Looks at many names, `at_once` of them at a time, and hands each look over as it ends.
    pub async fn look_many(
        &self,
        domains: impl IntoIterator<Item = DomainName>,
        level: Level,
        at_once: usize,
        mut each: impl FnMut(Look),
    ) {
        let mut domains = domains.into_iter();
        let mut tasks = JoinSet::new();
        loop {
            while tasks.len() < at_once.max(1)
                && let Some(domain) = domains.next()
            {
                let round = self.clone();
                tasks.spawn(async move { round.look(&domain, level).await });
            }
            match tasks.join_next().await {
                Some(Ok(look)) => each(look),
                // A look neither panics nor is stopped from outside; if one were, the others go on.
                Some(Err(error)) => tracing::error!(%error, "a look ended early"),
                None => return,
            }
        }
    }

    /// Carries out approaches at the same time; the gate spaces those to one address. Nothing above the level of the
    /// look is ever made, whatever is wanted.
    async fn approach(&self, wanted: Vec<Approach>, level: Level, own: &RecordName) -> Vec<Observation> {
        let mut tasks = JoinSet::new();
        let mut observations = Vec::new();
        for approach in wanted {
            let Some(scout) = self.scout.clone().filter(|_| approach.level() <= level) else {
                observations.push(self.not_made(approach));
                continue;
            };
            let cell =
                if is_of(&approach, own) { None } else { place(&self.sights, &approach, MOST_SHARED_SIGHTS) };
            tasks.spawn(async move {
                match cell {
                    Some(cell) => approach_shared(&cell, &scout, &approach).await,
                    None => scout.approach(&approach).await,
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            observations.extend(done);
        }
        observations
    }

    fn not_made(&self, of: Approach) -> Observation {
        Observation {
            of,
            reached: Reached::NotAllowed,
            sight: Sight::Nothing,
            at: self.asker.now(),
            milliseconds: 0,
        }
    }

    async fn ask(&self, questions: Vec<Question>, own: &RecordName) -> Vec<Answer> {
        let (mut answers, mut alone) = (Vec::with_capacity(questions.len()), Vec::new());
        let shared = FuturesUnordered::new();
        for question in questions {
            let cell =
                if question.name.is_within(own) { None } else { place(&self.shared, &question, MOST_SHARED) };
            match cell {
                None => alone.push(question),
                Some(cell) => match cell.get() {
                    Some(answer) => answers.push(answer.clone()),
                    None => shared.push(self.ask_shared(cell, question)),
                },
            }
        }
        let (told, met) = tokio::join!(self.asker.ask_all(&alone), shared.collect::<Vec<_>>());
        answers.extend(told);
        answers.extend(met);
        answers
    }

    /// Asks once for all names of the run. Only what DNS told is kept: a time-out of one name must not
    /// become the fate of all.
    async fn ask_shared(&self, cell: Arc<OnceCell<Answer>>, question: Question) -> Answer {
        let asked = cell.get_or_try_init(|| async {
            let answer = self.asker.ask_kept(&question).await;
            if answer.outcome.tells() || answer.outcome == Outcome::ServerFailed {
                Ok(answer)
            } else {
                Err(answer)
            }
        });
        match asked.await {
            Ok(answer) => answer.clone(),
            Err(answer) => answer,
        }
    }
}

/// Is this approach about the name itself? Everything else may be met again at the next name.
fn is_of(approach: &Approach, own: &RecordName) -> bool {
    match approach {
        Approach::Page { host, .. }
        | Approach::SecurePage { host, .. }
        | Approach::MailServer { host, .. }
        | Approach::OldTls { host, .. }
        | Approach::ProofFile { host, .. }
        | Approach::ExposedFiles { host, .. }
        | Approach::MailRelay { host, .. } => host.is_within(own),
        Approach::MailPolicy { domain, .. } => domain.is_within(own),
        Approach::ZoneTransfer { zone, .. } => zone.is_within(own),
        Approach::Registration { domain } => RecordName::from(domain).is_within(own),
        Approach::OpenDoors { .. } => false,
    }
}

/// Approaches once for all names of the run. Only what a host told is kept, or that nobody listens there.
async fn approach_shared(cell: &OnceCell<Observation>, scout: &Scout, approach: &Approach) -> Observation {
    let approached = cell.get_or_try_init(|| async {
        let observation = scout.approach(approach).await;
        if observation.reached.tells() || observation.reached == Reached::Refused {
            Ok(observation)
        } else {
            Err(observation)
        }
    });
    match approached.await {
        Ok(observation) => observation.clone(),
        Err(observation) => observation,
    }
}

/// The shared place on a shelf, if there is room.
fn place<K: Clone + Eq + std::hash::Hash, V>(
    shelf: &Shelf<K, V>,
    key: &K,
    most: usize,
) -> Option<Arc<OnceCell<V>>> {
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cell) = shelf.get(key) {
        return Some(cell.clone());
    }
    if shelf.len() >= most {
        return None;
    }
    let cell = Arc::new(OnceCell::new());
    shelf.insert(key.clone(), cell.clone());
    Some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{Gate, Pace, StandIn};
    use crate::scout::{Introduction, Roots};
    use std::net::IpAddr;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use terms::EmailAddress;
    use terms::edge::{Chance, Clock};
    use tokio::io::AsyncWriteExt;

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }
    impl Chance for Still {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    const ADDRESS: &str = "192.0.2.25";

    /// A run whose only host is a mail server without encryption; its calls are counted.
    async fn run() -> (Round, Arc<AtomicUsize>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let calls = Arc::new(AtomicUsize::new(0));
        let count = calls.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                stream.write_all(b"220 hi\r\n250 hi\r\n").await.unwrap();
                tokio::spawn(async move { tokio::io::copy(&mut stream, &mut tokio::io::sink()).await });
            }
        });
        let pace = Pace { between: std::time::Duration::ZERO, ..Pace::default() };
        let stand_in = StandIn::at(ADDRESS.parse().unwrap(), 25, at).unwrap();
        let introduction = Introduction {
            agent: "Watchhouse (+https://centre.example/)".into(),
            host: DomainName::parse("centre.example").unwrap(),
            mailbox: EmailAddress::parse("a@centre.example").unwrap(),
        };
        let gate = Gate::to_stand_ins(pace, vec![stand_in]);
        let scout = Scout::open(gate, Roots::mozilla(), introduction, Arc::new(Still), Arc::new(Still));
        let asker =
            Asker::open(&["127.0.0.1:9".parse().unwrap()], Arc::new(Still), Arc::new(Still)).await.unwrap();
        (asker.round().with_scout(scout), calls)
    }

    fn server(host: &str) -> Approach {
        let address: IpAddr = ADDRESS.parse().unwrap();
        Approach::MailServer { host: RecordName::parse(host).unwrap(), address }
    }

    fn firm(name: &str) -> RecordName {
        RecordName::parse(name).unwrap()
    }

    #[tokio::test]
    async fn a_providers_server_is_met_once_a_run_and_a_firms_own_each_time() {
        let (round, calls) = run().await;
        for name in ["bakery.example", "shoes.example", "bank.example"] {
            let seen = round.approach(vec![server("mx.provider.test")], Level::Visitor, &firm(name)).await;
            assert_eq!(seen[0].reached, Reached::Whole);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        for _ in 0..2 {
            round
                .approach(vec![server("mail.bakery.example")], Level::Visitor, &firm("bakery.example"))
                .await;
        }
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn nothing_above_the_level_is_made_whatever_is_wanted() {
        let (round, calls) = run().await;
        let address: IpAddr = ADDRESS.parse().unwrap();
        let host = firm("mail.bakery.example");
        let wanted = vec![Approach::MailRelay { host, address }, Approach::OpenDoors { address }];
        let seen = round.approach(wanted, Level::Visitor, &firm("bakery.example")).await;
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|one| one.reached == Reached::NotAllowed && one.sight == Sight::Nothing));
        let seen = round
            .approach(vec![server("mail.bakery.example")], Level::Records, &firm("bakery.example"))
            .await;
        assert_eq!(seen[0].reached, Reached::NotAllowed);
        assert_eq!(calls.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_run_without_a_scout_approaches_nobody() {
        let (round, calls) = run().await;
        let round = Round { scout: None, ..round };
        let seen = round
            .approach(vec![server("mail.bakery.example")], Level::Visitor, &firm("bakery.example"))
            .await;
        assert_eq!((seen[0].reached, calls.load(Ordering::SeqCst)), (Reached::NotAllowed, 0));
    }

    #[test]
    fn a_shelf_has_room_for_so_many_and_then_shares_no_more() {
        let shelf: Shelf<u32, u32> = Arc::default();
        assert!(place(&shelf, &1, 2).is_some() && place(&shelf, &2, 2).is_some());
        assert!(place(&shelf, &3, 2).is_none());
        assert!(place(&shelf, &1, 2).is_some(), "what stands there stays");
    }
}
