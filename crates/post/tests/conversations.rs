//! What a mail server hears from us, line by line.

use post::{
    Answer, Kind, LONGEST_LINE, Letter, MOST_BYTES, MOST_FAULTS, MOST_LETTERS, MOST_RECIPIENTS, Session, Step,
};
use proptest::prelude::*;

const OURS: &str = "real@centre.example";

fn session(kind: Kind) -> Session {
    Session::new(kind, "centre.example", &[OURS.to_owned(), "help@centre.example".to_owned()])
}

/// Everything that is said to these bytes, with what is handed over; each letter is kept.
fn talk(session: &mut Session, bytes: &[u8]) -> (String, Vec<Letter>) {
    let (mut said, mut letters, mut rest) = (String::new(), Vec::new(), bytes);
    let mut step = session.take(&mut rest);
    loop {
        step = match step {
            Step::Wait => return (said, letters),
            Step::End(lines) => return (said + &lines, letters),
            Step::Say(lines) => {
                said += &lines;
                session.take(&mut rest)
            }
            Step::Hand(letter) => {
                letters.push(letter);
                session.handed(Answer::Kept)
            }
        };
    }
}

/// The codes of the answers, one a line.
fn codes(said: &str) -> String {
    said.lines()
        .filter(|line| line.as_bytes().get(3) != Some(&b'-'))
        .map(|line| &line[..3])
        .collect::<Vec<_>>()
        .join(" ")
}

const OPENED: &[u8] =
    b"EHLO mx.sender.example\r\nMAIL FROM:<ana@bakery.example>\r\nRCPT TO:<Real@Centre.example>\r\nDATA\r\n";

#[test]
fn a_letter_is_taken_byte_for_byte_with_doubled_dots_undone() {
    let mut session = session(Kind::Smtp);
    let mut sent = OPENED.to_vec();
    sent.extend(b"Subject: Is this real?\r\n\r\nOne\r\n..two\r\n\r\nZ\xc3\xbcrich\r\n.\r\nQUIT\r\n");
    let (said, letters) = talk(&mut session, &sent);
    assert_eq!(codes(&said), "250 250 250 354 250 221");
    assert_eq!(
        letters,
        [Letter {
            from: "ana@bakery.example".to_owned(),
            to: vec![OURS.to_owned()],
            bytes: b"Subject: Is this real?\r\n\r\nOne\r\n.two\r\n\r\nZ\xc3\xbcrich\r\n".to_vec(),
        }]
    );
}

#[test]
fn who_is_not_one_of_us_gets_no_letter_and_nothing_is_passed_on() {
    let (said, letters) = talk(
        &mut session(Kind::Smtp),
        b"EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<somebody@elsewhere.example>\r\nDATA\r\n",
    );
    assert_eq!((codes(&said).as_str(), letters.len()), ("250 250 550 503", 0));
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let (said, letters) = talk(
        &mut session(Kind::Lmtp),
        b"LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<real@centre.example>\r\nRCPT TO:<help@centre.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\nHello\r\n.\r\nEHLO a\r\n",
    );
    assert_eq!(codes(&said), "250 250 250 250 550 354 250 250 502");
    assert_eq!((letters[0].from.as_str(), letters[0].to.len()), ("", 2), "a bounce has no sender");
}

#[test]
fn commands_out_of_order_are_told_so() {
    let said = talk(
        &mut session(Kind::Smtp),
        b"MAIL FROM:<a@b.example>\r\nRCPT TO:<real@centre.example>\r\nDATA\r\nNOOP\r\nWHAT\r\n",
    )
    .0;
    assert_eq!(codes(&said), "503 503 503 250 500");
    let twice = talk(&mut session(Kind::Smtp), b"EHLO a\r\nMAIL FROM:<a@b.example>\r\nMAIL FROM:<a@b.example>\r\nRSET\r\nMAIL FROM:<a@b.example>\r\n").0;
    assert_eq!(codes(&twice), "250 250 503 250 250");
}

#[test]
fn a_letter_cannot_carry_another_one_inside() {
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r", "\r.\r\n"] {
        let mut sent = OPENED.to_vec();
        sent.extend(format!("First{end}MAIL FROM:<evil@x.example>\r\nRCPT TO:<real@centre.example>\r\nDATA\r\nSecond\r\n.\r\n").bytes());
        let (said, letters) = talk(&mut session(Kind::Smtp), &sent);
        assert_eq!((codes(&said).as_str(), letters.len()), ("250 250 250 354 550", 0), "{end:?}");
    }
    let said = talk(&mut session(Kind::Smtp), b"EHLO a\nEHLO a\r\n").0;
    assert_eq!(codes(&said), "500 250", "a bare line feed ends no command that counts");
}

#[test]
fn a_letter_may_be_as_large_as_said_and_no_larger() {
    for (bytes, code, taken) in [(MOST_BYTES, "250", 1), (MOST_BYTES + 1, "552", 0)] {
        let mut talking = session(Kind::Smtp);
        talk(&mut talking, OPENED);
        let mut words = vec![b'a'; bytes - 2];
        words.extend(b"\r\n.\r\n");
        let (said, letters) = talk(&mut talking, &words);
        assert_eq!((codes(&said).as_str(), letters.len()), (code, taken));
    }
    let said = format!(
        "EHLO a\r\nMAIL FROM:<a@b.example> SIZE={MOST_BYTES}\r\nRSET\r\nMAIL FROM:<a@b.example> SIZE={}\r\n",
        MOST_BYTES + 1
    );
    assert_eq!(codes(&talk(&mut session(Kind::Smtp), said.as_bytes()).0), "250 250 250 552");
}

#[test]
fn lines_recipients_letters_and_faults_have_limits() {
    let noop = |length: usize| format!("NOOP {}\r\n", "a".repeat(length - 7));
    assert_eq!(codes(&talk(&mut session(Kind::Smtp), noop(LONGEST_LINE).as_bytes()).0), "250");
    assert_eq!(codes(&talk(&mut session(Kind::Smtp), noop(LONGEST_LINE + 1).as_bytes()).0), "500");

    let to = "RCPT TO:<real@centre.example>\r\n";
    let many = format!("LHLO a\r\nMAIL FROM:<a@b.example>\r\n{}", to.repeat(MOST_RECIPIENTS + 1));
    let said = talk(&mut session(Kind::Lmtp), many.as_bytes()).0;
    assert_eq!((said.matches("250 2.1.5").count(), said.matches("452 ").count()), (MOST_RECIPIENTS, 1));

    let letter = "MAIL FROM:<a@b.example>\r\nRCPT TO:<real@centre.example>\r\nDATA\r\nHello\r\n.\r\n";
    let (said, letters) =
        talk(&mut session(Kind::Smtp), format!("EHLO a\r\n{}", letter.repeat(MOST_LETTERS + 1)).as_bytes());
    assert_eq!(
        (letters.len(), said.lines().last().unwrap()),
        (MOST_LETTERS, "421 4.7.0 That was much. Please come again")
    );

    assert!(!talk(&mut session(Kind::Smtp), "WHAT\r\n".repeat(MOST_FAULTS - 1).as_bytes()).0.contains("421"));
    assert!(
        talk(&mut session(Kind::Smtp), "WHAT\r\n".repeat(MOST_FAULTS).as_bytes())
            .0
            .ends_with("421 4.7.0 Goodbye\r\n")
    );
}

#[test]
fn nobody_learns_which_addresses_there_are_by_asking() {
    let said = talk(
        &mut session(Kind::Smtp),
        b"EHLO a\r\nVRFY real@centre.example\r\nVRFY nobody@centre.example\r\n",
    )
    .0;
    assert_eq!(codes(&said), "250 252 252");
}

#[test]
fn a_letter_that_could_not_be_kept_is_sent_again_by_its_server() {
    let mut talking = session(Kind::Smtp);
    talk(&mut talking, OPENED);
    let mut words: &[u8] = b"Hello\r\n.\r\n";
    assert!(matches!(talking.take(&mut words), Step::Hand(_)));
    let Step::Say(said) = talking.handed(Answer::NotNow) else { panic!("no answer") };
    assert_eq!(codes(&said), "451");
}

proptest! {
    /// In whatever pieces a letter comes, it is the same letter.
    #[test]
    fn pieces_do_not_matter(words in "[a.\r\n]{0,60}", cut in prop::collection::vec(1..9_usize, 1..60)) {
        let mut sent = OPENED.to_vec();
        sent.extend(format!("{words}\r\n.\r\n").bytes());
        let whole = talk(&mut session(Kind::Smtp), &sent);
        let (mut pieces, mut said, mut letters) = (session(Kind::Smtp), String::new(), Vec::new());
        let (mut rest, mut cuts) = (sent.as_slice(), cut.iter().cycle());
        while !rest.is_empty() && !said.ends_with("Goodbye\r\n") {
            let at = (*cuts.next().unwrap()).min(rest.len());
            let (answers, more) = talk(&mut pieces, &rest[..at]);
            said += &answers;
            letters.extend(more);
            rest = &rest[at..];
        }
        prop_assert_eq!(whole, (said, letters));
    }

    /// Nothing that a stranger says stops the machine.
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        talk(&mut session(Kind::Smtp), &bytes);
    }
}
