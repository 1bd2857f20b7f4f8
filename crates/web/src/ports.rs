//! What pages need from the world, as this room sees it. The program fills these in.

use std::pin::Pin;

use checkup::{Answer, Answers, Approach, Judgement, Level, Observation, Question};
use terms::DomainName;

/// A future that a port gives back.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One look at one domain: what was asked and answered, and what that comes to.
#[derive(Debug, Clone)]
pub struct Look {
    /// Everything that was asked, with answers, times and servers.
    pub answers: Answers,
    /// What the answers come to.
    pub judgement: Judgement,
}

/// Looks at a domain from outside. Cannot fail: what could not be seen is part of the judgement.
pub trait LookAtDomain: Send + Sync {
    /// Asks until no question is left, then judges. The level comes from [`crate::consent`] and is never
    /// gone beyond.
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look>;
}

/// What was asked about a name that looks like a member's, and how close the look went in the end.
#[derive(Debug, Clone)]
pub struct LookedAtLookalike {
    /// Everything that was asked, with answers.
    pub answers: Answers,
    /// How close it went: never closer than was allowed, and less where hosts cannot be visited.
    pub level: Level,
}

/// Looks at a name that looks like a member's. Cannot fail: what could not be seen is part of the answers.
pub trait LookAtLookalike: Send + Sync {
    /// Asks what [`checkup::lookalike::next`] wants until it wants no more.
    fn look_at_lookalike<'a>(&'a self, name: &'a DomainName, level: Level) -> Later<'a, LookedAtLookalike>;
}

/// Looks where a proof of control should stand. Cannot fail: what could not be seen is said so.
pub trait AskForProof: Send + Sync {
    /// Asks DNS one question.
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer>;
    /// Makes one approach; only [`Approach::ProofFile`] is ever wished for.
    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation>;
    /// Whether files can be read at all. Pages offer that way only where they can.
    fn reads_files(&self) -> bool;
}

/// A request to the sign-on provider, free of any HTTP client's types.
#[derive(Debug, Clone)]
pub struct ProviderRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The whole address; its host is one that the settings name.
    pub address: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Body bytes.
    pub body: Vec<u8>,
}

/// The sign-on provider's answer.
#[derive(Debug, Clone)]
pub struct ProviderAnswer {
    /// Status code.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Body bytes, cut at the gate's limit.
    pub body: Vec<u8>,
}

/// Carries requests to the sign-on provider (OpenID Connect), to the hosts that the settings name and to no other.
pub trait AskProvider: Send + Sync {
    /// Sends one request; the error is a sentence for the log.
    fn ask<'a>(&'a self, request: ProviderRequest) -> Later<'a, Result<ProviderAnswer, String>>;
}

/// One thing that has to work for the centre to be of use.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Readiness {
    /// What it is, for example `store` or `newest backup`.
    pub what: String,
    /// Whether it works.
    pub works: bool,
    /// How it stands, in words.
    pub says: String,
}

/// Tells how the program itself is doing.
pub trait TellReadiness: Send + Sync {
    /// Everything that has to work, each with how it stands now.
    fn readiness(&self) -> Later<'_, Vec<Readiness>>;
}

/// Makes the copy of a stranger's file that may be shown. Pictures are painted anew in a process of their own, so that a
/// fault in a reader of pictures, or its hunger for memory, does not touch this one.
pub trait ShowInert: Send + Sync {
    /// What may be shown. Cannot fail: what could not be painted is facts only, with the reason.
    fn show(&self, kind: evidence::Kind, bytes: Vec<u8>) -> Later<'_, evidence::Inert>;
}

/// A message of which somebody asked whether it is real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examinee {
    /// What was sent in, byte for byte.
    pub bytes: Vec<u8>,
    /// How it came to us.
    pub came: message::Came,
    /// Web addresses of the reporter and of the centre: never judged, never shared.
    pub own: Vec<String>,
    /// The moment of the examination.
    pub now: terms::Timestamp,
}

/// Why there is no examination. One message fails by it and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotExamined {
    /// Whoever examined it broke down.
    Broke,
    /// It took too long.
    TooLong,
    /// What came back was no examination.
    Rubbish,
    /// Nobody could be found to examine it.
    NotStarted,
}

impl NotExamined {
    /// One word for the ledger and the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Broke => "broke",
            Self::TooLong => "too_long",
            Self::Rubbish => "rubbish",
            Self::NotStarted => "not_started",
        }
    }
}

/// Examines messages of strangers, in a process of its own with limits on memory, time and what it may do.
pub trait Examine: Send + Sync {
    /// What is said of the message.
    fn examine(&self, message: Examinee) -> Later<'_, Result<triage::Examination, NotExamined>>;
}
