//! Letters leave the outbox. What should be: no letter that is due waits.

use std::time::Duration;

use jiff::SignedDuration;
use probe::mail::{Again, Letter, MailServer, send};
use store::{LetterState, LetterToSend};
use terms::Timestamp;

use super::{Ended, Reconciler, Run, Turn};

/// Letters taken at one time. A slow server takes a minute for each, and a letter's lease is longer than all.
const LETTERS_AT_ONCE: u32 = 8;
/// How long a letter is held by its sender.
const LETTER_LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How long one run watches the outbox, so that a sign-in code goes within seconds and the
/// progress row is not written every second.
const WATCHES_FOR: SignedDuration = SignedDuration::from_secs(50);
/// How long it waits before it looks into an empty outbox again.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Where letters go.
pub enum Post {
    /// Through this server.
    Server(Box<MailServer>),
    /// Into the page that shows what would have been sent.
    Demonstration,
    /// Nowhere: no server is set, and letters wait.
    NotSet,
}

/// Sends what waits in the outbox.
pub struct Outbox {
    /// Where letters go.
    pub post: Post,
}

impl Reconciler for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        match self.post {
            Post::NotSet => now + SignedDuration::from_mins(10),
            _ => now,
        }
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let (mut sent, mut failed) = (0_u32, 0_u32);
            if matches!(self.post, Post::NotSet) {
                let waiting = waiting(turn).await?;
                return Ok(format!("No mail server is set: {waiting} letters wait."));
            }
            let until = turn.now() + WATCHES_FOR;
            while turn.now() < until {
                turn.step().await?;
                let letters = turn
                    .store()
                    .lease_letters(turn.holder(), LETTER_LEASE, LETTERS_AT_ONCE, turn.now())
                    .await?;
                if letters.is_empty() {
                    turn.rest(BETWEEN_LOOKS).await;
                }
                for letter in letters {
                    if self.deliver(turn, letter).await? { sent += 1 } else { failed += 1 }
                }
            }
            metrics::gauge!("letters_waiting").set(waiting(turn).await? as f64);
            Ok(format!("{sent} letters went out, {failed} did not."))
        })
    }
}

impl Outbox {
    /// Sends one letter and keeps what came of it. The crash window lies between the two: see
    /// [`probe::mail`].
    async fn deliver(&self, turn: &Turn, letter: LetterToSend) -> Result<bool, Ended> {
        let id = letter.id;
        let (outcome, keep_text) = match &self.post {
            Post::Demonstration | Post::NotSet => (Ok(()), true),
            Post::Server(server) => (send(server, &as_written(letter, turn.now())).await, false),
        };
        match outcome {
            Ok(()) => {
                metrics::counter!("letters_total", "outcome" => "sent").increment(1);
                turn.store().letter_sent(id, turn.holder(), keep_text, turn.now()).await?;
                Ok(true)
            }
            Err(refused) => {
                metrics::counter!("letters_total", "outcome" => "failed").increment(1);
                tracing::warn!(reason = refused.reason, code = refused.code, "a letter did not go");
                let for_good = refused.again == Again::Never;
                let why = format!("{}: {}", refused.reason, refused.said);
                let state = turn.store().letter_failed(id, turn.holder(), &why, for_good, turn.now()).await?;
                if state == LetterState::GivenUp {
                    tracing::error!(reason = refused.reason, "a letter was given up");
                }
                Ok(false)
            }
        }
    }
}

async fn waiting(turn: &Turn) -> Result<u64, Ended> {
    let counts = turn.store().letter_counts().await?;
    Ok(counts.iter().find(|(state, _)| *state == LetterState::Waiting).map_or(0, |(_, count)| *count))
}

fn as_written(letter: LetterToSend, now: Timestamp) -> Letter {
    Letter {
        message_id: letter.message_id,
        to: letter.recipient,
        subject: letter.subject,
        text: letter.text,
        written: now,
    }
}
