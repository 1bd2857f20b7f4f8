//! A few firms of the city have names beside them that look like theirs.

use centre::ledger::Actor;
use lookalikes::Index;
use store::{LookalikeWay, MemberFilter, NewLookalike, Sort, Store, StoreError};
use terms::{DomainName, Timestamp};

use super::zones::lookalikes::like;

/// The first so many members by name have some: those that a visitor of the demonstration comes upon.
const MEMBERS: usize = 12;

/// Notes the names, as if a list of new names had just come in. They are looked at when the work begins.
pub(super) async fn add(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let by = Actor::Reconciler("lookalikes".to_owned());
    let limit = u32::try_from(MEMBERS).unwrap_or(u32::MAX);
    let members = store.members(&MemberFilter::default(), Sort::Name, None, limit).await?;
    for member in members.lines {
        for asset in store.assets_of(member.id).await? {
            let seen = names_like(&asset.domain);
            store.note_lookalikes(asset.id, &seen, &by, now).await?;
        }
    }
    Ok(())
}

/// The names like a domain, as the engine finds them.
fn names_like(domain: &DomainName) -> Vec<NewLookalike> {
    let Ok(index) = Index::build([domain.clone()]) else { return Vec::new() };
    let names = like(domain.registrable().as_ascii());
    let names = names.iter().filter_map(|name| DomainName::parse_bare(name).ok());
    let found = names.filter_map(|name| {
        let hit = index.hits(&name).into_iter().next()?;
        Some(web::alike::hit(&name, &hit.kinds, hit.weight, LookalikeWay::List))
    });
    found.collect()
}
