//! Domains of an organisation, and how they stood over time.

use serde::Serialize;
use store::{Asset, PromisesAt};
use terms::PromiseState;
use utoipa::ToSchema;

use super::moment;
use super::promise::{PromiseShape, promise_name, state_name};

/// A domain of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Domain)]
pub struct DomainShape {
    /// Its id.
    pub id: String,
    /// The domain.
    #[schema(example = "bakery.example")]
    pub domain: String,
    /// The worst state of its promises; nothing while it was never checked.
    pub promise: Option<&'static str>,
    /// When we last looked.
    #[schema(format = DateTime)]
    pub checked_at: Option<String>,
    /// When we look next.
    #[schema(format = DateTime)]
    pub due_at: String,
}

impl From<&Asset> for DomainShape {
    fn from(asset: &Asset) -> Self {
        Self {
            id: asset.id.to_string(),
            domain: asset.domain.to_string(),
            promise: asset.promise.map(state_name),
            checked_at: asset.checked_at.map(moment),
            due_at: moment(asset.due_at),
        }
    }
}

/// How the promises of a domain stood at one moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Check)]
pub struct CheckShape {
    /// The check-up's id.
    pub id: String,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// The four promises.
    pub promises: Vec<PromiseShape>,
    /// How many urgent findings.
    pub urgent: u32,
    /// How many important ones.
    pub important: u32,
    /// How many that are worth doing.
    pub worth_doing: u32,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

impl From<&PromisesAt> for CheckShape {
    fn from(check: &PromisesAt) -> Self {
        let promise = |(promise, state): &(terms::Promise, PromiseState)| PromiseShape {
            promise: promise_name(*promise),
            state: state_name(*state),
            reason: String::new(),
        };
        Self {
            id: check.id.to_string(),
            at: moment(check.at),
            promises: check.summary.promises.iter().map(promise).collect(),
            urgent: check.summary.urgent,
            important: check.summary.important,
            worth_doing: check.summary.worth_doing,
            changed: check.changed,
        }
    }
}
