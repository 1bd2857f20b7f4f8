//! One of the four promises.

use serde::Serialize;
use terms::PromiseState;
use utoipa::ToSchema;

/// The name of a state of a promise; nothing while it was never checked.
pub(super) fn state_name(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => "kept",
        PromiseState::Partly => "partly",
        PromiseState::NotKept => "not_kept",
        PromiseState::CouldNotCheck => "could_not_check",
    }
}

/// The name of a promise.
pub(super) fn promise_name(promise: terms::Promise) -> &'static str {
    match promise {
        terms::Promise::MailIsYours => "mail_is_yours",
        terms::Promise::WebsiteIsSafe => "website_is_safe",
        terms::Promise::NothingDangerousOpen => "nothing_dangerous_open",
        terms::Promise::NameIsYours => "name_is_yours",
    }
}

/// One of the four promises.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseShape {
    /// mail_is_yours, website_is_safe, nothing_dangerous_open or name_is_yours.
    #[schema(example = "mail_is_yours")]
    pub promise: &'static str,
    /// kept, partly, not_kept or could_not_check. Could not check is never good.
    #[schema(example = "not_kept")]
    pub state: &'static str,
    /// Why, for the owner; empty in lists of earlier check-ups.
    pub reason: String,
}
