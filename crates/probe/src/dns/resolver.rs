//! Asks the operator's resolvers: which line, how often, how long.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use checkup::{Outcome, Question};
use futures_util::StreamExt as _;
use futures_util::stream::{FuturesOrdered, FuturesUnordered};
use terms::edge::{Chance, random};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::asker::{AskerError, QUESTION_DEADLINE};
use super::line::{Came, Line};
use super::message::Asked;
use super::wire::{self, Expected, HEADER, Heard, Reply};
use crate::gate::resolver;

/// How often a question is sent.
const TRIES: u32 = 3;
/// How long the first try waits; the last one waits until the deadline.
const FIRST_WAIT: Duration = Duration::from_millis(700);
/// The most that chance adds to a wait, so that many questions do not come back together.
const JITTER: Duration = Duration::from_millis(200);
/// The most questions that are in flight to one resolver.
pub const MOST_IN_FLIGHT: usize = 256;
const _: () = assert!(MOST_TOGETHER <= MOST_IN_FLIGHT);
/// The most questions that go out together, and wait for each other. The check-up wants no more about one name.
const MOST_TOGETHER: usize = checkup::MOST_QUESTIONS;
/// The most streams to one resolver at a time.
const MOST_STREAMS: usize = 16;
/// The sockets to one resolver. Several, so that the table of each stays small and an id alone
/// never tells the place of a question.
const LINES: usize = 4;

/// The operator's resolvers.
pub(super) struct Resolvers {
    servers: Vec<Server>,
    chance: Arc<dyn Chance>,
    mixed_case: bool,
}

struct Server {
    address: SocketAddr,
    /// The address as text.
    name: String,
    lines: Vec<Line>,
    turn: AtomicUsize,
    in_flight: Arc<Semaphore>,
    streams: Semaphore,
}

impl Server {
    async fn open(resolver: SocketAddr) -> io::Result<Self> {
        let mut lines = Vec::new();
        for _ in 0..LINES {
            lines.push(Line::open(resolver).await?);
        }
        Ok(Self {
            address: resolver,
            name: resolver.to_string(),
            lines,
            turn: AtomicUsize::new(0),
            in_flight: Arc::new(Semaphore::new(MOST_IN_FLIGHT)),
            streams: Semaphore::new(MOST_STREAMS),
        })
    }
}

impl Resolvers {
    /// Opens the sockets.
    pub(super) async fn open(resolvers: &[SocketAddr], chance: Arc<dyn Chance>) -> Result<Self, AskerError> {
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
        Ok(Self { servers, chance, mixed_case: false })
    }

    /// Mixes the case of letters from now on.
    pub(super) fn mix_case(&mut self) {
        self.mixed_case = true;
    }

    /// Asks questions at the same time, and waits for all of them. What came of each, by its place.
    pub(super) async fn ask(&self, questions: &[Question]) -> Vec<Told> {
        let mut parts: FuturesOrdered<_> =
            questions.chunks(MOST_TOGETHER).map(|some| self.ask_some(some)).collect();
        let mut told = Vec::with_capacity(questions.len());
        while let Some(some) = parts.next().await {
            told.extend(some);
        }
        told
    }

    async fn ask_some(&self, questions: &[Question]) -> Vec<Told> {
        let started = Instant::now();
        let deadline = started + QUESTION_DEADLINE;
        let mut asking: Vec<Asking<'_>> = questions.iter().map(|question| self.begin(question)).collect();
        for attempt in 0..TRIES {
            let mut open: Vec<_> = asking.iter_mut().filter(|asking| !asking.is_over()).collect();
            if open.is_empty() || (attempt > 0 && Instant::now() >= deadline) {
                break;
            }
            let server = attempt as usize % self.servers.len();
            let until = started + self.patience(attempt);
            self.try_once(&mut open, server, until, deadline).await;
        }
        let told = |asking: Asking<'_>| Told {
            server: self.servers.get(asking.server).map(|server| server.name.clone()).unwrap_or_default(),
            reply: asking.reply,
            milliseconds: u32::try_from((asking.ended - started).as_millis()).unwrap_or(u32::MAX),
        };
        asking.into_iter().map(told).collect()
    }

    fn begin<'a>(&self, question: &'a Question) -> Asking<'a> {
        let asked = wire::asked(question, |label| self.mix(label));
        Asking { question, asked, reply: Reply::bare(Outcome::TimedOut), server: 0, ended: Instant::now() }
    }

    /// How long after the start the wait of a try ends.
    fn patience(&self, attempt: u32) -> Duration {
        if attempt + 1 >= TRIES {
            return QUESTION_DEADLINE;
        }
        let [chance] = random(&*self.chance);
        FIRST_WAIT * (attempt + 1) + JITTER * u32::from(chance) / u32::from(u8::MAX)
    }

    fn mix(&self, label: &mut [u8]) {
        if self.mixed_case {
            for byte in label {
                let [chance] = random(&*self.chance);
                if chance & 1 == 1 {
                    byte.make_ascii_uppercase();
                }
            }
        }
    }

    /// Sends the questions once and waits. `until` bounds this try, `deadline` the whole asking:
    /// a stream that was begun may use all that is left.
    async fn try_once(&self, open: &mut [&mut Asking<'_>], number: usize, until: Instant, deadline: Instant) {
        let Some(server) = self.servers.get(number) else { return };
        let turn = server.turn.fetch_add(1, Ordering::Relaxed) % server.lines.len();
        let Some(line) = server.lines.get(turn) else { return };
        // Of all that is asked together there is less than may be in flight.
        let count = u32::try_from(open.len()).unwrap_or(u32::MAX);
        let turns = timeout_at(deadline, server.in_flight.clone().acquire_many_owned(count)).await;
        let Ok(Ok(turns)) = turns else {
            open.iter_mut().for_each(|asking| asking.end(number, Outcome::TimedOut));
            return;
        };
        let batch = line.begin(&*self.chance, turns, open.iter().map(|asking| self.expected(asking)));
        for (place, asking) in open.iter().enumerate() {
            batch.send(place, asking.question.ignoring_seals).await;
        }
        timeout_at(until, batch.all_came()).await.ok();
        let mut streamed = FuturesUnordered::new();
        for (asking, (expected, came)) in open.iter_mut().zip(batch.ends()) {
            match came {
                Came::Heard(Heard::Reply(reply), at) => asking.hear(number, reply, at),
                Came::Heard(Heard::Truncated, _) => {
                    streamed.push(self.ask_by_stream(server, number, asking, expected, deadline));
                }
                Came::Heard(Heard::NotOurs | Heard::Nonsense, _) | Came::Nonsense => {
                    asking.end(number, Outcome::Malformed);
                }
                Came::Broken => asking.end(number, Outcome::Unreachable),
                Came::Nothing => asking.end(number, Outcome::TimedOut),
            }
        }
        while streamed.next().await.is_some() {}
    }

    fn expected(&self, asking: &Asking<'_>) -> Expected {
        let (asked, kind) = (asking.asked.clone(), asking.question.kind);
        Expected { id: 0, asked, kind, exact_case: self.mixed_case }
    }

    async fn ask_by_stream(
        &self,
        server: &Server,
        number: usize,
        asking: &mut Asking<'_>,
        expected: Arc<Expected>,
        deadline: Instant,
    ) {
        let bytes = wire::encode(&expected, asking.question.ignoring_seals);
        match timeout_at(deadline, self.by_stream(server, &expected, &bytes)).await {
            Ok(Ok(reply)) => asking.hear(number, reply, Instant::now()),
            Ok(Err(outcome)) => asking.end(number, outcome),
            Err(_) => asking.end(number, Outcome::TimedOut),
        }
    }

    /// The same question by stream (RFC 7766). The caller holds the deadline over all of it.
    async fn by_stream(&self, server: &Server, expected: &Expected, bytes: &[u8]) -> Result<Reply, Outcome> {
        let _place = server.streams.acquire().await.map_err(|_| Outcome::Unreachable)?;
        let mut stream =
            resolver::stream_to_resolver(server.address).await.map_err(|_| Outcome::Unreachable)?;
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

/// What came of a question.
pub(super) struct Told {
    pub(super) reply: Reply,
    /// Who gave it, or should have.
    pub(super) server: String,
    /// How long it took, all tries together.
    pub(super) milliseconds: u32,
}

/// A question, and how its last try ended.
struct Asking<'a> {
    question: &'a Question,
    asked: Asked,
    reply: Reply,
    server: usize,
    ended: Instant,
}

impl Asking<'_> {
    fn hear(&mut self, server: usize, reply: Reply, at: Instant) {
        (self.server, self.reply, self.ended) = (server, reply, at);
    }

    fn end(&mut self, server: usize, outcome: Outcome) {
        self.hear(server, Reply::bare(outcome), Instant::now());
    }

    /// Another try would not help: DNS told, failed of its own, or sent nonsense. A refusal may be a
    /// limit that passes, silence a lost packet.
    fn is_over(&self) -> bool {
        let outcome = self.reply.outcome;
        outcome.tells() || matches!(outcome, Outcome::ServerFailed | Outcome::Malformed)
    }
}
