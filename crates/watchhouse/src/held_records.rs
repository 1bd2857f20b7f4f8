//! What is held of the records by which a message would be proved, and the wish for the rest. No packet leaves by it: what is wished
//! for waits for a night's batch (`work::records`).

use std::collections::HashSet;

use centre::published::{Lists, Name, above};
use store::{Store, StoreError};
use terms::Timestamp;

use crate::examine::{Held, lists};

/// Keys that are looked up for one message: as many signatures as the engine looks at.
const MOST_KEYS: usize = 10;

/// Answers examinations from the store.
pub struct HeldRecords {
    store: Store,
    lists: Lists,
}

impl HeldRecords {
    /// Those of this store.
    pub fn of(store: Store) -> Self {
        Self { store, lists: lists() }
    }

    /// What is held of the keys that an examination wanted, `(domain, selector)`, and of the rules of their domains. What is not held
    /// is wished for, if it may be. The words come from whoever read a stranger's message: only names on the lists are looked at.
    pub async fn answer(&self, wanted: &[(String, String)], now: Timestamp) -> Held {
        self.found(wanted, now).await.unwrap_or_else(|error| {
            tracing::error!(%error, "published records cannot be read; the message is judged without them");
            Held::default()
        })
    }

    async fn found(&self, wanted: &[(String, String)], now: Timestamp) -> Result<Held, StoreError> {
        let wanted = &wanted[..wanted.len().min(MOST_KEYS)];
        let keys = self.keys(wanted).await?;
        if keys.is_empty() {
            return Ok(Held::default());
        }
        let names: Vec<String> = keys.iter().map(|key| key.name.clone()).collect();
        let mut held = Held::default();
        let found = self.store.held_records(&names, now).await?;
        let missing: Vec<Name> =
            keys.iter().filter(|key| found.iter().all(|held| held.name != **key)).cloned().collect();
        if !missing.is_empty() {
            self.store.want_records(&missing, now).await?;
        }
        if found.is_empty() {
            return Ok(held);
        }
        let rules: HashSet<String> =
            keys.iter().flat_map(|key| above(&key.domain)).map(|domain| format!("_dmarc.{domain}")).collect();
        let mut rules: Vec<String> = rules.into_iter().collect();
        rules.sort_unstable();
        let rules = self.store.held_records(&rules, now).await?;
        for record in found.into_iter().chain(rules) {
            held.hand(record.name.name, record.texts);
        }
        Ok(held)
    }

    /// The names of keys that may be looked at.
    async fn keys(&self, wanted: &[(String, String)]) -> Result<Vec<Name>, StoreError> {
        let all: Vec<(Name, &String)> = wanted
            .iter()
            .filter_map(|(domain, selector)| Some((Name::of_key(domain, selector)?, selector)))
            .collect();
        let parents: HashSet<&str> = all.iter().flat_map(|(name, _)| above(&name.domain)).collect();
        let parents: Vec<String> = parents.into_iter().map(str::to_owned).collect();
        let members: HashSet<String> = self.store.members_among(&parents).await?.into_iter().collect();
        let may_be =
            |(name, selector): &(Name, &String)| self.lists.may_be_wanted(&name.domain, selector, &members);
        Ok(all.iter().filter_map(may_be).collect())
    }
}
