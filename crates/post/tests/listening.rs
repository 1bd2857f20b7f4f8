//! Real connections, and a real mail program at the other end.
#![allow(clippy::unwrap_used, reason = "a test stops where its world does not stand")]
#![expect(clippy::disallowed_methods, reason = "a test plays the mail server that calls us, on loopback")]

use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use post::{Desk, Kind, Letter, Listener, MOST_BYTES, MOST_FROM_ONE, Maildir, MaildirError, NotNow};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Default)]
struct Pile {
    letters: Arc<Mutex<Vec<Letter>>>,
    is_full: bool,
}

impl Desk for Pile {
    async fn keep(&self, letter: Letter) -> Result<(), NotNow> {
        if self.is_full {
            return Err(NotNow);
        }
        self.letters.lock().unwrap().push(letter);
        Ok(())
    }
}

async fn listening(desk: Pile) -> SocketAddr {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    let ours = ["real@centre.example".to_owned()];
    tokio::spawn(Listener::new(Kind::Smtp, "centre.example", &ours, desk).serve(socket));
    at
}

fn letter() -> Message {
    Message::builder()
        .from("Ana <ana@bakery.example>".parse().unwrap())
        .to("real@centre.example".parse().unwrap())
        .subject("Fwd: Your parcel")
        .body("Is this real?\n.\nThe parcel waits.\n".to_owned())
        .unwrap()
}

fn mail_program(at: SocketAddr) -> AsyncSmtpTransport<Tokio1Executor> {
    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(at.port()).build()
}

#[tokio::test]
async fn a_mail_program_sends_and_the_letter_is_there() {
    let pile = Pile::default();
    let at = listening(pile.clone()).await;
    mail_program(at).send(letter()).await.unwrap();
    let letters = pile.letters.lock().unwrap();
    assert_eq!((letters.len(), letters[0].from.as_str()), (1, "ana@bakery.example"));
    let words = String::from_utf8(letters[0].bytes.clone()).unwrap();
    assert!(words.contains("\r\n\r\nIs this real?\r\n.\r\nThe parcel waits.\r\n"), "{words}");
}

#[tokio::test]
async fn a_full_desk_is_told_as_a_reason_to_try_again() {
    let at = listening(Pile { is_full: true, ..Pile::default() }).await;
    let told = mail_program(at).send(letter()).await.unwrap_err();
    assert!(told.is_transient(), "{told}");
}

#[tokio::test]
async fn one_address_has_so_many_places_and_gets_them_back() {
    let at = listening(Pile::default()).await;
    let greeting = async |stream: &mut TcpStream| {
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).await.unwrap();
        line
    };
    let mut held = Vec::new();
    for _ in 0..MOST_FROM_ONE {
        let mut stream = TcpStream::connect(at).await.unwrap();
        assert!(greeting(&mut stream).await.starts_with("220 "));
        held.push(stream);
    }
    let mut past = TcpStream::connect(at).await.unwrap();
    assert!(greeting(&mut past).await.starts_with("421 "));
    for mut stream in held {
        stream.write_all(b"QUIT\r\n").await.unwrap();
        let mut rest = String::new();
        stream.read_to_string(&mut rest).await.unwrap();
    }
    let mut again = TcpStream::connect(at).await.unwrap();
    assert!(greeting(&mut again).await.starts_with("220 "));
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_is_let_go() {
    let at = listening(Pile::default()).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).await.unwrap();
    assert!(all.starts_with("220 "), "{all}");
}

#[test]
fn a_letter_in_the_folder_waits_until_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let mail = Maildir::open(folder.path()).unwrap();
    mail.put("2.b", &mut Cursor::new(b"second")).unwrap();
    mail.put("1.a", &mut Cursor::new(b"first")).unwrap();
    assert_eq!(mail.waiting(9).unwrap(), ["1.a", "2.b"]);
    assert_eq!(mail.waiting(1).unwrap(), ["1.a"]);
    assert_eq!(mail.read("1.a").unwrap().unwrap(), b"first");
    mail.done("1.a").unwrap();
    assert_eq!(Maildir::open(folder.path()).unwrap().waiting(9).unwrap(), ["2.b"]);
}

#[test]
fn what_is_no_letter_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mail = Maildir::open(folder.path()).unwrap();
    assert!(matches!(mail.put("1", &mut std::io::empty()), Err(MaildirError::Empty)));
    let over = &mut std::io::Read::take(std::io::repeat(b'a'), MOST_BYTES as u64 + 1);
    assert!(matches!(mail.put("2", over), Err(MaildirError::TooLarge)));
    mail.put("3", &mut std::io::Read::take(std::io::repeat(b'a'), MOST_BYTES as u64)).unwrap();
    assert_eq!(mail.waiting(9).unwrap(), ["3"]);
    assert_eq!(std::fs::read_dir(folder.path().join("tmp")).unwrap().count(), 0);
    std::fs::write(folder.path().join("new/4"), vec![b'a'; MOST_BYTES + 1]).unwrap();
    assert_eq!(mail.read("4").unwrap(), None, "another program put it there");
    assert!(folder.path().join("cur/4").exists());
}
