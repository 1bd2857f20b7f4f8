//! An examination in a member's words. The machine's own sentences come from the engine; everything else stands in the
//! message files.

use store::{AskedMessage, MessageVerdict};
use triage::{Already, Checked, Evidence, Examination, Next, Route};

use crate::face::words::{FluentValue, Words};

/// The message that says a verdict.
pub(crate) fn verdict_id(verdict: MessageVerdict) -> &'static str {
    match verdict {
        MessageVerdict::Scam => "real-verdict-scam",
        MessageVerdict::Suspicious => "real-verdict-suspicious",
        MessageVerdict::CannotTell => "real-verdict-cannot-tell",
        MessageVerdict::LooksGenuine => "real-verdict-looks-genuine",
    }
}

/// A verdict in a few words, for lists.
pub(crate) fn verdict_said(words: Words, verdict: Option<MessageVerdict>) -> String {
    let id = match verdict {
        None => "real-short-none",
        Some(MessageVerdict::Scam) => "real-short-scam",
        Some(MessageVerdict::Suspicious) => "real-short-suspicious",
        Some(MessageVerdict::CannotTell) => "real-short-cannot-tell",
        Some(MessageVerdict::LooksGenuine) => "real-short-looks-genuine",
    };
    words.say(id).into_owned()
}

/// What stands under a verdict.
pub(crate) fn verdict_lead(words: Words, verdict: MessageVerdict) -> String {
    let id = match verdict {
        MessageVerdict::Scam => "real-lead-scam",
        MessageVerdict::Suspicious => "real-lead-suspicious",
        MessageVerdict::CannotTell => "real-lead-cannot-tell",
        MessageVerdict::LooksGenuine => "real-lead-looks-genuine",
    };
    words.say(id).into_owned()
}

/// The class of the box around a verdict; its words say the same.
pub(super) fn verdict_class(verdict: MessageVerdict) -> &'static str {
    match verdict {
        MessageVerdict::Scam => "wh-verdict--scam",
        MessageVerdict::Suspicious => "wh-verdict--suspicious",
        MessageVerdict::CannotTell => "wh-verdict--cannot-tell",
        MessageVerdict::LooksGenuine => "wh-verdict--looks-genuine",
    }
}

/// The one next thing: what, and why.
pub(crate) fn next(words: Words, next: Next, found: &Examination) -> (String, String) {
    let (what, why) = match next {
        Next::LeaveIt => ("real-next-leave-it", "real-next-leave-it-why"),
        Next::AskByKnownWay => ("real-next-ask", "real-next-ask-why"),
        Next::RingBeforePaying => ("real-next-ring", "real-next-ring-why"),
        Next::SendAsAttachment => ("real-next-attach", "real-next-attach-why"),
        Next::UseUsualWay => ("real-next-usual", "real-next-usual-why"),
    };
    let name = found.claims_name.as_deref().map(str::to_owned);
    let name = name.unwrap_or_else(|| words.say("real-next-nobody").into_owned());
    let gap = [("name", FluentValue::from(name.as_str()))];
    (words.say_with(what, &gap), words.say_with(why, &gap))
}

/// The body of the region pack for a way to report; none where it has none.
pub(super) fn route_body(route: Route) -> Option<&'static str> {
    match route {
        Route::Text7726 => Some("text-7726"),
        Route::NcscMail => Some("suspicious-mail"),
        Route::Bank => Some("bank"),
        Route::Platform | Route::Organisation => None,
    }
}

/// A way to report that is no body of the region.
pub(super) fn route_said(words: Words, route: Route, found: &Examination) -> Option<String> {
    match route {
        Route::Platform => Some(words.say("real-route-platform").into_owned()),
        Route::Organisation => {
            let name = FluentValue::from(found.claims_name.clone().unwrap_or_default());
            Some(words.say_with("real-route-organisation", &[("name", name)]))
        }
        Route::Text7726 | Route::NcscMail | Route::Bank => None,
    }
}

/// Which evidence the answer rests on.
pub(super) fn evidence(words: Words, evidence: Evidence) -> String {
    let id = match evidence {
        Evidence::Whole => "real-evidence-whole",
        Evidence::Headers => "real-evidence-headers",
        Evidence::Copied => "real-evidence-copied",
        Evidence::Words => "real-evidence-words",
        Evidence::Picture => "real-evidence-picture",
    };
    words.say(id).into_owned()
}

/// Whether who sent it could be checked, beside the engine's own sentence.
pub(super) fn is_checked(checked: &Checked) -> bool {
    !matches!(checked, Checked::NotChecked)
}

/// What has already happened: the button, and the card that it leads to. What is known goes along in the address.
pub(super) fn already(words: Words, what: Already, message: &AskedMessage) -> (String, String) {
    let (id, href) = match what {
        Already::Paid => ("real-already-paid", "/help/false-bill?money=yes&now=yes"),
        Already::GavePassword => ("real-already-password", "/help/password?now=yes"),
        Already::LetThemIn => ("real-already-in", "/help/let-someone-in?now=yes"),
        Already::Clicked if message.way.came == "words" => {
            ("real-already-clicked", "/help/strange-text?now=yes")
        }
        Already::Clicked => ("real-already-clicked", "/help/strange-mail?now=yes"),
    };
    (words.say(id).into_owned(), format!("{href}&message={}", message.reference))
}

/// All that can have happened, the worst first.
pub(super) const ALL_ALREADY: [Already; 4] =
    [Already::Paid, Already::GavePassword, Already::LetThemIn, Already::Clicked];
