//! Who is asked about domains: a resolver, or the servers of the domains themselves.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use probe::{Asker, AskerError, RecursionRules, TrustAnchor};
use terms::edge::{Chance, Clock};

/// Who is asked about domains.
#[derive(Debug)]
pub enum Ask {
    /// These resolvers.
    Resolvers(Vec<SocketAddr>),
    /// The servers of the domains themselves, from the root down.
    Recursion(RecursionRules),
}

impl Ask {
    /// Recursion from these roots with these keys; without a root, from the internet's. `per_second` is the
    /// most questions a second to one server, 0 for no limit.
    pub fn recursion(roots: Vec<SocketAddr>, anchors: Vec<TrustAnchor>, per_second: u32) -> Self {
        let internet =
            RecursionRules { most_a_second: NonZeroU32::new(per_second), ..RecursionRules::default() };
        if roots.is_empty() {
            return Self::Recursion(internet);
        }
        Self::Recursion(RecursionRules { roots, anchors, ..internet })
    }

    /// Begins to ask.
    ///
    /// # Errors
    /// When no socket to any resolver can be opened.
    pub async fn open(self, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<Asker, AskerError> {
        match self {
            Self::Resolvers(resolvers) => Asker::open(&resolvers, clock, chance).await,
            Self::Recursion(rules) => Asker::recursing(rules, clock, chance),
        }
    }
}
