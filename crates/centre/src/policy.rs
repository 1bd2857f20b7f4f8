//! Who may do what to whose record. The only place that decides it.
//!
//! Every route names one [`Act`]; the door in `web` works out the [`Relation`] between the
//! person who asks and the record that the address names, and asks [`decide`]. What is not
//! allowed here is refused: there is no default that opens.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::roles::Role;

/// Everything that can be asked of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Read what everybody may: home, who we are, help, styles, scripts, fonts.
    ReadPublicPages,
    /// Have a domain looked at without joining.
    CheckADomain,
    /// Tell us to leave a name alone.
    AskToBeLeftAlone,
    /// Have the letter to the bank written, or say that a problem is not on the list; nothing of the asker is kept.
    AskForHelp,
    /// Give an account of events, with files, and send it; what is typed is kept for whoever holds the draft's secret.
    TellUs,
    /// Open one's own report: its receipt is the permission.
    OpenOwnReport,
    /// Send us a message and be told whether we think that it is real; the secret in the address is the permission to come back.
    AskIfReal,
    /// Ask to join.
    Join,
    /// Open a link that was sent by e-mail; the secret in it is the permission.
    FollowAMailedLink,
    /// Read an errand and answer it, without an account; the secret in the link is the permission.
    AnswerErrand,
    /// Type the code of a call or of a letter, and hear whether it is ours; the code is the permission.
    CheckACaller,
    /// Say who one is.
    SignIn,
    /// End one's own session.
    SignOut,
    /// See and change one's own ways of signing in.
    ManageOwnSignIn,
    /// See a member's own pages.
    SeeFirm,
    /// Change a member's details, assets and actions.
    ChangeFirm,
    /// Change who belongs to a member, take its data out, or leave.
    GovernFirm,
    /// Make the code by which the centre knows, in a call, that it speaks with this firm.
    MakeCallCode,
    /// Find members and prospects.
    SearchMembers,
    /// Read one member's record; the read is logged.
    SeeMember,
    /// Write a note about a member.
    WriteNote,
    /// Give a member a funded place.
    GiveFundedPlace,
    /// Take a list of members out of the centre.
    ExportMembers,
    /// Bring a list of prospects in.
    ImportProspects,
    /// See how the centre's own work goes: reconcilers, backups, ledger, outbox.
    SeeWorkings,
    /// Stop, start or hasten the centre's own work.
    SteerWorkings,
    /// See whom we leave alone, and what was done to a target.
    SeeLooking,
    /// Note that somebody wants to be left alone.
    NoteStayAway,
    /// Stop all looking, and let it go on.
    StopLooking,
    /// Begin the check of a call that one makes, or take the code that a firm says.
    ProveACall,
    /// See the check of a call that one began or took, with its code.
    SeeCallCheck,
    /// See the desk's queue, the rota and the notes of the shift.
    SeeQueue,
    /// Read a case with its accounts, its evidence and who gave them; the read is logged.
    SeeCase,
    /// Do something about a case: take it, hand it over, write, decide.
    WorkCase,
    /// See the messages that people sent in, what the machine thinks of them, and their campaigns; reads are logged.
    SeeMessages,
    /// Correct what the machine thinks, part campaigns, write advisories, and put addresses on the warning list.
    WorkMessages,
    /// Answer for whole waves of reports: merge and unmerge, group replies, surge mode, the public status.
    SteerSurge,
    /// Change playbooks, clocks and the desk's words.
    ChangePlaybooks,
    /// See what was handed over to one's own body.
    SeeHandOvers,
    /// Take on, decline or answer what was handed over to one's own body.
    AnswerHandOver,
    /// Bring in a report for somebody as a partner body, and see what became of those that one's body brought.
    BringReport,
    /// Read the figures of reports: what came in, clocks, outcomes, money; small cells are hidden.
    SeeReportFigures,
    /// Add, change and end accounts of staff and partners.
    ManageAccounts,
    /// Read figures of the whole city that name no firm.
    SeeCityFigures,
    /// Read figures of cohorts by provider, size and list, and what one provider could change.
    SeeCohorts,
    /// Read how public bodies stand, by name.
    SeePublicBodies,
    /// Use what exists in a demonstration only: one-click sign-in, the mail that would have been sent.
    UseDemonstration,
    /// Change what the companies of an invented firm would change for it; in a demonstration only.
    PlayItPerson,
    /// Set the centre up while nobody can sign in yet.
    SetUpCentre,
}

impl Act {
    /// Every act, in the order of the reviewed table.
    pub const ALL: [Self; 49] = [
        Self::ReadPublicPages,
        Self::CheckADomain,
        Self::AskToBeLeftAlone,
        Self::AskForHelp,
        Self::TellUs,
        Self::OpenOwnReport,
        Self::AskIfReal,
        Self::Join,
        Self::FollowAMailedLink,
        Self::AnswerErrand,
        Self::CheckACaller,
        Self::SignIn,
        Self::SignOut,
        Self::ManageOwnSignIn,
        Self::SeeFirm,
        Self::ChangeFirm,
        Self::GovernFirm,
        Self::MakeCallCode,
        Self::SearchMembers,
        Self::SeeMember,
        Self::WriteNote,
        Self::GiveFundedPlace,
        Self::ExportMembers,
        Self::ImportProspects,
        Self::SeeWorkings,
        Self::SteerWorkings,
        Self::SeeLooking,
        Self::NoteStayAway,
        Self::StopLooking,
        Self::ProveACall,
        Self::SeeCallCheck,
        Self::SeeQueue,
        Self::SeeCase,
        Self::WorkCase,
        Self::SeeMessages,
        Self::WorkMessages,
        Self::SteerSurge,
        Self::ChangePlaybooks,
        Self::SeeHandOvers,
        Self::AnswerHandOver,
        Self::BringReport,
        Self::SeeReportFigures,
        Self::ManageAccounts,
        Self::SeeCityFigures,
        Self::SeeCohorts,
        Self::SeePublicBodies,
        Self::UseDemonstration,
        Self::PlayItPerson,
        Self::SetUpCentre,
    ];
}

/// How the person who asks stands to the record that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// The act names no record, or the record is the asker's own.
    Own,
    /// It belongs to somebody else at the same organisation.
    Sibling,
    /// It belongs to another organisation.
    Foreign,
    /// The asker's right was taken away.
    Revoked,
    /// The asker's right had an end, and it has passed.
    Expired,
    /// There is no such record.
    Missing,
}

impl Relation {
    /// Every relation, in the order of the reviewed table.
    pub const ALL: [Self; 6] =
        [Self::Own, Self::Sibling, Self::Foreign, Self::Revoked, Self::Expired, Self::Missing];
}

/// What the door does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// Let in.
    Allow,
    /// Say nothing about the record; ask who is there.
    AskToSignIn,
    /// Answer as if there were no such address. Given wherever a plain no would tell that there is a record.
    NotFound,
    /// Say no: the asker may know that the place exists.
    Refuse,
}

/// Decides. A total function: every role, act and relation has one answer.
pub fn decide(role: Role, act: Act, relation: Relation) -> Decision {
    let anybody = is_open_to_anybody(act);
    let (role, relation) = match relation {
        // Whoever lost the right is a visitor from the next request on.
        Relation::Revoked | Relation::Expired => (Role::Visitor, Relation::Own),
        other => (role, other),
    };
    if anybody {
        return if relation == Relation::Missing { Decision::NotFound } else { Decision::Allow };
    }
    if role == Role::Visitor {
        return Decision::AskToSignIn;
    }
    if !may_ever(role, act) {
        return if knows_of(role, act) { Decision::Refuse } else { Decision::NotFound };
    }
    match relation {
        Relation::Own => Decision::Allow,
        Relation::Sibling => {
            if reaches_siblings(role, act) {
                Decision::Allow
            } else {
                Decision::Refuse
            }
        }
        Relation::Foreign => {
            if reaches_foreign(role, act) {
                Decision::Allow
            } else {
                Decision::NotFound
            }
        }
        Relation::Missing | Relation::Revoked | Relation::Expired => Decision::NotFound,
    }
}

fn is_open_to_anybody(act: Act) -> bool {
    matches!(
        act,
        Act::ReadPublicPages
            | Act::CheckADomain
            | Act::AskToBeLeftAlone
            | Act::AskForHelp
            | Act::TellUs
            | Act::OpenOwnReport
            | Act::AskIfReal
            | Act::Join
            | Act::FollowAMailedLink
            | Act::AnswerErrand
            | Act::CheckACaller
            | Act::SignIn
            | Act::SignOut
            | Act::UseDemonstration
            | Act::PlayItPerson
            | Act::SetUpCentre
    )
}

/// Whether the role can do this to any record at all.
fn may_ever(role: Role, act: Act) -> bool {
    use Role::{
        AcademicPartner, Analyst, ContactOfficer, CouncilPartner, CyberWarden, Funder, Manager,
        MemberContact, OutreachOfficer, PolicePartner, Provider, SafeguardingLead,
    };
    match act {
        Act::ManageOwnSignIn => role != Role::Visitor,
        Act::SeeFirm | Act::ChangeFirm | Act::MakeCallCode => matches!(role, MemberContact | CyberWarden),
        Act::GovernFirm => role == CyberWarden || role == MemberContact,
        Act::SearchMembers | Act::SeeMember => {
            // A supervisor sees the firms of their engagements, and there are no engagements yet.
            matches!(role, ContactOfficer | OutreachOfficer | Analyst | Manager | SafeguardingLead)
        }
        Act::WriteNote => {
            matches!(role, ContactOfficer | OutreachOfficer | Manager | SafeguardingLead)
        }
        Act::GiveFundedPlace => matches!(role, ContactOfficer | OutreachOfficer | Manager),
        Act::ExportMembers => matches!(role, Analyst | Manager),
        Act::ImportProspects => matches!(role, OutreachOfficer | Manager),
        Act::SeeWorkings => matches!(role, Analyst | Manager),
        // Whoever answers the telephone must be able to promise that we stay away.
        Act::SeeLooking | Act::NoteStayAway => {
            matches!(role, ContactOfficer | OutreachOfficer | Analyst | Manager)
        }
        // Whoever rings firms in the centre's name.
        Act::ProveACall | Act::SeeCallCheck => {
            matches!(role, ContactOfficer | OutreachOfficer | Manager | SafeguardingLead)
        }
        // Outreach officers see no reports: a firm that they visit has not told them of it.
        Act::SeeQueue | Act::SeeCase | Act::WorkCase => {
            matches!(role, ContactOfficer | Manager | SafeguardingLead)
        }
        Act::SeeMessages => matches!(role, ContactOfficer | Analyst | Manager | SafeguardingLead),
        Act::WorkMessages => matches!(role, ContactOfficer | Analyst | Manager),
        Act::SteerSurge => matches!(role, ContactOfficer | Manager),
        Act::ChangePlaybooks => role == Manager,
        Act::SeeHandOvers | Act::AnswerHandOver => {
            matches!(role, PolicePartner | CouncilPartner | Provider)
        }
        Act::BringReport => role == CouncilPartner,
        Act::SeeReportFigures => {
            matches!(
                role,
                ContactOfficer
                    | Analyst
                    | Manager
                    | SafeguardingLead
                    | PolicePartner
                    | CouncilPartner
                    | Funder
            )
        }
        Act::SteerWorkings | Act::StopLooking | Act::ManageAccounts => role == Manager,
        Act::SeeCityFigures => {
            role.is_staff() || matches!(role, PolicePartner | CouncilPartner | AcademicPartner | Funder)
        }
        Act::SeeCohorts => matches!(role, ContactOfficer | OutreachOfficer | Analyst | Manager),
        // A council answers for itself and for what stands in its borough.
        Act::SeePublicBodies => matches!(role, Analyst | Manager | CouncilPartner),
        Act::ReadPublicPages
        | Act::CheckADomain
        | Act::AskToBeLeftAlone
        | Act::AskForHelp
        | Act::TellUs
        | Act::OpenOwnReport
        | Act::AskIfReal
        | Act::Join
        | Act::FollowAMailedLink
        | Act::AnswerErrand
        | Act::CheckACaller
        | Act::SignIn
        | Act::SignOut
        | Act::UseDemonstration
        | Act::PlayItPerson
        | Act::SetUpCentre => true,
    }
}

/// Staff know the house and are told no; everybody else is told nothing of rooms that are not theirs.
fn knows_of(role: Role, act: Act) -> bool {
    role.is_staff() && !matches!(act, Act::SeeFirm | Act::ChangeFirm | Act::GovernFirm | Act::MakeCallCode)
}

/// A member's people share their firm's record; their ways of signing in they do not share, nor does an officer the code
/// of a call.
fn reaches_siblings(role: Role, act: Act) -> bool {
    role.is_staff() && !matches!(act, Act::ManageOwnSignIn | Act::SeeCallCheck)
        || matches!(act, Act::SeeFirm | Act::ChangeFirm | Act::GovernFirm)
}

/// Staff work across organisations, but never on somebody else's keys; nobody else does. A case that touches somebody's
/// safety is foreign to all but those who answer for safety and whoever has it in hand.
fn reaches_foreign(role: Role, act: Act) -> bool {
    let is_closed = matches!(act, Act::ManageOwnSignIn | Act::SeeCallCheck | Act::SeeCase | Act::WorkCase);
    role.is_staff() && !is_closed
}
