//! Organisations and the people at them.

use serde::Serialize;
use store::{MemberLine, Organisation, Person, SizeBand, Tier};
use utoipa::ToSchema;

use super::moment;
use super::promise::state_name;

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub struct OrganisationShape {
    /// Its id.
    #[schema(example = "0123456789abcdef0123456789abcdef")]
    pub id: String,
    /// What people call it on the telephone.
    #[schema(example = "WH-7K3D-92")]
    pub reference: String,
    /// prospect, unconfirmed, member or left.
    pub standing: &'static str,
    /// Its name.
    pub name: String,
    /// Its postcode; empty when not known.
    pub postcode: String,
    /// The borough's code; empty when not known.
    pub borough: String,
    /// The sector's letter; empty when not known.
    pub sector: String,
    /// sole_trader, micro, small, medium or large; empty when it left.
    pub size: &'static str,
    /// core, funded or paid; empty when it left.
    pub tier: &'static str,
    /// Its first domain.
    pub domain: Option<String>,
    /// The worst state of any promise; nothing while it was never checked.
    pub promise: Option<&'static str>,
    /// When it asked to join, or came in.
    #[schema(format = DateTime)]
    pub joined_at: String,
    /// When the centre was last in touch with it.
    #[schema(format = DateTime)]
    pub last_contact_at: Option<String>,
}

impl From<&MemberLine> for OrganisationShape {
    fn from(line: &MemberLine) -> Self {
        Self {
            id: line.id.to_string(),
            reference: line.reference.to_string(),
            standing: line.standing.name(),
            name: line.name.clone(),
            postcode: line.postcode.clone(),
            borough: line.borough.clone(),
            sector: line.sector.clone(),
            size: line.size.map_or("", SizeBand::name),
            tier: line.tier.map_or("", Tier::name),
            domain: line.domain.as_ref().map(ToString::to_string),
            promise: line.promise.map(state_name),
            joined_at: moment(line.joined_at),
            last_contact_at: line.last_contact_at.map(moment),
        }
    }
}

impl From<&Organisation> for OrganisationShape {
    fn from(org: &Organisation) -> Self {
        Self {
            id: org.id.to_string(),
            reference: org.reference.to_string(),
            standing: org.standing.name(),
            name: org.name.clone(),
            postcode: org.postcode.as_ref().map(ToString::to_string).unwrap_or_default(),
            borough: org.borough.clone(),
            sector: org.sector.clone(),
            size: org.size.map_or("", SizeBand::name),
            tier: org.tier.map_or("", Tier::name),
            domain: org.domain.as_ref().map(ToString::to_string),
            promise: org.promise.map(state_name),
            joined_at: moment(org.joined_at),
            last_contact_at: org.last_contact_at.map(moment),
        }
    }
}

/// Somebody at an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactShape {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they can be rung.
    pub phone: Option<String>,
    /// member_contact or cyber_warden.
    pub role: &'static str,
    /// Whether they showed that the address is theirs.
    pub confirmed: bool,
}

impl From<&Person> for ContactShape {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.to_string(),
            email: person.email.to_string(),
            phone: person.phone.as_ref().map(ToString::to_string),
            role: person.role.name(),
            confirmed: person.confirmed_at.is_some(),
        }
    }
}
