//! The stable word of each deed, and the striking out of what people wrote.

use terms::{PlainLine, TextId};

use super::deed::{Deed, Event};

/// What stands in the place of a line that was struck out.
pub const STRUCK: &str = "struck out";

impl Event {
    /// The event with every line that a person wrote struck out. State, clocks and figures stay as they are.
    pub fn forgotten(&self) -> Self {
        let mut event = self.clone();
        if let Some(line) = event.deed.line()
            && let Ok(gone) = PlainLine::parse(STRUCK)
        {
            *line = gone;
        }
        event
    }
}

impl Deed {
    /// Its word in files and tables; the end of its message id.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::FirstStepsShown { .. } => "first_steps_shown",
            Self::Read { .. } => "read",
            Self::Triaged { .. } => "triaged",
            Self::CategorySuggested { .. } => "category_suggested",
            Self::CategoryCorrected { .. } => "category_corrected",
            Self::Taken { .. } => "taken",
            Self::HandedOver { .. } => "handed_over",
            Self::NoteAdded { .. } => "note_added",
            Self::MessageOut { .. } => "message_out",
            Self::MessageIn { .. } => "message_in",
            Self::CallBackAgreed { .. } => "call_back_agreed",
            Self::CallMade { .. } => "call_made",
            Self::WaitingForReporter { .. } => "waiting_for_reporter",
            Self::WaitingForThirdParty { .. } => "waiting_for_third_party",
            Self::Resumed { .. } => "resumed",
            Self::WishTold { .. } => "wish_told",
            Self::PackDecided { .. } => "pack_decided",
            Self::PackConsented { .. } => "pack_consented",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::PackDropped { .. } => "pack_dropped",
            Self::PackSent { .. } => "pack_sent",
            Self::PackAccepted { .. } => "pack_accepted",
            Self::PackDeclined { .. } => "pack_declined",
            Self::PackReturned { .. } => "pack_returned",
            Self::MergedInto { .. } => "merged_into",
            Self::Unmerged { .. } => "unmerged",
            Self::TookIn { .. } => "took_in",
            Self::LetGo { .. } => "let_go",
            Self::FlagRaised { .. } => "flag_raised",
            Self::FlagLifted { .. } => "flag_lifted",
            Self::HoldAsked { .. } => "hold_asked",
            Self::HoldConfirmed { .. } => "hold_confirmed",
            Self::HoldLiftAsked { .. } => "hold_lift_asked",
            Self::HoldLiftConfirmed { .. } => "hold_lift_confirmed",
            Self::OutcomeAdded { .. } => "outcome_added",
            Self::OutcomeWithdrawn { .. } => "outcome_withdrawn",
            Self::HelpedOthers { .. } => "helped_others",
            Self::Resolved { .. } => "resolved",
            Self::Closed { .. } => "closed",
            Self::Rejected { .. } => "rejected",
            Self::Reopened { .. } => "reopened",
            Self::FollowUpDue { .. } => "follow_up_due",
            Self::FollowUpMade { .. } => "follow_up_made",
            Self::DutyBegun { .. } => "duty_begun",
            Self::DutyDone { .. } => "duty_done",
            Self::DutyDropped { .. } => "duty_dropped",
            Self::EvidenceAdded { .. } => "evidence_added",
        }
    }

    /// The long words that belong to it, where there are some.
    pub fn text(&self) -> Option<TextId> {
        match self {
            Self::HandedOver { note, .. } => Some(*note),
            Self::NoteAdded { text } | Self::MessageOut { text } | Self::MessageIn { text } => Some(*text),
            Self::WishTold { text, .. } => *text,
            _ => None,
        }
    }

    /// The line that a person wrote, where there is one.
    fn line(&mut self) -> Option<&mut PlainLine> {
        match self {
            Self::Triaged { because, .. } | Self::OutcomeAdded { because, .. } => because.as_mut(),
            Self::CategorySuggested { because, .. }
            | Self::WaitingForReporter { because }
            | Self::WaitingForThirdParty { because }
            | Self::PackDropped { because, .. }
            | Self::PackDeclined { because, .. }
            | Self::MergedInto { because, .. }
            | Self::Unmerged { because }
            | Self::FlagLifted { because, .. }
            | Self::HoldAsked { because }
            | Self::HoldLiftAsked { because }
            | Self::OutcomeWithdrawn { because, .. }
            | Self::Rejected { because }
            | Self::Reopened { because }
            | Self::DutyDropped { because, .. } => Some(because),
            Self::PackSent { reference, .. } => Some(reference),
            _ => None,
        }
    }
}
