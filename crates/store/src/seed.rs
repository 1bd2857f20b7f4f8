//! A whole city at once, for the demonstration: many rows in few statements, with their entries in the ledger. What the
//! firms have behind them is in `seed_past.rs`.

use std::collections::BTreeSet;

use centre::ledger::Actor;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{
    AssetId, DomainName, EmailAddress, OrganisationId, PersonId, PhoneNumber, PlainLine, Postcode,
    PromiseState, Reference, Timestamp,
};

use crate::cells::promise_word;
use crate::change::{Change, ROWS_AT_ONCE, Said, Whose};
use crate::db::within;
use crate::moment::Moment;
use crate::search_words::{FoundBy, sort_key, words_for};
use crate::{CheckSummary, Deed, Noun, SizeBand, Standing, Store, StoreError, Tier, WatchedFinding};

/// An organisation of the demonstration with what belongs to it.
#[derive(Debug, Clone)]
pub struct SeedOrganisation {
    /// How it stands: prospect, unconfirmed or member.
    pub standing: Standing,
    /// Its name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Postcode,
    /// Borough's code.
    pub borough: String,
    /// Sector's code.
    pub sector: String,
    /// How big.
    pub size: SizeBand,
    /// What kind of membership.
    pub tier: Tier,
    /// The version of the undertakings.
    pub undertakings: String,
    /// When it joined.
    pub joined_at: Timestamp,
    /// When it confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When the centre was last in touch.
    pub last_contact_at: Option<Timestamp>,
    /// Its people; the first is its first contact. `true` makes one the cyber warden.
    pub people: Vec<(PlainLine, EmailAddress, Option<PhoneNumber>, bool)>,
    /// Its domain with the check-ups it had, oldest first.
    pub domain: Option<(DomainName, Vec<SeedCheck>)>,
    /// When the domain's hosts were last visited.
    pub visited_at: Option<Timestamp>,
    /// What is remembered of the domain's findings, and when the last letter about them was written.
    pub findings: (Vec<WatchedFinding>, Option<Timestamp>),
    /// Notes of the centre: when, by whom, what.
    pub notes: Vec<(Timestamp, Actor, String)>,
    /// Its plan, the first thing first, and which were said and seen to be done.
    pub actions: Vec<(String, Option<Timestamp>, Option<Timestamp>)>,
}

/// A check-up in the history of a domain.
#[derive(Debug, Clone)]
pub struct SeedCheck {
    /// When.
    pub at: Timestamp,
    /// The answers as JSON.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
}

impl Store {
    /// Puts organisations in, in the order of the list, and returns their ids. A demonstration calls it once;
    /// give at most some 10,000 at a time, so that memory stays small.
    ///
    /// # Errors
    /// When the database fails; nothing is put in then.
    pub async fn seed(
        &self,
        organisations: &[SeedOrganisation],
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<OrganisationId>, StoreError> {
        let mut change = self.change(by, now).await?;
        let references = change.free_references(organisations.len()).await?;
        let chance = &*self.0.chance;
        let planted: Vec<Planted<'_>> = organisations
            .iter()
            .zip(references)
            .map(|(seed, reference)| Planted {
                seed,
                reference,
                id: OrganisationId::random(chance),
                asset: AssetId::random(chance),
                people: seed.people.iter().map(|_| PersonId::random(chance)).collect(),
            })
            .collect();
        change.plant_organisations(&planted).await?;
        change.plant_people(&planted).await?;
        change.plant_checks(&planted).await?;
        change.plant_findings(&planted).await?;
        change.plant_notes_and_actions(&planted).await?;
        let words: Vec<FoundBy> = planted.iter().flat_map(Planted::words).collect();
        change.insert_words(&words).await?;
        change.insert_beginnings(&planted.iter().map(|planted| planted.id).collect::<Vec<_>>()).await?;
        let said = planted.iter().flat_map(Planted::said).collect();
        let first = Said::of_centre(Deed::DemonstrationMade, Noun::Demonstration, "city")
            .with(json!({ "organisations": organisations.len() }));
        change.commit_all(first, said).await?;
        Ok(planted.into_iter().map(|planted| planted.id).collect())
    }
}

/// An organisation on its way in, with the ids that it got.
pub(crate) struct Planted<'a> {
    pub(crate) seed: &'a SeedOrganisation,
    reference: Reference,
    pub(crate) id: OrganisationId,
    pub(crate) asset: AssetId,
    people: Vec<PersonId>,
}

impl Planted<'_> {
    pub(crate) fn promise(&self) -> Option<PromiseState> {
        self.seed
            .domain
            .as_ref()
            .and_then(|(_, checks)| checks.last())
            .and_then(|check| check.summary.worst())
    }

    fn words(&self) -> Vec<FoundBy> {
        let people: Vec<(String, String)> =
            self.seed.people.iter().map(|(name, email, ..)| (name.to_string(), email.to_string())).collect();
        words_for(
            self.seed.name.as_str(),
            &self.reference.to_string(),
            &self.seed.postcode.to_string(),
            self.seed.domain.as_ref().map_or("", |(domain, _)| domain.as_ascii()),
            &people,
        )
        .into_iter()
        .map(|word| FoundBy {
            word,
            organisation: self.id,
            standing: self.seed.standing,
            name_sort: sort_key(self.seed.name.as_str()),
        })
        .collect()
    }

    /// Its past in the ledger, in the order in which it happened.
    fn said(&self) -> Vec<Said> {
        let (id, seed) = (self.id, self.seed);
        let joined =
            if seed.standing == Standing::Prospect { Deed::ProspectAdded } else { Deed::OrganisationJoined };
        let mut said = vec![(
            seed.joined_at,
            Said::of(joined, Noun::Organisation, id, id)
                .with(json!({ "name": seed.name, "postcode": seed.postcode, "size": seed.size }))
                .then(seed.joined_at, Some(Actor::Visitor)),
        )];
        for (person, (name, email, phone, _)) in self.people.iter().zip(&seed.people) {
            let whose = Whose { person: *person, organisation: Some(id) };
            let told = Said::of_person(Deed::ContactAdded, Noun::Person, person, whose)
                .with(json!({ "name": name, "email": email, "phone": phone }));
            said.push((seed.joined_at, told.then(seed.joined_at, Some(Actor::Visitor))));
        }
        if let Some(at) = seed.confirmed_at {
            let told = Said::of(Deed::OrganisationConfirmed, Noun::Organisation, id, id);
            said.push((at, told.then(at, Some(Actor::Visitor))));
        }
        if let Some((domain, checks)) = &seed.domain {
            for check in checks {
                let told = Said::of(Deed::CheckSaved, Noun::Asset, self.asset, id).with(json!({
                    "domain": domain, "promises": check.summary.promises, "urgent": check.summary.urgent,
                    "important": check.summary.important, "worth_doing": check.summary.worth_doing,
                }));
                said.push((check.at, told.then(check.at, Some(Actor::Reconciler("recheck".into())))));
            }
        }
        for (at, by, words) in &seed.notes {
            let told = Said::of(Deed::NoteWritten, Noun::Note, id, id).with(json!({ "words": words }));
            said.push((*at, told.then(*at, Some(by.clone()))));
        }
        said.sort_by_key(|(at, _)| *at);
        said.into_iter().map(|(_, said)| said).collect()
    }
}

impl Change {
    /// So many references that nobody has.
    async fn free_references(&mut self, count: usize) -> Result<Vec<Reference>, StoreError> {
        let mut free: BTreeSet<Reference> = BTreeSet::new();
        while free.len() < count {
            let drawn: BTreeSet<Reference> = (0..(count - free.len()).min(ROWS_AT_ONCE))
                .map(|_| Reference::random(&*self.store().0.chance))
                .collect();
            let taken: Vec<String> = within!(self.tx, |c| {
                let mut query = QueryBuilder::new("select reference from organisations where reference in (");
                let mut list = query.separated(", ");
                for reference in &drawn {
                    list.push_bind(reference.to_string());
                }
                query.push(")").build_query_scalar().fetch_all(c).await?
            });
            free.extend(drawn.into_iter().filter(|reference| !taken.contains(&reference.to_string())));
        }
        Ok(free.into_iter().collect())
    }

    async fn plant_organisations(&mut self, planted: &[Planted<'_>]) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        for chunk in planted.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into organisations (id, reference, standing, name, name_sort, postcode, borough, sector,
                     size, tier, domain, undertakings, undertakings_at, joined_at, confirmed_at, last_contact_at,
                     promise, source, changed_at, findings_told_at) ",
                )
                .push_values(chunk, |mut row, planted| {
                    let seed = planted.seed;
                    let accepts = seed.standing != Standing::Prospect;
                    row.push_bind(planted.id.0)
                        .push_bind(planted.reference.to_string())
                        .push_bind(seed.standing.name())
                        .push_bind(seed.name.as_str())
                        .push_bind(sort_key(seed.name.as_str()))
                        .push_bind(seed.postcode.to_string())
                        .push_bind(&seed.borough)
                        .push_bind(&seed.sector)
                        .push_bind(seed.size.name())
                        .push_bind(seed.tier.name())
                        .push_bind(seed.domain.as_ref().map(|(domain, _)| domain.as_ascii()))
                        .push_bind(accepts.then_some(&seed.undertakings))
                        .push_bind(accepts.then_some(Moment::from(seed.joined_at)))
                        .push_bind(Moment::from(seed.joined_at))
                        .push_bind(seed.confirmed_at.map(Moment::from))
                        .push_bind(seed.last_contact_at.map_or(Moment(0), Moment::from))
                        .push_bind(promise_word(planted.promise()))
                        .push_bind("demonstration")
                        .push_bind(now)
                        .push_bind(seed.findings.1.map(Moment::from));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }

    async fn plant_people(&mut self, planted: &[Planted<'_>]) -> Result<(), StoreError> {
        let rows: Vec<_> = planted
            .iter()
            .flat_map(|planted| {
                planted.people.iter().zip(&planted.seed.people).map(move |(id, person)| (planted, id, person))
            })
            .collect();
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into people (id, name, email, email_folded, phone, role, organisation, created_at, confirmed_at) ",
                )
                .push_values(chunk, |mut row, (planted, id, (name, email, phone, warden))| {
                    row.push_bind(id.0)
                        .push_bind(name.as_str())
                        .push_bind(email.to_string())
                        .push_bind(email.folded())
                        .push_bind(phone.as_ref().map(ToString::to_string))
                        .push_bind(if *warden { "cyber_warden" } else { "member_contact" })
                        .push_bind(planted.id.0)
                        .push_bind(Moment::from(planted.seed.joined_at))
                        .push_bind(planted.seed.confirmed_at.map(Moment::from));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }
}
