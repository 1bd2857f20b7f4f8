//! A run over one or many names, in which what they have in common is asked once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use checkup::{Answer, Answers, Approach, Level, Observation, Outcome, Question, Reached, RecordName, Sight};
use terms::{DomainName, Timestamp};
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use super::asker::Asker;

/// The most answers that a run keeps for the next name. Past it, common questions are asked again.
pub const MOST_SHARED: usize = 200_000;
/// The most rounds of questions about one name. Each round waits for the one before; a tidy name
/// needs two or three, a deep list of senders a few more.
const MOST_ROUNDS: usize = 16;

/// One name, looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// The name.
    pub domain: DomainName,
    /// How close the look went.
    pub level: Level,
    /// What DNS said, and what hosts showed.
    pub answers: Answers,
    /// When the look ended.
    pub ended_at: Timestamp,
}

/// A run over many names. Answers about other people's names (a mail company's servers and lists) are
/// shared; answers about the name itself are asked anew each time. Cheap to clone.
#[derive(Clone)]
pub struct Round {
    asker: Asker,
    shared: Arc<Mutex<HashMap<Question, Arc<OnceCell<Answer>>>>>,
}

impl Round {
    pub(super) fn new(asker: Asker) -> Self {
        Self { asker, shared: Arc::default() }
    }

    /// Looks at one name: asks what the check-up wants to know until it wants no more.
    pub async fn look(&self, domain: &DomainName, level: Level) -> Look {
        let own = RecordName::from(&domain.registrable());
        let mut answers = Answers::new();
        for _ in 0..MOST_ROUNDS {
            let wanted = checkup::next(domain, &answers, level);
            if wanted.is_empty() {
                break;
            }
            answers.extend(self.ask(wanted.questions, &own).await);
            answers.extend(wanted.approaches.into_iter().map(|approach| self.not_made(approach)));
        }
        Look { domain: domain.clone(), level, answers, ended_at: self.asker.now() }
    }

    /// Looks at many names, `at_once` of them at a time, and hands each look over as it ends.
    pub async fn look_many(
        &self,
        domains: impl IntoIterator<Item = DomainName>,
        level: Level,
        at_once: usize,
        mut each: impl FnMut(Look),
    ) {
        let mut domains = domains.into_iter();
        let mut tasks = JoinSet::new();
        loop {
            while tasks.len() < at_once.max(1)
                && let Some(domain) = domains.next()
            {
                let round = self.clone();
                tasks.spawn(async move { round.look(&domain, level).await });
            }
            match tasks.join_next().await {
                Some(Ok(look)) => each(look),
                // A look neither panics nor is stopped from outside; if one were, the others go on.
                Some(Err(error)) => tracing::error!(%error, "a look ended early"),
                None => return,
            }
        }
    }

    /// A run that only asks DNS makes no approach.
    fn not_made(&self, of: Approach) -> Observation {
        Observation {
            of,
            reached: Reached::NotAllowed,
            sight: Sight::Nothing,
            at: self.asker.now(),
            milliseconds: 0,
        }
    }

    async fn ask(&self, questions: Vec<Question>, own: &RecordName) -> Vec<Answer> {
        let mut tasks = JoinSet::new();
        for question in questions {
            let round = self.clone();
            let cell = if question.name.is_within(own) { None } else { self.place(&question) };
            tasks.spawn(async move {
                match cell {
                    Some(cell) => round.ask_shared(&cell, &question).await,
                    None => round.asker.ask_one(&question).await,
                }
            });
        }
        let mut answers = Vec::new();
        while let Some(done) = tasks.join_next().await {
            answers.extend(done);
        }
        answers
    }

    /// Asks once for all names of the run. Only what DNS told is kept: a time-out of one name must not
    /// become the fate of all.
    async fn ask_shared(&self, cell: &OnceCell<Answer>, question: &Question) -> Answer {
        let asked = cell.get_or_try_init(|| async {
            let answer = self.asker.ask_kept(question).await;
            if answer.outcome.tells() || answer.outcome == Outcome::ServerFailed {
                Ok(answer)
            } else {
                Err(answer)
            }
        });
        match asked.await {
            Ok(answer) => answer.clone(),
            Err(answer) => answer,
        }
    }

    /// The shared place for an answer, if there is room.
    fn place(&self, question: &Question) -> Option<Arc<OnceCell<Answer>>> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = shared.get(question) {
            return Some(cell.clone());
        }
        if shared.len() >= MOST_SHARED {
            return None;
        }
        let cell = Arc::new(OnceCell::new());
        shared.insert(question.clone(), cell.clone());
        Some(cell)
    }
}
