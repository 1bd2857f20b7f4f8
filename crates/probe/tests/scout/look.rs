//! A whole look through the front door: questions to a resolver, approaches to hosts, in rounds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use checkup::{Approach, Level, Reached, Sight};
use probe::{Asker, Look};
use terms::DomainName;
use terms::edge::Chance;
use tokio::net::UdpSocket;

use crate::certificates::{Company, tidy};
use crate::hosts::{At, Host, answers, greets, today};

/// The numbers of kinds of record.
const A: u8 = 1;
const NS: u8 = 2;

/// Never the same twice: questions in flight need ids of their own.
#[derive(Default)]
struct Counted(AtomicU64);
impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let number = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *byte = number.to_be_bytes()[0];
        }
    }
}

/// A resolver that knows one name, one address and one name server.
async fn asker() -> Asker {
    let resolver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = resolver.local_addr().unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 512];
        while let Ok((length, from)) = resolver.recv_from(&mut bytes).await {
            let name = 12 + bytes[12..length].iter().position(|byte| *byte == 0).unwrap();
            let mut answer = bytes[..name + 5].to_vec();
            let of_the_bakery = bytes[12..=name] == *b"\x06bakery\x07example\0";
            let record: &[u8] = match bytes[name + 2] {
                A if of_the_bakery => &[0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 10],
                NS if of_the_bakery => &[0xc0, 12, 0, NS, 0, 1, 0, 0, 0, 60, 0, 5, 2, b'n', b's', 0xc0, 12],
                _ => &[],
            };
            let count = u8::from(!record.is_empty());
            answer[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0]);
            answer.extend_from_slice(record);
            resolver.send_to(&answer, from).await.unwrap();
        }
    });
    Asker::open(&[at], Arc::new(At(today())), Arc::new(Counted::default())).await.unwrap()
}

/// A bakery with a tidy website, a mail door and an open database.
async fn look(level: Level) -> (Look, usize) {
    let root = Company::new("Root");
    let shown = root.certificate(&["bakery.example"], 2026, 2028);
    let moved = "HTTP/1.1 301 Moved\r\nLocation: https://bakery.example/\r\nContent-Length: 0\r\n\r\n";
    let host = Host::new()
        .port(80, answers(moved))
        .await
        .port(443, shown.web(false, tidy))
        .await
        .port(6379, greets("+PONG\r\n"))
        .await
        .trusting(&root.der);
    let round = asker().await.round().with_scout(host.scout());
    let look = round.look(&DomainName::parse("bakery.example").unwrap(), level).await;
    (look, host.calls())
}

#[tokio::test]
async fn a_look_at_records_touches_nobody() {
    let (look, calls) = look(Level::Records).await;
    assert!(look.answers.len() > 5);
    assert!(look.answers.observations().all(|one| one.of.level() == Level::Records));
    assert_eq!(calls, 0);
}

#[tokio::test]
async fn an_ordinary_look_visits_the_website_with_few_connections() {
    let (look, calls) = look(Level::Visitor).await;
    assert!(look.answers.observations().all(|one| one.of.level() <= Level::Visitor));
    let seen =
        |wanted: fn(&Approach) -> bool| look.answers.observations().find(|one| wanted(&one.of)).unwrap();
    let page = seen(|of| matches!(of, Approach::Page { .. }));
    assert!(matches!(&page.sight, Sight::Page(page) if page.status == 301), "{page:?}");
    let secure = seen(|of| matches!(of, Approach::SecurePage { .. }));
    assert_eq!(secure.reached, Reached::Whole);
    assert!(matches!(&secure.sight, Sight::SecurePage { page: Some(page), .. } if page.status == 200));
    assert!((2..=4).contains(&calls), "{calls} connections");
}

#[tokio::test]
async fn a_look_with_consent_tries_the_doors() {
    let (look, _) = look(Level::Consented).await;
    let doors = look.answers.observations().find(|one| matches!(one.of, Approach::OpenDoors { .. })).unwrap();
    let Sight::OpenDoors { open, .. } = &doors.sight else { panic!("{doors:?}") };
    assert_eq!(open.iter().map(|door| door.port).collect::<Vec<_>>(), [6379]);
}
