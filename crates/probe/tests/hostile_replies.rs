//! A server on loopback that answers as strangers might, and what the asker makes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use checkup::{Kind, LONGEST_CHAIN, Level, MOST_RECORDS, Outcome, Question, Record, RecordName};
use probe::{Asker, AskerError, MOST_IN_FLIGHT, QUESTION_DEADLINE};
use terms::edge::{Chance, Clock};
use terms::{DomainName, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
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

async fn asker(server: SocketAddr) -> Asker {
    Asker::open(&[server], Arc::new(Still), Arc::new(Counted(AtomicU64::new(1)))).await.unwrap()
}

fn question(name: &str, kind: Kind) -> Question {
    Question::new(RecordName::parse(name).unwrap(), kind)
}

#[tokio::test]
async fn a_resolver_without_a_way_to_it_is_passed_over() {
    let (address, _) = server(|_, query| vec![reply(query, OK, 1, &record(A, &[192, 0, 2, 1]))]).await;
    // A broadcast address: the system gives no socket to it.
    let nowhere: SocketAddr = "255.255.255.255:53".parse().unwrap();
    let open = |resolvers: Vec<SocketAddr>| async move {
        Asker::open(&resolvers, Arc::new(Still), Arc::new(Counted(AtomicU64::new(1)))).await
    };
    let asker = open(vec![nowhere, address]).await.unwrap();
    let question = question("bakery.example", Kind::A);
    assert_eq!(
        asker.ask(std::slice::from_ref(&question)).await.get(&question).unwrap().outcome,
        Outcome::Records
    );
    assert!(matches!(open(vec![nowhere]).await, Err(AskerError::NoSocket { .. })));
    assert!(matches!(open(vec![]).await, Err(AskerError::NoResolver)));
}

/// A reply: the header of the query with these flags and counts, its question, and what follows.
fn reply(query: &[u8], flags: u16, answers: u16, rest: &[u8]) -> Vec<u8> {
    let mut bytes = query[..2].to_vec();
    bytes.extend_from_slice(&flags.to_be_bytes());
    for count in [1, answers, 0, 0] {
        bytes.extend_from_slice(&u16::to_be_bytes(count));
    }
    bytes.extend_from_slice(asked(query));
    bytes.extend_from_slice(rest);
    bytes
}

/// The question section of a query.
fn asked(query: &[u8]) -> &[u8] {
    let mut end = 12;
    while query[end] != 0 {
        end += usize::from(query[end]) + 1;
    }
    &query[12..end + 5]
}

/// A record for the name that was asked for (a pointer to the question).
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    named(&[0xc0, 12], kind, data)
}

fn named(name: &[u8], kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = name.to_vec();
    bytes.extend_from_slice(&kind.to_be_bytes());
    bytes.extend_from_slice(&[0, 1, 0, 0, 0, 60]);
    bytes.extend_from_slice(&(data.len() as u16).to_be_bytes());
    bytes.extend_from_slice(data);
    bytes
}

fn wire_name(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.') {
        bytes.push(label.len() as u8);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

const OK: u16 = 0x8180;
const A: u16 = 1;
const CNAME: u16 = 5;
const TXT: u16 = 16;
const TRUNCATED: u16 = 0x8380;

/// Answers each datagram with what `answer` makes of it; the number counts queries from 0.
async fn server(
    answer: impl Fn(usize, &[u8]) -> Vec<Vec<u8>> + Send + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let number = count.fetch_add(1, Ordering::SeqCst);
            for bytes in answer(number, &buffer[..length]) {
                socket.send_to(&bytes, from).await.ok();
            }
        }
    });
    (address, heard)
}

/// What the asker makes of one kind of reply to the question for an address.
async fn outcome(kind: Kind, answer: impl Fn(&[u8]) -> Vec<Vec<u8>> + Send + 'static) -> checkup::Answer {
    let (address, _) = server(move |_, query| answer(query)).await;
    let question = question("bakery.example", kind);
    let answers = asker(address).await.ask(std::slice::from_ref(&question)).await;
    answers.get(&question).unwrap().clone()
}

async fn one(kind: Kind, answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> checkup::Answer {
    outcome(kind, move |query| vec![answer(query)]).await
}

#[tokio::test]
async fn a_plain_answer_is_read() {
    let answer = one(Kind::A, |query| reply(query, OK, 1, &record(A, &[192, 0, 2, 1]))).await;
    assert_eq!(answer.outcome, Outcome::Records);
    assert_eq!(answer.records, [Record::A("192.0.2.1".parse().unwrap())]);
    assert!(answer.recursive && !answer.sealed && !answer.cut);
    let sealed = one(Kind::A, |query| reply(query, OK | 0x20, 1, &record(A, &[192, 0, 2, 1]))).await;
    assert!(sealed.sealed);
}

#[tokio::test]
async fn what_the_server_says_is_told_apart() {
    for (code, expected) in [
        (0, Outcome::NoRecords),
        (3, Outcome::NoSuchName),
        (2, Outcome::ServerFailed),
        (5, Outcome::Refused),
        (4, Outcome::Refused),
    ] {
        let answer = one(Kind::A, move |query| reply(query, OK | code, 0, &[])).await;
        assert_eq!(answer.outcome, expected, "code {code}");
    }
}

#[tokio::test]
async fn nonsense_is_malformed_and_never_an_answer() {
    let cases: Vec<(&str, Vec<u8>, u16)> = vec![
        ("a pointer at itself", named(&[0xc0, 32], A, &[192, 0, 2, 1]), 1),
        ("a pointer forward", named(&[0xc0, 60], A, &[192, 0, 2, 1]), 1),
        ("a pointer loop", [&[0xc0, 34, 0xc0, 32][..], &named(&[], A, &[192, 0, 2, 1])].concat(), 1),
        ("an address of three bytes", record(A, &[192, 0, 2]), 1),
        ("more records than bytes", Vec::new(), u16::MAX),
        ("a length past the end", record(A, &[192, 0, 2, 1])[..14].to_vec(), 1),
        ("a label of 64 bytes", named(&[&[64], &[b'a'; 64][..], &[0]].concat(), A, &[192, 0, 2, 1]), 1),
        ("a name of 300 bytes", named(&[&[49], &[b'a'; 49][..]].concat().repeat(6), A, &[192, 0, 2, 1]), 1),
    ];
    for (name, rest, count) in cases {
        let answer = one(Kind::A, move |query| reply(query, OK, count, &rest)).await;
        assert_eq!(answer.outcome, Outcome::Malformed, "{name}");
        assert!(answer.records.is_empty(), "{name}");
    }
    let text = one(Kind::Txt, |query| reply(query, OK, 1, &record(TXT, &[200, b'x']))).await;
    assert_eq!(text.outcome, Outcome::Malformed, "a text past its record");
    let seal = one(Kind::Ds, |query| reply(query, OK, 1, &record(43, &[1, 2]))).await;
    assert_eq!(seal.outcome, Outcome::Malformed, "a seal without a digest");
}

#[tokio::test]
async fn a_reply_to_something_else_is_not_heard() {
    let strangers = |query: &[u8]| {
        let mut id = reply(query, OK, 1, &record(A, &[198, 51, 100, 1]));
        id[0] ^= 0xff;
        let mut name = reply(query, OK, 1, &record(A, &[198, 51, 100, 1]));
        name[13] ^= 1;
        let mut kind = reply(query, OK, 1, &record(A, &[198, 51, 100, 1]));
        let end = 12 + asked(query).len();
        kind[end - 3] = 28;
        let query_again = query.to_vec();
        let true_one = reply(query, OK, 1, &record(A, &[192, 0, 2, 1]));
        vec![vec![], vec![1], id, name, kind, query_again, true_one]
    };
    let answer = outcome(Kind::A, strangers).await;
    assert_eq!(answer.records, [Record::A("192.0.2.1".parse().unwrap())]);
}

#[tokio::test]
async fn after_nonsense_the_true_answer_still_counts() {
    let answer = outcome(Kind::A, |query| {
        vec![reply(query, OK, u16::MAX, &[]), reply(query, OK, 1, &record(A, &[192, 0, 2, 1]))]
    })
    .await;
    assert_eq!(answer.outcome, Outcome::Records);
}

#[tokio::test]
async fn records_that_nobody_asked_for_are_not_learned() {
    let answer = one(Kind::A, |query| {
        let mut rest = named(&wire_name("bank.example"), A, &[198, 51, 100, 1]);
        rest.extend(record(TXT, b"\x01x"));
        reply(query, OK, 2, &rest)
    })
    .await;
    assert_eq!((answer.outcome, answer.records), (Outcome::NoRecords, vec![]));
}

fn aliases(query: &[u8], count: usize) -> Vec<u8> {
    let mut rest = record(CNAME, &wire_name("a1.far.example"));
    for i in 1..count {
        rest.extend(named(
            &wire_name(&format!("a{i}.far.example")),
            CNAME,
            &wire_name(&format!("a{}.far.example", i + 1)),
        ));
    }
    rest.extend(named(&wire_name(&format!("a{count}.far.example")), A, &[192, 0, 2, 1]));
    reply(query, OK, count as u16 + 1, &rest)
}

#[tokio::test]
async fn a_way_of_aliases_has_an_end() {
    let at = one(Kind::A, |query| aliases(query, LONGEST_CHAIN)).await;
    assert_eq!((at.outcome, at.aliases.len()), (Outcome::Records, LONGEST_CHAIN));
    let past = one(Kind::A, |query| aliases(query, LONGEST_CHAIN + 1)).await;
    assert_eq!(past.outcome, Outcome::Malformed);
    let own = one(Kind::A, |query| reply(query, OK, 1, &record(CNAME, &wire_name("bakery.example")))).await;
    assert_eq!((own.outcome, own.aliases.len()), (Outcome::NoRecords, 1));
}

/// A server that has the whole answer by stream only.
async fn stream_server(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static, pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let socket = UdpSocket::bind(address).await.unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            socket.send_to(&reply(&buffer[..length], TRUNCATED, 0, &[]), from).await.ok();
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let length = stream.read_u16().await.unwrap();
            let mut query = vec![0; usize::from(length)];
            stream.read_exact(&mut query).await.unwrap();
            let bytes = answer(&query);
            let framed = [&(bytes.len() as u16).to_be_bytes()[..], &bytes].concat();
            if pause.is_zero() {
                stream.write_all(&framed).await.ok();
            } else {
                for byte in framed {
                    if stream.write_all(&[byte]).await.is_err() {
                        break;
                    }
                    tokio::time::sleep(pause).await;
                }
            }
        }
    });
    address
}

async fn by_stream(kind: Kind, answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> checkup::Answer {
    let address = stream_server(answer, Duration::ZERO).await;
    let question = question("bakery.example", kind);
    let answers = asker(address).await.ask(std::slice::from_ref(&question)).await;
    answers.get(&question).unwrap().clone()
}

#[tokio::test]
async fn what_does_not_fit_comes_by_stream_and_is_cut_at_the_limit() {
    let many =
        |n: usize| move |query: &[u8]| reply(query, OK, n as u16, &record(A, &[192, 0, 2, 1]).repeat(n));
    let at = by_stream(Kind::A, many(MOST_RECORDS)).await;
    assert_eq!((at.records.len(), at.cut), (MOST_RECORDS, false));
    let past = by_stream(Kind::A, many(MOST_RECORDS + 1)).await;
    assert_eq!((past.records.len(), past.cut), (MOST_RECORDS, true));
}

#[tokio::test]
async fn a_text_past_the_limit_is_left_out_and_said_so() {
    let text = |bytes: usize| {
        move |query: &[u8]| {
            let mut data = Vec::new();
            for chunk in vec![b'x'; bytes].chunks(255) {
                data.push(chunk.len() as u8);
                data.extend_from_slice(chunk);
            }
            reply(query, OK, 1, &record(TXT, &data))
        }
    };
    let at = by_stream(Kind::Txt, text(checkup::LONGEST_TEXT)).await;
    assert_eq!((at.records.len(), at.cut), (1, false));
    let past = by_stream(Kind::Txt, text(checkup::LONGEST_TEXT + 1)).await;
    assert_eq!((past.outcome, past.records.len(), past.cut), (Outcome::Records, 0, true));
}

#[tokio::test]
async fn names_built_to_be_slow_are_read_in_no_time() {
    // 3,000 names, each a pointer into the one before: quadratic for a careless reader.
    let answer = by_stream(Kind::A, |query| {
        let mut rest = Vec::new();
        let start = 12 + asked(query).len();
        for i in 0..3_000_usize {
            let at = start + rest.len();
            let before = if i == 0 { 12 } else { at - 18 };
            let pointer = 0xc000 | (before.min(0x3fff) as u16);
            let name = [&[1, b'a'][..], &pointer.to_be_bytes()].concat();
            rest.extend(named(&name, A, &[192, 0, 2, 1]));
        }
        reply(query, OK, 3_000, &rest)
    });
    let began = Instant::now();
    let answer = answer.await;
    assert!(matches!(answer.outcome, Outcome::Malformed | Outcome::NoRecords), "{:?}", answer.outcome);
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_stream_that_drips_ends_at_the_deadline_of_the_question() {
    let address = stream_server(|query| reply(query, OK, 0, &[]), Duration::from_millis(900)).await;
    let question = question("bakery.example", Kind::A);
    let began = Instant::now();
    let answers = asker(address).await.ask(std::slice::from_ref(&question)).await;
    assert_eq!(answers.get(&question).unwrap().outcome, Outcome::TimedOut);
    assert!(began.elapsed() < QUESTION_DEADLINE + Duration::from_secs(1));
}

#[tokio::test]
async fn silence_ends_at_the_deadline_after_three_tries() {
    let (address, heard) = server(|_, _| vec![]).await;
    let question = question("bakery.example", Kind::A);
    let began = Instant::now();
    let answers = asker(address).await.ask(std::slice::from_ref(&question)).await;
    assert_eq!(answers.get(&question).unwrap().outcome, Outcome::TimedOut);
    assert_eq!(heard.load(Ordering::SeqCst), 3);
    assert!(began.elapsed() >= QUESTION_DEADLINE);
    assert!(began.elapsed() < QUESTION_DEADLINE + Duration::from_secs(1));
}

#[tokio::test]
async fn a_lost_packet_and_a_refusal_are_tried_again_and_a_failure_is_not() {
    let fine = |query: &[u8]| reply(query, OK, 1, &record(A, &[192, 0, 2, 1]));
    let ask = |address| async move {
        let question = question("bakery.example", Kind::A);
        let answers = asker(address).await.ask(std::slice::from_ref(&question)).await;
        answers.get(&question).unwrap().outcome
    };
    let (lossy, heard) = server(move |n, query| if n == 0 { vec![] } else { vec![fine(query)] }).await;
    assert_eq!(ask(lossy).await, Outcome::Records);
    assert_eq!(heard.load(Ordering::SeqCst), 2);
    let (refusing, heard) =
        server(move |n, query| vec![if n < 2 { reply(query, OK | 5, 0, &[]) } else { fine(query) }]).await;
    assert_eq!(ask(refusing).await, Outcome::Records);
    assert_eq!(heard.load(Ordering::SeqCst), 3);
    let (failing, heard) = server(|_, query| vec![reply(query, OK | 2, 0, &[])]).await;
    assert_eq!(ask(failing).await, Outcome::ServerFailed);
    assert_eq!(heard.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_closed_port_is_told_at_once() {
    let closed = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let question = question("bakery.example", Kind::A);
    let began = Instant::now();
    let answers = asker(closed).await.ask(std::slice::from_ref(&question)).await;
    assert_eq!(answers.get(&question).unwrap().outcome, Outcome::Unreachable);
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn letters_of_mixed_case_have_to_come_back_as_they_went() {
    let (true_server, _) = server(|_, query| vec![reply(query, OK, 1, &record(A, &[192, 0, 2, 1]))]).await;
    let (folding, _) =
        server(|_, query| vec![reply(&query.to_ascii_lowercase(), OK, 1, &record(A, &[192, 0, 2, 1]))]).await;
    let name = question("a-long-name-with-many-letters.bakery.example", Kind::A);
    let outcome = |address| {
        let name = name.clone();
        async move {
            let asker = asker(address).await.with_mixed_case();
            asker.ask(std::slice::from_ref(&name)).await.get(&name).unwrap().outcome
        }
    };
    assert_eq!(outcome(true_server).await, Outcome::Records);
    assert_eq!(outcome(folding).await, Outcome::TimedOut);
}

#[tokio::test]
async fn no_more_questions_are_in_flight_than_the_cap() {
    let names: Vec<Question> =
        (0..MOST_IN_FLIGHT + 50).map(|i| question(&format!("n{i}.bakery.example"), Kind::A)).collect();
    let (address, heard) = server(|_, _| vec![]).await;
    let asker = asker(address).await;
    let asking = tokio::spawn(async move { asker.ask(&names).await.len() });
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(heard.load(Ordering::SeqCst), MOST_IN_FLIGHT);
    asking.abort();
}

#[tokio::test]
async fn ids_and_ports_differ() {
    let seen: Arc<Mutex<Vec<(u16, u16)>>> = Arc::default();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let note = seen.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let id = u16::from_be_bytes([buffer[0], buffer[1]]);
            note.lock().unwrap().push((id, from.port()));
            socket.send_to(&reply(&buffer[..length], OK, 0, &[]), from).await.ok();
        }
    });
    let names: Vec<Question> = (0..40).map(|i| question(&format!("n{i}.bakery.example"), Kind::A)).collect();
    let asker = asker(address).await;
    for about_one_name in names.chunks(10) {
        asker.ask(about_one_name).await;
    }
    let seen = seen.lock().unwrap();
    let mut ids: Vec<u16> = seen.iter().map(|(id, _)| *id).collect();
    let mut ports: Vec<u16> = seen.iter().map(|(_, port)| *port).collect();
    for list in [&mut ids, &mut ports] {
        list.sort_unstable();
        list.dedup();
    }
    assert!(ids.len() > 30, "{} ids among 40 questions", ids.len());
    assert_eq!(ports.len(), 4);
}

#[tokio::test]
async fn what_firms_have_in_common_is_asked_once_in_a_round() {
    let asked_for: Arc<Mutex<Vec<String>>> = Arc::default();
    let note = asked_for.clone();
    let (address, _) = server(move |_, query| {
        let question = asked(query);
        let kind = question[question.len() - 3];
        let name: String =
            question.iter().map(|b| if b.is_ascii_alphanumeric() { char::from(*b) } else { '.' }).collect();
        note.lock().unwrap().push(name.trim_matches('.').to_owned());
        vec![match kind {
            15 => reply(query, OK, 1, &record(15, &[&[0, 10][..], &wire_name("mx.mailfirm.test")].concat())),
            1 => reply(query, OK, 1, &record(A, &[192, 0, 2, 1])),
            _ => reply(query, OK, 0, &[]),
        }]
    })
    .await;
    let round = asker(address).await.round();
    let firms = ["one.example", "two.example", "three.example"].map(|firm| DomainName::parse(firm).unwrap());
    let mut looks = Vec::new();
    round.look_many(firms, Level::Records, 2, |look| looks.push(look)).await;
    assert_eq!(looks.len(), 3);
    for look in looks {
        assert!(checkup::next(&look.domain, &look.answers, look.level).is_empty());
        assert!(look.answers.iter().any(|answer| answer.question.name.as_str() == "mx.mailfirm.test"));
    }
    let asked_for = asked_for.lock().unwrap();
    assert_eq!(asked_for.iter().filter(|name| name.contains("mailfirm")).count(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(30))]

    #[test]
    fn random_bytes_behind_a_true_header_never_break_the_asker(rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), count in 0..9_u16) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(async move {
            // The true answer follows, so that nonsense does not cost the test its deadline.
            outcome(Kind::Txt, move |query| vec![reply(query, OK, count, &rest), reply(query, OK | 3, 0, &[])]).await
        });
        proptest::prop_assert!(answer.outcome.tells());
    }
}
