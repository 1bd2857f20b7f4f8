//! The front page over TLS, and the file for people who find a hole.

use checkup::{PageSeen, Reached, RecordName, Sight, TlsSeen, path_on_same_host, read_page};
use rustls::pki_types::ServerName;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use super::hello::Best;
use super::http::{LONGEST_BODY, PAGE, Reply};
use super::tls::{Shake, only_old};
use super::web::Web;
use super::{PART, Scout, not_dialled};
use crate::gate::{Line, Visit};

/// The most of a security.txt that is kept, in bytes: some forty times what a sensible one takes.
pub(super) const LONGEST_SECURITY_TXT: usize = 32 * 1024;

/// The longest path that a redirect may lead to, in bytes.
const LONGEST_PATH: usize = 2_000;
/// The most connections beside the first: a host may close after each answer.
const MORE_LINES: usize = 2;

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
        let (line, tls) = match self.secure_line(visit, 443, name).await? {
            Secure::Line(line, tls) => (line, tls),
            Secure::OnlyOld => {
                *sight = Pages { tls: Some(only_old()), ..Pages::default() }.sight();
                return Ok(Reached::Whole);
            }
            Secure::NotTls => {
                *sight = Pages::default().sight();
                return Ok(Reached::Whole);
            }
        };
        let mut seen = Pages { tls: Some(tls), ..Pages::default() };
        *sight = seen.sight();
        let web = Web::of(self, visit, host, MORE_LINES)?.on(*line).await?;
        let pages = timeout(PART, all_pages(web, host, &mut seen, sight)).await;
        // With the handshake the host has told something, whatever becomes of the rest.
        Ok(if matches!(pages, Ok(Ok(Reached::Whole))) { Reached::Whole } else { Reached::Cut })
    }
}

/// What was seen so far.
#[derive(Default)]
struct Pages {
    tls: Option<TlsSeen>,
    page: Option<PageSeen>,
    landing: Option<Box<PageSeen>>,
    security_txt: Option<String>,
}

impl Pages {
    fn sight(&self) -> Sight {
        Sight::SecurePage {
            tls: self.tls.clone(),
            page: self.page.clone(),
            landing: self.landing.clone(),
            security_txt: self.security_txt.clone(),
        }
    }
}

/// The front page, the page that it redirects to on the same host, and security.txt.
async fn all_pages(
    mut web: Web<'_>,
    host: &RecordName,
    seen: &mut Pages,
    sight: &mut Sight,
) -> Result<Reached, Reached> {
    let front = web.get("/", PAGE, LONGEST_BODY).await?;
    let page = read_page(front.status, &front.fields, &front.body);
    let redirects = (300..400).contains(&page.status);
    let path = page.location.as_deref().filter(|_| redirects).and_then(|to| path_on_same_host(host, to));
    let mut cut = front.cut;
    seen.page = Some(page);
    *sight = seen.sight();
    if let Some(path) = path.filter(|path| path.len() <= LONGEST_PATH) {
        let landing = web.get(&path, PAGE, LONGEST_BODY).await?;
        cut |= landing.cut;
        seen.landing = Some(Box::new(read_page(landing.status, &landing.fields, &landing.body)));
        *sight = seen.sight();
    }
    let file = web.get("/.well-known/security.txt", "text/plain", LONGEST_SECURITY_TXT).await?;
    let untold = file.status >= 500 || file.status == 429;
    seen.security_txt = security_txt(&file);
    *sight = seen.sight();
    Ok(if cut || file.cut || untold { Reached::Cut } else { Reached::Whole })
}

/// The name of a host as TLS wants it.
pub(super) fn server_name(host: &RecordName) -> Result<ServerName<'static>, Reached> {
    ServerName::try_from(host.as_str().to_owned()).map_err(|_| Reached::NotAllowed)
}

/// The file, if the host has one: a page that answers for every path is none.
fn security_txt(reply: &Reply) -> Option<String> {
    let markup = reply.field("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
        || reply.body.trim_ascii_start().starts_with(b"<");
    (reply.status == 200 && !markup).then(|| String::from_utf8_lossy(&reply.body).into_owned())
}
