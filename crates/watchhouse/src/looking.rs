//! Looks at domains for pages and for the nightly re-check: the engine's questions, the
//! name servers' answers, what hosts show, the engine's judgement.

use std::sync::Arc;

use checkup::{Answer, Answers, Approach, Level, Observation, Question, Reached, Sight};
use probe::gate::{OptOut, Wishes};
use probe::{Asker, Scout};
use store::{Store, StoreError};
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{AskForProof, Later, Look, LookAtDomain, LookAtLookalike, LookedAtLookalike};

use crate::asking::Ask;
use crate::trouble::Trouble;

/// Asks name servers, and with a scout looks at hosts.
pub struct Looker {
    asker: Asker,
    asks_strangers: bool,
    scout: Option<Scout>,
    promises: Promises,
    clock: Arc<dyn Clock>,
}

/// What the centre promised to those who want to be left alone, and the gate's copy of it.
pub struct Promises {
    /// Where it is written who wants to be left alone, and whether all looking is stopped.
    pub store: Store,
    /// What the gate knows of it.
    pub wishes: Wishes,
}

impl Promises {
    /// Tells the gate what was promised until now; true when it knows. Names are judged before a look begins; what
    /// this adds are networks, and the switch, which may be turned while a look goes on. Rather nobody is looked at
    /// than somebody who was promised to be left alone.
    pub(crate) async fn keep(&self) -> bool {
        match self.tell().await {
            Ok(()) => true,
            Err(error) => {
                self.wishes.stop();
                tracing::error!(%error, "who wants to be left alone cannot be read, so nobody is looked at");
                false
            }
        }
    }

    async fn tell(&self) -> Result<(), StoreError> {
        let is_stopped = self.store.looking_stopped().await?.is_some();
        let mut all_have_room = true;
        for network in self.store.networks_to_avoid().await? {
            let Ok(network) = network.to_string().parse() else { continue };
            all_have_room &= self.wishes.stay_away(OptOut::Network(network)).is_ok();
        }
        if is_stopped || !all_have_room {
            self.wishes.stop();
        } else {
            self.wishes.go_on();
        }
        Ok(())
    }
}

impl Looker {
    /// Begins to ask them. Without a scout it looks at public records only. The scout's gate and the rules of a
    /// recursion have to share the wishes that `promises` are told to.
    ///
    /// # Errors
    /// When no socket to any resolver can be opened.
    pub async fn open(
        ask: Ask,
        scout: Option<Scout>,
        promises: Promises,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, Trouble> {
        let asks_strangers = ask.asks_strangers();
        let asker = ask.open(Arc::clone(&clock), chance).await.map_err(|error| {
            Trouble::new(
                "no name server can be asked about domains",
                "Set resolver.address to a resolver that checks DNSSEC, for example \"127.0.0.1:53\", or to \"recurse\".",
            )
            .because(error)
        })?;
        Ok(Self { asker, asks_strangers, scout, promises, clock })
    }

    /// Tells the gate whom to leave alone, where a look of this level meets strangers: hosts, and the name servers that
    /// recursion finds; the operator's resolver is none. The way to hosts, if the look goes there and the gate knows.
    async fn way(&self, level: Level) -> Option<&Scout> {
        let scout = self.scout.as_ref().filter(|_| level > Level::Records);
        if scout.is_none() && !self.asks_strangers {
            return None;
        }
        let is_known = self.promises.keep().await;
        scout.filter(|_| is_known)
    }
}

impl LookAtDomain for Looker {
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look> {
        Box::pin(async move {
            let seen = match self.way(level).await {
                Some(scout) => self.asker.round().with_scout(scout.clone()).look(domain, level).await,
                None => self.asker.round().look(domain, Level::Records).await,
            };
            let judgement = checkup::judge(domain, &seen.answers, seen.level, seen.ended_at);
            metrics::counter!("looks_total").increment(1);
            Look { answers: seen.answers, judgement }
        })
    }
}

impl LookAtLookalike for Looker {
    fn look_at_lookalike<'a>(&'a self, name: &'a DomainName, level: Level) -> Later<'a, LookedAtLookalike> {
        Box::pin(async move {
            let scout = self.way(level).await;
            // Registries are found by DNS.
            let scout = scout.map(|scout| scout.clone().asking(self.asker.clone()));
            metrics::counter!("lookalike_looks_total").increment(1);
            look_at_lookalike(&self.asker, scout.as_ref(), name, level).await
        })
    }
}

/// Asks about a name that looks like a member's until nothing is wanted any more; without a scout, of its records only.
pub async fn look_at_lookalike(
    asker: &Asker,
    scout: Option<&Scout>,
    name: &DomainName,
    level: Level,
) -> LookedAtLookalike {
    let level = if scout.is_some() { level } else { Level::Records };
    let mut answers = Answers::new();
    loop {
        let wanted = checkup::lookalike::next(name, &answers, level);
        if wanted.is_empty() {
            return LookedAtLookalike { answers, level };
        }
        let told = asker.ask(&wanted.questions).await;
        answers.extend(told.iter().cloned());
        for approach in wanted.approaches {
            // One after the other: nobody waits, and the host is a stranger's.
            if let Some(scout) = scout {
                answers.observe(scout.approach(&approach).await);
            }
        }
    }
}

impl AskForProof for Looker {
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer> {
        Box::pin(async move {
            self.way(Level::Records).await;
            self.asker.ask_one(question).await
        })
    }

    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        Box::pin(async move {
            match self.way(Level::Visitor).await {
                Some(scout) => scout.approach(approach).await,
                None => Observation {
                    of: approach.clone(),
                    reached: Reached::NotAllowed,
                    sight: Sight::Nothing,
                    at: self.clock.now(),
                    milliseconds: 0,
                },
            }
        })
    }

    fn reads_files(&self) -> bool {
        self.scout.is_some()
    }
}
