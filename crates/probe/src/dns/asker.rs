//! Asks the questions: which line, how often, how long.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use checkup::{Answer, Answers, Level, Outcome, Question};
use terms::edge::{Chance, Clock, random};
use terms::{DomainName, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::line::Line;
use super::round::{Look, Round};
use super::wire::{self, Expected, HEADER, Heard, Reply};
use crate::gate;

/// How long one question may take, all tries together.
pub const QUESTION_DEADLINE: Duration = Duration::from_secs(3);
/// How often a question is sent.
const TRIES: u32 = 3;
/// How long the first try waits; the last one waits until the deadline.
const FIRST_WAIT: Duration = Duration::from_millis(700);
/// The most that chance adds to a wait, so that many questions do not come back together.
const JITTER: Duration = Duration::from_millis(200);
/// The most questions that are in flight to one resolver.
pub const MOST_IN_FLIGHT: usize = 256;
/// The most streams to one resolver at a time.
const MOST_STREAMS: usize = 16;
/// The sockets to one resolver. Several, so that the table of each stays small and an id alone
/// never tells the place of a question.
const LINES: usize = 4;

/// Why no asker could be made.
#[derive(Debug, thiserror::Error)]
pub enum AskerError {
    /// There is no resolver to ask.
    #[error("no resolver is known; name one, for example 127.0.0.1:53")]
    NoResolver,
    /// The system gave no socket.
    #[error("no way to the resolver {resolver}")]
    NoSocket {
        /// The resolver that was meant.
        resolver: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Asks DNS through the operator's resolvers. Cheap to clone; clones share sockets and caps.
#[derive(Clone)]
pub struct Asker(Arc<Inner>);

struct Inner {
    servers: Vec<Server>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    mixed_case: bool,
}

struct Server {
    lines: Vec<Line>,
    turn: AtomicUsize,
    in_flight: Semaphore,
    streams: Semaphore,
}

impl Server {
    async fn open(resolver: SocketAddr) -> io::Result<Self> {
        let mut lines = Vec::new();
        for _ in 0..LINES {
            lines.push(Line::open(resolver).await?);
        }
        Ok(Self {
            lines,
            turn: AtomicUsize::new(0),
            in_flight: Semaphore::new(MOST_IN_FLIGHT),
            streams: Semaphore::new(MOST_STREAMS),
        })
    }
}

impl Asker {
    /// Opens the sockets. The first resolver is asked first, the others where it does not answer.
    ///
    /// # Errors
    /// [`AskerError`] when there is no resolver, or the system gives no socket to any of them.
    pub async fn open(
        resolvers: &[SocketAddr],
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, AskerError> {
        let mut servers = Vec::new();
        let mut trouble = AskerError::NoResolver;
        for resolver in resolvers {
            match Server::open(*resolver).await {
                Ok(server) => servers.push(server),
                Err(source) => trouble = AskerError::NoSocket { resolver: *resolver, source },
            }
        }
        if servers.is_empty() {
            return Err(trouble);
        }
        Ok(Self(Arc::new(Inner { servers, clock, chance, mixed_case: false })))
    }

    /// Mixes the case of letters by chance and takes only replies that repeat it: sixteen bits of id
    /// become more (draft-vixie-dnsext-dns0x20). Some old resolvers do not repeat it. To be called before the first
    /// clone; clones that are there already keep their way.
    #[must_use]
    pub fn with_mixed_case(self) -> Self {
        let inner = self.0;
        match Arc::try_unwrap(inner) {
            Ok(inner) => Self(Arc::new(Inner { mixed_case: true, ..inner })),
            Err(shared) => Self(shared),
        }
    }

    /// Asks all questions at the same time. Every question gets an answer; what went wrong on the way
    /// is its outcome.
    pub async fn ask(&self, questions: &[Question]) -> Answers {
        let mut tasks = JoinSet::new();
        for question in questions {
            let (asker, question) = (self.clone(), question.clone());
            tasks.spawn(async move { asker.ask_one(&question).await });
        }
        let mut answers = Answers::new();
        while let Some(done) = tasks.join_next().await {
            answers.extend(done);
        }
        answers
    }

    /// Looks at one name: asks what the check-up wants to know until it wants no more.
    pub async fn look(&self, domain: &DomainName, level: Level) -> Look {
        Round::new(self.clone()).look(domain, level).await
    }

    /// A run over many names, in which what they have in common is asked once.
    pub fn round(&self) -> Round {
        Round::new(self.clone())
    }

    /// The moment it is now.
    pub(super) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Asks one question.
    pub async fn ask_one(&self, question: &Question) -> Answer {
        let asked_at = self.now();
        let started = Instant::now();
        let mut end = Ending { outcome: Outcome::TimedOut, reply: None, server: 0 };
        if let Some(query) = wire::query(question, |label| self.mix(label)) {
            for attempt in 0..TRIES {
                let server = attempt as usize % self.0.servers.len();
                let until = started + self.patience(attempt);
                end =
                    self.try_once(question, query.clone(), server, until, started + QUESTION_DEADLINE).await;
                if end.is_final() || Instant::now() >= started + QUESTION_DEADLINE {
                    break;
                }
            }
        } else {
            end.outcome = Outcome::Malformed;
        }
        let milliseconds = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let reply = end.reply.unwrap_or_else(|| Reply {
            outcome: end.outcome,
            records: Vec::new(),
            aliases: Vec::new(),
            signatures: Vec::new(),
            cut: false,
            sealed: false,
            recursive: false,
        });
        Answer {
            question: question.clone(),
            outcome: reply.outcome,
            records: reply.records,
            aliases: reply.aliases,
            signatures: reply.signatures,
            cut: reply.cut,
            sealed: reply.sealed,
            recursive: reply.recursive,
            asked_at,
            server: self.address(end.server),
            milliseconds,
        }
    }

    fn address(&self, server: usize) -> String {
        let line = self.0.servers.get(server).and_then(|server| server.lines.first());
        line.map(|line| line.server.to_string()).unwrap_or_default()
    }

    /// How long after the start the wait of a try ends.
    fn patience(&self, attempt: u32) -> Duration {
        if attempt + 1 >= TRIES {
            return QUESTION_DEADLINE;
        }
        let [chance] = random(&*self.0.chance);
        FIRST_WAIT * (attempt + 1) + JITTER * u32::from(chance) / u32::from(u8::MAX)
    }

    fn mix(&self, label: &mut [u8]) {
        if self.0.mixed_case {
            for byte in label {
                let [chance] = random(&*self.0.chance);
                if chance & 1 == 1 {
                    byte.make_ascii_uppercase();
                }
            }
        }
    }

    /// Sends the question once and waits. `until` bounds this try, `deadline` the whole question:
    /// a stream that was begun may use all that is left.
    async fn try_once(
        &self,
        question: &Question,
        query: hickory_proto::op::Query,
        number: usize,
        until: Instant,
        deadline: Instant,
    ) -> Ending {
        let ending = |outcome| Ending { outcome, reply: None, server: number };
        let Some(server) = self.0.servers.get(number) else { return ending(Outcome::Unreachable) };
        let Ok(Ok(_place)) = timeout_at(deadline, server.in_flight.acquire()).await else {
            return ending(Outcome::TimedOut);
        };
        let turn = server.turn.fetch_add(1, Ordering::Relaxed) % server.lines.len();
        let Some(line) = server.lines.get(turn) else { return ending(Outcome::Unreachable) };
        let make = |id| Expected { id, query, kind: question.kind, exact_case: self.0.mixed_case };
        let mut ticket = line.take_place(&*self.0.chance, make);
        let Some(bytes) = wire::encode(&ticket.expected, question.ignoring_seals) else {
            return ending(Outcome::Malformed);
        };
        if line.send(&bytes).await.is_err() {
            return ending(Outcome::Unreachable);
        }
        match timeout_at(until, ticket.heard()).await {
            Ok(Some(Heard::Reply(reply))) => {
                Ending { outcome: reply.outcome, reply: Some(reply), server: number }
            }
            Ok(Some(Heard::Truncated)) => {
                let expected = ticket.expected.clone();
                match timeout_at(deadline, self.by_stream(server, &expected, &bytes)).await {
                    Ok(Ok(reply)) => Ending { outcome: reply.outcome, reply: Some(reply), server: number },
                    Ok(Err(outcome)) => ending(outcome),
                    Err(_) => ending(Outcome::TimedOut),
                }
            }
            Ok(_) => ending(Outcome::Unreachable),
            Err(_) if ticket.heard_nonsense() => ending(Outcome::Malformed),
            Err(_) => ending(Outcome::TimedOut),
        }
    }

    /// The same question by stream (RFC 7766). The caller holds the deadline over all of it.
    async fn by_stream(&self, server: &Server, expected: &Expected, bytes: &[u8]) -> Result<Reply, Outcome> {
        let _place = server.streams.acquire().await.map_err(|_| Outcome::Unreachable)?;
        let address = server.lines.first().map(|line| line.server).ok_or(Outcome::Unreachable)?;
        let mut stream = gate::stream_to_resolver(address).await.map_err(|_| Outcome::Unreachable)?;
        let length = u16::try_from(bytes.len()).map_err(|_| Outcome::Malformed)?;
        let mut framed = length.to_be_bytes().to_vec();
        framed.extend_from_slice(bytes);
        stream.write_all(&framed).await.map_err(|_| Outcome::Unreachable)?;
        let length = stream.read_u16().await.map_err(|_| Outcome::Unreachable)?;
        if usize::from(length) < HEADER {
            return Err(Outcome::Malformed);
        }
        let mut reply = vec![0; usize::from(length)];
        stream.read_exact(&mut reply).await.map_err(|_| Outcome::Unreachable)?;
        match wire::read(&reply, expected) {
            Heard::Reply(reply) => Ok(reply),
            Heard::Truncated | Heard::NotOurs | Heard::Nonsense => Err(Outcome::Malformed),
        }
    }
}

/// How a try ended.
struct Ending {
    outcome: Outcome,
    reply: Option<Reply>,
    server: usize,
}

impl Ending {
    /// Another try would not help: DNS told, failed of its own, or sent nonsense. A refusal may be a
    /// limit that passes, silence a lost packet.
    fn is_final(&self) -> bool {
        self.outcome.tells() || matches!(self.outcome, Outcome::ServerFailed | Outcome::Malformed)
    }
}
