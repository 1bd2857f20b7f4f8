//! Who comes to the centre, in the field's own words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What somebody is to the centre. One account has one role; somebody with two jobs has two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody, not signed in.
    Visitor,
    /// A person at a member.
    MemberContact,
    /// The trained, named person at a member who looks after its safety online.
    CyberWarden,
    /// Answers firms on the desk.
    ContactOfficer,
    /// Visits firms.
    OutreachOfficer,
    /// Finds what reports have in common.
    Analyst,
    /// Runs the centre.
    Manager,
    /// Answers for students' work and releases it.
    Supervisor,
    /// Works for a member under a supervisor.
    Student,
    /// Gives hours and knowledge.
    Volunteer,
    /// A firm that takes hand-overs of technical work.
    Provider,
    /// A user at a police force.
    PolicePartner,
    /// A user at a borough council.
    CouncilPartner,
    /// A user at a university.
    AcademicPartner,
    /// The named person for cases that touch somebody's safety.
    SafeguardingLead,
    /// Gives the money and asks what became of it.
    Funder,
}

/// The text is not a role of this house.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role {0:?}; the roles are: {names}", names = Role::names())]
pub struct RoleError(pub String);

impl Role {
    /// Every role, in the order of the reviewed table.
    pub const ALL: [Self; 16] = [
        Self::Visitor,
        Self::MemberContact,
        Self::CyberWarden,
        Self::ContactOfficer,
        Self::OutreachOfficer,
        Self::Analyst,
        Self::Manager,
        Self::Supervisor,
        Self::Student,
        Self::Volunteer,
        Self::Provider,
        Self::PolicePartner,
        Self::CouncilPartner,
        Self::AcademicPartner,
        Self::SafeguardingLead,
        Self::Funder,
    ];

    /// The role's name in files, tables and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::MemberContact => "member_contact",
            Self::CyberWarden => "cyber_warden",
            Self::ContactOfficer => "contact_officer",
            Self::OutreachOfficer => "outreach_officer",
            Self::Analyst => "analyst",
            Self::Manager => "manager",
            Self::Supervisor => "supervisor",
            Self::Student => "student",
            Self::Volunteer => "volunteer",
            Self::Provider => "provider",
            Self::PolicePartner => "police_partner",
            Self::CouncilPartner => "council_partner",
            Self::AcademicPartner => "academic_partner",
            Self::SafeguardingLead => "safeguarding_lead",
            Self::Funder => "funder",
        }
    }

    /// The role as people say it.
    pub fn spoken(self) -> String {
        let spoken = self.name().replace('_', " ");
        let (first, rest) = spoken.split_at(1);
        first.to_uppercase() + rest
    }

    /// Whether the role belongs to a member firm.
    pub fn is_of_a_member(self) -> bool {
        matches!(self, Self::MemberContact | Self::CyberWarden)
    }

    /// Whether the role is for somebody who works in the centre's name.
    pub fn is_staff(self) -> bool {
        matches!(
            self,
            Self::ContactOfficer
                | Self::OutreachOfficer
                | Self::Analyst
                | Self::Manager
                | Self::Supervisor
                | Self::SafeguardingLead
        )
    }

    /// Whether a second factor is demanded. Only members may sign in with one alone
    /// (Cyber Essentials v3.3 demands two wherever they are to be had).
    pub fn needs_second_factor(self) -> bool {
        self != Self::Visitor && !self.is_of_a_member()
    }

    fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = RoleError;
    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|r| r.name() == text).ok_or_else(|| RoleError(text.to_owned()))
    }
}
