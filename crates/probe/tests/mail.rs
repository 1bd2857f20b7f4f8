//! Letters sent to a small mail server that behaves as the test wants.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use probe::mail::{Again, Letter, MailServer, NotSent, send};
use terms::EmailAddress;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    TakesAll,
    Says(&'static str, &'static str),
    SaysNothing,
    HangsUpAfterTheLetter,
    OffersTls,
}

#[derive(Default)]
struct Taken {
    letters: Mutex<Vec<String>>,
}

async fn server(manner: Manner) -> (u16, Arc<Taken>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let taken = Arc::new(Taken::default());
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ended = talk(stream, manner, &kept).await;
        }
    });
    (port, taken)
}

async fn talk(stream: TcpStream, manner: Manner, taken: &Taken) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    if manner == Manner::SaysNothing {
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    stream.write_all(b"220 sink.test ready\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.split([' ', '\r', ':']).next().unwrap_or_default().to_ascii_uppercase();
        if let Manner::Says(at, reply) = manner
            && at == word
        {
            stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
            continue;
        }
        let reply: &[u8] = match word.as_str() {
            "EHLO" if manner == Manner::OffersTls => b"250-sink.test\r\n250 STARTTLS\r\n",
            "EHLO" => b"250-sink.test\r\n250 AUTH PLAIN\r\n",
            "STARTTLS" => b"454 no certificate today\r\n",
            "AUTH" => b"235 welcome\r\n",
            "QUIT" => b"221 bye\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while !letter.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut letter).await? == 0 {
                        return Ok(());
                    }
                }
                taken.letters.lock().expect("no test panicked here").push(letter);
                if manner == Manner::HangsUpAfterTheLetter {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            _ => b"250 ok\r\n",
        };
        stream.write_all(reply).await?;
    }
}

fn letter() -> Letter {
    Letter {
        message_id: "7f3a@watchhouse.example".into(),
        to: EmailAddress::parse("anna@bakery.example").expect("an address"),
        subject: "Confirm your café".into(),
        text: "Hello Anna,\n\n.hidden dots stay\nhttps://watchhouse.example/confirm/abc\n".into(),
        written: "2026-11-21T09:30:00Z".parse().expect("a time"),
    }
}

fn at(port: u16) -> MailServer {
    MailServer {
        name: "127.0.0.1".into(),
        port,
        sign_in: None,
        from: EmailAddress::parse("desk@watchhouse.example").expect("an address"),
        from_name: "The Watch House".into(),
    }
}

async fn attempt(manner: Manner) -> (Result<(), NotSent>, Vec<String>) {
    let (port, taken) = server(manner).await;
    let sent = send(&at(port), &letter()).await;
    let letters = taken.letters.lock().expect("no test panicked here").clone();
    (sent, letters)
}

#[tokio::test]
async fn a_letter_goes_as_plain_text_with_the_id_of_the_outbox() {
    let (sent, letters) = attempt(Manner::TakesAll).await;
    assert_eq!(sent, Ok(()));
    let letter = letters.first().expect("one letter came");
    for line in [
        "Message-ID: <7f3a@watchhouse.example>",
        "To: anna@bakery.example",
        "From: \"The Watch House\" <desk@watchhouse.example>",
        "Auto-Submitted: auto-generated",
        "Date: Sat, 21 Nov 2026 09:30:00 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "Hello Anna,",
        "..hidden dots stay",
    ] {
        assert!(letter.lines().any(|l| l == line), "{line:?} is missing in\n{letter}");
    }
    assert!(!letter.to_ascii_lowercase().contains("<img"), "nothing tells whether it was read");
}

#[tokio::test]
async fn a_name_and_password_are_given_where_they_are_set() {
    let (port, taken) = server(Manner::Says("AUTH", "535 wrong")).await;
    let server = MailServer { sign_in: Some(("wh".into(), "secret".into())), ..at(port) };
    let refused = send(&server, &letter()).await.expect_err("the password is wrong");
    assert_eq!((refused.again, refused.code), (Again::Later, Some(535)));
    assert_eq!(refused.reason, "the mail server does not accept our name and password");
    assert!(taken.letters.lock().expect("unpoisoned").is_empty());
}

#[tokio::test]
async fn a_busy_server_is_tried_again_and_a_refusing_one_is_not() {
    let (busy, _) = attempt(Manner::Says("RCPT", "451 anna@bakery.example is greylisted")).await;
    let busy = busy.expect_err("greylisted");
    assert_eq!((busy.again, busy.code), (Again::Later, Some(451)));
    let (refused, _) = attempt(Manner::Says("RCPT", "550 no anna@bakery.example here")).await;
    let refused = refused.expect_err("nobody there");
    assert_eq!((refused.again, refused.code), (Again::Never, Some(550)));
    assert_eq!(refused.to_string(), "the letter did not go: the mail server refuses this letter (550)");
    assert!(refused.said.contains("bakery"), "the outbox's page may show what was said");
    let (confused, _) = attempt(Manner::Says("MAIL", "503 say hello first")).await;
    assert_eq!(confused.expect_err("confused").again, Again::Later);
}

#[tokio::test]
async fn when_the_line_breaks_after_the_letter_it_is_tried_again_under_the_same_id() {
    let (sent, letters) = attempt(Manner::HangsUpAfterTheLetter).await;
    assert_eq!(sent.expect_err("nobody knows").again, Again::Later);
    assert_eq!(letters.len(), 1, "the letter may have arrived: this is the documented window");
    let (_, second) = attempt(Manner::TakesAll).await;
    let id = |letter: &String| letter.lines().find(|l| l.starts_with("Message-ID")).map(str::to_owned);
    assert_eq!(id(&letters[0]), id(&second[0]));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let port = gone.local_addr().expect("bound").port();
    drop(gone);
    let refused = send(&at(port), &letter()).await.expect_err("nobody listens");
    assert_eq!((refused.again, refused.reason), (Again::Later, "the line to the mail server broke"));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_left_after_a_minute() {
    let (sent, _) = attempt(Manner::SaysNothing).await;
    let refused = sent.expect_err("it hangs");
    assert_eq!((refused.again, refused.reason), (Again::Later, "the mail server did not finish in time"));
}

#[tokio::test]
async fn no_letter_goes_over_an_open_line_to_another_machine() {
    // "localhost." with its dot is this machine for the dialler and a stranger for the rule.
    for manner in [Manner::TakesAll, Manner::OffersTls] {
        let (port, taken) = server(manner).await;
        let stranger = MailServer { name: "localhost.".into(), ..at(port) };
        assert_eq!(send(&stranger, &letter()).await.expect_err("no TLS").again, Again::Later);
        assert!(taken.letters.lock().expect("unpoisoned").is_empty());
    }
}
