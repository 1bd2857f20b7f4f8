//! One conversation with a mail server, without its socket.

use std::borrow::Cow;

use smtp_proto::Request;

use crate::Letter;
use crate::limits::{LONGEST_LINE, MOST_BYTES, MOST_FAULTS, MOST_LETTERS, MOST_RECIPIENTS};
use crate::words::{Ended, WordsReader};

/// Which protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RFC 5321: one answer for a letter.
    Smtp,
    /// RFC 2033: one answer for each recipient of a letter.
    Lmtp,
}

/// What the desk said of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is kept: it survives a power cut.
    Kept,
    /// It could not be kept now; the sender's server tries again.
    NotNow,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing until more bytes come.
    Wait,
    /// Send these lines.
    Say(String),
    /// Hand this letter over, then tell [`Session::handed`] what became of it.
    Hand(Letter),
    /// Send these lines and close.
    End(String),
}

#[derive(Debug)]
enum Stage {
    Commands,
    Words(WordsReader),
}

/// The machine: bytes in, steps out.
#[derive(Debug)]
pub struct Session {
    kind: Kind,
    name: String,
    ours: Vec<String>,
    stage: Stage,
    line: Vec<u8>,
    is_line_too_long: bool,
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
    faults: usize,
    letters: usize,
}

impl Session {
    /// A conversation in which we call ourselves `name`, and take letters to the addresses `ours`.
    pub fn new(kind: Kind, name: &str, ours: &[String]) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            ours: ours.iter().map(|address| address.to_lowercase()).collect(),
            stage: Stage::Commands,
            line: Vec::new(),
            is_line_too_long: false,
            greeted: false,
            from: None,
            to: Vec::new(),
            faults: 0,
            letters: 0,
        }
    }

    /// What we say first.
    pub fn greeting(&self) -> String {
        let protocol = if self.kind == Kind::Lmtp { "LMTP" } else { "ESMTP" };
        format!("220 {} {protocol} ready\r\n", self.name)
    }

    /// Takes bytes from the front of `piece` up to the next thing that there is to do.
    pub fn take(&mut self, piece: &mut &[u8]) -> Step {
        loop {
            match &mut self.stage {
                Stage::Words(reader) => {
                    let Some(ended) = reader.take(piece) else { return Step::Wait };
                    return self.words_ended(ended);
                }
                Stage::Commands => {
                    let Some((&byte, rest)) = piece.split_first() else { return Step::Wait };
                    *piece = rest;
                    if self.line.len() < LONGEST_LINE {
                        self.line.push(byte);
                    } else {
                        self.is_line_too_long = true;
                    }
                    if byte == b'\n' {
                        let line = std::mem::take(&mut self.line);
                        let too_long = std::mem::take(&mut self.is_line_too_long);
                        return if too_long {
                            self.fault("500 5.5.2 That line is too long")
                        } else {
                            self.command(&line)
                        };
                    }
                }
            }
        }
    }

    /// What became of the letter of [`Step::Hand`].
    pub fn handed(&mut self, answer: Answer) -> Step {
        let line = match answer {
            Answer::Kept => "250 2.0.0 We have it",
            Answer::NotNow => "451 4.3.0 We cannot keep it now. Please try again",
        };
        self.letters += usize::from(answer == Answer::Kept);
        self.finished(line)
    }

    /// Ends a letter: one answer, or one for each recipient.
    fn finished(&mut self, line: &str) -> Step {
        let many = if self.kind == Kind::Lmtp { self.to.len() } else { 1 };
        self.forget();
        Step::Say(format!("{line}\r\n").repeat(many))
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn words_ended(&mut self, ended: Ended) -> Step {
        let Stage::Words(reader) = std::mem::replace(&mut self.stage, Stage::Commands) else {
            return Step::Wait;
        };
        match ended {
            Ended::Whole => Step::Hand(Letter {
                from: self.from.clone().unwrap_or_default(),
                to: self.to.clone(),
                bytes: reader.words(),
            }),
            Ended::TooLarge => self.finished("552 5.3.4 That letter is too large for us"),
            Ended::BareLineEnd => self.finished("550 5.6.0 Lines of a letter end with CR and LF"),
        }
    }

    fn command(&mut self, line: &[u8]) -> Step {
        // The parser ends a line at LF; a line of ours ends at CR LF, so that nobody can hide a command behind a bare LF.
        if !line.ends_with(b"\r\n") {
            return self.fault("500 5.5.2 A line ends with CR and LF");
        }
        match Request::parse(&mut line.iter()) {
            Ok(request) => self.request(request),
            Err(_) => self.fault("500 5.5.2 We do not understand that"),
        }
    }

    fn request(&mut self, request: Request<Cow<'_, str>>) -> Step {
        match request {
            Request::Ehlo { .. } if self.kind == Kind::Smtp => self.hello(true),
            Request::Helo { .. } if self.kind == Kind::Smtp => self.hello(false),
            Request::Lhlo { .. } if self.kind == Kind::Lmtp => self.hello(true),
            Request::Mail { from } => self.mail(from.address.trim(), from.size),
            Request::Rcpt { to } => self.recipient(to.address.trim()),
            Request::Data if self.to.is_empty() => self.fault("503 5.5.1 Say to whom first"),
            Request::Data => {
                self.stage = Stage::Words(WordsReader::default());
                say("354 Go on; end with a dot alone on a line")
            }
            Request::Rset => {
                self.forget();
                say("250 2.0.0 Forgotten")
            }
            Request::Noop { .. } => say("250 2.0.0 Here"),
            // Whether an address exists is told to whoever sends to it, and to nobody who only asks.
            Request::Vrfy { .. } | Request::Expn { .. } => say("252 2.1.5 Send it, and we see"),
            Request::Help { .. } => say("214 2.0.0 Letters to the centre's own addresses are taken here"),
            Request::Quit => Step::End("221 2.0.0 Goodbye\r\n".to_owned()),
            Request::Auth { .. } | Request::StartTls | Request::Bdat { .. } | Request::Burl { .. } => {
                self.fault("502 5.5.1 We do not do that here")
            }
            _ => self.fault("502 5.5.1 We do not do that here"),
        }
    }

    fn hello(&mut self, extended: bool) -> Step {
        self.greeted = true;
        self.forget();
        Step::Say(if extended {
            format!(
                "250-{}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {MOST_BYTES}\r\n",
                self.name
            )
        } else {
            format!("250 {}\r\n", self.name)
        })
    }

    fn mail(&mut self, from: &str, size: usize) -> Step {
        if !self.greeted {
            return self.fault("503 5.5.1 Say hello first");
        }
        if self.from.is_some() {
            return self.fault("503 5.5.1 One letter at a time");
        }
        if size > MOST_BYTES {
            return say("552 5.3.4 That letter is too large for us");
        }
        if self.letters >= MOST_LETTERS {
            return Step::End("421 4.7.0 That was much. Please come again\r\n".to_owned());
        }
        self.from = Some(from.to_owned());
        say("250 2.1.0 Go on")
    }

    fn recipient(&mut self, to: &str) -> Step {
        if self.from.is_none() {
            return self.fault("503 5.5.1 Say from whom first");
        }
        let to = to.to_lowercase();
        if !self.ours.contains(&to) {
            return self.fault("550 5.1.1 Nobody has that address here");
        }
        if self.to.contains(&to) && self.kind == Kind::Smtp {
            return say("250 2.1.5 Go on");
        }
        if self.to.len() >= MOST_RECIPIENTS {
            return say("452 4.5.3 Too many at once");
        }
        self.to.push(to);
        say("250 2.1.5 Go on")
    }

    /// Something that a mail server of good will does not send, or seldom.
    fn fault(&mut self, line: &str) -> Step {
        self.faults += 1;
        if self.faults >= MOST_FAULTS {
            return Step::End(format!("{line}\r\n421 4.7.0 Goodbye\r\n"));
        }
        say(line)
    }
}

fn say(line: &str) -> Step {
    Step::Say(format!("{line}\r\n"))
}
