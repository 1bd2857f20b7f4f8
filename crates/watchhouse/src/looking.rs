//! Looks at domains for pages and for the nightly re-check: the engine's questions, the
//! resolver's answers, what hosts show, the engine's judgement.

use std::net::SocketAddr;
use std::sync::Arc;

use checkup::{Answer, Answers, Approach, Level, Observation, Question, Reached, Sight};
use probe::gate::OptOut;
use probe::{Asker, Scout};
use store::{Store, StoreError};
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{AskForProof, Later, Look, LookAtDomain, LookAtLookalike, LookedAtLookalike};

use crate::trouble::Trouble;

/// Looks through a resolver, and with a scout at hosts.
pub struct Looker {
    asker: Asker,
    hosts: Option<Hosts>,
    clock: Arc<dyn Clock>,
}

/// The way to hosts, and where it is written who wants to be left alone.
pub struct Hosts {
    /// Goes there.
    pub scout: Scout,
    /// Knows the wishes of those who want to be left alone, and whether all looking is stopped.
    pub store: Store,
}

impl Hosts {
    /// Tells the gate what the centre has promised until now. Names are judged before a look begins; what this
    /// adds are networks, and the switch, which may be turned while a look goes on.
    async fn keep_promises(&self) -> Result<(), StoreError> {
        let gate = self.scout.gate();
        if self.store.looking_stopped().await?.is_some() {
            gate.stop();
        } else {
            gate.go_on();
        }
        for network in self.store.networks_to_avoid().await? {
            let Ok(network) = network.to_string().parse() else { continue };
            if gate.stay_away(OptOut::Network(network)).is_err() {
                // Rather nobody is looked at than somebody who was promised to be left alone.
                gate.stop();
            }
        }
        Ok(())
    }
}

impl Looker {
    /// Begins to ask these resolvers. Without `hosts` it looks at public records only.
    ///
    /// # Errors
    /// When no socket to any of them can be opened.
    pub async fn open(
        resolvers: &[SocketAddr],
        hosts: Option<Hosts>,
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
        Ok(Self { asker, hosts, clock })
    }

    /// The way to hosts, once the gate knows whom to leave alone; none where that cannot be known.
    async fn scout(&self) -> Option<&Scout> {
        let hosts = self.hosts.as_ref()?;
        match hosts.keep_promises().await {
            Ok(()) => Some(&hosts.scout),
            Err(error) => {
                tracing::error!(%error, "who wants to be left alone cannot be read, so no host is visited");
                None
            }
        }
    }
}

impl LookAtDomain for Looker {
    fn look<'a>(&'a self, domain: &'a DomainName, level: Level) -> Later<'a, Look> {
        Box::pin(async move {
            let scout = if level > Level::Records { self.scout().await } else { None };
            let seen = match scout {
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
            let scout = if level > Level::Records { self.scout().await } else { None };
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
        Box::pin(self.asker.ask_one(question))
    }

    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        Box::pin(async move {
            match self.scout().await {
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
        self.hosts.is_some()
    }
}
