//! TLS on the web's port: certificates, versions, two requests on one line.

use checkup::{Approach, PageSeen, Reached, Sight, TlsSeen, TlsVersion, Trust};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::certificates::{Company, Shown, reply, self_signed, tidy};
use crate::hosts::{Host, Says, address, greets, name, says};

async fn at(says: Says, root: &[u8]) -> (Reached, Option<TlsSeen>, Option<PageSeen>, Option<String>, usize) {
    let host = Host::new().port(443, says).await.trusting(root);
    let observation = host.secure_page().await;
    match observation.sight {
        Sight::SecurePage { tls, page, security_txt, .. } => {
            (observation.reached, tls, page, security_txt, host.calls())
        }
        Sight::Nothing => (observation.reached, None, None, None, host.calls()),
        other => panic!("{other:?}"),
    }
}

/// Version, trust, and whether the name fits, of a host that shows this.
async fn shown(shown: Shown, root: &Company) -> (Option<TlsVersion>, Trust, bool) {
    let (reached, tls, page, ..) = at(shown.web(false, tidy), &root.der).await;
    assert_eq!(reached, Reached::Whole);
    assert_eq!(
        page.unwrap().title.as_deref(),
        Some("Our bakery"),
        "the page is read whatever the certificate"
    );
    let tls = tls.unwrap();
    (tls.version, tls.trusted, tls.fits_name)
}

const NEW: Option<TlsVersion> = Some(TlsVersion::Tls13);

#[tokio::test]
async fn a_good_host_is_seen_whole_on_one_connection() {
    let root = Company::new("Root");
    let link = root.branch("Branch");
    let host = link.certificate(&["bakery.example", "*.bakery.example"], 2026, 2027).with_link(&link);
    let (reached, tls, page, security_txt, calls) = at(host.web(false, tidy), &root.der).await;
    assert_eq!((reached, calls), (Reached::Whole, 1));
    assert_eq!(page.unwrap().status, 200);
    assert_eq!(security_txt.as_deref(), Some("Contact: mailto:anna@bakery.example\n"));
    let tls = tls.unwrap();
    assert_eq!((tls.version, &tls.trusted, tls.fits_name), (NEW, &Trust::Yes, true));
    assert_eq!(tls.chain.len(), 2);
    let own = &tls.chain[0];
    assert_eq!(own.names, ["bakery.example", "*.bakery.example"]);
    assert_eq!(own.issuer, "CN=Branch");
    assert_eq!(own.not_after, "2027-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(
        (own.sha256.len(), own.sha512.len(), own.key_sha256.len(), own.key_sha512.len()),
        (64, 128, 64, 128)
    );
}

#[tokio::test]
async fn expired_untrusted_and_made_out_to_another_are_three_things() {
    let root = Company::new("Root");
    let stranger = Company::new("Stranger");
    let link = root.branch("Branch");
    let good = ["bakery.example"];
    let expired = root.certificate(&good, 2024, 2025);
    assert_eq!(shown(expired, &root).await, (NEW, Trust::Yes, true), "the dates stand in the chain");
    let early = root.certificate(&good, 2030, 2031);
    assert_eq!(shown(early, &root).await, (NEW, Trust::Yes, true));
    let other = root.certificate(&["www.other.example"], 2026, 2028);
    assert_eq!(shown(other, &root).await, (NEW, Trust::Yes, false));
    let unknown = stranger.certificate(&good, 2026, 2028).with_link(&stranger);
    assert_eq!(shown(unknown, &root).await, (NEW, Trust::UnknownIssuer, true));
    let missing_link = link.certificate(&good, 2026, 2028);
    assert_eq!(shown(missing_link, &root).await, (NEW, Trust::UnknownIssuer, true));
    assert_eq!(shown(self_signed(&good, false), &root).await, (NEW, Trust::SelfSigned, true));
    assert_eq!(shown(self_signed(&good, true), &root).await, (NEW, Trust::SelfSigned, true));
    let wild = root.certificate(&["*.example"], 2026, 2028);
    assert_eq!(
        shown(wild, &root).await,
        (NEW, Trust::Yes, false),
        "a star for a whole top level counts for nothing"
    );
    let deep = root.certificate(&["*.shop.bakery.example"], 2026, 2028);
    assert_eq!(shown(deep, &root).await, (NEW, Trust::Yes, false));
}

#[tokio::test]
async fn tls_1_2_alone_is_told() {
    let root = Company::new("Root");
    let host = root.certificate(&["bakery.example"], 2026, 2028);
    let (reached, tls, ..) = at(host.web_at(true, false, tidy), &root.der).await;
    assert_eq!((reached, tls.unwrap().version), (Reached::Whole, Some(TlsVersion::Tls12)));
}

#[tokio::test]
async fn a_host_that_hangs_up_after_each_answer_gets_one_more_connection() {
    let root = Company::new("Root");
    let host = root.certificate(&["bakery.example"], 2026, 2028);
    let (reached, _, page, security_txt, calls) = at(host.web(true, tidy), &root.der).await;
    assert_eq!((reached, calls), (Reached::Whole, 2));
    assert!(page.is_some() && security_txt.is_some());
}

#[tokio::test]
async fn a_redirect_to_another_path_of_the_host_is_followed_one_step_on_the_same_line() {
    let root = Company::new("Root");
    type Answer = fn(&str) -> Vec<u8>;
    let same: Answer = |line| match line {
        "GET / HTTP/1.1" => b"HTTP/1.1 302 Found\r\nLocation: /en?a=b\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "GET /en?a=b HTTP/1.1" => reply("200 OK", "text/html", "<title>Our bakery</title>"),
        _ => tidy(line),
    };
    let circle: Answer = |_| b"HTTP/1.1 302 Found\r\nLocation: /en\r\nContent-Length: 0\r\n\r\n".to_vec();
    let elsewhere: Answer =
        |_| b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n".to_vec();
    for (answer, landed) in [(same, Some(200)), (circle, Some(302)), (elsewhere, None)] {
        let shown = root.certificate(&["bakery.example"], 2026, 2028);
        let host = Host::new().port(443, shown.web(false, answer)).await.trusting(&root.der);
        let observation = host.secure_page().await;
        let Sight::SecurePage { landing, page, .. } = observation.sight else { panic!() };
        assert_eq!((observation.reached, host.calls()), (Reached::Whole, 1));
        assert_eq!(page.unwrap().status, 302);
        assert_eq!(landing.map(|page| page.status), landed);
    }
}

#[tokio::test]
async fn a_page_for_every_path_is_no_security_txt() {
    let root = Company::new("Root");
    let host = root.certificate(&["bakery.example"], 2026, 2028);
    for answer in [
        |_: &str| reply("200 OK", "text/html", "Contact: us"),
        |_: &str| reply("200 OK", "text/plain", "\n<html>"),
        |_: &str| reply("404 Not Found", "text/plain", "Contact: us"),
    ] {
        let (reached, _, _, security_txt, _) = at(host.web(false, answer), &root.der).await;
        assert_eq!((reached, security_txt), (Reached::Whole, None));
    }
    let broken = |line: &str| match line {
        "GET / HTTP/1.1" => tidy(line),
        _ => b"HTTP/1.1 ???\r\n\r\n".to_vec(),
    };
    let (reached, tls, page, security_txt, _) = at(host.web(false, broken), &root.der).await;
    assert_eq!((reached, security_txt), (Reached::Cut, None), "not told is not absent");
    assert!(tls.is_some() && page.is_some());
}

/// A host of the nineties: answers a hello that offers `c02f` alone with an alert, and one with old ways of encryption with
/// a hello of this version.
fn old(version: [u8; 2]) -> Says {
    says(move |mut stream| async move {
        let mut head = [0; 5];
        stream.read_exact(&mut head).await.unwrap();
        let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut hello).await.unwrap();
        let offered = [hello[4], hello[5]];
        let knows = hello.windows(2).any(|suite| suite == [0, 0x2f]);
        if !knows || offered < version {
            let _ = stream.write_all(&[21, 3, version[1], 0, 2, 2, if knows { 70 } else { 40 }]).await;
            return;
        }
        let mut answer = vec![22, 3, version[1], 0, 42, 2, 0, 0, 38, version[0], version[1]];
        answer.extend([9; 32]);
        answer.extend([0, 0, 0x2f, 0]);
        let _ = stream.write_all(&answer).await;
        let _ = stream.read_u8().await;
    })
}

#[tokio::test]
async fn a_host_that_knows_only_old_versions_is_told_from_one_without_tls() {
    let root = Company::new("Root");
    let says_so = says(|mut stream| async move {
        let mut hello = [0; 100];
        let _ = stream.read(&mut hello).await;
        let _ = stream.write_all(&[21, 3, 1, 0, 2, 2, 70]).await;
    });
    for host in [old([3, 1]), old([3, 2]), old([3, 0]), says_so] {
        let (reached, tls, page, ..) = at(host, &root.der).await;
        let tls = tls.unwrap();
        assert_eq!((reached, tls.version, tls.chain.len(), page), (Reached::Whole, None, 0, None));
    }
    for no_tls in
        ["HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.example ready to be spoken to\r\n"].map(greets)
    {
        let (reached, tls, page, ..) = at(no_tls, &root.der).await;
        assert_eq!((reached, tls, page), (Reached::Whole, None, None));
    }
}

#[tokio::test]
async fn other_trouble_with_the_handshake_is_no_verdict() {
    let root = Company::new("Root");
    let alert = greets([21, 3, 3, 0, 2, 2, 112]); // "I know no such name"
    let hangs_up = says(|_| async {});
    let mut long_record = vec![22, 3, 3, 255, 255];
    long_record.extend([0; 70_000]);
    let mut claims = vec![22, 3, 3, 0, 4, 11, 255, 255, 255];
    claims.extend([22, 3, 3, 64, 0]);
    claims.extend([0; 16_384]);
    let flood = [20, 3, 3, 0, 1, 1].repeat(50_000);
    let empty = [22, 3, 3, 0, 0].repeat(50_000);
    let alerts = [21, 3, 3, 0, 2, 1, 0].repeat(50_000);
    for host in
        [alert, hangs_up, greets(long_record), greets(claims), greets(flood), greets(empty), greets(alerts)]
    {
        let (reached, tls, page, ..) = at(host, &root.der).await;
        assert!(!reached.tells(), "{reached:?}");
        assert_eq!((tls, page), (None, None));
    }
}

#[tokio::test]
async fn old_versions_are_told_one_by_one() {
    let look = async |host: Says| {
        let host = Host::new().port(443, host).await;
        let observation =
            host.approach(Approach::OldTls { host: name("bakery.example"), address: address() }).await;
        assert_eq!((observation.reached, host.calls()), (Reached::Whole, 3));
        match observation.sight {
            Sight::OldTls { accepted, refused } => (accepted, refused),
            other => panic!("{other:?}"),
        }
    };
    use TlsVersion::{Ssl3, Tls10, Tls11};
    assert_eq!(look(old([3, 2])).await, (vec![Tls11], vec![Tls10, Ssl3]));
    assert_eq!(look(old([3, 1])).await, (vec![Tls10], vec![Tls11, Ssl3]));
    assert_eq!(look(old([3, 0])).await, (vec![Ssl3], vec![Tls11, Tls10]));
    let root = Company::new("Root");
    let modern = root.certificate(&["bakery.example"], 2026, 2028).web(false, tidy);
    assert_eq!(look(modern).await, (vec![], vec![Tls11, Tls10, Ssl3]));
    assert_eq!(look(greets("HTTP/1.1 400 no\r\n\r\n")).await, (vec![], vec![]));
}

#[tokio::test]
async fn a_mail_policy_comes_over_tls_with_its_kind_and_status() {
    let root = Company::new("Root");
    let policy = |line: &str| match line {
        "GET /.well-known/mta-sts.txt HTTP/1.1" => reply(
            "200 OK",
            "text/plain",
            "version: STSv1\nmode: enforce\nmx: other.example\nmax_age: 86400\n",
        ),
        _ => reply("404 Not Found", "text/plain", ""),
    };
    for (names, fits) in [("mta-sts.bakery.example", true), ("bakery.example", false)] {
        let shown = root.certificate(&[names], 2026, 2028);
        let host = Host::new().port(443, shown.web(false, policy)).await.trusting(&root.der);
        let observation =
            host.approach(Approach::MailPolicy { domain: name("bakery.example"), address: address() }).await;
        assert_eq!(observation.reached, Reached::Whole);
        let Sight::MailPolicy { tls, status, content_type, text } = observation.sight else { panic!() };
        assert_eq!((tls.unwrap().fits_name, status, content_type.as_str()), (fits, 200, "text/plain"));
        assert!(text.contains("mx: other.example"), "{text}");
    }
}
