//! Asks the questions, by one of two ways: through the operator's resolvers, or from the root down.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use checkup::{Answer, Answers, Level, Outcome, Question};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use terms::edge::{Chance, Clock};
use terms::{DomainName, Timestamp};
use tokio::time::Instant;

use super::handful::Handful;
use super::recursion::{Recursion, RecursionRules};
use super::resolver::{Resolvers, Told};
use super::round::{Look, Round};
use super::wire::Reply;

/// How long one question may take, all tries together.
pub const QUESTION_DEADLINE: Duration = Duration::from_secs(3);

/// Why no asker could be made.
#[derive(Debug, thiserror::Error)]
pub enum AskerError {
    /// There is no resolver to ask.
    #[error("no resolver is known; name one, for example 127.0.0.1:53")]
    NoResolver,
    /// There is no server of the root to begin at.
    #[error("no server of the root is known; name one, for example 198.41.0.4")]
    NoRoot,
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

/// Asks DNS. Cheap to clone; clones share sockets, caps and what is known of servers.
#[derive(Clone)]
pub struct Asker(Arc<Inner>);

struct Inner {
    way: Way,
    clock: Arc<dyn Clock>,
}

enum Way {
    Resolvers(Resolvers),
    Recursion(Box<Recursion>),
}

impl Asker {
    /// Asks through the operator's resolvers. The first is asked first, the others where it does not answer.
    ///
    /// # Errors
    /// [`AskerError`] when there is no resolver, or the system gives no socket to any of them.
    pub async fn open(
        resolvers: &[SocketAddr],
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, AskerError> {
        let way = Way::Resolvers(Resolvers::open(resolvers, Handful::of(chance)).await?);
        Ok(Self(Arc::new(Inner { way, clock })))
    }

    /// Asks the servers of the names themselves, from the root down, and checks seals. Sockets are opened
    /// when they are needed.
    ///
    /// # Errors
    /// [`AskerError::NoRoot`] when the rules name no server of the root.
    pub fn recursing(
        rules: RecursionRules,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, AskerError> {
        let recursion =
            Recursion::new(rules, clock.clone(), Handful::of(chance)).ok_or(AskerError::NoRoot)?;
        Ok(Self(Arc::new(Inner { way: Way::Recursion(Box::new(recursion)), clock })))
    }

    /// Mixes the case of letters by chance and takes only replies that repeat it: sixteen bits of id
    /// become more (draft-vixie-dnsext-dns0x20). Some old resolvers do not repeat it. For resolvers only:
    /// recursion has it among its rules. To be called before the first clone; clones that are there already keep
    /// their way.
    #[must_use]
    pub fn with_mixed_case(mut self) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0)
            && let Way::Resolvers(resolvers) = &mut inner.way
        {
            resolvers.mix_case();
        }
        self
    }

    /// Asks all questions at the same time. Every question gets an answer; what went wrong on the way
    /// is its outcome.
    pub async fn ask(&self, questions: &[Question]) -> Answers {
        self.ask_all(questions).await.into_iter().collect()
    }

    /// As [`Asker::ask`], in no order.
    pub(super) async fn ask_all(&self, questions: &[Question]) -> Vec<Answer> {
        let asked_at = self.now();
        let resolvers = match &self.0.way {
            Way::Resolvers(resolvers) => resolvers,
            Way::Recursion(_) => {
                let asked: FuturesUnordered<_> =
                    questions.iter().map(|question| self.ask_one(question)).collect();
                return asked.collect().await;
            }
        };
        let told = resolvers.ask(questions).await;
        let answer = |(question, Told { reply, server, milliseconds }): (&Question, Told)| {
            answer_of(question, reply, server, asked_at, milliseconds)
        };
        questions.iter().zip(told).map(answer).collect()
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

    /// Asks one question anew.
    pub async fn ask_one(&self, question: &Question) -> Answer {
        match &self.0.way {
            Way::Recursion(recursion) => self.ask_and_count(recursion, question).await.0,
            Way::Resolvers(_) => {
                // One question has one answer.
                let told = Box::pin(self.ask_all(std::slice::from_ref(question))).await.pop();
                told.unwrap_or_else(|| {
                    let nothing = Reply::bare(Outcome::Unreachable);
                    answer_of(question, nothing, String::new(), self.now(), 0)
                })
            }
        }
    }

    /// Asks one question about other people's names, whose answer may be some minutes old. A resolver keeps
    /// such answers itself.
    pub(super) async fn ask_kept(&self, question: &Question) -> Answer {
        let Way::Recursion(recursion) = &self.0.way else { return self.ask_one(question).await };
        if let Some(answer) = recursion.kept(question) {
            return answer;
        }
        let (answer, seconds) = self.ask_and_count(recursion, question).await;
        recursion.keep(&answer, seconds);
        answer
    }

    /// Asks one question from the root down, and tells how many seconds its answer may be kept.
    async fn ask_and_count(&self, recursion: &Recursion, question: &Question) -> (Answer, u32) {
        let asked_at = self.now();
        let started = Instant::now();
        // Boxed, so that a question to a resolver does not carry the room that recursion needs.
        let heard = Box::pin(recursion.ask(question)).await;
        let milliseconds = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let server = heard.server.map(|server| server.to_string()).unwrap_or_default();
        (answer_of(question, heard.reply, server, asked_at, milliseconds), heard.seconds)
    }
}

fn answer_of(
    question: &Question,
    reply: Reply,
    server: String,
    asked_at: Timestamp,
    milliseconds: u32,
) -> Answer {
    let Reply { outcome, records, aliases, signatures, cut, sealed, recursive } = reply;
    let question = question.clone();
    Answer {
        question,
        outcome,
        records,
        aliases,
        signatures,
        cut,
        sealed,
        recursive,
        asked_at,
        server,
        milliseconds,
    }
}
