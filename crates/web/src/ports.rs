//! What pages need from the world, as this room sees it. The program fills these in.

use std::pin::Pin;

use checkup::{Answers, Judgement};
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
    /// Asks until no question is left, then judges.
    fn look<'a>(&'a self, domain: &'a DomainName) -> Later<'a, Look>;
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
