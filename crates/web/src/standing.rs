//! How whoever asks stands to the record that an address names.

use std::collections::HashMap;

use centre::policy::Relation;
use terms::OrganisationId;

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
    let owner = match about {
        About::Nothing => return Ok(Relation::Own),
        About::Organisation(key) => match read(named, key) {
            Some(id) => app.store.organisation(id).await?.map(|o| Owner::Organisation(o.id)),
            None => None,
        },
        About::Person(key) | About::Account(key) => match read(named, key) {
            Some(id) => app.store.person(id).await?.map(|p| Owner::Person(p.id, p.organisation)),
            None => None,
        },
        About::Asset(key) => match read(named, key) {
            Some(id) => app.store.asset(id).await?.map(|a| Owner::Organisation(a.organisation)),
            None => None,
        },
        About::Import(key) => match read(named, key) {
            Some(id) => app.store.import(id).await?.map(|_| Owner::Centre),
            None => None,
        },
        About::Letter(key) => match read(named, key) {
            Some(id) => app.store.letter(id).await?.map(|_| Owner::Centre),
            None => None,
        },
    };
    Ok(owner.map_or(Relation::Missing, |owner| stands(caller, &owner)))
}

/// Whose a record is.
enum Owner {
    /// The centre's own: staff share it.
    Centre,
    /// A member's or prospect's.
    Organisation(OrganisationId),
    /// One person's, at a member or (with none) at the centre or a partner.
    Person(terms::PersonId, Option<OrganisationId>),
}

fn stands(caller: &Caller, owner: &Owner) -> Relation {
    let me = caller.signed_in.as_ref();
    let mine = me.and_then(|s| s.organisation);
    match owner {
        Owner::Centre => Relation::Own,
        Owner::Organisation(org) if mine == Some(*org) => Relation::Own,
        Owner::Person(person, _) if me.is_some_and(|s| s.person == *person) => Relation::Own,
        Owner::Person(_, org) if mine == *org => Relation::Sibling,
        Owner::Organisation(_) | Owner::Person(..) => Relation::Foreign,
    }
}

fn read<T: std::str::FromStr>(named: &HashMap<String, String>, key: &str) -> Option<T> {
    named.get(key)?.parse().ok()
}
