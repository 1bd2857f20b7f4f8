//! Words that rooms share.
//!
//! Question answered: *is this text the thing it claims to be, and how is it written properly?*
//! In: text as people type it. Out: a typed value that prints one way only.
//! Never: deciding, fetching, looking at a clock. Nothing here knows another room.
//! Start reading at [`DomainName`]; [`edge`] holds the two things that every room takes as arguments.

mod domain_name;
pub mod edge;
mod email_address;
mod finding;
mod ids;
mod money;
mod person_words;
mod phone;
mod postcode;
mod public_suffix;
mod reference;
mod severity;
mod size;

pub use domain_name::{DomainName, DomainNameError};
pub use email_address::{EmailAddress, EmailAddressError};
pub use finding::{Finding, Promise, PromiseState};
pub use ids::{
    AdvisoryId, ApiTokenId, AssetId, AuthorityId, CallCheckId, CampaignId, CaseId, CheckId, ErrandId,
    EvidenceId, FundedPlaceId, GroupReplyId, IdError, ImportId, LegalHoldId, LetterId, MessageId, NoteId,
    OrganisationId, PackId, PasskeyId, PersonId, ReportId, StayAwayId, TakedownId, TextId, WarningId,
};
pub use jiff::Timestamp;
pub use money::{Money, MoneyError};
pub use person_words::{LONGEST_LINE, PlainLine, PlainLineError};
pub use phone::{PhoneNumber, PhoneNumberError};
pub use postcode::{Outcode, Postcode, PostcodeError};
pub use public_suffix::{PublicSuffix, public_suffix, registrable_part};
pub use reference::{Reference, ReferenceError};
pub use severity::Severity;
pub use size::size_in_words;
