//! Whatever a mail server says, in any pieces: every letter that is handed over was asked for in order and goes to one of us.
#![no_main]

use libfuzzer_sys::fuzz_target;
use post::{Answer, Kind, MOST_BYTES, MOST_LETTERS, MOST_RECIPIENTS, Session, Step};

fuzz_target!(|said: (bool, Vec<Vec<u8>>)| {
    let (is_local, pieces) = said;
    let ours = ["real@centre.example".to_owned()];
    let kind = if is_local { Kind::Lmtp } else { Kind::Smtp };
    let mut session = Session::new(kind, "centre.example", &ours);
    let mut letters = 0;
    for piece in &pieces {
        let mut rest = piece.as_slice();
        let mut step = session.take(&mut rest);
        loop {
            step = match step {
                Step::Wait => break,
                Step::End(_) => return,
                Step::Say(lines) => {
                    assert!(lines.ends_with("\r\n"));
                    session.take(&mut rest)
                }
                Step::Hand(letter) => {
                    letters += 1;
                    assert!(letters <= MOST_LETTERS && letter.bytes.len() <= MOST_BYTES);
                    assert!(!letter.to.is_empty() && letter.to.len() <= MOST_RECIPIENTS);
                    assert!(letter.to.iter().all(|to| *to == ours[0]));
                    session.handed(Answer::Kept)
                }
            };
        }
    }
});
