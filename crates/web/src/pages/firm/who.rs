//! Who did something, as a member may know it: names of its own people, roles of everybody else.

use std::collections::BTreeMap;

use centre::ledger::Actor;
use terms::{OrganisationId, PersonId};

use crate::app::App;
use crate::face::words::{FluentValue, Words};
use crate::problem::Problem;

/// Turns actors into words, asking the store once for each person.
pub(crate) struct Who<'a> {
    app: &'a App,
    words: Words,
    organisation: OrganisationId,
    known: BTreeMap<PersonId, String>,
}

impl<'a> Who<'a> {
    /// For the members of this firm.
    pub(crate) fn for_firm(app: &'a App, words: Words, organisation: OrganisationId) -> Self {
        Self { app, words, organisation, known: BTreeMap::new() }
    }

    /// Who this is.
    pub(crate) async fn is(&mut self, actor: &Actor) -> Result<String, Problem> {
        let id = match actor {
            Actor::Person(id) => *id,
            Actor::Visitor => return Ok(self.words.say("firm-who-visitor").into_owned()),
            Actor::Reconciler(_) => return Ok(self.words.say("firm-who-nightly").into_owned()),
            Actor::CommandLine => return Ok(self.words.say("firm-who-machine").into_owned()),
        };
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let person = self.app.store.person(id).await?;
        let name = match person {
            Some(person) if person.organisation == Some(self.organisation) => person.name.to_string(),
            Some(person) => {
                let role = FluentValue::from(person.role.spoken().to_lowercase());
                self.words.say_with("firm-who-staff", &[("role", role)])
            }
            None => self.words.say("firm-who-gone").into_owned(),
        };
        self.known.insert(id, name.clone());
        Ok(name)
    }
}
