//! Asks the operator's resolvers: which line, how often, how long.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use checkup::{Outcome, Question};
use terms::edge::{Chance, random};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::asker::{AskerError, QUESTION_DEADLINE};
use super::line::Line;
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
/// The most streams to one resolver at a time.
const MOST_STREAMS: usize = 16;
/// The sockets to one resolver. Several, so that the table of each stays small and an id alone
/// never tells the place of a question.
const LINES: usize = 4;
/// Stands where no resolver does; there always is one.
const NOBODY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), 0);

/// The operator's resolvers.
pub(super) struct Resolvers {
    servers: Vec<Server>,
    chance: Arc<dyn Chance>,
    mixed_case: bool,
}

struct Server {
    address: SocketAddr,
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
            address: resolver,
            lines,
            turn: AtomicUsize::new(0),
            in_flight: Semaphore::new(MOST_IN_FLIGHT),
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

    /// Asks one question: the reply, and who gave it or should have.
    pub(super) async fn ask(&self, question: &Question) -> (Reply, SocketAddr) {
        let started = Instant::now();
        let deadline = started + QUESTION_DEADLINE;
        let mut end = Ending { outcome: Outcome::TimedOut, reply: None, server: 0 };
        let asked = wire::asked(question, |label| self.mix(label));
        for attempt in 0..TRIES {
            let server = attempt as usize % self.servers.len();
            let until = started + self.patience(attempt);
            end = self.try_once(question, asked.clone(), server, until, deadline).await;
            if end.is_final() || Instant::now() >= deadline {
                break;
            }
        }
        let reply = end.reply.unwrap_or_else(|| Reply::bare(end.outcome));
        (reply, self.servers.get(end.server).map_or(NOBODY, |server| server.address))
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

    /// Sends the question once and waits. `until` bounds this try, `deadline` the whole question:
    /// a stream that was begun may use all that is left.
    async fn try_once(
        &self,
        question: &Question,
        asked: Asked,
        number: usize,
        until: Instant,
        deadline: Instant,
    ) -> Ending {
        let ending = |outcome| Ending { outcome, reply: None, server: number };
        let Some(server) = self.servers.get(number) else { return ending(Outcome::Unreachable) };
        let Ok(Ok(_place)) = timeout_at(deadline, server.in_flight.acquire()).await else {
            return ending(Outcome::TimedOut);
        };
        let turn = server.turn.fetch_add(1, Ordering::Relaxed) % server.lines.len();
        let Some(line) = server.lines.get(turn) else { return ending(Outcome::Unreachable) };
        let make = |id| Expected { id, asked, kind: question.kind, exact_case: self.mixed_case };
        let mut ticket = line.take_place(&*self.chance, make);
        let bytes = wire::encode(&ticket.expected, question.ignoring_seals);
        if line.send(&bytes).await.is_err() {
            return ending(Outcome::Unreachable);
        }
        match timeout_at(until, ticket.heard()).await {
            Ok(Some(Heard::Reply(reply))) => {
                Ending { outcome: reply.outcome, reply: Some(reply), server: number }
            }
            Ok(Some(Heard::Truncated)) => {
                let expected = ticket.expected.clone();
                // Boxed: few answers come this way, and each question would carry the room for it.
                let streamed = Box::pin(self.by_stream(server, &expected, &bytes));
                match timeout_at(deadline, streamed).await {
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
