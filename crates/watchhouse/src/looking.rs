//! Looks at domains for pages and for the nightly re-check: the engine's questions, the
//! resolver's answers, the engine's judgement.

use std::net::SocketAddr;
use std::sync::Arc;

use checkup::{Answer, Approach, Level, Observation, Question, Reached, Sight};
use probe::Asker;
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{AskForProof, Later, Look, LookAtDomain};

use crate::trouble::Trouble;

/// Looks through a resolver.
pub struct Looker {
    asker: Asker,
    clock: Arc<dyn Clock>,
}

impl Looker {
    /// Begins to ask these resolvers.
    ///
    /// # Errors
    /// When no socket to any of them can be opened.
    pub async fn open(
        resolvers: &[SocketAddr],
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, Trouble> {
        let asker = Asker::open(resolvers, Arc::clone(&clock), chance).await.map_err(|error| {
            Trouble::new(
                "no name server can be asked about domains",
                "Set resolver.address to a resolver that checks DNSSEC, for example \"127.0.0.1:53\".",
            )
            .because(error)
        })?;
        Ok(Self { asker, clock })
    }
}

impl LookAtDomain for Looker {
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look> {
        Box::pin(async move {
            let seen = self.asker.round().look(domain, level).await;
            let judgement = checkup::judge(domain, &seen.answers, seen.level, seen.ended_at);
            metrics::counter!("looks_total").increment(1);
            Look { answers: seen.answers, judgement }
        })
    }
}

impl AskForProof for Looker {
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer> {
        Box::pin(self.asker.ask_one(question))
    }

    /// Nothing dials a host yet, so no page offers the way by a file.
    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        Box::pin(async move {
            Observation {
                of: approach.clone(),
                reached: Reached::NotAllowed,
                sight: Sight::Nothing,
                at: self.clock.now(),
                milliseconds: 0,
            }
        })
    }

    fn reads_files(&self) -> bool {
        false
    }
}
