//! Requests to one host over TLS, on one connection as long as the host keeps it open.

use checkup::{Reached, RecordName};
use rustls::pki_types::ServerName;
use tokio_rustls::client::TlsStream;

use super::Scout;
use super::http::{Ask, Reply, Talk};
use super::secure::{Secure, server_name};
use crate::gate::{Line, Visit};

/// Requests to one host, one after the other.
pub(super) struct Web<'a> {
    scout: &'a Scout,
    visit: &'a Visit,
    host: &'a RecordName,
    name: ServerName<'static>,
    agent: String,
    talk: Option<Talk>,
    lines_left: usize,
}

impl<'a> Web<'a> {
    /// A host that is asked over at most `lines` connections.
    pub(super) fn of(
        scout: &'a Scout,
        visit: &'a Visit,
        host: &'a RecordName,
        lines: usize,
    ) -> Result<Self, Reached> {
        let agent = scout.0.introduction.agent();
        Ok(Self { scout, visit, host, name: server_name(host)?, agent, talk: None, lines_left: lines })
    }

    /// The same, with a line that is open already.
    pub(super) async fn on(mut self, line: TlsStream<Line>) -> Result<Self, Reached> {
        self.talk = Some(Talk::begin(line).await?);
        Ok(self)
    }

    /// Makes one request. Where the host has closed the line, or sent more than was read, a new one is opened.
    pub(super) async fn get(
        &mut self,
        path: &str,
        accept: &'static str,
        most: usize,
    ) -> Result<Reply, Reached> {
        let agent = self.agent.clone();
        let ask = Ask { host: self.host.as_str(), path, agent: &agent, accept, most };
        if let Some(mut talk) = self.talk.take() {
            match talk.get(&ask).await {
                // Between two requests a host may close the line; that is no answer to the second.
                Err(Reached::Unreachable) => {}
                told => return Ok(self.keep(talk, told?).await),
            }
        }
        self.lines_left = self.lines_left.checked_sub(1).ok_or(Reached::Later)?;
        let Secure::Line(line, _) = self.scout.secure_line(self.visit, 443, self.name.clone()).await? else {
            return Err(Reached::Malformed);
        };
        let mut talk = Talk::begin(*line).await?;
        let told = talk.get(&ask).await?;
        Ok(self.keep(talk, told).await)
    }

    async fn keep(&mut self, mut talk: Talk, reply: Reply) -> Reply {
        if !reply.cut && talk.goes_on().await {
            self.talk = Some(talk);
        }
        reply
    }
}
