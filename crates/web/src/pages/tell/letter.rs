//! The letter with the reference, for whoever gave their name and asked for it. It never carries the words of the receipt:
//! whoever reads the inbox would have the mailbox too.

use centre::ledger::Actor;
use store::{NewLetter, Queued, ReceivedReport};
use terms::EmailAddress;

use crate::app::App;
use crate::face::words::{FluentValue, Words};

/// Why such letters are sent.
const CAUSE: &str = "report_reference";

/// Queues the letter. The report is kept whatever comes of it; returns whether it will be sent.
pub(crate) async fn send(app: &App, received: &ReceivedReport, to: EmailAddress) -> bool {
    let words = Words::default();
    let gaps = [
        ("reference", FluentValue::from(received.reference.to_string())),
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
        ("origin", FluentValue::from(app.facts.origin.as_str())),
    ];
    let letter = NewLetter {
        recipient: to,
        confirmed: false,
        organisation: None,
        subject: words.say_with("tell-letter-subject", &gaps),
        text: words.say_with("tell-letter-text", &gaps),
        cause: CAUSE.to_owned(),
    };
    match app.store.queue_letter(&letter, &Actor::Visitor, app.now()).await {
        Ok(Queued::Queued(_)) => true,
        Ok(Queued::OverBudget) => false,
        Err(error) => {
            tracing::error!(%error, "the letter with a reference could not be queued");
            false
        }
    }
}
