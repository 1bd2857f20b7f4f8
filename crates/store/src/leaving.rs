//! Leaving, expiring, and taking one's data along.

use centre::ledger::Actor;
use centre::membership::HOURS_TO_CONFIRM;
use jiff::SignedDuration;
use serde_json::{Value, json};
use terms::{AssetId, OrganisationId, PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::ledger::Line;
use crate::moment::{Moment, earlier};
use crate::{
    Asset, CallCheck, Deed, Errand, ErrandPoint, Noun, Organisation, Person, Standing, Store, StoreError,
};

/// What leaving did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// How many people were taken out.
    pub people: u64,
    /// How many notes, check-ups and domains were erased.
    pub records: u64,
    /// How many texts of the ledger were erased.
    pub payloads: u64,
}

impl Store {
    /// A member leaves: contacts, notes, domains, check-ups, letters and the texts of the ledger are erased in one
    /// transaction. What stays is a husk (reference, borough, sector, dates), and the ledger verifies as before.
    ///
    /// # Errors
    /// When there is no such organisation, or it left already.
    pub async fn leave(&self, id: OrganisationId, by: &Actor, now: Timestamp) -> Result<Left, StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(id).await?;
        change.standing_organisation(id).await?;
        let (people, records) = change.delete_all_of(id).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update organisations set standing = 'left', name = '', name_sort = '', postcode = null, size = '',
                 tier = '', domain = null, undertakings = null, undertakings_at = null, last_contact_at = 0, promise = '', source = '',
                 findings_told_at = null, findings_stopped_at = null, left_at = $1, changed_at = $1 where id = $2",
            )
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        let (payloads, mut said) = change.erase_all_about(id).await?;
        let left = Left { people, records, payloads };
        said.push(
            Said::of(Deed::OrganisationLeft, Noun::Organisation, id, id)
                .with(json!({ "people": people, "records": records, "texts": payloads })),
        );
        let first = said.remove(0);
        change.commit_all(first, said).await?;
        Ok(left)
    }

    /// Everything that is kept about an organisation and its people, but for secrets: what we hold about you.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn everything_about(&self, id: OrganisationId) -> Result<serde_json::Value, StoreError> {
        let organisation = self.organisation(id).await?.ok_or(StoreError::NoSuch("organisation"))?;
        let mut domains = Vec::new();
        for asset in self.assets_of(id).await? {
            domains.push(self.all_of_asset(&asset).await?);
        }
        let mut people = Vec::new();
        for person in self.people_of(id).await? {
            people.push(self.all_of_person(&person).await?);
        }
        let notes: Vec<Value> = self
            .notes_of(id, u32::MAX)
            .await?
            .into_iter()
            .map(|note| json!({ "at": note.at, "by": note.author, "words": note.words }))
            .collect();
        let actions: Vec<Value> = self
            .actions_of(id)
            .await?
            .into_iter()
            .map(|a| {
                json!({ "action": a.action, "added": a.added_at, "said": a.said_at, "seen": a.seen_at,
                        "sustained": a.sustained_at, "dropped": a.dropped_at })
            })
            .collect();
        let errands: Vec<Value> = self.errands_of(id, u32::MAX).await?.iter().map(all_of_errand).collect();
        let badge = self.badge_of(id).await?;
        let calls: Vec<Value> = self.calls_with(id, u32::MAX).await?.iter().map(all_of_call).collect();
        let place = self.funded_place_of(id).await?;
        let letters: Vec<LetterTold> = on!(self, |c| {
            sqlx::query_as(
                "select recipient, subject, cause, state, queued_at from letters where organisation = $1 order by queued_at, id",
            )
            .bind(id.0)
            .fetch_all(c)
            .await?
        });
        let told = |line: Line| json!({ "at": line.at, "by": line.by, "deed": line.deed, "what": line.noun, "which": line.object, "said": line.payload });
        let history: Vec<Value> = self.timeline(id, None, u32::MAX).await?.into_iter().map(told).collect();
        let looks: Vec<Value> = self.who_looked_at(id, u32::MAX).await?.into_iter().map(told).collect();
        Ok(json!({
            "organisation": all_of_organisation(&organisation),
            "people": people,
            "domains": domains,
            "actions": actions,
            "errands": errands,
            "messages": self.all_of_messages(id).await?,
            "badge": badge.map(|badge| json!({ "reference": badge.reference, "on_since": badge.on_at })),
            "calls": calls,
            "notes": notes,
            "funded_place": place.map(|(place, gift)| json!({ "funder": place.funder, "given": gift.given_at })),
            "letters": letters.into_iter().map(|letter| letter.0).collect::<Vec<_>>(),
            "history": history,
            "who_looked": looks,
        }))
    }

    /// Takes out at most `limit` organisations that asked to join more than [`HOURS_TO_CONFIRM`] ago and never confirmed.
    /// Of them not even a husk is kept. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_unconfirmed(
        &self,
        limit: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let before = earlier(now, SignedDuration::from_hours(HOURS_TO_CONFIRM));
        let over: Vec<Uuid> = on!(self, |c| {
            sqlx::query_scalar(
                "select id from organisations where standing = 'unconfirmed' and joined_at < $1 order by joined_at, id limit $2",
            )
            .bind(Moment::from(before))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let mut expired = 0;
        for id in over {
            expired += u64::from(self.expire_one(OrganisationId(id), by, now).await?);
        }
        Ok(expired)
    }
}

struct LetterTold(Value);
from_row!(LetterTold, |row| LetterTold(json!({
    "to": row.text("recipient")?, "subject": row.text("subject")?, "cause": row.text("cause")?,
    "state": row.text("state")?, "at": row.moment("queued_at")?,
})));

struct CheckTold(Value);
from_row!(CheckTold, |row| {
    let json = |text: String| serde_json::from_str::<Value>(&text).unwrap_or(Value::Null);
    CheckTold(json!({
        "at": row.moment("at")?, "answers": json(row.text("answers")?), "judgement": json(row.text("judgement")?),
    }))
});

/// What was asked of helpers and what they answered; of the link nothing, which is a secret.
fn all_of_errand(errand: &Errand) -> Value {
    let point = |point: &ErrandPoint| {
        json!({
            "action": point.action, "letter": serde_json::from_str::<Value>(&point.letter).unwrap_or(Value::Null),
            "answer": point.answer.map(|answer| answer.name()), "because": point.because, "until": point.until,
            "answered": point.replied_at,
        })
    };
    json!({
        "helper": errand.helper.name(), "made": errand.made_at, "mailed": errand.mailed_at,
        "opened": errand.opened_at, "taken_back": errand.taken_back_at, "until": errand.expires_at,
        "points": errand.points.iter().map(point).collect::<Vec<_>>(),
    })
}

/// A call that was checked; of its code nothing, which was a secret.
pub(crate) fn all_of_call(call: &CallCheck) -> Value {
    json!({
        "side": call.side.name(), "reason": call.reason.map(|reason| reason.name()), "made": call.made_at,
        "made_by_role": call.role.name(), "until": call.expires_at, "confirmed": call.used_at,
    })
}

fn all_of_organisation(o: &Organisation) -> Value {
    json!({
        "reference": o.reference, "standing": o.standing, "name": o.name, "postcode": o.postcode,
        "borough": o.borough, "sector": o.sector, "size": o.size, "tier": o.tier, "domain": o.domain,
        "undertakings": o.undertakings, "joined": o.joined_at, "confirmed": o.confirmed_at, "left": o.left_at,
        "last_contact": o.last_contact_at, "promise": o.promise, "source": o.source,
    })
}

impl Store {
    async fn all_of_asset(&self, asset: &Asset) -> Result<Value, StoreError> {
        let checks: Vec<CheckTold> = on!(self, |c| {
            sqlx::query_as(
                "select c.at, a.answers, c.judgement from checks c join answers a on a.digest = c.answers
                 where c.asset = $1 order by c.at, c.id",
            )
            .bind(asset.id.0)
            .fetch_all(c)
            .await?
        });
        let proofs = self.proofs_of(asset.id).await?;
        let signed = self.authorities_of(asset.id).await?;
        let findings = self.findings_of(asset.id).await?;
        let alike = self.lookalikes_of(asset.id).await?;
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
        Ok(json!({
            "names_like_it": alike.iter().map(|kept| json!({
                "name": kept.name, "kinds": kept.kinds, "weight": kept.weight, "way": kept.way,
                "first_seen": kept.first_seen_at, "last_seen": kept.last_seen_at, "word": kept.word,
                "word_at": kept.word_at, "looked": kept.looked_at, "verdict": kept.verdict,
                "since": kept.verdict_at, "seen": json(&kept.look),
            })).collect::<Vec<_>>(),
            "findings": findings.iter().map(|finding| json!({
                "remembered": finding.watched, "seen": finding.seen,
            })).collect::<Vec<_>>(),
            "domain": asset.domain, "added": asset.added_at, "checked": asset.checked_at,
            "proofs": proofs.iter().map(|proof| json!({
                "way": proof.way, "asked": proof.asked_at, "proved": proof.proved_at, "seen": proof.seen_at,
                "missed": proof.failed_at,
            })).collect::<Vec<_>>(),
            "authorities": signed.iter().map(|yes| json!({
                "signer": yes.signer, "capacity": yes.capacity, "words": yes.words, "scope": yes.holds.scope,
                "signed": yes.signed_at, "from": yes.holds.opens_at, "until": yes.holds.closes_at,
                "withdrawn": yes.holds.withdrawn_at,
            })).collect::<Vec<_>>(),
            "checks": checks.into_iter().map(|check| check.0).collect::<Vec<_>>(),
        }))
    }

    /// What is kept of a person, but for secrets and what could be used to guess them.
    async fn all_of_person(&self, person: &Person) -> Result<Value, StoreError> {
        let sessions = self.sessions_of(person.id).await?;
        let passkeys = self.passkeys_of(person.id).await?;
        let identities = self.identities_of(person.id).await?;
        let tokens = self.api_tokens_of(person.id).await?;
        Ok(json!({
            "name": person.name, "email": person.email, "phone": person.phone, "role": person.role,
            "added": person.created_at, "confirmed": person.confirmed_at,
            "sessions": sessions.iter().map(|(how, opened, seen)| json!([how, opened, seen])).collect::<Vec<_>>(),
            "passkeys": passkeys.iter().map(|key| json!([key.name, key.made_at, key.used_at])).collect::<Vec<_>>(),
            "identities": identities.iter().map(|(issuer, _, at)| json!([issuer, at])).collect::<Vec<_>>(),
            "tokens": tokens.iter().map(|token| json!([token.name, token.made_at])).collect::<Vec<_>>(),
        }))
    }

    /// Takes one organisation out if it is still not confirmed: somebody may follow the link at this moment.
    async fn expire_one(&self, id: OrganisationId, by: &Actor, now: Timestamp) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(id).await?;
        let still = match change.standing_organisation(id).await {
            Ok(organisation) => organisation.standing == Standing::Unconfirmed,
            Err(StoreError::NoSuch(_)) => false,
            Err(error) => return Err(error),
        };
        if !still {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(false);
        }
        change.delete_all_of(id).await?;
        within!(change.tx, |c| {
            sqlx::query("delete from organisations where id = $1").bind(id.0).execute(c).await?;
        });
        let (_, said) = change.erase_all_about(id).await?;
        let first = Said::of(Deed::OrganisationExpired, Noun::Organisation, id, id);
        change.commit_all(first, said).await?;
        Ok(true)
    }
}

impl Change {
    /// Deletes everything that belongs to an organisation, but not its own row. Returns how many people and other records.
    async fn delete_all_of(&mut self, id: OrganisationId) -> Result<(u64, u64), StoreError> {
        let people: Vec<PersonId> = within!(self.tx, |c| {
            sqlx::query_scalar::<_, Uuid>("select id from people where organisation = $1")
                .bind(id.0)
                .fetch_all(c)
                .await?
        })
        .into_iter()
        .map(PersonId)
        .collect();
        let assets: Vec<AssetId> = self.assets_of(id).await?.into_iter().map(|asset| asset.id).collect();
        let mut records = self.delete_checks(&assets).await?
            + self.delete_consent(&assets).await?
            + self.delete_lookalikes(&assets).await?
            + self.delete_errand_points(&assets).await?;
        records += self.forget_messages_of(id).await?;
        within!(self.tx, |c| {
            sqlx::query(
                "delete from letters where organisation is null and recipient_folded in
                 (select email_folded from people where organisation = $1)",
            )
            .bind(id.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("update import_rows set organisation = null where organisation = $1")
                .bind(id.0)
                .execute(c)
                .await?;
        });
        for statement in [
            // How many places were given stays with the funder's places.
            "delete from funded_place_gifts where organisation = $1",
            "delete from letters where organisation = $1",
            "delete from badges where organisation = $1",
            "delete from call_checks where organisation = $1",
            "delete from assets where organisation = $1",
            "delete from notes where organisation = $1",
            "delete from actions where organisation = $1",
        ] {
            records +=
                within!(self.tx, |c| sqlx::query(statement).bind(id.0).execute(c).await?.rows_affected());
        }
        self.forget_words(id).await?;
        self.delete_people(&people).await?;
        Ok((people.len() as u64, records))
    }

    /// Erases the ledger's texts about an organisation and its people, those that were taken out earlier too.
    async fn erase_all_about(&mut self, id: OrganisationId) -> Result<(u64, Vec<Said>), StoreError> {
        let mut subjects: Vec<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select distinct subject from ledger_payloads
                 where topic = $1 and payload is not null and subject <> $1 order by subject",
            )
            .bind(id.0)
            .fetch_all(c)
            .await?
        });
        let mut said = Vec::with_capacity(subjects.len() + 1);
        let mut texts = 0;
        subjects.push(id.0);
        for subject in subjects {
            let noun = if subject == id.0 { Noun::Organisation } else { Noun::Person };
            let (erased, told) = self.erase(subject, noun).await?;
            texts += erased;
            said.push(told);
        }
        Ok((texts, said))
    }
}
