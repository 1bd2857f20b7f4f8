//! Letters to the centre's own addresses are taken in. What should be: none lies in the folder of letters.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use post::{Desk, Letter, Maildir, MaildirError, NotNow};
use terms::Timestamp;
use terms::edge::{Chance, Clock, random};
use web::App;
use web::real::{Taken, take_letter};

use super::{Ended, Reconciler, Run, Turn};

/// How long one run watches the folder, so that an answer comes within seconds.
const WATCHES_FOR: SignedDuration = SignedDuration::from_secs(50);
/// How long it waits before it looks into an empty folder again.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// Letters taken in one batch.
const AT_ONCE: usize = 50;

/// A name for a letter that nobody else chooses; the oldest come first.
pub fn name_of_letter(clock: &dyn Clock, chance: &dyn Chance) -> String {
    let number = u128::from_le_bytes(random(chance));
    format!("{}.{number:032x}.watchhouse", clock.now().as_second())
}

/// Where the listener puts letters: on the disk, in the folder that the reconciler empties.
pub struct IntoFolder {
    /// The folder.
    pub folder: Maildir,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
}

impl Desk for IntoFolder {
    async fn keep(&self, letter: Letter) -> Result<(), NotNow> {
        let name = name_of_letter(self.clock.as_ref(), self.chance.as_ref());
        let folder = self.folder.clone();
        // As any mail server does that delivers: whom to answer stands on top.
        let head = format!("Return-Path: <{}>\r\n", letter.from.replace(['\r', '\n', '<', '>'], ""));
        let written = tokio::task::spawn_blocking(move || {
            folder.put(&name, &mut std::io::Read::chain(head.as_bytes(), letter.bytes.as_slice()))
        });
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::error!(%error, "a letter could not be kept; its server tries again");
                Err(NotNow)
            }
            Err(_) => Err(NotNow),
        }
    }
}

/// Takes letters in.
pub struct TakeLetters {
    /// The folder of letters.
    pub folder: Maildir,
    /// Names by which the centre's own mail servers sign what they checked.
    pub trusted: Vec<String>,
    /// What taking one in reaches.
    pub app: Arc<App>,
}

impl Reconciler for TakeLetters {
    fn name(&self) -> &'static str {
        "post"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let (mut answered, mut kept) = (0_u64, 0_u64);
            let until = turn.now() + WATCHES_FOR;
            while turn.now() < until {
                turn.step().await?;
                let waiting = self.folder.waiting(AT_ONCE).map_err(|error| stumbled(&error))?;
                if waiting.is_empty() {
                    turn.rest(BETWEEN_LOOKS).await;
                }
                for name in waiting {
                    turn.step().await?;
                    match self.take(turn, &name).await? {
                        Some(Taken::Answered) => answered += 1,
                        Some(Taken::Kept) => kept += 1,
                        Some(Taken::Again) | None => {}
                    }
                }
            }
            Ok(format!(
                "{answered} letters were answered; {kept} are kept, and nobody was proved to have sent them."
            ))
        })
    }
}

impl TakeLetters {
    /// Takes one letter in, and removes its file when it is kept.
    async fn take(&self, turn: &Turn, name: &str) -> Result<Option<Taken>, Ended> {
        let Some(bytes) = self.folder.read(name).map_err(|error| stumbled(&error))? else {
            tracing::warn!("a letter is too large; it was put aside in the folder `cur`");
            return Ok(None);
        };
        let token = turn.store().token_of_letter(name);
        let taken = turn.through(take_letter(&self.app, token, &bytes, &self.trusted)).await??;
        self.folder.done(name).map_err(|error| stumbled(&error))?;
        Ok(Some(taken))
    }
}

fn stumbled(error: &MaildirError) -> Ended {
    Ended::Stumbled(error.to_string())
}
