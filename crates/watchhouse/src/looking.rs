//! Looks at domains for pages and for the nightly re-check: the engine's questions, the
//! resolver's answers, the engine's judgement.

use std::net::SocketAddr;
use std::sync::Arc;

use checkup::Level;
use probe::Asker;
use terms::DomainName;
use terms::edge::{Chance, Clock};
use web::ports::{Later, Look, LookAtDomain};

use crate::trouble::Trouble;

/// Looks through a resolver.
pub struct Looker {
    asker: Asker,
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
        let asker = Asker::open(resolvers, clock, chance).await.map_err(|error| {
            Trouble::new(
                "no name server can be asked about domains",
                "Set resolver.address to a resolver that checks DNSSEC, for example \"127.0.0.1:53\".",
            )
            .because(error)
        })?;
        Ok(Self { asker })
    }
}

impl LookAtDomain for Looker {
    fn look<'a>(&'a self, domain: &'a DomainName) -> Later<'a, Look> {
        Box::pin(async move {
            let seen = self.asker.round().look(domain, Level::Records).await;
            let judgement = checkup::judge(domain, &seen.answers, seen.level, seen.ended_at);
            metrics::counter!("looks_total").increment(1);
            Look { answers: seen.answers, judgement }
        })
    }
}
