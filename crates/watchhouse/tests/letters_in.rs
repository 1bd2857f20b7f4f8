//! A letter sent on to the centre by real SMTP, and its answer by mail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use program::{Open, Scratch, get, open, run};

/// How long an answer may take here, where many tests run at once.
const ANSWER: Duration = Duration::from_secs(60);

/// A centre that takes letters, in a demonstration, and where.
fn centre(scratch: &Scratch) -> (Open, SocketAddr) {
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let listen = format!("post.listen={at}");
    let args = ["--demo", "--members", "20", "--set", &listen, "--set", "post.protocol=smtp"];
    let more = ["--set", "post.addresses=real@centre.example", "--set", "post.checked-by=mx.centre.example"];
    let args: Vec<&str> = args.into_iter().chain(more).collect();
    (open(&scratch.path("data"), &args), at)
}

/// Says lines to a mail server, and the code of its last answer to each.
#[allow(clippy::disallowed_methods, reason = "the test is the mail server that calls us")]
fn deliver(at: SocketAddr, letter: &str) -> Vec<String> {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut heard = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut code = move || {
        let mut line = String::new();
        loop {
            line.clear();
            heard.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.get(..3).unwrap_or_default().to_owned();
            }
        }
    };
    let mut codes = vec![code()];
    let data = format!("{letter}\r\n.\r\n");
    let said = [
        "EHLO mx.centre.example\r\n",
        "MAIL FROM:<ana@bakery.example>\r\n",
        "RCPT TO:<real@centre.example>\r\n",
        "DATA\r\n",
        &data,
        "QUIT\r\n",
    ];
    for line in said {
        stream.write_all(line.as_bytes()).unwrap();
        codes.push(code());
    }
    codes
}

/// A lure that Ana sent on from her telephone, as our mail server hands it over.
fn letter(results: &str) -> String {
    format!(
        "Authentication-Results: mx.centre.example; {results}\r\nFrom: Ana <ana@bakery.example>\r\n\
         To: real@centre.example\r\nSubject: Fwd: Your parcel\r\nMessage-ID: <1@bakery.example>\r\n\
         Date: Sat, 28 Nov 2026 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Is this real?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Royal Mail <parcel@rm-fee.example>\r\n\
         Date: Sat, 28 Nov 2026 at 08:00\r\nSubject: Your parcel\r\nTo: <ana@bakery.example>\r\n\r\n\
         Royal Mail: your parcel waits. Pay the fee of 1.99 within 24 hours or it goes back: http://royalmail-fee.example/pay\r\n"
    )
}

/// What the page of letters shows, once this stands in it.
fn shown(house: &Open, wanted: &str) -> String {
    let began = Instant::now();
    loop {
        let page = get(house.address, "/demonstration/post");
        if page.contains(wanted) {
            return page;
        }
        assert!(began.elapsed() < ANSWER, "{wanted:?} does not stand in\n{page}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_letter_that_is_sent_on_is_answered_by_mail_when_its_sender_is_proved() {
    let scratch = Scratch::new();
    let (house, at) = centre(&scratch);
    let codes = deliver(at, &letter("dmarc=pass header.from=bakery.example"));
    assert_eq!(codes, ["220", "250", "250", "250", "354", "250", "221"]);
    let page = shown(&house, "The message that you sent us");
    assert!(page.contains("ana@bakery.example"), "{page}");
    let before = page.split("The message that you sent us").next().unwrap();
    let link = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    let page = get(house.address, link);
    assert!(page.contains("We think this is a scam") || page.contains("Be careful"), "{page}");
    let answer = page
        .split("/real/")
        .nth(1)
        .unwrap()
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)))
        .next();
    let opened = get(house.address, &format!("/real/{}", answer.unwrap()));
    assert!(opened.starts_with("HTTP/1.1 200"), "{opened}");
    let (code, log) = house.stop();
    assert_eq!(code, 0, "{log}");
    assert!(!log.contains("bakery.example"), "no log names who wrote: {log}");
}

#[test]
fn whoever_merely_stands_in_the_letter_gets_nothing() {
    let scratch = Scratch::new();
    let (house, at) = centre(&scratch);
    deliver(at, &letter("dmarc=fail header.from=bakery.example"));
    let began = Instant::now();
    while std::fs::read_dir(scratch.path("data/post/new")).unwrap().count() > 0 {
        assert!(began.elapsed() < ANSWER, "the letter still lies in its folder");
        std::thread::sleep(Duration::from_millis(100));
    }
    let page = get(house.address, "/demonstration/post");
    assert!(!page.contains("ana@bakery.example"), "{page}");
}

#[test]
fn a_pipe_puts_a_letter_where_the_centre_finds_it() {
    let scratch = Scratch::new();
    let data = scratch.path("data").display().to_string();
    let mut command = program::watchhouse();
    command.args(["letter-in", "--data", &data]).stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(letter("none").as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(std::fs::read_dir(scratch.path("data/post/new")).unwrap().count(), 1);
    let nothing = run(&["letter-in", "--data", &data]);
    assert_eq!(
        (nothing.code, nothing.err.as_str()),
        (65, "watchhouse: there was no letter: nothing came in\n")
    );
}
