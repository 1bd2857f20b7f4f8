//! What the ledger says, in words for a timeline.

use centre::ledger::Actor;
use store::{Deed, LONGEST_NOTE, Line};

use super::words::{self, Names};
use crate::app::App;
use crate::face::content::Content;
use crate::face::house::{Timeline, TimelineEntry};
use crate::problem::Problem;

/// The longest value of an entry that a timeline shows, in characters: a note is shown whole.
const LONGEST_VALUE: usize = LONGEST_NOTE;

/// What was done, as a sentence without its subject.
pub fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::OrganisationJoined => "Asked to join",
        Deed::OrganisationConfirmed => "Became a member",
        Deed::OrganisationChanged => "Details changed",
        Deed::OrganisationLeft => "Left",
        Deed::OrganisationExpired => "Did not confirm in time",
        Deed::SubjectErased => "Personal data erased",
        Deed::OrganisationContacted => "We were in touch",
        Deed::UndertakingsAccepted => "Undertakings accepted",
        Deed::ContactAdded => "Contact added",
        Deed::AccountAdded => "Account added",
        Deed::PersonChanged => "Contact changed",
        Deed::PersonConfirmed => "E-mail address confirmed",
        Deed::PersonRemoved => "Contact removed",
        Deed::WardenNamed => "Cyber warden named",
        Deed::RoleChanged => "Role changed",
        Deed::PersonRevoked => "Right taken away",
        Deed::PersonRestored => "Right given back",
        Deed::SignedIn => "Signed in",
        Deed::SignedOut => "Signed out",
        Deed::SignedOutEverywhere => "Signed out everywhere",
        Deed::CodeSent => "Sign-in code sent",
        Deed::LinkMade => "One-time link made",
        Deed::PasskeyAdded => "Passkey added",
        Deed::PasskeyRemoved => "Passkey removed",
        Deed::PasswordSet => "Password set",
        Deed::PasswordRemoved => "Password removed",
        Deed::OneTimeCodesSet => "One-time codes set up",
        Deed::OneTimeCodesRemoved => "One-time codes removed",
        Deed::RecoveryCodesMade => "Recovery codes made",
        Deed::RecoveryCodeUsed => "Recovery code used",
        Deed::IdentityLinked => "Single sign-on linked",
        Deed::IdentityRemoved => "Single sign-on removed",
        Deed::TokenMade => "Token made",
        Deed::TokenRevoked => "Token ended",
        Deed::AssetAdded => "Domain added",
        Deed::AssetRemoved => "Domain removed",
        Deed::CheckWished => "Check-up wished for",
        Deed::CheckSaved => "Check-up done",
        Deed::CheckRetold => "Check-up told anew, with no new look",
        Deed::ProofAsked => "Proof of a domain asked for",
        Deed::ProofSeen => "Proof of a domain seen",
        Deed::ProofMissed => "Proof of a domain not there",
        Deed::AuthoritySigned => "Closer look agreed to",
        Deed::AuthorityWithdrawn => "Closer look taken back",
        Deed::StayAwayKept => "Wish to be left alone noted",
        Deed::LookalikesSeen => "Names like theirs seen",
        Deed::LookalikeJudged => "Judged a name like theirs",
        Deed::LookalikeSaid => "Said what a name like theirs is",
        Deed::LookingStopped => "All looking stopped",
        Deed::LookingStarted => "Looking goes on",
        Deed::CohortCounted => "Firms counted",
        Deed::PublicBodyKnown => "Public body put in or changed",
        Deed::ErrandMade => "Letter to a helper written",
        Deed::ErrandMailed => "Letter to a helper sent by e-mail",
        Deed::ErrandOpened => "Link in a letter to a helper opened",
        Deed::ErrandAnswered => "Helper answered",
        Deed::ErrandTakenBack => "Letter to a helper taken back",
        Deed::BadgeSwitchedOn => "Badge switched on",
        Deed::BadgeSwitchedOff => "Badge switched off",
        Deed::CallBegun => "Check of a call begun",
        Deed::CallConfirmed => "Call checked by whoever was rung",
        Deed::CallCodeMade => "Code for a call made",
        Deed::CallCodeHeard => "Caller known by their code",
        Deed::CallCodeMissed => "Codes typed that nobody knows",
        Deed::ActionsSet => "Actions set",
        Deed::ActionMarked => "Action marked",
        Deed::NoteWritten => "Note written",
        Deed::FundedPlacesAdded => "Funded places added",
        Deed::FundedPlacesClosed => "Funded places closed",
        Deed::FundedPlaceGiven => "Funded place given",
        Deed::ImportStaged => "List brought in",
        Deed::ImportApplied => "List applied",
        Deed::ProspectAdded => "Came in with a list",
        Deed::ImportDiscarded => "List thrown away",
        Deed::LetterQueued => "Letter queued",
        Deed::LetterTriedAgain => "Letter tried again",
        Deed::WorkStopped => "Work stopped",
        Deed::WorkStarted => "Work started",
        Deed::WorkHastened => "Work hastened",
        Deed::SettingChanged => "Setting changed",
        Deed::ReportReceived => "Report received",
        Deed::ReportErased => "Report erased",
        Deed::CaseMoved => "Case moved on",
        Deed::ReportsMoved => "Reports moved to another case",
        Deed::CaseErased => "Words of a case erased",
        Deed::ReportBrought => "Report brought in by a partner",
        Deed::HandOverFrozen => "Hand-over decided",
        Deed::HandOverDropped => "Hand-over dropped",
        Deed::HandOverSent => "Hand-over sent",
        Deed::HandOverAnswered => "Hand-over answered",
        Deed::CustodyTaken => "File in somebody's hands",
        Deed::EvidenceLocked => "File locked",
        Deed::EvidenceDestroyed => "Files destroyed",
        Deed::MessageWritten => "Message written",
        Deed::MailboxErased => "Mailbox erased",
        Deed::HoldAsked => "Legal hold asked for",
        Deed::HoldConfirmed => "Legal hold confirmed",
        Deed::HoldLiftAsked => "End of a legal hold asked for",
        Deed::HoldLifted => "Legal hold lifted",
        Deed::Read => "Looked at",
        Deed::PlaybookPinned => "Playbook pinned to a case",
        Deed::StepTicked => "Step of a playbook ticked",
        Deed::CaseMarked => "Case marked",
        Deed::RotaChanged => "Rota changed",
        Deed::GroupReplyOrdered => "One text to many reporters ordered",
        Deed::PlaybookChanged => "Playbook changed",
        Deed::MessageReceived => "Asked whether a message is real",
        Deed::MessageExamined => "Message examined",
        Deed::MessageNotExamined => "Message could not be opened",
        Deed::MessageCorrected => "Message corrected",
        Deed::MessageErased => "Message erased",
        Deed::CampaignParted => "Message taken out of a campaign",
        Deed::CampaignMoved => "Campaigns parted",
        Deed::AdvisoryDrafted => "Advisory written",
        Deed::AdvisoryPublished => "Advisory published",
        Deed::AdvisoryWithdrawn => "Advisory taken back",
        Deed::WarningProposed => "Address proposed for the warning list",
        Deed::WarningListed => "Address put on the warning list",
        Deed::WarningEnded => "Address taken off the warning list",
        Deed::WarningAppealed => "Somebody says that a warning is wrong",
        Deed::TakedownMade => "Take-down package made",
        Deed::TakedownSent => "Take-down package sent",
        Deed::DemonstrationMade => "Demonstration made",
    }
}

/// What an entry said, as far as it is plain words and numbers; ids say nothing to a reader.
pub fn said(payload: &serde_json::Value) -> String {
    let serde_json::Value::Object(fields) = payload else { return String::new() };
    let shown = fields.iter().filter_map(|(name, value)| {
        let value = match value {
            serde_json::Value::String(text) if is_id(text) || text.is_empty() => return None,
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => return None,
        };
        let mut short: String = value.chars().take(LONGEST_VALUE).collect();
        if short.len() < value.len() {
            short.push('…');
        }
        // What somebody wrote needs no heading.
        Some(if name == "words" { short } else { format!("{}: {short}", name.replace('_', " ")) })
    });
    shown.collect::<Vec<_>>().join(" · ")
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 32 | 36 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Lines of the ledger as a timeline, with people's names.
///
/// # Errors
/// When a name cannot be looked up.
pub async fn timeline(app: &App, lines: &[Line]) -> Result<Timeline, Problem> {
    let actors: Vec<&Actor> = lines.iter().map(|line| &line.by).collect();
    let names = Names::of(app, actors).await?;
    let entry = |line: &Line| TimelineEntry {
        at: line.at,
        when: words::moment(app, line.at),
        title: deed(line.deed).into(),
        content: Content::from(said(&line.payload)),
        who: names.who(&line.by),
    };
    Ok(Timeline { entries: lines.iter().map(entry).collect(), heading_level: Some(3) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_entry_says_its_words_and_not_its_ids() {
        let payload = json!({
            "words": "Rang, will call back", "in_touch": true, "times": 2, "none": null,
            "note": "0123456789abcdef0123456789abcdef", "empty": "", "list": [1],
        });
        assert_eq!(said(&payload), "in touch: yes · times: 2 · Rang, will call back");
        assert_eq!(said(&serde_json::Value::Null), "");
    }

    #[test]
    fn a_long_value_is_cut() {
        let told = said(&json!({ "words": "é".repeat(LONGEST_VALUE + 1) }));
        assert_eq!(told.chars().count(), LONGEST_VALUE + 1);
        assert!(told.ends_with('…'));
        assert!(!said(&json!({ "words": "é".repeat(LONGEST_VALUE) })).contains('…'));
    }
}
