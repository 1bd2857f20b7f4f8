//! How a mail server greets, what it offers, and STARTTLS (RFC 5321, RFC 3207). No letter is begun.

use checkup::{Reached, RecordName, Sight, StartTls};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::greeting::greeting;
use super::secure::server_name;
use super::tls::{Shake, only_old};
use super::{PART, Scout, broken, not_dialled};
use crate::gate::Visit;

/// The longest line of a reply, in bytes: four times what RFC 5321 (4.5.3.1.5) allows.
pub const LONGEST_LINE: usize = 2_048;
/// The most lines of one reply. Servers offer a dozen things.
pub const MOST_LINES: usize = 64;

/// A conversation with a mail server.
pub(super) struct Post<S> {
    line: S,
    heard: Vec<u8>,
}

/// A reply: its code, and its lines without code.
pub(super) struct Reply {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Post<S> {
    pub(super) fn on(line: S) -> Self {
        Self { line, heard: Vec::new() }
    }

    /// Says one line and hears the reply.
    pub(super) async fn say(&mut self, words: &str) -> Result<Reply, Reached> {
        self.line.write_all(format!("{words}\r\n").as_bytes()).await.map_err(|error| broken(&error))?;
        self.hear().await
    }

    /// Hears one reply.
    pub(super) async fn hear(&mut self) -> Result<Reply, Reached> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            let code = line.get(..3).filter(|code| code.iter().all(u8::is_ascii_digit));
            let code = code.and_then(|code| std::str::from_utf8(code).ok()?.parse::<u16>().ok());
            let code = code.filter(|code| (200..600).contains(code)).ok_or(Reached::Malformed)?;
            let more = match line.get(3) {
                Some(b'-') => true,
                Some(b' ') | None => false,
                Some(_) => return Err(Reached::Malformed),
            };
            if lines.len() == MOST_LINES {
                return Err(Reached::Malformed);
            }
            lines.push(greeting(line.get(4..).unwrap_or_default()));
            if !more {
                return Ok(Reply { code, lines });
            }
        }
    }

    async fn line(&mut self) -> Result<Vec<u8>, Reached> {
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.heard.drain(..=end).collect();
                line.pop();
                line.pop_if(|last| *last == b'\r');
                return if line.len() <= LONGEST_LINE { Ok(line) } else { Err(Reached::Malformed) };
            }
            if self.heard.len() > LONGEST_LINE {
                return Err(Reached::Malformed);
            }
            let mut part = [0; 1024];
            let read = self.line.read(&mut part).await.map_err(|error| broken(&error))?;
            if read == 0 {
                return Err(Reached::Unreachable);
            }
            self.heard.extend_from_slice(part.get(..read).unwrap_or_default());
        }
    }

    /// Says goodbye, and does not wait for it to be returned.
    pub(super) async fn goodbye(mut self) {
        let _ = self.line.write_all(b"QUIT\r\n").await;
        let _ = self.line.shutdown().await;
    }

    /// Hears the greeting and says who we are. A server that does not know the newer hello is told the older one.
    pub(super) async fn meet(&mut self, ourselves: &str) -> Result<(String, Vec<String>), Reached> {
        let hello = self.hear().await?;
        if hello.code != 220 {
            return Err(Reached::Refused);
        }
        let words = hello.lines.join(" ");
        let mut offers = self.say(&format!("EHLO {ourselves}")).await?;
        if (500..=504).contains(&offers.code) {
            offers = self.say(&format!("HELO {ourselves}")).await?;
            offers.lines.truncate(1);
        }
        if offers.code != 250 {
            return Err(Reached::Refused);
        }
        Ok((words, offers.lines.into_iter().skip(1).collect()))
    }
}

impl Scout {
    /// The greeting of a mail server, its offers, and STARTTLS.
    pub(super) async fn mail_server(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let name = server_name(host)?;
        let line = visit.dial(25).await.map_err(not_dialled)?;
        let mut post = Post::on(line);
        let (greeting, offers) = post.meet(self.0.introduction.host.as_ascii()).await?;
        let told =
            |starttls| Sight::MailServer { greeting: greeting.clone(), offers: offers.clone(), starttls };
        let keyword = |offer: &String| {
            offer.split_whitespace().next().is_some_and(|w| w.eq_ignore_ascii_case("STARTTLS"))
        };
        if !offers.iter().any(keyword) {
            *sight = told(StartTls::NotOffered);
            post.goodbye().await;
            return Ok(Reached::Whole);
        }
        let reply = post.say("STARTTLS").await?;
        if reply.code != 220 {
            *sight = told(StartTls::Refused);
            post.goodbye().await;
            return Ok(Reached::Whole);
        }
        if !post.heard.is_empty() {
            // Words that came in clear before the handshake could be slipped in by anybody.
            *sight = told(StartTls::Failed);
            return Ok(Reached::Whole);
        }
        match timeout(PART, self.shake(post.line, name, false)).await {
            Ok(Shake::Done(stream, seen)) => {
                *sight = told(StartTls::Done(seen));
                Post::on(*stream).goodbye().await;
            }
            Ok(Shake::OnlyOld) => *sight = told(StartTls::Done(only_old())),
            Ok(Shake::NotTls | Shake::NoAgreement | Shake::Broken(Reached::Malformed)) => {
                *sight = told(StartTls::Failed);
            }
            // A line that broke or fell silent tells nothing about the server's encryption.
            Ok(Shake::Broken(reached)) => return Err(reached),
            Err(_) => return Err(Reached::TimedOut),
        }
        Ok(Reached::Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn hear(said: &[u8]) -> Result<Reply, Reached> {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let said = said.to_vec();
        tokio::spawn(async move { theirs.write_all(&said).await });
        Post::on(ours).hear().await
    }

    #[tokio::test]
    async fn a_reply_of_several_lines_is_one_reply() {
        let reply = hear(b"250-mail.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n").await.unwrap();
        assert_eq!(
            (reply.code, reply.lines),
            (250, vec!["mail.example".into(), "SIZE 1000".into(), "STARTTLS".into()])
        );
        assert_eq!(hear(b"220\r\n").await.unwrap().lines, [""]);
        for wrong in ["hello\r\n", "2200 x\r\n", "2x0 x\r\n", "199 x\r\n", "600 x\r\n"] {
            assert_eq!(hear(wrong.as_bytes()).await.err(), Some(Reached::Malformed), "{wrong}");
        }
        assert_eq!(hear(b"220-and then").await.err(), Some(Reached::Unreachable));
    }

    #[tokio::test]
    async fn lines_and_their_number_have_limits() {
        let of_length = |length: usize| format!("220 {}\r\n", "a".repeat(length - 4));
        assert!(hear(of_length(LONGEST_LINE).as_bytes()).await.is_ok());
        assert_eq!(hear(of_length(LONGEST_LINE + 1).as_bytes()).await.err(), Some(Reached::Malformed));
        let of_lines = |lines: usize| format!("{}250 x\r\n", "250-x\r\n".repeat(lines - 1));
        assert!(hear(of_lines(MOST_LINES).as_bytes()).await.is_ok());
        assert_eq!(hear(of_lines(MOST_LINES + 1).as_bytes()).await.err(), Some(Reached::Malformed));
    }
}
