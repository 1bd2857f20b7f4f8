//! Hosts at documentation addresses, answered by listeners on this machine that count.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use checkup::{Approach, Observation, RecordName};
use futures_util::future::BoxFuture;
use probe::gate::{Pace, StandIn};
use probe::{Gate, Introduction, Roots, Scout};
use terms::edge::{Chance, Clock};
use terms::{DomainName, EmailAddress, Timestamp};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub type Says = Arc<dyn Fn(TcpStream) -> BoxFuture<'static, ()> + Send + Sync>;

/// What a listener does with each connection.
pub fn says<F, R>(behaviour: F) -> Says
where
    F: Fn(TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    Arc::new(move |stream| Box::pin(behaviour(stream)))
}

/// Hears a request to its end and answers with these bytes.
pub fn answers(bytes: impl Into<Vec<u8>>) -> Says {
    let bytes: Arc<[u8]> = bytes.into().into();
    says(move |mut stream| {
        let bytes = bytes.clone();
        async move {
            request(&mut stream).await;
            let _ = stream.write_all(&bytes).await;
        }
    })
}

/// Says these bytes at once and then hears until the other side closes.
pub fn greets(bytes: impl Into<Vec<u8>>) -> Says {
    let bytes: Arc<[u8]> = bytes.into().into();
    says(move |mut stream| {
        let bytes = bytes.clone();
        async move {
            let _ = stream.write_all(&bytes).await;
            let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
        }
    })
}

/// Takes the call and never says a word.
pub fn silent() -> Says {
    says(|stream| async move {
        tokio::time::sleep(Duration::from_secs(600)).await;
        drop(stream);
    })
}

/// One request, as text.
pub async fn request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => heard.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&heard).into_owned()
}

pub struct At(pub Timestamp);
impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}
pub struct Sevens;
impl Chance for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub fn today() -> Timestamp {
    "2026-11-27T10:00:00Z".parse().unwrap()
}

pub fn introduction() -> Introduction {
    Introduction {
        page: "https://centre.example/who-looks".into(),
        host: DomainName::parse("look.centre.example").unwrap(),
        mailbox: EmailAddress::parse("postmaster@centre.example").unwrap(),
    }
}

pub fn name(text: &str) -> RecordName {
    RecordName::parse(text).unwrap()
}

/// No pauses: what is tested here is not the pace.
pub fn quick() -> Pace {
    Pace { between: Duration::ZERO, ..Pace::default() }
}

/// A host at 192.0.2.10.
#[derive(Default)]
pub struct Host {
    stand_ins: Vec<StandIn>,
    calls: Arc<AtomicUsize>,
    roots: Vec<Vec<u8>>,
}

pub const ADDRESS: &str = "192.0.2.10";

pub fn address() -> IpAddr {
    ADDRESS.parse().unwrap()
}

/// A listener on this machine; each connection is counted.
pub async fn listen(says: Says, calls: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            calls.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(says(stream));
        }
    });
    at
}

impl Host {
    pub fn new() -> Self {
        Self::default()
    }

    pub async fn port(mut self, port: u16, says: Says) -> Self {
        let listener = listen(says, self.calls.clone()).await;
        self.stand_ins.push(StandIn::at(address(), port, listener).unwrap());
        self
    }

    pub fn trusting(mut self, root: &[u8]) -> Self {
        self.roots.push(root.to_vec());
        self
    }

    pub fn scout(&self) -> Scout {
        self.scout_at(quick())
    }

    pub fn scout_at(&self, pace: Pace) -> Scout {
        let gate = Gate::to_stand_ins(pace, self.stand_ins.clone());
        let roots = Roots::only(&self.roots).unwrap();
        Scout::open(gate, roots, introduction(), Arc::new(At(today())), Arc::new(Sevens))
    }

    pub async fn approach(&self, approach: Approach) -> Observation {
        let observation = self.scout().approach(&approach).await;
        assert_eq!(observation.of, approach);
        assert_eq!(observation.at, today());
        assert!(observation.milliseconds < 60_000, "{observation:?}");
        observation
    }

    pub async fn page(&self) -> Observation {
        self.approach(Approach::Page { host: name("bakery.example"), address: address() }).await
    }

    pub async fn secure_page(&self) -> Observation {
        self.approach(Approach::SecurePage { host: name("bakery.example"), address: address() }).await
    }

    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}
