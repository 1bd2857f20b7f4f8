//! Requests over a line of our own: no redirect is followed, nothing is unpacked, everything is cut to size.

use checkup::{Reached, RecordName, Sight, read_page};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::{PART, Scout, broken, not_dialled};
use crate::gate::Visit;

/// The most of a page that is read, in bytes.
pub const LONGEST_BODY: usize = 256 * 1024;
/// The kind of content that is wanted of a page.
pub(super) const PAGE: &str = "text/html, */*;q=0.5";
/// The most fields of an answer.
const MOST_FIELDS: usize = 100;
/// The most that the head of an answer takes, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// A connection on which requests are made, one after the other.
pub(super) struct Talk {
    sender: SendRequest<Empty<Bytes>>,
    carrier: JoinHandle<()>,
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.carrier.abort();
    }
}

/// What is asked for.
pub(super) struct Ask<'a> {
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) agent: &'a str,
    /// The kind of content that is wanted.
    pub(super) accept: &'static str,
    /// The most of the body that is read.
    pub(super) most: usize,
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// The body was longer than what is read, did not come to its end, or broke off.
    pub(super) cut: bool,
}

impl Reply {
    /// The first value of a field; its name in lower case.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

impl Talk {
    /// Begins to speak HTTP on a line.
    pub(super) async fn begin<S>(line: S) -> Result<Self, Reached>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut builder = http1::Builder::new();
        // Folded fields are old and harmless; everything else that breaks the rules is told as such.
        builder
            .max_headers(MOST_FIELDS)
            .max_buf_size(LONGEST_HEAD)
            .allow_obsolete_multiline_headers_in_responses(true);
        let (sender, connection) =
            builder.handshake(TokioIo::new(line)).await.map_err(|error| why(&error))?;
        let carrier = tokio::spawn(async move {
            // What goes wrong here is told to whoever waits for an answer.
            let _ = connection.await;
        });
        Ok(Self { sender, carrier })
    }

    /// Makes one request. A part of the answer that does not come in time cuts it short.
    pub(super) async fn get(&mut self, ask: &Ask<'_>) -> Result<Reply, Reached> {
        let request = Request::get(ask.path)
            .header(header::HOST, ask.host)
            .header(header::USER_AGENT, ask.agent)
            .header(header::ACCEPT, ask.accept)
            .body(Empty::new())
            .map_err(|_| Reached::NotAllowed)?;
        let until = Instant::now() + PART;
        timeout_at(until, self.sender.ready()).await.map_err(|_| Reached::TimedOut)?.map_err(|e| why(&e))?;
        let response = timeout_at(until, self.sender.send_request(request)).await;
        let response = response.map_err(|_| Reached::TimedOut)?.map_err(|error| why(&error))?;
        Ok(read(response, ask.most, until).await)
    }

    /// Can one more request be made on this connection?
    pub(super) async fn goes_on(&mut self) -> bool {
        !self.carrier.is_finished() && self.sender.ready().await.is_ok()
    }
}

async fn read(response: Response<Incoming>, most: usize, until: Instant) -> Reply {
    let (head, mut incoming) = response.into_parts();
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let fields =
        head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect();
    let mut reply = Reply { status: head.status.as_u16(), fields, body: Vec::new(), cut: false };
    loop {
        match timeout_at(until, incoming.frame()).await {
            Ok(Some(Ok(frame))) => {
                let Some(data) = frame.data_ref() else { continue };
                let room = most - reply.body.len();
                reply.body.extend_from_slice(data.get(..room).unwrap_or(data));
                if data.len() > room {
                    reply.cut = true;
                    return reply;
                }
            }
            Ok(None) => return reply,
            Ok(Some(Err(_))) | Err(_) => {
                reply.cut = true;
                return reply;
            }
        }
    }
}

/// What a failed request comes to.
fn why(error: &hyper::Error) -> Reached {
    if error.is_parse() {
        return Reached::Malformed;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if let Some(error) = one.downcast_ref::<std::io::Error>() {
            return broken(error);
        }
        cause = one.source();
    }
    Reached::Unreachable
}

impl Scout {
    /// One plain request for the front page.
    pub(super) async fn page(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let line = visit.dial(80).await.map_err(not_dialled)?;
        let mut talk = Talk::begin(line).await?;
        let agent = self.0.introduction.agent();
        let ask = Ask { host: host.as_str(), path: "/", agent: &agent, accept: PAGE, most: LONGEST_BODY };
        let reply = talk.get(&ask).await?;
        *sight = Sight::Page(read_page(reply.status, &reply.fields, &reply.body));
        Ok(if reply.cut { Reached::Cut } else { Reached::Whole })
    }
}
