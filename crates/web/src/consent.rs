//! How close each look may go: what is known is gathered here, `centre::consent` decides, and the budget is spent.
//!
//! One way for all looks: the public door, the member's button and the nightly work come through [`Consent`], and
//! none of them names a level itself. Stop switch, wishes to be left alone, proofs and authorities are read anew
//! for each look, so that whatever changed counts from the next look on.

use centre::consent::{
    Asker, FileTold, Known, Permit, ProofToken, RECORD_LABEL, Reach, Reason, RecordsTold, Target, Verdict,
    Way, Wish, of_file, of_records, permit, sibling_label,
};
use centre::ledger::Actor;
use checkup::{Answer, Approach, Kind, Level, Outcome, Question, Record, RecordName, Sight};
use store::{Asset, AuthorityToTest, Proof, Store, StoreError};
use terms::edge::{Chance, random};
use terms::{AssetId, DomainName, Timestamp};

use crate::app::App;
use crate::ports::{AskForProof, Later};

/// The level of the engine for what consent allows; none where we do not look at all.
pub fn level_of(reach: Reach) -> Option<Level> {
    match reach {
        Reach::Nothing => None,
        Reach::Records => Some(Level::Records),
        Reach::Visitor => Some(Level::Visitor),
        Reach::Consented => Some(Level::Consented),
    }
}

/// When a member's domain is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Somebody pressed a button and waits.
    Pressed,
    /// It is its turn in the night: records each night, a visit each week.
    Night,
    /// Somebody reads the records of many, and visits nobody.
    Records,
}

/// Works out how close looks may go. Its doors give boxed futures: what is behind them is deep, and every handler that
/// comes through would be checked through all of it.
#[derive(Clone, Copy)]
pub struct Consent<'a> {
    /// What was proved, signed and wished.
    pub store: &'a Store,
    /// Looks for proofs.
    pub proofs: &'a dyn AskForProof,
    /// Draws the name that nobody can know before.
    pub chance: &'a dyn Chance,
}

impl<'a> Consent<'a> {
    /// With what the application has.
    pub(crate) fn of(app: &'a App) -> Self {
        Self { store: &app.store, proofs: app.proofs.as_ref(), chance: app.chance.as_ref() }
    }

    /// How close a look for anybody may go. What it allows is spent.
    ///
    /// # Errors
    /// When the database fails; nothing may be looked at then.
    pub fn for_anybody<'f>(
        &'f self,
        name: &'f DomainName,
        now: Timestamp,
    ) -> Later<'f, Result<Permit, StoreError>> {
        Box::pin(async move {
            let surroundings = self.surroundings(name).await?;
            let permit = permit(&surroundings.known(name, Asker::Anybody), Wish::Pressed, now);
            self.spend(name, permit, now).await
        })
    }

    /// How close a look at a member's domain may go. A proof that is older than an hour is looked for again first,
    /// where the look would go closer with it. What it allows is spent.
    ///
    /// # Errors
    /// When there is no such domain, or the database fails; nothing may be looked at then.
    pub fn for_member<'f>(
        &'f self,
        asset: AssetId,
        when: When,
        by: &'f Actor,
        now: Timestamp,
    ) -> Later<'f, Result<Permit, StoreError>> {
        Box::pin(async move {
            let asset = self.store.asset(asset).await?.ok_or(StoreError::NoSuch("domain"))?;
            let name = &asset.domain;
            let wish = match when {
                When::Pressed => Wish::Pressed,
                When::Night => Wish::Night(asset.visited_at),
                When::Records => Wish::Records,
            };
            let is_public_body = self.store.is_public_body(asset.organisation).await?;
            let surroundings = self.surroundings(name).await?;
            let signed = self.store.authorities_of(asset.id).await?;
            let authority = best(&signed, now).map(|signed| &signed.holds);
            let decide = |proofs: &[Proof]| {
                let asker = if is_public_body {
                    Asker::PublicBody
                } else {
                    Asker::Member { proof_seen: newest_sight(proofs), authority }
                };
                permit(&surroundings.known(name, asker), wish, now)
            };
            let mut proofs = self.store.proofs_of(asset.id).await?;
            // Only where the old proof is all that stands in the way is it worth a question.
            if decide(&proofs).reasons == [Reason::ProofTooOld] {
                self.see_again(&asset, &proofs, by, now).await?;
                proofs = self.store.proofs_of(asset.id).await?;
            }
            self.spend(name, decide(&proofs), now).await
        })
    }

    /// Looks for a proof and keeps what came of it. `None` when it was not looked for: the target was asked often
    /// just now, the owner wants to be left alone, or all looking is stopped.
    ///
    /// # Errors
    /// When the database fails.
    pub fn look_for_proof<'f>(
        &'f self,
        asset: &'f Asset,
        way: Way,
        by: &'f Actor,
        now: Timestamp,
    ) -> Later<'f, Result<Option<Verdict>, StoreError>> {
        Box::pin(async move {
            let surroundings = self.surroundings(&asset.domain).await?;
            if surroundings.stopped
                || surroundings.stays_away
                || !self.store.spend_question(&asset.domain, now).await?
            {
                return Ok(None);
            }
            let token = self.store.proof_token(asset, way);
            let verdict = match way {
                Way::Records => self.in_records(&asset.domain, &token).await,
                Way::File => self.in_file(&asset.domain, &token).await,
                // The button in the letter proves it, and nothing else does.
                Way::Mail => return Ok(None),
            };
            self.store.ask_proof(asset.id, way, by, now).await?;
            match verdict {
                Verdict::Proved => self.store.mark_proof(asset.id, way, true, by, now).await?,
                // What could not be looked at is not gone, and what was never there cannot be.
                Verdict::CouldNotCheck => {}
                _ if !self.is_proved(asset, way).await? => {}
                _ => self.store.mark_proof(asset.id, way, false, by, now).await?,
            }
            Ok(Some(verdict))
        })
    }

    async fn is_proved(&self, asset: &Asset, way: Way) -> Result<bool, StoreError> {
        let proofs = self.store.proofs_of(asset.id).await?;
        Ok(proofs.iter().any(|proof| proof.way == way && proof.proved_at.is_some()))
    }

    /// Looks again for what was proved, until one way holds.
    async fn see_again(
        &self,
        asset: &Asset,
        proofs: &[Proof],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for proof in proofs.iter().filter(|proof| proof.proved_at.is_some()) {
            if self.look_for_proof(asset, proof.way, by, now).await? == Some(Verdict::Proved) {
                break;
            }
        }
        Ok(())
    }

    async fn in_records(&self, name: &DomainName, token: &ProofToken) -> Verdict {
        let name = RecordName::from(name);
        let label = sibling_label(random(self.chance));
        let (Some(at), Some(beside)) = (name.with_label(RECORD_LABEL), name.with_label(&label)) else {
            return Verdict::CouldNotCheck;
        };
        let at_name = texts_in(&self.proofs.ask(&Question::new(at, Kind::Txt)).await);
        let found =
            matches!(&at_name, RecordsTold::Texts(texts) if texts.iter().any(|text| token.is_in(text)));
        if !found {
            return of_records(token, &at_name, &RecordsTold::Nothing);
        }
        let at_sibling = texts_in(&self.proofs.ask(&Question::new(beside, Kind::Txt)).await);
        of_records(token, &at_name, &at_sibling)
    }

    async fn in_file(&self, name: &DomainName, token: &ProofToken) -> Verdict {
        if !self.proofs.reads_files() {
            return Verdict::CouldNotCheck;
        }
        let host = RecordName::from(name);
        for kind in [Kind::A, Kind::Aaaa] {
            let answer = self.proofs.ask(&Question::new(host.clone(), kind)).await;
            let address = answer.records.iter().find_map(|record| match record {
                Record::A(v4) => Some((*v4).into()),
                Record::Aaaa(v6) => Some((*v6).into()),
                _ => None,
            });
            if let Some(address) = address {
                let seen = self.proofs.approach(&Approach::ProofFile { host, address }).await;
                let told = match seen.sight {
                    Sight::ProofFile { status, text } if seen.reached.tells() => {
                        FileTold::Answer { status, text }
                    }
                    _ => FileTold::Nothing,
                };
                return of_file(token, &told);
            }
        }
        Verdict::CouldNotCheck
    }

    /// Takes what a permit allows from the target's budget. Where somebody else was faster in this moment,
    /// the look goes less close.
    async fn spend(
        &self,
        name: &DomainName,
        mut permit: Permit,
        now: Timestamp,
    ) -> Result<Permit, StoreError> {
        if permit.reach == Reach::Consented && !self.store.spend_look(name, Reach::Consented, now).await? {
            permit.reach = Reach::Visitor;
            permit.reasons.push(Reason::LookedCloserJustNow);
        }
        if permit.reach == Reach::Visitor && !self.store.spend_look(name, Reach::Visitor, now).await? {
            permit.reach = Reach::Records;
            permit.reasons.push(Reason::VisitedJustNow);
        }
        Ok(permit)
    }

    async fn surroundings(&self, name: &DomainName) -> Result<Surroundings, StoreError> {
        Ok(Surroundings {
            stopped: self.store.looking_stopped().await?.is_some(),
            stays_away: self.store.stays_away(name).await?,
            target: self.store.target(name).await?.target,
        })
    }
}

/// What counts for a name, whoever asks.
struct Surroundings {
    stopped: bool,
    stays_away: bool,
    target: Target,
}

impl Surroundings {
    fn known<'a>(&self, name: &'a DomainName, asker: Asker<'a>) -> Known<'a> {
        let Self { stopped, stays_away, target } = *self;
        Known { name, asker, stopped, stays_away, target }
    }
}

/// The authority that counts: the one that is open, or else the newest, which tells why not.
pub(crate) fn best(signed: &[AuthorityToTest], now: Timestamp) -> Option<&AuthorityToTest> {
    signed.iter().find(|signed| signed.holds.is_open(now)).or_else(|| signed.first())
}

/// When a proof was last seen, by whichever way.
fn newest_sight(proofs: &[Proof]) -> Option<Timestamp> {
    proofs.iter().filter_map(|proof| proof.seen_at).max()
}

/// The texts of an answer. An answer that was cut may have lost the one that counts, and so tells nothing that
/// can be relied on.
pub(crate) fn texts_in(answer: &Answer) -> RecordsTold {
    match answer.outcome {
        _ if answer.cut => RecordsTold::Nothing,
        Outcome::Records => RecordsTold::Texts(
            answer
                .records
                .iter()
                .filter_map(|record| match record {
                    Record::Txt(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
        ),
        Outcome::NoRecords | Outcome::NoSuchName => RecordsTold::Texts(Vec::new()),
        _ => RecordsTold::Nothing,
    }
}
