//! `watchhouse check` against a name server on loopback.

#![allow(clippy::unwrap_used, reason = "a server that does not start is a broken test")]

use std::net::SocketAddr;

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::{A, MX, NS, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;
use watchhouse::cli::ask_args::AskArgs;
use watchhouse::cli::check::{CheckArgs, check};

fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

/// What this little world holds: a bakery that watches forged mail, and nothing else.
fn records(at: &str, kind: RecordType) -> Option<Vec<RData>> {
    let text = |text: &str| RData::TXT(TXT::new(vec![text.to_owned()]));
    let known = ["bakery.example.", "www.bakery.example.", "_dmarc.bakery.example.", "mx.bakery.example."];
    known.contains(&at).then(|| match (at, kind) {
        ("bakery.example.", RecordType::NS) => {
            ["ns1.host.example.", "ns2.host.example."].map(|server| RData::NS(NS(name(server)))).to_vec()
        }
        ("bakery.example.", RecordType::MX) => vec![RData::MX(MX::new(10, name("mx.bakery.example.")))],
        ("bakery.example.", RecordType::TXT) => vec![text("v=spf1 mx -all")],
        ("_dmarc.bakery.example.", RecordType::TXT) => {
            vec![text("v=DMARC1; p=none; rua=mailto:reports@bakery.example")]
        }
        ("mx.bakery.example.", RecordType::A) => vec![RData::A(A::new(192, 0, 2, 25))],
        _ => vec![],
    })
}

async fn server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let query = Message::from_vec(&buffer[..length]).unwrap();
            let question = query.queries[0].clone();
            let mut reply = Message::response(query.metadata.id, query.metadata.op_code);
            match records(&question.name.to_ascii().to_lowercase(), question.query_type) {
                Some(found) => {
                    for data in found {
                        reply.add_answer(Record::from_rdata(question.name.clone(), 60, data));
                    }
                }
                None => reply.metadata.response_code = ResponseCode::NXDomain,
            }
            reply.add_query(question);
            socket.send_to(&reply.to_vec().unwrap(), from).await.unwrap();
        }
    });
    address
}

async fn run(domains: &[&str], json: bool) -> (String, String) {
    let args = CheckArgs {
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        ask: AskArgs { resolver: Some(server().await), ..AskArgs::default() },
        json,
        records: false,
    };
    let mut out = Vec::new();
    let code = check(args, &mut out).await.unwrap();
    (String::from_utf8(out).unwrap(), format!("{code:?}"))
}

#[tokio::test]
async fn a_person_reads_four_promises_and_one_next_thing() {
    let (text, code) = run(&["https://www.bakery.example/shop"], false).await;
    let expected = "bakery.example\n\
        \n  Nobody can send mail as you        not kept         You watch forged mail but let it through.\
        \n  Your website is safe to visit      could not check  This look did not visit your website.\
        \n  Nothing dangerous is open          could not check  We look at this only when you say yes.\
        \n  Your name is yours                 kept             We looked, and it holds. You can make it a little stronger.\
        \n\n  The one next thing: You watch forged mail but let it through\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("Value: v=DMARC1; p=quarantine; rua=mailto:reports@bakery.example\n"), "{text}");
    assert!(code.contains('0'), "{code}");
}

#[tokio::test]
async fn a_program_reads_one_line_for_each_name_in_order() {
    let (text, code) = run(&["gone.example", "bakery.example", "bakery"], true).await;
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids = |line: &serde_json::Value| {
        let findings = line["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&lines[0]), ["dns-not-found"]);
    let found = [
        "dmarc-not-enforced",
        "dkim-missing",
        "caa-missing",
        "dnssec-missing",
        "mta-sts-missing",
        "tls-rpt-missing",
    ];
    assert_eq!(ids(&lines[1]), found);
    assert_eq!(lines[1]["next"]["paste"]["name"], "_dmarc");
    assert_eq!(lines[2]["typed"], "bakery");
    assert_eq!(lines.len(), 3);
    assert!(code.contains('2'), "{code}");
}
