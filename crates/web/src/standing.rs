//! How whoever asks stands to the record that an address names. Of the record nothing is read but whose it
//! is: whoever may not see it must not have it read, and a member's record is not read before the read is logged.

use std::collections::HashMap;

use centre::policy::Relation;
use centre::roles::Role;
use store::{Owner, Thing};

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::site::About;

/// Works out the relation. A parameter that is no id, and an id of nothing, are both missing.
pub(crate) async fn relation_to(
    app: &App,
    about: About,
    named: &HashMap<String, String>,
    caller: &Caller,
) -> Result<Relation, Problem> {
    let thing = match about {
        About::Nothing => return Ok(Relation::Own),
        About::Organisation(key) => read(named, key).map(Thing::Organisation),
        About::Person(key) | About::Account(key) => read(named, key).map(Thing::Person),
        About::Asset(key) => read(named, key).map(Thing::Asset),
        About::Errand(key) => read(named, key).map(Thing::Errand),
        About::Import(key) => read(named, key).map(Thing::Import),
        About::Letter(key) => read(named, key).map(Thing::Letter),
        About::Case(key) => read(named, key).map(Thing::Case),
        About::Call(key) => read(named, key).map(Thing::Call),
        About::Pack(key) => read(named, key).map(Thing::Pack),
    };
    let Some(thing) = thing else { return Ok(Relation::Missing) };
    let owner = app.store.owner_of(thing).await?;
    Ok(owner.map_or(Relation::Missing, |owner| stands(caller, &owner)))
}

pub(crate) fn stands(caller: &Caller, owner: &Owner) -> Relation {
    let me = caller.signed_in.as_ref();
    let mine = me.and_then(|s| s.organisation);
    match owner {
        Owner::Centre => Relation::Own,
        Owner::Organisation(org) if mine == Some(*org) => Relation::Own,
        Owner::Person(person, _) if me.is_some_and(|s| s.person == *person) => Relation::Own,
        Owner::Person(_, org) if mine == *org => Relation::Sibling,
        Owner::Guarded(_) if matches!(caller.role, Role::SafeguardingLead | Role::Manager) => Relation::Own,
        Owner::Guarded(holder) if holder.is_some() && me.map(|s| s.person) == *holder => Relation::Own,
        Owner::Body(body) if me.and_then(|s| s.body.as_ref()) == Some(body) => Relation::Own,
        Owner::Organisation(_) | Owner::Person(..) | Owner::Guarded(_) | Owner::Body(_) => Relation::Foreign,
    }
}

fn read<T: std::str::FromStr>(named: &HashMap<String, String>, key: &str) -> Option<T> {
    named.get(key)?.parse().ok()
}
