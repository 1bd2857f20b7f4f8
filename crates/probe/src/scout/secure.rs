//! The front page over TLS, and the file for people who find a hole.

use checkup::{PageSeen, Reached, RecordName, Sight, TlsSeen, read_page};
use rustls::pki_types::ServerName;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use super::hello::Best;
use super::http::{Ask, Reply, Talk, front_page};
use super::tls::{Shake, only_old};
use super::{PART, Scout, not_dialled};
use crate::gate::{Line, Visit};

/// The most of a security.txt that is kept, in bytes: some forty times what a sensible one takes.
pub(super) const LONGEST_SECURITY_TXT: usize = 32 * 1024;

/// What a host on the port of the web over TLS turned out to be.
pub(super) enum Secure {
    /// A line, and how the handshake went.
    Line(Box<TlsStream<Line>>, TlsSeen),
    /// A host that knows only old versions.
    OnlyOld,
    /// Something else than TLS.
    NotTls,
}

impl Scout {
    /// Opens a line with TLS to the web's port. Where there is no agreement, one old-fashioned hello tells a
    /// host that knows only old versions from one that has another reason.
    pub(super) async fn secure_line(
        &self,
        visit: &Visit,
        port: u16,
        name: ServerName<'static>,
    ) -> Result<Secure, Reached> {
        let line = visit.dial(port).await.map_err(not_dialled)?;
        match self.secure_on(line, name.clone()).await {
            Ok(Some(secure)) => Ok(secure),
            Err(reached) => Err(reached),
            Ok(None) => match self.best_version(visit, port, &name).await? {
                Best::Old => Ok(Secure::OnlyOld),
                Best::Today | Best::Nothing => Err(Reached::Malformed),
            },
        }
    }

    /// A handshake on a line; none where there is no agreement and nobody knows why.
    pub(super) async fn secure_on(
        &self,
        line: Line,
        name: ServerName<'static>,
    ) -> Result<Option<Secure>, Reached> {
        let shake = timeout(PART, self.shake(line, name, true)).await.map_err(|_| Reached::TimedOut)?;
        match shake {
            Shake::Done(stream, seen) => Ok(Some(Secure::Line(stream, seen))),
            Shake::OnlyOld => Ok(Some(Secure::OnlyOld)),
            Shake::NotTls => Ok(Some(Secure::NotTls)),
            Shake::NoAgreement => Ok(None),
            Shake::Broken(reached) => Err(reached),
        }
    }

    /// The front page and security.txt of a host.
    pub(super) async fn secure_page(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let name = server_name(host)?;
        let (line, tls) = match self.secure_line(visit, 443, name.clone()).await? {
            Secure::Line(line, tls) => (line, tls),
            Secure::OnlyOld => {
                *sight = told(Some(only_old()), None, None);
                return Ok(Reached::Whole);
            }
            Secure::NotTls => {
                *sight = told(None, None, None);
                return Ok(Reached::Whole);
            }
        };
        *sight = told(Some(tls.clone()), None, None);
        let pages = timeout(PART, self.both_pages(visit, host, name, *line, tls, sight)).await;
        // With the handshake the host has told something, whatever becomes of the rest.
        Ok(if matches!(pages, Ok(Ok(Reached::Whole))) { Reached::Whole } else { Reached::Cut })
    }

    async fn both_pages(
        &self,
        visit: &Visit,
        host: &RecordName,
        name: ServerName<'static>,
        line: TlsStream<Line>,
        tls: TlsSeen,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let agent = self.0.introduction.agent();
        let mut talk = Talk::begin(line).await?;
        let front = talk.get(&front_page(host, &agent)).await?;
        let page = read_page(front.status, &front.fields, &front.body);
        *sight = told(Some(tls.clone()), Some(page.clone()), None);
        let ask = Ask {
            host: host.as_str(),
            path: "/.well-known/security.txt",
            agent: &agent,
            accept: "text/plain",
            most: LONGEST_SECURITY_TXT,
        };
        // A host that closes after one answer, or whose page was too long, gets one more connection.
        let file = if !front.cut && talk.goes_on().await {
            talk.get(&ask).await?
        } else {
            drop(talk);
            let Secure::Line(line, _) = self.secure_line(visit, 443, name).await? else {
                return Err(Reached::Malformed);
            };
            Talk::begin(*line).await?.get(&ask).await?
        };
        let untold = file.status >= 500 || file.status == 429;
        *sight = told(Some(tls), Some(page), security_txt(&file));
        Ok(if front.cut || file.cut || untold { Reached::Cut } else { Reached::Whole })
    }
}

/// The name of a host as TLS wants it.
pub(super) fn server_name(host: &RecordName) -> Result<ServerName<'static>, Reached> {
    ServerName::try_from(host.as_str().to_owned()).map_err(|_| Reached::NotAllowed)
}

fn told(tls: Option<TlsSeen>, page: Option<PageSeen>, security_txt: Option<String>) -> Sight {
    Sight::SecurePage { tls, page, security_txt }
}

/// The file, if the host has one: a page that answers for every path is none.
fn security_txt(reply: &Reply) -> Option<String> {
    let markup = reply.field("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
        || reply.body.trim_ascii_start().starts_with(b"<");
    (reply.status == 200 && !markup).then(|| String::from_utf8_lossy(&reply.body).into_owned())
}
