//! A little internet on loopback: name servers at 127.0.0.x, all at one port, that say what a test wants.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use checkup::{Answer, Kind, Question, RecordName};
use probe::{Asker, RecursionRules, TrustAnchor};
use terms::Timestamp;
use terms::edge::{Chance, Clock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

pub const A: u16 = 1;
pub const NS: u16 = 2;
pub const CNAME: u16 = 5;
pub const SOA: u16 = 6;
pub const TXT: u16 = 16;
pub const DS: u16 = 43;

pub const REFUSED: u16 = 5;
pub const NO_SUCH_NAME: u16 = 3;
pub const FORMAT: u16 = 1;

/// The time in this world: 1 January 2026.
pub const NOW: i64 = 1_767_225_600;

struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(NOW).unwrap()
    }
}

/// Bytes from a counter: good enough to be unlike in a test.
struct Counted(AtomicU64);
impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let x = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            *byte = (x >> 56) as u8 ^ (x >> 40) as u8;
        }
    }
}

/// One question as a server hears it.
#[derive(Debug, Clone)]
pub struct Ask {
    pub raw: Vec<u8>,
    pub name: String,
    pub kind: u16,
    pub stream: bool,
    pub edns: bool,
    pub cookie: Option<Vec<u8>>,
}

impl Ask {
    fn read(raw: &[u8], stream: bool) -> Self {
        let end = question_end(raw);
        let mut labels = Vec::new();
        let mut at = 12;
        while raw[at] != 0 {
            let next = at + 1 + usize::from(raw[at]);
            labels.push(String::from_utf8_lossy(&raw[at + 1..next]).to_lowercase());
            at = next;
        }
        let kind = u16::from_be_bytes([raw[end - 4], raw[end - 3]]);
        let options = raw.get(end + 11..).unwrap_or_default();
        let cookie = options.get(4..).filter(|cookie| !cookie.is_empty()).map(<[u8]>::to_vec);
        Self { raw: raw.to_vec(), name: labels.join("."), kind, stream, edns: raw.len() > end, cookie }
    }

    pub fn is(&self, name: &str, kind: u16) -> bool {
        self.name == name && self.kind == kind
    }

    pub fn is_within(&self, zone: &str) -> bool {
        self.name == zone || self.name.ends_with(&format!(".{zone}"))
    }
}

fn question_end(raw: &[u8]) -> usize {
    let mut at = 12;
    while raw[at] != 0 {
        at += 1 + usize::from(raw[at]);
    }
    at + 5
}

pub fn wire(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// A record in a message.
#[derive(Debug, Clone)]
pub struct Rr {
    pub name: String,
    pub kind: u16,
    pub data: Vec<u8>,
}

pub fn rr(name: &str, kind: u16, data: &[u8]) -> Rr {
    Rr { name: name.to_owned(), kind, data: data.to_vec() }
}

pub fn a(name: &str, last: u8) -> Rr {
    rr(name, A, &[127, 0, 0, last])
}

pub fn ns(zone: &str, server: &str) -> Rr {
    rr(zone, NS, &wire(server))
}

pub fn cname(from: &str, to: &str) -> Rr {
    rr(from, CNAME, &wire(to))
}

pub fn soa(zone: &str) -> Rr {
    let numbers = [1_u32, 7200, 3600, 1_209_600, 300].map(u32::to_be_bytes).concat();
    rr(zone, SOA, &[wire("ns1"), wire("hostmaster"), numbers].concat())
}

/// A reply that is being written.
#[derive(Debug, Clone, Default)]
pub struct Say {
    pub flags: u16,
    pub answers: Vec<Rr>,
    pub authority: Vec<Rr>,
    pub additional: Vec<Rr>,
    pub cookie: Option<Vec<u8>>,
}

pub fn answer(answers: Vec<Rr>) -> Say {
    Say { flags: 0x0400, answers, ..Say::default() }
}

pub fn refer(authority: Vec<Rr>, additional: Vec<Rr>) -> Say {
    Say { authority, additional, ..Say::default() }
}

pub fn nothing(zone: &str) -> Say {
    Say { flags: 0x0400, authority: vec![soa(zone)], ..Say::default() }
}

pub fn code(code: u16) -> Say {
    Say { flags: code, ..Say::default() }
}

impl Say {
    pub fn to(&self, ask: &Ask) -> Vec<u8> {
        let end = question_end(&ask.raw);
        let mut bytes = ask.raw[..2].to_vec();
        bytes.extend_from_slice(&(self.flags | 0x8000).to_be_bytes());
        let options = u16::from(self.cookie.is_some());
        let counts = [
            1,
            self.answers.len() as u16,
            self.authority.len() as u16,
            self.additional.len() as u16 + options,
        ];
        for count in counts {
            bytes.extend_from_slice(&count.to_be_bytes());
        }
        bytes.extend_from_slice(&ask.raw[12..end]);
        for record in self.answers.iter().chain(&self.authority).chain(&self.additional) {
            bytes.extend_from_slice(&wire(&record.name));
            bytes.extend_from_slice(&record.kind.to_be_bytes());
            bytes.extend_from_slice(&[0, 1, 0, 0, 14, 16]);
            bytes.extend_from_slice(&(record.data.len() as u16).to_be_bytes());
            bytes.extend_from_slice(&record.data);
        }
        if let Some(cookie) = &self.cookie {
            bytes.extend_from_slice(&[0, 0, 41, 4, 208, 0, 0, 0, 0]);
            bytes.extend_from_slice(&(cookie.len() as u16 + 4).to_be_bytes());
            bytes.extend_from_slice(&[0, 10]);
            bytes.extend_from_slice(&(cookie.len() as u16).to_be_bytes());
            bytes.extend_from_slice(cookie);
        }
        bytes
    }
}

/// A port at which the servers of a world can be, all at the same one. It lies below those that the system gives to whoever
/// asks for any, so that nobody takes it between two servers; each process begins its search elsewhere.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let is_free = |port: &u16| {
        let at = (Ipv4Addr::LOCALHOST, *port);
        std::net::UdpSocket::bind(at).is_ok() && std::net::TcpListener::bind(at).is_ok()
    };
    let tried = || std::process::id().wrapping_mul(13).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
    std::iter::repeat_with(tried).map(|n| 12_000 + (n % 20_000) as u16).take(200).find(is_free).unwrap()
}

/// What was heard where: the last byte of the server's address, and the question.
type Log = Arc<Mutex<Vec<(u8, Ask)>>>;

/// The little internet.
pub struct World {
    pub port: u16,
    log: Log,
    pub anchors: Vec<TrustAnchor>,
    pub most_a_second: u32,
    /// Who wants no packets.
    pub wishes: probe::gate::Wishes,
}

impl World {
    pub fn new() -> Self {
        let port = free_port();
        Self { port, log: Log::default(), anchors: Vec::new(), most_a_second: 0, wishes: Default::default() }
    }

    /// Starts a server whose replies are bytes; several to one question are sent one after the other.
    pub async fn raw(&self, last: u8, say: impl Fn(&Ask) -> Vec<Vec<u8>> + Send + Sync + 'static) {
        let at = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)), self.port);
        let socket = UdpSocket::bind(at).await.unwrap();
        let listener = TcpListener::bind(at).await.unwrap();
        let say = Arc::new(say);
        let (log, say_too, log_too) = (self.log.clone(), say.clone(), self.log.clone());
        tokio::spawn(async move {
            let mut buffer = [0; 2048];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let ask = Ask::read(&buffer[..length], false);
                log.lock().unwrap().push((last, ask.clone()));
                for bytes in say(&ask) {
                    socket.send_to(&bytes, from).await.ok();
                }
            }
        });
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (say, log) = (say_too.clone(), log_too.clone());
                tokio::spawn(async move {
                    let length = stream.read_u16().await.unwrap();
                    let mut raw = vec![0; usize::from(length)];
                    stream.read_exact(&mut raw).await.unwrap();
                    let ask = Ask::read(&raw, true);
                    log.lock().unwrap().push((last, ask.clone()));
                    for bytes in say(&ask) {
                        let framed = [&(bytes.len() as u16).to_be_bytes()[..], &bytes].concat();
                        stream.write_all(&framed).await.ok();
                    }
                });
            }
        });
    }

    /// Starts a server that says one thing to each question; none is silence.
    pub async fn server(&self, last: u8, say: impl Fn(&Ask) -> Option<Say> + Send + Sync + 'static) {
        self.raw(last, move |ask| say(ask).map(|say| say.to(ask)).into_iter().collect()).await;
    }

    /// The root at 127.0.0.1, which knows `example` at .2 and `test` at .3.
    pub async fn root(&self) {
        self.server(1, |ask| {
            let zone = ["example", "test"].into_iter().find(|zone| ask.is_within(zone));
            Some(zone.map_or_else(
                || Say { flags: 0x0400 | NO_SUCH_NAME, authority: vec![soa("")], ..Say::default() },
                |zone| {
                    let server = format!("ns.{zone}");
                    refer(vec![ns(zone, &server)], vec![a(&server, if zone == "example" { 2 } else { 3 })])
                },
            ))
        })
        .await;
    }

    /// The servers of `example` at .2: `bakery.example` is at these servers.
    pub async fn top(&self, servers: &'static [u8]) {
        self.server(2, |ask| {
            if !ask.is_within("bakery.example") {
                return Some(Say { flags: 0x0400 | NO_SUCH_NAME, ..nothing("example") });
            }
            let name = |last: &u8| format!("ns{last}.bakery.example");
            Some(refer(
                servers.iter().map(|last| ns("bakery.example", &name(last))).collect(),
                servers.iter().map(|last| a(&name(last), *last)).collect(),
            ))
        })
        .await;
    }

    pub fn asker(&self) -> Asker {
        let rules = RecursionRules {
            roots: vec![SocketAddr::new(Ipv4Addr::LOCALHOST.into(), self.port)],
            anchors: self.anchors.clone(),
            most_a_second: std::num::NonZeroU32::new(self.most_a_second),
            mixed_case: true,
            wishes: self.wishes.clone(),
        };
        Asker::recursing(rules, Arc::new(Still), Arc::new(Counted(AtomicU64::new(1)))).unwrap()
    }

    /// The answer to one question, asked by somebody who knows nothing yet.
    pub async fn ask(&self, name: &str, kind: Kind) -> Answer {
        ask(&self.asker(), question(name, kind)).await
    }

    /// What a server heard, as words.
    pub fn heard(&self, last: u8) -> Vec<String> {
        let log = self.log.lock().unwrap();
        log.iter()
            .filter(|(at, _)| *at == last)
            .map(|(_, ask)| format!("{} {}", ask.name, ask.kind))
            .collect()
    }

    /// The questions that a server heard.
    pub fn asks(&self, last: u8) -> Vec<Ask> {
        self.log.lock().unwrap().iter().filter(|(at, _)| *at == last).map(|(_, ask)| ask.clone()).collect()
    }

    /// How many questions all servers heard.
    pub fn count(&self) -> usize {
        self.log.lock().unwrap().len()
    }
}

pub fn question(name: &str, kind: Kind) -> Question {
    Question::new(RecordName::parse(name).unwrap(), kind)
}

pub async fn ask(asker: &Asker, question: Question) -> Answer {
    asker.ask(std::slice::from_ref(&question)).await.get(&question).unwrap().clone()
}

/// What the bakery's own servers say: one address for each of its names.
pub fn bakery(ask: &Ask) -> Option<Say> {
    Some(if ask.kind == A { answer(vec![a(&ask.name, 80)]) } else { nothing("bakery.example") })
}
