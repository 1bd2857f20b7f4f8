//! Whom to ring today, for what. A fixed table: nobody in trouble waits for a rule to be worked out.
//!
//! Bodies are named by their ids in the region pack ([`crate::region::Region::body`]); words
//! stand in the message files under `route-<name>`. Source of the rules: the published routes
//! of Report Fraud, the police, the banks' 159, NCSC, ICO, IWF and CEOP.

use crate::named_values::named_values;
use crate::region::{Body, Region};

named_values! {
    /// What has happened, as somebody in trouble would choose it.
    Trouble, "trouble" {
        /// Somebody is in danger.
        Danger = "danger",
        /// Money has gone, or is about to.
        MoneyGone = "money_gone",
        /// An attack on the firm is going on.
        AttackNow = "attack_now",
        /// Fraud or computer crime that is over.
        CrimeOver = "crime_over",
        /// Blackmail, threats, stalking: never to Report Fraud.
        Threatened = "threatened",
        /// Somebody does not leave them alone.
        Stalked = "stalked",
        /// A strange e-mail.
        StrangeMail = "strange_mail",
        /// A strange text message.
        StrangeText = "strange_text",
        /// A website that looks like a trick.
        StrangeWebsite = "strange_website",
        /// Details of people were lost or seen.
        DetailsLost = "details_lost",
        /// Something that many people depend on is hit.
        EssentialServiceHit = "essential_service_hit",
        /// Hate.
        Hate = "hate",
        /// Private pictures of somebody are shown, or somebody says that they will show them.
        ImageShared = "image_shared",
        /// A picture of a child being abused.
        ChildPicture = "child_picture",
        /// Somebody is getting close to a child.
        ChildContact = "child_contact",
        /// It happened to a person, not to a firm.
        Person = "person",
    }
}

impl Trouble {
    /// Ids of the bodies to turn to, the first one first.
    pub fn body_ids(self) -> &'static [&'static str] {
        match self {
            Self::Danger => &["emergency"],
            Self::MoneyGone => &["bank", "report-fraud"],
            Self::AttackNow | Self::CrimeOver => &["report-fraud"],
            Self::Threatened => &["emergency", "police-101"],
            Self::Stalked => &["emergency", "police-101", "stalking-helpline"],
            Self::StrangeMail => &["suspicious-mail"],
            Self::StrangeText => &["text-7726"],
            Self::StrangeWebsite => &["ncsc-website-report"],
            Self::DetailsLost => &["ico"],
            Self::EssentialServiceHit => &["ncsc-incident", "report-fraud"],
            Self::Hate => &["emergency", "true-vision", "police-101"],
            Self::ImageShared => &["emergency", "police-101", "intimate-image-helpline"],
            Self::ChildPicture => &["iwf", "emergency"],
            Self::ChildContact => &["emergency", "ceop", "childline"],
            Self::Person => &["cyber-helpline", "victim-support"],
        }
    }

    /// The bodies to turn to in this region. One that the pack lacks is left out.
    pub fn bodies(self, region: &Region) -> Vec<&Body> {
        self.body_ids().iter().filter_map(|id| region.body(id)).collect()
    }

    /// Whether Report Fraud may be turned to: blackmail, threats, stalking and hate are for the police.
    pub fn is_for_report_fraud(self) -> bool {
        !matches!(
            self,
            Self::Threatened
                | Self::Stalked
                | Self::ImageShared
                | Self::Hate
                | Self::ChildPicture
                | Self::ChildContact
        )
    }

    /// Whether this centre keeps nothing of it: no account, no address, no picture, only the
    /// fact that somebody was shown the way.
    pub fn is_signpost_only(self) -> bool {
        matches!(self, Self::ChildPicture | Self::ChildContact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::tests::london;

    #[test]
    fn every_trouble_has_somebody_to_turn_to_in_london() {
        let london = london();
        for trouble in Trouble::ALL {
            let found: Vec<_> = trouble.bodies(&london).iter().map(|b| b.id.as_str()).collect();
            assert_eq!(found, trouble.body_ids(), "{trouble}");
            assert!(!found.is_empty(), "{trouble}");
        }
    }

    #[test]
    fn money_goes_to_the_bank_first_and_threats_never_to_report_fraud() {
        assert_eq!(Trouble::MoneyGone.body_ids().first(), Some(&"bank"));
        for trouble in [
            Trouble::Threatened,
            Trouble::Stalked,
            Trouble::ImageShared,
            Trouble::Hate,
            Trouble::ChildContact,
            Trouble::ChildPicture,
        ] {
            assert!(!trouble.body_ids().contains(&"report-fraud"), "{trouble}");
            assert!(!trouble.is_for_report_fraud(), "{trouble}");
        }
    }

    #[test]
    fn what_touches_a_child_is_only_signposted() {
        let kept: Vec<_> = Trouble::ALL.iter().filter(|t| t.is_signpost_only()).map(|t| t.name()).collect();
        assert_eq!(kept, ["child_picture", "child_contact"]);
    }
}
