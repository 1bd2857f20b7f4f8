//! Typed ids: 128 random bits each, so that no id can be guessed from another and none can
//! be given where another noun's is wanted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::edge::{Chance, random};

/// The text is not an id: ids are 32 hexadecimal digits, with or without hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: an id is 32 hexadecimal digits")]
pub struct IdError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id from 128 random bits.
            pub fn random(chance: &dyn Chance) -> Self {
                Self(uuid::Builder::from_random_bytes(random(chance)).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError)
            }
        }
    )*};
}

ids! {
    /// An organisation: a member, or a prospect that has not joined.
    OrganisationId
    /// A person: a contact of a member, somebody of the centre, or a partner's user.
    PersonId
    /// Something a member owns that we look at; in this release a domain.
    AssetId
    /// One check-up of one asset.
    CheckId
    /// A note of the centre about an organisation.
    NoteId
    /// What a member asks of somebody who looks after its name, mail, website or computers.
    ErrandId
    /// The check of one call: that the centre rings, or that a firm does.
    CallCheckId
    /// Managed work about one or more reports.
    CaseId
    /// Words of a case that are kept under the case's own key: a note, a message, an account of events.
    TextId
    /// One text to many reporters.
    GroupReplyId
    /// What a case hands over to one body.
    PackId
    /// A thing that was sealed as evidence.
    EvidenceId
    /// One e-mail in the outbox.
    LetterId
    /// A paid place that a funder gives.
    FundedPlaceId
    /// One list of prospects on its way in.
    ImportId
    /// A passkey of a person.
    PasskeyId
    /// A token for the programming interface.
    ApiTokenId
    /// An authority to test that a member signed.
    AuthorityId
    /// A wish to be left alone.
    StayAwayId
    /// One account of events.
    ReportId
    /// A word that what belongs to a case may not be erased.
    LegalHoldId
    /// A message of which somebody asked whether it is real.
    MessageId
    /// Messages that we think came in one wave.
    CampaignId
    /// A word to the members whom a campaign concerns.
    AdvisoryId
    /// A web address on the warning list.
    WarningId
    /// What is sent to those who can take a thing of a campaign down.
    TakedownId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_and_reads_back() {
        let id = PersonId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
        assert_eq!(id.to_string(), "0123456789abcdef0123456789abcdef");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("7".parse::<PersonId>(), Err(IdError));
    }
}
