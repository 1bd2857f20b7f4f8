//! What is in order at a firm, and of which sort its faults are.
//!
//! Shares are near those of large surveys of small sites: most send no protective settings, a third does not keep
//! visitors on encryption, few have a broken certificate. Rare faults are drawn somewhat more often than they occur.

use std::collections::BTreeSet;

use web::stage::Part;

use crate::demo::draw::Draw;
use crate::demo::firm::FirmNumber;

/// Firms in a hundred at which a part is not in order.
const NOT_IN_ORDER: [(Part, f64); 12] = [
    (Part::Rented, 2.5),
    (Part::Locked, 12.0),
    (Part::CopyRefused, 1.5),
    (Part::Encryption, 4.0),
    (Part::Certificate, 7.0),
    (Part::Redirect, 14.0),
    (Part::StaysEncrypted, 62.0),
    (Part::Cookies, 12.0),
    (Part::WholePage, 7.0),
    (Part::Software, 16.0),
    (Part::Fields, 80.0),
    (Part::FilesHidden, 4.0),
];

/// What is wrong with a certificate that is not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCertificate {
    /// It runs out within days.
    RunsOut,
    /// It ran out.
    RanOut,
    /// It is made out to the host of the site.
    OtherName,
    /// It vouches for itself.
    SelfMade,
}

/// The file for people who find a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// There is none.
    None,
    /// There is one that holds.
    Holds,
    /// There is one that ran out.
    RanOut,
}

/// The policy file of a firm that says that it has one (MTA-STS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// It names the firm's mail servers.
    Fits,
    /// It names a server that was given up.
    NamesAnother,
    /// It is not there.
    Missing,
}

/// A firm's site.
#[derive(Debug, Clone)]
pub struct Site {
    /// The parts that are in order.
    pub good: BTreeSet<Part>,
    /// What is wrong with the certificate where it is not right.
    pub certificate: BadCertificate,
    /// The cookie that the site sets, without its marks; none where it sets none.
    pub cookie: Option<&'static str>,
    /// What the page says of its software where that is old: a field of the answer, or the maker's tag.
    pub software: (Option<&'static str>, &'static str),
    /// The file for people who find a hole, where nobody put another.
    pub contact: Contact,
    /// The policy file, where nobody put another.
    pub policy: Policy,
    /// In so many days a name runs out that is not rented for longer.
    pub rent_days: i64,
}

impl Site {
    /// The site of a firm as it was drawn.
    pub fn of(seed: u64, number: FirmNumber) -> Self {
        let mut draw = Draw::of(seed, "site", number);
        let mut good: BTreeSet<Part> = Part::ALL.into_iter().collect();
        for (part, percent) in NOT_IN_ORDER {
            if draw.percent(percent) {
                good.remove(&part);
            }
        }
        let bare = !good.contains(&Part::Cookies);
        let cookie = draw.weighted(&[(None, 60.0), (Some("shop_session=1"), 25.0), (Some("lang=en"), 15.0)]);
        Self {
            good,
            certificate: draw.weighted(&[
                (BadCertificate::RunsOut, 40.0),
                (BadCertificate::RanOut, 25.0),
                (BadCertificate::OtherName, 25.0),
                (BadCertificate::SelfMade, 10.0),
            ]),
            cookie: cookie.or(bare.then_some("basket=1")),
            software: draw.weighted(&[
                ((None, "Joomla! 3.9.28"), 40.0),
                ((None, "Drupal 7 (https://www.drupal.org)"), 20.0),
                ((Some("PHP/7.4.33"), "Site kit"), 40.0),
            ]),
            contact: draw.weighted(&[(Contact::None, 92.0), (Contact::Holds, 5.0), (Contact::RanOut, 3.0)]),
            policy: draw.weighted(&[
                (Policy::Fits, 60.0),
                (Policy::NamesAnother, 25.0),
                (Policy::Missing, 15.0),
            ]),
            rent_days: draw.one(&[9, 30]),
        }
    }

    /// Is this part in order?
    pub fn is_good(&self, part: Part) -> bool {
        self.good.contains(&part)
    }
}
