//! Mail servers.

use std::sync::{Arc, Mutex};

use checkup::{Approach, Reached, Sight, StartTls, Trust};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use crate::certificates::{Company, Shown};
use crate::hosts::{Host, Says, address, greets, name, says};

/// A server that answers each line by its first word; what it hears is written down.
fn server(
    replies: &'static [(&'static str, &'static str)],
    tls: Option<Shown>,
    heard: Arc<Mutex<Vec<String>>>,
) -> Says {
    let acceptor = tls.map(|shown| shown.acceptor(false));
    says(move |stream| {
        let (acceptor, heard) = (acceptor.clone(), heard.clone());
        async move {
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 mail.bakery.example ESMTP\r\n").await.unwrap();
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                heard.lock().unwrap().push(line.trim_end().to_owned());
                let reply = replies.iter().find(|(start, _)| line.starts_with(start));
                let reply = reply.map_or("500 what?\r\n", |(_, reply)| reply);
                stream.write_all(reply.as_bytes()).await.unwrap();
                if line.starts_with("STARTTLS") && reply.starts_with("220") {
                    let Some(acceptor) = acceptor else { return };
                    let Ok(stream) = acceptor.accept(stream.into_inner()).await else { return };
                    let mut stream = BufReader::new(stream);
                    line.clear();
                    let _ = stream.read_line(&mut line).await;
                    heard.lock().unwrap().push(line.trim_end().to_owned());
                    return;
                }
                line.clear();
            }
        }
    })
}

const OFFERS: (&str, &str) = ("EHLO", "250-mail.bakery.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n");

async fn met(
    replies: &'static [(&'static str, &'static str)],
    tls: Option<Shown>,
    root: &Company,
) -> (Reached, Sight, Vec<String>) {
    let heard = Arc::default();
    let host = Host::new().port(25, server(replies, tls, Arc::clone(&heard))).await.trusting(&root.der);
    let approach = Approach::MailServer { host: name("mail.bakery.example"), address: address() };
    let observation = host.approach(approach).await;
    // Written down by another task, which may be a word behind.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let heard = heard.lock().unwrap().clone();
    (observation.reached, observation.sight, heard)
}

#[tokio::test]
async fn a_good_server_is_met_encrypted_and_left_without_a_letter() {
    let root = Company::new("Root");
    let shown = root.certificate(&["mail.bakery.example"], 2026, 2028);
    let (reached, sight, heard) = met(&[OFFERS, ("STARTTLS", "220 go\r\n")], Some(shown), &root).await;
    assert_eq!(reached, Reached::Whole);
    assert_eq!(heard, ["EHLO look.centre.example", "STARTTLS", "QUIT"]);
    let Sight::MailServer { greeting, offers, starttls: StartTls::Done(tls) } = sight else {
        panic!("{sight:?}")
    };
    assert_eq!(
        (greeting.as_str(), offers),
        ("mail.bakery.example ESMTP", vec!["SIZE 1000".into(), "STARTTLS".to_owned()])
    );
    assert_eq!((tls.trusted, tls.fits_name), (Trust::Yes, true));
}

#[tokio::test]
async fn encryption_that_is_stripped_refused_or_failed_are_three_things() {
    let root = Company::new("Root");
    let how = async |replies| match met(replies, None, &root).await {
        (Reached::Whole, Sight::MailServer { starttls, .. }, _) => starttls,
        other => panic!("{other:?}"),
    };
    assert_eq!(how(&[("EHLO", "250-mail\r\n250-XXXXXXXA\r\n250 SIZE\r\n")]).await, StartTls::NotOffered);
    assert_eq!(how(&[("EHLO", "502 no\r\n"), ("HELO", "250 mail\r\n")]).await, StartTls::NotOffered);
    assert_eq!(how(&[OFFERS, ("STARTTLS", "454 not now\r\n")]).await, StartTls::Refused);
    assert_eq!(how(&[OFFERS, ("STARTTLS", "220 go\r\n")]).await, StartTls::Failed, "it hangs up");
    assert_eq!(how(&[OFFERS, ("STARTTLS", "220 go\r\n250 slipped in\r\n")]).await, StartTls::Failed);
}

#[tokio::test]
async fn what_is_no_mail_server_is_no_verdict() {
    let approach = Approach::MailServer { host: name("mail.bakery.example"), address: address() };
    let banner = [b"220 ".as_slice(), &[b'a'; 100_000]].concat();
    let lines = "220-hello\r\n".repeat(20_000);
    for (says, reached) in [
        (greets("HTTP/1.1 200 OK\r\n\r\n"), Reached::Malformed),
        (greets(banner), Reached::Malformed),
        (greets(lines), Reached::Malformed),
        (greets("554 not you\r\n"), Reached::Refused),
        (greets("220 hi\r\n421 busy\r\n"), Reached::Refused),
        (says(|_| async {}), Reached::Unreachable),
    ] {
        let host = Host::new().port(25, says).await;
        let observation = host.approach(approach.clone()).await;
        assert_eq!((observation.reached, observation.sight), (reached, Sight::Nothing));
    }
}

#[tokio::test]
async fn a_relay_is_asked_up_to_the_receiver_and_never_given_a_letter() {
    let ask = async |replies| {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let host = Host::new().port(25, server(replies, None, heard.clone())).await;
        let approach = Approach::MailRelay { host: name("mail.bakery.example"), address: address() };
        let observation = host.approach(approach).await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let heard = heard.lock().unwrap().clone();
        assert!(heard.iter().all(|line| !line.starts_with("DATA") && !line.starts_with("BDAT")), "{heard:?}");
        (observation.reached, observation.sight, heard)
    };
    let (reached, sight, heard) =
        ask(&[OFFERS, ("MAIL", "250 ok\r\n"), ("RCPT", "250 ok\r\n"), ("RSET", "250 ok\r\n")]).await;
    assert_eq!((reached, sight), (Reached::Whole, Sight::MailRelay { accepted: true }));
    assert_eq!(
        heard,
        [
            "EHLO look.centre.example",
            "MAIL FROM:<postmaster@centre.example>",
            "RCPT TO:<postmaster@centre.example>",
            "RSET",
            "QUIT"
        ]
    );
    let (reached, sight, _) =
        ask(&[OFFERS, ("MAIL", "250 ok\r\n"), ("RCPT", "550 no relay\r\n"), ("RSET", "250 ok\r\n")]).await;
    assert_eq!((reached, sight), (Reached::Whole, Sight::MailRelay { accepted: false }));
    let (reached, sight, _) = ask(&[OFFERS, ("MAIL", "250 ok\r\n"), ("RCPT", "451 later\r\n")]).await;
    assert_eq!((reached, sight), (Reached::Refused, Sight::Nothing));
}
