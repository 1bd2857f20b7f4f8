//! The form for joining, and how it becomes a member or a list of what is to be mended.

use serde::{Deserialize, Serialize};
use terms::{DomainName, EmailAddress, PhoneNumber, PlainLine, PlainLineError, Postcode};

use super::{SizeBand, UNDERTAKINGS_VERSION};
use crate::named_values::named_values;
use crate::region::{BoroughCode, BoroughShare, Region, SectorLetter};

/// An outcode with this share in a second borough, or more, is asked about. Smaller shares are
/// a few streets, or leavings in the statistics, and would puzzle far more people than they help.
pub const SHARE_WORTH_ASKING: f64 = 0.02;

/// The form for joining as it was sent: what people typed, nothing read yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// The firm's name.
    pub name: String,
    /// Where it works.
    pub postcode: String,
    /// The code of the borough, when the postcode lies in several.
    pub borough: String,
    /// The letter of the sector.
    pub sector: String,
    /// The name of the size band.
    pub size: String,
    /// Who writes.
    pub contact_name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone, or nothing.
    pub phone: String,
    /// The firm's web address, or nothing.
    pub domain: String,
    /// Whether the undertakings were accepted.
    pub undertakings_accepted: bool,
}

/// A firm that may join: every field read and right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// The firm's name.
    pub name: PlainLine,
    /// Where it works.
    pub postcode: Postcode,
    /// The borough, by the postcode or as chosen.
    pub borough: BoroughCode,
    /// What it does.
    pub sector: SectorLetter,
    /// How many work there.
    pub size: SizeBand,
    /// The first contact.
    pub contact_name: PlainLine,
    /// Where the confirmation goes.
    pub email: EmailAddress,
    /// If given.
    pub phone: Option<PhoneNumber>,
    /// If the firm has one.
    pub domain: Option<DomainName>,
    /// Which version of the undertakings was accepted.
    pub undertakings_version: u16,
}

named_values! {
    /// A field of the form, named as in the form.
    Field, "field" {
        /// The firm's name.
        Name = "name",
        /// Where it works.
        Postcode = "postcode",
        /// Asked only when a postcode lies in several boroughs.
        Borough = "borough",
        /// What it does.
        Sector = "sector",
        /// How many work there.
        Size = "size",
        /// Who writes.
        ContactName = "contact_name",
        /// Their e-mail address.
        Email = "email",
        /// Their telephone.
        Phone = "phone",
        /// The firm's web address.
        Domain = "domain",
        /// The tick under the undertakings.
        Undertakings = "undertakings_accepted",
    }
}

/// What is to be mended in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// What is the matter.
    pub problem: Problem,
}

/// What is the matter with a field. Printed, it is the sentence to show in English;
/// [`Problem::message_id`] names the same sentence in the message files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The name is empty.
    #[error("Type the name of your firm.")]
    NameMissing,
    /// The name is too long or cannot be shown.
    #[error("Type the name of your firm in up to 200 plain letters.")]
    NameUnusable,
    /// Empty or not the shape of a postcode.
    #[error("Type your postcode, for example {example}.")]
    PostcodeUnreadable {
        /// A postcode's first half of this region, with an invented second half.
        example: String,
    },
    /// A sound postcode of another place.
    #[error(
        "That postcode is not in {region}. Only firms in {region} can join. Our help pages are for everybody."
    )]
    OutsideRegion {
        /// The region's name.
        region: String,
    },
    /// The postcode lies in several boroughs; one of these is to be chosen.
    #[error("Your postcode is shared by more than one borough. Choose yours.")]
    ChooseBorough {
        /// The likeliest first.
        choices: Vec<BoroughCode>,
    },
    /// No sector was chosen.
    #[error("Choose what your firm does. If nothing fits, choose the nearest.")]
    SectorMissing,
    /// No size was chosen.
    #[error("Choose how many people work with you.")]
    SizeMissing,
    /// The contact's name is empty.
    #[error("Type your own name.")]
    ContactNameMissing,
    /// The contact's name is too long or cannot be shown.
    #[error("Type your own name in up to 200 plain letters.")]
    ContactNameUnusable,
    /// The e-mail address is empty or cannot be one.
    #[error("Type your e-mail address, for example name@bakery.example.")]
    EmailUnreadable,
    /// The telephone number cannot be rung.
    #[error("Type your phone number with its area code, or leave this empty.")]
    PhoneUnreadable,
    /// The web address is none.
    #[error("{0} Leave this empty if you have none.")]
    DomainUnreadable(terms::DomainNameError),
    /// The tick is missing.
    #[error("Read what we ask of you, then tick the box to agree.")]
    UndertakingsNotAccepted,
}

impl Problem {
    /// The id of the sentence in the message files.
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::NameMissing => "join-problem-name-missing",
            Self::NameUnusable => "join-problem-name-unusable",
            Self::PostcodeUnreadable { .. } => "join-problem-postcode-unreadable",
            Self::OutsideRegion { .. } => "join-problem-outside-region",
            Self::ChooseBorough { .. } => "join-problem-choose-borough",
            Self::SectorMissing => "join-problem-sector-missing",
            Self::SizeMissing => "join-problem-size-missing",
            Self::ContactNameMissing => "join-problem-contact-name-missing",
            Self::ContactNameUnusable => "join-problem-contact-name-unusable",
            Self::EmailUnreadable => "join-problem-email-unreadable",
            Self::PhoneUnreadable => "join-problem-phone-unreadable",
            Self::DomainUnreadable(_) => "join-problem-domain-unreadable",
            Self::UndertakingsNotAccepted => "join-problem-undertakings-not-accepted",
        }
    }
}

impl Application {
    /// Reads the form.
    ///
    /// # Errors
    /// Everything that is to be mended, in the order of the form.
    pub fn read(&self, region: &Region) -> Result<NewMember, Vec<FieldError>> {
        let mut errors = Errors(Vec::new());
        let name = line(&self.name, Problem::NameMissing, Problem::NameUnusable);
        let name = errors.keep(Field::Name, name);
        let place = errors.keep_place(self.place(region));
        let sector = SectorLetter::parse(&self.sector).ok().filter(|s| region.sector(*s).is_some());
        let sector = errors.keep(Field::Sector, sector.ok_or(Problem::SectorMissing));
        let size = errors.keep(Field::Size, self.size.parse().map_err(|_| Problem::SizeMissing));
        let contact = line(&self.contact_name, Problem::ContactNameMissing, Problem::ContactNameUnusable);
        let contact_name = errors.keep(Field::ContactName, contact);
        let email = EmailAddress::parse(&self.email).map_err(|_| Problem::EmailUnreadable);
        let email = errors.keep(Field::Email, email);
        let phone = if_typed(&self.phone, |t| PhoneNumber::parse(t).map_err(|_| Problem::PhoneUnreadable));
        let phone = errors.keep(Field::Phone, phone);
        let domain = if_typed(&self.domain, |t| DomainName::parse(t).map_err(Problem::DomainUnreadable));
        let domain = errors.keep(Field::Domain, domain);
        let accepted = self.undertakings_accepted.then_some(()).ok_or(Problem::UndertakingsNotAccepted);
        let accepted = errors.keep(Field::Undertakings, accepted);
        let member = || {
            let (postcode, borough) = place?;
            accepted?;
            Some(NewMember {
                name: name?,
                postcode,
                borough,
                sector: sector?,
                size: size?,
                contact_name: contact_name?,
                email: email?,
                phone: phone?,
                domain: domain?,
                undertakings_version: UNDERTAKINGS_VERSION,
            })
        };
        member().ok_or(errors.0)
    }

    fn place(&self, region: &Region) -> Result<(Postcode, BoroughCode), (Field, Problem)> {
        let postcode = Postcode::parse(&self.postcode).map_err(|_| {
            (Field::Postcode, Problem::PostcodeUnreadable { example: example_postcode(region) })
        })?;
        let borough = borough_for(region, &postcode, &self.borough).map_err(|problem| {
            let field = match problem {
                Problem::ChooseBorough { .. } => Field::Borough,
                _ => Field::Postcode,
            };
            (field, problem)
        })?;
        Ok((postcode, borough))
    }
}

/// The borough of a postcode; `chosen` decides where the outcode is shared by several.
///
/// # Errors
/// [`Problem::OutsideRegion`], or [`Problem::ChooseBorough`] when the choice is still to be made.
pub fn borough_for(region: &Region, postcode: &Postcode, chosen: &str) -> Result<BoroughCode, Problem> {
    let shares = region.boroughs_of(postcode.outcode());
    let outside = || Problem::OutsideRegion { region: region.name.clone() };
    let likeliest = shares.first().ok_or_else(outside)?;
    let chosen = BoroughCode::parse(chosen).ok();
    if let Some(share) = shares.iter().find(|s| Some(&s.borough) == chosen.as_ref()) {
        return Ok(share.borough.clone());
    }
    let worth_asking = |s: &&BoroughShare| s.share >= SHARE_WORTH_ASKING;
    let choices: Vec<_> = shares.iter().filter(worth_asking).map(|s| s.borough.clone()).collect();
    if choices.len() > 1 { Err(Problem::ChooseBorough { choices }) } else { Ok(likeliest.borough.clone()) }
}

fn example_postcode(region: &Region) -> String {
    region.outcodes().next().map_or_else(|| "SW1A 1AA".to_owned(), |(outcode, _)| format!("{outcode} 1AA"))
}

fn line(typed: &str, missing: Problem, unusable: Problem) -> Result<PlainLine, Problem> {
    PlainLine::parse(typed).map_err(|e| if e == PlainLineError::Empty { missing } else { unusable })
}

fn if_typed<T>(typed: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if typed.trim().is_empty() { Ok(None) } else { read(typed).map(Some) }
}

struct Errors(Vec<FieldError>);

impl Errors {
    fn keep<T>(&mut self, field: Field, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(FieldError { field, problem })).ok()
    }

    fn keep_place<T>(&mut self, read: Result<T, (Field, Problem)>) -> Option<T> {
        read.map_err(|(field, problem)| self.0.push(FieldError { field, problem })).ok()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
