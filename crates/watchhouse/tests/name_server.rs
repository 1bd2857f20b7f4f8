//! The demonstration's name server, asked with real packets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::{Edns, Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, UdpSocket};
use watchhouse::demo::firm::firm;
use watchhouse::demo::name_server::NameServer;
use watchhouse::demo::zones::mix::{Behaviour, CaaCase, MailCase, Mistakes, SpfCase, WebCase, mistakes};
use watchhouse::demo::zones::{Names, Seal};

const SEED: u64 = 7;

async fn server() -> NameServer {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    NameServer::start(Arc::new(Names::new(SEED)), at).await.expect("a free port")
}

fn first_with(wanted: impl Fn(&Mistakes) -> bool) -> String {
    let number = (0..200_000).find(|n| wanted(&mistakes(SEED, *n))).expect("the city has one");
    firm(SEED, number).apex
}

fn healthy(m: &Mistakes) -> bool {
    m.registered && !m.only_a_shop && m.behaviour == Behaviour::Answering
}

fn question(name: &str, kind: RecordType, change: impl Fn(&mut Message)) -> Message {
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(Name::from_ascii(format!("{name}.")).expect("a name"), kind));
    message.set_edns(Edns::new().set_max_payload(1_232).clone());
    change(&mut message);
    message
}

async fn ask_raw(server: &NameServer, bytes: &[u8]) -> Option<Vec<u8>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a socket");
    socket.send_to(bytes, server.address()).await.expect("sent");
    let mut buffer = vec![0; 65_535];
    let waited = tokio::time::timeout(Duration::from_millis(500), socket.recv(&mut buffer)).await;
    waited.ok().map(|length| buffer[..length.expect("received")].to_vec())
}

async fn ask_with(
    server: &NameServer,
    name: &str,
    kind: RecordType,
    change: impl Fn(&mut Message),
) -> Option<Message> {
    let asked = question(name, kind, change);
    let reply = ask_raw(server, &asked.to_vec().expect("encoded")).await?;
    let reply = Message::from_vec(&reply).expect("the reply is a DNS message");
    assert_eq!(reply.metadata.id, asked.metadata.id);
    assert!(reply.metadata.recursion_available);
    Some(reply)
}

async fn ask(server: &NameServer, name: &str, kind: RecordType) -> Message {
    ask_with(server, name, kind, |_| {}).await.expect("an answer")
}

async fn ask_by_tcp(server: &NameServer, asked: &Message) -> Message {
    let socket = TcpSocket::new_v4().expect("a socket");
    let mut stream = socket.connect(server.address()).await.expect("connected");
    let bytes = asked.to_vec().expect("encoded");
    stream.write_u16(bytes.len() as u16).await.expect("sent");
    stream.write_all(&bytes).await.expect("sent");
    let length = stream.read_u16().await.expect("a length");
    let mut reply = vec![0; usize::from(length)];
    stream.read_exact(&mut reply).await.expect("a reply");
    Message::from_vec(&reply).expect("the reply is a DNS message")
}

#[tokio::test]
async fn a_firms_records_come_over_the_wire() {
    let server = server().await;
    let apex = first_with(|m| {
        healthy(m)
            && m.seal == Seal::None
            && m.mail == MailCase::Suite
            && m.spf == SpfCase::Hard
            && m.caa == CaaCase::Issue
    });
    let mx = ask(&server, &apex, RecordType::MX).await;
    assert_eq!(mx.metadata.response_code, ResponseCode::NoError);
    let label = apex.replace('.', "-");
    assert_eq!(mx.answers[0].data.to_string(), format!("0 {label}.mail.deskmate.example."));
    let exchanger = ask(&server, &format!("{label}.mail.deskmate.example"), RecordType::A).await;
    assert_eq!(exchanger.answers[0].data.to_string(), "192.0.2.25");
    let texts = ask(&server, &apex, RecordType::TXT).await;
    let spf = texts.answers.iter().filter(|r| r.data.to_string().starts_with("v=spf1 ")).count();
    assert_eq!(spf, 1);
    let caa = ask(&server, &apex, RecordType::CAA).await;
    assert_eq!(caa.answers[0].data.to_string(), "0 issue \"certs.example\"");
    let nothing = ask(&server, &apex, RecordType::SRV).await;
    assert_eq!((nothing.metadata.response_code, nothing.answers.len()), (ResponseCode::NoError, 0));
    assert_eq!(nothing.authorities[0].record_type(), RecordType::SOA);
}

#[tokio::test]
async fn the_case_of_letters_does_not_matter_and_the_question_comes_back_as_it_was() {
    let server = server().await;
    let apex = first_with(healthy);
    let reply = ask(&server, &apex.to_ascii_uppercase(), RecordType::NS).await;
    assert_eq!(reply.metadata.response_code, ResponseCode::NoError);
    assert!(!reply.answers.is_empty());
    assert_eq!(reply.queries[0].name().to_ascii(), format!("{}.", apex.to_ascii_uppercase()));
}

#[tokio::test]
async fn names_that_do_not_exist_are_dead_or_are_not_ours_are_told_apart() {
    let server = server().await;
    let code = async |name: &str| ask(&server, name, RecordType::A).await.metadata.response_code;
    assert_eq!(code("no-such-firm.test").await, ResponseCode::NXDomain);
    assert_eq!(code("gov.uk").await, ResponseCode::Refused);
    assert_eq!(code(&first_with(|m| !m.registered)).await, ResponseCode::NXDomain);
    assert_eq!(
        code(&first_with(|m| m.registered && m.behaviour == Behaviour::Broken)).await,
        ResponseCode::ServFail
    );
    assert_eq!(
        code(&first_with(|m| m.registered && m.behaviour == Behaviour::Refusing)).await,
        ResponseCode::Refused
    );
    let silent = first_with(|m| m.registered && m.behaviour == Behaviour::Silent);
    assert_eq!(ask_with(&server, &silent, RecordType::A, |_| {}).await, None);
}

#[tokio::test]
async fn seals_are_told_to_whoever_asks_for_proof() {
    let server = server().await;
    let sound = first_with(|m| healthy(m) && m.seal == Seal::Sound);
    let proof = |m: &mut Message| m.metadata.authentic_data = true;
    let told = ask_with(&server, &sound, RecordType::NS, proof).await.expect("an answer");
    assert!(told.metadata.authentic_data);
    assert!(!ask(&server, &sound, RecordType::NS).await.metadata.authentic_data, "nobody asked");
    assert_eq!(ask(&server, &sound, RecordType::DS).await.answers.len(), 1);

    let broken = first_with(|m| healthy(m) && m.seal == Seal::Broken);
    assert_eq!(ask(&server, &broken, RecordType::NS).await.metadata.response_code, ResponseCode::ServFail);
    let unchecked = |m: &mut Message| m.metadata.checking_disabled = true;
    let behind = ask_with(&server, &broken, RecordType::NS, unchecked).await.expect("an answer");
    assert_eq!(behind.metadata.response_code, ResponseCode::NoError);
    assert_eq!(ask(&server, &broken, RecordType::DS).await.answers.len(), 1);
}

#[tokio::test]
async fn a_large_answer_is_cut_over_udp_and_whole_over_tcp() {
    let server = server().await;
    let apex = first_with(|m| healthy(m) && m.seal == Seal::None && m.many_texts);
    let cut = ask(&server, &apex, RecordType::TXT).await;
    assert!(cut.metadata.truncation);
    assert_eq!(cut.answers.len(), 0);
    let whole = ask_by_tcp(&server, &question(&apex, RecordType::TXT, |_| {})).await;
    assert!(!whole.metadata.truncation);
    assert!(whole.answers.len() >= 20);
    assert!(whole.to_vec().expect("encoded").len() > 1_232);
}

#[tokio::test]
async fn aliases_come_with_what_they_lead_to() {
    let server = server().await;
    let apex = first_with(|m| healthy(m) && m.seal == Seal::None && m.mail == MailCase::Alias);
    let reply = ask(&server, &format!("mail.{apex}"), RecordType::A).await;
    let kinds: Vec<_> = reply.answers.iter().map(|r| r.record_type()).collect();
    assert_eq!(kinds, [RecordType::CNAME, RecordType::A]);
    let circle = first_with(|m| healthy(m) && m.web == WebCase::AliasCircle);
    let reply = ask(&server, &format!("www.{circle}"), RecordType::A).await;
    assert_eq!(reply.metadata.response_code, ResponseCode::ServFail);
}

#[tokio::test]
async fn what_is_no_question_is_answered_shortly_or_not_at_all() {
    let server = server().await;
    assert_eq!(ask_raw(&server, b"hello").await, None);
    let garbage = [&[0x12, 0x34, 1, 0, 0, 9, 0, 0, 0, 0, 0, 0][..], &[0xff; 40]].concat();
    let reply = Message::from_vec(&ask_raw(&server, &garbage).await.expect("an answer")).expect("a message");
    assert_eq!((reply.metadata.id, reply.metadata.response_code), (0x1234, ResponseCode::FormErr));
    let any = ask(&server, "pennyhost.example", RecordType::ANY).await;
    assert_eq!(any.metadata.response_code, ResponseCode::NotImp);
}
