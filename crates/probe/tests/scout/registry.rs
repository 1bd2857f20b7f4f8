//! What the registry says: found by DNS, spoken to over TLS that is trusted, left in peace when it asks for it.

use std::sync::Arc;

use checkup::{Approach, Reached, Sight};
use probe::{Asker, Scout};
use terms::DomainName;
use tokio::net::UdpSocket;

use crate::certificates::{Company, Shown, reply};
use crate::hosts::{At, Host, Sevens, address, today};

/// A resolver that sends every name to the host of the tests.
async fn asker() -> Asker {
    let resolver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = resolver.local_addr().unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 512];
        while let Ok((length, from)) = resolver.recv_from(&mut bytes).await {
            // The question without what stands behind it, then one address.
            let end = 12 + bytes[12..length].iter().position(|byte| *byte == 0).unwrap() + 5;
            let mut answer = bytes[..end].to_vec();
            answer[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 10]);
            resolver.send_to(&answer, from).await.unwrap();
        }
    });
    Asker::open(&[at], Arc::new(At(today())), Arc::new(Sevens)).await.unwrap()
}

async fn ask(scout: &Scout, domain: &str) -> (Reached, Sight) {
    let domain = DomainName::parse(domain).unwrap();
    let observation = scout.approach(&Approach::Registration { domain }).await;
    (observation.reached, observation.sight)
}

async fn registry(shown: Shown, root: &Company, answer: fn(&str) -> Vec<u8>) -> (Host, Scout) {
    let host = Host::new().port(443, shown.web(false, answer)).await.trusting(&root.der);
    let scout = host.scout().asking(asker().await);
    (host, scout)
}

fn nominet(root: &Company) -> Shown {
    root.certificate(&["rdap.nominet.uk"], 2026, 2028)
}

fn knows(line: &str) -> Vec<u8> {
    match line {
        "GET /uk/domain/bakery.co.uk HTTP/1.1" => reply(
            "200 OK",
            "application/rdap+json",
            r#"{"ldhName":"bakery.co.uk","status":["client transfer prohibited"],
               "events":[{"eventAction":"expiration","eventDate":"2027-03-01T00:00:00Z"}]}"#,
        ),
        "GET /uk/domain/long.co.uk HTTP/1.1" => {
            reply("200 OK", "application/rdap+json", &"[".repeat(200_000))
        }
        "GET /uk/domain/odd.co.uk HTTP/1.1" => reply("200 OK", "text/html", "<p>hello"),
        _ => reply("404 Not Found", "application/rdap+json", "{}"),
    }
}

#[tokio::test]
async fn a_name_is_known_unknown_or_could_not_be_told() {
    let root = Company::new("Root");
    let (_host, scout) = registry(nominet(&root), &root, knows).await;
    let (reached, sight) = ask(&scout, "bakery.co.uk").await;
    let Sight::Registration(seen) = sight else { panic!("{reached:?} {sight:?}") };
    assert!(reached == Reached::Whole && seen.found);
    assert_eq!(seen.expires, Some("2027-03-01T00:00:00Z".parse().unwrap()));
    assert_eq!(seen.status, ["client transfer prohibited"]);
    let (reached, sight) = ask(&scout, "nobody.co.uk").await;
    let Sight::Registration(seen) = sight else { panic!("{reached:?} {sight:?}") };
    assert!(reached == Reached::Whole && !seen.found);
    assert_eq!(ask(&scout, "long.co.uk").await, (Reached::Malformed, Sight::Nothing));
    assert_eq!(ask(&scout, "odd.co.uk").await, (Reached::Malformed, Sight::Nothing));
    assert_eq!(
        ask(&scout, "bakery.test").await,
        (Reached::NotAllowed, Sight::Nothing),
        "nobody keeps these names"
    );
}

#[tokio::test]
async fn an_impostor_is_not_listened_to() {
    let root = Company::new("Root");
    let good = ["rdap.nominet.uk"];
    for shown in [
        Company::new("Stranger").certificate(&good, 2026, 2028),
        root.certificate(&["rdap.other.uk"], 2026, 2028),
        root.certificate(&good, 2024, 2025),
    ] {
        let (host, scout) = registry(shown, &root, knows).await;
        assert_eq!(ask(&scout, "bakery.co.uk").await, (Reached::Malformed, Sight::Nothing));
        assert_eq!(host.calls(), 1);
    }
}

#[tokio::test]
async fn a_registry_that_asks_for_rest_is_left_in_peace() {
    let root = Company::new("Root");
    let busy = |_: &str| b"HTTP/1.1 429 Slow\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n".to_vec();
    let (host, scout) = registry(nominet(&root), &root, busy).await;
    for _ in 0..3 {
        assert_eq!(ask(&scout, "bakery.co.uk").await, (Reached::Later, Sight::Nothing));
    }
    assert_eq!(host.calls(), 1, "it was asked once");
}

/// Sends each question on: `hop3` in three turns, `hop4` in four, `away` to a host that we do not go to.
fn sends_on(line: &str) -> Vec<u8> {
    let name = line.strip_prefix("GET /").unwrap_or_default().split(' ').next().unwrap_or_default();
    let to = match name {
        "uk/domain/hop4.co.uk" => "/uk/domain/hop3.co.uk",
        "uk/domain/hop3.co.uk" => "https://rdap.registrar.example/2/hop3.co.uk",
        "2/hop3.co.uk" => "/1/hop3.co.uk",
        "1/hop3.co.uk" => "/0/hop3.co.uk",
        "0/hop3.co.uk" => return reply("200 OK", "application/rdap+json", r#"{"ldhName":"hop3.co.uk"}"#),
        "uk/domain/away.co.uk" => "http://rdap.registrar.example/away.co.uk",
        "uk/domain/private.co.uk" => "https://rdap.private.example/private.co.uk",
        _ => "/again",
    };
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_registry_that_knows_a_better_one_is_followed_three_times_and_not_a_fourth() {
    let root = Company::new("Root");
    let both = root.certificate(&["rdap.nominet.uk", "rdap.registrar.example"], 2026, 2028);
    let (host, scout) = registry(both, &root, sends_on).await;
    let (reached, sight) = ask(&scout, "hop3.co.uk").await;
    assert!(matches!(&sight, Sight::Registration(seen) if seen.found), "{reached:?} {sight:?}");
    assert_eq!((reached, host.calls()), (Reached::Whole, 4));
    assert_eq!(ask(&scout, "hop4.co.uk").await, (Reached::Malformed, Sight::Nothing));
    assert_eq!(host.calls(), 8);
    assert_eq!(ask(&scout, "round.co.uk").await, (Reached::Malformed, Sight::Nothing));
    assert_eq!(host.calls(), 12, "a circle has an end");
}

#[tokio::test]
async fn a_registry_sends_nobody_past_the_gate() {
    let root = Company::new("Root");
    let (host, scout) = registry(nominet(&root), &root, sends_on).await;
    assert_eq!(ask(&scout, "away.co.uk").await, (Reached::Malformed, Sight::Nothing), "without TLS");
    assert_eq!(host.calls(), 1);
    assert_eq!(ask(&scout, "hop3.co.uk").await, (Reached::Malformed, Sight::Nothing), "a wrong certificate");
    assert_eq!(host.calls(), 3);
    let name = checkup::RecordName::parse("private.example").unwrap();
    scout.gate().wishes().stay_away(probe::gate::OptOut::Name(name)).unwrap();
    assert_eq!(ask(&scout, "private.co.uk").await, (Reached::NotAllowed, Sight::Nothing));
    assert_eq!(host.calls(), 4, "only the registry heard of it");
}

#[tokio::test]
async fn a_registry_passes_the_gate_like_everybody() {
    let root = Company::new("Root");
    let (host, scout) = registry(nominet(&root), &root, knows).await;
    scout.gate().wishes().stay_away(probe::gate::OptOut::Network(address().into())).unwrap();
    assert_eq!(ask(&scout, "bakery.co.uk").await, (Reached::NotAllowed, Sight::Nothing));
    assert_eq!(host.calls(), 0);
}
