//! What an analyst says wins over every score and is kept until it is taken back; then everything is as if it had
//! never been said.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::index::Number;
use super::linker::Linker;
use super::networks::Event;

/// The most judgements that a linker holds.
pub const MOST_JUDGEMENTS: usize = 100_000;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    /// Two reports are of one offender.
    Same(String, String),
    /// Two reports are of different offenders: they never stand in one network.
    NotSame(String, String),
    /// A value is no evidence: a recycled number, a lent account.
    NoEvidence(Evidence, String),
}

/// A judgement with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Its number in this linker.
    pub number: u64,
    /// What is said.
    pub saying: Saying,
    /// Who said it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Why a judgement was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It speaks of a report or a value that is not there.
    #[error("the report or the value is not there")]
    Unknown,
    /// It contradicts one that stands: that one must be taken back first.
    #[error("an earlier judgement says the opposite: take that one back first")]
    Contradiction,
    /// There are [`MOST_JUDGEMENTS`] already.
    #[error("there are too many judgements already")]
    TooMany,
}

impl Linker {
    /// Takes a judgement and forms the networks anew that it touches.
    ///
    /// # Errors
    /// If it speaks of something that is not there, contradicts one that stands, or there are too many.
    pub fn judge(&mut self, saying: Saying, by: &str, reason: &str) -> Result<(u64, Vec<Event>), NotTaken> {
        if self.judgements.len() >= MOST_JUDGEMENTS {
            return Err(NotTaken::TooMany);
        }
        let opposite = match &saying {
            Saying::Same(a, b) => {
                Some((Saying::NotSame(a.clone(), b.clone()), Saying::NotSame(b.clone(), a.clone())))
            }
            Saying::NotSame(a, b) => {
                Some((Saying::Same(a.clone(), b.clone()), Saying::Same(b.clone(), a.clone())))
            }
            Saying::NoEvidence(..) => None,
        };
        if opposite.is_some_and(|(x, y)| self.judgements.iter().any(|j| j.saying == x || j.saying == y)) {
            return Err(NotTaken::Contradiction);
        }
        self.touch(&saying).ok_or(NotTaken::Unknown)?;
        self.last_judgement += 1;
        let number = self.last_judgement;
        self.judgements.push(Judgement {
            number,
            saying: saying.clone(),
            by: by.to_owned(),
            reason: reason.to_owned(),
        });
        self.heed(&saying);
        Ok((number, self.settle()))
    }

    /// Takes a judgement back. Gives nothing if there is none of this number.
    pub fn take_back(&mut self, number: u64) -> Option<Vec<Event>> {
        let at = self.judgements.iter().position(|j| j.number == number)?;
        let judgement = self.judgements.remove(at);
        self.touch(&judgement.saying);
        self.heed(&judgement.saying);
        Some(self.settle())
    }

    /// The judgements that stand, in the order in which they were said.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Marks what a saying is about; nothing if it is not there.
    fn touch(&mut self, saying: &Saying) -> Option<()> {
        match saying {
            Saying::Same(a, b) | Saying::NotSame(a, b) => {
                let pair = [self.index.number_of(a)?, self.index.number_of(b)?];
                for report in pair {
                    self.touched.insert(report);
                    let network = self.networks.of(report).and_then(|n| self.networks.members(n));
                    self.touched.extend(network.unwrap_or_default());
                }
            }
            Saying::NoEvidence(kind, key) => {
                let value = self.index.value_number(*kind, key)?;
                self.touched.extend(&self.index.values[value as usize].reports);
            }
        }
        Some(())
    }

    /// Brings what the engine heeds in line with the judgements that stand.
    fn heed(&mut self, saying: &Saying) {
        match saying {
            Saying::NoEvidence(kind, key) => {
                let Some(value) = self.index.value_number(*kind, key) else { return };
                self.index.values[value as usize].cut = self.judgements.iter().any(|j| j.saying == *saying);
                let mut changed: Vec<Number> = vec![value];
                for report in &self.index.values[value as usize].reports {
                    changed.extend_from_slice(&self.index.reports[*report as usize].values);
                }
                changed.sort_unstable();
                changed.dedup();
                for value in changed {
                    self.weigh(value);
                }
            }
            _ => {
                self.said.same.clear();
                self.said.not_same.clear();
                for judgement in &self.judgements {
                    match &judgement.saying {
                        Saying::Same(a, b) => {
                            if let Some((a, b)) = self.index.number_of(a).zip(self.index.number_of(b)) {
                                self.said.same.insert((a.min(b), a.max(b)));
                            }
                        }
                        Saying::NotSame(a, b) => {
                            if let Some((a, b)) = self.index.number_of(a).zip(self.index.number_of(b)) {
                                self.said.not_same.entry(a).or_default().push(b);
                                self.said.not_same.entry(b).or_default().push(a);
                            }
                        }
                        Saying::NoEvidence(..) => {}
                    }
                }
            }
        }
    }
}
