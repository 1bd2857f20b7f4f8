//! Requests to the sign-on provider (OpenID Connect) that the operator named, and to no other host.
//!
//! The address of the provider is the operator's word, so it is not held against the registries of
//! special addresses: a city's provider may stand in its own network. What the provider answers is
//! a stranger's: it is cut at a limit, takes no redirect, and has a deadline.
//!
//! Some providers tell, in the document with which they describe themselves, of tokens and keys at other
//! hosts. That document is an answer too, so it cannot open the gate: whoever could write it would choose
//! where this program, with the centre's secret in its hand, knocks in the centre's own network. The operator
//! names such hosts in the settings; they are spoken to over TLS at its own port only.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};
use terms::DomainName;

/// The largest answer that is taken, in bytes. Sets of keys of large providers are under 32 KiB.
pub const LARGEST_ANSWER: usize = 256 * 1024;
/// How long one request may take in all.
pub const LONGEST_ANSWER: Duration = Duration::from_secs(10);

/// Why the provider could not be asked. Holds no token and no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignOnError {
    /// The issuer in the settings is no address.
    #[error("the issuer of the single sign-on is no address")]
    BadIssuer,
    /// The request is for another host than the issuer's and those that the operator named: this one.
    #[error(
        "the single sign-on wants a request to {0}; if that is one of its hosts, name it in single-sign-on.hosts"
    )]
    OtherHost(String),
    /// The request cannot be written.
    #[error("a request for the single sign-on could not be written")]
    Unwritable,
    /// Nothing came back in time, or the line broke.
    #[error("the single sign-on does not answer")]
    NoAnswer,
    /// The answer is larger than [`LARGEST_ANSWER`].
    #[error("the single sign-on answers more than is taken")]
    TooLarge,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// The whole address.
    pub address: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header names and values; values that are no text are left out.
    pub headers: Vec<(String, String)>,
    /// The body, at most [`LARGEST_ANSWER`].
    pub body: Vec<u8>,
}

/// The way to one provider.
#[derive(Debug, Clone)]
pub struct Provider {
    issuer: Option<Url>,
    hosts: Vec<DomainName>,
}

impl Provider {
    /// The way to this issuer, and to further hosts of the same provider. An issuer that is no address makes
    /// every request fail.
    pub fn at(issuer: &str, hosts: &[DomainName]) -> Self {
        // TLS needs one provider of its arithmetic in the process; whoever comes first sets it.
        let _set_before = rustls::crypto::ring::default_provider().install_default();
        Self { issuer: Url::parse(issuer).ok(), hosts: hosts.to_vec() }
    }

    /// Sends one request.
    ///
    /// # Errors
    /// [`SignOnError`]; an answer with a status of failure is an answer.
    pub async fn ask(&self, request: Request) -> Result<Answer, SignOnError> {
        let issuer = self.issuer.as_ref().ok_or(SignOnError::BadIssuer)?;
        let address = Url::parse(&request.address).map_err(|_| SignOnError::Unwritable)?;
        if address.origin() != issuer.origin() && !self.is_named(&address) {
            return Err(SignOnError::OtherHost(address.origin().ascii_serialization()));
        }
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| SignOnError::Unwritable)?;
        let mut asked = client()?.request(method, address).body(request.body);
        for (name, value) in request.headers {
            asked = asked.header(name, value);
        }
        let mut answer = asked.send().await.map_err(refusal)?;
        let status = answer.status().as_u16();
        let headers = answer.headers().iter();
        let headers = headers
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(refusal)? {
            if body.len() + piece.len() > LARGEST_ANSWER {
                return Err(SignOnError::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer { status, headers, body })
    }
}

impl Provider {
    /// Whether the operator named the host, and TLS guards the way to it.
    fn is_named(&self, address: &Url) -> bool {
        let host = address.host_str().unwrap_or_default();
        address.scheme() == "https"
            && address.port().is_none()
            && self.hosts.iter().any(|named| named.as_ascii() == host)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this room makes the clients: no redirect, no proxy, a deadline"
)]
fn client() -> Result<Client, SignOnError> {
    let client = Client::builder().redirect(Policy::none()).no_proxy().timeout(LONGEST_ANSWER).build();
    client.map_err(|_| SignOnError::Unwritable)
}

fn refusal(error: reqwest::Error) -> SignOnError {
    if error.is_builder() { SignOnError::Unwritable } else { SignOnError::NoAnswer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    async fn provider(reply: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut asked = vec![0; 4_096];
                let _length = stream.read(&mut asked).await;
                let _gone = stream.write_all(reply.as_bytes()).await;
            }
        });
        issuer
    }

    fn get(address: String) -> Request {
        Request {
            method: "GET".into(),
            address,
            headers: vec![("accept".into(), "*/*".into())],
            body: vec![],
        }
    }

    fn reply(body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn the_provider_is_asked_and_no_other_host() {
        let issuer = provider(reply("{}")).await;
        let way = Provider::at(&issuer, &[]);
        let answer = way.ask(get(format!("{issuer}/.well-known/openid-configuration"))).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"{}".as_slice()));
        let other = way.ask(get("http://127.0.0.1:9/keys".into())).await;
        assert_eq!(other.map(|a| a.status), Err(SignOnError::OtherHost("http://127.0.0.1:9".into())));
        assert_eq!(
            Provider::at("nowhere", &[]).ask(get(issuer)).await.map(|a| a.status),
            Err(SignOnError::BadIssuer)
        );
    }

    #[test]
    fn a_host_that_the_operator_named_is_asked_over_tls_only() {
        let named = [DomainName::parse("keys.provider.example").unwrap()];
        let way = Provider::at("https://id.provider.example", &named);
        let is_named = |address: &str| way.is_named(&Url::parse(address).unwrap());
        assert!(is_named("https://keys.provider.example/v1/keys"));
        assert!(is_named("https://KEYS.provider.example:443/"));
        for other in [
            "http://keys.provider.example/",
            "https://keys.provider.example:8443/",
            "https://provider.example/",
            "https://a.keys.provider.example/",
            "https://keys.provider.example.evil.example/",
            "https://keys.provider.example@evil.example/",
            "https://169.254.169.254/",
            "file:///keys.provider.example",
        ] {
            assert!(!is_named(other), "{other}");
        }
    }

    #[tokio::test]
    async fn a_host_that_nobody_named_is_told_to_the_operator() {
        let way = Provider::at("https://id.provider.example", &[]);
        let refused = way.ask(get("https://tokens.provider.example/token?code=secret".into())).await;
        let told = refused.map(|answer| answer.status).unwrap_err().to_string();
        assert_eq!(
            told,
            "the single sign-on wants a request to https://tokens.provider.example; if that is one of its hosts, \
             name it in single-sign-on.hosts"
        );
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_is_not_followed() {
        let issuer = provider(
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n".into(),
        )
        .await;
        let answer = Provider::at(&issuer, &[]).ask(get(format!("{issuer}/"))).await.unwrap();
        assert_eq!(answer.status, 302);
    }

    #[tokio::test]
    async fn the_largest_answer_is_taken_and_one_byte_more_is_not() {
        let largest = provider(reply(&"x".repeat(LARGEST_ANSWER))).await;
        assert_eq!(
            Provider::at(&largest, &[]).ask(get(largest)).await.map(|a| a.body.len()),
            Ok(LARGEST_ANSWER)
        );
        let larger = provider(reply(&"x".repeat(LARGEST_ANSWER + 1))).await;
        assert_eq!(
            Provider::at(&larger, &[]).ask(get(larger)).await.map(|a| a.status),
            Err(SignOnError::TooLarge)
        );
    }
}
