//! Who is asked about domains: a resolver, or the servers of the domains themselves.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use probe::gate::Wishes;
use probe::{Asker, AskerError, RecursionRules, TrustAnchor};
use terms::edge::{Chance, Clock};

use crate::settings::{Resolver, Settings};

/// Who is asked about domains.
#[derive(Debug)]
pub enum Ask {
    /// These resolvers.
    Resolvers(Vec<SocketAddr>),
    /// The servers of the domains themselves, from the root down.
    Recursion(RecursionRules),
}

impl Ask {
    /// The resolvers of this machine. A machine without a list has one of its own, as resolv.conf(5) says.
    pub fn of_this_machine() -> Self {
        let list = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        Self::Resolvers(probe::system_resolvers(&list))
    }

    /// Those whom the centre's settings name.
    pub fn as_set(settings: &Settings) -> Self {
        match settings.resolver {
            Resolver::System => Self::of_this_machine(),
            Resolver::At(address) => Self::Resolvers(vec![address]),
            Resolver::Recurse => Self::recursion(
                settings.resolver_roots.clone(),
                settings.resolver_anchors.clone(),
                settings.resolver_per_second,
            ),
        }
    }

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

    /// Does it send packets to servers that strangers name?
    pub fn asks_strangers(&self) -> bool {
        matches!(self, Self::Recursion(_))
    }

    /// Keeps away from whoever has a wish, and stops when all looking stops. A resolver is the operator's own and
    /// knows no wishes.
    #[must_use]
    pub fn minding(mut self, wishes: &Wishes) -> Self {
        if let Self::Recursion(rules) = &mut self {
            rules.wishes = wishes.clone();
        }
        self
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Layers, effective};

    const KEY: &str = "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

    fn as_set(lines: &str) -> Ask {
        let file = Some(("wh.toml".into(), format!("[resolver]\n{lines}")));
        let (settings, _) =
            effective(&Layers { file, ..Layers::default() }).expect("these settings are right");
        Ask::as_set(&settings)
    }

    #[test]
    fn settings_choose_between_a_resolver_the_internet_and_another_root() {
        let resolver = as_set("address = \"192.0.2.53\"");
        assert!(matches!(&resolver, Ask::Resolvers(list) if *list == ["192.0.2.53:53".parse().unwrap()]));
        assert!(!resolver.asks_strangers());

        let Ask::Recursion(internet) = as_set("address = \"recurse\"") else { panic!("a resolver") };
        let usual = RecursionRules::default();
        assert_eq!(
            (internet.roots, internet.anchors, internet.most_a_second),
            (usual.roots, usual.anchors, usual.most_a_second)
        );

        let lines = format!(
            "address = \"recurse\"\nroots = \"192.0.2.1, [2001:db8::1]:5353\"\nanchors = \"{KEY}\"\nper-second = 7"
        );
        let Ask::Recursion(other) = as_set(&lines) else { panic!("a resolver") };
        assert_eq!(other.roots, ["192.0.2.1:53".parse().unwrap(), "[2001:db8::1]:5353".parse().unwrap()]);
        assert_eq!(other.anchors, [TrustAnchor::parse(KEY).unwrap()]);
        assert_eq!(other.most_a_second, NonZeroU32::new(7));
    }
}
